"""The folder of additions, beside the tables: each addition is the files that somebody added at one time.

    TABLES/added/<id>/                  its files, under safe names; every run reads them besides its other inputs
    TABLES/added/<id>/.addition.json    who added it and when, and the names that the files had
    TABLES/added/.taken-back/<id>/      one that was taken back: it is kept, and can be brought back
    TABLES/added/.draft-…/              files that somebody is choosing

What reads articles passes over names that begin with a dot. A draft becomes an addition by one renaming, so that nobody
reads half of one.
"""

import json
import re
import shutil
import time
import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import Any

from dashboard import settings
from dashboard.disk import write_whole, writing
from dashboard.errors import InputError
from dashboard.tables.sets import list_sets

ADDED = "added"
TAKEN_BACK = ".taken-back"
DRAFT = ".draft-"
RECORD = ".addition.json"

# An addition: day, time in UTC, and chance.
ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]{6}")
OF_PATH = re.compile(rf"/{ADDED}/({ID.pattern})/")

# Characters of the name of a file, and bytes of it: file systems take 255 bytes, and articles are named by it.
LONGEST_NAME, LONGEST_BYTES = 80, 200

# Seconds after which a draft is given up: whoever chose its files has closed the page.
LONGEST_DRAFT = 86_400

REMEDY = "make room there and let this user write; then try again"


@dataclass(frozen=True, slots=True)
class Addition:
    """Files that were added at one time. `files` are the name of each in its folder and the name that it had.

    `who` is "" where nobody said, `articles` what the preview counted, 0 where it did not come to an end, `columns`
    the columns of its tables that somebody named, by what they hold. `taken_back` is when and by whom, else "" and "".
    Moments are in UTC, ISO 8601.
    """

    id: str
    who: str
    when: str
    files: tuple[tuple[str, str], ...]
    articles: int = 0
    columns: Mapping[str, str] = field(default_factory=dict)
    taken_back: str = ""
    taken_back_by: str = ""


def find_added(tables: Path) -> Path | None:
    """The folder of additions, where one holds files that a run reads; None otherwise."""
    folder = tables / ADDED
    return folder if any(each.is_dir() and ID.fullmatch(each.name) for each in _list(folder)) else None


def addition_of(path: str) -> str:
    """The id of the addition that a file of this path belongs to; "" where it is of none."""
    found = OF_PATH.search(path)
    return found[1] if found else ""


def folder_of(addition_id: str) -> str:
    """What the path of each file of an addition holds, and of no other file; "", which all hold, without an id."""
    return f"/{ADDED}/{addition_id}/" if addition_id else ""


def name_addition(addition_id: str) -> str:
    """What an addition is called: the moment in UTC at which it was made; the id itself where that is none."""
    try:
        return f"{datetime.strptime(addition_id[:15], '%Y%m%d-%H%M%S'):%Y-%m-%d, %H:%M:%S} UTC"
    except ValueError:
        return addition_id


def begin_draft(tables: Path) -> Path:
    """A new draft, without files; drafts that were given up are removed. Raises DiskError where none can be made."""
    folder = tables / ADDED
    with writing(tables, REMEDY):
        for each in folder.glob(f"{DRAFT}*"):
            with suppress(OSError):
                if time.time() - each.stat().st_mtime > LONGEST_DRAFT:
                    shutil.rmtree(each, ignore_errors=True)
        draft = folder / f"{DRAFT}{token_hex(8)}"
        draft.mkdir(parents=True)
    return draft


def put_file(draft: Path, name: str, data: bytes) -> str:
    """Write a file into a draft under a safe name that no other one has there, which comes back."""
    with writing(draft, REMEDY):
        safe = safe_name(name)
        stem, suffix = _split(safe)
        number = 1
        while (draft / safe).exists():
            number += 1
            safe = f"{stem}-{number}{suffix}"
        (draft / safe).write_bytes(data)
        return safe


