"""A quotation of three speakers: each question finds it by each of them, and counts it once."""

import inspect
from collections.abc import Callable

import numpy as np
import pytest

from dashboard.columns.columns import Array
from dashboard.filters import Filters
from dashboard.queries import disputes, quotes
from dashboard.queries.card import read_card
from dashboard.queries.corpus import count_selected
from dashboard.queries.disputes import list_pairs, read_pairs
from dashboard.queries.quotes import (
    count_days,
    count_naming,
    count_quotes,
    count_sourcing,
    count_values,
    list_newest_quotes,
    list_quotes,
    select_quotes,
)
from dashboard.queries.reading import read_article
from dashboard.reader import Reader

ALL = ("assad", "iraq", "hezbollah")

# Every question under the filters of quotes -> how many quotes (or pairs of them) it says there are.
QUESTIONS: dict[str, Callable[[Reader, Filters], int]] = {
    "count_quotes": count_quotes,
    "count_naming": count_naming,
    "select_quotes": lambda reader, filters: int(np.count_nonzero(select_quotes(reader, filters))),
    "list_quotes": lambda reader, filters: len(list_quotes(reader, filters)),
    "list_newest_quotes": lambda reader, filters: len(list_newest_quotes(reader, filters, 10)),
    "count_values": lambda reader, filters: int(count_values(reader, filters, "kinds")["quotes"].sum()),
    "count_days": lambda reader, filters: int(count_days(reader, filters, "day")["quotes"].sum()),
    "count_sourcing": lambda reader, filters: int(count_sourcing(reader, filters, "sources")["quotes"].sum()),
}
PAIRS: dict[str, Callable[[Reader, Filters], int]] = {
    "count_pairs": disputes.count_pairs,
    "list_pairs": lambda reader, filters: len(list_pairs(reader, filters)),
    "export_pairs": lambda reader, filters: len(disputes.export_pairs(reader, filters)),
    "select_pairs": lambda reader, filters: len(disputes.select_pairs(reader, filters)),
    "find_clashing": lambda reader, filters: len(disputes.find_clashing(reader, filters)),
    "read_pairs": lambda reader, filters: len(read_pairs(reader, filters, list_pairs(reader, filters))) // 2,
    "find_new_pairs": lambda reader, filters: len(disputes.find_new_pairs(reader, filters, all_of(reader))),
}


def all_of(reader: Reader) -> Array:
    """That every article is new."""
    return np.ones(reader.columns.articles, bool)


def test_every_question_that_takes_a_speaker_is_asked() -> None:
    for module, asked in ((quotes, QUESTIONS), (disputes, PAIRS)):
        public = {
            name
            for name, each in inspect.getmembers(module, inspect.isfunction)
            if each.__module__ == module.__name__ and not name.startswith("_")
            and {"reader", "filters"} <= inspect.signature(each).parameters.keys()
        }  # fmt: skip
        # Who denies what somebody reported is not asked by the speaker of the denial.
        assert public - {"find_new_denials"} == asked.keys()


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_quote_of_three_is_found_by_each_and_counted_once(three: Reader, question: str) -> None:
    ask = QUESTIONS[question]
    found = {actor: ask(three, Filters(speakers=(actor,))) for actor in (*ALL, "afp")}
    assert found == {"assad": 1, "iraq": 2, "hezbollah": 1, "afp": 1}
    assert ask(three, Filters(speakers=ALL)) == 2
    assert ask(three, Filters()) == 3


@pytest.mark.parametrize("question", PAIRS)
def test_nobody_who_speaks_in_both_quotes_contradicts_the_other(three: Reader, question: str) -> None:
    assert PAIRS[question](three, Filters()) == 1, "Iraq denies with the others what it says itself"
    assert PAIRS[question](three, Filters(speakers=("iraq", "afp"))) == 1
    assert PAIRS[question](three, Filters(speakers=("hezbollah",))) == 0


def test_a_quote_of_three_counts_for_each_of_its_speakers(three: Reader) -> None:
    counted = count_values(three, Filters(kinds=("direct",)), "speakers")
    assert dict(zip(counted["value"], counted["quotes"], strict=True)) == {
        "iraq": 2, "assad": 1, "hezbollah": 1, "afp": 1,
    }  # fmt: skip
    assert count_selected(three, Filters()).quotes == 3


def test_the_card_of_each_speaker_counts_the_quote(three: Reader) -> None:
    assert {actor: read_card(three, Filters(), actor).quotes_by for actor in ALL} == {
        "assad": 1, "iraq": 2, "hezbollah": 1,
    }  # fmt: skip


def test_a_row_names_all_speakers_in_text_order(three: Reader) -> None:
    reading = read_article(three, "three")
    assert reading is not None
    for rows in (list_quotes(three, Filters()), reading.quotes):
        assert [list(names) for names in rows["actors"]] == [
            ["Bashar al-Assad", "Iraq", "Hezbollah"],
            ["Iraq"],
            ["AFP"],
        ]
    assert list(list_quotes(three, Filters())["actor_ids"][0]) == [*ALL]
    by_one = list_quotes(three, Filters(speakers=("hezbollah",)))["actors"].tolist()
    assert [list(names) for names in by_one] == [["Bashar al-Assad", "Iraq", "Hezbollah"]], "whoever is asked for"
