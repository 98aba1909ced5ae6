"""Alignment: which statements of one text another has too, in other words, by the words that they have in common."""

from collections.abc import Sequence

# Share of the words of two statements that both have, from which one is the other worded differently. As for sentences.
ALIKE = 0.5

# Outlets cut statements: the shorter of two is the other, cut, if the longer has this share of its words, and it has so
# many at least. Fewer words are in many statements.
HELD, HELD_WORDS = 0.8, 4

# Words that two statements have in common at least, unless they have the same words: two can be a place and what befell
# it, of which much is said.
SHARED_WORDS = 3


def measure_likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How alike two statements are, from their stems, 0 to 1; 0 where they are not one in other words."""
    shorter, longer = sorted((len(one), len(other)))
    shared = len(one & other)
    if not shared or (shared < SHARED_WORDS and one != other):
        return 0.0
    both = 2 * shared / (shorter + longer)
    if both >= ALIKE:
        return both
    is_held = shorter >= HELD_WORDS and shared >= HELD * shorter
    return both if is_held else 0.0


def align_statements(ones: Sequence[frozenset[str]], others: Sequence[frozenset[str]]) -> dict[int, int]:
    """Position of a statement in `ones` -> position of the same statement in `others`; each is in one pair at most, and
    the pairs that are most alike come first."""
    pairs = [
        (-likeness, abs(here - there), here, there)
        for here, one in enumerate(ones) for there, other in enumerate(others)
        if (likeness := measure_likeness(one, other))
    ]  # fmt: skip
    found: dict[int, int] = {}
    taken = set()
    for *_, here, there in sorted(pairs):
        if here not in found and there not in taken:
            found[here] = there
            taken.add(there)
    return found
