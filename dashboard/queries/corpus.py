"""The corpus as a whole: its counts under the filters, and what was rejected."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.filters import Filter, Filters
from dashboard.queries.selection import select_articles
from dashboard.queries.tally import tally
from dashboard.reader import Reader


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the filters select. `undated` articles lack a date; only the filter of days leaves them out."""

    articles: int
    stories: int
    actor_mentions: int
    place_mentions: int
    actors: int
    places: int
    quotes: int
    undated: int


def count_selected(reader: Reader, filters: Filters) -> Counts:
    """The counts under these filters."""
    selection = select_articles(reader, filters)
    actors, places = tally(selection, "actors"), tally(selection, "locations")
    undated = 0
    if filters.since or filters.until:
        open_ended = select_articles(reader, filters.without("since", "until"))
        undated = len(open_ended.numbers) - len(open_ended.dated)
    return Counts(
        articles=len(selection.numbers),
        stories=selection.stories,
        actor_mentions=int(actors.total.sum()),
        place_mentions=int(places.total.sum()),
        actors=int(np.count_nonzero(actors.total)),
        places=int(np.count_nonzero(places.total)),
        quotes=int(np.count_nonzero(selection.quotes)),
        undated=undated,
    )


def find_emptying(reader: Reader, filters: Filters) -> list[tuple[Filter, int]]:
    """Each filter without which the others would leave articles, and how many."""
    found = []
    for each in filters.active("corpus"):
        left = len(select_articles(reader, filters.without(each.field)).numbers)
        if left:
            found.append((each, left))
    return found


def find_title(reader: Reader, article_id: str) -> str | None:
    """The title of an article; None where it has none, or where there is no such article."""
    rows = reader.execute("SELECT title FROM articles WHERE article_id = $1", [article_id]).fetchall()
    return rows[0][0] if rows else None


def count_rejects(reader: Reader) -> pd.DataFrame:
    """Columns reason (its kind: what stands before the colon) and rejects; the most frequent first."""
    return reader.execute("""
        SELECT split_part(reason, ':', 1) AS reason, count(*) AS rejects FROM rejects
        GROUP BY ALL ORDER BY rejects DESC, reason""").df()


def count_listed_rejects(reader: Reader, filters: Filters) -> int:
    """How many rows `list_rejects` has in all."""
    reasons = count_rejects(reader)
    return int(reasons[reasons["reason"].isin(filters.reasons) | (not filters.reasons)]["rejects"].sum())


def list_rejects(reader: Reader, filters: Filters, limit: int | None = None, offset: int = 0) -> pd.DataFrame:
    """Columns path, record, reason; where the filters have reasons, only rejects of these kinds."""
    return reader.execute(
        "SELECT path, record, reason FROM rejects"
        " WHERE len($kinds) = 0 OR split_part(reason, ':', 1) IN (SELECT unnest($kinds))"
        " ORDER BY ALL LIMIT $limit OFFSET $offset",
        {"kinds": list(filters.reasons), "limit": limit, "offset": offset},
    ).df()
