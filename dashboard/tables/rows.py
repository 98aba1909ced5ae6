"""Collects the rows of a table. A row is a dictionary with exactly the columns that the contract declares.

Rows become Arrow batches as they come, which take a tenth of the memory of Python objects.
"""

from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from dashboard.errors import TablesError
from dashboard.tables.contract import TABLES

type Row = dict[str, Any]

# Rows that are held as Python objects before they become a batch.
ROWS_A_BATCH = 20_000


class Rows:
    """The rows of one table, in the order in which they are added; of one outside the contract with its schema."""

    def __init__(self, name: str, schema: pa.Schema | None = None) -> None:
        self._name = name
        self._schema = TABLES[name].schema if schema is None else schema
        self._columns = frozenset(self._schema.names)
        self._waiting: list[Row] = []
        self._batches: list[pa.RecordBatch] = []

    def add(self, row: Row) -> None:
        """Add a row; raises TablesError unless it has every column of the table and no other."""
        if row.keys() != self._columns:
            absent, strange = sorted(self._columns - row.keys()), sorted(row.keys() - self._columns)
            raise TablesError(f"{self._name}: a row lacks the columns {absent} and has {strange} besides")
        self._waiting.append(row)
        if len(self._waiting) >= ROWS_A_BATCH:
            self._pack()

    def extend(self, rows: Iterable[Row]) -> None:
        """Add these rows; raises TablesError as `add` does."""
        for row in rows:
            self.add(row)

    def table(self) -> pa.Table:
        """The rows so far, as a table with the schema."""
        self._pack()
        return pa.Table.from_batches(self._batches, self._schema)

    def _pack(self) -> None:
        self._batches.append(pa.RecordBatch.from_pylist(self._waiting, self._schema))
        self._waiting = []
