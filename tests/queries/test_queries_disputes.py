"""Disputes: who stands in a pair and who does not, and what comes first."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from dashboard.columns.columns import Columns
from dashboard.columns.corrected import correct_columns
from dashboard.filters import Filters
from dashboard.queries.disputes import count_pairs, export_pairs, list_pairs, read_pairs
from dashboard.reader import Reader
from dashboard.store import Store
from dashboard.tables.contract import TABLES
from tests import rows as make
from tests.queries.conftest import DISPUTED, DISPUTES, THREE, THREE_QUOTES, write_tables

ENTERED, HELD, SAFE = "The rebels have entered the city of Homs", "No rebel ever entered Homs", "the army holds Homs"
FOUR = "An air strike on the bakery of Homs killed 4 people"
NINE = "Nine people were killed by an air strike on the bakery of Homs"
DENIAL = "any air strike had hit the bakery of the city"
PAIRS = [(DENIAL, NINE), (DENIAL, FOUR), (NINE, FOUR), (ENTERED, HELD), (ENTERED, SAFE)]


def paired(reader: Reader, **filters: Any) -> list[tuple[str, str]]:
    """The words of both quotes of each pair."""
    pairs = list_pairs(reader, Filters(**filters))
    assert count_pairs(reader, Filters(**filters)) == len(pairs)
    read = read_pairs(reader, Filters(**filters), pairs)
    return [(read[row["one_id"]]["text"], read[row["other_id"]]["text"]) for row in pairs.to_dict("records")]


def test_numbers_control_and_denials_that_clash_are_pairs(disputed: Reader) -> None:
    # Not within one sentence, with “he”, with another place, with the ministry itself, days away or without a day; of
    # the same two stories, once.
    assert paired(disputed) == PAIRS
    assert list_pairs(disputed, Filters())["kind"].tolist() == ["denied", "denied", "numbers", "control", "control"]


def test_a_pair_says_place_days_and_the_words_that_clash(disputed: Reader) -> None:
    found = list_pairs(disputed, Filters())
    assert found["place"].unique().tolist() == ["Homs"]
    assert found["days"].tolist() == [0, 3, 3, 1, 0]
    texts = {
        row["id"]: row["text"]
        for row in disputed.execute("SELECT article_id AS id, text FROM articles").df().to_dict("records")
    }

    def read_words(side: str) -> list[list[str]]:
        return [
            [texts[quote_id.rsplit("-", 2)[0]][start:end] for start, end in spans]
            for quote_id, spans in zip(found[f"{side}_id"], found[f"{side}_words"], strict=True)
        ]

    event = ["air", "strike", "bakery"]
    assert read_words("one") == [event, event, ["Nine people were killed"], ["entered"], ["entered"]]
    assert read_words("other") == [event, event, ["killed 4 people"], ["entered"], ["holds"]]


@pytest.mark.parametrize(
    ("filters", "pairs"),
    [
        ({"quote_locations": ("170654",)}, []),
        ({"since": date(2024, 12, 8)}, PAIRS[:3]),
        ({"sources": ("Sample Wire",)}, [PAIRS[0], PAIRS[4]]),
        ({"words": "rebels"}, [PAIRS[4]]),
    ],
)
def test_both_quotes_are_of_the_articles_that_are_selected(
    disputed: Reader, filters: dict[str, Any], pairs: list[tuple[str, str]]
) -> None:
    assert paired(disputed, **filters) == pairs


def test_screens_hold_every_pair_once(disputed: Reader) -> None:
    screens = [list_pairs(disputed, Filters(), 3, offset) for offset in (0, 3)]
    assert [len(screen) for screen in screens] == [3, 2]
    ids = [each for screen in screens for each in screen["other_id"]]
    assert ids == list_pairs(disputed, Filters())["other_id"].tolist()


def test_an_export_has_both_quotes_in_a_row(disputed: Reader) -> None:
    row = export_pairs(disputed, Filters()).iloc[0]
    assert (row["one_speaker"], row["one_text"]) == ("A pilot", DENIAL)
    assert (row["other_speaker"], row["other_text"], row["other_source"]) == ("a teacher", NINE, "Sample Wire")


def test_an_empty_corpus_has_no_pairs(open_tables: Callable[..., Reader]) -> None:
    assert paired(open_tables()) == []
    assert export_pairs(open_tables(), Filters()).empty
    assert paired(Store(make.tables(), {}).reader()) == [], "nor one without any place"


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

    assert paired(open_three()) == [("Homs was captured", "Homs fell")], "Iraq denies with others what it says alone"
    assert paired(correct_speakers(open_three(), "Homs is taken", "afp")) == [("Homs was captured", "Homs fell")]
    assert paired(correct_speakers(open_three(), "Homs was captured", "assad")) == []
    assert paired(correct_speakers(open_three(), "Homs fell", "afp")) == []
    assert paired(correct_speakers(open_three(), "Homs fell")) == [("Homs was captured", "Homs fell")]


@pytest.mark.parametrize("values", ["'170654' AS location_id", "'actor' AS sense"])
def test_a_correction_of_a_place_takes_away_the_pairs_that_no_longer_name_it(values: str) -> None:
    def open_disputed() -> Reader:
        return Store(write_tables(DISPUTED, DISPUTES), {}).reader()

    assert paired(correct_mentions(open_disputed(), "later", "Homs", values)) == PAIRS[3:]
    assert paired(correct_mentions(open_disputed(), "denied", "Homs", values)) == [PAIRS[0], PAIRS[4]]
    unmoved = correct_mentions(open_disputed(), "later", "Homs", "0.1 AS confidence")
    assert paired(unmoved) == PAIRS


def test_a_correction_of_a_place_makes_no_pair() -> None:
    reader = Store(write_tables(DISPUTED, DISPUTES), {}).reader()
    moved = correct_mentions(reader, "taken", "Damascus", "'169577' AS location_id")
    assert paired(moved) == PAIRS
