"""Outlets: two groups of them that are compared, and on which days the tables have articles of each.

A day without an article of an outlet is *not collected*: nobody knows whether the outlet published anything. What is
collected does not depend on what the articles say, so only the filters of days narrow the answers here.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.columns.ascending import is_first
from dashboard.columns.columns import Array, Columns
from dashboard.filters import Filters
from dashboard.queries.selection import select_articles
from dashboard.queries.tally import count_of_each, find_span_of_each
from dashboard.queries.time import as_moments, bucket_days, choose_bucket, find_bucket
from dashboard.reader import Reader

# Groups, as `Groups.side` has them.
NEITHER, ONE, OTHER = range(3)
NAMES = ("", "one", "other")

# Rows of the calendar: what a screen has room for. The outlets beyond these are one row, `REST`.
MOST_ROWS = 40
REST = "all others"


@dataclass(frozen=True, slots=True)
class Groups:
    """Two groups of outlets; none is in both. `sides` has the group of each outlet by its number, and last that of
    articles whose outlet is unknown, which are in neither."""

    one: tuple[str, ...]
    other: tuple[str, ...]
    sides: Array

    def of(self, columns: Columns, articles: Array) -> Array:
        """The group of each of these articles."""
        return np.asarray(self.sides[columns["articles.source"][articles]])


def find_groups(reader: Reader, filters: Filters) -> Groups:
    """The groups that the filters name; without `other`, that has all outlets that are not in the first. Without `one`
    every outlet is in neither."""
    names = reader.columns.texts["sources.name"]
    first = {number for name in filters.one if (number := names.find(name)) >= 0}
    given = {number for name in filters.other if (number := names.find(name)) >= 0}
    others = (given or set(range(len(names)))) - first if first else set()
    sides = np.full(len(names) + 1, NEITHER, np.int8)
    sides[list(first)], sides[list(others)] = ONE, OTHER
    one, other = (tuple(name for name in names.take(sorted(each)) if name) for each in (first, others))
    return Groups(one, other, sides)


def list_outlets(reader: Reader, filters: Filters, limit: int | None = None, offset: int = 0) -> pd.DataFrame:
    """Columns source, side (one, other or none), articles, first and last (days), days (that have articles), missing
    (days of `find_span` that have none) and weeks (that have articles): those of the first group, then those of the
    other, the most articles first."""
    columns, span, groups = reader.columns, find_span(reader, filters), find_groups(reader, filters)
    articles = _list_known(reader, filters)
    size = len(columns.texts["sources.name"])
    of, days = columns["articles.source"][articles].astype(np.int64), find_bucket(columns, articles, "day")
    first, last = find_span_of_each(of, days, size)
    counts = np.bincount(of, minlength=size)
    listed = _order(groups, counts)[offset : None if limit is None else offset + limit]
    with_articles, weeks = (
        count_of_each(of, find_bucket(columns, articles, each), size)[listed] for each in ("day", "week")
    )
    return pd.DataFrame({
        "source": pd.Series(columns.texts["sources.name"].take(listed), dtype="str"),
        "side": [NAMES[side] for side in groups.sides[listed]],
        "articles": counts[listed],
        "first": as_moments(first[listed]),
        "last": as_moments(last[listed]),
        "days": with_articles,
        "missing": (span[1] - span[0] + 1 if span else 0) - with_articles,
        "weeks": weeks,
    })  # fmt: skip


def count_unknown(reader: Reader, filters: Filters) -> int:
    """How many articles of these days have an unknown outlet, and so are in neither group."""
    return int(np.count_nonzero(reader.columns["articles.source"][_list_collected(reader, filters)] < 0))


def count_undated(reader: Reader, filters: Filters) -> int:
    """How many of the selected articles of known outlets have no date, and so are in no week."""
    columns, numbers = reader.columns, select_articles(reader, filters).numbers
    return int(np.count_nonzero((columns["articles.source"][numbers] >= 0) & ~columns["articles.dated"][numbers]))


def list_collected(reader: Reader, filters: Filters) -> pd.DataFrame:
    """Columns source, since and until (days), articles, days (that have articles) and missing (days that have none):
    of each outlet each day, week or month, also those without articles.

    The outlets are in the order of `list_outlets`. Of more than `MOST_ROWS`, those with fewer articles are one, `REST`.
    """
    columns = reader.columns
    names = list_outlets(reader, filters)
    largest = names.nlargest(MOST_ROWS, "articles", keep="first").index if len(names) > MOST_ROWS + 1 else names.index
    shown = names.loc[sorted(largest), "source"].tolist()
    rows = [*shown, *([REST] if len(names) > len(shown) else [])]
    span = find_span(reader, filters)
    if span is None:
        return pd.DataFrame(columns=["source", "since", "until", "articles", "days", "missing"])
    bucket = choose_bucket(span[1] - span[0])
    row_of = np.full(len(columns.texts["sources.name"]), len(shown))
    row_of[[columns.texts["sources.name"].find(name) for name in shown]] = np.arange(len(shown))
    articles = _list_known(reader, filters)
    width = span[1] - span[0] + 1
    days = row_of[columns["articles.source"][articles]] * width + find_bucket(columns, articles, "day") - span[0]
    of_days = np.bincount(days, minlength=len(rows) * width).reshape(len(rows), width)
    begins = np.flatnonzero(is_first(bucket_days(np.arange(span[0], span[1] + 1), bucket)))
    lengths = np.diff(begins, append=width)
    counts, with_articles = (np.add.reduceat(each, begins, axis=1, dtype=np.int64) for each in (of_days, of_days > 0))
    return pd.DataFrame({
        "source": pd.Series(np.repeat(rows, len(begins)), dtype="str"),
        "since": as_moments(np.tile(span[0] + begins, len(rows))),
        "until": as_moments(np.tile(span[0] + begins + lengths - 1, len(rows))),
        "articles": counts.ravel(),
        "days": with_articles.ravel(),
        "missing": (lengths - with_articles).ravel(),
    })  # fmt: skip


def find_calendar_bucket(reader: Reader, filters: Filters) -> str:
    """What a column of the calendar of `list_collected` is: a day, a week or a month."""
    span = find_span(reader, filters)
    return choose_bucket(span[1] - span[0]) if span else "day"


def find_span(reader: Reader, filters: Filters) -> tuple[int, int] | None:
    """The first and the last day, since 1970, of the days that the calendar shows: from the first to the last article
    of the set, as far as the filters of days reach; None where there is none."""
    columns = reader.columns
    dated = int(np.count_nonzero(columns["articles.dated"]))
    if dated == 0:
        return None
    # The newest has the first number; those without a date come last.
    last, first = find_bucket(columns, np.array([0, dated - 1]), "day").tolist()
    if filters.since:
        first = max(first, int(np.datetime64(filters.since, "D").astype(np.int64)))
    if filters.until:
        last = min(last, int(np.datetime64(filters.until, "D").astype(np.int64)))
    return (first, last) if first <= last else None


def _list_collected(reader: Reader, filters: Filters) -> Array:
    """The articles of these days that have a date, whatever else the filters say."""
    return select_articles(reader, Filters(since=filters.since, until=filters.until)).dated


def _list_known(reader: Reader, filters: Filters) -> Array:
    """Those of them whose outlet is known."""
    articles = _list_collected(reader, filters)
    return articles[reader.columns["articles.source"][articles] >= 0]


def _order(groups: Groups, counts: Array) -> Array:
    """The numbers of the outlets that have articles: those of the first group, of the other, and the rest; the most
    articles first, equals by name."""
    found = np.flatnonzero(counts)
    rank = np.array([2, 0, 1])[groups.sides[found]]
    return found[np.lexsort((-counts[found], rank))]
