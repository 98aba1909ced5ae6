"""Articles: which are selected, when they appeared, and the whole of one for the reader on the page Articles."""

from dataclasses import dataclass

import pandas as pd

from dashboard.filters import Filters
from dashboard.queries.selection import SPEAKING, Selection, select_articles
from dashboard.reader import Reader

# Bucket, the period that one bar stands for -> its length in SQL. Both become part of a statement; no user's text does.
BUCKETS = {"day": "INTERVAL 1 DAY", "week": "INTERVAL 7 DAY", "month": "INTERVAL 1 MONTH"}

# Days that a chart may span before its bars stand for weeks, and before they stand for months: at most about 100 bars.
MOST_DAYS, MOST_WEEKS = 62, 700


def choose_bucket(days: int) -> str:
    """The bucket that keeps a chart over this number of days legible."""
    if days <= MOST_DAYS:
        return "day"
    return "week" if days <= MOST_WEEKS else "month"


def selected_span(reader: Reader, filters: Filters) -> int:
    """Days from the first selected article to the last, 0 where none has a date."""
    return select_articles(filters).count(reader, "SELECT date_diff('day', min(published), max(published)) FROM chosen")


def selected_bucket(reader: Reader, filters: Filters) -> str:
    """The bucket for a chart over the days of the selected articles."""
    return choose_bucket(selected_span(reader, filters))


def articles_over_time(reader: Reader, filters: Filters, bucket: str) -> pd.DataFrame:
    """Columns since and until (days, both included) of each bucket, and articles; also of buckets without articles."""
    return select_articles(filters).ask(reader, f"""
        , days AS (SELECT unnest(generate_series(date_trunc('{bucket}', min(published)), max(published),
                   {BUCKETS[bucket]})) AS moment FROM chosen)
        SELECT CAST(moment AS DATE) AS since, CAST(moment + {BUCKETS[bucket]} - INTERVAL 1 DAY AS DATE) AS until,
               count(chosen.article_id) AS articles
        FROM days LEFT JOIN chosen ON date_trunc('{bucket}', published) = moment
        GROUP BY ALL ORDER BY since""")  # fmt: skip


def count_articles(reader: Reader, filters: Filters) -> int:
    """How many rows `list_articles` has in all: articles, or stories with `unit=story`."""
    return _listed(filters).count(reader, "SELECT count(*) FROM listed", story=filters.story)


def list_articles(reader: Reader, filters: Filters, limit: int | None = None, offset: int = 0) -> pd.DataFrame:
    """Columns article_id, story_id, title, source, published, copies (articles of its story in the whole corpus); the
    newest first. With `unit=story` there is one row a story, its earliest selected article; with `story` only the
    articles of that story."""
    return _listed(filters).ask(reader, """
        SELECT article_id, story_id, title, source, published,
               (SELECT count(*) FROM articles a WHERE a.story_id = listed.story_id) AS copies
        FROM listed ORDER BY published DESC NULLS LAST, article_id LIMIT $limit OFFSET $offset""",
        story=filters.story, limit=limit, offset=offset)  # fmt: skip


def _listed(filters: Filters) -> Selection:
    """The selection with `listed`, the rows of `list_articles`."""
    selection = select_articles(filters)
    first = "QUALIFY row_number() OVER (PARTITION BY story_id ORDER BY published NULLS LAST, article_id) = 1"
    one_a_story = first if filters.unit == ("story",) else ""
    selection.clauses.append(f"listed AS (SELECT * FROM chosen WHERE $story IN ('', story_id) {one_a_story})")
    return selection


@dataclass(frozen=True, slots=True)
class Reading:
    """One article for the reader: its row, and frames of its sentences, mentions, quotes and copies."""

    article: pd.Series
    sentences: pd.DataFrame
    mentions: pd.DataFrame
    quotes: pd.DataFrame
    copies: pd.DataFrame


def read_article(reader: Reader, article_id: str) -> Reading | None:
    """All of one article; None where there is none with this id."""

    def ask(select: str) -> pd.DataFrame:
        return reader.execute(select, {"article": article_id}).df()

    articles = ask("SELECT * FROM articles WHERE article_id = $article")
    if articles.empty:
        return None
    return Reading(
        articles.iloc[0],
        ask('SELECT sentence, start, "end" FROM sentences WHERE article_id = $article ORDER BY sentence'),
        ask('SELECT start, "end", sentence, surface, label, actor_id, actors.name AS actor, placed_id,'
            " locations.name AS place, role FROM entities LEFT JOIN actors USING (actor_id)"
            " LEFT JOIN locations ON locations.location_id = placed_id"
            ' WHERE article_id = $article ORDER BY start, "end"'),
        ask(f"""
            WITH said AS (SELECT * FROM quotes WHERE article_id = $article),
            speaking AS ({SPEAKING.format(where="WHERE quote_id IN (SELECT quote_id FROM said)")})
            SELECT said.*, coalesce(actors, []) AS actors, heard.name AS via
            FROM said LEFT JOIN speaking USING (quote_id) LEFT JOIN actors heard ON heard.actor_id = said.via_actor_id
            ORDER BY start"""),
        ask("SELECT article_id, title, source FROM articles WHERE article_id <> $article AND story_id ="
            " (SELECT story_id FROM articles WHERE article_id = $article) ORDER BY published"),
    )  # fmt: skip
