"""Lists: the counts that follow one in a row, of the same people or beside them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from dashboard.pipeline.claims.counts import PEOPLE, UNIT_OF, VEHICLES, Count, count_one
from dashboard.pipeline.claims.matters import AUXILIARY, MATTERS_OF, Harm
from dashboard.pipeline.quotes.grammar import Grammar

# Tokens from "a" to the noun at most: "a 10-year-old child".
SINGLE = 8
VEHICLE_NOUNS = {word for word, unit in UNIT_OF.items() if unit in VEHICLES}
# Tokens at most between a count and those who are told apart of it: "killed 20 on Friday near Homs, including …".
NEAR = 12
GROUPING = ("including", "among")
# What stands around those who are told apart.
SIGNS = (",", "-", "–", "—", "(")


def find_included(g: Grammar, count: Count, word: int, by_token: Mapping[int, Count], end: int) -> Iterator[Count]:
    """The kinds that are told apart of those whom the count counts: "58 people died, including 11 children"."""
    begins = [count.end, word + 1] if count.end <= word else [count.end]
    begins += [x for x in g.children[word] if g.words[x] in GROUPING and x > word]
    for begin in begins:
        at = begin
        while at < end and g.words[at] in SIGNS:
            at += 1
        if at < end and g.words[at] in GROUPING:
            yield from read_list(g, at + 1, by_token, end)
            return
    for at in range(max(count.end, word + 1), min(max(count.end, word + 1) + NEAR, end)):
        if g.words[at] in GROUPING:
            yield from read_list(g, at + 1, by_token, end)
        each = by_token.get(at) or _read_single(g, at, end)
        if each is not None and g.words[each.end : each.end + 2] == ["among", "them"] and each.end + 2 not in by_token:
            yield from read_list(g, at, by_token, end)  # "three people were killed, a woman among them"
            return
        is_other = g.words[at] in UNIT_OF and g.tags[at] in ("NNS", "NNPS")
        if is_other or at in by_token or g.words[at] in GROUPING or g.words[at] in MATTERS_OF:
            return  # those may be meant


def find_whole(g: Grammar, count: Count, counts: Sequence[Count]) -> Count | None:
    """The count of whom those of a count are a part: the civilians of "13 civilians, including seven children"."""
    at = count.start
    if count.noun is None:
        return None  # "700 people, including 47 wounded"
    if g.words[at - 2 : at] == ["among", "them"]:
        at -= 2
    elif g.words[at - 1 : at] == ["including"]:
        at -= 1
    else:
        return None
    while at > 0 and g.words[at - 1] in SIGNS:
        at -= 1
    return next((each for each in counts if each.end == at), None)


def find_of_them(g: Grammar, counts: Sequence[Count], told: Sequence[Harm]) -> Iterator[Harm]:
    """The counts of "five of them children", as harms of those who were counted last before, of those `told`."""
    for count in counts:
        at = count.amount.end
        if count.noun is None and g.words[at : at + 1] == ["of"] and g.words[at + 1 : at + 2] in (["them"], ["whom"]):
            kinds = UNIT_OF.keys() - VEHICLE_NOUNS
            noun = next((i for i in range(at + 2, min(at + 5, len(g.words))) if g.words[i] in kinds), None)
            before = [each for each in told if each.count.start < count.start]
            if noun is not None and before:
                yield replace(before[-1], count=Count(count.amount, noun, UNIT_OF[g.words[noun]]))


def find_more(
    g: Grammar, count: Count, by_token: Mapping[int, Count], taken: Collection[int], end: int
) -> Iterator[Count]:
    """The counts that follow in a list: "a tank, three trucks and two drones"; those that have a harm of their own end
    it."""
    at = count.end
    while at < end:
        if g.words[at] in (",", "and"):
            at += 1
            continue
        single = _read_single(g, at, end)
        count = by_token.get(at, count) if single is None else single
        is_new = count.start <= at < count.end and count.unit is not None and count.unit != PEOPLE
        if not is_new or id(count) in taken or _has_own_verb(g, count.end, end):
            return
        yield count
        at = count.end


def find_before(count: Count, counts: Sequence[Count], taken: Collection[int]) -> Iterator[Count]:
    """The counts right before it in a headline: the children of "22 children 6 teachers killed"."""
    for each in counts:
        if each.end == count.start and each.unit is not None and count.noun is not None and id(each) not in taken:
            yield each


def _has_own_verb(g: Grammar, at: int, end: int) -> bool:
    return any(g.words[i] in AUXILIARY - {",", "-"} or g.words[i] in MATTERS_OF for i in range(at, min(at + 2, end)))


def _read_single(g: Grammar, at: int, end: int) -> Count | None:
    """One of a kind that begins with the token: "a young child"."""
    if g.words[at] not in ("a", "an"):
        return None
    noun = next((i for i in range(at + 1, min(at + SINGLE, end)) if g.words[i] in UNIT_OF), None)
    return None if noun is None else count_one(g, noun)


def read_list(g: Grammar, at: int, by_token: Mapping[int, Count], end: int) -> Iterator[Count]:
    """The counts of a list, of kinds that are known: "11 women, nine children and a doctor"."""
    while at < end:
        count = by_token.get(at)
        if count is None and g.words[at] in ("at", "more", "about", "some", "over", "around", "nearly"):
            at += 1
            continue
        if count is None:
            count = _read_single(g, at, end)
        if count is None and g.words[at] not in (",", "and", "them", "whom", "were", "least", "than", "as", "well"):
            return
        if count is None:
            at += 1
            continue
        if count.unit is not None and count.unit not in (PEOPLE, *VEHICLES):
            yield count
        at = max(at + 1, count.end)
