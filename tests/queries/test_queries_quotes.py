"""Quotes: each filter alone and together, words in what was said, and who can be chosen."""

import itertools
from collections.abc import Callable
from datetime import date
from typing import Any

import duckdb
import pytest

from dashboard.filters import Filters
from dashboard.queries.corpus import count_selected
from dashboard.queries.quotes import count_quotes, list_quotes, outlets_ranked, quotes_by, speakers_ranked

Row = dict[str, Any]
Cursor = duckdb.DuckDBPyConnection

NEWEST_FIRST = ["I am well", "I wait", "don't", "The city is free", "it was over", "We are leaving today"]


def said(cursor: Cursor, **filters: Any) -> list[str]:
    found: list[str] = list_quotes(cursor, Filters(**filters))["text"].tolist()
    assert count_quotes(cursor, Filters(**filters)) == len(found)
    return found


@pytest.mark.parametrize(
    ("filters", "texts"),
    [
        ({}, NEWEST_FIRST),
        ({"speakers": ("assad",)}, ["I am well", "I wait"]),
        ({"speakers": ("assad", "hezbollah")}, ["I am well", "I wait", "The city is free"]),
        ({"speakers": ("o'brien'; DROP TABLE articles; --",)}, []),
        ({"kinds": ("indirect",)}, ["it was over"]),
        ({"kinds": ("indirect", "mixed")}, ["I wait", "it was over"]),
        ({"sourcings": ("unnamed",)}, ["it was over", "We are leaving today"]),
        ({"sourcings": ("unknown",)}, ["don't"]),
        ({"sourcings": ("unnamed official",)}, []),
        ({"via": ("afp",)}, ["I wait", "We are leaving today"]),
        ({"stances": ("denies",)}, ["The city is free"]),
        ({"stances": ("says", "claims")}, ["I am well", "I wait", "We are leaving today"]),
        ({"via": ("afp",), "kinds": ("mixed",), "stances": ("claims",)}, ["I wait"]),
        ({"via": ("afp",), "sourcings": ("organisation",)}, []),
        ({"actors": ("hezbollah",)}, ["The city is free", "it was over", "We are leaving today"]),
        ({"sources": ("Sample Courier",), "until": date(2024, 12, 8)}, ["The city is free", "it was over"]),
        ({"actors": ("assad",), "speakers": ("hezbollah",)}, ["The city is free"]),
        ({"actors": ("assad",), "near": ("sentence",)}, ["I am well", "I wait"]),
        ({"words": "buffer"}, ["don't"]),
    ],
)
def test_quote_keys_choose_the_quotes(cursor: Cursor, filters: Row, texts: list[str]) -> None:
    assert said(cursor, **filters) == texts


@pytest.mark.parametrize(
    ("words", "texts"),
    [
        ("city", ["The city is free"]),
        ("CITY free", ["The city is free"]),
        ('"free city"', []),
        ('"we are"', ["We are leaving today"]),
        ("we", ["We are leaving today"]),
        ("leav", []),
        ("don’t", ["don't"]),
        ("i", ["I am well", "I wait"]),
        ("rebels", []),
        ("(.*)", []),
        ("Homs", []),
    ],
)
def test_words_are_looked_for_in_the_quotation_alone(cursor: Cursor, words: str, texts: list[str]) -> None:
    assert said(cursor, said=words) == texts


@pytest.mark.parametrize(
    ("about", "found"),
    [("hezbollah", ["Look … at Hezbollah now"]), ("assad", []), ("iraq", []), ("afp", [])],
)
def test_a_quote_is_about_whoever_is_named_in_its_parts(
    open_tables: Callable[..., Cursor], about: str, found: list[str]
) -> None:
    assert said(open_tables("split", "falls"), about=(about,)) == found


CHOICES: dict[str, list[Any]] = {
    "said": ["", "i"],
    "speakers": [(), ("assad",)],
    "kinds": [(), ("direct", "mixed")],
    "sourcings": [(), ("named", "unnamed")],
    "via": [(), ("afp",)],
    "stances": [(), ("claims",)],
}


