"""Quotes: each filter alone and together, words in what was said, and who can be chosen."""

import itertools
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd
import pytest

from dashboard.filters import FILTERS, Filters
from dashboard.queries.corpus import count_selected
from dashboard.queries.quotes import (
    count_days,
    count_quotes,
    count_sourcing,
    count_values,
    list_newest_quotes,
    list_quotes,
)
from dashboard.reader import Reader
from dashboard.store import Store
from tests import rows as make

Row = dict[str, Any]

NEWEST_FIRST = ["I am well", "I wait", "don't", "The city is free", "it was over", "We are leaving today"]


def said(reader: Reader, **filters: Any) -> list[str]:
    found: list[str] = list_quotes(reader, Filters(**filters))["text"].tolist()
    assert count_quotes(reader, Filters(**filters)) == len(found)
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
def test_quote_keys_choose_the_quotes(reader: Reader, filters: Row, texts: list[str]) -> None:
    assert said(reader, **filters) == texts


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
def test_words_are_looked_for_in_the_quotation_alone(reader: Reader, words: str, texts: list[str]) -> None:
    assert said(reader, said=words) == texts


@pytest.mark.parametrize(
    ("about", "found"),
    [("hezbollah", ["Look … at Hezbollah now"]), ("assad", []), ("iraq", []), ("afp", [])],
)
def test_a_quote_is_about_whoever_is_named_in_its_parts(
    open_tables: Callable[..., Reader], about: str, found: list[str]
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


def test_keys_narrow_together(reader: Reader, written: dict[str, list[Row]]) -> None:
    for values in itertools.product(*CHOICES.values()):
        filters = Filters(**dict(zip(CHOICES, values, strict=True)))
        found = set(list_quotes(reader, filters)["quote_id"])
        assert found == work_out(written["quotes"], filters), filters
        assert count_quotes(reader, filters) == len(found), filters


def test_a_row_names_speaker_outlet_and_article(reader: Reader) -> None:
    rows = {row["text"]: row for row in list_quotes(reader, Filters()).to_dict("records")}
    row = rows["I wait"]
    assert (row["speaker"], row["via"], row["via_actor_id"]) == ("Assad", "AFP", "afp")
    assert (list(row["actor_ids"]), list(row["actors"])) == (["assad"], ["Bashar al-Assad"])
    assert (row["article_id"], row["title"], row["source"], row["sentence"]) == (
        "january", "Assad is in exile", "Sample Courier", 2,
    )  # fmt: skip
    assert len(rows["don't"]["actor_ids"]) == len(rows["don't"]["actors"]) == 0


def test_screens_hold_every_quote_once_and_in_order(reader: Reader) -> None:
    for size in (1, 4, 6):
        screens = [list_quotes(reader, Filters(), size, offset)["text"].tolist() for offset in range(0, 8, size)]
        assert [text for screen in screens for text in screen] == NEWEST_FIRST


def test_the_words_stand_in_the_sentences_that_hold_quote_speaker_and_cue(reader: Reader) -> None:
    rows = {row["text"]: row for row in list_quotes(reader, Filters()).to_dict("records")}
    row = rows["I wait"]
    assert row["context"] == "“I am well,” Assad claims; “I wait.”"
    for name in ("speaker", "cue"):
        start, end = (int(row[f"{name}_{each}"]) - row["context_start"] for each in ("start", "end"))
        assert row["context"][start:end] == row[name]
    [[start, end]] = row["parts"]
    assert row["context"][start - row["context_start"] : end - row["context_start"]] == "I wait"
    assert rows["We are leaving today"]["context"] == "Hezbollah left Homs: “We are leaving today,” a source told AFP."


def counted(found: pd.DataFrame) -> list[tuple[str, str, int]]:
    return list(found[["value", "name", "quotes"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("attribute", "rows"),
    [
        ("sourcings", [("named", "named", 2), ("unnamed", "unnamed", 2), ("organisation", "organisation", 1),
                       ("unknown", "unknown", 1)]),
        ("kinds", [("direct", "direct", 4), ("indirect", "indirect", 1), ("mixed", "mixed", 1)]),
        ("stances", [("claims", "claims", 2), ("denies", "denies", 1), ("says", "says", 1)]),
        ("speakers", [("assad", "Bashar al-Assad", 2), ("hezbollah", "Hezbollah", 1)]),
        ("via", [("afp", "AFP", 2)]),
        ("about", []),
        ("quote_locations", [("169577", "Homs, Syria", 2)]),
    ],
)  # fmt: skip
def test_values_are_counted_and_each_leaves_as_many(
    reader: Reader, attribute: str, rows: list[tuple[str, str, int]]
) -> None:
    assert counted(count_values(reader, Filters(), attribute)) == rows
    for value, _, count in rows:
        chosen: Row = {attribute: (value,)}
        assert count_quotes(reader, Filters(**chosen)) == count
        assert counted(count_values(reader, Filters(**chosen), attribute)) == rows, "whatever is chosen for it now"


def test_values_are_counted_under_the_other_filters(reader: Reader) -> None:
    mixed = Filters(speakers=("hezbollah",), kinds=("mixed",))
    assert counted(count_values(reader, mixed, "speakers")) == [("assad", "Bashar al-Assad", 1)]
    assert counted(count_values(reader, mixed, "quote_locations")) == []


@pytest.mark.parametrize(
    ("filters", "texts"),
    [
        ({"about": ("hezbollah",)}, ["Hezbollah left … and Baghdad sent men to Homs"]),
        ({"about": ("iraq",)}, ["Hezbollah left … and Baghdad sent men to Homs"]),
        ({"about": ("assad",)}, []),  # he says it, between its parts
        ({"about": ("afp",)}, []),
        ({"about": ("hezbollah",), "speakers": ("afp",)}, []),
        ({"quote_locations": ("98182",)}, ["Hezbollah left … and Baghdad sent men to Homs"]),
        ({"quote_locations": ("170654",)}, ["safe"]),
        ({"quote_locations": ("298795",)}, []),  # an adjective
        (
            {"quote_locations": ("169577",)},
            ["Hezbollah left … and Baghdad sent men to Homs", "It began there. Homs is next"],
        ),
        ({"quote_locations": ("169577",), "about": ("iraq",)}, ["Hezbollah left … and Baghdad sent men to Homs"]),
    ],
)
def test_a_quote_is_about_whom_its_words_name_and_of_the_places_of_its_sentence(
    about: Reader, filters: Row, texts: list[str]
) -> None:
    assert said(about, **filters) == texts


def test_a_quote_over_two_sentences_stands_in_both(about: Reader) -> None:
    assert list_quotes(about, Filters())["context"].tolist()[-1] == "“It began there. Homs is next,” he said."


LADDER = ["named", "organisation", "unnamed official", "unnamed", "unknown"]


def test_sourcing_is_counted_by_outlet_by_actor_and_by_day(reader: Reader, about: Reader) -> None:
    outlets = count_sourcing(reader, Filters(), "sources")
    assert outlets[["value", "quotes", *LADDER]].to_numpy().tolist() == [
        ["Sample Courier", 4, 2, 1, 0, 1, 0],
        ["O'Neil's \"Post\"; --", 1, 0, 0, 0, 0, 1],
        ["Sample Wire", 1, 0, 0, 0, 1, 0],
    ]  # fmt: skip
    named = count_sourcing(about, Filters(), "about")
    assert named[["value", "quotes", *LADDER]].to_numpy().tolist() == [
        ["hezbollah", 1, 1, 0, 0, 0, 0], ["iraq", 1, 1, 0, 0, 0, 0],
    ]  # fmt: skip
    assert count_sourcing(about, Filters(about=("iraq",)), "about")["value"].tolist() == ["iraq"], "as chosen"
    days = count_days(reader, Filters(), "day")
    assert days["since"].astype(str).tolist() == ["2024-12-07", "2024-12-08", "2024-12-17", "2025-01-31"]
    assert days[["quotes", *LADDER]].to_numpy().tolist()[1] == [2, 0, 1, 0, 1, 0]
    months = count_days(reader, Filters(), "month")
    assert months[["since", "until"]].astype(str).to_numpy().tolist()[1] == ["2025-01-01", "2025-01-31"]


def test_the_count_of_the_corpus_opens_as_many_quotes(reader: Reader) -> None:
    near = Filters(actors=("assad",), near=("sentence",))
    for filters in (Filters(), near, Filters(words="left"), Filters(since=date(2025, 1, 1))):
        assert count_selected(reader, filters).quotes == count_quotes(reader, filters)


def test_an_empty_corpus_has_no_quotes(open_tables: Callable[..., Reader]) -> None:
    empty = open_tables()
    assert count_quotes(empty, Filters(said="we", speakers=("assad",))) == 0
    assert all(count_values(empty, Filters(), each.field).empty for each in FILTERS.values() if each.counted)
    assert count_days(empty, Filters(), "day").empty
    assert count_sourcing(empty, Filters(), "about").empty


def test_the_newest_quotes_begin_with_known_and_sure_speakers_each_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"actor_id": "envoy", "speaker": "the envoy", "sourcing": "named"}
    army = {"actor_id": "army", "speaker": "the army", "sourcing": "organisation"}
    said = {  # text -> day of December, confidence, who says it; in the order of their numbers
        "Undated": (None, 0.9, known), "Nobody": (9, 0.9, {}), "Ours": (9, 0.9, army), "One": (9, 0.9, known),
        "Two": (9, 0.95, known), "Doubted": (9, 0.7, known), "ONE": (9, 0.9, known),
        "Other": (9, 0.8, {**known, "actor_id": "other"}), "Before": (8, 0.9, known), "Older": (7, 0.9, known),
    }  # fmt: skip
    articles = [
        make.article(text, text, published=datetime(2024, 12, day, 20 - number, tzinfo=UTC) if day else None)
        for number, (text, (day, _, _)) in enumerate(said.items())
    ]
    quotes = [
        make.quote(text, [[0, len(text)]], text, confidence=confidence, **who)
        for text, (_, confidence, who) in said.items()
    ]
    actors = [make.actor(each, each) for each in ("army", "envoy", "other")]
    sentences = [make.sentence(text, 0, 0, len(text)) for text in said]
    newest = Store(make.tables(articles=articles, sentences=sentences, quotes=quotes, actors=actors), {}).reader()
    monkeypatch.setattr("dashboard.settings.NEWEST_QUOTES", 9)
    listed = list_newest_quotes(newest, Filters(), 20)["text"].tolist()
    assert listed == ["One", "Other", "Two", "Before", "Older", "Ours", "Nobody", "Doubted"]
    assert list_newest_quotes(newest, Filters(), 2)["text"].tolist() == ["One", "Other"]
    assert list_newest_quotes(newest, Filters(stances=("denies",)), 2).empty
