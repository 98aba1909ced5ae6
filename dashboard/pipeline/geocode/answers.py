"""The cache of answers from online geocoders. An answer is used for `settings.GEOCODER_KEEP` days.

Each answer is one transaction, so an interrupted run loses none, and several runs may share the file. SQLite is used
instead of a cache library because Python has it, and because its answers are readable JSON instead of pickles.
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
# Seconds to wait while another run writes to the file.
LOCK_TIMEOUT = 30.0


class Answers:
    """The cached answers of one server, by query. An answer is a list, empty if the server knows no such place."""

    def __init__(self, path: Path, server: str) -> None:
        self._path, self._server = path, server
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._create()
        except (OSError, sqlite3.Error) as error:
            raise SettingError(f"{path} cannot be written ({error}); set DATELINE_CACHE to another folder") from error

    def get(self, query: str) -> list[dict[str, Any]] | None:
        """The cached answer; None if there is none, if it is too old, or if the file cannot be read now."""
        since = time.time() - settings.GEOCODER_KEEP * DAY
        question = "SELECT answer FROM answers WHERE server = ? AND query = ? AND asked > ?"
        row = None
        with suppress(sqlite3.Error), self._open() as connection:
            row = connection.execute(question, (self._server, query, since)).fetchone()
        answer: list[dict[str, Any]] | None = None if row is None else json.loads(row[0])
        return answer

    def put(self, query: str, answer: list[dict[str, Any]]) -> None:
        """Store an answer in place of an older one. If that fails, the question is only asked again another time."""
        row = (self._server, query, time.time(), json.dumps(answer, ensure_ascii=False))
        with suppress(sqlite3.Error), self._open() as connection:
            connection.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)", row)

    def _create(self) -> None:
        """Create the table. A file that is no database is deleted first: it is a cache, so nothing is lost."""
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
        """A connection for one transaction."""
        with closing(sqlite3.connect(self._path, timeout=LOCK_TIMEOUT)) as connection, connection:
            yield connection
