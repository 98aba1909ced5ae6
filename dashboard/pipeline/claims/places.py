"""Places of claims: where it happened, by the place names of the sentence.

A place is near the verb where a preposition of place hangs on the verb or on those who are counted. Otherwise another
place of the sentence serves, unless `passing` says that it is named for something else.

Limits: where the sentence names no place, that of the two sentences before is taken if it says "in the city", or the
one of the article's beginning if the article names no other town or region. What happened in several places has none.
"""

from collections.abc import Sequence

from dashboard.pipeline import lexicon
from dashboard.pipeline.claims.names import Name, Names
from dashboard.pipeline.claims.passing import (
    CITY,
    DIRECTIONS,
    NEAR,
    REACH,
    WHERE,
    find_preposition,
    is_in_passing,
    is_placed,
    is_quarter,
    says_where,
)
from dashboard.pipeline.entities import PLACE_LABELS
from dashboard.pipeline.quotes.grammar import SUBJECTS, Grammar

GOALS = ("to", "into", "toward", "towards")
COUNTRY_NOUNS = ("country", "region", "territory")
TIMES = lexicon.words("time")
DATES = ("DATE", "TIME")
# Verbs between a place and what happened from which it says nothing of it; a country is named in passing sooner.
TOO_FAR, TOO_FAR_FOR_COUNTRY = 5, 3
# Sentences before, in which the city stands that "the city" means.
BEFORE = 2
# Sentences at the beginning, which say where it happened that the article is about.
LEAD = 3


def find_place(
    g: Grammar, names: Names, word: int, near: Sequence[int], barred: Sequence[tuple[int, int]], *, source: bool = False
) -> Name | None:
    """The place at which it happened; with `source`, from where somebody left.

    `near` are the words of those who are counted, `barred` tokens that say who speaks.
    """
    begin, end = g.begins[word], g.ends[word]
    if source and any(_is_unplaced(name) and _is_source(g, name) for name in names.between(begin, end)):
        return None
    best: tuple[float, Name] | None = None
    for name in names.between(begin, end):
        if name.place is None or any(start <= name.start < stop for start, stop in barred):
            continue
        if source and _is_source(g, name):
            cost: float | None = 0.0
        else:
            is_out = _is_dateline(g, name) or is_in_passing(g, names, name, word)
            cost = None if is_out else _find_cost(g, name, word, near)
        if cost is not None and (best is None or cost < best[0]):
            best = cost, name
    return None if best is None or _is_one_of_several(g, names, best[1]) else best[1]


def _is_one_of_several(g: Grammar, names: Names, name: Name) -> bool:
    """Whether another place is joined to it, so that what happened is of both: "in Homs and Hama"."""
    joined = {x for x in g.children[name.head] if g.deps[x] == "conj"}
    if g.deps[name.head] == "conj":
        joined.add(g.heads[name.head])
    begin, end = g.begins[name.start], g.ends[name.start]
    return any(
        (each.head in joined and each.where != name.where and each.mention.label in PLACE_LABELS)
        or (each.start == name.end and _are_towns(name, each))  # a list that has lost its commas
        for each in names.between(begin, end)
    )


def _are_towns(one: Name, other: Name) -> bool:
    """Whether both are populated places, none of which lies in the other."""
    return all(each.place is not None and each.place.feature.startswith("PPL") for each in (one, other))


def names_place(g: Grammar, names: Names, word: int, *, source: bool = False) -> bool:
    """Whether the sentence says where, by a name that is not placed and no neighbourhood, or by "in the north".

    Then no other sentence's place is meant.
    """
    for x in g.children[word]:
        behind = [g.words[y] for y in g.children[x] if g.deps[y] == "pobj" and "of" not in g.words[y + 1 : y + 2]]
        if g.words[x] in WHERE | NEAR and any(each.endswith(DIRECTIONS) or each in COUNTRY_NOUNS for each in behind):
            return True
    return any(
        _is_unplaced(name)
        and (
            (source and _is_source(g, name))
            or ((_is_said_where(g, name) or _is_near(g, name)) and not is_quarter(g, name))
        )
        for name in names.between(g.begins[word], g.ends[word])
    )


def _is_unplaced(name: Name) -> bool:
    return name.place is None and name.mention.label in PLACE_LABELS


def _is_source(g: Grammar, name: Name) -> bool:
    """Whether it says from where."""
    preposition = find_preposition(g, name)
    return preposition is not None and g.words[preposition] == "from"


def _is_said_where(g: Grammar, name: Name) -> bool:
    preposition = find_preposition(g, name)
    return preposition is not None and says_where(g, preposition)


def _is_near(g: Grammar, name: Name) -> bool:
    preposition = find_preposition(g, name)
    return preposition is not None and g.words[preposition] in NEAR


def find_place_before(g: Grammar, names: Names, sentences: Sequence[int], number: int) -> Name | None:
    """The place that "in the city" means, or the article's only one where it begins with it; else None.

    A sentence that names a town or a region itself means no other.
    """
    begin, end = sentences[number], sentences[number + 1]
    if _towns(names.between(begin, end)):
        return None
    found = names.between(0, sentences[min(LEAD, number)])
    is_only = len({name.where.id for name in names.towns if name.where}) == 1 and not names.unplaced
    if is_only and _towns(found):
        first = _towns(found)[0]
        return first if is_placed(g, names, first) and not _names_where(g, begin, end) else None
    if not _says_there(g, begin, end):
        return None
    for each in range(number - 1, max(-1, number - 1 - BEFORE), -1):
        near = names.between(sentences[each], sentences[each + 1])
        if any(_is_unplaced(name) for name in near):
            return None
        found = _towns(near)
        if found:
            ids = {name.where.id for name in found if name.where}
            return found[0] if len(ids) == 1 and found[0].place and found[0].place.feature.startswith("PPL") else None
    return None


