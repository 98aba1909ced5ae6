"""The file of watches: `watches.jsonl` beside the tables, one line a watch that is kept or removed, only ever added to.

Several people in several processes may add at a time: none is lost (`dashboard.journal`). A line that cannot be read is
reported, and costs no other. A later line with the id of an earlier one takes its place.
"""

import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from typing import Any

from dashboard.errors import DiskError, WatchError
from dashboard.journal import append, locked
from dashboard.watches.record import Watch, check, read_record, write_record

FILE = "watches.jsonl"

# Watches and saved views beside one set of tables: a page lists them all, and each run looks at each.
MOST = 200

# Bytes of a line, and of the file: MOST watches that are each changed a hundred times.
LONGEST_LINE, LONGEST_FILE = 16_000, 20_000_000


@dataclass(frozen=True, slots=True)
class Watches:
    """The watches that are kept, oldest first, and what is wrong with the file, in a sentence; "" where nothing is."""

    kept: tuple[Watch, ...] = ()
    note: str = ""

    def find(self, watch_id: str) -> Watch | None:
        """The watch with this id; None where it was removed, or never kept."""
        return next((each for each in self.kept if each.id == watch_id), None)


def read_watches(folder: Path) -> Watches:
    """The watches beside the tables in `folder`; none where there is no file. Never raises: it reports."""
    path = folder / FILE
    try:
        with path.open("rb") as file:
            data = file.read(LONGEST_FILE + 1)
    except (FileNotFoundError, NotADirectoryError):
        return Watches()
    except OSError as error:
        return Watches(note=f"{path} cannot be read ({error.strerror}); no watch is looked at")
    return _parse(data)


def keep(folder: Path, proposed: Sequence[Watch], *, skip_known: bool = False) -> list[Watch]:
    """The watches as they were added, each with an id and the moment; raises WatchError where none was.

    A watch with an id takes the place of the one that has it. One that says the same as another is refused, or with
    `skip_known` left out.
    """
    checked = [check(each) for each in proposed]

    def add(now: Watches) -> tuple[list[dict[str, Any]], list[Watch]]:
        added: list[Watch] = []
        for each in checked:
            others = [other for other in (*now.kept, *added) if not each.id or other.id != each.id]
            same = next((other for other in others if other.says_the_same(each)), None)
            if same and not skip_known:
                raise WatchError(f"“{same.name}” is the same view by the same rule; it stands in the list already")
            if not same:
                moment = datetime.now(UTC).isoformat(timespec="seconds")
                added.append(replace(each, id=each.id or secrets.token_hex(6), when=moment))
        if len({each.id for each in (*now.kept, *added)}) > MOST:
            raise WatchError(f"{MOST} watches and saved views are the most; remove some first")
        return [{"do": "keep", **write_record(each)} for each in added], added

    return _change(folder, add)


def remove(folder: Path, watch_id: str, who: str) -> list[Watch]:
    """The watch that was removed; raises WatchError where there is none with this id, or the file cannot be written."""

    def drop(now: Watches) -> tuple[list[dict[str, Any]], list[Watch]]:
        found = now.find(watch_id)
        if found is None:
            raise WatchError("somebody has removed it already; look at the list again")
        moment = datetime.now(UTC).isoformat(timespec="seconds")
        return [{"do": "remove", "id": watch_id, "who": who, "when": moment}], [found]

    return _change(folder, drop)


def _change(folder: Path, change: Callable[[Watches], tuple[list[dict[str, Any]], list[Watch]]]) -> list[Watch]:
    """Add the lines that `change` gives for the file as it is now, while nobody else can change it."""
    path = folder / FILE
    try:
        with locked(path) as file:
            data = _read_all(file)
            lines, changed = change(_parse(data))
            written = b"".join(json.dumps(each, ensure_ascii=False).encode() + b"\n" for each in lines)
            if len(data) + len(written) > LONGEST_FILE:
                raise WatchError(f"{path} has {len(data):,} bytes, which is the most; remove its oldest lines")
            if written:
                append(path, file, (b"" if data.endswith(b"\n") or not data else b"\n") + written)
    except DiskError as error:
        raise WatchError(str(error)) from error
    except OSError as error:
        raise WatchError(
            f"{path} cannot be written ({error.strerror or error}), nothing was saved; let the dashboard's user write"
            " there"
        ) from error
    return changed


def _read_all(file: FileIO) -> bytes:
    file.seek(0)
    return file.readall()


def _parse(data: bytes) -> Watches:
    kept: dict[str, Watch] = {}
    ignored = []
    for number, line in enumerate(data.splitlines(), 1):
        if not line.strip():
            continue
        try:
            _follow(line, kept)
        except WatchError as error:
            ignored.append(f"line {number:,}: {error}")
    note = f"{len(ignored):,} of {FILE} are ignored: {ignored[0]}. Mend or remove them" if ignored else ""
    if len(ignored) == 1:
        note = f"A line of {FILE} is ignored: {ignored[0]}. Mend or remove it"
    return Watches(tuple(kept.values())[:MOST], note)


def _follow(line: bytes, kept: dict[str, Watch]) -> None:
    """Do to the watches what a line says; raises WatchError where it cannot be read."""
    if len(line) > LONGEST_LINE:
        raise WatchError(f"it has {len(line):,} bytes; {LONGEST_LINE:,} are the most")
    try:
        said = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise WatchError("it is no JSON") from error
    if isinstance(said, dict) and said.get("do") == "remove":
        kept.pop(str(said.get("id")), None)
        return
    watch = read_record(said)
    if not watch.id:
        raise WatchError("its id is none")
    kept[watch.id] = watch
