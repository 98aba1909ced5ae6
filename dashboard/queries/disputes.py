"""Disputes: pairs of quotes that contradict each other about a place by their words, of three kinds:

- `numbers`: two numbers of people killed, or wounded, of one kind of people, the larger at most three times the other;
  by the same means, on the same day where both name one, and of the same part of the place where both name one;
- `control`: one says that the place was taken or left, the other that it is held or was taken back; "not" turns either;
- `denied`: one denies, the other says so: two words or more are in both, one of them no word that most events share.

Limits: words are compared, not what they mean; two events of one place and day may be taken for one. In every kind,

- both quotes name one place smaller than a country, in their words or their sentence; a denial without one may name it
  anywhere in its article;
- their articles are at most `settings.DISPUTE_DAYS` days apart, and at most `settings.DISPUTE_QUOTES` of the quotes or
  claims about the place lie between them;
- they stand in two sentences, and the speakers are certainly different: no actor speaks in both, no word is in what
  both are called (titles and countries aside), and neither is the outlet of both. A speaker who is only “he” or “the
  source” is in no pair.

Pairs are found when a store is written (`dashboard.columns.disputes`), whatever the filters; those are listed whose
quotes are both selected. The words that clash are found again for the pairs that are shown.
"""

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd

from dashboard.columns.ascending import is_first, join_ranges
from dashboard.columns.claims import find_names
from dashboard.columns.columns import Array
from dashboard.columns.disputes import KINDS, find_days
from dashboard.filters import Filters
from dashboard.queries.quotes import read_quotes, select_quotes
from dashboard.reader import Reader
from dashboard.wording import text_of
from dashboard.words.claims import CALLED, clash_control, clash_denied, clash_tolls

COLUMNS = ["title", "source", "published", "speaker", "text", "kind", "sourcing", "cue", "stance"]
SIDES = ("one", "other")

# Characters between the parts of a quote in its text: " … ".
BETWEEN_PARTS = 3


def count_pairs(reader: Reader, filters: Filters) -> int:
    """How many rows `list_pairs` has in all."""
    return len(_select_pairs(reader, filters))


def list_pairs(reader: Reader, filters: Filters, limit: int | None = None, offset: int = 0) -> pd.DataFrame:
    """Columns kind, one_id and other_id (quote_ids), location_id, place, days (between the two), first and last (day),
    one_words and other_words (the words that clash: pairs of offsets into the text of the article).

    `one` is the newer toll, says that the place was taken, or denies. Pairs of one kind and quote follow one another;
    pairs with many words in common and few days between them come first, then those of the smaller place, then the
    newer; of pairs of the same two stories that say the same, only the first is kept."""
    rows = _select_pairs(reader, filters)[offset : None if limit is None else offset + limit]
    columns, quotes = reader.columns, _find_quotes(reader, rows)
    read = _read_quotes(reader, quotes).set_index(quotes)
    frame = _describe_pairs(reader, rows, read)
    sides = (columns[f"disputes.{name}"][rows].tolist() for name in (*SIDES, "location"))
    words = [
        _find_words(reader, read, *pair) for pair in zip(frame["kind"], *sides, frame["place"].tolist(), strict=True)
    ]
    return frame.assign(
        one_words=pd.Series([each[0] for each in words], dtype=object),
        other_words=pd.Series([each[1] for each in words], dtype=object),
    )


def _find_quotes(reader: Reader, rows: Array) -> Array:
    """The numbers of the quotes of these pairs, ascending."""
    return np.unique(np.concatenate([reader.columns[f"disputes.{side}"][rows] for side in SIDES]))


def _describe_pairs(reader: Reader, rows: Array, read: pd.DataFrame) -> pd.DataFrame:
    """The columns of `list_pairs` but the words; `read` has the rows of `list_quotes` by the numbers of the quotes."""
    columns = reader.columns
    locations = columns["disputes.location"][rows]
    ones, others = (columns[f"disputes.{side}"][rows] for side in SIDES)
    days = np.sort([find_days(columns.arrays, ones), find_days(columns.arrays, others)], axis=0)
    return pd.DataFrame({
        "kind": pd.Series([KINDS[kind] for kind in columns["disputes.kind"][rows]], dtype="str"),
        "one_id": read["quote_id"].loc[ones].to_numpy(), "other_id": read["quote_id"].loc[others].to_numpy(),
        "location_id": pd.Series(columns.texts["locations.id"].take(locations), dtype="str"),
        "place": pd.Series(columns.texts["locations.name"].take(locations), dtype="str"), "days": days[1] - days[0],
        "first": days[0].astype("datetime64[D]").astype("datetime64[us]"),
        "last": days[1].astype("datetime64[D]").astype("datetime64[us]"),
    })  # fmt: skip


