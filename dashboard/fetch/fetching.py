"""Fetches addresses, one at a time and each host at its pace, and keeps what comes."""

import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from urllib3.util import Url

from dashboard import settings
from dashboard.disk import size, write_whole, writing
from dashboard.errors import SettingError
from dashboard.fetch.addresses import read_address
from dashboard.fetch.client import LONGEST_PAGE, NOT_CHANGED, Answer, Client
from dashboard.fetch.hosts import Hosts
from dashboard.fetch.kept import accepts, make_kept
from dashboard.fetch.ledger import REMEDY, Ledger, Record, now, open_ledger
from dashboard.fetch.listing import Link, Listing, read_listing
from dashboard.fetch.outcome import Failure, Fetched, Page, State, UnfetchedError
from dashboard.fetch.report import write_report
from dashboard.wording import plural

# Entries of a feed or of a map of a site that are fetched, the newest first: most feeds have 10 to 50.
ENTRIES = 100

# Maps that are read of an index of maps, the newest first. Sites split by month or by section; news is in the newest.
MAPS = 20

# Minutes of a run: at the pace of one host, 3,600 pages.
MINUTES = 60.0

# Bytes of a run: 20,000 pages of the usual 100 kB.
LONGEST_RUN = 2_000_000_000

# After so long a page that a feed lists is asked for again, though the feed does not say that it changed; so is one
# that gave nothing for a lasting reason, such as 404.
ASKED_AGAIN = timedelta(days=1)


def fetch(
    addresses: Sequence[str],
    folder: Path,
    *,
    entries: int = ENTRIES,
    minutes: float = MINUTES,
    on_each: Callable[[Page | Failure], None] = lambda _: None,
    wait: Callable[[float], object] = time.sleep,
) -> Fetched:
    """What came of the addresses: pages are kept in `folder`, of feeds and maps of sites the newest `entries`.

    An address that gives no page is a Failure and costs no other one. `on_each` is called as each is done, `wait` for
    each pause, in seconds; either may raise to end the run. A page that has not changed since it was fetched into this
    folder is not written again.

    Raises SettingError if `DATELINE_FETCH` is off, InputError if another fetch writes to the folder, DiskError if it
    cannot be written to. What was done until then, or until Ctrl-C, stays, and the same call goes on.
    """
    check_allowed()
    with open_ledger(folder) as ledger, writing(folder, REMEDY):
        run = _Run(ledger, folder, entries, time.monotonic() + 60 * minutes, on_each, wait)
        try:
            run.fetch_all(addresses)
        finally:
            write_report(folder, run.results)
    return Fetched(
        tuple(each for each in run.results if isinstance(each, Page)),
        tuple(each for each in run.results if isinstance(each, Failure)),
        tuple(run.notes),
    )


def check_allowed() -> None:
    """Raise SettingError if `DATELINE_FETCH` is off."""
    if not settings.may_fetch():
        raise SettingError("DATELINE_FETCH is off, so nothing is fetched; set it to on, or put the pages there by hand")


@dataclass(frozen=True, slots=True)
class _Task:
    """An address to ask. `link` is set if a feed or map lists it; `list_of` is then the address of that."""

    url: Url
    link: Link | None = None
    list_of: str = ""


