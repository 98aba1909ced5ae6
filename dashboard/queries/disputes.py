"""Disputes: pairs of claims that contradict each other, of three kinds:

- `numbers`: two figures of one matter and unit that cannot both be true: “at least 20” and “35” can, and so can a toll
  that grew from one day to the next; the larger is at most three times the other, or they are of two events;
- `control`: one says that the place was taken, entered or left, the other, about then or later, that it is held by
  those who would have lost it;
- `denied`: one says so, the other, about then or later, that it is not so.

What cannot both be true says `dashboard.columns.contradictions`. Limits: two events of one place and day may be taken
for one. In every kind,

- both claims are of one place smaller than a country, in articles at most `settings.DISPUTE_DAYS` days apart, and among
  the `settings.DISPUTE_CLAIMS` of that matter and place that are nearest in time;
- they stand in two sentences, and in articles that are no copies of one report, neither in a headline outside
  quotations; no figure is a part of another one, and none is said to have grown or been put right;
- those who say them are certainly different: no actor speaks in both, no word is in what both are called (titles and
  countries aside), and neither is the outlet of both. An outlet that says something on its own word is called by its
  name, and contradicts nobody in its own article. A speaker who is only “he” or “the source” is in no pair.

Pairs are found when a store is written (`dashboard.columns.disputes`), whatever the filters; those are listed whose
claims are both selected. Where chosen actors and places must be named in the quote, one of the two does: who is
contradicted by whom is the question.
"""

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd

from dashboard.columns.ascending import is_first, join_ranges
from dashboard.columns.claims import find_days, find_places
from dashboard.columns.columns import Array
from dashboard.columns.disputes import DENIED, KINDS
from dashboard.filters import Filters
from dashboard.queries.claims import find_claims, read_claims, select_claims
from dashboard.queries.locations import place_name
from dashboard.queries.quotes import read_quotes, select_quotes
from dashboard.queries.time import as_moments
from dashboard.reader import Reader

# Columns of either claim that its pair has.
COLUMNS = [
    "title", "source", "published", "said_by", "text", "matter", "answer", "sourcing", "quote_id", "context",
]  # fmt: skip
SIDES = ("one", "other")


def count_pairs(reader: Reader, filters: Filters) -> int:
    """How many rows `list_pairs` has in all."""
    return len(select_pairs(reader, filters))


def list_pairs(reader: Reader, filters: Filters, limit: int | None = None, offset: int = 0) -> pd.DataFrame:
    """Columns kind, one_id and other_id (claim_ids), location_id, place, days (between the two), first and last (day).

    `one` has the newer figure, says that the place changed hands, or denies. Pairs of one kind and claim follow one
    another; pairs with few days between them come first, then those that somebody else than the outlets says, then
    those of more known actors, then those of the smaller place, then the newer; of pairs of the same two figures of one
    episode, and of those in which the same two sources say the same, only the first is kept."""
    return _describe_pairs(reader, _slice(reader, filters, limit, offset))


def read_pairs(reader: Reader, filters: Filters, pairs: pd.DataFrame) -> dict[str, dict[Hashable, Any]]:
    """claim_id -> its row of `list_claims`, for the claims of these rows of `list_pairs`; `quote` is the row of
    `list_quotes` of the quotation that it stands in, None for none."""
    numbers = find_claims(reader.columns, [*pairs["one_id"], *pairs["other_id"]])
    quotes = np.unique(reader.columns["claims.quote"][numbers])
    said = {row["quote_id"]: row for row in read_quotes(reader, quotes[quotes >= 0]).to_dict("records")}
    read = read_claims(reader, numbers).to_dict("records")
    return {row["claim_id"]: {**row, "quote": said.get(row["quote_id"])} for row in read}


def export_pairs(reader: Reader, filters: Filters, limit: int | None = None, offset: int = 0) -> pd.DataFrame:
    """Both claims of every pair in one row, for a spreadsheet."""
    rows = _slice(reader, filters, limit, offset)
    pairs, numbers = _describe_pairs(reader, rows), _find_claims(reader, rows)
    read = read_claims(reader, numbers)[COLUMNS]
    sides = [
        read.iloc[np.searchsorted(numbers, reader.columns[f"disputes.{side}"][rows])].reset_index(drop=True)
        .add_prefix(f"{side}_")
        for side in SIDES
    ]  # fmt: skip
    return pd.concat([pairs, *sides], axis=1)


def find_new_pairs(reader: Reader, filters: Filters, new: Array) -> Array:
    """The rows of the pairs of `list_pairs` of which at least one claim is in a new article; `new` has a truth value
    for each article."""
    rows, articles = select_pairs(reader, filters), reader.columns["claims.article"]
    is_new = [new[articles[reader.columns[f"disputes.{side}"][rows]]] for side in SIDES]
    return rows[is_new[0] | is_new[1]]


