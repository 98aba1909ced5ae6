"""Lists of articles, bars over time, and all of one article for the reader."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest

from dashboard.filters import Filters
from dashboard.queries.articles import (
    articles_over_time,
    count_articles,
    list_articles,
    selected_span,
)
from dashboard.queries.reading import compare_articles, read_article
from dashboard.queries.time import choose_bucket
from dashboard.reader import Reader

Row = dict[str, Any]

ODD = "odd'id\"; --"
NEWEST_FIRST = ["january", ODD, "late", "falls-copy", "falls", "undated"]


def bars(reader: Reader, bucket: str, **filters: Any) -> list[tuple[str, str, int]]:
    """First day, last day and articles of each bar."""
    found = articles_over_time(reader, Filters(**filters), bucket)
    return [(f"{r['since']:%Y-%m-%d}", f"{r['until']:%Y-%m-%d}", r["articles"]) for r in found.to_dict("records")]


def test_articles_are_listed_newest_first_and_those_without_a_day_last(reader: Reader) -> None:
    found = list_articles(reader, Filters())
    assert found["article_id"].tolist() == NEWEST_FIRST
    assert found.columns.tolist() == ["article_id", "story_id", "title", "source", "published", "copies"]
    assert found["copies"].tolist() == [1, 1, 1, 2, 2, 1]
    assert pd.isna(found["published"].iloc[-1])
    assert found["published"].iloc[2] == pd.Timestamp("2024-12-08T23:59:59.999999")


def test_a_story_is_one_row_its_earliest_article(reader: Reader) -> None:
    found = list_articles(reader, Filters(unit=("story",)))
    assert found["article_id"].tolist() == ["january", ODD, "late", "falls", "undated"]
    assert count_articles(reader, Filters(unit=("story",))) == 5
    later = Filters(unit=("story",), since=date(2024, 12, 8), until=date(2024, 12, 8))
    assert list_articles(reader, later)["article_id"].tolist() == ["late", "falls-copy"], "of the selected ones"
    assert list_articles(reader, later)["copies"].tolist() == [1, 2], "in all of the corpus"


@pytest.mark.parametrize(("story", "articles"), [("falls", ["falls-copy", "falls"]), (ODD, [ODD]), ("falls-copy", [])])
def test_the_copies_of_a_story_are_listed(reader: Reader, story: str, articles: list[str]) -> None:
    assert list_articles(reader, Filters(story=story))["article_id"].tolist() == articles
    assert count_articles(reader, Filters(story=story)) == len(articles)


@pytest.mark.parametrize(
    "filters",
    [
        {}, {"unit": ("story",)}, {"unit": ("article",)}, {"story": "falls"}, {"story": "falls", "unit": ("story",)},
        {"actors": ("hezbollah",)}, {"actors": ("hezbollah",), "unit": ("story",)}, {"sources": ("nobody",)},
        {"locations": ("169577",), "near": ("sentence",), "actors": ("hezbollah",), "unit": ("story",)},
        {"since": date(2024, 12, 8), "unit": ("story",)}, {"words": "soldier", "story": "late"},
    ],
)  # fmt: skip
def test_the_count_is_the_length_of_the_list(reader: Reader, filters: Row) -> None:
    assert count_articles(reader, Filters(**filters)) == len(list_articles(reader, Filters(**filters)))


@pytest.mark.parametrize("size", [1, 2, 5, 6, 10])
def test_screens_hold_every_article_once_and_in_order(reader: Reader, size: int) -> None:
    screens = [list_articles(reader, Filters(), size, offset)["article_id"].tolist() for offset in range(0, 6, size)]
    assert all(len(screen) <= size for screen in screens)
    assert [article for screen in screens for article in screen] == NEWEST_FIRST
    assert list_articles(reader, Filters(), size, 6).empty


@pytest.mark.parametrize(
    ("days", "bucket"), [(0, "day"), (62, "day"), (63, "week"), (700, "week"), (701, "month"), (40_000, "month")]
)
def test_a_longer_span_has_longer_bars(days: int, bucket: str) -> None:
    assert choose_bucket(days) == bucket


def test_the_span_is_in_days_from_first_to_last(reader: Reader) -> None:
    assert selected_span(reader, Filters()) == 55
    assert selected_span(reader, Filters(sources=("Sample Wire",))) == 1
    assert selected_span(reader, Filters(actors=("iraq",))) == 0
    assert selected_span(reader, Filters(sources=("nobody",))) == 0


def test_days_without_articles_are_bars_of_zero(reader: Reader) -> None:
    found = bars(reader, "day", until=date(2024, 12, 31))
    assert [day for day, _, _ in found] == [f"2024-12-{day:02}" for day in range(7, 18)]
    assert all(since == until for since, until, _ in found)
    assert {day: count for day, _, count in found if count} == {"2024-12-07": 1, "2024-12-08": 2, "2024-12-17": 1}


def test_weeks_run_from_monday_to_sunday(reader: Reader) -> None:
    assert bars(reader, "week", until=date(2024, 12, 31)) == [
        ("2024-12-02", "2024-12-08", 3),
        ("2024-12-09", "2024-12-15", 0),
        ("2024-12-16", "2024-12-22", 1),
    ]


def test_months_have_their_own_length(reader: Reader) -> None:
    assert bars(reader, "month") == [("2024-12-01", "2024-12-31", 4), ("2025-01-01", "2025-01-31", 1)]


@pytest.mark.parametrize("bucket", ["day", "week", "month"])
@pytest.mark.parametrize(
    "filters", [{}, {"actors": ("assad",)}, {"since": date(2024, 12, 8)}, {"locations": ("169577",)}]
)
def test_a_bar_leads_to_as_many_articles_as_it_counts(reader: Reader, bucket: str, filters: Row) -> None:
    found = articles_over_time(reader, Filters(**filters), bucket)
    dated = Filters(**{"until": date(2100, 1, 1), **filters})
    assert found["articles"].sum() == count_articles(reader, dated)
    for row in found.to_dict("records"):
        since = max(row["since"].date(), filters.get("since", row["since"].date()))
        narrowed = Filters(**{**filters, "since": since, "until": row["until"].date()})
        assert count_articles(reader, narrowed) == row["articles"]


@pytest.mark.parametrize("article", ["undated", "nothing"])
def test_without_a_day_there_are_no_bars(open_tables: Callable[..., Reader], article: str) -> None:
    opened = open_tables(article)
    found = articles_over_time(opened, Filters(), "day")
    assert found.empty
    assert found.columns.tolist() == ["since", "until", "articles"]
    assert selected_span(opened, Filters()) == 0


def test_the_reader_is_given_all_of_one_article(reader: Reader, written: dict[str, list[Row]]) -> None:
    reading = read_article(reader, "falls-copy")
    assert reading is not None
    text = reading.article["text"]
    assert reading.article["title"] == "Damascus falls"
    assert reading.sentences["sentence"].tolist() == [0, 1, 2]
    assert reading.mentions["surface"].tolist() == ["Damascus", "Hezbollah", "Homs", "Assad", "Hezbollah", "Turkish"]
    for row in reading.mentions.to_dict("records"):
        assert text[row["start"] : row["end"]] == row["surface"]
    assert reading.mentions["place"].dropna().tolist() == ["Damascus", "Homs"], "not that of an adjective"
    assert reading.mentions["actor"].dropna().tolist() == ["Hezbollah", "Bashar al-Assad", "Hezbollah"]
    assert reading.quotes["text"].tolist() == ["The city is free", "it was over"]
    assert [list(actors) for actors in reading.quotes["actors"]] == [["Hezbollah"], []]
    assert reading.copies.to_dict("records") == [
        {
            "article_id": "falls",
            "title": "Rebels near Damascus",
            "source": "Sample Wire",
            "published": pd.Timestamp("2024-12-07T23:30"),
        }
    ]
    assert reading.all_copies == 1


def test_an_article_is_compared_with_a_copy(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    found = compare_articles(reader, "falls-copy", "falls")
    reading = read_article(reader, "falls-copy")
    assert found is not None and reading is not None
    text = reading.article["text"]
    assert found.other["article_id"] == "falls" and not found.cut
    assert "Damascus falls" in [text[start:end] for start, end in found.only]
    assert found.missing["sentence"].tolist() == [0, 1, 2, 3] and found.differing.empty
    monkeypatch.setattr("dashboard.settings.COMPARED_CHARACTERS", 16)
    short = compare_articles(reader, "falls-copy", "falls")
    assert short is not None and short.cut and len(short.only) == 1 and short.missing.empty
    assert compare_articles(reader, "falls-copy", "nobody") is None


def test_an_article_without_names_can_be_read(reader: Reader) -> None:
    reading = read_article(reader, "late")
    assert reading is not None
    assert reading.mentions.empty
    assert reading.quotes.empty
    assert reading.copies.empty


def test_ids_are_values_and_not_part_of_the_statement(reader: Reader) -> None:
    reading = read_article(reader, ODD)
    assert reading is not None
    assert reading.article["source"] == "O'Neil's \"Post\"; --"
    assert read_article(reader, "' OR 1 = 1 --") is None
    assert read_article(reader, "") is None


def test_articles_are_sorted_by_what_is_asked(reader: Reader) -> None:
    usual = list_articles(reader, Filters())
    oldest = list_articles(reader, Filters(), sort="published")
    assert oldest["article_id"].tolist() == usual["article_id"].tolist()[::-1]
    copies = list_articles(reader, Filters(), sort="-copies")["copies"].tolist()
    assert copies == sorted(copies, reverse=True) and copies[0] > 1
