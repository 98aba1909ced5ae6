"""The run that reads additions: a process of its own, `dateline remake`, and what it says of itself while it works.

    TABLES/added/.running     locked as long as a run works; the system unlocks it when its process ends in any way
    TABLES/added/.waiting     locked by the one run that waits for that
    TABLES/added/.run.json    what the run does, or how it ended
    TABLES/added/.run.log     what it wrote, for whoever looks for the reason of a fault

A run that waits reads whatever was added before it begins, so one that waits is enough. It outlives the page, the
browser and the dashboard that started it. When it is killed, the tables stay as they were, and what it had annotated is
not annotated again.
"""

import fcntl
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from dashboard.additions.folder import ADDED, REMEDY
from dashboard.disk import write_whole, writing

STATE, RUNNING, WAITING, LOG = ".run.json", ".running", ".waiting", ".run.log"

# Seconds between two reports: a page looks less often.
EVERY = 0.5

# Seconds that the process may take to begin; it takes two on a busy machine.
LONGEST_START = 30.0

# Characters of what a page shows of an error.
LONGEST_ERROR = 1_000

# The processes that this one has started, so that the system can forget those that ended.
_started: list[subprocess.Popen[bytes]] = []


@dataclass(frozen=True, slots=True)
class Run:
    """What a run does, or did: its step, the articles that it has read by the model and how many these may be.

    `expected` is 0 where that is not known. `began` and `seen` are in seconds since 1970: its start, and when it last
    said something. `error` says why it failed. `new`, `changed`, `unchanged` and `gone` count the articles of the set
    that it made, by what they are to the set before. `notes` are what the user should know.
    """

    step: str
    began: float
    seen: float
    done: int = 0
    expected: int = 0
    error: str = ""
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    notes: tuple[str, ...] = ()

    @property
    def has_ended(self) -> bool:
        """Whether it came to its end, well or badly."""
        return self.step == ENDED or bool(self.error)


STARTING, IN_LINE, READING, JOINING, PREPARING, ENDED = (
    "starting", "waiting for another run to end", "reading", "putting everything together", "preparing the pages",
    "done",
)  # fmt: skip


class Reporter:
    """Writes what a run does, every EVERY seconds at most."""

    def __init__(self, tables: Path) -> None:
        self._path = tables / ADDED / STATE
        now = time.time()
        self.run = Run(READING, now, now)
        self._write()

    def say(self, **changes: object) -> None:
        """Report a change."""
        self.run = replace(self.run, **changes)  # type: ignore[arg-type]
        self._write()

    def count(self) -> None:
        """Report that one more article was read."""
        done = self.run.done + 1
        is_last = done == self.run.expected
        self.run = replace(self.run, done=done, step=JOINING if is_last else READING)
        if is_last or time.time() - self.run.seen >= EVERY:
            self._write()

    def _write(self) -> None:
        self.run = replace(self.run, seen=time.time())
        _write_run(self._path, self.run)


def start_run(tables: Path) -> None:
    """Start a run in a process of its own, in which it goes on when this one ends."""
    folder = tables / ADDED
    with writing(tables, REMEDY):
        folder.mkdir(parents=True, exist_ok=True)
        if not is_running(tables):
            now = time.time()
            _write_run(folder / STATE, Run(STARTING, now, now))
        command = [sys.executable, "-m", "dashboard", "remake", "--tables", str(tables)]
        with (folder / LOG).open("wb") as log:
            _started[:] = [each for each in _started if each.poll() is None]
            _started.append(
                subprocess.Popen(
                    command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                )
            )  # fmt: skip


def read_run(tables: Path) -> tuple[Run | None, bool]:
    """The last run, None where there was none, and whether it, or one behind it, works now."""
    try:
        given = json.loads((tables / ADDED / STATE).read_bytes())
        run = Run(**{**given, "notes": tuple(given["notes"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None, False
    is_starting = run.step == STARTING and time.time() - run.began < LONGEST_START
    return run, is_starting or is_running(tables) or _is_locked(tables / ADDED / WAITING)


def is_running(tables: Path) -> bool:
    """Whether a run that was started in the browser works on these tables."""
    return _is_locked(tables / ADDED / RUNNING)


def _is_locked(path: Path) -> bool:
    try:
        handle = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        return not _lock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    finally:
        os.close(handle)


def _lock(handle: int, how: int) -> bool:
    """Whether a file could be locked, or lies on a disk without locks, which the run itself then says."""
    try:
        fcntl.flock(handle, how)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


@contextmanager
def in_line(tables: Path) -> Iterator[bool]:
    """Wait for the run before this one. False where another run waits already: that one reads what this one would."""
    folder = tables / ADDED
    with writing(tables, REMEDY):
        folder.mkdir(parents=True, exist_ok=True)
        waiting = os.open(folder / WAITING, os.O_RDWR | os.O_CREAT, 0o644)
        running = os.open(folder / RUNNING, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if not _lock(waiting, fcntl.LOCK_EX | fcntl.LOCK_NB):
            yield False
            return
        _lock(running, fcntl.LOCK_EX)
        _lock(waiting, fcntl.LOCK_UN)  # who comes from now on may have added what this run has not seen
        yield True
    finally:
        os.close(waiting)
        os.close(running)


def _write_run(path: Path, run: Run) -> None:
    """Write the state at once; a disk that takes no more is no reason to end the run."""
    with suppress(OSError):
        write_whole(path, json.dumps(asdict(run)).encode())
