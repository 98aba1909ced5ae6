"""Movements: who or what goes from where to where: forces, people in flight, aid, and what is fired.

A movement is read from one verb or noun, in steps, a module each: what the word says (`frames`, `strikes`,
`admissions`), from where and to where (`ends`, `places`), who moves (`movers`), whether it happens (`statuses`).

Limits: only where a place is named and placed as from where or to where, in the same sentence. Diplomats who travel,
trade, and sides that take a place are none. Who a pronoun stands for is not said.
"""

from collections.abc import Iterator, Sequence
from itertools import product

from spacy.tokens import Doc

from dashboard.pipeline.actors import Actor
from dashboard.pipeline.claims import Named
from dashboard.pipeline.claims.names import Names
from dashboard.pipeline.claims.quoting import Quotations, is_told
from dashboard.pipeline.entities import Mention
from dashboard.pipeline.locations import Placement
from dashboard.pipeline.movements.drafts import Draft, draft_movements
from dashboard.pipeline.movements.movement import Movement
from dashboard.pipeline.movements.movers import Movers
from dashboard.pipeline.movements.places import MOST, Places
from dashboard.pipeline.quotes import Quote
from dashboard.pipeline.quotes.grammar import Grammar, read_grammar

__all__ = ["Movement", "find_movements"]


def find_movements(
    doc: Doc,
    mentions: Sequence[Mention],
    placements: Sequence[Placement],
    actors: Sequence[Actor | None],
    quotes: Sequence[Quote],
) -> list[Movement]:
    """The movements of the article in text order; of each, from where or to where is said.

    `placements` and `actors` have one entry for each mention. No two have the same characters and the same ends.
    """
    if not any(placement.place is not None for placement in placements):
        return []
    g = read_grammar(doc)
    places, movers = Places(g, mentions, placements), Movers(g, Names(g, mentions, placements, actors))
    sentences = {sentence.start: number for number, sentence in enumerate(doc.sents)}
    found: dict[tuple[int, ...], Movement] = {}
    quotations = Quotations(quotes)
    for draft in draft_movements(g, places, movers):
        sentence, quote = sentences[g.begins[draft.word]], quotations.find(g.starts[draft.word])
        # By whom it is told was not found; it is not the outlet's own word.
        if quote is None and is_told(g, draft.word, quotations.cues):
            continue
        for movement in _spell_out(g, movers, draft, sentence, quote):
            ends = (0 if end is None else end.start for end in (movement.origin, movement.goal))
            found.setdefault((movement.start, movement.end, *ends), movement)
    return sorted(found.values(), key=lambda each: (each.start, each.end))


def _spell_out(g: Grammar, movers: Movers, draft: Draft, sentence: int, quote: Quote | None) -> Iterator[Movement]:
    """One movement for each origin and goal of the draft; `quote` is the innermost one that has its word."""
    status = "denied" if quote is not None and quote.stance == "denies" else draft.status
    who = actor = None
    if draft.who is not None and g.tags[draft.who] != "PRP$":  # "their withdrawal"
        first, last = movers.find_phrase(draft.who)
        if first < last:  # a head word of marks alone leaves none
            who = (g.starts[first], g.starts[last - 1] + len(g.words[last - 1]))
        if "or" not in g.words[first:last]:  # "Russian or Syrian jets" are nobody's for sure
            actor = movers.find_actor(draft.who, draft.word)
    is_other = draft.who is not None and movers.names_nation(draft.who)  # "Iraq sent Syrian soldiers back"
    if actor is None and draft.sender is not None and not is_other:
        actor = movers.find_actor(draft.sender, draft.word)
    verb = (g.starts[draft.word], g.starts[draft.word] + len(g.words[draft.word]))
    origins: list[Named | None] = [*draft.origins] or [None]
    goals: list[Named | None] = [*draft.goals] or [None]
    for origin, goal in list(product(origins, goals))[:MOST]:
        spans = [verb, *((end.start, end.end) for end in (origin, goal) if end is not None)]
        if who is not None:
            spans.append(who)
        yield Movement(
            start=min(start for start, _ in spans),
            end=max(end for _, end in spans),
            sentence=sentence,
            kind=draft.kind,
            status=status,
            quote=None if quote is None else (quote.start, quote.end),
            who=who,
            actor=actor,
            origin=origin,
            goal=goal,
        )
