"""Wholes: the places that a phrase is about as a whole: "Homs", "the city of Homs", "Hama and Homs provinces".

Limits: places by their names, whether or not the gazetteer has them. A part of a place is none, and neither is what is
there or beside it.
"""

from collections.abc import Iterator

from dashboard.pipeline import lexicon
from dashboard.pipeline.claims.names import Name, Names
from dashboard.pipeline.claims.places import is_country
from dashboard.pipeline.claims.roles import find_behind, find_joined
from dashboard.pipeline.quotes.grammar import Grammar

# What a place is in or under, of whoever has it; no part of it is meant.
HANDS = ("hands", "control")
# Nouns that say of the place behind "of" that it has changed hands.
TAKINGS = lexicon.words("taking_noun")
LOSSES = ("loss",)
# Nouns whose "of" has the whole place behind it.
CHANGES = TAKINGS | {*HANDS, *LOSSES}
# Of several places whose names stand behind "of".
PLURALS = lexicon.words("settlements")
# Nouns that are the place whose name stands behind "of", beside it or in apposition to it.
WHOLE = lexicon.words("settlement", "settlements", "region", "local_government", "stronghold")
# More of them, of names that the gazetteer has not: it has few quarters and hills.
PLACED = WHOLE | lexicon.words("height", "land", "natural_feature", "quarter", "site")
# What a town is called once it was named.
CALLED = ("city", "town", "village")
# Those of which one is often a part of the place that is named: "a suburb of Damascus".
PARTS = lexicon.words("local_government", "site", "outlying")
# Those that are one always.
SUBURBS = ("suburb", "suburbs")
LARGE = ("PPLC", "PPLA", "ADM1", "PCLI")
DIRECTIONS = lexicon.words("direction", "portion")


def find_places(g: Grammar, names: Names, head: int, *, within: bool = False) -> Iterator[Name]:
    """The places that a phrase is about, none where it is about a part of one or something there.

    With `within`, what is said of the place is so whatever is said of the phrase: "a street of rebel-held Homs".
    """
    heads = [*find_joined(g, head)]
    if g.words[head] in PLURALS:
        heads += [each for behind in find_behind(g, head, ("of",)) for each in [*find_joined(g, behind)][1:]]
    first: Name | None = None
    for each in heads:
        place = _find_place(g, names, each, within=within) or _find_called(g, names, each)
        if place is not None and (first is None or is_country(first) == is_country(place)):
            first = first or place
            yield place


def find_towns(g: Grammar, names: Names, head: int, *, within: bool = False) -> Iterator[Name]:
    """Those of the places of a phrase that are smaller than a country."""
    return (place for place in find_places(g, names, head, within=within) if not is_country(place))


def find_subject_places(g: Grammar, names: Names, head: int) -> Iterator[Name]:
    """The places of a subject: itself, or where "the situation" is."""
    if g.words[head] in ("situation", "everything", "security"):
        for x in find_behind(g, head, ("in", "inside", "at")):
            yield from find_places(g, names, x)
        return
    yield from find_places(g, names, head)


def _find_place(g: Grammar, names: Names, head: int, *, within: bool) -> Name | None:
    """The place that a phrase is about by its head: "Homs", "the city of Homs", "Homs province"."""
    own = next((name for name in names.at(head) if _is_place(name)), None)
    if own is not None:
        if _is_directed(g, head, own.start):
            return None
        return own if own.end > head and (within or not _is_part(g, head, own)) else None
    if g.words[head] not in PLACED:
        return None
    behind = [
        y for x in g.children[head] if g.words[x] == "of" and x > head for y in g.children[x] if g.deps[y] == "pobj"
    ]
    beside = [x for x in g.children[head] if g.deps[x] in ("appos", "compound", "nmod")]
    if not behind and g.deps[head] == "appos":
        beside.append(g.heads[head])  # "Homs, a city held by rebels"
    for token in behind or beside:
        name = next((name for name in names.at(token) if _is_place(name)), None)
        if name is None or is_country(name) or _is_part(g, head, name):
            continue
        if name.is_unplaced or g.words[head] in WHOLE:
            return name
    return None


def _is_place(name: Name) -> bool:
    """Whether it names a place, be it one that the gazetteer has or not."""
    return name.place is not None or name.is_unplaced


def _find_called(g: Grammar, names: Names, head: int) -> Name | None:
    """The town that "the city" means: the only town that its sentence names before, or else the sentence before."""
    if g.words[head] not in CALLED or [g.words[x] for x in g.children[head]] != ["the"]:
        return None
    start = g.begins[head]
    for begin, end in ((start, head), (g.begins[start - 1] if start else 0, start)):
        towns = [name for name in names.between(begin, end) if _may_be_town(name)]
        if towns:
            return towns[-1] if len({_identify(name) for name in towns}) == 1 else None
    return None


def _may_be_town(name: Name) -> bool:
    return name.place.feature.startswith("PPL") if name.place is not None else name.is_unplaced


def _identify(name: Name) -> str:
    return name.mention.surface if name.where is None else name.where.id


def _is_part(g: Grammar, i: int, name: Name) -> bool:
    """Whether only a part of the place is meant, or something there: "a district of Aleppo", "Aleppo airport"."""
    if g.words[i] in SUBURBS:
        return True
    while g.words[g.heads[i]] == "of" and g.deps[i] == "pobj":
        i = g.heads[g.heads[i]]
        if g.pos[i] not in ("NOUN", "PROPN") or g.words[i] in CHANGES:
            return False
        if (
            g.words[i] not in WHOLE
            or g.words[i] in SUBURBS
            or (g.words[i] in PARTS and name.place is not None and name.place.feature in LARGE)
        ):
            return True
    return False


def _is_directed(g: Grammar, i: int, end: int) -> bool:
    """Whether a word before the token `end` says which part is meant: "eastern Aleppo"."""
    return any(g.words[x] in DIRECTIONS for x in g.children[i] if x < end)
