"""Places of claims: where it happened, by the place names of the sentence, or of the one before.

A place is near the verb where a preposition of place hangs on the verb or on those who are counted. Otherwise another
place of the sentence serves, unless it says where from, where to or who speaks.

Limits: where the sentence names no place, the last one that was named in the two sentences before it is taken, or the
only town or region of the article's first sentences. Datelines, adjectives and names of governments are never places.
"""

from collections.abc import Sequence

from dashboard.pipeline import lexicon
from dashboard.pipeline.claims.claim import Named
from dashboard.pipeline.claims.names import Name, Names
from dashboard.pipeline.entities import PLACE_LABELS
from dashboard.pipeline.quotes.grammar import Grammar

WHERE = lexicon.words("locative") | {"of", "on", "against", "over", "between", "along", "targeting", "by"}
ELSEWHERE = frozenset(
    "from to towards toward into via between than like unlike about leaving outside entering".split()
) - {"outside", "between"}
GOALS = ("to", "into", "toward", "towards")
# Words for people and things of a place, which are not there: "residents of Hama", "the road to Homs".
OF_A_PLACE = lexicon.words("townspeople", "person", "bystander", "kin") | {"residents", "citizens", "refugees"}
QUARTERS = lexicon.words("quarter")
WIDE = lexicon.words("wide_event")
COUNTRY_NOUNS = ("country", "region", "territory")
DIRECTIONS = tuple(lexicon.words("compass"))
TIMES = lexicon.words("time")
# Verbs between a place and what happened from which it says nothing of it; a country is named in passing sooner.
TOO_FAR, TOO_FAR_FOR_COUNTRY = 5, 3
# Verbs of what is so at a place at any time: "banned in Russia".
STANDING = lexicon.words("standing_verb")
COUNTRY = ("PCLI", "PCLD", "PCLS", "PCLIX", "TERR", "CONT", "RGN", "SEA")
# Steps from the name of a place up to the verb at most.
REACH = 12
# Sentences before, in which a place may stand.
BEFORE = 2
# Sentences at the beginning, which say where it happened that the article is about.
LEAD = 2


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
        cost = None if _is_dateline(g, name) else _find_cost(g, name, word, near, source)
        if cost is not None and (best is None or cost < best[0]):
            best = cost, name
    return None if best is None else best[1]


def names_place(g: Grammar, names: Names, word: int, *, source: bool = False) -> bool:
    """Whether the sentence says where, by a name that is not placed and no neighbourhood, or by "in the north".

    Then no other sentence's place is meant; nor is one of what a whole offensive did.
    """
    for x in g.children[word]:
        behind = [g.words[y] for y in g.children[x] if g.deps[y] == "pobj" and "of" not in g.words[y + 1 : y + 2]]
        if g.words[x] in WHERE and any(each.endswith(DIRECTIONS) or each in COUNTRY_NOUNS for each in behind):
            return True
        if g.deps[x] == "nsubj" and g.words[x] in WIDE:
            return True
    return any(
        _is_unplaced(name)
        and ((source and _is_source(g, name)) or (_is_said_where(g, name) and not _is_quarter(g, name)))
        for name in names.between(g.begins[word], g.ends[word])
    )


def _is_unplaced(name: Name) -> bool:
    return name.place is None and name.mention.label in PLACE_LABELS


def _is_source(g: Grammar, name: Name) -> bool:
    """Whether it says from where."""
    preposition = _find_preposition(g, name)
    return preposition is not None and g.words[preposition] == "from"


def _is_said_where(g: Grammar, name: Name) -> bool:
    preposition = _find_preposition(g, name)
    return preposition is not None and g.words[preposition] in WHERE


def find_place_before(names: Names, sentences: Sequence[int], number: int) -> Name | None:
    """The place of the sentences before, else that of the beginning; None where there are several."""
    for each in range(number - 1, max(-1, number - 1 - BEFORE), -1):
        found = _towns(names.between(sentences[each], sentences[each + 1]))
        if found:
            ids = {name.place.location_id for name in found if name.place}
            return found[0] if len(ids) == 1 else None
    last = min(LEAD, number)
    found = _towns(names.between(0, sentences[last]))
    ids = {name.place.location_id for name in found if name.place}
    return found[0] if len(ids) == 1 else None


def _towns(some: Sequence[Name]) -> list[Name]:
    """The names of places smaller than a country."""
    return [name for name in some if name.place is not None and not is_country(name)]


