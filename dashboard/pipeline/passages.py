"""Passages: stretches of a text, and whether a character lies in one of them."""

from bisect import bisect_right
from collections.abc import Iterable


class Passages:
    """Stretches [start, end) of a text, in characters; those that overlap are one."""

    def __init__(self, stretches: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(stretches):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            elif start < end:
                self._starts.append(start)
                self._ends.append(end)

    def hold(self, character: int) -> bool:
        """Whether the character lies in one of them."""
        return self.overlap(character, character + 1)

    def overlap(self, start: int, end: int) -> bool:
        """Whether one of them has a character of [start, end)."""
        before = bisect_right(self._starts, end - 1)
        return before > 0 and self._ends[before - 1] > start
