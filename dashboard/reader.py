"""The reader: what the questions of `dashboard.queries` are asked of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from dashboard.columns.columns import Array, Columns
from dashboard.words.index import Words


@dataclass(frozen=True, slots=True)
class Reader:
    """What one run of a page asks questions of: a cursor of its own on the store's tables, their columns and
    the index of their words. `read` are the columns without corrections, the same object where there are none.
    `list_older` gives the files of the articles of a kept set by its mark, `open_other` opens that set; None where it
    is not kept, or cannot be shown. `manifest` says which set this one is, `folder` is that of the tables, with what
    people added beside the sets; None where the tables lie in no folder."""

    cursor: duckdb.DuckDBPyConnection
    columns: Columns
    read: Columns
    words: Words
    list_older: Callable[[str], list[str]] = lambda mark: []
    manifest: Mapping[str, Any] = field(default_factory=dict)
    open_other: "Callable[[str], Other | None]" = lambda mark: None
    folder: Path | None = None
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


@dataclass(frozen=True, slots=True)
class Other:
    """A kept set beside the one that is shown.

    `reader` reads it with the corrections that are shown now, `as_seen` with those that were made before it was; both
    are one where no correction was made since. `key` tells this state of it from others.
    """

    reader: Reader
    as_seen: Reader
    key: str
