"""Quoting: in which quotation of an article something stands, and what is told though no quotation was found."""

from collections import defaultdict
from collections.abc import Sequence

from dashboard.pipeline import lexicon
from dashboard.pipeline.quotes import Quote
from dashboard.pipeline.quotes.grammar import Grammar

# Characters of a stretch of the article, by which its quotations are kept: most sentences have fewer.
STRETCH = 400

REPORTING = lexicon.words("reporting_verb", "saying_verb")
# Steps up the parse at most.
REACH = 10


def is_told(g: Grammar, word: int) -> bool:
    """Whether the sentence says that somebody told what the word says: "… were killed, the ministry said".

    Where no quotation was found there, who said it is not known; it is not the word of the outlet.
    """
    for _ in range(REACH):
        if any(g.words[x] == "according" for x in g.children[word]):
            return True
        head = g.heads[word]
        if g.deps[word] == "ccomp" and g.lemmas[head] in REPORTING:
            return True
        if head == word:
            return False
        word = head
    return False


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