def is_country(name: Name) -> bool:
    """Whether it names a country or something larger."""
    return name.place is not None and name.place.feature in COUNTRY


def _is_dateline(g: Grammar, name: Name) -> bool:
    """Whether the place stands behind a date without a preposition: "Updated Jul 26 2016 BEIRUT Forces have …"."""
    i = name.start - 1
    return i >= g.begins[name.start] and g.tags[i] == "CD" and g.words[i].isdigit()


def _find_cost(g: Grammar, name: Name, word: int, near: Sequence[int], source: bool) -> float | None:
    """How far the place is from what happened, by grammar and by words; None where it says something else."""
    preposition = _find_preposition(g, name)
    if source and _is_source(g, name):
        return 0.0
    if preposition is not None and _goes_elsewhere(g, preposition):
        return None
    if preposition is not None and g.words[preposition] == "of" and g.words[g.heads[preposition]] in OF_A_PLACE:
        return None
    distance = min(abs(name.start - each) for each in (word, *near))
    cost = distance * 0.02 + (1.0 if is_country(name) else 0.0)
    if _is_of_another_time(g, name.head, word):
        return None
    steps = _count_clauses(g, name.head, word, near)
    if steps >= (TOO_FAR_FOR_COUNTRY if is_country(name) else TOO_FAR):
        return None
    if _is_quarter(g, name):
        cost += 0.6  # the gazetteer has no neighbourhoods: one that is placed is another place of that name
    if preposition is not None and g.words[preposition] == "of" and g.words[preposition - 1].endswith(DIRECTIONS):
        cost += 0.5  # "east of Damascus" is beside the place itself
    if name.end <= word < near[0]:
        cost += 0.2  # of what is said before the verb
    return cost + steps * 0.5 + (0.0 if _is_said_where(g, name) else 0.4)


def _is_apart(g: Grammar, mark: int) -> bool:
    """Whether what the word begins was at another time: "before", "hours after"; "after" alone says the cause."""
    return g.words[mark] == "before" or (g.words[mark] == "after" and g.words[mark - 1] in TIMES)


def _is_quarter(g: Grammar, name: Name) -> bool:
    """Whether the name is of a part of a town."""
    return g.words[g.heads[name.head]] in QUARTERS or not QUARTERS.isdisjoint(g.words[name.end : name.end + 2])


def _goes_elsewhere(g: Grammar, i: int) -> bool:
    """Whether the preposition says where from or to, or hangs on one that says where to: "to a clinic in Homs"."""
    if g.words[i] in ELSEWHERE:
        return True
    for _ in range(REACH):
        if g.words[i] in GOALS:
            return True
        if g.heads[i] == i or g.pos[i] in ("VERB", "AUX"):
            return False
        i = g.heads[i]
    return False


def _is_of_another_time(g: Grammar, i: int, word: int) -> bool:
    """Whether the place stands in a clause of another time: "hours after a blast shook Homs", "banned in Russia"."""
    for _ in range(REACH):
        if i == word or g.heads[i] == i:
            return False
        if g.words[i] in STANDING:
            return True
        if any(g.deps[x] == "mark" and _is_apart(g, x) for x in g.children[i]):
            return not any(i == above for above in _path(g, word))
        i = g.heads[i]
    return False


def _find_preposition(g: Grammar, name: Name) -> int | None:
    """The preposition that the name stands behind."""
    i = name.head
    for _ in range(REACH):
        head = g.heads[i]
        if head == i or g.pos[head] in ("VERB", "AUX"):
            return None
        if g.deps[i] in ("pobj", "pcomp") or g.pos[head] == "ADP":
            if g.words[head] == "of" and g.words[g.heads[head]] not in OF_A_PLACE and g.deps[g.heads[head]] == "pobj":
                i = g.heads[head]  # "in the town of Hama"
                continue
            return head
        i = head
    return None


def _count_clauses(g: Grammar, i: int, word: int, near: Sequence[int]) -> int:
    """The verbs between the place and what happened, on the way up from the place and down to it."""
    up = _path(g, word)
    marks = {*up, *near}
    verbs = 0
    for _ in range(REACH):
        if i in marks:
            break
        verbs += g.pos[i] in ("VERB", "AUX") and g.words[i] != "including"
        if g.heads[i] == i:
            return verbs + 2
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


def named(name: Name | None) -> Named | None:
    """The place of the claim."""
    return None if name is None else name.where
