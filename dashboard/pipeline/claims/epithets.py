"""Epithets: what a place is called by who holds it: "rebel-held Homs", "the rebel stronghold of Homs".

Limits: said in passing, it is taken for what is so now. "Formerly" and "mostly" make it none.
"""

from collections.abc import Iterator

from dashboard.pipeline import lexicon
from dashboard.pipeline.claims.names import Name, Names
from dashboard.pipeline.claims.parties import is_force, is_party
from dashboard.pipeline.claims.periods import is_of_days
from dashboard.pipeline.claims.roles import BEING, find_behind, find_modifiers
from dashboard.pipeline.claims.wholes import PARTS, WHOLE, find_towns
from dashboard.pipeline.quotes.grammar import Grammar

# Ends of compounds that say who holds what they stand before: "rebel-held".
HELD = lexicon.words("held")
# What before such a compound says that it is not all so, or is so no longer.
PARTLY = lexicon.words("direction", "former", "partly")
# What a place is called that somebody holds, and words before it by which he no longer does.
BASTIONS = ("bastion", "stronghold")
PAST = lexicon.words("former")

type Found = Iterator[tuple[str, Name, int | None]]


def find_held(g: Grammar, names: Names, word: int) -> Found:
    """Places whose name has before it who holds them: "rebel-held Homs", "the ISIL-controlled city of Mosul"."""
    first = word - 2 if g.words[word - 1] == "-" else word - 1
    if g.words[word] not in HELD or first < g.begins[word]:
        return
    if g.deps[word] != "amod" or g.heads[word] <= word or not is_of_days(g, word):
        return
    before = g.words[max(g.begins[word], first - 2) : first]
    whole = g.heads[g.heads[word]]
    if g.deps[g.heads[word]] in ("compound", "nmod") and g.words[whole] not in WHOLE - PARTS:
        return  # "rebel-held Damascus suburbs"
    if PARTLY.isdisjoint(before) and is_party(g, names, first, word):
        yield from (("held", place, first) for place in find_towns(g, names, g.heads[word], within=True))


def find_bastions(g: Grammar, names: Names, word: int) -> Found:
    """Places that are called somebody's stronghold: "the rebel stronghold of Homs", "Homs is a rebel bastion"."""
    if g.words[word] not in BASTIONS or not is_of_days(g, word):
        return
    if not PAST.isdisjoint(g.words[g.left[word] : word]):
        return
    of = next(find_behind(g, word, ("of",)), None)
    before = [*find_modifiers(g, word)]
    who = next((x for x in (*before, *(() if of is None else (of,))) if is_force(g, names, x, word)), None)
    if who is None:
        return
    heads = [x for x in g.children[word] if g.deps[x] == "appos"]
    if g.deps[word] in ("appos", "compound", "nmod"):
        heads.append(g.heads[word])
    if g.deps[word] == "attr" and g.words[g.heads[word]] in BEING:
        heads += [x for x in g.children[g.heads[word]] if g.deps[x] == "nsubj"]
    heads += [x for x in before if x != who] + ([] if of is None or of == who else [of])
    for head in heads:
        yield from (("held", place, who) for place in find_towns(g, names, head) if place.start > who or head < word)
