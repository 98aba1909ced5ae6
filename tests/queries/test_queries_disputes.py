"""Disputes: who stands in a pair and who does not, and what comes first."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from dashboard import settings
from dashboard.columns.columns import Columns
from dashboard.columns.corrected import correct_columns
from dashboard.filters import Filters
from dashboard.queries.disputes import count_pairs, export_pairs, list_pairs, read_pairs
from dashboard.reader import Reader
from dashboard.store import Store
from dashboard.tables.contract import TABLES
from tests.queries.conftest import DISPUTED, DISPUTES, THREE, THREE_QUOTES, write_tables

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


def correct(reader: Reader, rows: dict[str, pa.Table], replaced: list[str]) -> Reader:
    """A reader on columns with these corrections."""
    arrays = {name: array.copy() for name, array in reader.columns.arrays.items()}
    return replace(reader, columns=correct_columns(Columns(arrays, reader.columns.texts), rows, replaced))


def correct_speakers(reader: Reader, text: str, *actors: str) -> Reader:
    """A reader after a correction by which these actors say the quote of this text."""
    [(quote_id, article_id)] = reader.execute(
        "SELECT quote_id, article_id FROM quotes WHERE text = $1", [text]
    ).fetchall()
    rows = [
        {"quote_id": quote_id, "article_id": article_id, "actor_id": actor, "start": start, "end": start + 1}
        for start, actor in enumerate(actors)
    ]
    return correct(reader, {"speakers": pa.Table.from_pylist(rows, TABLES["speakers"].schema)}, [quote_id])


def correct_mentions(reader: Reader, article: str, surface: str, values: str) -> Reader:
    """A reader after a correction by which these mentions of an article have these values."""
    rows = reader.cursor.sql(
        f"SELECT rowid AS number, * REPLACE ({values}) FROM read.entities WHERE article_id = $1 AND surface = $2",
        params=[article, surface],
    )
    return correct(reader, {"entities": rows.to_arrow_table()}, [])


def test_a_correction_of_speakers_judges_their_pairs_again() -> None:
    def open_three() -> Reader:
        return Store(write_tables([THREE], THREE_QUOTES), {}).reader()

    before = [("Homs fell", "Homs is quiet")]
    assert paired(open_three()) == before, "Iraq denies with two others what it says alone"
    assert paired(correct_speakers(open_three(), "Homs is lost", "afp")) == [("Homs fell", "Homs is lost"), *before]
    assert paired(correct_speakers(open_three(), "Homs fell", "afp")) == [("Homs fell", "Homs is lost")]
    # Without an actor, what they are called counts: all words of “Iraq” are in “Assad, Iraq and Hezbollah”.
    assert paired(correct_speakers(open_three(), "Homs is lost")) == before
    assert paired(correct_speakers(open_three(), "Homs fell")) == before


@pytest.mark.parametrize("values", ["'170654' AS location_id", "'actor' AS sense"])
def test_a_correction_of_a_place_takes_away_the_pairs_that_no_longer_name_it(values: str) -> None:
    def open_disputed() -> Reader:
        return Store(write_tables(DISPUTED, DISPUTES), {}).reader()

    assert paired(correct_mentions(open_disputed(), "later", "Homs", values)) == [(DENIAL, ENTERED), (DENIAL, MARKET)]
    assert paired(correct_mentions(open_disputed(), "denied", "Homs", values)) == []
    unmoved = correct_mentions(open_disputed(), "later", "Homs", "0.1 AS confidence")
    assert paired(unmoved) == [(DENIAL, ENTERED), (DENIAL, MARKET), (DENIAL, CALM)]


def test_a_correction_of_a_place_makes_no_pair() -> None:
    reader = Store(write_tables(DISPUTED, DISPUTES), {}).reader()
    moved = correct_mentions(reader, "taken", "Damascus", "'169577' AS location_id")
    assert paired(moved) == [(DENIAL, ENTERED), (DENIAL, MARKET), (DENIAL, CALM)]
