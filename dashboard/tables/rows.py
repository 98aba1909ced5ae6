"""Rows of a table on their way to Arrow: each a dictionary by column name, with the columns that the contract declares.

Arrow batches take a tenth of the memory of Python objects, so rows are packed as they come.
"""

from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from dashboard.errors import TablesError
from dashboard.tables.contract import TABLES

type Row = dict[str, Any]

# Rows that wait as Python objects until they are packed.
ROWS_A_BATCH = 20_000


class Rows:
    """The rows of one table, in the order in which they were added."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._schema = TABLES[name].schema
        self._columns = frozenset(self._schema.names)
        self._waiting: list[Row] = []
        self._batches: list[pa.RecordBatch] = []

    def add(self, row: Row) -> None:
        """Take one more row; raises TablesError unless it has every column of the table and no other."""
        if row.keys() != self._columns:
            absent, strange = sorted(self._columns - row.keys()), sorted(row.keys() - self._columns)
            raise TablesError(f"{self._name}: a row lacks the columns {absent} and has {strange} besides")
        self._waiting.append(row)
        if len(self._waiting) >= ROWS_A_BATCH:
            self._pack()

    def extend(self, rows: Iterable[Row]) -> None:
        """Take more rows, each as `add` does."""
        for row in rows:
            self.add(row)

    def table(self) -> pa.Table:
        """All rows so far as a table with the schema of the contract."""
        self._pack()
        return pa.Table.from_batches(self._batches, self._schema)

    def _pack(self) -> None:
        self._batches.append(pa.RecordBatch.from_pylist(self._waiting, self._schema))
        self._waiting = []
