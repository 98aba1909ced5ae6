"""The tables as the pages ask them: what preprocess wrote, and laid over it the rows that corrections change.

The rows lie in schema `overlay`, in the memory of the store. A table that shows what it showed before is left alone.
"""

from collections import defaultdict
from collections.abc import Mapping

import duckdb
import pyarrow as pa

from dashboard.corrections.changes import KEYS, NUMBERED, REPORTS, Changes

type Rows = tuple[pa.Table, ...]


class Overlay:
    """What is laid over the tables in database `read`, seen through views of the main schema.

    `columns` are the columns of the views: table -> what a query selects from it.
    """

    def __init__(self, cursor: duckdb.DuckDBPyConnection, columns: Mapping[str, str]) -> None:
        self._columns = columns
        self._shown: dict[str, Rows] = {}
        self._names: dict[str, list[str]] = defaultdict(list)  # table -> what was laid over it, the oldest first
        self._number = 0
        cursor.execute("CREATE SCHEMA overlay")
        for name in columns:
            cursor.execute(f"CREATE VIEW {name} AS SELECT {columns[name]} FROM read.{name}")

    def show(self, cursor: duckdb.DuckDBPyConnection, changes: Changes) -> None:
        """Let all views show these changes at once; where that fails, all show what they did before."""
        wanted = {name: _rows(changes, name) for name in (*REPORTS, *KEYS)}
        changed = {name: rows for name, rows in wanted.items() if not _equal(rows, self._shown.get(name))}
        self._number += 1
        cursor.execute("BEGIN")
        try:
            for name, rows in changed.items():
                self._lay(cursor, name, rows)
            cursor.execute("COMMIT")
        except BaseException:
            cursor.execute("ROLLBACK")
            raise
        self._shown |= changed
        for name in changed:
            self._names[name].append(self._name(name))
            for old in self._names[name][:-2]:  # not the one before, which a page run may still be reading
                cursor.execute(f"DROP TABLE IF EXISTS {old}")
                cursor.execute(f"DROP TABLE IF EXISTS {old}_replaced")
            del self._names[name][:-2]

    def _lay(self, cursor: duckdb.DuckDBPyConnection, name: str, rows: Rows) -> None:
        """Write the rows of one table, and move its view to them."""
        table = self._name(name)
        for given, suffix in zip(rows, ("", "_replaced"), strict=False):
            cursor.register("incoming", given)
            cursor.execute(f"CREATE TABLE {table}{suffix} AS FROM incoming")
            cursor.unregister("incoming")
        shown = table if name in REPORTS else f"read.{name}"
        if rows and name in NUMBERED:
            shown = f"""(FROM read.{name} t ANTI JOIN {table} r ON t.rowid = r.number
                         UNION ALL BY NAME SELECT * EXCLUDE (number) FROM {table})"""
        elif rows and name in KEYS:
            shown = f"""(FROM read.{name} t ANTI JOIN {table}_replaced USING ({KEYS[name]})
                         UNION ALL BY NAME FROM {table})"""
        cursor.execute(f"CREATE OR REPLACE VIEW {name} AS SELECT {self._columns.get(name, '*')} FROM {shown}")

    def _name(self, name: str) -> str:
        return f"overlay.{name}_{self._number}"


def _rows(changes: Changes, name: str) -> Rows:
    """What is laid over a table: its rows, and the keys of those that they replace, if they have no numbers."""
    if name in REPORTS:
        return (changes.reports[name],)
    if name not in changes.rows:
        return ()
    if name in NUMBERED:
        return (changes.rows[name],)
    return changes.rows[name], pa.table({KEYS[name]: changes.replaced[name]})


def _equal(rows: Rows, shown: Rows | None) -> bool:
    return (
        shown is not None
        and len(rows) == len(shown)
        and all(one.equals(other) for one, other in zip(rows, shown, strict=True))
    )
