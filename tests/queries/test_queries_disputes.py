"""Disputes: who stands in a pair and who does not, and what comes first."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from dashboard import settings
from dashboard.filters import Filters
from dashboard.queries.disputes import count_pairs, export_pairs, list_pairs, read_pairs
from dashboard.reader import Reader

DENIAL = "No rebel ever entered Homs"
ENTERED, MARKET, CALM = "The rebels have entered the city of Homs", "The market of Homs is open", "Homs was calm"


def paired(reader: Reader, **filters: Any) -> list[tuple[str, str]]:
    """The words of both quotes of each pair."""
    pairs = list_pairs(reader, Filters(**filters))
    assert count_pairs(reader, Filters(**filters)) == len(pairs)
    read = read_pairs(reader, Filters(**filters), pairs)
    return [(read[row["denial_id"]]["text"], read[row["other_id"]]["text"]) for row in pairs.to_dict("records")]


def test_who_denies_and_who_says_something_of_the_place_in_these_days_are_pairs(disputed: Reader) -> None:
    # Not with the ministry itself, with “he”, with another place, a place that stands for an actor, or days away.
    assert paired(disputed) == [(DENIAL, ENTERED), (DENIAL, MARKET), (DENIAL, CALM)]


def test_a_pair_says_place_days_and_the_words_that_both_use(disputed: Reader) -> None:
    found = list_pairs(disputed, Filters())
    assert found["place"].unique().tolist() == ["Homs"]
    assert found["days"].tolist() == [1, 0, 3]
    assert [list(shared) for shared in found["shared"]] == [["enter", "rebel"], [], []]
    assert (found["days"] <= settings.DISPUTE_DAYS).all()


@pytest.mark.parametrize(
    ("filters", "others"),
    [
        ({"quote_locations": ("169577",)}, [ENTERED, MARKET, CALM]),
        ({"quote_locations": ("170654",)}, []),
        ({"since": date(2024, 12, 8)}, [MARKET, CALM]),
        ({"sources": ("Sample Courier",)}, [MARKET]),
        ({"words": "rebels"}, []),
    ],
)
def test_both_quotes_are_of_the_articles_that_are_selected(
    disputed: Reader, filters: dict[str, Any], others: list[str]
) -> None:
    assert paired(disputed, **filters) == [(DENIAL, other) for other in others]


def test_screens_hold_every_pair_once(disputed: Reader) -> None:
    screens = [list_pairs(disputed, Filters(), 2, offset) for offset in (0, 2)]
    assert [len(screen) for screen in screens] == [2, 1]
    ids = [each for screen in screens for each in screen["other_id"]]
    assert ids == list_pairs(disputed, Filters())["other_id"].tolist()


def test_an_export_has_both_quotes_in_a_row(disputed: Reader) -> None:
    row = export_pairs(disputed, Filters()).iloc[0]
    assert (row["denial_speaker"], row["denial_text"]) == ("the defence ministry", DENIAL)
    assert (row["other_speaker"], row["other_text"], row["other_source"]) == ("Assad", ENTERED, "Sample Wire")


def test_an_empty_corpus_has_no_pairs(open_tables: Callable[..., Reader]) -> None:
    assert paired(open_tables()) == []
    assert export_pairs(open_tables(), Filters()).empty
