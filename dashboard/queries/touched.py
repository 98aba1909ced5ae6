"""Touched: the corrections that changed what stands in a sentence, at a place or behind a number."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.columns.ascending import is_among
from dashboard.filters import Filters
from dashboard.queries.corrections import list_corrections
from dashboard.queries.narrowing import find_mentions
from dashboard.queries.steps import count
from dashboard.reader import Reader

# Corrected mentions that are compared with those behind a number; a desk corrects some hundreds a year.
MOST_COMPARED = 20_000


def touching_words(reader: Reader, article_id: str, start: int, end: int) -> pd.DataFrame:
    """The corrections that changed a mention in these characters of an article, as `list_corrections` has them."""
    return _list(reader, reader.execute(
        "SELECT DISTINCT correction_id FROM corrected WHERE article_id = $1 AND start >= $2 AND start < $3",
        [article_id, start, end],
    ).fetchall())  # fmt: skip


def touching_place(reader: Reader, location_id: str) -> pd.DataFrame:
    """The applied corrections that moved a name to this place, or away from it."""
    return _list(reader, reader.execute(
        "SELECT correction_id FROM corrections WHERE state = 'applied' AND (location_id = $1 OR to_id = $1)",
        [location_id],
    ).fetchall())  # fmt: skip


def touching_number(reader: Reader, filters: Filters) -> pd.DataFrame:
    """The corrections that changed a mention which counts under these filters, and those of an actor
    or a place that the filters name."""
    rows = reader.execute(
        f"SELECT correction_id, article_id, start FROM corrected LIMIT {MOST_COMPARED}"
    ).fetchall()  # fmt: skip
    listed = count(reader, filters) if rows else np.empty(0, np.int64)
    found = {
        (correction,) for correction, article, start in rows
        if is_among(find_mentions(reader.columns, [(article, start)]), listed).any()
    }  # fmt: skip
    actors = [*filters.actors, *filters.named, *filters.beside, *filters.speakers, *filters.about]
    places = [*filters.locations, *filters.at, *filters.quote_locations]
    found |= set(reader.execute(
        "SELECT correction_id FROM corrections WHERE state = 'applied' AND (actor_id IN (SELECT unnest($1)) OR into_id"
        " IN (SELECT unnest($1)) OR location_id IN (SELECT unnest($2)) OR to_id IN (SELECT unnest($2)))",
        [actors, places],
    ).fetchall())  # fmt: skip
    return _list(reader, sorted(found))


def _list(reader: Reader, ids: Sequence[tuple[str]]) -> pd.DataFrame:
    return list_corrections(reader, ids=[each for (each,) in ids]) if ids else pd.DataFrame()
