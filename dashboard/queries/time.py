"""Time: the days, weeks and months into which charts divide the selected articles."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from dashboard.columns.columns import Array, Columns
from dashboard.filters import Filters

# Days that a chart may span before its bars stand for weeks, and before they stand for months: at most about 100 bars.
MOST_DAYS, MOST_WEEKS = 62, 700

MICROSECONDS_A_DAY = 86_400_000_000

# Days from Monday to the first of January 1970.
THURSDAY = 3


def choose_bucket(days: int) -> str:
    """The bucket that keeps a chart over this number of days legible."""
    if days <= MOST_DAYS:
        return "day"
    return "week" if days <= MOST_WEEKS else "month"


def list_moments(columns: Columns, articles: Array) -> pd.Series:
    """When these articles were published, in UTC; null where that is unknown."""
    moments = columns["articles.published"][articles].astype("datetime64[us]")
    return pd.Series(np.where(columns["articles.dated"][articles], moments, np.datetime64("NaT", "us")))


def find_bucket(columns: Columns, articles: Array, bucket: str) -> Array:
    """The bucket of each of these articles, which all have a date: its first day, or its month, since 1970."""
    return bucket_days(columns["articles.published"][articles] // MICROSECONDS_A_DAY, bucket)


def bucket_days(days: Array, bucket: str) -> Array:
    """The bucket of each of these days, which are counted from 1970, as `find_bucket` has it."""
    if bucket == "week":
        return np.asarray(days - (days + THURSDAY) % 7)
    if bucket == "month":
        return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return days


def list_buckets(first: int, last: int, bucket: str) -> pd.DataFrame:
    """Columns bucket (as `find_bucket` has it), since and until (days, both included), from the first to the last."""
    numbers = np.arange(first, last + 1, 7 if bucket == "week" else 1)
    if bucket == "month":
        since = numbers.astype("datetime64[M]").astype("datetime64[D]")
        until = (numbers + 1).astype("datetime64[M]").astype("datetime64[D]") - np.timedelta64(1, "D")
    else:
        since = numbers.astype("datetime64[D]")
        until = since + np.timedelta64(6 if bucket == "week" else 0, "D")
    return pd.DataFrame({"bucket": numbers, "since": as_moments(since), "until": as_moments(until)})


def as_moments(days: Array) -> Array:
    """The days, counted from 1970, as frames have them: the moments at which they begin."""
    return days.astype("datetime64[D]").astype("datetime64[us]")


def clip_days(row: Mapping[Any, Any], filters: Filters) -> tuple[date, date]:
    """The days of a row, from `since` to `until`, as far as those of the filters reach."""
    since, until = row["since"].date(), row["until"].date()
    return max(since, filters.since or since), min(until, filters.until or until)


def find_row(buckets: pd.DataFrame, day: date | None) -> int | None:
    """The row of the bucket that this day is in, by the columns since and until; None where there is none."""
    if day is None:
        return None
    moment = pd.Timestamp(day)
    found = np.flatnonzero((buckets["since"] <= moment) & (moment <= buckets["until"]))
    return int(found[0]) if len(found) else None
