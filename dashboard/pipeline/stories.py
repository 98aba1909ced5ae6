"""Stories: articles that are copies of one another, so that one agency report in ten papers counts once.

Limits: near copies by their words only; two reports of one event in different words are two stories. MinHash is an
estimate: of pairs at the threshold itself less than half are found, of those 0.1 above it nearly all.
"""

import re

from datasketch import MinHash, MinHashLSH

from dashboard import settings

# Permutations of the MinHash: an error of about 0.09 in the similarity, and 1 ms an article.
PERMUTATIONS = 128
SHINGLE = 5  # words

# Bands and rows of the index: of pairs at a similarity of 0.5 it offers 87 %, of pairs at 0.6 99 %, to be estimated.
BANDS = (32, 4)


class Stories:
    """Gives each article, in turn, the id of the first article that it is a copy of, else its own."""

    def __init__(self) -> None:
        self._index = MinHashLSH(num_perm=PERMUTATIONS, params=BANDS)
        self._signatures: dict[str, MinHash] = {}
        self._stories: dict[str, str] = {}

    def assign(self, article_id: str, text: str) -> str:
        """The story of this article; deterministic for one order of articles."""
        signature = _signature(text)
        alike = [(self._signatures[other].jaccard(signature), other) for other in self._index.query(signature)]
        close = [(similarity, other) for similarity, other in alike if similarity >= settings.SAME_STORY]
        story = self._stories[max(close)[1]] if close else article_id
        self._index.insert(article_id, signature)
        self._signatures[article_id] = signature
        self._stories[article_id] = story
        return story


def _signature(text: str) -> MinHash:
    words = re.findall(r"\w+", text.casefold())
    shingles = {" ".join(words[i : i + SHINGLE]).encode() for i in range(max(1, len(words) - SHINGLE + 1))}
    signature = MinHash(num_perm=PERMUTATIONS)
    signature.update_batch(sorted(shingles))
    return signature
