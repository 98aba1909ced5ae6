"""More than usual: how many articles of a view a batch of new ones would hold by chance, judged by the 28 days before.

The share of the news that the view had is not the same every day. So the number in the batch is compared with a
negative binomial distribution: its mean is the share of the 28 days times the size of the batch, its variance that of
a Poisson distribution times the spread of the 28 daily shares, and somewhat more because the share itself is known from
so many articles only. Copies of one report count once on both sides.

Limits: what rises slowly over weeks is usual by then; a view with fewer than three new articles never fires; one with a
report or two a day must rise more than threefold to be seen on most days.
"""

import math
from dataclasses import dataclass

import numpy as np

from dashboard.columns.columns import Array
from dashboard.queries.selection import Selection, first_of_stories
from dashboard.queries.time import MICROSECONDS_A_DAY

# Days with which a batch is compared; four weeks, so that each day of the week counts alike.
DAYS = 28

# Reports that the 28 days must hold, of whatever view, and a view's reports in the batch, for a comparison.
LEAST_BEFORE, LEAST_NEW = 20, 3

# Chance, by the distribution, below which a number is more than usual. It is chosen so that on news whose days are
# drawn by chance (100,000 grown articles, 54 a day) fewer than 1 of 100 looks fire, whatever the size of the view: 0.84
# at most, 0.38 on average. At 0.04 it were 1.9; at 0.01, a view of 2 to 10 % of the reports would be seen on 35 instead
# of 43 of 100 days on which it triples. `python -m benchmarks.alarms TABLES` measures it again.
CHANCE = 0.02


@dataclass(frozen=True, slots=True)
class Usual:
    """A batch of `batch` new reports, `found` of them of the view, beside `before` of `all_before` in the 28 days.

    `expected` is how many of the batch would be usual, `chance` how likely as many as were found, or more, are then.
    `is_known` is false where the 28 days hold too little to say.
    """

    found: int
    batch: int
    before: int
    all_before: int
    expected: float
    chance: float
    is_known: bool

    @property
    def is_more(self) -> bool:
        """Whether the batch has more than usual."""
        return self.is_known and self.found >= LEAST_NEW and self.chance < CHANCE


def compare(view: Selection, new: Array) -> Usual:
    """The new reports of a view beside those of the 28 days before; `new` has a truth value for each article."""
    columns = view.columns
    batch = first_of_stories(columns, np.arange(columns.articles, dtype=np.int32))
    found = first_of_stories(columns, np.flatnonzero(view.chosen).astype(np.int32))
    batch, found = batch[new[batch]], found[new[found]]
    dated = columns["articles.dated"]
    if not (new & dated).any():
        return Usual(len(found), len(batch), 0, 0, 0.0, 1.0, is_known=False)
    days = columns["articles.published"] // MICROSECONDS_A_DAY
    last = int(days[new & dated].max())
    before = ~new & dated & (days > last - DAYS) & (days <= last)
    every = _count_days(view, before, days, last)
    of_view = _count_days(view, before & view.chosen, days, last)
    return judge(len(found), len(batch), of_view, every)


def judge(found: int, batch: int, of_view: Array, every: Array) -> Usual:
    """The comparison of a batch with days that had so many reports, and so many of the view."""
    before, all_before = int(of_view.sum()), int(every.sum())
    if all_before < LEAST_BEFORE or batch == 0:
        return Usual(found, batch, before, all_before, 0.0, 1.0, is_known=False)
    share = (before + 0.5) / (all_before + 1)  # never none: a view may be older than the 28 days
    expected = share * batch
    variance = measure_spread(of_view, every, share) * expected * (1 + batch / all_before)
    return Usual(found, batch, before, all_before, expected, find_chance(found, expected, variance), is_known=True)


def measure_spread(of_view: Array, every: Array, share: float) -> float:
    """How much more the daily numbers vary than those of a Poisson distribution with this share would: 1 or more.

    Days that follow one another are taken together until about one report is expected: one report on a day that had
    few would else look like a great surprise.
    """
    spans = np.unique(np.cumsum(every * share).astype(np.int64), return_inverse=True)[1]
    expected = np.bincount(spans, every * share)
    observed, expected = np.bincount(spans, of_view)[expected > 0], expected[expected > 0]
    if len(expected) < 2:
        return 1.0
    return max(1.0, float(((observed - expected) ** 2 / expected).sum()) / (len(expected) - 1))


def find_chance(found: int, mean: float, variance: float) -> float:
    """The chance of as many or more in a negative binomial distribution; in a Poisson one where they vary no more."""
    if found == 0:
        return 1.0
    numbers = np.arange(found)
    factorials = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, found)))])
    if variance <= mean * (1 + 1e-9):
        logs = numbers * math.log(mean) - mean - factorials
    else:
        size = mean * mean / (variance - mean)
        chance = mean / variance
        # The logarithms of size (size + 1) … (size + n - 1), as those of the factorials.
        rising = np.concatenate([[0.0], np.cumsum(np.log(size + np.arange(found - 1)))])
        logs = rising - factorials + size * math.log(chance) + numbers * math.log(1 - chance)
    return max(0.0, 1.0 - float(np.exp(logs).sum()))


def _count_days(view: Selection, chosen: Array, days: Array, last: int) -> Array:
    """How many reports each of the 28 days has of the chosen articles, copies once."""
    firsts = first_of_stories(view.columns, np.flatnonzero(chosen).astype(np.int32))
    return np.bincount(days[firsts] - (last - DAYS + 1), minlength=DAYS)
