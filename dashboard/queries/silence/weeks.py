"""Weeks: how many articles of each group of outlets there are in each, and on how many days they were collected."""

from datetime import date

import numpy as np
import pandas as pd

from dashboard.columns.columns import Array
from dashboard.filters import Filters
from dashboard.queries.outlets import ONE, OTHER, find_groups
from dashboard.queries.selection import select_articles
from dashboard.queries.silence import list_silences
from dashboard.queries.time import as_moments, find_bucket
from dashboard.reader import Reader


def list_weeks(reader: Reader, filters: Filters) -> pd.DataFrame:
    """Columns since and until (days, both included), one and other (selected articles of each group), one_days and
    other_days (days on which each is collected), of_days (days of the week, as far as the filters reach), and, where
    weeks are compared by themselves, silences; of weeks in which one of the groups is collected, the newest first.
    Empty where the filters name no group."""
    columns = reader.columns
    collected = select_articles(reader, Filters(since=filters.since, until=filters.until)).dated
    groups = find_groups(reader, filters)
    collected = collected[groups.of(columns, collected) > 0]
    selected = select_articles(reader, filters).dated
    selected = selected[groups.of(columns, selected) > 0]
    first, last = find_bucket(columns, collected[[-1, 0]], "week") if len(collected) else (0, -7)
    since = np.arange(first, last + 7, 7)
    until = since + 6
    low = np.maximum(since, _day_of(filters.since)) if filters.since else since
    high = np.minimum(until, _day_of(filters.until)) if filters.until else until
    weeks: dict[str, Array] = {}
    for side, name in ((ONE, "one"), (OTHER, "other")):
        ours = selected[groups.of(columns, selected) == side]
        weeks[name] = np.bincount((find_bucket(columns, ours, "week") - first) // 7, minlength=len(since))
        days = np.unique(find_bucket(columns, collected[groups.of(columns, collected) == side], "day"))
        weeks[f"{name}_days"] = np.bincount((days - first) // 7, minlength=len(since))
    if not filters.weeks:
        listed = list_silences(reader, filters)["since"].to_numpy().astype("datetime64[D]").astype(np.int64)
        weeks["silences"] = np.bincount((listed - first) // 7, minlength=len(since))
    rows = pd.DataFrame({
        "since": as_moments(since), "until": as_moments(until), **weeks, "of_days": high - low + 1,
    })  # fmt: skip
    return rows[rows["one_days"] + rows["other_days"] > 0].iloc[::-1].reset_index(drop=True)


def _day_of(day: date) -> int:
    """The day, counted from 1970."""
    return int(np.datetime64(day, "D").astype(np.int64))
