"""Disputes: pairs of quotes that may contradict each other about a place: one speaker denies something, one does not.

Limits: nobody has compared what the two say, and quotes that agree are found as well. A pair has

- one place, smaller than a country, that is named as a place in each quote or in its sentence;
- articles that are at most `settings.DISPUTE_DAYS` days apart;
- one quote that denies, and one that does not and is among the `settings.DISPUTE_QUOTES` nearest before or after it;
- two speakers who are certainly different: no actor speaks in both, or, where an actor is missing, two phrases neither
  of which has all its words in the other. A speaker who is only “he” or “they” is in no pair.

Pairs are found when a store is written (`dashboard.columns.disputes`), whatever the filters; those are listed whose
quotes are both selected.
"""

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd

from dashboard.columns.ascending import is_first, join_ranges
from dashboard.columns.columns import Array
from dashboard.columns.disputes import find_days
from dashboard.filters import Filters
from dashboard.queries.quotes import read_quotes, select_quotes
from dashboard.reader import Reader
from dashboard.words.comparison import find_stems

COLUMNS = ["title", "source", "published", "speaker", "text", "kind", "sourcing", "cue", "stance"]


def count_pairs(reader: Reader, filters: Filters) -> int:
    """How many rows `list_pairs` has in all."""
    return len(_select_pairs(reader, filters))


def list_pairs(reader: Reader, filters: Filters, limit: int | None = None, offset: int = 0) -> pd.DataFrame:
    """Columns denial_id and other_id (quote_ids), location_id, place, days (between the two), first and last (day), and
    shared (the first letters of words that are in both). Pairs of one denial follow one another; pairs with many shared
    words and few days between them come first, then those of the smaller place, then the newer; of pairs with the same
    texts, only the first is kept."""
    columns = reader.columns
    rows = _select_pairs(reader, filters)[offset : None if limit is None else offset + limit]
    locations = columns["disputes.location"][rows]
    denials, others = columns["disputes.denial"][rows], columns["disputes.other"][rows]
    quotes = np.unique(np.concatenate((denials, others)))
    read = _read_quotes(reader, quotes).set_index(quotes)
    places = columns.texts["locations.name"].take(locations)
    words = {quote: find_stems(text) for quote, text in read["text"].items()}
    shared = [
        sorted((words[denial] & words[other]) - find_stems(place or ""))
        for denial, other, place in zip(denials, others, places, strict=True)
    ]
    days = np.sort([find_days(columns.arrays, denials), find_days(columns.arrays, others)], axis=0)
    return pd.DataFrame({
        "denial_id": read["quote_id"].loc[denials].to_numpy(), "other_id": read["quote_id"].loc[others].to_numpy(),
        "location_id": pd.Series(columns.texts["locations.id"].take(locations), dtype="str"),
        "place": pd.Series(places, dtype="str"), "days": days[1] - days[0],
        "first": days[0].astype("datetime64[D]").astype("datetime64[us]"),
        "last": days[1].astype("datetime64[D]").astype("datetime64[us]"),
        "shared": pd.Series(shared, dtype=object),
    })  # fmt: skip


def read_pairs(reader: Reader, filters: Filters, pairs: pd.DataFrame) -> dict[str, dict[Hashable, Any]]:
    """quote_id -> its row of `list_quotes`, for the quotes of these rows of `list_pairs`."""
    return {row["quote_id"]: row for row in _read_pairs(reader, pairs).to_dict("records")}


def export_pairs(reader: Reader, filters: Filters) -> pd.DataFrame:
    """Both quotes of every pair in one row, for a spreadsheet."""
    pairs = list_pairs(reader, filters)
    read = _read_pairs(reader, pairs).set_index("quote_id")[COLUMNS]
    sides = [
        read.loc[pairs[f"{side}_id"]].reset_index(drop=True).add_prefix(f"{side}_") for side in ("denial", "other")
    ]
    return pd.concat([pairs, *sides], axis=1)


def _read_pairs(reader: Reader, pairs: pd.DataFrame) -> pd.DataFrame:
    """The rows of `list_quotes` for the quotes of these pairs, each once."""
    ids = {*pairs["denial_id"], *pairs["other_id"]}
    return _read_quotes(reader, np.array(sorted(map(reader.columns.find_quote, ids)), np.int32))


def _read_quotes(reader: Reader, numbers: Array) -> pd.DataFrame:
    """The rows of `list_quotes` for these quotes, which ascend; read once a run, though a page asks for them twice."""
    return reader.keep(("quotes of pairs", numbers.tobytes()), lambda: read_quotes(reader, numbers))


def _select_pairs(reader: Reader, filters: Filters) -> Array:
    """The rows of the pairs that are listed under these filters, in this order."""
    wanted = filters.only("corpus", "quotes")
    return reader.keep(("pairs", wanted), lambda: _find_rows(reader, wanted))


def _find_rows(reader: Reader, filters: Filters) -> Array:
    columns, listed = reader.columns, select_quotes(reader, filters)
    valid = columns["disputes.apart"] & (columns["disputes.location"] >= 0)
    rows = np.flatnonzero(valid & listed[columns["disputes.denial"]] & listed[columns["disputes.other"]])
    texts, rank = columns["disputes.texts"], columns["disputes.rank"]
    first = np.full(len(texts), len(texts))  # rank of the first pair of the same two texts
    np.minimum.at(first, texts[rows], rank[rows])
    rows = rows[rank[rows] == first[texts[rows]]]
    begins = np.flatnonzero(is_first(columns["disputes.denial"][rows]))
    ends = np.append(begins[1:], len(rows))
    denials = np.argsort(rank[rows[begins]])
    return np.asarray(rows[join_ranges(begins[denials], ends[denials])])
