"""Only a mention of a counted sense is a place: an adjective or a part of another name changes no answer."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pandas as pd
import pytest

from dashboard.filters import Filters
from dashboard.queries.actors import actors_ranked
from dashboard.queries.articles import list_articles
from dashboard.queries.card import read_card
from dashboard.queries.corpus import count_selected
from dashboard.queries.corrections import articles_with, names_at, place_subject, read_proposed
from dashboard.queries.disputes import count_pairs
from dashboard.queries.locations import names_unplaced, places_ranked, why_here
from dashboard.queries.mentions import count_mentions
from dashboard.queries.names import search_names
from dashboard.queries.quotes import count_quotes, count_values
from dashboard.reader import Reader
from dashboard.store import Store
from dashboard.tables.contract import PLACED_SENSES, SENSES
from dashboard.tables.rows import Row
from tests import rows as make

HOMS = "169577"
UNCOUNTED = tuple(sense for sense in SENSES if sense not in PLACED_SENSES)


def other_mentions(written: dict[str, list[Row]]) -> Iterator[Row]:
    """For each sentence a mention of Homs of a sense that does not count: three letters where no mention begins."""
    taken = {(row["article_id"], row["start"]) for row in written["entities"]}
    texts = {row["article_id"]: row["text"] for row in written["articles"]}
    for number, sentence in enumerate(written["sentences"]):
        article_id = sentence["article_id"]
        start = next(each for each in range(sentence["start"], sentence["end"]) if (article_id, each) not in taken)
        surface, sense = texts[article_id][start : start + 3], UNCOUNTED[number % len(UNCOUNTED)]
        at = {"sentence": sentence["sentence"], "location_id": HOMS}
        yield make.entity(article_id, start, surface, label="GPE", sense=sense, **at)


@pytest.fixture(scope="module")
def more(written: dict[str, list[Row]]) -> Reader:
    """A reader on the same tables with these mentions besides."""
    rows = {**written, "entities": [*written["entities"], *other_mentions(written)]}
    return Store(make.tables(**rows), {}).reader()


QUESTIONS: dict[str, Callable[[Reader, Filters], Any]] = {
    "counts": count_selected,
    "articles": list_articles,
    "places": places_ranked,
    "actors": actors_ranked,
    "unplaced": names_unplaced,
    "options": lambda reader, _: search_names(reader, "locations", ""),
    "options for typed words": lambda reader, _: search_names(reader, "locations", "h"),
    "mentions of places": lambda reader, filters: count_mentions(reader, filters.without("senses")),
    "mentions at a place": lambda reader, filters: count_mentions(reader, Filters(at=(HOMS,), near=filters.near)),
    "articles at a place": lambda reader, _: count_mentions(reader, Filters(at=(HOMS,), unit=("article",))),
    "why here": lambda reader, filters: why_here(reader, filters, HOMS, 99, 99),
    "quotes": count_quotes,
    "places of quotes": lambda reader, filters: count_values(reader, filters, "quote_locations"),
    "quotes of a place": lambda reader, _: count_quotes(reader, Filters(quote_locations=(HOMS,))),
    "disputes": count_pairs,
    "places with an actor": lambda reader, filters: read_card(reader, filters, "hezbollah").places,
    "names at a place": lambda reader, _: names_at(reader, HOMS),
    "articles with names at a place": lambda reader, _: articles_with(
        reader, Filters(locations=(HOMS,), change=("wrong-place",))
    ),
}
FILTERS = {
    "none": Filters(),
    "a place": Filters(locations=(HOMS,)),
    "an actor and a place in one sentence": Filters(actors=("hezbollah",), locations=(HOMS,), near=("sentence",)),
    "two places in one sentence": Filters(locations=(HOMS, "170654"), near=("sentence",)),
    "days": Filters(since=date(2024, 12, 8)),
}


@pytest.mark.parametrize("filters", FILTERS)
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_sense_that_does_not_count_changes_no_answer(
    reader: Reader, more: Reader, question: str, filters: str
) -> None:
    expected, found = (QUESTIONS[question](each, FILTERS[filters]) for each in (reader, more))
    if isinstance(expected, pd.DataFrame):
        pd.testing.assert_frame_equal(found, expected)
    else:
        assert found == expected


def test_a_sense_that_does_not_count_is_corrected_as_no_place(more: Reader) -> None:
    rows = more.execute("SELECT article_id || '@' || start, surface FROM entities WHERE sense = $1", [UNCOUNTED[0]])
    for mention, surface in rows.fetchall():
        assert place_subject(more, Filters(mentions=(mention,))) is None
        assert place_subject(more, Filters(locations=(HOMS,), written=(surface,))) is None
        assert read_proposed(more, Filters(change=("not-a-place",), locations=(HOMS,), written=(surface,))) is None
