"""Strings: many texts in two mapped files, one after the other in UTF-8, with the place where each begins."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pyarrow as pa


class Strings:
    """Texts by number, from 0. Where there is none, the text is None: an empty one is not told apart from it.

    `begins` has one entry more than there are texts. Corrections may change texts and add some after the last.
    """

    def __init__(self, letters: npt.NDArray[np.uint8], begins: npt.NDArray[np.int64]) -> None:
        self._letters = letters
        self._begins = begins
        self._changed: dict[int, str] = {}
        self._length = len(begins) - 1

    def copy(self) -> "Strings":
        """The same texts as they were written, to be changed apart."""
        return Strings(self._letters, self._begins)

    def __len__(self) -> int:
        """How many texts there are."""
        return self._length

    def __getitem__(self, number: int) -> str | None:
        """The text with this number; None for a negative one."""
        if number < 0:
            return None
        if number in self._changed:
            return self._changed[number] or None
        return self._bytes(number).decode("utf-8") or None

    def take(self, numbers: Iterable[int]) -> list[str | None]:
        """The texts with these numbers; None for a negative number."""
        return [self[int(number)] for number in numbers]

    def as_arrow(self) -> pa.Array:
        """All texts as one array of Arrow, without a copy where corrections changed none."""
        written = pa.LargeStringArray.from_buffers(
            len(self._begins) - 1, pa.py_buffer(self._begins), pa.py_buffer(self._letters)
        )
        if not self._changed:
            return written
        return pa.array([*map(self.__getitem__, range(self._length))], pa.large_string())

    def find(self, text: str, order: npt.NDArray[np.int32] | None = None) -> int:
        """The number of a text, -1 if it is not here.

        The texts must be in the order of their letters, or `order` must have their numbers in it.
        """
        wanted = text.encode("utf-8")
        low, high = 0, len(self._begins) - 1
        while low < high:
            middle = (low + high) // 2
            if self._bytes(middle if order is None else order[middle]) < wanted:
                low = middle + 1
            else:
                high = middle
        if low < len(self._begins) - 1:
            number = low if order is None else int(order[low])
            if self._bytes(number) == wanted:
                return number
        return next((number for number, changed in self._changed.items() if changed == text), -1)

    def change(self, number: int, text: str | None) -> None:
        """Give the number another text; a number after the last adds one."""
        self._changed[number] = text or ""
        self._length = max(self._length, number + 1)

    def _bytes(self, number: int) -> bytes:
        return self._letters[self._begins[number] : self._begins[number + 1]].tobytes()
