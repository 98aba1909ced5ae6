"""The store: one set of tables in an in-memory DuckDB, checked on the way in.

One connection an app, one cursor a page run: threads may not share a connection. A town bears the name that the
articles write, wherever it is shown: `locations.name` of the store is that, `gazetteer_name` what the table says.
"""

from pathlib import Path

import duckdb

from dashboard.tables import check
from dashboard.tableset import TableSet, read_set

# UTC without a zone: a moment with one is cut into days by the zone of its cursor, which is the server's.
PUBLISHED = "ALTER TABLE articles ALTER published TYPE TIMESTAMP USING published AT TIME ZONE 'UTC'"

# What word search looks in: lower case, no accents; the title is the text's beginning or stands before it.
SEARCHED = "CREATE TABLE searched AS SELECT article_id, strip_accents(lower(text)) AS words FROM articles"

# "Hama" as the articles write it, not the gazetteer's "Hamah". Of towns only: "Britain" and "northern Syria" are no
# names for a country or a region. Three mentions, since the surface of one may have a word too many.
AS_WRITTEN = """
    CREATE OR REPLACE TABLE locations AS
    WITH spellings AS (SELECT location_id, surface, count(*) AS times FROM entities
                       WHERE sense <> 'demonym' GROUP BY ALL HAVING count(*) >= 3),
    written AS (SELECT location_id, arg_max(surface, (times, surface)) AS surface FROM spellings GROUP BY ALL)
    SELECT locations.* REPLACE (
               CASE WHEN feature LIKE 'PPL%' THEN coalesce(written.surface, name) ELSE name END AS name),
           name AS gazetteer_name
    FROM locations LEFT JOIN written USING (location_id)"""


class Store:
    """A set of tables that can be asked; `manifest` is what the run that made them says."""

    def __init__(self, tableset: TableSet) -> None:
        self.manifest = tableset.manifest
        self._connection = duckdb.connect()
        for name, table in tableset.tables.items():
            check(name, table)
            self._connection.register("incoming", table)
            self._connection.execute(f"CREATE TABLE {name} AS SELECT * FROM incoming")
            self._connection.unregister("incoming")
        self._connection.execute(PUBLISHED)
        self._connection.execute(SEARCHED)
        self._connection.execute(AS_WRITTEN)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor for one page run."""
        return self._connection.cursor()


def open_store(folder: Path) -> Store:
    """The store of the tables in `folder`; raises TablesError or TablesAbsentError."""
    return Store(read_set(folder))
