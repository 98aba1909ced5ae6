"""Constructions: ways to attribute that the parser mostly gets wrong, read by their words.

    Rebels took Homs, the Observatory said on Sunday.        the clause taken for a list, the speaker for its last item
    State television quoted a source as saying that …        what follows a preposition

Limits: within a sentence. A cue for which the weights find something keeps that.
"""

from dashboard.pipeline.quotes.contents import FINITE, Span, strip
from dashboard.pipeline.quotes.grammar import Grammar

# Verbs that stand behind what was said, with who said it, at the end of a sentence.
SAYING = frozenset("say report add announce state confirm claim".split())
QUOTING = frozenset("quote cite".split())
# Words of the longest name of a speaker, with what stands before it.
LONGEST_SPEAKER = 12
# What begins a clause of its own behind a comma.
CLAUSAL = frozenset("who which that as but and or if when where while because since although though whose".split())
NAMING = frozenset(("NOUN", "PROPN", "PRON"))
# What may stand between the cue and the end of its sentence, to say when and where it was said.
ADJUNCTS = frozenset(("ADP", "PROPN", "NOUN", "DET", "ADJ", "ADV", "NUM", "PUNCT", "SPACE", "PART", "PRON"))


def find_constructions(g: Grammar) -> dict[int, tuple[Span, int | None]]:
    """For each cue of such a construction what is said, and the head word of who says it, where it tells that."""
    found: dict[int, tuple[Span, int | None]] = {}
    for i in range(1, len(g.words) - 1):
        if g.pos[i] != "VERB":
            continue
        each = _trailing(g, i) or _as_saying(g, i)
        if each is not None:
            found[i] = each
    return found


def _trailing(g: Grammar, cue: int) -> tuple[Span, int | None] | None:
    """ "Rebels took Homs, the Observatory said on Sunday." """
    begin, end = g.begins[cue], g.ends[cue]
    if g.lemmas[cue] not in SAYING or g.tags[cue] not in FINITE or g.depth[cue] or g.pos[cue - 1] not in NAMING:
        return None
    when = g.pos[cue + 1] in ("PUNCT", "ADP") or g.entities[cue + 1] in ("DATE", "TIME")
    if not when or any(g.pos[i] not in ADJUNCTS or g.depth[i] for i in range(cue + 1, end)):
        return None
    comma = next((i for i in range(cue - 1, max(begin, cue - LONGEST_SPEAKER), -1) if g.words[i] == ","), None)
    if comma is None or g.words[comma + 1] in CLAUSAL or g.verbs[cue] != g.verbs[comma]:
        return None
    clause = range(begin, comma)
    if any(g.depth[i] for i in clause) or not any(g.tags[i] in FINITE for i in clause):
        return None
    speaker = next((i for i in range(comma + 1, cue) if not comma < g.heads[i] < cue), None)
    return strip(g, begin, comma), speaker


def _as_saying(g: Grammar, cue: int) -> tuple[Span, int | None] | None:
    """ "State television quoted a source as saying that …", and what stands before "Hadi was quoted as saying"."""
    if g.words[cue] != "saying" or g.words[cue - 1] != "as":
        return None
    begin, end = g.begins[cue], g.ends[cue]
    verb = next((i for i in range(cue - 1, begin, -1) if g.lemmas[i] in QUOTING), None)
    if verb is None:
        return None
    after = strip(g, cue + 1, end)
    if g.verbs[after[1]] > g.verbs[after[0]] or any(g.depth[i] > g.depth[cue] for i in range(*after)):
        return after, None
    before = next(((low, high) for low, high in g.quotations if begin <= low and high <= verb), None)
    return None if before is None else (strip(g, *before), None)
