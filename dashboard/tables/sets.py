"""Sets of tables on disk: each stays as it was made, until it is dropped, and a reader always finds a whole one.

    TABLES/sets/<id>/               a set: `manifest.json` and the tables; its files are never changed
    TABLES/current                  a link to the set that is shown; another set is shown by replacing this one link
    TABLES/quotes.parquet …         links through `current`, so that tables have the same path in every set

A set is written as a draft, and gets its name when all of its files are on the disk. Tables of an older version, or of
another tool, lie in the folder itself; `read_set` reads those too.
"""

import errno
import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from dashboard.disk import writing
from dashboard.errors import BusyError, DiskError, InputError, TablesAbsentError, TablesError
from dashboard.tables.contract import TABLES, contract_digest

MANIFEST = "manifest.json"
SETS = "sets"
CURRENT = "current"
PARTS = "parts"
LOCK = ".lock"
DRAFT = ".draft-"

PROBE = "probe"

# Bytes that are written before a run, to see whether a folder takes any: those of the tables of some 300 articles.
PROBE_BYTES = 1_000_000

# What the system says of a disk that takes no more.
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

REMEDY = (
    "make room there and let this user write, or give another folder with --tables; then run the same command again: "
    "what was annotated stays, and so does the set that was shown"
)

# The links in the folder of tables.
LINKS = (CURRENT, MANIFEST, *(f"{table}.parquet" for table in TABLES))


@dataclass(frozen=True, slots=True)
class KeptSet:
    """A set in the folder `path`; `is_current` says whether it is the one that is shown."""

    path: Path
    manifest: dict[str, Any]
    is_current: bool


@contextmanager
def hold(folder: Path) -> Iterator[None]:
    """Keep all other runs from writing to `folder`, which is made first, and clear what a killed run left there.

    Raises BusyError at once if another run holds the folder, InputError if it cannot be a folder of tables; DiskError
    at once if it is full or read-only, or when its disk takes no more.
    """
    try:
        with writing(folder, REMEDY):
            folder.mkdir(parents=True, exist_ok=True)
            handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    except DiskError:
        raise
    except OSError as error:
        raise InputError(f"{folder} cannot be a folder of tables ({error.strerror}); give another") from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyError(
                f"another run writes to {folder}; wait until it ends, or give another folder with --tables"
            ) from error
        except OSError as error:
            raise InputError(
                f"{folder} cannot be locked ({error.strerror}); give a folder on a disk of this machine with --tables"
            ) from error
        with writing(folder, REMEDY):
            _clear(folder)
            yield
    finally:
        os.close(handle)


def check_usable(folder: Path) -> None:
    """Write, rename and link as a run does at its end; raises DiskError or InputError where one of these fails.

    Otherwise it would fail after the hours of work. Limit: a disk that fills up meanwhile is not foreseen.
    """
    with writing(folder, REMEDY), draft(folder / SETS) as path:
        (path / PROBE).write_bytes(bytes(PROBE_BYTES))
        _sync(path / PROBE)
        try:
            for target in (PROBE, MANIFEST):
                _link(path / CURRENT, Path(target))
            (path / CURRENT).unlink()
            path.rename(path.with_name(f"{path.name}-{PROBE}")).rename(path)
            _sync(path.parent)
        except OSError as error:
            if error.errno in FULL:
                raise
            raise InputError(
                f"{folder} cannot keep sets ({error.strerror}): files must be renamed and linked there; give a folder "
                "on a disk of this machine with --tables"
            ) from error


@contextmanager
def draft(folder: Path) -> Iterator[Path]:
    """A new folder within `folder` to write files into; it is removed at the end, unless it was given its name."""
    path = folder / f"{DRAFT}{uuid4().hex}"
    path.mkdir(parents=True)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def settle_draft(path: Path, target: Path) -> None:
    """Give a draft its name. All of it is on the disk before, so that a loss of power leaves the whole or nothing.

    A folder that has the name already stays: its name says what it holds.
    """
    for below in (*path.rglob("*"), path):
        _sync(below)
    try:
        path.rename(target)
    except OSError:
        if not target.is_dir():
            raise
    _sync(target.parent)


def publish(path: Path, folder: Path, set_id: str) -> None:
    """Show a draft, which is a whole set, as the set `set_id` of `folder`."""
    _keep_older(folder)
    settle_draft(path, folder / SETS / set_id)
    show(folder, set_id)


def show(folder: Path, set_id: str) -> None:
    """Let `set_id`, which is one of the sets of `folder`, be the current one."""
    _link(folder / CURRENT, Path(SETS) / set_id)
    for name in LINKS[1:]:
        _link(folder / name, Path(CURRENT) / name)
    _sync(folder)


