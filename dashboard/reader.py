"""The reader: what the questions of `dashboard.queries` are asked of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import duckdb
import pandas as pd

from dashboard.columns.columns import Array, Columns
from dashboard.words.index import Words


@dataclass(frozen=True, slots=True)
class Reader:
    """What one run of a page asks questions of: a cursor of its own on the store's tables, their columns and
    the index of their words. `read` are the columns without corrections, the same object where there are none.
    `list_older` gives the files of the articles of a kept set by its mark; `manifest` says which set it is."""

    cursor: duckdb.DuckDBPyConnection
    columns: Columns
    read: Columns
    words: Words
    list_older: Callable[[str], list[str]] = lambda mark: []
    manifest: Mapping[str, Any] = field(default_factory=dict)
    _answers: dict[Any, Any] = field(default_factory=dict)

    def keep[Answer](self, key: Any, find: Callable[[], Answer]) -> Answer:
        """What `find()` returns, kept for this run of a page."""
        if key not in self._answers:
            self._answers[key] = find()
        found: Answer = self._answers[key]
        return found

    def execute(self, statement: str, parameters: object = None) -> duckdb.DuckDBPyConnection:
        """Execute a statement; its rows are read from what comes back, before the next one is executed."""
        return self.cursor.execute(statement, parameters)

    def apart(self) -> "Reader":
        """A reader for another thread."""
        return replace(self, cursor=self.cursor.cursor(), _answers={})

    def uncorrected(self) -> "Reader":
        """This reader with the columns as they were read; its tables are those with corrections."""
        return replace(self, columns=self.read, _answers={})

    def read_rows(self, table: str, names: Sequence[str], numbers: Array) -> pd.DataFrame:
        """These columns of the rows with these numbers, which ascend, of a table as it was read.

        Their numbers are joined: a condition `rowid IN (…)` takes three to five times as long where they lie far apart.
        """
        wanted = ", ".join(f'"{name}"' for name in names)
        return self.execute(
            f"SELECT {wanted} FROM read.{table} JOIN (SELECT unnest(CAST($1 AS BIGINT[])) AS wanted_number)"
            f" ON {table}.rowid = wanted_number ORDER BY wanted_number",
            [numbers.tolist()],
        ).df()
