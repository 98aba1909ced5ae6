"""Copying: what share of a text's words stand in another, in runs of the same words."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from dashboard.words.folding import WORD, fold

# Words of a run, as in the shingles by which stories are found: shorter runs are shared by whoever writes on a subject.
RUN = 4

# Words of a text that are compared, the first ones; a longer text is a book or a list.
MOST_WORDS = 20_000

# An odd multiplier, by which the words of a run are mixed into one number of 64 bits.
MIXER = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs of a text: a number for each place where one begins, and all of them in order."""

    placed: npt.NDArray[Any]
    ordered: npt.NDArray[Any]
    words: int


def read_runs(text: str, vocabulary: dict[str, int]) -> Runs:
    """The runs of a text; `vocabulary` numbers the words, and must be one for all texts that are compared.

    A text of fewer words than a run is one run.
    """
    words = WORD.findall(fold(text))[:MOST_WORDS]
    numbers = np.array([vocabulary.setdefault(word, len(vocabulary)) for word in words], np.uint64)
    size = min(RUN, len(numbers))
    placed = np.zeros(max(0, len(numbers) - size + 1) if size else 0, np.uint64)
    for offset in range(size):
        placed = placed * MIXER + numbers[offset : offset + len(placed)] + np.uint64(1)
    return Runs(placed, np.unique(placed), len(numbers))


def share_copied(copy: Runs, source: Runs) -> float:
    """The share of the words of `copy` that stand in runs which `source` has too, 0 to 1."""
    if not copy.words or not len(source.ordered):
        return 0.0
    found = np.searchsorted(source.ordered, copy.placed)
    begins = source.ordered[np.minimum(found, len(source.ordered) - 1)] == copy.placed
    covered = np.zeros(copy.words, bool)
    for offset in range(copy.words - len(begins) + 1):
        covered[offset : offset + len(begins)] |= begins
    return float(covered.mean())