def work_out(rows: list[Row], filters: Filters) -> set[str]:
    """The quotes that the filters leave, by loops."""
    return {
        row["quote_id"]
        for row in rows
        if (not filters.said or row["text"].startswith("I "))
        and (not filters.speakers or row["actor_id"] in filters.speakers)
        and (not filters.kinds or row["kind"] in filters.kinds)
        and (not filters.sourcings or row["sourcing"] in filters.sourcings)
        and (not filters.via or row["via_actor_id"] in filters.via)
        and (not filters.stances or row["stance"] in filters.stances)
    }


def test_keys_narrow_together(cursor: Cursor, written: dict[str, list[Row]]) -> None:
    for values in itertools.product(*CHOICES.values()):
        filters = Filters(**dict(zip(CHOICES, values, strict=True)))
        found = set(list_quotes(cursor, filters)["quote_id"])
        assert found == work_out(written["quotes"], filters), filters
        assert count_quotes(cursor, filters) == len(found), filters


def test_a_row_names_speaker_outlet_and_article(cursor: Cursor) -> None:
    rows = {row["text"]: row for row in list_quotes(cursor, Filters()).to_dict("records")}
    row = rows["I wait"]
    assert (row["speaker"], row["actor"], row["via"], row["via_actor_id"]) == (
        "Assad", "Bashar al-Assad", "AFP", "afp",
    )  # fmt: skip
    assert (row["article_id"], row["title"], row["source"], row["sentence"]) == (
        "january", "Assad is in exile", "Sample Courier", 2,
    )  # fmt: skip
    assert rows["don't"]["actor"] is None or rows["don't"]["actor"] != rows["don't"]["actor"]


def test_screens_hold_every_quote_once_and_in_order(cursor: Cursor) -> None:
    for size in (1, 4, 6):
        screens = [list_quotes(cursor, Filters(), size, offset)["text"].tolist() for offset in range(0, 8, size)]
        assert [text for screen in screens for text in screen] == NEWEST_FIRST


def test_speakers_and_outlets_are_offered_whoever_is_chosen(cursor: Cursor) -> None:
    speakers = [("assad", "Bashar al-Assad", 2), ("hezbollah", "Hezbollah", 1)]
    for chosen in ((), ("hezbollah",)):
        found = speakers_ranked(cursor, Filters(speakers=chosen))
        assert list(found.itertuples(index=False, name=None)) == speakers
    narrowed = speakers_ranked(cursor, Filters(speakers=("hezbollah",), kinds=("mixed",)))
    assert list(narrowed.itertuples(index=False, name=None)) == [("assad", "Bashar al-Assad", 1)]
    for via in ((), ("afp",), ("iraq",)):
        outlets = outlets_ranked(cursor, Filters(via=via))
        assert list(outlets.itertuples(index=False, name=None)) == [("afp", "AFP", 2)]


@pytest.mark.parametrize(
    ("column", "rows"),
    [
        ("sourcing", [("named", 2), ("unnamed", 2), ("organisation", 1), ("unknown", 1)]),
        ("kind", [("direct", 4), ("indirect", 1), ("mixed", 1)]),
        ("stance", [("claims", 2), ("denies", 1), ("says", 1)]),
    ],
)
def test_quotes_are_counted_by_value(cursor: Cursor, column: str, rows: list[tuple[str, int]]) -> None:
    assert list(quotes_by(cursor, Filters(), column).itertuples(index=False, name=None)) == rows
    key = {"sourcing": "sourcings", "kind": "kinds", "stance": "stances"}[column]
    for value, count in rows:
        narrowed: Row = {key: (value,)}
        assert count_quotes(cursor, Filters(**narrowed)) == count


def test_the_count_of_the_corpus_opens_as_many_quotes(cursor: Cursor) -> None:
    near = Filters(actors=("assad",), near=("sentence",))
    for filters in (Filters(), near, Filters(words="left"), Filters(since=date(2025, 1, 1))):
        assert count_selected(cursor, filters).quotes == count_quotes(cursor, filters)


def test_an_empty_corpus_has_no_quotes(open_tables: Callable[..., Cursor]) -> None:
    empty = open_tables()
    assert count_quotes(empty, Filters(said="we", speakers=("assad",))) == 0
    assert speakers_ranked(empty, Filters()).empty
    assert quotes_by(empty, Filters(), "kind").empty
