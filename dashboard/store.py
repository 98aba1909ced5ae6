"""The store: one set of tables in an in-memory DuckDB, checked on the way in, with the analysts' corrections applied.

One connection an app, one cursor a page run: threads may not share a connection.
"""

from pathlib import Path

import duckdb

from dashboard.corrections.log import Log, read_log
from dashboard.corrections.replay import replay
from dashboard.tables import check
from dashboard.tableset import TableSet, read_set

# UTC without a zone: a moment with one is cut into days by the zone of its cursor, which is the server's.
PUBLISHED = "ALTER TABLE articles ALTER published TYPE TIMESTAMP USING published AT TIME ZONE 'UTC'"

# What word search looks in: lower case, no accents; the title is the text's beginning or stands before it.
SEARCHED = "CREATE TABLE searched AS SELECT article_id, strip_accents(lower(text)) AS words FROM articles"


NOTHING = Log()


class Store:
    """A set of tables that can be asked; `manifest` is what the run that made them says, `log` what was corrected."""

    def __init__(self, tableset: TableSet, log: Log = NOTHING) -> None:
        self.manifest = tableset.manifest
        self.log = log
        self._connection = duckdb.connect()
        for name, table in tableset.tables.items():
            check(name, table)
            self._connection.register("incoming", table)
            self._connection.execute(f"CREATE TABLE {name} AS SELECT * FROM incoming")
            self._connection.unregister("incoming")
        replay(self._connection, log)
        self._connection.execute(PUBLISHED)
        self._connection.execute(SEARCHED)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor for one page run."""
        return self._connection.cursor()


def open_store(folder: Path) -> Store:
    """The store of the tables in `folder`, with its corrections; raises TablesError or TablesAbsentError."""
    return Store(read_set(folder), read_log(folder))