def hide(folder: Path) -> None:
    """Show no set of `folder`; all that it has are kept. Sets of older versions, which lie in it, stay shown."""
    for name in LINKS:
        if (folder / name).is_symlink():
            (folder / name).unlink()
    _sync(folder)


def find_root(folder: Path) -> Path:
    """The folder in which the files of the current set are: one of `sets`, or `folder` where it has none."""
    try:
        return folder / (folder / CURRENT).readlink()
    except OSError:
        return folder


def read_manifest(folder: Path) -> dict[str, Any]:
    """What the run that made the tables recorded about itself. Raises TablesAbsentError if there are no tables."""
    path = folder / MANIFEST
    try:
        manifest: dict[str, Any] = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError) as error:
        raise TablesAbsentError(f"{path} is absent; run: dateline preprocess INPUT --tables {folder}") from error
    except (ValueError, OSError) as error:
        raise TablesError(f"{path} cannot be read as JSON ({error}); run: dateline preprocess") from error
    if not isinstance(manifest, dict) or "set" not in manifest:
        raise TablesError(f"{path} names no set; run: dateline preprocess INPUT --tables {folder}")
    return manifest


def list_sets(folder: Path) -> list[KeptSet]:
    """The sets of `folder`, the newest first; folders that hold no set are left out."""
    current = find_root(folder)
    found = []
    for path in (folder / SETS).glob("[!.]*"):
        with suppress(TablesError):
            found.append(KeptSet(path, read_manifest(path), path == current))
    return sorted(found, key=lambda each: (str(each.manifest.get("created")), each.path.name), reverse=True)


def find_set(folder: Path, mark: str) -> Path | None:
    """The newest kept set of `folder` whose `input_digest` begins with `mark`; None if there is none."""
    if not mark:
        return None
    found = (each for each in list_sets(folder) if str(each.manifest.get("input_digest", "")).startswith(mark))
    return next((each.path for each in found), None)


def find_older(folder: Path, manifest: Mapping[str, Any]) -> dict[str, Any] | None:
    """The manifest of the newest kept set of other articles that was made before the one with this manifest; None if
    there is none whose tables have the present columns."""
    older = (
        each.manifest for each in list_sets(folder)
        if str(each.manifest["created"]) < str(manifest["created"])
        and each.manifest["input_digest"] != manifest["input_digest"]
        and each.manifest.get("contract") == contract_digest()
    )  # fmt: skip
    return next(older, None)


def drop_sets(folder: Path, keep: int) -> list[KeptSet]:
    """Drop all sets but the current one and the newest others, so that `keep` stay; returns those that went."""
    sets = list_sets(folder)
    kept = sorted(sets, key=lambda each: not each.is_current)[: max(keep, 1)]
    gone = [each for each in sets if each not in kept]
    for each in gone:
        # A reader that has just found it reads again; see `read_set`.
        away = each.path.with_name(f"{DRAFT}{each.path.name}")
        each.path.rename(away)
        shutil.rmtree(away)
    return gone


def _clear(folder: Path) -> None:
    """Remove the drafts of sets, parts and links that killed runs left, and no other file."""
    for name in LINKS:
        (folder / f"{DRAFT}{name}").unlink(missing_ok=True)
    for pattern in (f"{SETS}/{DRAFT}*", f"{PARTS}/*/{DRAFT}*"):
        for left in list(folder.glob(pattern)):
            shutil.rmtree(left, ignore_errors=True)


def _keep_older(folder: Path) -> None:
    """Make a set of the tables of an older version of Dateline, whose files are in the folder itself.

    If their manifest cannot be read they are no set, and the new one takes their place.
    """
    if (folder / MANIFEST).is_symlink():
        return
    try:
        older = read_manifest(folder)["set"]
    except TablesError:
        return
    with draft(folder / SETS) as path:
        for name in (MANIFEST, *TABLES, *(f"{table}.parquet" for table in TABLES)):
            if (folder / name).is_dir():
                shutil.copytree(folder / name, path / name)
            elif (folder / name).exists():
                shutil.copy2(folder / name, path / name)
        settle_draft(path, folder / SETS / older)
    show(folder, older)


def _link(path: Path, target: Path) -> None:
    """Let `path` be a link to `target`, at once."""
    if path.is_symlink() and path.readlink() == target:
        return
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    new = path.with_name(f"{DRAFT}{path.name}")
    new.unlink(missing_ok=True)
    new.symlink_to(target)
    new.replace(path)


def _sync(path: Path) -> None:
    """Wait until a file or folder is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
