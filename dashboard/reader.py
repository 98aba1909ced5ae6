"""The reader: what the questions of `dashboard.queries` are asked of."""

from dataclasses import dataclass, replace

import duckdb


@dataclass(frozen=True, slots=True)
class Reader:
    """What one run of a page asks questions of: a cursor of its own on the store's tables."""

    cursor: duckdb.DuckDBPyConnection

    def execute(self, statement: str, parameters: object = None) -> duckdb.DuckDBPyConnection:
        """Execute a statement; its rows are read from what comes back, before the next one is executed."""
        return self.cursor.execute(statement, parameters)

    def apart(self) -> "Reader":
        """A reader for another thread."""
        return replace(self, cursor=self.cursor.cursor())