def safe_name(name: str) -> str:
    """The name of a file that leads nowhere and is no longer than `LONGEST_NAME` characters; its suffix stays.

    Letters and digits of all scripts stay, and so do dots, hyphens and underscores within; everything else is a hyphen.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(each if each.isalnum() or each in "._-" else "-" for each in last)
    stem, suffix = _split(re.sub(r"-{2,}", "-", kept).strip(".-"))
    stem = stem.strip(".-")[: LONGEST_NAME - len(suffix)]
    while len(f"{stem}{suffix}".encode()) > LONGEST_BYTES:
        stem = stem[:-1]
    return f"{stem}{suffix}" if stem else f"file{suffix}"


def keep(
    draft: Path, names: Mapping[str, str], who: str, articles: int = 0, columns: Mapping[str, str] | None = None
) -> Addition:
    """Make an addition of a draft, to be read by the next run. `names` has the name that each of its files had."""
    now = datetime.now(UTC)
    found = sorted(each.name for each in _list(draft) if each.name[0] != ".")
    if not found:
        raise InputError("there is no file to add; choose one")
    files = tuple((each, names.get(each, each)) for each in found)
    made = Addition(
        f"{now:%Y%m%d-%H%M%S}-{token_hex(3)}", who, now.isoformat(timespec="seconds"), files, articles, columns or {}
    )
    with writing(draft, REMEDY):
        _write(draft, made)
        draft.rename(draft.with_name(made.id))
    return made


def drop_draft(draft: Path) -> None:
    """Remove a draft."""
    shutil.rmtree(draft, ignore_errors=True)


def list_additions(tables: Path) -> list[Addition]:
    """All additions, the newest first, with those that were taken back."""
    folder = tables / ADDED
    found = (_read(each) for place in (folder, folder / TAKEN_BACK) for each in _list(place))
    return sorted((each for each in found if each is not None), key=lambda each: each.id, reverse=True)


def take_back(tables: Path, addition_id: str, who: str) -> None:
    """Keep an addition aside, so that the next run does not read it. Nothing happens to one that is not there."""
    folder = tables / ADDED
    now = datetime.now(UTC).isoformat(timespec="seconds")
    _move(folder / addition_id, folder / TAKEN_BACK, now, who)


def bring_back(tables: Path, addition_id: str) -> None:
    """Let the next run read an addition that was taken back. Nothing happens to one that is not there."""
    folder = tables / ADDED
    _move(folder / TAKEN_BACK / addition_id, folder, "", "")


def choose_inputs(tables: Path, manifest: Mapping[str, Any]) -> tuple[list[Path], list[Path]]:
    """The inputs of a run that makes the tables anew, and the former inputs that are not there any more.

    They are those of the set with this manifest, and the additions. The sample articles are no input beside additions:
    they show what Dateline is, and are not the analyst's. They come back where nothing else is left.
    """
    added = find_added(tables)
    former = [Path(path) for path in manifest.get("inputs", ())]
    former = [each for each in former if each != (tables / ADDED).absolute()]
    if added:
        former = [each for each in former if each != settings.SAMPLE]
    there = [each for each in former if each.exists()]
    if not added and not there and _has_shown_sample(tables):
        there = [settings.SAMPLE]
    return [*there, *([added.absolute()] if added else [])], [each for each in former if not each.exists()]


def _has_shown_sample(tables: Path) -> bool:
    """Whether one of the kept sets is that of the sample alone."""
    return any(each.manifest.get("inputs") == [str(settings.SAMPLE)] for each in list_sets(tables))


def count_added(articles: Iterable[str], rejects: Iterable[str]) -> dict[str, dict[str, int]]:
    """Addition -> how many of these paths of articles and of rejects are of its files, for the manifest of a set."""
    counts: dict[str, dict[str, int]] = {}
    for kind, paths in (("articles", articles), ("rejects", rejects)):
        for path in paths:
            if found := addition_of(path):
                counts.setdefault(found, {"articles": 0, "rejects": 0})[kind] += 1
    return counts


def _split(name: str) -> tuple[str, str]:
    """A name without its suffix, and the suffix: `.gz` and what stands before it are one."""
    found = re.search(r"(\.\w{1,12})?\.\w{1,12}$", name, re.ASCII)
    if not found or (found[1] and not name.lower().endswith((".gz", ".bz2", ".xz"))):
        found = re.search(r"\.\w{1,12}$", name, re.ASCII)
    return (name[: found.start()], found[0]) if found else (name, "")


def _list(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _read(folder: Path) -> Addition | None:
    """The addition in a folder; None where it is none. A record that cannot be read leaves what the folder says.

    Whether it was taken back, its place says: the record is written before it is moved.
    """
    if not ID.fullmatch(folder.name) or not folder.is_dir():
        return None
    try:
        record = json.loads((folder / RECORD).read_bytes())
        found = Addition(**{**record, "id": folder.name, "files": tuple((a, b) for a, b in record["files"])})
    except (OSError, ValueError, TypeError, KeyError):
        files = tuple((each.name, each.name) for each in sorted(_list(folder)) if each.name[0] != ".")
        when = datetime.strptime(folder.name[:15], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
        found = Addition(folder.name, "", when.isoformat(), files)
    if folder.parent.name != TAKEN_BACK:
        return replace(found, taken_back="", taken_back_by="")
    moved = datetime.fromtimestamp(folder.stat().st_ctime, UTC)
    return found if found.taken_back else replace(found, taken_back=moved.isoformat(timespec="seconds"))


def _write(folder: Path, addition: Addition) -> None:
    write_whole(folder / RECORD, json.dumps(asdict(addition)).encode())


def _move(source: Path, into: Path, when: str, who: str) -> None:
    """Note in the record of an addition when and by whom it was taken back, and move it."""
    addition = _read(source)
    if addition is None:
        return
    with writing(into.parent, REMEDY):
        into.mkdir(exist_ok=True)
        _write(source, replace(addition, taken_back=when, taken_back_by=who))
        source.rename(into / source.name)
