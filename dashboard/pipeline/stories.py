"""Groups articles that are copies of one another into stories, so that an agency report in ten papers counts once."""

import re
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from datasketch import MinHash, MinHashLSH

from dashboard import settings
from dashboard.tables.rows import Row

PERMUTATIONS = 128
SHINGLE = 5  # words
BANDS = (32, 4)
SIGNATURE = [("keys", pa.binary(PERMUTATIONS * 4))]


def sign(text: str, quotes: Sequence[str]) -> Row:
    """The signature of an article."""
    words = re.findall(r"\w+", text.casefold())
    shingles = {" ".join(words[i : i + SHINGLE]).encode() for i in range(max(1, len(words) - SHINGLE + 1))}
    signature = MinHash(num_perm=PERMUTATIONS)
    signature.update_batch(sorted(shingles))
    return {"keys": signature.hashvalues.astype(np.uint32).tobytes()}


def group_stories(signed: pa.Table) -> list[str]:
    """The story of each article."""
    index = MinHashLSH(num_perm=PERMUTATIONS, params=BANDS)
    signatures: dict[str, MinHash] = {}
    stories: dict[str, str] = {}
    for article_id, keys in zip(signed["article_id"].to_pylist(), signed["keys"].to_pylist(), strict=True):
        signature = MinHash(
            num_perm=PERMUTATIONS,
            scheme=MinHash(num_perm=1).scheme,
            hashvalues=np.frombuffer(keys, np.uint32).astype(np.uint64),
        )
        candidates = [(signatures[other].jaccard(signature), other) for other in index.query(signature)]
        copies = [pair for pair in candidates if pair[0] >= settings.SAME_STORY]
        stories[article_id] = stories[max(copies)[1]] if copies else article_id
        index.insert(article_id, signature)
        signatures[article_id] = signature
    return list(stories.values())
