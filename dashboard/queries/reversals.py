"""Reversals: a speaker who later says what contradicts what he said before. `dashboard.columns.reversals` says when."""

import numpy as np
import pandas as pd

from dashboard.columns.claims import MATTERS, find_matters
from dashboard.columns.columns import Array
from dashboard.filters import Filters
from dashboard.queries.claims import find_tellers, read_claims, select_claims
from dashboard.reader import Reader

SIDES = ("earlier", "later")

# Columns of either claim that its pair has.
OF_CLAIMS = (
    "claim_id", "article_id", "title", "source", "published", "sentence", "text", "answer", "sourcing", "context",
    "context_start", "start", "end",
)  # fmt: skip

# Columns that both claims of a pair share, those of the later one.
SHARED = ("location_id", "place", "teller", "teller_id", "said_by")


def count_reversals(reader: Reader, filters: Filters) -> int:
    """How many rows `list_reversals` has in all."""
    return len(_select(reader, filters))


def list_reversals(reader: Reader, filters: Filters, limit: int | None = None, offset: int = 0) -> pd.DataFrame:
    """Columns of (one of `columns.claims.MATTERS`), location_id, place, teller, teller_id and said_by, and of either
    claim those in `OF_CLAIMS`, with `earlier_` or `later_` before them; the newest first."""
    rows = _select(reader, filters)[offset : None if limit is None else offset + limit]
    claims = [reader.columns[f"reversals.{side}"][rows] for side in SIDES]
    numbers = np.unique(np.concatenate(claims))
    read = read_claims(reader, numbers)
    earlier, later = (read.iloc[np.searchsorted(numbers, each)].reset_index(drop=True) for each in claims)
    sides = (frame[list(OF_CLAIMS)].add_prefix(f"{name}_") for name, frame in zip(SIDES, (earlier, later), strict=True))
    matters = find_matters(reader.columns.arrays, claims[1])
    shared = later[list(SHARED)]
    shared.insert(0, "of", pd.Series([MATTERS[each] for each in matters], dtype="str"))
    return pd.concat([shared, *sides], axis=1)


def _select(reader: Reader, filters: Filters) -> Array:
    """The rows of the reversals of which both claims are listed, by the speakers and the places that are known now."""
    columns = reader.columns
    listed = np.zeros(len(columns["claims.article"]), bool)
    listed[select_claims(reader, filters)] = True
    earlier, later = (columns[f"reversals.{side}"] for side in SIDES)
    rows = np.flatnonzero(listed[earlier] & listed[later])
    earlier, later = earlier[rows], later[rows]
    speakers = find_tellers(columns, later)
    kept = speakers == find_tellers(columns, earlier)
    kept &= columns["claims.episode"][earlier] == columns["claims.episode"][later]
    rows = rows[kept]
    # Copies of a report say the same twice: of each two answers of one speaker, the newest.
    answers = (columns["claims.answer"][columns[f"reversals.{side}"][rows]] for side in SIDES)
    said = np.stack((speakers[kept], columns["claims.episode"][later[kept]], *answers))
    return np.asarray(rows[np.sort(np.unique(said, axis=1, return_index=True)[1])])
