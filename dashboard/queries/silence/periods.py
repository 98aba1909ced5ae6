"""Periods: the selected articles of two groups of outlets, by week or in all weeks together, and the parts of these.

A part is days in a row until each group has `IN_A_PART` articles, so that articles of about the same days are compared.
"""

from dataclasses import dataclass

import numpy as np

from dashboard.columns.columns import Array, Columns
from dashboard.filters import Filters
from dashboard.queries.outlets import NEITHER, ONE, OTHER, Groups, find_groups
from dashboard.queries.selection import Selection, select_articles
from dashboard.queries.tally import count_of_each
from dashboard.queries.time import find_bucket
from dashboard.reader import Reader

# Articles of each group that a part of a week has at least, but for its last one. On a day with fewer there is next to
# nothing to compare; longer parts would compare what one group wrote before an event with what the other wrote after.
IN_A_PART = 3


@dataclass(frozen=True, slots=True)
class Periods:
    """The selected articles of two groups in their periods: weeks, or all weeks together.

    `sides`, `period` and `part` have a number for each article of the set: its group (`NEITHER` where it is not
    selected or has no date), its period, and its part of that. Period n has the parts from n `parts` on. `since` and
    `until` are the first and last day of each period. `articles` and `outlets` have those of each group and period,
    `of_parts` the articles of each group and part, `reports` the same with copies of one story once.
    """

    selection: Selection
    groups: Groups
    sides: Array
    period: Array
    part: Array
    since: Array
    until: Array
    articles: Array
    outlets: Array
    parts: int
    of_parts: Array
    reports: Array
    is_weekly: bool


def find_periods(reader: Reader, filters: Filters) -> Periods | None:
    """The periods of the selected articles; None where one of the groups has none."""
    columns, selection = reader.columns, select_articles(reader, filters)
    groups = find_groups(reader, filters)
    articles = selection.dated
    of = groups.of(columns, articles)
    articles, of = articles[of > 0], of[of > 0]
    if len(np.unique(of)) < 2:
        return None
    days, weeks = (find_bucket(columns, articles, bucket) for bucket in ("day", "week"))
    start = int(weeks.min())
    weeks = (weeks - start) // 7
    together = bool(filters.weeks)
    size = 1 if together else int(weeks.max()) + 1
    parts, in_part = _find_parts(days - start, weeks, of, together=together)
    sides = np.full(columns.articles, NEITHER, np.int8)
    period, part = np.zeros(columns.articles, np.int64), np.zeros(columns.articles, np.int64)
    sides[articles], period[articles], part[articles] = of, in_part // parts, in_part
    first = np.array([days.min()]) if together else start + 7 * np.arange(size)
    last = np.array([days.max()]) if together else first + 6
    sources = columns["articles.source"]
    members = [articles[:0], *(articles[of == side] for side in (ONE, OTHER))]
    return Periods(
        selection, groups, sides, period, part, first, last,
        np.stack([np.bincount(period[each], minlength=size) for each in members]),
        np.stack([count_of_each(period[each], sources[each], size) for each in members]),
        parts,
        np.stack([np.bincount(part[each], minlength=size * parts) for each in members]),
        np.stack([_count_reports(columns, part[each], each, size * parts) for each in members]),
        is_weekly=not together,
    )  # fmt: skip


def _find_parts(days: Array, weeks: Array, sides: Array, *, together: bool) -> tuple[int, Array]:
    """How many parts a period has at most, and the part of each article, of which these are the days, from a Monday, 0,
    on, the weeks and the groups."""
    last = int(days.max())
    one, other = (np.bincount(days[sides == side], minlength=last + 1) for side in (ONE, OTHER))
    parts = np.zeros(last + 1, np.int64)
    part = have_one = have_other = 0
    for day, (of_one, of_other) in enumerate(zip(one.tolist(), other.tolist(), strict=True)):
        if day % 7 == 0:
            part, have_one, have_other = day, 0, 0
        elif min(have_one, have_other) >= IN_A_PART:
            part, have_one, have_other = part + 1, 0, 0
        parts[day] = part
        have_one, have_other = have_one + of_one, have_other + of_other
    if not together:
        return 7, parts[days]
    has_both = np.bincount(parts, one) * np.bincount(parts, other) > 0
    size = int(weeks.max()) + 1
    # Behind the weeks stand what only one group has and what only the other.
    return size + 2, np.where(has_both[parts[days]], weeks, np.where(sides == ONE, size, size + 1))


def _count_reports(columns: Columns, owners: Array, articles: Array, size: int) -> Array:
    """How many of these articles each of `size` owners has, copies of one story once."""
    alone = columns["articles.alone"][articles]
    stories = columns["articles.story"][articles[~alone]]
    return np.bincount(owners[alone], minlength=size) + count_of_each(owners[~alone], stories, size)