class _Run:
    """One run: what is still to be asked, and what came so far."""

    def __init__(
        self,
        ledger: Ledger,
        folder: Path,
        entries: int,
        end: float,
        on_each: Callable[[Page | Failure], None],
        wait: Callable[[float], object],
    ) -> None:
        self.results: list[Page | Failure] = []
        self.notes: list[str] = []
        self._ledger, self._folder, self._entries, self._on_each = ledger, folder, entries, on_each
        self._client = Client()
        self._hosts = Hosts(self._client, wait, end)
        self._tasks: dict[Url, deque[_Task]] = {}  # by host
        self._seen: set[str] = set()
        self._written: set[Path] = set()
        self._bytes = 0
        self._lists: dict[str, Record] = {}  # to be noted when all their pages have come

    def fetch_all(self, addresses: Iterable[str]) -> None:
        """Ask for every address, and for all that those among them list."""
        given = [url for each in addresses if (url := self._read(each)) is not None]
        # What waited longest comes first, so that a run whose time is too short for all goes on where the last one was.
        for url in sorted(given, key=lambda each: self._asked(each.url)):
            self._add(_Task(url))
        while self._tasks:
            key = min(self._tasks, key=self._hosts.ready)
            task = self._tasks[key].popleft()
            if not self._tasks[key]:
                del self._tasks[key]
            self._do(task)
        for record in self._lists.values():
            self._ledger.add(record)

    def _asked(self, address: str) -> str:
        record = self._ledger.find(address)
        return record.asked if record else ""

    def _read(self, address: str) -> Url | None:
        try:
            return read_address(address)
        except UnfetchedError as error:
            self._give(Failure(address.strip()[: settings.LONGEST_URL], None, str(error)))
            return None

    def _add(self, task: _Task) -> None:
        if task.url.url not in self._seen:
            self._seen.add(task.url.url)
            self._tasks.setdefault(self._hosts.of(task.url).origin, deque()).append(task)

    def _give(self, result: Page | Failure) -> None:
        self.results.append(result)
        self._on_each(result)

    def _do(self, task: _Task) -> None:
        address, record = task.url.url, self._ledger.find(task.url.url)
        try:
            answer = self._ask(task.url, record)
            if answer.status in NOT_CHANGED:
                self._note_unchanged(record, answer)
                return
            listing = read_listing(answer.body, answer.url.url)
            if listing is None:
                self._keep(address, answer)
            elif task.link is not None:
                raise UnfetchedError(
                    "type: a feed or map of a site that another one lists", answer.status, is_lasting=True
                )
            else:
                self._expand(address, answer, listing)
        except UnfetchedError as error:
            if not error.is_lasting:
                self._lists.pop(task.list_of, None)
            else:
                path = record.path if record else ""
                self._ledger.add(Record(address, now(), path=path, failure=str(error), status=error.status))
            self._give(Failure(address, error.status, str(error)))

    def _ask(self, url: Url, record: Record | None) -> Answer:
        """The answer of an address, after its host's pause; with the record's marks, if its file is there."""
        last = url
        marks = {}
        if record is not None and (not record.path or (self._folder / record.path).is_file()):
            marks = {"If-None-Match": record.etag, "If-Modified-Since": record.modified}

        def enter(each: Url) -> None:
            nonlocal last
            last = each
            self._hosts.enter(each)

        def headers_for(each: Url) -> dict[str, str]:
            if record is None or each.url != record.url:
                return {}
            return {name: value for name, value in marks.items() if value}

        if self._bytes > LONGEST_RUN:
            raise UnfetchedError(f"too much: this run fetched {size(LONGEST_RUN)} already; run the same command again")
        try:
            answer = self._client.ask(url, headers_for=headers_for, before=enter, accepts=accepts)
        except UnfetchedError as error:
            self._hosts.note(last, error)
            if error.kind == "too long":
                self._bytes += LONGEST_PAGE
            raise
        self._hosts.note(last, None)
        self._bytes += len(answer.body)
        return answer

    def _note_unchanged(self, record: Record | None, answer: Answer) -> None:
        if record is None or not record.url:
            raise UnfetchedError("status: 304 Not Modified, which was not asked for", answer.status)
        self._ledger.add(replace(record, asked=now()))
        if record.path:
            self._give(Page(record.address, record.url, self._folder / record.path, "unchanged"))
        else:
            self.notes.append(f"{record.address} has not changed since {record.fetched[:16].replace('T', ' ')} UTC")

    def _keep(self, address: str, answer: Answer) -> None:
        """Write the page, unless the same lies there."""
        kept = make_kept(answer)
        path = self._folder / kept.path
        state: State = "new"
        if path in self._written:  # under another address, which leads here, too
            state = "unchanged"
        elif path.is_file():
            state = "unchanged" if path.read_bytes() == kept.data else "changed"
        if state != "unchanged":
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_whole(path, kept.data)
            except (FileExistsError, NotADirectoryError, IsADirectoryError):
                raise UnfetchedError(f"folder: {path} cannot be written; move away what has this name") from None
        self._written.add(path)
        self._ledger.add(replace(_record(address, answer), path=kept.path.as_posix()))
        self._give(Page(address, answer.url.url, path, state))

    def _expand(self, address: str, answer: Answer, listing: Listing) -> None:
        """Put the newest pages of a feed or map on the list of what is asked."""
        links = self._read_maps(address, listing) if listing.is_index else listing.links
        chosen = links[: self._entries]
        if len(links) > len(chosen):
            self.notes.append(
                f"{address} lists {plural(len(links), 'page')}, of which the newest {len(chosen):,} are fetched;"
                " --entries takes more"
            )
        if not links:
            self.notes.append(f"{address} lists no page")
        # Whether an index or the first part of a list changed says nothing of the rest.
        if not listing.is_index and len(links) == len(chosen):
            self._lists[address] = _record(address, answer)
        removed = 0
        for link in chosen:
            url = self._read(link.address)
            if url is None or url.url in self._seen:
                continue
            known = self._ledger.find(url.url)
            if known is not None and known.path and not (self._folder / known.path).is_file():
                removed += 1
            elif known is not None and not _is_due(known, link):
                self._seen.add(url.url)
                self._repeat(known)
            else:
                self._add(_Task(url, link, address))
        if removed:
            self.notes.append(
                f"{address} lists {plural(removed, 'page')} that somebody took out of {self._folder}; they are not"
                " fetched again unless their own addresses are given"
            )

    def _read_maps(self, address: str, index: Listing) -> tuple[Link, ...]:
        """The links of the newest maps of an index, the newest first."""
        found: list[Link] = []
        for each in index.links[:MAPS]:
            try:
                answer = self._ask(read_address(each.address), None)
                listing = read_listing(answer.body, answer.url.url)
                if listing is None or listing.is_index:
                    raise UnfetchedError("type: no map of a site, though an index of maps lists it")
                found += listing.links
            except UnfetchedError as error:
                self._give(Failure(each.address[: settings.LONGEST_URL], error.status, str(error)))
        if len(index.links) > MAPS:
            self.notes.append(f"{address} lists {len(index.links):,} maps, of which the newest {MAPS} are read")
        return Listing(tuple(found)).newest_first().links

    def _repeat(self, known: Record) -> None:
        """Give what is known of a page that is not asked for again yet."""
        if known.failure:
            self._give(Failure(known.address, known.status, f"{known.failure} (as before; not asked again yet)"))
        else:
            self._give(Page(known.address, known.url, self._folder / known.path, "unchanged"))


def _is_due(known: Record, link: Link) -> bool:
    """Whether a page that was asked before is asked again: its feed says that it changed since, or it is long ago."""
    if datetime.now(UTC) - known.asked_at > ASKED_AGAIN:
        return True
    return link.changed is not None and known.asked_at < link.changed <= datetime.now(UTC)


def _record(address: str, answer: Answer) -> Record:
    moment = now()
    return Record(
        address, moment, moment, answer.url.url, etag=answer.headers.get("etag", ""),
        modified=answer.headers.get("last-modified", ""),
    )  # fmt: skip
