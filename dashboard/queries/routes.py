"""Routes: what several movements have in common, and the places where they begin and end.

A route is all movements of one kind with the same two ends; where an end is not said, those have a route of their own.
"""

from collections import Counter
from typing import Any

import numpy as np
import pandas as pd

from dashboard.columns.ascending import is_first
from dashboard.columns.columns import Array, Columns
from dashboard.filters import Filters
from dashboard.queries.locations import describe_places
from dashboard.queries.movements import (
    count_by_group,
    describe_ends,
    find_ends,
    find_movements,
    find_movers,
    name_teller,
    read_tellers,
)
from dashboard.queries.tally import count_of_each, find_span_of_each
from dashboard.queries.time import as_moments, find_bucket
from dashboard.reader import Reader
from dashboard.tables.contract import MOVES, STATUSES

# Of a route, the names of who moves, and of who says it, that are given: the most frequent.
NAMES = 3

# Of a route, the newest movements that are looked at for who says it: it may have thousands, and their speakers are
# read one by one.
LOOKED_AT = 10


def count_routes(reader: Reader, filters: Filters) -> int:
    """How many rows `list_routes` has in all."""
    return len(pd.unique(_make_route_keys(reader.columns, find_movements(reader, filters))))


def list_routes(reader: Reader, filters: Filters, limit: int | None = None, offset: int = 0) -> pd.DataFrame:
    """Columns from_location_id, from_place, from_latitude, from_longitude, the same with to_, null for an end that is
    not said; kind, movements, articles, stories, origins, planned and denied (movements), first and last (day; null
    where no article has a date), movers and told_by (names, the most frequent first).

    The most told come first: those with the most stories, then articles, then movements.
    """
    return _describe_routes(reader, find_movements(reader, filters), limit, offset)


def count_drawn(reader: Reader, filters: Filters) -> int:
    """How many rows `list_drawn` would have without a limit."""
    return len(pd.unique(_make_route_keys(reader.columns, _find_drawn(reader, filters))))


def list_drawn(reader: Reader, filters: Filters, limit: int) -> pd.DataFrame:
    """The first rows of `list_routes` of the movements that have an arrow: those from one place to another that are
    not denied."""
    return _describe_routes(reader, _find_drawn(reader, filters), limit, 0)


def list_ends(reader: Reader, filters: Filters, limit: int | None = None, offset: int = 0) -> pd.DataFrame:
    """The columns of `describe_places`, leaving and reaching (movements from there and to there), only_from and only_to
    (those of them whose other end is not said), and articles; the places with the most movements first."""
    columns, rows = reader.columns, find_movements(reader, filters)
    size = len(columns.texts["locations.id"])
    origins, goals = find_ends(columns, rows)
    articles = columns["movements.article"][rows]
    counts = {
        "leaving": np.bincount(origins[origins >= 0], minlength=size),
        "reaching": np.bincount(goals[goals >= 0], minlength=size),
        "only_from": np.bincount(origins[goals < 0], minlength=size),
        "only_to": np.bincount(goals[origins < 0], minlength=size),
    }
    ends, within = np.concatenate((origins, goals)), np.concatenate((articles, articles))
    within = count_of_each(ends[ends >= 0], within[ends >= 0], size)
    total = counts["leaving"] + counts["reaching"]
    ranked = np.flatnonzero(total)
    ranked = ranked[np.lexsort((columns["locations.by_name"][ranked], -total[ranked]))]
    ranked = ranked[offset : None if limit is None else offset + limit]
    return describe_places(columns, ranked).assign(
        **{name: numbers[ranked] for name, numbers in counts.items()}, articles=within[ranked]
    )


def _find_drawn(reader: Reader, filters: Filters) -> Array:
    columns, rows = reader.columns, find_movements(reader, filters)
    origins, goals = find_ends(columns, rows)
    is_denied = columns["movements.status"][rows] == STATUSES.index("denied")
    return np.asarray(rows[(origins >= 0) & (goals >= 0) & (origins != goals) & ~is_denied])


