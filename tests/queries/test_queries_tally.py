"""Tallies: values counted by owner, whichever way is quicker."""

import numpy as np
import pytest

from dashboard.queries import tally
from dashboard.queries.tally import count_of_each, find_span_of_each

OWNERS, VALUES = np.array([2, 0, 2, 2, 0], np.int32), np.array([7, -1, 7, 20_000, 3], np.int32)


@pytest.mark.parametrize("sparse", [0, 1_000_000])
def test_different_values_are_counted_once_an_owner_by_both_ways(sparse: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tally, "SPARSE", sparse)
    assert count_of_each(OWNERS, VALUES, 4).tolist() == [2, 0, 2, 0]
    assert count_of_each(OWNERS[:0], VALUES[:0], 2).tolist() == [0, 0]


def test_the_least_and_the_greatest_value_of_each_owner_are_found() -> None:
    least, greatest = find_span_of_each(OWNERS, VALUES, 3)
    assert (least[[0, 2]].tolist(), greatest[[0, 2]].tolist()) == ([-1, 7], [3, 20_000])
    assert least[1] > greatest[1], "one without values has no span"
