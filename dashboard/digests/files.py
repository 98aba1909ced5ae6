"""The files of digests, in `digests` beside the tables: of each set `<set>.json` and `<set>.html`, of the newest MOST.

What the page Watches shows is read from the first; nothing is looked for again when the page is opened.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from dashboard.disk import write_whole
from dashboard.errors import WatchError
from dashboard.queries.watches import Finding, Item
from dashboard.watches.record import Watch, read_record

FOLDER, FEED = "digests", "digest.atom"

# Digests that are kept, and firings in the feed.
MOST = 100

# Bytes of a digest: MOST watches with five long sentences each.
LONGEST = 5_000_000


@dataclass(frozen=True, slots=True)
class Entry:
    """What one watch found: the filters of its view in words, and when the last set was made in which it fired."""

    watch: Watch
    words: tuple[str, ...]
    finding: Finding
    last_fired: str


@dataclass(frozen=True, slots=True)
class Digest:
    """What the watches found in a set, made at `created`, that the set before, made at `since`, did not have."""

    set_id: str
    created: str
    since: str
    entries: tuple[Entry, ...]

    @property
    def fired(self) -> list[Entry]:
        """What fired, in the order of the watches."""
        return [each for each in self.entries if each.finding.fired]

    def find(self, watch_id: str) -> Entry | None:
        """What the watch with this id found; None where it was not looked at."""
        return next((each for each in self.entries if each.watch.id == watch_id), None)


def html_path(folder: Path, set_id: str) -> Path:
    """The path of the digest of a set as a page, below the folder of tables."""
    return folder / FOLDER / f"{set_id}.html"


def write_digest(folder: Path, digest: Digest) -> list[Digest]:
    """The digests that are kept, the newest set first: with this one, which is written in place of an earlier one of
    its set, and without the oldest, which are dropped."""
    (folder / FOLDER).mkdir(exist_ok=True)
    data = json.dumps(asdict(digest), ensure_ascii=False).encode()
    write_whole(folder / FOLDER / f"{digest.set_id}.json", data)
    found = list_digests(folder)
    for each in found[MOST:]:
        for suffix in (".json", ".html"):
            (folder / FOLDER / f"{each.set_id}{suffix}").unlink(missing_ok=True)
    return found[:MOST]


def read_digest(folder: Path, set_id: str) -> Digest | None:
    """The digest of a set; None where there is none that can be read."""
    return _read(folder / FOLDER / f"{set_id}.json")


def list_digests(folder: Path) -> list[Digest]:
    """The digests of a folder of tables that can be read, the newest set first."""
    found = [digest for path in (folder / FOLDER).glob("*.json") if (digest := _read(path))]
    return sorted(found, key=lambda each: (each.created, each.set_id), reverse=True)


def _read(path: Path) -> Digest | None:
    try:
        with path.open("rb") as file:
            data = file.read(LONGEST + 1)
        said = json.loads(data)
        entries = tuple(_read_entry(each) for each in said["entries"])
        return Digest(path.stem, str(said["created"]), str(said["since"]), entries)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):  # of a later version, or not of Dateline
        return None


def _read_entry(said: Mapping[str, Any]) -> Entry:
    found = said["finding"]
    items = tuple(Item(**each) for each in found["items"])
    try:
        watch = read_record(said["watch"])
    except WatchError as error:
        raise ValueError(str(error)) from error
    words = tuple(str(each) for each in said["words"])
    return Entry(watch, words, Finding(**{**found, "items": items}), str(said["last_fired"]))
