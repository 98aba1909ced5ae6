"""Rounds: feeds that are fetched into a folder every so often, beside a watch that makes tables of what comes."""

import signal
import threading
from _thread import interrupt_main
from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from dashboard.errors import DatelineError
from dashboard.fetch.fetching import check_allowed, fetch
from dashboard.fetch.outcome import Fetched
from dashboard.wording import plural

# Seconds that the end of the watch waits for a round; what is then still being asked for is given up.
PATIENCE = 2.0


class _Stopped(Exception):  # noqa: N818 (an order, not an error)
    """The watch has ended; what was fetched stays."""


@contextmanager
def fetched_in_rounds(feeds: Sequence[str], folder: Path, every: float, say: Callable[[str], None]) -> Iterator[None]:
    """Fetch these feeds into the folder at once and every so many seconds, in a thread, until the context ends.

    `say` is given a line for each round in which something came, and one for each failure that is not the same as in
    the last round. The next round tries again. Raises SettingError at once if `DATELINE_FETCH` is off.
    """
    check_allowed()
    rounds = _Rounds(feeds, folder, every, say)
    rounds.start()
    try:
        yield
    finally:
        rounds.stop.set()
        rounds.join(PATIENCE)
    if rounds.error is not None:
        raise rounds.error


class _Rounds(threading.Thread):
    """The thread of the rounds. `error` is a fault of the program that ended it."""

    def __init__(self, feeds: Sequence[str], folder: Path, every: float, say: Callable[[str], None]) -> None:
        super().__init__(name="feeds", daemon=True)
        self.stop = threading.Event()
        self.error: Exception | None = None
        self._feeds, self._folder, self._every, self._say = feeds, folder, every, say

    def run(self) -> None:
        """Go round until `stop` is set; a fault of the program ends the watch, too."""
        told: set[str] = set()
        try:
            while not self.stop.is_set():
                told = self._go_round(told)
                self.stop.wait(self._every)
        except _Stopped:
            pass
        except Exception as error:
            self.error = error
            interrupt_main(signal.SIGTERM)

    def _go_round(self, told: Set[str]) -> set[str]:
        """Fetch the feeds once; say what came, and each failure that was not `told`. Returns the marks of all."""
        again = f"; trying again in {plural(round(self._every / 60), 'minute')}"
        failures: dict[str, str] = {}
        try:
            found = fetch(self._feeds, self._folder, on_each=lambda _: self._pause(0), wait=self._pause)
        except (DatelineError, OSError) as error:
            failures[str(error)] = f"{error}{again}"
        else:
            if any(page.state != "unchanged" for page in found.pages):
                self._say(_describe(found))
            for each in found.failures:
                kind = each.reason.partition(":")[0]
                of_feed = again if each.address in self._feeds else ""
                failures[f"{kind} {each.address}"] = f"{each.address}  {each.reason}{of_feed}"
        for mark, line in failures.items():
            if mark not in told:
                self._say(line)
        return set(failures)

    def _pause(self, seconds: float) -> None:
        if self.stop.wait(seconds):
            raise _Stopped


def _describe(found: Fetched) -> str:
    new, changed = (sum(page.state == state for page in found.pages) for state in ("new", "changed"))
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC: {plural(new, 'new page')}, {changed:,} changed, from feeds"
