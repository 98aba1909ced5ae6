"""Neighbours: counts and harms side by side, "20 civilians killed 30 injured", since headlines parse badly."""

from collections.abc import Sequence

from dashboard.pipeline.claims.counts import ARMED, UNIT_OF, VEHICLES, Count
from dashboard.pipeline.claims.matters import ALONE, AUXILIARY
from dashboard.pipeline.claims.roles import is_passive
from dashboard.pipeline.quotes.grammar import Grammar

# What begins an aside between people and what befell them: "20 people, mostly women, were killed".
ASIDE = frozenset("including among mostly many most some".split())
# Tokens of an aside at most, auxiliary verbs included.
LONGEST_ASIDE = 12


def match_neighbours(g: Grammar, counts: Sequence[Count], words: Sequence[int]) -> dict[int, Count]:
    """The count that stands right beside each harm, behind all of a row of them or before all of it."""
    items: list[tuple[int, int, Count | None]] = [(c.start, c.end, c) for c in counts]
    items += [(word, word + 1, None) for word in words]
    items.sort(key=lambda item: item[0])
    found: dict[int, Count] = {}
    row: list[tuple[int, int, Count | None]] = []
    for item in items:
        is_next = row and _are_beside(g, row[-1], item)
        if not is_next:
            found |= _match_row(g, row)
            row = []
        row.append(item)
    return found | _match_row(g, row)


def _are_beside(g: Grammar, one: tuple[int, int, Count | None], other: tuple[int, int, Count | None]) -> bool:
    if (one[2] is None) == (other[2] is None) or other[0] < one[1]:
        return False
    between = g.words[one[1] : other[0]]
    if one[2] is None:
        return not between
    if any(word in ASIDE for word in between[:2]):
        return len(between) <= LONGEST_ASIDE and all(
            g.pos[i] not in ("VERB", "PUNCT", "SCONJ") or g.words[i] in AUXILIARY or g.words[i] in ASIDE
            for i in range(one[1], other[0])
        )
    return all(word in AUXILIARY for word in between) and len(between) <= 4


def _match_row(g: Grammar, row: Sequence[tuple[int, int, Count | None]]) -> dict[int, Count]:
    """The counts of a row in which counts and harms take turns."""
    if len(row) < 2:
        return {}
    is_closed = row[0][2] is None and row[-1][2] is None
    if is_closed and len(row) == 3 and not is_passive(g, row[0][0]) and not _has_sufferer(g, row[0][0]):
        row = row[:2]
    if row[0][2] is None and row[-1][2] is None:
        row = row[1:]
    pairs = [*zip(row[::2], row[1::2], strict=False)]
    found = {}
    for one, other in pairs:
        word, count = (one[0], other[2]) if one[2] is None else (other[0], one[2])
        assert count is not None
        is_before = one[2] is not None
        if is_before and (g.tags[word] == "VBG" or (g.deps[word] == "amod" and g.heads[word] > word)):
            continue  # "20 wounded children were seen"
        if not is_before and (g.words[word] in ALONE or is_passive(g, word)) and g.words[word - 1] != "shot":
            continue  # "35 dead dozens wounded", but "shot dead 20 people"
        own = [each for pair in pairs if pair != (one, other) for _, _, each in pair if each is not None]
        if is_before and not _may_suffer(g, word, own):
            continue
        found[word] = count
    return found


def _has_sufferer(g: Grammar, word: int) -> bool:
    """Whether one of a kind stands right before it, of whom it is told: the first of "child killed 3 injured"."""
    unit = UNIT_OF.get(g.words[word - 1]) if word > g.begins[word] else None
    return unit is not None and unit not in VEHICLES | ARMED and g.tags[word] in ("VBN", "VBD")


def _may_suffer(g: Grammar, word: int, others: Sequence[Count]) -> bool:
    """Whether those before the verb are those to whom it happens: not if it has an object of its own.

    An object that is one of the `others`, to whom something else happens, is a misreading: "10 killed 15 injured".
    """
    if g.words[word] in ALONE:
        return True
    objects = [x for x in g.children[word] if g.deps[x] == "dobj"]
    if any(not any(each.start <= x < each.end for each in others) for x in objects):
        return False
    return g.tags[word] in ("VBN", "VBD", "JJ", "NNP", "NN") or g.pos[word] == "ADJ"
