"""Chances: how likely it is that all articles that name something are of one of two groups, if they fell at random.

This is the hypergeometric distribution, of which Fisher's exact test is made. Logarithms are added, since the
factorials of a thousand articles are beyond what numbers hold.
"""

import numpy as np

from dashboard.columns.columns import Array

# The chance up to which a silence is listed, the usual one of tests.
CHANCE = 0.05

# The share of the sure ones that may be there by chance. With the 15 outlets of 788 articles on Syria in two groups at
# random, a hundred times, 2.0 silences were listed a time where chance alone would list 2.8 at most, and none was sure.
# With all weeks together 1.4 were listed, and 0.5 sure: over years, outlets differ by more than chance.
# `python -m benchmarks.silences TABLES` measures it again.
FALSE = 0.1


def log_factorials(most: int) -> Array:
    """The logarithms of 0!, 1! … `most`!."""
    return np.concatenate([np.zeros(1), np.cumsum(np.log(np.arange(1, most + 1)))])


def log_chance(logs: Array, one: Array, other: Array, named: Array) -> Array:
    """The logarithm of the chance that all articles that name something are of the first group, which has `one`
    articles where the other has `other`: the hypergeometric distribution."""
    return np.asarray(logs[one] - logs[one - named] + logs[one + other - named] - logs[one + other])


def find_least(logs: Array, one: Array, other: Array) -> Array:
    """The fewest articles of each period that would be a silence of `CHANCE` or less if all were of the first group,
    which has so many, and the other so many; more than there are where none would."""
    low, high = np.zeros(len(one), np.int64), one + 1
    while (low < high).any():
        middle = (low + high) // 2
        is_enough = log_chance(logs, one, other, np.minimum(middle, one)) <= np.log(CHANCE)
        low, high = np.where(is_enough | (low >= high), low, middle + 1), np.where(is_enough, middle, high)
    return low


def accept(chances: Array, compared: int) -> Array:
    """Whether each of these chances, which ascend, is accepted by the procedure of Benjamini and Hochberg among so many
    comparisons."""
    ranks = np.arange(1, len(chances) + 1)
    below = np.flatnonzero(chances * compared <= FALSE * ranks)
    return ranks <= (below[-1] + 1 if len(below) else 0)
