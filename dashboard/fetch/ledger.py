"""The ledger of a folder: what was fetched into it, when, and what its servers said of the version that is kept.

It lies in a folder whose name begins with a dot, which `preprocess` and `watch` pass over. Each answer is one line of
JSON that is added at the end; of two lines on an address the later one counts. So an end at any moment costs one line
at most, which is then asked for again.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dashboard.disk import write_whole, writing
from dashboard.errors import InputError

# Beside the pages: the ledger, the lock of the fetch that is running, the report of the last one.
FOLDER = ".dateline"
LEDGER, LOCK, REPORT = "fetched.jsonl", "lock", "report.csv"

REMEDY = "make room there, or give another folder with --into"

# Lines for each address from which on the ledger is written anew when it is opened.
MOST_LINES_AN_ADDRESS = 4


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of an address. `asked` is the moment in UTC of the last answer, `fetched` that of what is kept.

    `path` is the file below the folder, "" for a feed and for what gave no page; `failure` says why it gave none.
    """

    address: str
    asked: str
    fetched: str = ""
    url: str = ""
    path: str = ""
    etag: str = ""
    modified: str = ""
    failure: str = ""
    status: int | None = None

    @property
    def asked_at(self) -> datetime:
        """The moment of the last answer."""
        moment = datetime.fromisoformat(self.asked)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class Ledger:
    """The ledger of a folder; made by `open_ledger`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / FOLDER / LEDGER
        self._records: dict[str, Record] = {}
        lines = 0
        for record in _read(self._path):
            lines += 1
            self._records[record.address] = record
        if lines > MOST_LINES_AN_ADDRESS * max(len(self._records), 100) or _is_cut(self._path):
            write_whole(self._path, "".join(map(_as_line, self._records.values())).encode())

    def find(self, address: str) -> Record | None:
        """The last record of an address; None if it was never asked."""
        return self._records.get(address)

    def add(self, record: Record) -> None:
        """Keep a record; it is on the disk when this returns."""
        self._records[record.address] = record
        with writing(self._folder, REMEDY), self._path.open("a", encoding="utf-8") as file:
            file.write(_as_line(record))


@contextmanager
def open_ledger(folder: Path) -> Iterator[Ledger]:
    """The ledger of a folder, which is made if it is not there; nobody else fetches into it meanwhile.

    Raises InputError if another fetch does, or if the folder cannot be one; DiskError if it cannot be written to.
    """
    own = folder / FOLDER
    with writing(folder, REMEDY):
        try:
            own.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError) as error:
            raise InputError(f"{folder} is no folder; give another with --into") from error
        handle = os.open(own / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InputError(f"another fetch writes to {folder}; wait until it ends, or give another folder") from error
        except OSError:  # a network share without locks
            pass
        yield Ledger(folder)
    finally:
        os.close(handle)


def now() -> str:
    """This moment in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _as_line(record: Record) -> str:
    return json.dumps({key: value for key, value in asdict(record).items() if value not in ("", None)}) + "\n"


def _read(path: Path) -> Iterator[Record]:
    """The records of a ledger; lines that are none, such as one that was cut off, are passed over."""
    if not path.exists():
        return
    types: dict[str, Any] = {each.name: each.type for each in fields(Record)}
    with path.open(encoding="utf-8", errors="replace") as file:
        for line in file:
            try:
                found = json.loads(line)
                record = Record(**{key: value for key, value in found.items() if key in types})
                if all(isinstance(value, str) for key, value in asdict(record).items() if key != "status"):
                    record.asked_at  # noqa: B018 (raises if it is no moment)
                    yield record
            except (ValueError, TypeError, AttributeError):
                continue


def _is_cut(path: Path) -> bool:
    """Whether the last line has no end, so that the next one would be joined to it."""
    if not path.exists() or not path.stat().st_size:
        return False
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"
