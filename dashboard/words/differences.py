"""Differences: where two copies of a story are worded differently, sentence by sentence and then word by word."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from dashboard.words.folding import WORD, fold, place_words

# Share of the words of two sentences that both have, from which one is the other worded differently.
ALIKE = 0.5

# Words of a sentence that are compared one by one; a longer one, such as a table without stops, differs as a whole.
MOST_WORDS = 200


@dataclass(frozen=True, slots=True)
class Changed:
    """A sentence that both have in different words: its positions, and where in either the words differ."""

    one: int
    other: int
    spans: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Matched:
    """The positions of the sentences that only one of two texts has, and of those that both have in other words."""

    only_one: list[int]
    only_other: list[int]
    changed: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Differences:
    """What two texts do not have in common, as positions of their sentences; case and signs do not count."""

    only_one: list[int]
    only_other: list[int]
    changed: list[Changed]


def find_differences(ones: Sequence[str], others: Sequence[str]) -> Differences:
    """How the sentences of one text differ from those of another; a sentence that only stands elsewhere is the same."""
    found = match_sentences([read_words(text) for text in ones], [read_words(text) for text in others])
    changed = [Changed(one, other, find_changed_words(ones[one], others[other])) for one, other in found.changed]
    return Differences(found.only_one, found.only_other, changed)


def read_words(text: str) -> tuple[str, ...]:
    """The words of a sentence, folded."""
    return tuple(WORD.findall(fold(text)))


def match_sentences(ones: Sequence[tuple[str, ...]], others: Sequence[tuple[str, ...]]) -> Matched:
    """Which sentences of one text, as their words, the other has not, and which it has in other words."""
    known = [set(side) for side in (ones, others)]
    left, right = (
        [position for position, each in enumerate(side) if each and each not in known[1 - number]]
        for number, side in enumerate((ones, others))
    )
    sets = [{position: frozenset(side[position]) for position in open_}
            for side, open_ in ((ones, left), (others, right))]  # fmt: skip
    changed, free = [], dict.fromkeys(right)
    for one in left:
        likeness = {other: _compare(sets[0][one], sets[1][other]) for other in free}
        best = max(likeness, key=lambda other: likeness[other], default=-1)
        if best >= 0 and likeness[best] >= ALIKE:
            del free[best]
            changed.append((one, best))
    found = {one for one, _ in changed}
    return Matched([each for each in left if each not in found], [*free], changed)


def _compare(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))


def find_changed_words(text: str, other: str) -> list[tuple[int, int]]:
    """Where the words of a sentence stand that the other does not have there, and the word behind which it has more."""
    placed = list(place_words(text))
    ones, others = [word for word, _, _ in placed], [word for word, _, _ in place_words(other)]
    if max(len(ones), len(others)) > MOST_WORDS:
        return [(0, len(text))]
    if not placed:
        return []
    places = [(start, end) for _, start, end in placed]
    steps = SequenceMatcher(None, ones, others, autojunk=False).get_opcodes()
    spans = [(places[low][0], places[high - 1][1]) for step, low, high, _, _ in steps if step != "equal" and low < high]
    lacking = [places[max(0, low - 1)] for step, low, _, _, _ in steps if step == "insert"]
    return sorted({*spans, *lacking})
