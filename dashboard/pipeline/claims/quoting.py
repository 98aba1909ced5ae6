"""Quoting: in which quotation of an article something stands."""

from collections.abc import Sequence

from dashboard.pipeline.quotes import Quote


class Quotations:
    """The quotations of an article."""

    def __init__(self, quotes: Sequence[Quote]) -> None:
        self._quotes = quotes

    def find(self, *characters: int) -> Quote | None:
        """The shortest quotation that has one of the characters in its parts; the first character counts first."""
        for at in characters:
            holding = [q for q in self._quotes if any(start <= at < end for start, end in q.parts)]
            if holding:
                return min(holding, key=lambda q: sum(end - start for start, end in q.parts))
        return None