def read_pairs(reader: Reader, filters: Filters, pairs: pd.DataFrame) -> dict[str, dict[Hashable, Any]]:
    """quote_id -> its row of `list_quotes`, for the quotes of these rows of `list_pairs`."""
    return {row["quote_id"]: row for row in _read_pairs(reader, pairs).to_dict("records")}


def export_pairs(reader: Reader, filters: Filters, limit: int | None = None, offset: int = 0) -> pd.DataFrame:
    """Both quotes of every pair in one row, for a spreadsheet."""
    rows = _select_pairs(reader, filters)[offset : None if limit is None else offset + limit]
    quotes = _find_quotes(reader, rows)
    read = _read_quotes(reader, quotes)
    pairs = _describe_pairs(reader, rows, read.set_index(quotes))
    read = read.set_index("quote_id")[COLUMNS]
    sides = [read.loc[pairs[f"{side}_id"]].reset_index(drop=True).add_prefix(f"{side}_") for side in SIDES]
    return pd.concat([pairs, *sides], axis=1)


def find_new_pairs(reader: Reader, filters: Filters, new: Array) -> Array:
    """The rows of the pairs of `list_pairs` of which at least one quote is in a new article; `new` has a truth value
    for each article."""
    rows, articles = _select_pairs(reader, filters), reader.columns["quotes.article"]
    is_new = [new[articles[reader.columns[f"disputes.{side}"][rows]]] for side in SIDES]
    return rows[is_new[0] | is_new[1]]


def find_new_denials(reader: Reader, filters: Filters, new: Array) -> Array:
    """The quotes in new articles that deny what a quote under these filters reports, ascending: each with the filters
    left out of account, since a denial may be of another outlet, or name less; what they leave out denies nothing."""
    columns, listed = reader.columns, select_quotes(reader, filters)
    left = select_quotes(reader, filters.only_exclusions())
    ones, others = (columns[f"disputes.{side}"] for side in SIDES)
    valid = columns["disputes.apart"] & (columns["disputes.location"] >= 0)
    denied = valid & (columns["disputes.kind"] == KINDS.index("denied"))
    return np.unique(ones[denied & listed[others] & left[ones] & new[columns["quotes.article"][ones]]])


def _find_words(
    reader: Reader, read: pd.DataFrame, kind: str, one: int, other: int, location: int, place: str | None
) -> tuple[list[tuple[int, int]], ...]:
    """The words that clash in each of the two quotes, as offsets into the texts of their articles."""
    texts = read["text"].loc[one], read["text"].loc[other]
    if kind == "numbers":
        found = clash_tolls(*texts)
    elif kind == "denied":
        found = clash_denied(*texts, place or "")
    else:
        arrays, surfaces = reader.columns.arrays, reader.columns.texts["surfaces.name"]
        named = [find_names(arrays, surfaces, quote, location) or CALLED for quote in (one, other)]
        cues = [text_of(read["cue"].loc[quote]) for quote in (one, other)]
        first, second = zip(texts, named, cues, strict=True)
        found = clash_control(first, second)
    return tuple(
        [span for low, high in spans for span in _into_article(read["parts"].loc[quote], low, high)]
        for quote, spans in zip((one, other), found, strict=True)
    )


def _into_article(parts: Any, low: int, high: int) -> list[tuple[int, int]]:
    """Where characters [low, high) of a quote's text stand in its article: one span for each part that has some."""
    spans, before = [], 0
    for start, end in parts:
        begin, stop = max(low - before, 0) + start, min(high - before + start, end)
        if begin < stop:
            spans.append((int(begin), int(stop)))
        before += end - start + BETWEEN_PARTS
    return spans


def _read_pairs(reader: Reader, pairs: pd.DataFrame) -> pd.DataFrame:
    """The rows of `list_quotes` for the quotes of these pairs, each once."""
    ids = {*pairs["one_id"], *pairs["other_id"]}
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
    ones, others = (columns[f"disputes.{side}"] for side in SIDES)
    valid = columns["disputes.apart"] & (columns["disputes.location"] >= 0)
    rows = np.flatnonzero(valid & listed[ones] & listed[others])
    same, rank = columns["disputes.same"], columns["disputes.rank"]
    first = np.full(same.max(initial=-1) + 1, len(rank))  # rank of the first pair that says the same
    np.minimum.at(first, same[rows], rank[rows])
    rows = rows[rank[rows] == first[same[rows]]]
    begins = np.flatnonzero(is_first(columns["disputes.kind"][rows]) | is_first(ones[rows]))
    ends = np.append(begins[1:], len(rows))
    groups = np.argsort(rank[rows[begins]])
    return np.asarray(rows[join_ranges(begins[groups], ends[groups])])
