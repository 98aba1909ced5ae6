"""Tallies: how often each actor and each place is named in the selected articles, and in how many of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.columns.columns import Array
from dashboard.columns.pairs import COUNTED, Pairs, count_pairs
from dashboard.queries.exclusions import drop_lost
from dashboard.queries.selection import Selection

# A table of truth values for all pairs of an owner and a value is made where it has at most so many for each pair that
# there is; else the pairs are looked up.
SPARSE = 64


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts by the number of an actor or a place. `mentions` has one array, or of places two: as places, as actors."""

    mentions: tuple[Array, ...]
    articles: Array
    stories: Array

    @property
    def total(self) -> Array:
        """All mentions."""
        return np.sum(self.mentions, axis=0)

    def ranked(self, by_name: Array) -> Array:
        """The numbers of those that are named at all, the most mentions first, equals by name.

        Places are ordered by their mentions as places; those as actors only tell equals apart. `by_name` has the place
        of each in the order of the names.
        """
        named = np.flatnonzero(self.total)
        mentions = [-each[named] for each in reversed(self.mentions)]
        return named[np.lexsort((by_name[named], *mentions))]


def cut(ranked: Array, limit: int | None, offset: int, also: Sequence[int]) -> Array:
    """Of these numbers those from `offset` on, `limit` at most, and behind them those of `also` that are elsewhere."""
    part = ranked[offset : None if limit is None else offset + limit]
    return np.concatenate([part, ranked[np.isin(ranked, also) & ~np.isin(ranked, part)]])


def sort_by(numbers: Array, sort: str, keys: Mapping[str, Callable[[Array], Array]]) -> Array:
    """The numbers by the values that the key of this name gives of them, the highest first where the name has a hyphen
    before it; equals stay in their order, and so do all where there is no such key."""
    key = keys.get(sort.removeprefix("-"))
    if key is None:
        return numbers
    _, places = np.unique(key(numbers), return_inverse=True)
    return numbers[np.argsort(-places if sort.startswith("-") else places, kind="stable")]


def tally(selection: Selection, group: str) -> Tally:
    """The tally of `actors` or of `locations`; kept with the selection."""
    if group not in selection.tallies:
        selection.tallies[group] = _tally(selection, group)
    found: Tally = selection.tallies[group]
    return found


def _tally(selection: Selection, group: str) -> Tally:
    columns = selection.columns
    size = len(columns.texts[f"{group}.id"])
    _, counters = COUNTED[group]
    alone = columns["articles.alone"]
    mentions = [np.zeros(size, np.int64) for _ in counters]
    articles, stories = np.zeros(size, np.int64), np.zeros(size, np.int64)
    copies = [np.empty(0, np.int64)]
    for named_in, named, times in list_pairs(selection, group):
        mentions = [
            counted + np.bincount(named, each, size).astype(np.int64)
            for counted, each in zip(mentions, times, strict=True)
        ]
        articles += np.bincount(named, minlength=size)
        is_alone = alone[named_in]
        stories += np.bincount(named[is_alone], minlength=size)
        copies.append(named[~is_alone] * np.int64(columns.articles) + columns["articles.story"][named_in[~is_alone]])
    stories += np.bincount(np.unique(np.concatenate(copies)) // max(columns.articles, 1), minlength=size)
    return Tally(tuple(mentions), articles, stories)


def count_of_each(owners: Array, values: Array, size: int) -> Array:
    """How many different values each of `size` owners has; `owners` has the owner of each value."""
    if len(values) == 0:
        return np.zeros(size, np.int64)
    low = int(values.min())
    width = int(values.max()) - low + 1
    pairs = owners.astype(np.int64) * width + (values.astype(np.int64) - low)
    if size * width > SPARSE * len(pairs):  # numpy's own function would sort them, which takes five times as long
        return np.bincount(pd.unique(pairs) // width, minlength=size)
    seen = np.zeros(size * width, bool)
    seen[pairs] = True
    return np.asarray(seen.reshape(size, width).sum(axis=1))


def find_span_of_each(owners: Array, values: Array, size: int) -> tuple[Array, Array]:
    """The least and the greatest value of each of `size` owners.

    An owner without values has the largest number there is and the smallest.
    """
    least, greatest = np.full(size, np.iinfo(np.int64).max), np.full(size, np.iinfo(np.int64).min)
    np.minimum.at(least, owners, values)
    np.maximum.at(greatest, owners, values)
    return least, greatest


def most_in_a_bucket(selection: Selection, group: str, articles: Array, buckets: Array) -> int:
    """The most mentions of the first kind that one actor or place has in one of these buckets of articles.

    `buckets` has a number from 0 for each of the `articles`.
    """
    size, times = len(selection.columns.texts[f"{group}.id"]), int(buckets.max(initial=-1)) + 1
    of_article = np.full(selection.columns.articles, -1, np.int64)
    of_article[articles] = buckets
    counts = np.zeros(size * times, np.int64)
    for named_in, named, (mentions, *_) in list_pairs(selection, group):
        bucket = of_article[named_in]
        dated = bucket >= 0
        keys = named[dated] * np.int64(times) + bucket[dated]
        counts += np.bincount(keys, mentions[dated], size * times).astype(np.int64)
    return int(counts.max(initial=0))


def list_pairs(selection: Selection, group: str) -> Iterator[Pairs]:
    """Articles, the actors or places that they name, each once an article, and how often they do."""
    columns = selection.columns
    column, counters = COUNTED[group]
    if selection.limited is not None:
        yield count_pairs(columns.arrays, group, np.asarray(selection.mentions))
        return
    blocks = columns.blocks(f"{column}_articles")
    for block in blocks:
        rows = selection.rows(block)
        named_in, named = columns[f"{block}.article"][rows], columns[f"{block}.{column}"][rows]
        times = tuple(columns[f"{block}.{counter}"][rows] for counter in counters)
        if len(blocks) > 1:  # some rows of the first were emptied
            kept = named >= 0
            named_in, named, times = named_in[kept], named[kept], tuple(each[kept] for each in times)
        if selection.standing is not None:
            lost, size = selection.standing.count_lost(group), len(columns.texts[f"{group}.id"])
            named_in, named, times = drop_lost((named_in, named, times), lost, size)
        yield named_in, named, times
