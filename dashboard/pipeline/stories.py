"""Groups articles that are copies of one another into stories, so that an agency report in ten papers counts once.

Limits: only near copies are found; two reports of one event in different words are two stories. MinHash estimates the
similarity: of pairs exactly at the threshold less than half are found, of pairs 0.1 above it nearly all.
"""

import re

from datasketch import MinHash, MinHashLSH

from dashboard import settings

# Permutations of the MinHash. With 128 the error of the similarity is about 0.09, at 1 ms an article.
PERMUTATIONS = 128
SHINGLE = 5  # words

# Bands and rows of the LSH index. It finds 87 % of the pairs with a similarity of 0.5, and 99 % of those with 0.6, as
# candidates whose similarity is then estimated.
BANDS = (32, 4)


class Stories:
    """Assigns each article a story: the id of the first article that it is a copy of, else its own id."""

    def __init__(self) -> None:
        self._index = MinHashLSH(num_perm=PERMUTATIONS, params=BANDS)
        self._signatures: dict[str, MinHash] = {}
        self._stories: dict[str, str] = {}

    def assign(self, article_id: str, text: str) -> str:
        """The story of this article. It depends on the articles assigned before, and on their order."""
        signature = _signature(text)
        candidates = [(self._signatures[other].jaccard(signature), other) for other in self._index.query(signature)]
        copies = [(similarity, other) for similarity, other in candidates if similarity >= settings.SAME_STORY]
        story = self._stories[max(copies)[1]] if copies else article_id
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
