"""Figures: the claims of how many were harmed, with who did it and where."""

from collections.abc import Iterator

from dashboard.pipeline.claims.amounts import find_amounts
from dashboard.pipeline.claims.assertions import is_asserted
from dashboard.pipeline.claims.claim import Draft
from dashboard.pipeline.claims.counts import PEOPLE, find_counts
from dashboard.pipeline.claims.harms import find_harms
from dashboard.pipeline.claims.matters import MATTERS_OF, Harm
from dashboard.pipeline.claims.periods import is_of_days, is_total
from dashboard.pipeline.claims.tolls import DEEDS, HURTS, LIVES, TOLLS
from dashboard.pipeline.quotes.grammar import Grammar

HINTS = frozenset((*MATTERS_OF, *DEEDS, *TOLLS, *LIVES, *HURTS))


def find_figures(g: Grammar, begin: int, end: int) -> Iterator[Draft]:
    """The figures of a sentence, without their places."""
    if HINTS.isdisjoint(g.words[begin:end]):
        return
    counts = find_counts(g, find_amounts(g, begin, end), end)
    for harm in find_harms(g, counts, begin, end):
        if not is_of_days(g, harm.word) or is_total(g, harm.word, harm.matter, harm.count.amount.low):
            continue
        so = is_asserted(g, harm.word)
        if so is not None:
            yield _draft(harm, so, harm.count.unit or PEOPLE)


def _draft(harm: Harm, so: bool, unit: str) -> Draft:
    amount = harm.count.amount
    return Draft(
        matter=harm.matter,
        word=harm.word,
        start=min(harm.word, harm.count.start),
        end=max(harm.word + 1, harm.count.end),
        near=(harm.count.amount.number, harm.count.end - 1),
        denied=not so,
        unit=unit,
        low=amount.low,
        high=amount.high,
        bound=amount.bound,
    )
