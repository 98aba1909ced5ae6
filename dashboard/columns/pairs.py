"""Pairs: each actor and each place that an article names, once an article, with how often it names them."""

from collections.abc import Mapping

import numpy as np

from dashboard.columns.columns import Array
from dashboard.tables.contract import PLACED_SENSES, SENSES

PLACED = [SENSES.index(sense) for sense in PLACED_SENSES]
PLACE, ACTOR = SENSES.index("place"), SENSES.index("actor")

# Group -> its column in `mentions`, and the columns of `actor_articles` or `location_articles` that count mentions.
COUNTED = {"actors": ("actor", ("times",)), "locations": ("location", ("as_place", "as_actor"))}

type Pairs = tuple[Array, Array, tuple[Array, ...]]


def count_pairs(arrays: Mapping[str, Array], group: str, mentions: Array) -> Pairs:
    """Articles, ascending, the `actors` or `locations` that these mentions name in each, and how often they do."""
    column, _ = COUNTED[group]
    named, senses = arrays[f"mentions.{column}"][mentions], arrays["mentions.sense"][mentions]
    kinds = (senses == PLACE, senses == ACTOR) if group == "locations" else (np.ones(len(named), bool),)
    counted = (named >= 0) & np.any(kinds, axis=0)
    size = np.int64(named.max(initial=0) + 1)
    keys = arrays["mentions.article"][mentions[counted]] * size + named[counted]
    pairs, where = np.unique(keys, return_inverse=True)
    times = tuple(np.bincount(where, each[counted], len(pairs)).astype(np.int32) for each in kinds)
    return (pairs // size).astype(np.int32), (pairs % size).astype(np.int32), times
