"""The card: an actor's names, roles, days, places and quotes, and that each number opens as many rows."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from dashboard.filters import Filters
from dashboard.queries.card import read_card, why_actor
from dashboard.queries.mentions import count_mentions
from dashboard.queries.quotes import count_quotes
from dashboard.reader import Reader

Row = dict[str, Any]


def rows(frame: Any, *columns: str) -> list[tuple[Any, ...]]:
    return list(frame[list(columns)].itertuples(index=False, name=None))


def test_the_card_says_who_it_is_and_how_often_it_is_named(reader: Reader) -> None:
    card = read_card(reader, Filters(), "assad")
    assert (card.actor_id, card.name, card.kind, card.country_code) == ("assad", "Bashar al-Assad", "person", None)
    assert (card.mentions, card.articles, card.stories, card.undated) == (4, 3, 2, 0)
    assert (card.quotes_by, card.quotes_about) == (2, 0)


def test_every_alias_and_role_has_its_count_and_days(reader: Reader) -> None:
    card = read_card(reader, Filters(), "assad")
    assert rows(card.aliases, "surface", "mentions", "articles") == [("Assad", 3, 2), ("Bashar al-Assad", 1, 1)]
    assert [f"{day:%Y-%m-%d}" for day in (card.aliases["first"][0], card.aliases["last"][0])] == [
        "2024-12-08", "2025-01-31",
    ]  # fmt: skip
    assert rows(card.roles, "role", "mentions") == [("President", 1), ("Syrian President", 1)]


def test_first_and_last_are_the_ends_in_time(reader: Reader) -> None:
    ends = read_card(reader, Filters(), "assad").ends
    assert rows(ends, "article_id", "sentence") == [("falls", 1), ("january", 2)]
    assert rows(read_card(reader, Filters(), "iraq").ends, "article_id", "sentence") == [("falls", 3)]


def test_an_actor_without_dates_has_no_ends(open_tables: Callable[..., Reader]) -> None:
    card = read_card(open_tables("undated"), Filters(), "hezbollah")
    assert (card.mentions, card.undated) == (1, 1)
    assert card.ends.empty
    assert card.aliases["first"].isna().all()


def test_places_count_the_sentences_and_the_articles_that_name_both(reader: Reader) -> None:
    places = read_card(reader, Filters(), "hezbollah").places
    assert rows(places, "name", "country_code", "sentences", "articles") == [
        ("Homs", "SY", 3, 3),
        ("Damascus", "SY", 0, 2),
    ]


def test_what_says_whom_a_name_means_is_told_once_a_name_and_reason(reader: Reader) -> None:
    told = why_actor(reader, Filters(), "assad", 9)
    assert rows(told, "surface", "mentions", "articles", "surfaces", "reason", "article_id", "sentence") == [
        ("Assad", 3, 2, 2, "known by this name", "falls-copy", 1),
        ("Assad", 3, 2, 2, "the President of the article, named in sentence 1", "january", 0),
        ("Bashar al-Assad", 1, 1, 2, "the Syrian President of the article, named in sentence 2", "falls", 1),
    ]
    assert {row["text"][row["start"] : row["end"]] for row in told.to_dict("records")} == {"Assad", "Bashar al-Assad"}
    assert why_actor(reader, Filters(), "assad", 1)["surfaces"].tolist() == [2, 2], "one name of two"


def test_a_reason_is_told_once_wherever_the_other_name_stands(open_tables: Callable[..., Reader]) -> None:
    told = why_actor(open_tables("twice"), Filters(), "assad", 9)
    assert told["reason"].tolist() == ["the President of the article, named in sentence 1"]


def test_an_actor_that_is_not_in_the_selection_is_said_to_be_named_nowhere(reader: Reader) -> None:
    card = read_card(reader, Filters(sources=("Sample Courier",)), "iraq")
    assert (card.name, card.mentions, card.articles, card.quotes_by) == ("Iraq", 0, 0, 0)
    assert card.aliases.empty and card.roles.empty and card.places.empty and card.ends.empty


@pytest.mark.parametrize(
    "corpus",
    [{}, {"since": date(2024, 12, 8)}, {"actors": ("assad", "hezbollah")},
     {"actors": ("hezbollah",), "locations": ("169577",), "near": ("sentence",)}],
)  # fmt: skip
@pytest.mark.parametrize("actor", ["assad", "hezbollah", "iraq", "o'brien'; DROP TABLE articles; --"])
def test_every_number_of_the_card_opens_as_many_rows(reader: Reader, corpus: Row, actor: str) -> None:
    card = read_card(reader, Filters(**corpus), actor)

    def opened(**more: Any) -> int:
        return count_mentions(reader, Filters(**corpus, **more))

    assert opened(named=(actor,)) == card.mentions
    assert opened(named=(actor,), unit=("story",)) == card.stories
    assert opened(named=(actor,), undated=("yes",)) == card.undated
    assert count_quotes(reader, Filters(**corpus, speakers=(actor,))) == card.quotes_by
    for field, frame, column in (("written", card.aliases, "surface"), ("roles", card.roles, "role")):
        for row in frame.to_dict("records"):
            assert opened(named=(actor,), **{field: (row[column],)}) == row["mentions"] > 0
            assert opened(named=(actor,), **{field: (row[column],)}, unit=("article",)) == row["articles"]
    for row in card.places.to_dict("records"):
        both = {"at": (row["location_id"],), "senses": ("place",), "beside": (actor,)}
        assert opened(**both, unit=("sentence",)) == row["sentences"]
        assert opened(**both, unit=("article",), within=("article",)) == row["articles"] > 0
