"""Remains: what stands under filters that leave something out, beside the full picture of the same filters.

What is left out says `dashboard.queries.exclusions`. An actor or a place is gone if the full picture names it, and
nothing that stands does.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.columns.columns import Array
from dashboard.filters import Filters
from dashboard.queries.actors import read_actors
from dashboard.queries.corpus import Counts, count_selected
from dashboard.queries.disputes import count_pairs
from dashboard.queries.locations import read_places
from dashboard.queries.movements import count_movements
from dashboard.queries.names import OFFERED, Option, fold, search_names
from dashboard.queries.selection import select_articles
from dashboard.queries.tally import tally
from dashboard.reader import Reader
from dashboard.words.folding import fold as fold_name

# What the ids of origins that are known media begin with: `dashboard.columns.origins`.
MEDIUM = "medium:"


@dataclass(frozen=True, slots=True)
class Picture:
    """How much some filters leave."""

    counts: Counts
    disputes: int
    movements: int


@dataclass(frozen=True, slots=True)
class Remains:
    """What stands, and the full picture."""

    standing: Picture
    full: Picture


def find_remains(reader: Reader, filters: Filters) -> Remains:
    """What stands of the full picture; kept for other page runs."""
    wanted = filters.only("corpus")
    return reader.columns.keep(
        ("remains", wanted), lambda: Remains(_take(reader, wanted), _take(reader, wanted.complete()))
    )


def _take(reader: Reader, filters: Filters) -> Picture:
    return Picture(
        counts=count_selected(reader, filters),
        disputes=count_pairs(reader, filters),
        movements=count_movements(reader, filters),
    )


def count_gone_places(reader: Reader, filters: Filters) -> int:
    """How many rows `list_gone_places` has in all."""
    return len(_find_gone(reader, filters, "locations"))


def list_gone_places(reader: Reader, filters: Filters, limit: int | None = None, offset: int = 0) -> pd.DataFrame:
    """The columns of `places_ranked` of the places that are gone, counted in the full picture; the most mentions
    first."""
    numbers = _find_gone(reader, filters, "locations")[offset : None if limit is None else offset + limit]
    return read_places(select_articles(reader, filters.complete()), numbers)


def count_gone_actors(reader: Reader, filters: Filters) -> int:
    """How many rows `list_gone_actors` has in all."""
    return len(_find_gone(reader, filters, "actors"))


def list_gone_actors(reader: Reader, filters: Filters, limit: int | None = None, offset: int = 0) -> pd.DataFrame:
    """The columns of `actors_ranked` of the actors that are gone, counted in the full picture; the most mentions
    first."""
    numbers = _find_gone(reader, filters, "actors")[offset : None if limit is None else offset + limit]
    return read_actors(select_articles(reader, filters.complete()), numbers)


def _find_gone(reader: Reader, filters: Filters, group: str) -> Array:
    """The numbers of the actors or places that are gone, the most mentions in the full picture first; lone words that
    nothing says are persons left out."""
    columns = reader.columns
    if not filters.excludes_something:
        return np.empty(0, np.int64)
    full = tally(select_articles(reader, filters.complete()), group).ranked(columns[f"{group}.by_name"])
    gone = full[tally(select_articles(reader, filters), group).total[full] == 0]
    return np.asarray(gone[columns["actors.ranked"][gone]] if group == "actors" else gone)


def search_media(reader: Reader, typed: str, limit: int = OFFERED) -> list[Option]:
    """The actors that articles of the whole set have their report from, or that quotes were told to, with the number of
    both; the most first. Of what is typed they have all words; behind them come other actors that have them."""
    words = fold(reader, typed).split()
    columns = reader.columns
    counts: Array = reader.columns.keep("media", lambda: _count_media(reader))
    numbers = np.flatnonzero(counts)
    ranked = numbers[np.lexsort((columns["actors.by_name"][numbers], -counts[numbers]))]
    found = list(_describe(reader, ranked, counts, words, limit))
    known = {each.value for each in found}
    others = search_names(reader, "actors", typed, limit) if words else []
    return [*found, *(each for each in others if each.value not in known)][:limit]


def _count_media(reader: Reader) -> Array:
    """For each actor the articles whose origin it is, and the quotes that were told to it."""
    columns = reader.columns
    size = len(columns.texts["actors.id"])
    vias = columns["quotes.via"]
    counts = np.bincount(vias[vias >= 0], minlength=size)
    articles = np.bincount(columns["articles.origin"], minlength=len(columns.texts["origins.id"]))
    for origin, number in enumerate(articles.tolist()):
        origin_id = columns.text("origins.id", origin) or ""
        if number and origin_id.startswith(MEDIUM):
            actor = columns.texts["actors.id"].find(origin_id.removeprefix(MEDIUM))
            if actor >= 0:
                counts[actor] += number
    return counts


def _describe(reader: Reader, ranked: Array, counts: Array, words: Sequence[str], limit: int) -> list[Option]:
    columns, found = reader.columns, []
    for number in ranked.tolist():
        name = columns.text("actors.name", number) or ""
        if all(f" {word}" in f" {fold_name(name)}" for word in words):
            kind = columns.text("actors.kind", number) or ""
            found.append(Option(columns.text("actors.id", number) or "", name, kind, int(counts[number])))
            if len(found) == limit:
                break
    return found
