"""Claims: what a text says that others may put otherwise, how many were harmed and who has a place.

`figures` and `control` find what is claimed in each sentence, `assertions` whether it is said to be so, `places` where
it happened, `actors` who did it.

Limits: English. A claim lies in one sentence. What is planned, feared, asked or supposed is none, and no total of weeks
or years is: a figure is of one event. What the sentence says that somebody told is left out where the quotation was not
found, since it would seem to be the word of the outlet.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from spacy.tokens import Doc

from dashboard.pipeline.actors import Actor
from dashboard.pipeline.claims.actors import find_doer, find_named, find_speaker
from dashboard.pipeline.claims.claim import Claim, Draft
from dashboard.pipeline.claims.control import find_control
from dashboard.pipeline.claims.figures import find_figures
from dashboard.pipeline.claims.money import find_money
from dashboard.pipeline.claims.names import Named, Names
from dashboard.pipeline.claims.places import find_place, find_place_before, names_place
from dashboard.pipeline.claims.quoting import Quotations, is_told
from dashboard.pipeline.entities import Mention
from dashboard.pipeline.locations import Placement
from dashboard.pipeline.quotes import Quote
from dashboard.pipeline.quotes.grammar import Grammar, read_grammar

__all__ = ["Claim", "Named", "find_claims"]

# Tokens between the words of a claim and its place at most, for the place to be shown with them.
REACH = 8


def find_claims(
    doc: Doc,
    mentions: Sequence[Mention],
    placements: Sequence[Placement],
    actors: Sequence[Actor | None],
    quotes: Sequence[Quote],
) -> list[Claim]:
    """The claims of the article in text order; no two have the same characters and matter.

    `placements` and `actors` have one entry for each mention.
    """
    g = read_grammar(doc)
    return read_claims(g, Names(g, mentions, placements, actors), Quotations(quotes))


def read_claims(g: Grammar, names: Names, quotations: Quotations) -> list[Claim]:
    """The claims of a text whose parse and names are read."""
    sentences = [*sorted(set(g.begins)), len(g.words)]
    claims: dict[tuple[int, int, str], Claim] = {}
    for begin, end in pairwise(sentences):
        found = find_figures(g, begin, end), find_money(g, begin, end), find_control(g, names, begin, end)
        for draft in chain(*found):
            for claim in _complete(g, draft, names, quotations, sentences):
                if claims.setdefault((claim.start, claim.end, claim.matter), claim) is claim:
                    break
    return sorted(claims.values(), key=lambda claim: (claim.start, claim.end))


def _complete(
    g: Grammar, draft: Draft, names: Names, quotations: Quotations, sentences: Sequence[int]
) -> Iterator[Claim]:
    """The claim of a draft, with more words and then with fewer, since two claims of a matter may share some."""
    number = bisect_right(sentences, draft.word) - 1
    quote = quotations.find(g.starts[draft.word], g.starts[draft.near[0]])
    if quote is None and is_told(g, draft.word, quotations.cues):
        return
    spans = [(draft.start, draft.end)]
    place, actor = draft.place, None
    if place is None:
        is_left = draft.matter == "displaced"
        place = find_place(g, names, draft.word, draft.near, _bar(g, draft.word, quote), source=is_left)
        if place is not None and place.start < draft.end + REACH and draft.start - REACH < place.end:
            spans.insert(0, (min(draft.start, place.start), max(draft.end, place.end)))
        spans.append((draft.near[0], draft.end))
        if place is None and draft.matter != "money" and not names_place(g, names, draft.word, source=is_left):
            place = find_place_before(g, names, sentences, number)
        actor = find_doer(g, names, draft.word)
        counted = g.starts[draft.near[0]], g.starts[draft.near[-1]]
        if actor is not None and (_is_speaker(quote, actor) or counted[0] <= actor.start <= counted[1]):
            actor = None  # "two Syrians killed" in a headline, which may seem to be those who kill
    elif draft.actor is not None:
        actor = find_named(g, names, draft.actor) or find_speaker(g, names, draft.actor, quote)
    for start, end in spans:
        yield Claim(
            start=g.starts[start],
            end=g.starts[end - 1] + len(g.words[end - 1]),
            sentence=number,
            matter=draft.matter,
            quote=None if quote is None else (quote.start, quote.end),
            unit=draft.unit,
            low=draft.low,
            high=draft.high,
            bound=draft.bound,
            denied=draft.denied,
            place=None if place is None else place.where,
            actor=actor,
        )


def _bar(g: Grammar, word: int, quote: Quote | None) -> list[tuple[int, int]]:
    """The tokens that say who speaks, where and to whom, unless the claim's word is one of them."""
    if quote is None:
        return []
    spans = [(quote.speaker_start, quote.speaker_end), (quote.cue_start, quote.cue_end)]
    found = [g.span(start, end) for start, end in spans if start is not None and end is not None]
    found += [_widen(g, start, end, quote) for start, end in found[: quote.speaker_start is not None]]
    if quote.cue_start is not None:
        found += _find_hearers(g, g.span(quote.cue_start, quote.cue_start + 1)[0], quote)
    return [(start, end) for start, end in found if not start <= word < end]


def _widen(g: Grammar, start: int, end: int, quote: Quote) -> tuple[int, int]:
    """The speaker with all that is said of who it is, as far as it is not quoted: "the head of a clinic in Homs"."""
    head = next((i for i in range(start, end) if not start <= g.heads[i] < end), start)
    first, last = g.left[head], g.right[head]
    is_quoted = any(g.starts[first] < stop and begin < g.starts[last - 1] for begin, stop in quote.parts)
    return (start, end) if is_quoted else (first, last)


def _is_speaker(quote: Quote | None, actor: Named) -> bool:
    """Whether who does it was taken from the words for who speaks."""
    if quote is None:
        return False
    start, end = quote.speaker_start, quote.speaker_end
    return start is not None and end is not None and start <= actor.start < end


def _find_hearers(g: Grammar, cue: int, quote: Quote) -> Iterator[tuple[int, int]]:
    """What hangs behind a cue and is not said: "told reporters in Geneva"."""
    for x in g.children[cue]:
        start, end = max(x, cue), g.right[x]
        at = g.starts[start]
        if x > cue and not any(first < g.starts[end - 1] and at < last for first, last in quote.parts):
            yield g.left[x], end
