"""A set of tables on disk: written whole, read whole, described by `manifest.json`.

Every file of a set carries the set's id, and the manifest comes last: whoever reads files of two sets, because one was
being put in place meanwhile, sees it and reads again. A reader gets the old set or the new one, never half.
"""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.errors import TablesAbsentError, TablesError
from dashboard.tables.contract import TABLES

MANIFEST = "manifest.json"
SET_ID = b"dateline_set"

# Seconds. Putting ten files in place takes milliseconds; a set that is mixed for so long was left by a broken run.
PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class TableSet:
    """The tables by name, and what the run that made them says of itself."""

    tables: Mapping[str, pa.Table]
    manifest: Mapping[str, Any]


def write_set(folder: Path, tables: Mapping[str, pa.Table], manifest: Mapping[str, Any]) -> None:
    """Put the set in place of the one in `folder`; what else lies there stays."""
    set_id = uuid4().hex
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".draft-{set_id}"
    draft.mkdir()
    try:
        for name, table in tables.items():
            marked = table.replace_schema_metadata({SET_ID: set_id.encode()})
            pq.write_table(marked, draft / f"{name}.parquet", compression="zstd")
        (draft / MANIFEST).write_text(json.dumps({**manifest, "set": set_id}, indent=1), "utf-8")
        with _alone(folder):
            for name in (*(f"{table}.parquet" for table in tables), MANIFEST):
                (draft / name).replace(folder / name)
    finally:
        shutil.rmtree(draft)


def read_set(folder: Path) -> TableSet:
    """The set in `folder`; raises TablesAbsentError where there is none and TablesError where it is not whole."""
    deadline = time.monotonic() + PATIENCE
    while True:
        manifest = read_manifest(folder)
        found = {name: _read(folder, name) for name in TABLES}
        marks = {(part.schema.metadata or {}).get(SET_ID, b"").decode() for parts in found.values() for part in parts}
        if marks == {manifest["set"]} == {read_manifest(folder)["set"]}:
            return TableSet({name: _join(folder / name, parts) for name, parts in found.items()}, manifest)
        if time.monotonic() > deadline:
            raise TablesError(f"{folder} holds tables of two runs; run: dateline preprocess INPUT --tables {folder}")
        time.sleep(0.05)


def read_manifest(folder: Path) -> dict[str, Any]:
    """What the run that made the tables says of itself; raises TablesAbsentError where there are none."""
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


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until no other run puts its set in place: two at a time would leave a mixed one."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _read(folder: Path, name: str) -> list[pa.Table]:
    """The parts of one table: its file, or the files of its folder."""
    path = folder / f"{name}.parquet"
    files = [path] if path.exists() else sorted((folder / name).glob("*.parquet"))
    if not files:
        raise TablesAbsentError(f"{path} is absent; run: dateline preprocess INPUT --tables {folder}")
    try:
        return [_read_file(file) for file in files]
    except (pa.ArrowException, OSError) as error:
        raise TablesError(f"{path} cannot be read ({error}); run: dateline preprocess") from error


def _read_file(path: Path) -> pa.Table:
    """The table of a file that is opened once.

    `read_table` opens a path twice, and takes two files for one where a run has put another in place meanwhile.
    """
    with pq.ParquetFile(path) as file:
        return file.read()


def _join(path: Path, parts: list[pa.Table]) -> pa.Table:
    try:
        return pa.concat_tables(parts)
    except pa.ArrowException as error:
        raise TablesError(f"{path}: its parts differ in their columns; run: dateline preprocess") from error
