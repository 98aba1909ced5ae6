"""Sources: which described speakers are somebody who can be told from others."""

import pytest

from dashboard.words.sources import is_speaker, unite_monitors


@pytest.mark.parametrize(
    ("speaker", "is_one"),
    [
        ("the ministry", True),
        ("a villager", True),
        ("state television", True),
        ("initial media reports", False),
        ("a statement", False),
        ("the blast", False),
        ("an earlier toll", False),
        ("3 March 2014 officials", False),
    ],
)
def test_reports_things_and_numbers_are_nobody(speaker: str, is_one: bool) -> None:
    assert is_speaker(speaker) == is_one


def test_all_monitors_share_their_words() -> None:
    assert unite_monitors(frozenset({"obser"})) & unite_monitors(frozenset({"monit"}))
    assert unite_monitors(frozenset({"minis"})) == {"minis"}