def _names_where(g: Grammar, begin: int, end: int) -> bool:
    """Whether it says where, by a name, be it one that is not known, or by a direction: "east of the city"."""
    for i in range(begin + 1, end):
        is_name = g.pos[i] == "PROPN" and g.deps[i] == "pobj" and g.entities[i] not in DATES
        if is_name and g.words[g.heads[i]] in WHERE | NEAR:
            return True
        if g.words[i] == "of" and g.words[i - 1].endswith(DIRECTIONS) and g.words[i - 2] != "the":
            return True
    return False


def _says_there(g: Grammar, begin: int, end: int) -> bool:
    """Whether it says "in the city", which is one that was named."""
    return any(
        g.words[i] in CITY and g.words[i - 1] == "the" and g.words[i - 2] in WHERE and g.words[i + 1 : i + 2] != ["of"]
        for i in range(begin + 2, end)
    )


def _towns(some: Sequence[Name]) -> list[Name]:
    """The names of places smaller than a country."""
    return [name for name in some if name.place is not None and not name.is_country]


def is_country(name: Name) -> bool:
    """Whether it names a country or something larger."""
    return name.is_country


def _is_dateline(g: Grammar, name: Name) -> bool:
    """Whether the place stands behind a date without a preposition: "Updated Jul 26 2016 BEIRUT Forces have …"."""
    i = name.start - 1
    return i >= g.begins[name.start] and g.tags[i] == "CD" and g.words[i].isdigit()


def _find_cost(g: Grammar, name: Name, word: int, near: Sequence[int]) -> float | None:
    """How far the place is from what happened, by grammar and by words; None where it says something else."""
    preposition = find_preposition(g, name)
    if preposition is not None and (_goes_elsewhere(g, preposition) or _is_of_others(g, preposition, near)):
        return None
    distance = min(abs(name.start - each) for each in (word, *near))
    cost = distance * 0.02
    if name.is_country:
        cost += 0.3 if preposition is not None and g.heads[preposition] == word else 1.0
        cost += g.deps[name.head] in ("compound", "nmod", "poss")  # "Syria's city of Homs"
    if _is_of_another_time(g, name.head, word):
        return None
    steps = _count_clauses(g, name.head, word, near)
    if steps >= (TOO_FAR_FOR_COUNTRY if name.is_country else TOO_FAR):
        return None
    if name.end <= word < near[0]:
        cost += 0.2  # of what is said before the verb
    return cost + steps * 0.5 + (0.0 if _is_said_where(g, name) else 0.4)


def _is_apart(g: Grammar, mark: int) -> bool:
    """Whether what the word begins is another event: "before", "while others", "hours after"; "after" is a cause."""
    if g.words[mark] == "while":
        return any(g.deps[x] in SUBJECTS for x in g.children[g.heads[mark]])
    return g.words[mark] == "before" or (g.words[mark] == "after" and g.words[mark - 1] in TIMES)


def _goes_elsewhere(g: Grammar, i: int) -> bool:
    """Whether the preposition says where to, or hangs on one that does: "to a clinic in Homs"."""
    for _ in range(REACH):
        if g.words[i] in GOALS:
            return True
        if g.heads[i] == i or g.pos[i] in ("VERB", "AUX"):
            return False
        i = g.heads[i]
    return False


def _is_of_another_time(g: Grammar, i: int, word: int) -> bool:
    """Whether the place stands in a clause of another time or event: "hours after a blast shook Homs"."""
    for _ in range(REACH):
        if i == word or g.heads[i] == i:
            return False
        if any(g.deps[x] == "mark" and _is_apart(g, x) for x in g.children[i]):
            return not any(i == above for above in _path(g, word))
        i = g.heads[i]
    return False


def _is_of_others(g: Grammar, preposition: int, near: Sequence[int]) -> bool:
    """Whether the preposition hangs on a number that counts others: "20 deaths in Hama, two in Homs"."""
    head = g.heads[preposition]
    return g.tags[head] == "CD" and head not in near and g.words[preposition] != "of"


def _count_clauses(g: Grammar, i: int, word: int, near: Sequence[int]) -> int:
    """The verbs between the place and what happened, on the way up from the place and down to it."""
    up = _path(g, word)
    marks = {*up, *near}
    verbs = 0
    for _ in range(REACH):
        if i in marks:
            break
        verbs += g.pos[i] in ("VERB", "AUX") and g.words[i] != "including"
        i = g.heads[i]
    if i in near or i == word:
        return verbs
    at = up.index(i) if i in up else len(up)
    return verbs + sum(g.pos[x] in ("VERB", "AUX") for x in up[1 : at + 1])


def _path(g: Grammar, i: int) -> list[int]:
    path = [i]
    while g.heads[i] != i and len(path) < REACH:
        i = g.heads[i]
        path.append(i)
    return path
