"""Figures: "put the toll at 42", which says that it was 42 and is written too seldom to be learned.

Limits: only nouns that count, only with a number behind "at". "Put the number at the top" says nothing.
"""

from dashboard.pipeline.quotes.contents import Span, strip
from dashboard.pipeline.quotes.grammar import Grammar

PUTTING = frozenset("put place peg estimate".split())
COUNTS = frozenset(
    "toll figure number total count tally cost estimate amount price value damage loss size population strength rate"
    " share turnout age chance chances odds probability".split()
)


def find_figures(g: Grammar) -> dict[int, Span]:
    """The stretch that each verb of putting a figure says: "the toll at 42"."""
    return {i: span for i in range(len(g.words)) if g.lemmas[i] in PUTTING and (span := _find_figure(g, i))}


def _find_figure(g: Grammar, verb: int) -> Span | None:
    counted = next((x for x in g.children[verb] if g.deps[x] == "dobj" and g.lemmas[x] in COUNTS), None)
    if counted is None or g.pos[verb] != "VERB":
        return None
    for at in range(counted + 1, g.ends[verb]):
        if g.words[at] == "at" and any(g.pos[i] == "NUM" for i in range(at + 1, g.right[at])):
            return strip(g, g.left[counted], g.right[at])
    return None
