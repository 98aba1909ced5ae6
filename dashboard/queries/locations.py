"""Locations: which places are named, and which names could not be placed."""

import duckdb
import pandas as pd

from dashboard.filters import Filters
from dashboard.queries.selection import select_articles


def places_ranked(cursor: duckdb.DuckDBPyConnection, filters: Filters, limit: int | None = None) -> pd.DataFrame:
    """Columns location_id, name, country_code, admin1, feature, latitude, longitude, mentions (sense `place`),
    actor_mentions (sense `actor`), articles, stories; most mentions of either sense first."""
    return select_articles(filters).ask(cursor, """
        SELECT location_id, any_value(name) AS name, any_value(country_code) AS country_code,
               any_value(admin1) AS admin1, any_value(feature) AS feature,
               any_value(latitude) AS latitude, any_value(longitude) AS longitude,
               count(*) FILTER (sense = 'place') AS mentions, count(*) FILTER (sense = 'actor') AS actor_mentions,
               count(DISTINCT article_id) AS articles, count(DISTINCT story_id) AS stories
        FROM (SELECT article_id, location_id, sense FROM mentions WHERE sense <> 'demonym')
             JOIN locations USING (location_id) JOIN chosen USING (article_id)
        GROUP BY location_id ORDER BY count(*) DESC, any_value(name) LIMIT $limit""", limit=limit)  # fmt: skip


def names_unplaced(cursor: duckdb.DuckDBPyConnection, filters: Filters) -> pd.DataFrame:
    """Columns surface, reason, mentions: what is not on the map, and why; most mentions first."""
    return select_articles(filters).ask(cursor, """
        SELECT surface, string_agg(DISTINCT unplaced_reason, '; ') AS reason, count(*) AS mentions
        FROM mentions WHERE unplaced_reason IS NOT NULL
        GROUP BY surface ORDER BY mentions DESC, surface""")  # fmt: skip
