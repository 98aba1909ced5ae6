"""Alignment: the same statement in other words, a statement that was cut, and statements that only sound alike."""

import pytest

from dashboard.words.alignment import align_statements, measure_likeness
from dashboard.words.comparison import find_stems

SHELLS = "Shells hit the bakery and the school of the old quarter"


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        ("Shells struck the bakery and the school in the old quarter", True),
        ("Shells hit the bakery of the quarter", True),  # cut
        ("Shells hit a hospital in the south", False),
        ("Nobody was hurt", False),
        ("the school", False),
        ("", False),
    ],
)
def test_statements_are_one_by_the_words_that_they_share(other: str, is_same: bool) -> None:
    assert (measure_likeness(find_stems(SHELLS), find_stems(other)) > 0) == is_same


def test_two_words_are_enough_only_where_there_are_no_others() -> None:
    assert measure_likeness(find_stems("Homs fell"), find_stems("Homs fell")) == 1
    assert measure_likeness(find_stems("Homs fell"), find_stems("Homs fell today")) == 0


def test_each_statement_is_in_one_pair_and_the_most_alike_come_first() -> None:
    ones = [find_stems(each) for each in ("Shells hit the bakery and the school", SHELLS, "Nobody was hurt")]
    others = [
        find_stems(each) for each in (SHELLS, "Talks begin on Friday in Doha", "Shells hit the school and bakery")
    ]
    assert align_statements(ones, others) == {0: 2, 1: 0}
    assert align_statements([], others) == {}
