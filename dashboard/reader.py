"""The reader: what the questions of `dashboard.queries` are asked of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import duckdb
import pandas as pd

from dashboard.columns.columns import Array, Columns
from dashboard.words.index import Words

# Rows that are read at a time; and how many times as many a range may have as are wanted, to be read whole.
ROWS, RANGE = 2_000, 20


@dataclass(frozen=True, slots=True)
class Reader:
    """What one run of a page asks questions of: a cursor of its own on the store's tables, their columns and
    the index of their words."""

    cursor: duckdb.DuckDBPyConnection
    columns: Columns
    words: Words
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

    def read_rows(self, table: str, names: Sequence[str], numbers: Array) -> pd.DataFrame:
        """These columns of the rows with these numbers, which ascend, of a table as it was read.

        Rows that are near each other are read as one range, others are looked up one by one.
        """
        wanted = ", ".join(f'"{name}"' for name in names)
        frames = []
        for begin in range(0, max(len(numbers), 1), ROWS):
            part = numbers[begin : begin + ROWS]
            if len(part) and part[-1] - part[0] < RANGE * len(part):
                where = f"rowid BETWEEN {part[0]} AND {part[-1]}"
            else:
                where = f"rowid IN ({', '.join(map(str, part))})" if len(part) else "false"
            found = self.execute(
                f"SELECT rowid AS number, {wanted} FROM read.{table} WHERE {where} ORDER BY rowid"
            ).df()
            frames.append(found[found["number"].isin(part)])
        return pd.concat(frames, ignore_index=True).drop(columns="number")
