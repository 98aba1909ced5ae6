"""Hosts: what their robots.txt allows, at which pace they are asked, and when they are asked no more.

robots.txt is read by Protego, by RFC 9309. The standard library's parser knows no wildcards, takes the first rule that
fits and not the longest, and reads the file by itself.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from protego import Protego
from urllib3.util import Url

from dashboard.fetch.client import Client
from dashboard.fetch.outcome import UnfetchedError

# The name under which robots.txt may speak of Dateline.
NAME = "Dateline"

# Seconds from one page of a host to the next, at least. It is what Nominatim and many sites ask of programs; a longer
# time that robots.txt asks for (crawl-delay, request-rate) is kept.
DELAY = 1.0

# Seconds that count as never: robots.txt may give numbers of any length.
LONGEST_DELAY = 10**9

# Bytes of a robots.txt (RFC 9309: at least 500 kibibytes must be read); a longer one counts as one that cannot be read.
LONGEST_ROBOTS = 512_000

# After so many answers in a row that were none, or that said that the server has too much to do, a host is asked no
# more in this run.
FAILURES = 3


@dataclass(slots=True)
class Host:
    """One host under one scheme and port, and what is known of it in this run."""

    origin: Url
    rules: Protego | None = None
    closed: str = ""  # why it is asked no more
    failures: int = 0

    def check(self, url: Url) -> None:
        """Raise UnfetchedError where this address may not be asked for."""
        if self.closed:
            raise UnfetchedError(self.closed)
        assert self.rules is not None, "robots.txt is read first"
        if not self.rules.can_fetch(url.url, NAME):
            raise UnfetchedError(f"robots: robots.txt of {self.origin.host} does not allow this page to programs")

    def delay(self) -> float:
        """Seconds from one page to the next."""
        assert self.rules is not None, "robots.txt is read first"
        rate = self.rules.request_rate(NAME)
        by_rate = min(rate.seconds, LONGEST_DELAY) / rate.requests if rate else 0.0
        return max(DELAY, min(self.rules.crawl_delay(NAME) or 0.0, LONGEST_DELAY), by_rate)


class Hosts:
    """All hosts of a run. `wait` pauses for so many seconds; nothing is asked after `end`, on the monotonic clock."""

    def __init__(self, client: Client, wait: Callable[[float], object], end: float) -> None:
        self._client = client
        self._wait = wait
        self._end = end
        self._hosts: dict[Url, Host] = {}
        self._ready: dict[str | None, float] = {}  # by the host's name alone: its ports are one machine

    def of(self, url: Url) -> Host:
        """The host of an address."""
        origin = url._replace(path=None, query=None)
        return self._hosts.setdefault(origin, Host(origin))

    def ready(self, url: Url) -> float:
        """When the host of an address may be asked again, on the monotonic clock."""
        return self._ready.get(url.host, -math.inf)

    def enter(self, url: Url) -> None:
        """Return when this address may be asked for; raises UnfetchedError if it may not, or not before the end."""
        host = self.of(url)
        if host.rules is None and not host.closed:
            self._read_robots(host)
        host.check(url)
        pause = self.ready(url) - time.monotonic()
        if time.monotonic() + max(0.0, pause) >= self._end:
            raise UnfetchedError("time: the run was over before this page's turn; run the same command again")
        if pause > 0:
            self._wait(pause)
        self._ready[url.host] = time.monotonic() + host.delay()

    def note(self, url: Url, failure: UnfetchedError | None) -> None:
        """Note how an address of a host answered."""
        host = self.of(url)
        is_down = failure is not None and (str(failure).startswith(("network:", "slow:")) or _is_busy(failure.status))
        host.failures = host.failures + 1 if is_down else 0
        if not host.closed and (host.failures >= FAILURES or (failure is not None and failure.status == 429)):
            host.closed = f"skipped: {host.origin.host} was asked no more in this run, after: {failure}"

    def _read_robots(self, host: Host) -> None:
        """Read what the host allows: everything where it has no robots.txt, nothing where that cannot be read."""
        try:
            answer = self._client.ask(host.origin._replace(path="/robots.txt"), longest=LONGEST_ROBOTS)
        except UnfetchedError as error:
            if error.status is not None and 400 <= error.status < 500 and error.status != 429:
                host.rules = Protego.parse("")
            elif error.kind in ("private", "port"):  # it is the host that may not be asked
                host.closed = str(error)
            else:
                host.closed = f"robots: robots.txt of {host.origin.host} cannot be read ({error})"
            return
        host.rules = Protego.parse(answer.body.decode("utf-8-sig", "replace").replace("\x00", ""))


def _is_busy(status: int | None) -> bool:
    return status is not None and status >= 500
