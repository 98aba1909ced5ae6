"""Every filter does what it is for: each narrows the answer to the question that reads it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from dashboard.boxes import Box
from dashboard.filters import FILTERS, Filters
from dashboard.queries.actors import count_actors
from dashboard.queries.articles import count_articles
from dashboard.queries.claims import count_claims
from dashboard.queries.corpus import list_rejects
from dashboard.queries.mentions import count_mentions
from dashboard.queries.movements import count_movements
from dashboard.queries.quotes import count_quotes
from dashboard.reader import Reader
from tests.queries.conftest import ADDITION

Question = Callable[[Reader, Filters], int]


def count_rejects(reader: Reader, filters: Filters) -> int:
    return len(list_rejects(reader, filters))


# Field -> the question that reads it, a value that narrows the answer, and other filters that it needs.
NARROWING: dict[str, tuple[Question, Any, dict[str, Any]]] = {
    "actors": (count_articles, ("assad",), {}),
    "locations": (count_articles, ("169577",), {}),
    "box": (count_articles, Box(-1, -1, 1, 1), {}),
    "sources": (count_articles, ("Sample Wire",), {}),
    "added": (count_articles, ADDITION, {}),
    "copies": (count_articles, ("once",), {}),
    "near": (count_articles, ("sentence",), {"actors": ("assad",), "locations": ("170654",)}),
    "since": (count_articles, date(2024, 12, 8), {}),
    "until": (count_articles, date(2024, 12, 8), {}),
    "words": (count_articles, "rebels", {}),
    "not_sources": (count_articles, ("Sample Wire",), {}),
    "not_via": (count_articles, ("afp",), {}),
    "not_sourcings": (count_quotes, ("unnamed",), {}),
    "not_actors": (count_quotes, ("assad",), {}),
    "said": (count_quotes, "city", {}),
    "sourcings": (count_quotes, ("named",), {}),
    "stances": (count_quotes, ("denies",), {}),
    "kinds": (count_quotes, ("mixed",), {}),
    "speakers": (count_quotes, ("assad",), {}),
    "about": (count_quotes, ("assad",), {}),
    "quote_locations": (count_quotes, ("169577",), {}),
    "via": (count_quotes, ("afp",), {}),
    "named": (count_mentions, ("assad",), {}),
    "written": (count_mentions, ("Homs",), {}),
    "roles": (count_mentions, ("President",), {}),
    "beside": (count_mentions, ("hezbollah",), {}),
    "at": (count_mentions, ("169577",), {}),
    "matters": (count_claims, ("control",), {}),
    "tellers": (count_claims, ("outlet:Sample Courier",), {}),
    "of": (count_mentions, ("actors",), {}),
    "unplaced": (count_mentions, ("Orlinsk",), {}),
    "inside": (count_mentions, ("falls",), {}),
    "mentions": (count_mentions, ("falls@12",), {}),
    "corrections": (count_mentions, ("none",), {}),
    "senses": (count_mentions, ("actor",), {}),
    "undated": (count_mentions, ("yes",), {}),
    "unit": (count_mentions, ("article",), {}),
    "origins": (count_mentions, ("outlet:sample courier",), {}),
    "step": (count_mentions, ("copies",), {"copies": ("once",)}),
    "story": (count_articles, "falls", {}),
    "moves": (count_movements, ("withdrawal",), {}),
    "statuses": (count_movements, ("planned",), {}),
    "ends": (count_movements, ("both",), {}),
    "movers": (count_movements, ("hezbollah",), {}),
    "from_places": (count_movements, ("170654",), {}),
    "to_places": (count_movements, ("98182",), {}),
    "end_places": (count_movements, ("169577",), {}),
    "actor_kinds": (count_actors, ("person",), {}),
    "reasons": (count_rejects, ("json",), {}),
}

# The tables of these tests have no quote about an actor and no correction; other tests say what these filters leave.
LEAVING_NOTHING = {"about", "corrections"}

# They choose what is shown of the answer, and leave the answer as it is; `new` and its like need another set, and have
# tests where there are two.
SHOWING = {"screen", "why", "new", "changed", "unchanged"}


def test_every_filter_that_narrows_is_tried() -> None:
    narrowing = {each.field for each in FILTERS.values() if each.scope in ("corpus", "quotes", "list")}
    assert set(NARROWING) == narrowing - SHOWING


@pytest.mark.parametrize("field", NARROWING)
def test_every_filter_narrows(reader: Reader, field: str) -> None:
    question, value, others = NARROWING[field]
    whole = question(reader, Filters(**others))
    narrowed = question(reader, Filters(**others, **{field: value}))
    assert narrowed < whole
    assert (narrowed == 0) == (field in LEAVING_NOTHING), "a condition that never holds narrows, too"
