"""The reader: what the questions of `dashboard.queries` are asked of."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from dashboard.columns.columns import Array, Columns

# Rows that are read at a time; and how many times as many a range may have as are wanted, to be read whole.
ROWS, RANGE = 2_000, 20


@dataclass(frozen=True, slots=True)
class Reader:
    """What one run of a page asks questions of: a cursor of its own on the store's tables, and their columns."""

    cursor: duckdb.DuckDBPyConnection
    columns: Columns
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

    def find_articles(self, words: str) -> Array:
        """The numbers of the articles that have all these words."""
        asked = [f"has_word(words, $word_{number})" for number, _ in enumerate(split_words(words))]
        found = self.execute(
            f"SELECT rowid FROM read.searched WHERE {' AND '.join(asked) or 'true'}",
            {f"word_{number}": each for number, each in enumerate(split_words(words))},
        )
        return np.array(found.fetchall(), np.int64).reshape(-1)

    def find_quotes(self, words: str) -> Array:
        """The numbers of the quotes that have all these words."""
        asked = [f"has_word(strip_accents(lower(text)), $word_{number})" for number, _ in enumerate(split_words(words))]
        found = self.execute(
            f"SELECT rowid FROM read.quotes WHERE {' AND '.join(asked) or 'true'}",
            {f"word_{number}": each for number, each in enumerate(split_words(words))},
        )
        return np.array(found.fetchall(), np.int64).reshape(-1)

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


def split_words(words: str) -> list[str]:
    """The words of a search, and its phrases in quotation marks as one each; a text must have all of them."""
    found = re.findall(r'["“]([^"”]+)["”]|(\S+)', words)
    wanted = (" ".join((phrase or word.strip('"“”')).split()) for phrase, word in found)
    return [words for words in wanted if words]
