"""Places: ranked under the filters, each sense counted apart, and the names that have none."""

from collections.abc import Callable
from datetime import date
from typing import Any

import duckdb

from dashboard.filters import Filters
from dashboard.queries.locations import names_unplaced, places_ranked

Cursor = duckdb.DuckDBPyConnection


def ranked(cursor: Cursor, **filters: Any) -> list[tuple[str, int, int, int, int]]:
    """Name, mentions, mentions as an actor, articles and stories of each place."""
    found = places_ranked(cursor, Filters(**filters))[["name", "mentions", "actor_mentions", "articles", "stories"]]
    return list(found.itertuples(index=False, name=None))


def test_the_most_mentioned_come_first_and_demonyms_are_not_counted(cursor: Cursor) -> None:
    assert ranked(cursor) == [
        ("Homs", 5, 0, 4, 3),
        ("Damascus", 4, 0, 3, 2),
        ("Baghdad", 0, 1, 1, 1),
        ("Null Island", 1, 0, 1, 1),
    ]
    assert len(places_ranked(cursor, Filters(), 2)) == 2


def test_a_place_at_zero_zero_is_a_place(cursor: Cursor) -> None:
    found = places_ranked(cursor, Filters(locations=("0",)))
    assert found["name"].tolist() == ["Homs", "Null Island"]
    assert found["latitude"].tolist() == found["longitude"].tolist() == [0.0, 0.0]
    assert found["country_code"].isna().tolist() == [False, True]


def test_a_filter_selects_articles_and_near_sentences(cursor: Cursor) -> None:
    assert ranked(cursor, actors=("iraq",)) == [("Damascus", 2, 0, 1, 1), ("Homs", 2, 0, 1, 1), ("Baghdad", 0, 1, 1, 1)]
    assert ranked(cursor, actors=("iraq",), near=("sentence",)) == [("Baghdad", 0, 1, 1, 1)]
    assert ranked(cursor, since=date(2025, 1, 1)) == [("Damascus", 1, 0, 1, 1)]
    assert ranked(cursor, locations=("163843",)) == []


def test_names_that_were_not_placed_say_every_reason(cursor: Cursor) -> None:
    [row] = names_unplaced(cursor, Filters()).to_dict("records")
    assert (row["surface"], row["mentions"]) == ("Orlinsk", 3)
    assert sorted(row["reason"].split("; ")) == ["a river", "unknown"]
    assert names_unplaced(cursor, Filters(sources=("Sample Wire",))).empty


def test_an_empty_corpus_has_no_places(open_tables: Callable[..., Cursor]) -> None:
    assert places_ranked(open_tables(), Filters()).empty
    assert names_unplaced(open_tables(), Filters()).empty
