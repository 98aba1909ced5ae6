"""A watch: looks at a folder every few seconds, and runs when its files have changed and nobody is writing them.

The folder is listed anew at each look. The notices that an operating system gives of new files would come sooner, but
network shares give none for what another computer writes.

A file that grew between two looks is being written, and no run begins before it is done. A file that has only just
appeared may be, too; it holds a run up for `PATIENCE` seconds at most, so that a steady trickle of files cannot hold it
up for ever. To avoid the wait, write a file under a name that begins with a dot, and rename it when it is whole.
"""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from dashboard.errors import DatelineError, InputError
from dashboard.pipeline.articles.files import walk
from dashboard.pipeline.corpus import Summary
from dashboard.pipeline.workers import interrupts_held

# Seconds that files which have only just appeared may hold a run up: new files are to be articles within a minute.
PATIENCE = 30.0

type State = tuple[int, int]  # size and time of the last change of a file, in bytes and nanoseconds
type Files = dict[str, State]


class Stopped(Exception):  # noqa: N818 (an order, not an error)
    """A signal ended a run between two articles; what it had done is gone on with by the next run."""


@dataclass(slots=True)
class Watch:
    """What the looks at a folder have seen, and whether it is time for a run."""

    folder: Path
    read: Files = field(default_factory=dict)  # as they were when the last run that went well began
    seen: Files = field(default_factory=dict)  # as they were at the last look
    since: float | None = None  # when the changes that wait for a run were first seen

    def look(self, now: float) -> tuple[Files | None, str]:
        """The files to run on, None if it is not time for a run; and why changes wait, if they do.

        `now` is in seconds. Raises InputError if the folder cannot be read.
        """
        files = list_files(self.folder)
        before, self.seen = self.seen, files
        if files == self.read:
            self.since = None
            return None, ""
        self.since = now if self.since is None else self.since
        growing = sorted(path for path, state in files.items() if path in before and before[path] != state)
        if growing:
            return None, f"waiting for {growing[0]}, which is still being written"
        is_fresh = any(path not in before for path in files)
        if is_fresh and now - self.since < PATIENCE:
            return None, ""
        return files, ""

    def note(self, files: Files) -> None:
        """Note that a run on these files went well."""
        self.read, self.since = files, None


def watch(folder: Path, run: Callable[[Callable[[], None]], Summary], say: Callable[[str], None], every: float) -> None:
    """Look at the folder every so many seconds until SIGINT or SIGTERM comes; must be called in the main thread.

    `run` makes the tables and calls what it is given after each article; where a signal has come, that call ends the
    run. `say` is given a line for each run, and one for each failure that is not the same as the last; after a failure
    the next look tries again.
    """
    state, stop, told = Watch(folder), threading.Event(), ""
    with _signals_set(stop):
        while not stop.is_set():
            line = ""
            try:
                files, line = state.look(time.monotonic())
                if files is not None:
                    say(_describe(_run(run, stop)))
                    state.note(files)
            except (Stopped, KeyboardInterrupt):  # the latter comes from a worker: here the signal sets `stop`
                break
            except (DatelineError, OSError) as error:
                line = f"{error}; trying again every {every:g} seconds"
            if line and line != told:
                say(line)
            told = line
            stop.wait(every)
    say("stopped; the tables are those of the last run")


def list_files(folder: Path) -> Files:
    """Path -> state of every file below the folder that a run would read; names that begin with a dot are passed over.

    Raises InputError if the folder itself cannot be read. What vanishes or is closed below it is left out.
    """
    try:
        with os.scandir(folder):
            return dict(_find_states(str(folder)))
    except OSError as error:
        raise InputError(f"{folder} cannot be read ({error.strerror}); give a folder of articles") from error


def check_apart(folder: Path, tables: Path) -> None:
    """Raise InputError if the tables would lie in the watched folder, where each run would start another."""
    if tables.resolve().is_relative_to(folder.resolve()):
        raise InputError(f"{tables} lies in {folder}, which is watched; give another folder with --tables")


def _find_states(folder: str) -> Iterator[tuple[str, State]]:
    for found in walk(folder):
        if not found.is_folder:
            with suppress(OSError):
                status = Path(found.path).stat()
                yield found.path, (status.st_size, status.st_mtime_ns)


def _run(run: Callable[[Callable[[], None]], Summary], stop: threading.Event) -> Summary:
    def go_on() -> None:
        if stop.is_set() or signal.SIGINT in signal.sigpending():
            raise Stopped

    with interrupts_held():
        return run(go_on)


def _describe(summary: Summary) -> str:
    rejected = sum(summary.rejects.values())
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC: {summary.new:,} new, {summary.unchanged:,} unchanged, "
        f"{summary.changed:,} changed, {summary.gone:,} gone, {rejected:,} rejected ({summary.seconds:.1f} s)"
    )


@contextmanager
def _signals_set(stop: threading.Event) -> Iterator[None]:
    """Let SIGINT and SIGTERM set `stop`, and give them back what they did before."""
    before = {each: signal.signal(each, lambda *_: stop.set()) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
