"""Tolls: figures of the dead and wounded that no verb of harm has for its subject or object.

"The death toll rose to 58", "three deaths", "claimed the lives of 20", "six children were among the dead".
"""

from collections.abc import Iterator, Sequence

from dashboard.pipeline import lexicon
from dashboard.pipeline.claims.counts import PEOPLE, UNIT_OF, Count, count_one
from dashboard.pipeline.claims.harm import Harm
from dashboard.pipeline.claims.matters import MATTERS_OF
from dashboard.pipeline.quotes.grammar import Grammar

NOUNS = dict.fromkeys(lexicon.words("death"), "killed") | dict.fromkeys(lexicon.words("injury"), "wounded")
TOLLS = lexicon.words("toll")
# What has "the lives of 20 people" for its object.
CLAIMING = frozenset("claim claimed claiming claims cost costing costs took taking takes".split())
LIVES = ("life", "lives", "martyrs", "victims")
LOST_LIVES = (["lost", "their", "lives"], ["lost", "their", "life"])
# Nouns of what was done to those behind "of": "the killing of one person and the injury of 40".
DEEDS = NOUNS | {"injury": "wounded", "killing": "killed", "wounding": "wounded"}
# Verbs that give the figure of a toll; of the second it is at least so many.
REACHING = frozenset(
    "at to of reached reaches reaching hit is was stands stood climbed rose".split()
)  # fmt: skip
PASSING = frozenset(
    "above exceeded exceeds exceeding over passed past surpassed surpasses surpassing topped tops".split()
)
# Tokens between "toll" and its figure at most.
REACH = 24
# Tokens between them at most, where the figure hangs on the verb of the toll.
FARTHEST = 40
# What people are that somebody has taken: "took 20 people hostage".
CAPTIVE = ("captive", "hostage", "prisoner")


def find_tolls(g: Grammar, counts: Sequence[Count], begin: int, end: int) -> Iterator[Harm]:
    """The figures of a sentence that are told by such words."""
    yield from _find_nouns(g, counts)
    yield from _find_lives(g, counts)
    yield from _find_one_life(g, begin, end)
    yield from _find_among(g, counts)
    yield from _find_captives(g, counts)
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


def _find_one_life(g: Grammar, begin: int, end: int) -> Iterator[Harm]:
    """The one of a kind whose life was claimed: "claimed the life of a soldier"."""
    for i in range(begin, end):
        if g.words[i] in CLAIMING and g.words[i + 1 : i + 4] == ["the", "life", "of"]:
            noun = next((y for y in g.children[i + 3] if g.deps[y] == "pobj"), None)
            count = None if noun is None else count_one(g, noun)
            if count is not None:
                yield Harm("killed", i, count)


def _find_captives(g: Grammar, counts: Sequence[Count]) -> Iterator[Harm]:
    """Counts of people who are taken or held hostage."""
    for count in counts:
        if count.end < len(g.words) and g.words[count.end] in CAPTIVE:
            yield Harm("detained", count.end, count)
        elif count.noun is not None and g.words[count.noun] in CAPTIVE and count.amount.low != 1:
            unit = UNIT_OF.get(g.words[count.noun - 1], PEOPLE)  # "20 civilians hostage"
            yield Harm("detained", count.noun, Count(count.amount, count.noun - 1, unit))


def _find_among(g: Grammar, counts: Sequence[Count]) -> Iterator[Harm]:
    """Counts of whom the dead or wounded are told to be: "six children were among the dead", "14 of the dead were
    rebels"."""
    for count in counts:
        at = count.end
        before = g.words[max(0, count.start - 4) : count.start]
        if before[:2] == ["among", "the"] and before[-1:] == ["were"] and _is_casualty(g, count.start - 2):
            yield Harm(MATTERS_OF[before[2]][0], count.start - 2, count)
            continue
        is_plural = g.words[at : at + 1] in (["were"], ["was"])
        is_bare = g.words[at : at + 1] == ["among"] and g.words[at + 1 : at + 2] != [
            "them"
        ]  # "five children among 20 killed"
        first = at if is_bare else at + 1
        among = next((i for i in range(first, min(at + 3, len(g.words))) if g.words[i] == "among"), None)
        if (is_plural or is_bare) and among is not None and count.unit is not None:
            word = next((i for i in range(among + 1, among + 8) if g.words[i : i + 1] and _is_casualty(g, i)), None)
            if word is not None:
                yield Harm(MATTERS_OF[g.words[word]][0], word, count)
        elif g.words[count.amount.end : count.amount.end + 2] == ["of", "the"] and _is_casualty(
            g, count.amount.end + 2
        ):
            word = count.amount.end + 2
            noun = next((i for i in range(word + 2, word + 6) if g.words[i : i + 1] and g.words[i] in UNIT_OF), None)
            if noun is not None and g.words[word + 1] == "were":
                yield Harm(MATTERS_OF[g.words[word]][0], word, Count(count.amount, noun, UNIT_OF[g.words[noun]]))


def _is_casualty(g: Grammar, i: int) -> bool:
    return g.words[i : i + 1] != [] and MATTERS_OF.get(g.words[i], ("",))[0] in ("killed", "wounded")


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
            is_behind = toll < count.start <= toll + FARTHEST and before in REACHING | PASSING
            if is_behind and count.start > toll + REACH:
                is_behind = g.heads[g.heads[count.amount.number]] == g.heads[toll]
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
