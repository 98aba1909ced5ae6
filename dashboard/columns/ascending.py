"""What is quicker for numbers that ascend than numpy's own functions, which sort them first."""

import numpy as np

from dashboard.columns.columns import Array


def drop_repeated(ascending: Array) -> Array:
    """Each number once."""
    return ascending[is_first(ascending)]


def is_first(ascending: Array) -> Array:
    """Whether each number is not the one before."""
    first = np.ones(len(ascending), bool)
    np.not_equal(ascending[1:], ascending[:-1], out=first[1:])
    return first


def is_among(numbers: Array, ascending: Array) -> Array:
    """Whether each of the numbers is one of the ascending ones."""
    if len(ascending) == 0:
        return np.zeros(len(numbers), bool)
    found = np.searchsorted(ascending, numbers)
    np.minimum(found, len(ascending) - 1, out=found)
    return np.asarray(ascending[found] == numbers)


def find_rows(column: Array, owners: Array) -> Array:
    """The positions in an ascending column of these numbers, which ascend."""
    owners = owners.astype(column.dtype)
    return join_ranges(np.searchsorted(column, owners), np.searchsorted(column, owners, "right"))


def join_ranges(lows: Array, highs: Array) -> Array:
    """The numbers from each low to below its high, one range after the other."""
    lengths = highs - lows
    begins = np.cumsum(lengths) - lengths
    return np.repeat(lows - begins, lengths) + np.arange(lengths.sum())
