"""Passing: names of places that a sentence names in passing, and that do not say where it happened.

Limits: the parse of one sentence is read. What is refused here may still have been the place: none is better than one
that the sentence does not give.
"""

from collections.abc import Iterator

from dashboard.pipeline import lexicon
from dashboard.pipeline.claims.actors import DEEDS
from dashboard.pipeline.claims.counts import UNIT_OF
from dashboard.pipeline.claims.names import Name, Names
from dashboard.pipeline.quotes.grammar import SUBJECTS, Grammar

# Prepositions behind which a place says where something happened, and those behind which it says what is near.
WHERE = lexicon.words("place_preposition")
NEAR = lexicon.words("locative_beside")
# What is around a town and no part of it.
SURROUNDINGS = lexicon.words("surroundings", "hinterland")
# Words for people and things of a place, which are not there: "residents of Hama", "the road to Homs".
OF_A_PLACE = lexicon.words("townspeople", "person", "bystander", "kin") | {"citizens", "refugees"}
DIRECTIONS = tuple(lexicon.words("compass"))
QUARTERS = lexicon.words("quarter")
# What stands beside the name of a city, and beside that of the region around it.
CITY = ("city", "town", "village")
AROUND = lexicon.words("region") | {"countryside", "county"}
# Running waters: too long to say where.
WATERS = ("STM", "STMS", "CNL")
# Steps from the name of a place up to the verb at most.
REACH = 12


def is_in_passing(g: Grammar, names: Names, name: Name, word: int) -> bool:
    """Whether the name says something else than where it happened, what the word says."""
    return not is_placed(g, names, name) or _is_described(g, name, word)


def is_placed(g: Grammar, names: Names, name: Name) -> bool:
    """Whether the name says where something happened, by the words around it."""
    assert name.place is not None
    return not (
        name.place.feature in WATERS
        or _is_other_kind(g, name)
        or names.is_abroad(name)
        or _is_of_actor(g, names, name)
        or _is_beside(g, name)
        or (is_quarter(g, name) and name.place.feature.startswith("PPL") and name.place.feature != "PPLX")
        or not _is_attached(g, name)
    )


def find_preposition(g: Grammar, name: Name) -> int | None:
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


def _is_other_kind(g: Grammar, name: Name) -> bool:
    """Whether the text speaks of a region and the place is its city, or the other way round: "Hama province"."""
    assert name.place is not None
    begin, end = g.begins[name.start], g.ends[name.start]
    behind = g.words[name.end : min(end, name.end + 2)]
    before = g.words[max(begin, name.start - 3) : name.start]
    is_around = bool(AROUND & set(behind[:1])) or behind[1:] == ["countryside"]
    is_around = is_around or (before[-1:] == ["of"] and not AROUND.isdisjoint(before[-2:-1]))
    is_around = is_around or "rural" in (*before[-1:], g.words[name.start]) or g.words[name.end - 1] in AROUND
    if name.place.feature.startswith("PPL"):
        return is_around
    is_city = behind[:1] == ["city"] or (before[-1:] == ["of"] and before[-2:-1] and before[-2] in CITY)
    return name.place.feature.startswith("ADM") and bool(is_city) and not is_around


def _is_of_actor(g: Grammar, names: Names, name: Name) -> bool:
    """Whether it is a part of what an actor is called: "the Front for the Liberation of Homs"."""
    preposition = g.heads[name.head]
    if g.pos[preposition] != "ADP":
        return False
    near = names.at(g.heads[preposition])
    return any(each.actor is not None and each.place is None and each.mention.label == "ORG" for each in near)


def is_quarter(g: Grammar, name: Name) -> bool:
    """Whether the name is of a part of a town, of which the gazetteer has few: a placed one is a town of that name."""
    end = min(g.ends[name.start], name.end + 2)
    behind = next((i for i in range(name.end, end) if g.pos[i] != "ADJ"), end)  # "Salam residential district"
    return behind < end and g.words[behind] in QUARTERS


def _is_beside(g: Grammar, name: Name) -> bool:
    """Whether it says what another place lies near: "east of the city of Damascus", "a Damascus suburb"."""
    assert name.place is not None
    is_town = name.place.feature.startswith("PPL")
    if is_town and not SURROUNDINGS.isdisjoint(g.words[name.end : min(g.ends[name.start], name.end + 1)]):
        return True
    before = [of - 1 for of in _find_of(g, name)]
    is_aside = any(g.words[i].endswith(DIRECTIONS) and g.tags[i] != "JJ" for i in before)
    return is_aside or (is_town and any(g.words[i] in SURROUNDINGS for i in before))


def _find_of(g: Grammar, name: Name) -> Iterator[int]:
    """Each "of" that the name stands behind: both of "west of the town of Homs"."""
    if g.words[name.start - 1] == "of":
        yield name.start - 1
    i = name.head
    for _ in range(REACH):
        head = g.heads[i]
        if head == i or g.pos[head] in ("VERB", "AUX") or (g.pos[head] == "ADP" and g.words[head] != "of"):
            return
        if g.words[head] == "of":
            yield head
        i = head


def says_where(g: Grammar, preposition: int) -> bool:
    """Whether something is at what stands behind the preposition: "in Homs", "in and around Homs"."""
    head = g.heads[preposition]
    return g.words[preposition] in WHERE or (g.deps[preposition] == "conj" and g.words[head] in WHERE)


def _is_described(g: Grammar, name: Name, word: int) -> bool:
    """Whether it is said of who does or tells it, "rebels based in Homs shelled …"."""
    above = {word}
    i = word
    while g.heads[i] != i:
        i = g.heads[i]
        above.add(i)
    i = name.head
    for _ in range(REACH):
        if i in above or g.heads[i] == i:
            return False
        head = g.heads[i]
        is_teller = g.deps[i] in SUBJECTS and head in above and head != word and _is_telling(g, head)
        is_hit = i == g.heads[name.head] and g.deps[name.head] == "dobj" and g.words[head] not in UNIT_OF
        is_clause = g.deps[i] in ("relcl", "acl") and g.deps[head] in SUBJECTS
        if is_teller or (is_clause and not is_hit and g.words[head] not in DEEDS):
            return True
        i = head
    return False


def _is_telling(g: Grammar, verb: int) -> bool:
    """Whether a clause hangs on the verb as what is told."""
    return any(g.deps[x] == "ccomp" for x in g.children[verb])


def _is_attached(g: Grammar, name: Name) -> bool:
    """Whether it stands behind a preposition of place, is what a verb hits, or where an attack or a quarter is."""
    preposition = find_preposition(g, name)
    if preposition is not None:
        return says_where(g, preposition) and not _is_owner(g, name)
    i = name.head
    for _ in range(REACH):
        if g.deps[i] == "dobj":
            return i == name.head or g.words[i] in DEEDS | QUARTERS
        if g.words[i] in DEEDS and i != name.head:
            return True
        if g.deps[i] not in ("compound", "nmod", "amod", "poss", "appos") or g.heads[i] == i:
            return False
        i = g.heads[i]
    return False


def _is_owner(g: Grammar, name: Name) -> bool:
    """Whether what it owns or describes is no place: "Idlib's health authority", "a Homs man"."""
    return g.deps[name.head] in ("poss", "compound", "nmod") and g.words[g.heads[name.head]] in OF_A_PLACE
