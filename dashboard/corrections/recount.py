"""Counts of actors and places after corrections, so that they are again what the tables hold.

They work on the tables of a replay: `touched` holds each mention that a correction may have changed, with its ids as
they were (`actor_was`, `location_was`) and as they are.
"""

from collections.abc import Collection

import duckdb

from dashboard.errors import TablesError
from dashboard.tables.contract import TABLES, references


def count_actors_again(connection: duckdb.DuckDBPyConnection, corrected: Collection[str]) -> None:
    """Count anew the actors of `touched` and of `corrected`, and delete those that nothing names any more."""
    connection.execute(
        """
        CREATE TEMP TABLE recounted AS
        SELECT actor_was AS id FROM touched WHERE actor_was IS NOT NULL
        UNION SELECT actor_id FROM touched WHERE actor_id IS NOT NULL
        UNION SELECT unnest($corrected)""",
        {"corrected": sorted(corrected)},
    )
    connection.execute("""
        UPDATE actors SET aliases = n.aliases, mentions = n.mentions, articles = n.articles FROM (
            SELECT actor_id, list(surface ORDER BY each DESC, surface) AS aliases, sum(each) AS mentions,
                   any_value(articles) AS articles
            FROM (SELECT actor_id, surface, count(*) AS each FROM entities SEMI JOIN recounted ON actor_id = id
                  GROUP BY ALL)
                 JOIN (SELECT actor_id, count(DISTINCT article_id) AS articles FROM entities
                       SEMI JOIN recounted ON actor_id = id GROUP BY ALL) USING (actor_id)
            GROUP BY actor_id) n
        WHERE actors.actor_id = n.actor_id""")
    connection.execute("""
        UPDATE actors SET mentions = 0, articles = 0, aliases = [] WHERE actor_id IN (SELECT id FROM recounted)
            AND actor_id NOT IN (SELECT actor_id FROM entities WHERE actor_id IS NOT NULL)""")
    connection.execute("""
        DELETE FROM actors WHERE actor_id IN (SELECT id FROM recounted) AND mentions = 0
            AND actor_id NOT IN (SELECT actor_id FROM speakers
                                 UNION ALL SELECT via_actor_id FROM quotes WHERE via_actor_id IS NOT NULL)""")
    connection.execute("DROP TABLE recounted")


def count_locations_again(connection: duckdb.DuckDBPyConnection) -> None:
    """Count anew the places of mentions that were placed anew, and delete those that nothing names any more."""
    connection.execute("""
        CREATE TEMP TABLE recounted AS
        SELECT location_was AS id FROM touched WHERE placed_by IS NOT NULL AND location_was IS NOT NULL
        UNION SELECT location_id FROM touched WHERE placed_by IS NOT NULL AND location_id IS NOT NULL""")
    connection.execute("""
        UPDATE locations SET mentions = n.mentions, actor_mentions = n.actor_mentions, articles = n.articles FROM (
            SELECT id, count(*) FILTER (sense = 'place') AS mentions,
                   count(*) FILTER (sense = 'actor') AS actor_mentions,
                   count(DISTINCT article_id) FILTER (is_placed(sense)) AS articles
            FROM recounted LEFT JOIN entities ON location_id = id GROUP BY id) n
        WHERE locations.location_id = n.id""")
    connection.execute("DROP TABLE recounted")
    connection.execute("""
        DELETE FROM locations WHERE mentions + actor_mentions = 0 AND location_id NOT IN (
            SELECT location_id FROM entities WHERE location_id IS NOT NULL)""")


def check_references(connection: duckdb.DuckDBPyConnection) -> None:
    """Raise TablesError unless every id that is not null exists in its table, as the contract says."""
    for name, column in references():
        key = TABLES[column.references].key[0]
        found = connection.execute(
            f"SELECT count(*) FROM {name} t ANTI JOIN {column.references} k ON t.{column.name} = k.{key}"
            f" WHERE t.{column.name} IS NOT NULL"
        )
        lost = found.fetchall()[0][0]
        if lost:
            raise TablesError(
                f"{name}.{column.name}: {lost} ids are not in {column.references} once the corrections are applied; "
                "move corrections.jsonl away and report this"
            )
