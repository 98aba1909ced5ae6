"""The index of words: an SQLite file (FTS5) that says which articles and which quotes hold what is searched.

It holds no texts, but the folded words with the places where they stand. Articles and quotes are numbered from 0 in the
order in which their texts are given.
"""

import queue
import sqlite3
import weakref
from collections.abc import Iterable, Sequence
from contextlib import closing
from itertools import count
from pathlib import Path
from uuid import uuid4

import numpy as np
import numpy.typing as npt

from dashboard.words.folding import fold
from dashboard.words.query import Term, read_query

type Numbers = npt.NDArray[np.int32]

# Bytes of words that are held in memory before they are written. With SQLite's own 1 MB, 10,000 articles took 0.093 ms
# each instead of 0.068, and a third more room.
HELD = 64 * 1024 * 1024

# Searches that run at the same time; more wait their turn. Each connection keeps up to 2 MB of the file in memory.
CONNECTIONS = 4

CREATE = "CREATE VIRTUAL TABLE {table} USING fts5(text, content = '', columnsize = 0, tokenize = 'ascii')"
HOLD = f"INSERT INTO {{table}} ({{table}}, rank) VALUES ('hashsize', {HELD})"
WRITE = "INSERT INTO {table} (text, rowid) VALUES (?, ?)"

# One row with all numbers, because a row for each takes four times as long.
FIND = "SELECT group_concat(rowid) FROM (SELECT rowid FROM {table} WHERE {table} MATCH ? {within} ORDER BY rowid)"


class Words:
    """The words of a set's articles and quotes; many threads may search them. `open_words` and `hold_words` make it."""

    def __init__(self, connections: Sequence[sqlite3.Connection]) -> None:
        weakref.finalize(self, _close, connections)
        self._counts: dict[str, int] = dict(connections[0].execute("SELECT name, count FROM counts"))
        self._idle: queue.SimpleQueue[sqlite3.Connection] = queue.SimpleQueue()
        for connection in connections:
            self._idle.put(connection)

    def find_articles(self, query: str) -> Numbers:
        """The numbers of the articles whose text the query finds, ascending; none where it cannot be read."""
        return self._find("articles", query)

    def find_quotes(self, query: str) -> Numbers:
        """The numbers of the quotes that the query finds, ascending; none where it cannot be read."""
        return self._find("quotes", query)

    def find_phrases(self, phrases: Iterable[Sequence[str]], first: int, last: int) -> Numbers:
        """The numbers from `first` to `last` of the articles whose text has one of these phrases, ascending; a phrase
        is made of folded words."""
        terms = [Term(tuple(phrase), begins=False, written=" ".join(phrase)) for phrase in phrases]
        return self._match("articles", _either(terms), (first, last)) if terms else np.empty(0, np.int32)

    def _find(self, table: str, query: str) -> Numbers:
        read = read_query(query)
        if read.wanted:
            without = [f"NOT {_either(read.unwanted)}"] if read.unwanted else []
            return self._match(table, " ".join([f"({' AND '.join(map(_either, read.wanted))})", *without]))
        if read.unwanted:
            everything = np.arange(self._counts[table], dtype=np.int32)
            return np.delete(everything, self._match(table, _either(read.unwanted)))
        return np.empty(0, np.int32)

    def _match(self, table: str, expression: str, within: tuple[int, int] | None = None) -> Numbers:
        connection = self._idle.get()
        statement = FIND.format(table=table, within="AND rowid BETWEEN ? AND ?" if within else "")
        try:
            (found,) = connection.execute(statement, [expression, *(within or ())]).fetchone()
        finally:
            self._idle.put(connection)
        return np.fromstring(found or "", np.int32, sep=",")


def write_words(path: Path, articles: Iterable[str], quotes: Iterable[str]) -> None:
    """Write the index of these texts, in the order of their numbers, to a file that is not there yet.

    Takes 0.1 to 0.2 ms and 1.2 KB an article with its quotes, and about 110 MB of memory. What was written when it
    fails is of no use. Raises OSError where the file cannot be written.
    """
    try:
        with closing(sqlite3.connect(path)) as connection:
            _fill(connection, articles, quotes)
    except sqlite3.Error as error:
        raise OSError(f"{path} cannot hold the index of words: {error}") from error


def open_words(path: Path) -> Words:
    """The words in a file that `write_words` wrote. Raises OSError where there is none, or it cannot be read."""
    try:
        # All are opened now: the file may be deleted while it is in use, when a newer set has taken its place.
        return Words(_connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1"))
    except sqlite3.Error as error:
        raise OSError(f"{path} is no index of words ({error}); delete it, and it is made again") from error


def hold_words(articles: Iterable[str], quotes: Iterable[str]) -> Words:
    """The words of these texts, in the order of their numbers, in memory."""
    connections = _connect(f"file:/{uuid4().hex}?vfs=memdb")
    _fill(connections[0], articles, quotes)
    return Words(connections)


def _connect(address: str) -> list[sqlite3.Connection]:
    return [sqlite3.connect(address, uri=True, check_same_thread=False) for _ in range(CONNECTIONS)]


def _close(connections: Iterable[sqlite3.Connection]) -> None:
    for connection in connections:
        connection.close()


def _fill(connection: sqlite3.Connection, articles: Iterable[str], quotes: Iterable[str]) -> None:
    # Nothing is kept for going back or for a loss of power: a file that was not finished is deleted.
    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; CREATE TABLE counts (name, count)")
    for table, texts in (("articles", articles), ("quotes", quotes)):
        connection.execute(CREATE.format(table=table))
        connection.execute(HOLD.format(table=table))
        numbers = count()
        connection.executemany(WRITE.format(table=table), zip(map(fold, texts), numbers, strict=False))
        connection.execute("INSERT INTO counts VALUES (?, ?)", [table, next(numbers)])
        connection.commit()


def _either(terms: Iterable[Term]) -> str:
    """An expression of FTS5 for texts with one of the terms. It holds letters, digits and signs of ours only."""
    phrases = (f'"{" ".join(term.words)}"{" *" if term.begins else ""}' for term in terms)
    return f"({' OR '.join(phrases)})"