def _describe_routes(reader: Reader, rows: Array, limit: int | None, offset: int) -> pd.DataFrame:
    """The columns of `list_routes` for the routes of these movements."""
    columns = reader.columns
    routes, keys = pd.factorize(_make_route_keys(columns, rows))
    counts = count_by_group(columns, rows, routes, len(keys))
    order = np.lexsort((keys, -counts["movements"], -counts["articles"], -counts["stories"]))
    order = order[offset : None if limit is None else offset + limit]
    first, last = _find_days(columns, rows, routes, len(keys))
    position = np.full(len(keys), -1)
    position[order] = np.arange(len(order))
    of_listed = position[routes] >= 0
    rows, routes = rows[of_listed], position[routes][of_listed]
    return describe_ends(columns, *_read_route_keys(columns, keys[order])).assign(
        kind=pd.Series([MOVES[key % len(MOVES)] for key in keys[order]], dtype="str"),
        **{name: numbers[order] for name, numbers in counts.items()},
        first=first[order], last=last[order],
        movers=_name_movers(columns, rows, routes, len(order)), told_by=_name_tellers(reader, rows, routes, len(order)),
    )  # fmt: skip


def _make_route_keys(columns: Columns, rows: Array) -> Array:
    """One number for the route of each of these movements."""
    places = len(columns.texts["locations.id"]) + 1
    origins, goals = (each.astype(np.int64) + 1 for each in find_ends(columns, rows))
    keys: Array = (origins * places + goals) * len(MOVES) + columns["movements.kind"][rows]
    return keys


def _read_route_keys(columns: Columns, keys: Array) -> tuple[Array, Array]:
    """From where and to where the routes with these keys go."""
    places = len(columns.texts["locations.id"]) + 1
    ends = keys // len(MOVES)
    return ends // places - 1, ends % places - 1


def _find_days(columns: Columns, rows: Array, groups: Array, size: int) -> tuple[Array, Array]:
    """The first and the last day of the articles of each group; no day where none of them has a date."""
    articles = columns["movements.article"][rows]
    dated = columns["articles.dated"][articles]
    days = find_bucket(columns, articles[dated], "day")
    first, last = find_span_of_each(groups[dated], days, size)
    has_day = np.bincount(groups[dated], minlength=size) > 0
    never = np.datetime64("NaT", "us")
    first, last = (np.where(has_day, as_moments(np.where(has_day, each, 0)), never) for each in (first, last))
    return first, last


def _name_movers(columns: Columns, rows: Array, groups: Array, size: int) -> "pd.Series[Any]":
    """Who moves in each group: the actors, others as written; the most frequent first, `NAMES` at most."""
    actors, words = find_movers(columns, rows), columns["movements.who"][rows]
    known = len(columns.texts["actors.id"])
    movers = np.where(actors >= 0, actors, known + words)
    there = (actors >= 0) | (words >= 0)
    span = known + len(columns.texts["movers.name"]) + 1
    pairs, times = np.unique(groups[there].astype(np.int64) * span + movers[there], return_counts=True)
    names: list[list[str]] = [[] for _ in range(size)]
    for position in np.lexsort((pairs, -times)):
        group, mover = divmod(int(pairs[position]), span)
        name = columns.text("actors.name", mover) if mover < known else columns.text("movers.name", mover - known)
        if name and len(names[group]) < NAMES and name not in names[group]:
            names[group].append(name)
    return pd.Series(names, dtype=object)


def _name_tellers(reader: Reader, rows: Array, groups: Array, size: int) -> "pd.Series[Any]":
    """On whose word each group stands, by its newest movements: the most frequent first, `NAMES` at most."""
    order = np.argsort(groups, kind="stable")
    begins = np.flatnonzero(is_first(groups[order]))
    rank = np.arange(len(order)) - np.repeat(begins, np.diff(np.append(begins, len(order))))
    looked_at = np.sort(order[rank < LOOKED_AT])
    counters: list[Counter[str]] = [Counter() for _ in range(size)]
    read = read_tellers(reader, rows[looked_at])
    for group, row in zip(groups[looked_at].tolist(), read.to_dict("records"), strict=True):
        counters[group][name_teller(row)] += 1
    return pd.Series([[name for name, _ in each.most_common(NAMES)] for each in counters], dtype=object)
