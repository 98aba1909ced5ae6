"""Names that are silent: the actors or places that the first group names in a period, and the other does not.

The articles that name something are gathered once for all pairs of groups: they do not depend on these.
"""

from dataclasses import dataclass

import numpy as np

from dashboard.columns.ascending import is_first
from dashboard.columns.columns import Array
from dashboard.queries.outlets import ONE, OTHER
from dashboard.queries.selection import Selection
from dashboard.queries.silence.chances import CHANCE, find_least, log_chance, log_factorials
from dashboard.queries.silence.found import Found
from dashboard.queries.silence.periods import Periods
from dashboard.queries.tally import count_of_each, list_pairs
from dashboard.queries.time import find_bucket

# Articles of the first group that name something, at least: one or two are no coverage.
LEAST_ARTICLES = 3

# Outlets of the first group that do, at least, where it has so many: what one of several outlets cares for is its own
# matter. The same number for stories, which one outlet alone cannot share.
LEAST_OUTLETS = 2


def find_names(periods: Periods, group: str) -> Found:
    """The silences of `actors` or `locations`, in no order; they may be named on the day before or after."""
    columns, weekly = periods.selection.columns, periods.is_weekly
    if periods.selection.limited is None:  # those of all articles serve every selection
        standing = periods.selection.standing
        everything = Selection(columns, np.ones(columns.articles, bool), standing=standing)
        keeper = columns if standing is None else standing
        cells = keeper.keep(("cells", group, weekly), lambda: _list_cells(everything, group, weekly=weekly))
    else:
        cells = _list_cells(periods.selection, group, weekly=weekly)
    if len(cells.names) == 0:
        return Found.none()
    period = (cells.weeks - periods.since[0]) // 7 if weekly else cells.weeks
    inside = (period >= 0) & (period < len(periods.since))
    period = np.where(inside, period, 0)
    sides = periods.sides[cells.articles]
    one, other = (np.add.reduceat(sides == side, cells.firsts, dtype=np.int64) * inside for side in (ONE, OTHER))

    of_one, of_other = periods.articles[ONE], periods.articles[OTHER]
    logs = log_factorials(int((of_one + of_other).max()))
    least = np.maximum(find_least(logs, of_one, of_other), LEAST_ARTICLES)[period]
    owners = np.repeat(np.arange(len(period)), np.diff(cells.firsts, append=len(sides)))
    asked = np.flatnonzero(one + other >= least)
    at_random = _find_random(logs, periods, period, owners, cells.articles, asked)

    found = np.flatnonzero((one >= least) & (other == 0))
    place = np.full(len(period), -1)
    place[found] = np.arange(len(found))
    rows = np.flatnonzero((place[owners] >= 0) & (sides == ONE))
    where, naming = place[owners[rows]], cells.articles[rows]
    chance = _find_chances(logs, periods, where, naming, len(found))
    outlets = count_of_each(where, columns["articles.source"][naming], len(found))
    kept = np.flatnonzero(outlets >= min(LEAST_OUTLETS, len(periods.groups.one)))
    return Found(
        cells.names[found], period[found], one[found], outlets, chance, len(at_random), float(at_random.sum())
    ).take(kept)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Cells:
    """What articles name, by week, or in all weeks together: a cell for each name and week that has `LEAST_ARTICLES`
    articles or more, whatever their groups. `names` and `weeks` (the first day; 0 for all together) have a row a cell,
    `articles` its articles, which begin at `firsts`."""

    names: Array
    weeks: Array
    firsts: Array
    articles: Array


def _list_cells(selection: Selection, group: str, *, weekly: bool) -> _Cells:
    """The cells of the selected articles, copies included; without actors of which nothing but a lone name says that
    they are one."""
    columns = selection.columns
    pairs = list(list_pairs(selection, group))
    articles = np.concatenate([named_in for named_in, *_ in pairs])
    names = np.concatenate([named for _, named, _ in pairs]).astype(np.int64)
    chosen = columns["articles.dated"][articles]
    if group == "actors":
        chosen = chosen & columns["actors.ranked"][names]
    articles, names = articles[chosen], names[chosen]
    weeks = find_bucket(columns, articles, "week") if weekly else np.zeros(len(articles), np.int64)
    width = len(columns.texts[f"{group}.id"])
    order = np.argsort((weeks - weeks.min(initial=0)) * width + names, kind="stable")
    articles, names, weeks = articles[order], names[order], weeks[order]
    firsts = np.flatnonzero(is_first(names) | is_first(weeks))
    lengths = np.diff(firsts, append=len(names))
    kept = lengths >= LEAST_ARTICLES
    rows = np.repeat(kept, lengths)
    return _Cells(
        names[firsts[kept]], weeks[firsts[kept]], np.cumsum(lengths[kept]) - lengths[kept], articles[rows]
    )  # fmt: skip


def _find_random(
    logs: Array, periods: Periods, period: Array, owners: Array, articles: Array, asked: Array
) -> Array:  # fmt: skip
    """The chance that each of the cells that are asked for would have if all its articles were of the first group, of
    those cells in which that would be listed. The cells are of these periods and own these articles."""
    place = np.full(len(period), -1)
    place[asked] = np.arange(len(asked))
    rows = np.flatnonzero((place[owners] >= 0) & (periods.sides[articles] > 0))
    size, parts = len(asked), periods.parts
    part = periods.part[articles[rows]]
    named = np.bincount(place[owners[rows]] * parts + part % parts, minlength=size * parts)
    where = np.flatnonzero(named)
    one, other = (
        periods.of_parts[side][period[asked][where // parts] * parts + where % parts] for side in (ONE, OTHER)
    )
    impossible = np.bincount(where // parts, named[where] > one, size) > 0
    chances = log_chance(logs, one, other, np.minimum(named[where], one))
    chances = np.exp(np.bincount(where // parts, chances, size))
    return chances[(chances <= CHANCE) & ~impossible]


def _find_chances(logs: Array, periods: Periods, owners: Array, articles: Array, size: int) -> Array:
    """The chance of each of `size` silences, of which these are all articles; `owners` has the silence of each."""
    stories = periods.selection.columns["articles.story"][articles].astype(np.int64)
    parts = periods.reports.shape[1]
    where = owners * np.int64(parts) + periods.part[articles]
    reports = np.unique(np.stack((where, stories)), axis=1)[0]
    where, named = np.unique(reports, return_counts=True)
    one, other = periods.reports[ONE][where % parts], periods.reports[OTHER][where % parts]
    return np.exp(np.bincount(where // parts, log_chance(logs, one, other, named), size))
