"""Answers of online services, kept on disk: what was asked once is not asked again for `settings.GEOCODER_KEEP` days.

Each answer is one transaction, so a run that is broken off loses none and several runs may share the file. SQLite and
not a cache library: it is in Python, and the answers are JSON that anybody can read, no pickles.
"""

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from dashboard import settings
from dashboard.errors import SettingError

SCHEMA = (
    "CREATE TABLE IF NOT EXISTS answers (server TEXT, query TEXT, asked REAL, answer TEXT, PRIMARY KEY (server, query))"
)
DAY = 86_400.0
# Seconds until a file that another run is writing to is given up.
PATIENCE = 30.0


class Answers:
    """The answers of one server, by query; an answer is a list, an empty one where the server knows nothing."""

    def __init__(self, path: Path, server: str) -> None:
        self._path, self._server = path, server
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._begin()
        except (OSError, sqlite3.Error) as error:
            raise SettingError(f"{path} cannot be written ({error}); DATELINE_CACHE names another folder") from error

    def get(self, query: str) -> list[dict[str, Any]] | None:
        """What the server answered; None where it was not asked, or too long ago, or the file cannot be read now."""
        since = time.time() - settings.GEOCODER_KEEP * DAY
        question = "SELECT answer FROM answers WHERE server = ? AND query = ? AND asked > ?"
        row = None
        with suppress(sqlite3.Error), self._open() as connection:
            row = connection.execute(question, (self._server, query, since)).fetchone()
        answer: list[dict[str, Any]] | None = None if row is None else json.loads(row[0])
        return answer

    def put(self, query: str, answer: list[dict[str, Any]]) -> None:
        """Keep an answer, in place of an older one; one that the disk does not take is asked again another time."""
        row = (self._server, query, time.time(), json.dumps(answer, ensure_ascii=False))
        with suppress(sqlite3.Error), self._open() as connection:
            connection.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)", row)

    def _begin(self) -> None:
        """Make the table; a file that is no database any more is begun anew, since it holds nothing but copies."""
        try:
            with self._open() as connection:
                connection.execute(SCHEMA)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            self._path.unlink()
            with self._open() as connection:
                connection.execute(SCHEMA)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """The file for one transaction."""
        with closing(sqlite3.connect(self._path, timeout=PATIENCE)) as connection, connection:
            yield connection
