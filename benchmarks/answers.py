"""Compare what the pages count with plain SQL: `python -m benchmarks.answers TABLES`.

Filter sets are drawn from the tables themselves, the same each time. Ends with an error at the first difference.
"""

import argparse
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks import plain
from dashboard.filters import Filters
from dashboard.queries import actors, articles, card, corpus, locations, mentions, quotes, ties
from dashboard.reader import Reader
from dashboard.store import open_store
from dashboard.tables.contract import QUOTE_KINDS, SOURCINGS, STANCES

# Actors and places of which filter sets are drawn: those that are named most, and some of all others.
DRAWN = 30

FACETS = ("sourcings", "stances", "kinds", "speakers", "about", "quote_locations", "via")


def draw_filters(reader: Reader, number: int, seed: int = 14) -> Iterator[Filters]:
    """Filter sets with values that the tables have; the first is empty."""
    dice = random.Random(seed)
    named = actors.actors_ranked(reader, Filters())["actor_id"].tolist()
    placed = locations.places_ranked(reader, Filters())["location_id"].tolist()
    listed = articles.list_articles(reader, Filters())
    days = [day.date() for day in listed["published"].dropna()]
    sources = sorted(listed["source"].dropna().unique())
    words = [word for title in listed["title"].dropna().head(200) for word in title.lower().split() if word.isalnum()]
    yield Filters()
    for _ in range(number - 1):
        changes: dict[str, Any] = {}
        for field, values in (("actors", named), ("locations", placed), ("sources", sources)):
            if values and dice.random() < 0.5:
                common = values[:DRAWN] if dice.random() < 0.7 else values
                changes[field] = tuple(dict.fromkeys(dice.choices(common, k=dice.choice((1, 1, 2)))))
        if days and dice.random() < 0.4:
            since = dice.choice(days)
            changes |= {"since": since, "until": since + timedelta(days=dice.choice((0, 6, 30, 365)))}
        if words and dice.random() < 0.2:
            changes["words"] = dice.choice(words)
        if dice.random() < 0.2:
            changes["copies"] = ("once",)
        if dice.random() < 0.5:
            changes["near"] = (dice.choice(("sentence", "quote")),)
        yield Filters(**changes)


def compare(reader: Reader, filters: Filters, dice: random.Random) -> None:
    """Ask everything under these filters in both ways; raises AssertionError where two answers differ."""
    cursor = reader.cursor
    ranked = actors.actors_ranked(reader, filters)
    counted = corpus.count_selected(reader, filters)
    [row] = plain.counts(cursor, filters).to_dict("records")
    assert {str(name): getattr(counted, str(name)) for name in row} == row, (filters, counted, row)
    _same(ranked, plain.actors(cursor, filters), "actor_id")
    _same(locations.places_ranked(reader, filters), plain.places(cursor, filters), "location_id")
    _same(locations.names_unplaced(reader, filters), plain.unplaced(cursor, filters), "surface")
    shown = [*filters.actors, *ranked["actor_id"].head(4)][:4]
    for bucket in ("day", "week", "month"):
        of_days = articles.articles_over_time(reader, filters, bucket).query("articles > 0")
        _same(of_days, plain.days(cursor, filters, bucket), "since")
        of_actors = actors.actors_over_time(reader, filters, shown, bucket).query("mentions > 0")
        _same(of_actors, plain.actor_days(cursor, filters, shown, bucket), "actor_id", "since")
    among = ranked["actor_id"].head(15).tolist()
    for unit in ("sentence", "article"):
        found = ties.ties_among(reader, filters, among, unit)
        _same(found, plain.ties(cursor, filters, among, unit), "actor_id", "other_id")
    for each in _lists(filters, ranked["actor_id"].tolist(), dice):
        listed = mentions.list_mentions(reader, each)["mention"].tolist()
        assert listed == plain.sentences(cursor, each)["mention"].tolist(), each
    for each in _quotes(filters, ranked["actor_id"].tolist(), dice):
        listed = quotes.list_quotes(reader, each)["quote_id"].tolist()
        assert listed == plain.quotes(cursor, each)["quote_id"].tolist(), each
        for field in FACETS:
            _same(quotes.count_values(reader, each, field), plain.facet(cursor, each, field), "value")
        for group in ("about", "sources"):
            _same(quotes.count_sourcing(reader, each, group), plain.sourcing(cursor, each, group), "value")
    for actor in shown[:1]:
        _same(card.read_card(reader, filters, actor).places, plain.card(cursor, filters, actor), "location_id")


def _lists(filters: Filters, named: list[str], dice: random.Random) -> Iterator[Filters]:
    """The filters with some of those that lists of sentences have."""
    units: tuple[Any, ...] = ((), ("sentence",), ("article",), ("story",))
    for unit, of in product(units, ((), ("actors",), ("places",))):
        yield replace(filters, unit=unit, of=of)
    if named:
        yield replace(filters, named=(dice.choice(named),), senses=("actor",))
        yield replace(filters, beside=(dice.choice(named),), named=(dice.choice(named),))
        yield replace(filters, beside=(dice.choice(named),), within=("article",), of=("places",))
    yield replace(filters, undated=("yes",))


def _quotes(filters: Filters, named: list[str], dice: random.Random) -> Iterator[Filters]:
    """The filters with some of those that quotes have."""
    yield filters
    yield replace(filters, sourcings=(dice.choice(SOURCINGS),), kinds=(dice.choice(QUOTE_KINDS),))
    yield replace(filters, stances=(dice.choice(STANCES),))
    if named:
        yield replace(filters, speakers=(dice.choice(named[:DRAWN]),))
        yield replace(filters, about=(dice.choice(named[:DRAWN]),))


def _same(found: pd.DataFrame, wanted: pd.DataFrame, *keys: str) -> None:
    """Raise AssertionError unless both frames hold the same rows, of the columns that `wanted` has."""
    names = list(wanted.columns)
    sides = [frame[names].sort_values(list(keys)).astype(str).to_numpy().tolist() for frame in (found, wanted)]
    assert sides[0] == sides[1], (names, [row for row in sides[0] if row not in sides[1]][:3], sides[1][:3])


def main() -> None:
    """Compare under so many filter sets and say how many were equal."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("tables", type=Path)
    parser.add_argument("--sets", type=int, default=40, help="filter sets (40)")
    given = parser.parse_args()
    store = open_store(given.tables)
    dice = random.Random(1)
    for filters in draw_filters(store.reader(), given.sets):
        compare(store.reader(), filters, dice)
    print(f"All answers under {given.sets} filter sets are those of plain SQL.")


if __name__ == "__main__":
    main()
