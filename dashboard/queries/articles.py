"""Articles: which are selected, and when they appeared."""

import numpy as np
import pandas as pd

from dashboard import settings
from dashboard.columns.columns import Array, Columns
from dashboard.filters import Filters
from dashboard.queries.selection import first_of_stories, select_articles
from dashboard.queries.tally import sort_by
from dashboard.queries.time import choose_bucket, find_bucket, list_buckets, list_moments
from dashboard.reader import Reader


def selected_span(reader: Reader, filters: Filters) -> int:
    """Days from the first selected article to the last, 0 where none has a date."""
    selection = select_articles(reader, filters)
    if len(selection.dated) == 0:
        return 0
    days = find_bucket(reader.columns, selection.dated[[0, -1]], "day")
    return int(days[0] - days[1])


def selected_bucket(reader: Reader, filters: Filters) -> str:
    """The bucket for a chart over the days of the selected articles."""
    return choose_bucket(selected_span(reader, filters))


def bucket_of_shares(reader: Reader, filters: Filters) -> str:
    """The bucket for a chart of shares of articles: the shortest, from that of other charts on, of which at least half
    of those with an article have enough of them for a share; else a month."""
    buckets = ("day", "week", "month")
    for bucket in buckets[buckets.index(selected_bucket(reader, filters)) :]:
        counts = articles_over_time(reader, filters, bucket)["articles"]
        if (counts >= settings.SHARE_ARTICLES).sum() * 2 >= (counts > 0).sum():
            return bucket
    return "month"


def articles_over_time(reader: Reader, filters: Filters, bucket: str) -> pd.DataFrame:
    """Columns since and until (days, both included) of each bucket, and articles; also of buckets without articles."""
    dated = select_articles(reader, filters).dated
    found = find_bucket(reader.columns, dated, bucket)
    frame = list_buckets(found.min(), found.max(), bucket) if len(found) else list_buckets(0, -1, bucket)
    positions = np.searchsorted(frame["bucket"].to_numpy(), found)
    return frame[["since", "until"]].assign(articles=np.bincount(positions, minlength=len(frame)))


def count_articles(reader: Reader, filters: Filters) -> int:
    """How many rows `list_articles` has in all: articles, or stories with `unit=story`."""
    return len(_listed(reader, filters))


def list_articles(
    reader: Reader, filters: Filters, limit: int | None = None, offset: int = 0, sort: str = ""
) -> pd.DataFrame:
    """Columns article_id, story_id, title, source, published, copies (articles of its story in the whole corpus); the
    newest first, or in the order `sort` of published, source or copies.

    With `unit=story` there is one row a story, its earliest selected article; with `story` only the articles of that
    story.
    """
    columns = reader.columns
    sizes: Array = columns.keep("copies", lambda: np.bincount(columns["articles.story"], minlength=columns.articles))
    listed = sort_by(_listed(reader, filters), sort, {
        "published": lambda numbers: -numbers, "source": columns["articles.source"].take,
        "copies": lambda numbers: sizes[columns["articles.story"][numbers]],
    })[offset : None if limit is None else offset + limit]  # fmt: skip
    stories = columns["articles.story"][listed]
    frame = describe_articles(columns, listed)
    frame.insert(1, "story_id", pd.Series(columns.texts["articles.id"].take(stories), dtype="str"))
    return frame.assign(copies=sizes[stories])


def describe_articles(columns: Columns, numbers: Array) -> pd.DataFrame:
    """Columns article_id, title, source, published of these articles."""
    return pd.DataFrame({
        "article_id": pd.Series(columns.texts["articles.id"].take(numbers), dtype="str"),
        "title": pd.Series(columns.texts["articles.title"].take(numbers), dtype="str"),
        "source": pd.Series(columns.texts["sources.name"].take(columns["articles.source"][numbers]), dtype="str"),
        "published": list_moments(columns, numbers),
    })  # fmt: skip


def _listed(reader: Reader, filters: Filters) -> Array:
    """The numbers of the articles that `list_articles` lists."""
    columns = reader.columns
    numbers = select_articles(reader, filters).numbers
    if filters.story:
        story = find_article(columns, filters.story)
        numbers = numbers[columns["articles.story"][numbers] == story]
    return first_of_stories(columns, numbers) if filters.unit == ("story",) else numbers


def find_article(columns: Columns, article_id: str) -> int:
    """The number of an article; -1 where there is none with this id."""
    return columns.texts["articles.id"].find(article_id, columns["articles_by_id.article"])