def find_new_denials(reader: Reader, filters: Filters, new: Array) -> Array:
    """The quotes in new articles that deny what a quote under these filters claims, ascending: each with the filters
    left out of account, since a denial may be of another outlet, or name less; what they leave out denies nothing."""
    columns, listed = reader.columns, np.append(select_quotes(reader, filters), False)
    left = np.append(select_quotes(reader, filters.only_exclusions()), False)
    rows = _find_valid(reader)
    rows = rows[columns["disputes.kind"][rows] == DENIED]
    quotes, others = (columns["claims.quote"][columns[f"disputes.{side}"][rows]] for side in SIDES)
    said = (quotes >= 0) & left[quotes] & listed[others] & new[columns["claims.article"][columns["disputes.one"][rows]]]
    return np.unique(quotes[said])


def select_pairs(reader: Reader, filters: Filters) -> Array:
    """The rows of the pairs that are listed under these filters, in this order."""
    wanted = filters.without("screen", "sort", "unit")
    return reader.keep(("pairs", wanted), lambda: _find_rows(reader, wanted))


def find_clashing(reader: Reader, filters: Filters) -> Array:
    """The rows of all pairs of claims that these filters leave, ascending; those too that say what others do."""
    wanted = filters.without("screen", "sort", "unit")
    return reader.keep(("clashing", wanted), lambda: _find_clashing(reader, wanted))


def _slice(reader: Reader, filters: Filters, limit: int | None, offset: int) -> Array:
    return select_pairs(reader, filters)[offset : None if limit is None else offset + limit]


def _find_claims(reader: Reader, rows: Array) -> Array:
    """The numbers of the claims of these pairs, ascending."""
    return np.unique(np.concatenate([reader.columns[f"disputes.{side}"][rows] for side in SIDES]))


def _describe_pairs(reader: Reader, rows: Array) -> pd.DataFrame:
    """The columns of `list_pairs` for these rows."""
    columns = reader.columns
    ones, others = (columns[f"disputes.{side}"][rows] for side in SIDES)
    locations, numbers = find_places(columns.arrays, ones), _find_claims(reader, rows)
    ids = reader.read_rows("claims", ("claim_id",), numbers)["claim_id"].to_numpy()
    days = np.sort([find_days(columns.arrays, ones), find_days(columns.arrays, others)], axis=0)
    return pd.DataFrame({
        "kind": pd.Series([KINDS[kind] for kind in columns["disputes.kind"][rows]], dtype="str"),
        "one_id": pd.Series(ids[np.searchsorted(numbers, ones)], dtype="str"),
        "other_id": pd.Series(ids[np.searchsorted(numbers, others)], dtype="str"),
        "location_id": pd.Series(columns.texts["locations.id"].take(locations), dtype="str"),
        "place": pd.Series([place_name(columns, each) for each in locations], dtype="str"), "days": days[1] - days[0],
        "first": as_moments(days[0]),
        "last": as_moments(days[1]),
    })  # fmt: skip


def _find_valid(reader: Reader) -> Array:
    """The rows of the pairs that no correction parted: of one place, and of nobody who says both."""
    columns = reader.columns
    places = [find_places(columns.arrays, columns[f"disputes.{side}"]) for side in SIDES]
    return np.flatnonzero(columns["disputes.apart"] & (places[0] == places[1]) & (places[0] >= 0))


def _find_clashing(reader: Reader, filters: Filters) -> Array:
    columns, rows = reader.columns, _find_valid(reader)
    ones, others = (columns[f"disputes.{side}"] for side in SIDES)
    listed = _are_listed(reader, filters)
    if filters.near == ("quote",) and filters.names_something:
        among = _are_listed(reader, filters.without("actors", "locations", "box", "near"))
        rows = rows[(listed[ones] | listed[others])[rows] & among[ones[rows]] & among[others[rows]]]
    else:
        rows = rows[listed[ones[rows]] & listed[others[rows]]]
    if filters.quote_locations:
        places = find_places(columns.arrays, ones[rows])
        rows = rows[np.isin(places, columns.find("locations", filters.quote_locations))]
    return rows


def _find_rows(reader: Reader, filters: Filters) -> Array:
    columns, rows = reader.columns, find_clashing(reader, filters)
    ones = columns["disputes.one"]
    same, rank = columns["disputes.same"], columns["disputes.rank"]
    first = np.full(same.max(initial=-1) + 1, len(rank))  # rank of the first pair that says the same
    np.minimum.at(first, same[rows], rank[rows])
    rows = rows[rank[rows] == first[same[rows]]]
    begins = np.flatnonzero(is_first(columns["disputes.kind"][rows]) | is_first(ones[rows]))
    ends = np.append(begins[1:], len(rows))
    groups = np.argsort(rank[rows[begins]])
    return np.asarray(rows[join_ranges(begins[groups], ends[groups])])


def _are_listed(reader: Reader, filters: Filters) -> Array:
    """A truth value for each claim: whether these filters leave it; the place of a dispute is that of both claims."""
    listed = np.zeros(len(reader.columns["claims.article"]), bool)
    listed[select_claims(reader, filters.without("quote_locations"))] = True
    return listed
