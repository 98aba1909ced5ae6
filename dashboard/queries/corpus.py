"""The corpus as a whole: its counts under the filters, and what was rejected."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from dashboard.additions.folder import folder_of
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


def has_table(reader: Reader, name: str) -> bool:
    """Whether the version that made the set knew this table; in an older set it is empty: nothing was looked for."""
    return name in reader.manifest.get("counts", {name: 0})


def count_selected(reader: Reader, filters: Filters) -> Counts:
    """The counts under these filters."""
    selection = select_articles(reader, filters)
    actors, places = tally(selection, "actors"), tally(selection, "locations")
    return Counts(
        articles=len(selection.numbers),
        stories=selection.stories,
        actor_mentions=int(actors.total.sum()),
        place_mentions=int(places.total.sum()),
        actors=int(np.count_nonzero(actors.total)),
        places=int(np.count_nonzero(places.total)),
        quotes=int(np.count_nonzero(selection.quotes)),
        undated=count_undated(reader, filters),
    )


def count_undated(reader: Reader, filters: Filters) -> int:
    """How many articles only the filter of days leaves out, since they lack a date."""
    if not (filters.since or filters.until):
        return 0
    open_ended = select_articles(reader, filters.without("since", "until"))
    return len(open_ended.numbers) - len(open_ended.dated)


def find_emptying(reader: Reader, filters: Filters) -> list[tuple[Filter, int]]:
    """Each filter without which the others would leave articles, and how many."""
    found = []
    for each in filters.active("corpus"):
        left = len(select_articles(reader, filters.without(each.field)).numbers)
        if left:
            found.append((each, left))
    return found


def find_span(reader: Reader) -> tuple[date, date] | None:
    """The days in UTC of the oldest and the newest article; None where no article has a date."""
    dated = int(np.count_nonzero(reader.columns["articles.dated"]))
    if dated == 0:
        return None
    # The newest has the first number; those without a date come last.
    ends = reader.columns["articles.published"][[dated - 1, 0]]
    oldest, newest = ends.astype("datetime64[us]").astype("datetime64[D]").tolist()
    return oldest, newest


def find_title(reader: Reader, article_id: str) -> str | None:
    """The title of an article; None where it has none, or where there is no such article."""
    rows = reader.execute("SELECT title FROM articles WHERE article_id = $1", [article_id]).fetchall()
    return rows[0][0] if rows else None


def count_rejects(reader: Reader, filters: Filters) -> pd.DataFrame:
    """Columns reason (its kind: what stands before the colon) and rejects, of the chosen addition or of all inputs; the
    most frequent first."""
    return reader.execute(
        """
        SELECT split_part(reason, ':', 1) AS reason, count(*) AS rejects FROM rejects
        WHERE contains(path, $1) GROUP BY ALL ORDER BY rejects DESC, reason""",
        [folder_of(filters.added)],
    ).df()


def count_languages(reader: Reader) -> pd.DataFrame:
    """Columns language (its English name) and articles, of what was rejected because it is not English; the most
    frequent first."""
    return reader.execute(r"""
        SELECT regexp_extract(reason, '^language: (?:looks|given as) (.+?) \(', 1) AS language, count(*) AS articles
        FROM rejects WHERE starts_with(reason, 'language:') GROUP BY ALL ORDER BY articles DESC, language""").df()


def count_listed_rejects(reader: Reader, filters: Filters) -> int:
    """How many rows `list_rejects` has in all."""
    reasons = count_rejects(reader, filters)
    return int(reasons[reasons["reason"].isin(filters.reasons) | (not filters.reasons)]["rejects"].sum())


def list_rejects(reader: Reader, filters: Filters, limit: int | None = None, offset: int = 0) -> pd.DataFrame:
    """Columns path, record, reason; of the chosen addition and of these kinds, where the filters have them."""
    return reader.execute(
        "SELECT path, record, reason FROM rejects"
        " WHERE contains(path, $folder) AND (len($kinds) = 0"
        " OR split_part(reason, ':', 1) IN (SELECT unnest($kinds))) ORDER BY ALL LIMIT $limit OFFSET $offset",
        {"folder": folder_of(filters.added), "kinds": list(filters.reasons), "limit": limit, "offset": offset},
    ).df()
