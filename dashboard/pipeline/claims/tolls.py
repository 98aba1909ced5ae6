"""Tolls: figures of the dead and wounded that no verb of harm has for its subject or object.

"The death toll rose to 58", "three deaths", "claimed the lives of 20", "six children were among the dead".
"""

from collections.abc import Iterator, Sequence

from dashboard.pipeline import lexicon
from dashboard.pipeline.claims.counts import PEOPLE, UNIT_OF, Count, count_one
from dashboard.pipeline.claims.lists import read_list
from dashboard.pipeline.claims.matters import MATTERS_OF, Harm
from dashboard.pipeline.claims.roles import BEING, find_objects, find_subject
from dashboard.pipeline.quotes.grammar import Grammar

NOUNS = dict.fromkeys(lexicon.words("death"), "killed") | dict.fromkeys(lexicon.words("injury"), "wounded")
TOLLS = lexicon.words("toll")
# What has "the lives of 20 people" for its object.
CLAIMING = lexicon.words("claiming_verb")
LIVES = lexicon.words("life")
LOST_LIVES = (["lost", "their", "lives"], ["lost", "their", "life"])
# Nouns of what was done to those behind "of": "the killing of one person and the injury of 40".
DEEDS = NOUNS | {"death": "killed", "injury": "wounded", "killing": "killed", "wounding": "wounded"}
# What people have who are wounded, and the verbs that say that they do.
HURTS = lexicon.words("hurt")
SUFFERING = lexicon.words("suffering_verb")
OF_THE = (["of", "the"], ["of", "those"])
# What stands before the figure of a toll.
REACHING = lexicon.words("before_toll")
# Tokens between "toll" and its figure at most.
REACH = 24


def find_tolls(g: Grammar, counts: Sequence[Count], begin: int, end: int) -> Iterator[Harm]:
    """The figures of a sentence that are told by such words."""
    yield from _find_nouns(g, counts)
    yield from _find_lives(g, counts)
    yield from _find_one(g, begin, end)
    yield from _find_among(g, counts, end)
    yield from _find_listed(g, counts, begin, end)
    yield from _find_one_among(g, begin, end)
    yield from _find_hurt(g, counts, begin, end)
    yield from _find_sums(g, counts, begin, end)


def _find_nouns(g: Grammar, counts: Sequence[Count]) -> Iterator[Harm]:
    """Counts of deaths and injuries."""
    for count in counts:
        if count.noun is not None and g.words[count.noun] in NOUNS:
            yield Harm(NOUNS[g.words[count.noun]], count.noun, Count(count.amount, count.noun, PEOPLE))
        before = g.words[max(0, count.start - 2) : count.start]
        if before[-1:] == ["of"] and before[0] in DEEDS and "the" in g.words[max(0, count.start - 5) : count.start]:
            yield Harm(DEEDS[before[0]], count.start - 2, count)


def _find_lives(g: Grammar, counts: Sequence[Count]) -> Iterator[Harm]:
    """Counts of lives that were claimed: "claimed the lives of 20 people", "claimed 20 lives"."""
    for count in counts:
        before = g.words[max(0, count.start - 4) : count.start]
        if before[-1:] == ["of"] and before[-2:-1] and before[-2] in LIVES and not CLAIMING.isdisjoint(before):
            word = max(i for i in range(count.start - 4, count.start) if g.words[i] in CLAIMING)
            yield Harm("killed", word, count)
        elif count.noun is not None and g.words[count.noun] in LIVES and before[-1:] and before[-1] in CLAIMING:
            yield Harm("killed", count.start - 1, Count(count.amount, count.noun, count.unit or PEOPLE))
        elif g.words[count.end : count.end + 3] in LOST_LIVES:
            yield Harm("killed", count.end, count)


def _find_one(g: Grammar, begin: int, end: int) -> Iterator[Harm]:
    """The one of a kind whose life was claimed or whose death is told: "the life of a boy", "the death of a boy"."""
    for of in range(begin + 2, end):
        if g.words[of] != "of" or g.words[of - 2] != "the":
            continue
        is_life = g.words[of - 1] == "life" and g.words[of - 3] in CLAIMING
        matter = "killed" if is_life else DEEDS.get(g.words[of - 1])
        noun = next((y for y in g.children[of] if g.deps[y] == "pobj"), None)
        count = None if noun is None or matter is None else count_one(g, noun)
        if count is not None and matter is not None:
            yield Harm(matter, of - 3 if is_life else of - 1, count)


