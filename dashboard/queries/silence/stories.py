"""Stories that are silent: those that outlets of the first group carry, and none of the other."""

import numpy as np

from dashboard.queries.outlets import ONE, OTHER
from dashboard.queries.silence.chances import find_least, log_chance, log_factorials
from dashboard.queries.silence.found import Found
from dashboard.queries.silence.names import LEAST_OUTLETS
from dashboard.queries.silence.periods import Periods
from dashboard.queries.tally import count_of_each


def find_stories(periods: Periods) -> Found:
    """The stories that outlets of the first group carry, in the week of its first article, and none of the other at any
    time."""
    columns = periods.selection.columns
    articles = np.flatnonzero((periods.sides > 0) & ~columns["articles.alone"])
    stories, where = np.unique(columns["articles.story"][articles], return_inverse=True)
    sides, sources, size = periods.sides[articles], columns["articles.source"][articles], len(stories)
    period = np.full(size, len(periods.since))
    np.minimum.at(period, where[sides == ONE], periods.period[articles[sides == ONE]])
    ours, theirs = (sides == ONE) & (periods.period[articles] == period[where]), sides == OTHER
    one, other = (count_of_each(where[each], sources[each], size) for each in (ours, theirs))
    shared = np.flatnonzero(one)
    stories, period, one, other = stories[shared], period[shared], one[shared], other[shared]
    counts = np.bincount(where[ours], minlength=size)[shared]
    of_one, of_other = periods.outlets[ONE], periods.outlets[OTHER]
    logs = log_factorials(int((of_one + of_other).max()))
    least = np.maximum(find_least(logs, of_one, of_other), LEAST_OUTLETS)[period]
    compared = np.flatnonzero((one + other >= least) & (one + other <= of_one[period]))
    at_random = np.exp(log_chance(logs, of_one[period], of_other[period], np.minimum(one + other, of_one[period])))
    silent = np.flatnonzero((one >= least) & (other == 0))
    chance = np.exp(log_chance(logs, of_one[period], of_other[period], one))
    return Found(
        stories, period, counts, one, chance, len(compared), float(at_random[compared].sum())
    ).take(silent)  # fmt: skip
