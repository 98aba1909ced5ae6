"""Texts as numbers, so that many rows can be compared and counted at once with NumPy."""

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

type Numbers = NDArray[np.int64]
type Flags = NDArray[np.bool_]

# The code of no text, and the numbers of no row.
NONE = -1
NO_ROWS: Numbers = np.empty(0, dtype=np.int64)


class Codes:
    """A code, from 0 on, for each text that was ever asked for."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._codes: dict[str, int] = {}

    def code(self, text: str) -> int:
        """The code of a text; it gets one if it has none."""
        found = self._codes.get(text)
        if found is None:
            found = self._codes[text] = len(self.texts)
            self.texts.append(text)
        return found

    def codes(self, texts: Iterable[str]) -> Numbers:
        """The codes of these texts, in their order."""
        return np.array([self.code(text) for text in texts], dtype=np.int64)

    def encode(self, column: pa.ChunkedArray) -> Numbers:
        """The codes of a column of texts, NONE where it is null."""
        encoded = column.combine_chunks().dictionary_encode()
        known = np.append(self.codes(encoded.dictionary.to_pylist()), NONE)
        numbers: Numbers = encoded.indices.fill_null(len(known) - 1).to_numpy(zero_copy_only=False)
        return known[numbers]

    def decode(self, codes: Numbers) -> pa.Array:
        """The texts of these codes, null for NONE."""
        used, where = np.unique(codes, return_inverse=True)
        texts = pa.array([None if code == NONE else self.texts[code] for code in used.tolist()], pa.string())
        return texts.take(pa.array(where))


def group(codes: Numbers, positions: Numbers) -> dict[int, Numbers]:
    """Each code -> those of `positions` that have it, in their order; `codes` are those of the positions."""
    if not len(positions):
        return {}
    order = np.argsort(codes, kind="stable")
    firsts = np.flatnonzero(np.diff(codes[order], prepend=codes[order[0]] - 1))
    return dict(zip(codes[order[firsts]].tolist(), np.split(positions[order], firsts[1:]), strict=True))


def among(codes: Numbers, wanted: Numbers) -> Flags:
    """Whether each code is one of those wanted: `np.isin`, which takes long to begin, where only few are wanted."""
    if len(wanted) > 8:
        return np.isin(codes, wanted)
    found = np.zeros(len(codes), dtype=np.bool_)
    for each in wanted.tolist():
        found |= codes == each
    return found


def pair(one: Numbers, other: Numbers) -> Numbers:
    """Each pair of codes as one number; `unpair` gives the codes back. A code is less than 2^31."""
    return (one << 32) | other


def unpair(pairs: Numbers) -> tuple[Numbers, Numbers]:
    """The codes of each pair."""
    return pairs >> 32, pairs & 0xFFFFFFFF


class Counted:
    """How often each pair of codes occurs, for the pairs that were counted so far."""

    def __init__(self, pairs: Numbers = NO_ROWS, times: Numbers = NO_ROWS) -> None:
        self._pairs, self._times = NO_ROWS, NO_ROWS
        self.add(pairs, times)

    def uncounted(self, pairs: Numbers) -> Numbers:
        """Those of the pairs that were not counted yet."""
        return np.setdiff1d(pairs, self._pairs)

    def add(self, pairs: Numbers, times: Numbers) -> None:
        """Keep how often these pairs occur; none of them was counted yet."""
        both = np.append(self._pairs, pairs)
        order = np.argsort(both)
        self._pairs, self._times = both[order], np.append(self._times, times)[order]

    def times(self, pairs: Numbers) -> Numbers:
        """How often each of these pairs occurs; 0 for one that was not counted."""
        if not len(self._pairs):
            return np.zeros_like(pairs)
        where = np.searchsorted(self._pairs, pairs).clip(max=len(self._pairs) - 1)
        return np.where(self._pairs[where] == pairs, self._times[where], 0)


def add_up(pairs: Numbers, times: Numbers) -> tuple[Numbers, Numbers]:
    """Each pair once, in order, and the sum of its `times`."""
    each, where = np.unique(pairs, return_inverse=True)
    return each, np.bincount(where, weights=times, minlength=len(each)).astype(np.int64)
