"""Actors: who is named how often, and when."""

import pandas as pd

from dashboard.filters import Filters
from dashboard.queries.articles import BUCKETS, articles_over_time
from dashboard.queries.selection import select_articles
from dashboard.reader import Reader


def actors_ranked(reader: Reader, filters: Filters, limit: int | None = None) -> pd.DataFrame:
    """Columns actor_id, name, kind, country_code, unsure, mentions, articles, stories; most mentions first.

    A lone word that nothing says is a person is left out: of those, half are no actors.
    """
    return select_articles(filters).ask(reader, """
        SELECT actor_id, any_value(name) AS name, any_value(kind) AS kind, any_value(country_code) AS country_code,
               any_value(unsure) AS unsure,
               count(*) AS mentions, count(DISTINCT article_id) AS articles, count(DISTINCT story_id) AS stories
        FROM mentions JOIN actors USING (actor_id) JOIN chosen USING (article_id)
        WHERE NOT (unsure AND kind = 'other')
        GROUP BY actor_id ORDER BY count(*) DESC, any_value(name) LIMIT $limit""", limit=limit)  # fmt: skip


def actors_over_time(reader: Reader, filters: Filters, actors: list[str], bucket: str) -> pd.DataFrame:
    """Columns actor_id, name, since and until (first and last day of the bucket), mentions, articles, of and share.

    `articles` name the actor; `of` counts all articles of the bucket that `without_actors` selects; `share` is articles
    / of, null where `of` is 0. Every actor has a row for every bucket from the first selected article to the last, also
    where the counts are 0.
    """
    counted = select_articles(filters).ask(reader, f"""
        , buckets AS (SELECT CAST(unnest(generate_series(
                          date_trunc('{bucket}', min(published)), max(published), {BUCKETS[bucket]})) AS DATE) AS since
                      FROM chosen),
        counted AS (SELECT actor_id, CAST(date_trunc('{bucket}', published) AS DATE) AS since, count(*) AS mentions,
                           count(DISTINCT article_id) AS articles
                    FROM mentions JOIN chosen USING (article_id)
                    WHERE actor_id IN (SELECT unnest($shown)) AND published IS NOT NULL GROUP BY ALL)
        SELECT actor_id, name, since, CAST(since + {BUCKETS[bucket]} - INTERVAL 1 DAY AS DATE) AS until,
               coalesce(counted.mentions, 0) AS mentions, coalesce(counted.articles, 0) AS articles
        FROM (SELECT actor_id, name FROM actors WHERE actor_id IN (SELECT unnest($shown))) CROSS JOIN buckets
             LEFT JOIN counted USING (actor_id, since)
        ORDER BY since, list_position($shown, actor_id)""",
        shown=actors)  # fmt: skip
    whole = articles_over_time(reader, without_actors(filters), bucket).rename(columns={"articles": "of"})
    shares = counted.merge(whole[["since", "of"]], on="since", how="left")
    return shares.assign(share=(shares["articles"] / shares["of"]).where(shares["of"] > 0))


def without_actors(filters: Filters) -> Filters:
    """The filters that select the articles among which an actor's share is counted."""
    return filters.without("actors", "near")


def count_undated(reader: Reader, filters: Filters, actors: list[str]) -> pd.DataFrame:
    """Columns actor_id, name, mentions, articles: those of `actors` that are named in articles without a date."""
    return select_articles(filters).ask(reader, """
        SELECT actor_id, any_value(name) AS name, count(*) AS mentions, count(DISTINCT article_id) AS articles
        FROM mentions JOIN chosen USING (article_id) JOIN actors USING (actor_id)
        WHERE published IS NULL AND actor_id IN (SELECT unnest($shown))
        GROUP BY actor_id ORDER BY list_position($shown, actor_id)""", shown=actors)  # fmt: skip
