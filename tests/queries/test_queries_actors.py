"""Actors: ranked under the filters, and over time with every zero."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from dashboard.filters import Filters
from dashboard.queries.actors import actors_over_time, actors_ranked, count_actors, count_undated, rank_actors
from dashboard.reader import Reader


def ranked(reader: Reader, limit: int | None = None, **filters: Any) -> list[tuple[str, int, int, int]]:
    """Id, mentions, articles and stories of each actor."""
    found = actors_ranked(reader, Filters(**filters), limit)
    columns = found[["actor_id", "mentions", "articles", "stories"]]
    return list(columns.itertuples(index=False, name=None))


def test_the_most_mentioned_come_first_and_equals_by_name(reader: Reader) -> None:
    assert ranked(reader) == [
        ("assad", 4, 3, 2),
        ("hezbollah", 4, 3, 2),
        ("iraq", 1, 1, 1),
        ("o'brien'; DROP TABLE articles; --", 1, 1, 1),
        ('two "quotes" 100%', 1, 1, 1),
    ]
    assert ranked(reader, 2) == ranked(reader)[:2]


def test_a_lone_word_that_may_be_no_person_is_not_ranked(open_tables: Callable[..., Reader]) -> None:
    assert ranked(open_tables("doubted")) == [("gaza", 1, 1, 1)]


def test_those_that_are_asked_for_have_a_row_wherever_they_rank(reader: Reader) -> None:
    whole = actors_ranked(reader, Filters())["actor_id"].tolist()
    found = actors_ranked(reader, Filters(), 2, also=(whole[-1], whole[0], "lone", "nobody"))
    assert found["actor_id"].tolist() == [*whole[:2], whole[-1]]


def test_names_and_kinds_come_with_them(reader: Reader) -> None:
    found = actors_ranked(reader, Filters(), 2)
    about = ["actor_id", "name", "kind", "country_code", "unsure"]
    assert found.columns.tolist() == [*about, "mentions", "articles", "stories"]
    assert found["name"].tolist() == ["Bashar al-Assad", "Hezbollah"]
    assert found["kind"].tolist() == ["person", "armed group"]


def test_a_filter_selects_articles_and_near_sentences(reader: Reader) -> None:
    assert ranked(reader, actors=("iraq",)) == [("assad", 1, 1, 1), ("hezbollah", 1, 1, 1), ("iraq", 1, 1, 1)]
    assert ranked(reader, actors=("iraq",), near=("sentence",)) == [("iraq", 1, 1, 1)]
    assert ranked(reader, sources=("nobody",)) == []


def lines(reader: Reader, bucket: str, *shown: str, **filters: Any) -> list[tuple[str, str, str, int]]:
    """First and last day, actor and mentions of each point."""
    found = actors_over_time(reader, Filters(**filters), list(shown), bucket)
    return [
        (f"{r['since']:%Y-%m-%d}", f"{r['until']:%Y-%m-%d}", r["actor_id"], r["mentions"])
        for r in found.to_dict("records")
    ]


def test_every_actor_has_a_point_in_every_bar(reader: Reader) -> None:
    assert lines(reader, "week", "hezbollah", "assad", until=date(2024, 12, 31)) == [
        ("2024-12-02", "2024-12-08", "hezbollah", 3),
        ("2024-12-02", "2024-12-08", "assad", 2),
        ("2024-12-09", "2024-12-15", "hezbollah", 0),
        ("2024-12-09", "2024-12-15", "assad", 0),
        ("2024-12-16", "2024-12-22", "hezbollah", 0),
        ("2024-12-16", "2024-12-22", "assad", 0),
    ]
    assert lines(reader, "month", "assad") == [
        ("2024-12-01", "2024-12-31", "assad", 2),
        ("2025-01-01", "2025-01-31", "assad", 2),
    ]


def test_days_are_cut_in_utc(reader: Reader) -> None:
    found = lines(reader, "day", "hezbollah", until=date(2024, 12, 8))
    assert found == [("2024-12-07", "2024-12-07", "hezbollah", 1), ("2024-12-08", "2024-12-08", "hezbollah", 2)]


def test_an_actor_who_is_not_in_the_selection_is_a_line_of_zeros(reader: Reader) -> None:
    found = lines(reader, "day", "unnamed-here", sources=("Sample Wire",))
    assert [mentions for *_, mentions in found] == [0, 0]


def test_a_share_is_of_the_articles_that_the_other_filters_select(reader: Reader) -> None:
    filters = Filters(actors=("hezbollah",), until=date(2024, 12, 31))
    found = actors_over_time(reader, filters, ["hezbollah"], "day")
    rows = found[["since", "mentions", "articles", "of"]].itertuples(index=False, name=None)
    assert [(f"{since:%d}", *numbers) for since, *numbers in rows] == [("07", 1, 1, 1), ("08", 2, 1, 2)]
    assert found["share"].tolist() == [1.0, 0.5]


def test_a_bar_without_articles_has_no_share(reader: Reader) -> None:
    found = actors_over_time(reader, Filters(until=date(2024, 12, 31)), ["assad"], "week")
    assert found["of"].tolist() == [3, 0, 1]
    assert found["share"].isna().tolist() == [False, True, False]
    assert found["share"][0] == pytest.approx(2 / 3)


def test_mentions_without_a_date_are_counted_apart(reader: Reader) -> None:
    found = count_undated(reader, Filters(), ["assad", "hezbollah"])
    assert found.values.tolist() == [["hezbollah", "Hezbollah", 1, 1]]
    assert count_undated(reader, Filters(since=date(2024, 1, 1)), ["hezbollah"]).empty


@pytest.mark.parametrize("shown", [(), ("nobody",)])
def test_without_a_known_actor_there_are_no_lines(reader: Reader, shown: tuple[str, ...]) -> None:
    found = actors_over_time(reader, Filters(), list(shown), "day")
    assert found.empty
    assert found.columns.tolist() == [
        "actor_id", "name", "since", "until", "mentions", "articles", "of", "share",
    ]  # fmt: skip


@pytest.mark.parametrize("articles", [(), ("undated",)])
def test_without_a_day_there_are_no_lines(open_tables: Callable[..., Reader], articles: tuple[str, ...]) -> None:
    assert actors_over_time(open_tables(*articles), Filters(), ["hezbollah"], "week").empty


def test_the_rank_of_an_actor_is_that_of_the_whole_set(reader: Reader) -> None:
    ranked = actors_ranked(reader, Filters())
    ids = ranked["actor_id"].tolist()
    found = rank_actors(reader, [ids[2], ids[0]])
    assert list(found) == [ids[2], ids[0]]
    assert found[ids[0]] < found[ids[2]]


def test_actors_are_sorted_by_what_is_asked_and_narrowed_to_their_kinds(reader: Reader) -> None:
    ranked = actors_ranked(reader, Filters())
    by_name = actors_ranked(reader, Filters(), sort="-name")["name"].tolist()
    assert by_name == sorted(ranked["name"], reverse=True)
    few = actors_ranked(reader, Filters(), 3, sort="articles")
    assert few["articles"].tolist() == sorted(ranked["articles"])[:3]
    assert actors_ranked(reader, Filters(), sort="nothing")["actor_id"].tolist() == ranked["actor_id"].tolist()
    people = Filters(actor_kinds=("person",))
    assert set(actors_ranked(reader, people)["kind"]) == {"person"}
    assert count_actors(reader, people) == (ranked["kind"] == "person").sum()
