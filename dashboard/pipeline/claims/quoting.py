"""Quoting: in which quotation of an article something stands."""

from collections import defaultdict
from collections.abc import Sequence

from dashboard.pipeline.quotes import Quote

# Characters of a stretch of the article, by which its quotations are kept: most sentences have fewer.
STRETCH = 400


class Quotations:
    """The quotations of an article by where their parts stand, so that each is found without a look at all."""

    def __init__(self, quotes: Sequence[Quote]) -> None:
        self._by_stretch: defaultdict[int, list[Quote]] = defaultdict(list)
        for quote in quotes:
            stretches = {at for start, end in quote.parts for at in range(start // STRETCH, end // STRETCH + 1)}
            for stretch in stretches:
                self._by_stretch[stretch].append(quote)

    def find(self, *characters: int) -> Quote | None:
        """The shortest quotation that has one of the characters in its parts; the first character counts first."""
        for at in characters:
            near = self._by_stretch.get(at // STRETCH, [])
            holding = [quote for quote in near if any(start <= at < end for start, end in quote.parts)]
            if holding:
                return min(holding, key=lambda quote: sum(end - start for start, end in quote.parts))
        return None
