"""Touched: the corrections that changed what stands in a sentence, at a place or behind a number."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.columns.columns import Array
from dashboard.filters import Filters
from dashboard.queries.corrections import list_corrections
from dashboard.queries.steps import count
from dashboard.reader import Reader


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
    found = {(each,) for each in _touching_counted(reader, filters)}
    actors = [*filters.actors, *filters.named, *filters.beside, *filters.speakers, *filters.about]
    places = [*filters.locations, *filters.at, *filters.quote_locations]
    found |= set(reader.execute(
        "SELECT correction_id FROM corrections WHERE state = 'applied' AND (actor_id IN (SELECT unnest($1)) OR into_id"
        " IN (SELECT unnest($1)) OR location_id IN (SELECT unnest($2)) OR to_id IN (SELECT unnest($2)))",
        [actors, places],
    ).fetchall())  # fmt: skip
    return _list(reader, sorted(found))


def _touching_counted(reader: Reader, filters: Filters) -> set[str]:
    """The ids of the corrections that changed a mention which counts under these filters."""
    # One row a correction and mention: a merge of an actor that is named often has very many.
    rows = reader.execute("SELECT correction_id, article_id, start FROM corrected").df()
    if rows.empty:
        return set()
    columns, counted = reader.columns, count(reader, filters)
    articles = pc.index_in(
        pa.array(rows["article_id"], pa.large_string()), value_set=columns.texts["articles.id"].as_arrow()
    ).fill_null(-1).to_numpy()  # fmt: skip
    there = _number_starts(columns["mentions.article"][counted], columns["mentions.start"][counted])
    return set(rows["correction_id"][np.isin(_number_starts(articles, rows["start"].to_numpy()), there)])


def _number_starts(articles: Array, starts: Array) -> Array:
    """One number for each pair of an article and a start in it."""
    return articles.astype(np.int64) << 32 | starts


def _list(reader: Reader, ids: Sequence[tuple[str]]) -> pd.DataFrame:
    return list_corrections(reader, ids=[each for (each,) in ids]) if ids else pd.DataFrame()