def _find_among(g: Grammar, counts: Sequence[Count], end: int) -> Iterator[Harm]:
    """Counts of whom the dead or wounded are told to be: "six children were among the dead", "among the dead were six
    children", "ten of the dead were children"."""
    for count in counts:
        at = count.amount.end
        before = g.words[max(0, count.start - 4) : count.start]
        if before[:2] == ["among", "the"] and before[-1:] == ["were"] and _is_casualty(g, count.start - 2):
            yield Harm(MATTERS_OF[before[2]][0], count.start - 2, count)
        elif g.words[at : at + 2] in OF_THE and g.words[at + 3 : at + 4] == ["were"] and _is_casualty(g, at + 2):
            noun = next((i for i in range(at + 4, min(at + 8, end)) if g.words[i] in UNIT_OF), None)
            if noun is not None and "VERB" not in g.pos[at + 4 : noun]:  # not "were believed to be children"
                yield Harm(MATTERS_OF[g.words[at + 2]][0], at + 2, Count(count.amount, noun, UNIT_OF[g.words[noun]]))
        elif count.unit is not None and (word := _find_casualty(g, count.end, end)) is not None:
            yield Harm(MATTERS_OF[g.words[word]][0], word, count)


def _find_listed(g: Grammar, counts: Sequence[Count], begin: int, end: int) -> Iterator[Harm]:
    """The kinds of a list behind such words: "among the dead were a journalist and two women"."""
    by_token = {count.amount.number: count for count in counts}
    for i in range(begin, end - 4):
        is_among = g.words[i] == "among" and g.words[i + 1] in ("the", "those") and g.words[i + 3] in BEING
        if is_among and _is_casualty(g, i + 2):
            for count in read_list(g, i + 4, by_token, end):
                yield Harm(MATTERS_OF[g.words[i + 2]][0], i + 2, count)


def _find_one_among(g: Grammar, begin: int, end: int) -> Iterator[Harm]:
    """The one of a kind who was among them: "a boy was among the dead"."""
    for verb in range(begin, end):
        if g.words[verb] not in BEING or (word := _find_casualty(g, verb, end)) is None:
            continue
        subject = next((x for x in g.children[verb] if g.deps[x] == "nsubj"), None)
        count = None if subject is None else count_one(g, subject)
        if count is not None:
            yield Harm(MATTERS_OF[g.words[word]][0], word, count)


def _find_hurt(g: Grammar, counts: Sequence[Count], begin: int, end: int) -> Iterator[Harm]:
    """Counts of those who have wounds: "20 people suffered burns", "a boy who sustained injuries"."""
    for verb in range(begin, end):
        if g.words[verb] not in SUFFERING or HURTS.isdisjoint(g.words[x] for x in find_objects(g, verb)):
            continue
        subject = find_subject(g, verb)
        if subject is not None:
            count = next((each for each in counts if each.start <= subject < each.end), None) or count_one(g, subject)
            if count is not None:
                yield Harm("wounded", verb, count)


def _find_casualty(g: Grammar, at: int, end: int) -> int | None:
    """The dead or wounded among whom those before the token are told to be."""
    behind = g.words[at : at + 3]
    if "among" not in behind or behind[0] not in (*BEING, "among") or behind[:2] == ["among", "them"]:
        return None
    first = at + behind.index("among") + 1
    return next((i for i in range(first, min(first + 7, end)) if _is_casualty(g, i)), None)


def _is_casualty(g: Grammar, i: int) -> bool:
    return MATTERS_OF.get(g.words[i], ("",))[0] in ("killed", "wounded")


def _find_sums(g: Grammar, counts: Sequence[Count], begin: int, end: int) -> Iterator[Harm]:
    """Figures of tolls: "the death toll rose to 58", "the number of wounded stands at 100"."""
    for toll in range(begin, end):
        if g.words[toll] not in TOLLS:
            continue
        matter = _matter_of_toll(g, toll)
        if matter is None:
            continue
        for count in counts:
            before = g.words[count.start - 1] if count.start > begin else ""
            is_behind = toll < count.start <= toll + REACH and before in REACHING
            if is_behind or (count.amount.end in (toll, toll - 1) and before == "to"):  # "brought to 49 the number"
                unit = count.unit if count.noun is not None else _unit_of_toll(g, toll, count.start)
                yield Harm(matter, toll, Count(count.amount, count.noun, unit or PEOPLE))
                break


def _matter_of_toll(g: Grammar, toll: int) -> str | None:
    behind = g.words[toll + 1 : toll + 10]
    if g.words[toll] == "toll" and (g.words[toll - 1] == "death" or "dead" in behind or "killed" in behind):
        return "killed"
    if behind[:1] == ["of"]:
        for word in behind[1:]:
            if word in MATTERS_OF:
                return MATTERS_OF[word][0]
            if word in NOUNS:
                return NOUNS[word]
    return None


def _unit_of_toll(g: Grammar, toll: int, end: int) -> str | None:
    """Who is counted by "the number of civilians killed"; None where the toll does not say it."""
    if g.words[toll + 1 : toll + 2] != ["of"]:
        return None
    for word in g.words[toll + 2 : min(end, toll + 6)]:
        if word in UNIT_OF:
            return UNIT_OF[word]
        if word in MATTERS_OF:
            return None
    return None
