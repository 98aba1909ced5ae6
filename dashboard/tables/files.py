"""Sets of tables on disk. A reader gets the old set or the new one, never a mixture.

Each file of a set holds the set's id, and `manifest.json`, which describes the set, is written last. A reader who finds
two ids, because a new set was being moved into place, reads again.
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
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dashboard.errors import TablesAbsentError, TablesError
from dashboard.tables.contract import TABLES

MANIFEST = "manifest.json"
SPEAKERS = "speakers"
SET_ID = b"dateline_set"

# Seconds that a reader waits. Moving ten files takes milliseconds; after this time the run that moved them has died.
PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class TableSet:
    """The tables by name, and what the run that made them says of itself."""

    tables: Mapping[str, pa.Table]
    manifest: Mapping[str, Any]


def write_set(folder: Path, tables: Mapping[str, pa.Table], manifest: Mapping[str, Any]) -> None:
    """Replace the set in `folder` by this one; other files there stay.

    The manifest gets a new id of the set, under `set`.
    """
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
    """The set in `folder`; one that was made before there was a table of speakers has the one that each quote names.

    Raises TablesAbsentError if a table is absent, TablesError if one is damaged or of another set.
    """
    deadline = time.monotonic() + PATIENCE
    while True:
        manifest = read_manifest(folder)
        wanted = [name for name in TABLES if name != SPEAKERS or _list_files(folder, name)]
        found = {name: _read(folder, name) for name in wanted}
        marks = {(part.schema.metadata or {}).get(SET_ID, b"").decode() for parts in found.values() for part in parts}
        if marks == {manifest["set"]} == {read_manifest(folder)["set"]}:
            tables = {name: _join(folder / name, parts) for name, parts in found.items()}
            if SPEAKERS not in tables:
                tables[SPEAKERS] = list_first_speakers(tables["quotes"])
            return TableSet(tables, manifest)
        if time.monotonic() > deadline:
            raise TablesError(f"{folder} holds tables of two runs; run: dateline preprocess INPUT --tables {folder}")
        time.sleep(0.05)


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


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until no other run moves files into `folder`: two at a time would leave a mixture."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _read(folder: Path, name: str) -> list[pa.Table]:
    """The parts of one table: its one file, or the files of its folder."""
    path = folder / f"{name}.parquet"
    files = _list_files(folder, name)
    if not files:
        raise TablesAbsentError(f"{path} is absent; run: dateline preprocess INPUT --tables {folder}")
    try:
        return [_read_file(file) for file in files]
    except (pa.ArrowException, OSError) as error:
        raise TablesError(f"{path} cannot be read ({error}); run: dateline preprocess") from error


def _list_files(folder: Path, name: str) -> list[Path]:
    path = folder / f"{name}.parquet"
    return [path] if path.exists() else sorted((folder / name).glob("*.parquet"))


def list_first_speakers(quotes: pa.Table) -> pa.Table:
    """The table of speakers that holds no more than the table of quotes says: the first speaker of each."""
    known = quotes.filter(pc.is_valid(quotes["actor_id"]))
    columns = {
        "quote_id": known["quote_id"],
        "actor_id": known["actor_id"],
        "start": pc.coalesce(known["speaker_start"], known["start"]),
        "end": pc.coalesce(known["speaker_end"], known["end"]),
    }
    return pa.table(columns, schema=TABLES[SPEAKERS].schema)


def _read_file(path: Path) -> pa.Table:
    """The table in a file.

    The file is opened once. `pq.read_table` opens its path twice, and between the two a run may replace the file.
    """
    with pq.ParquetFile(path) as file:
        return file.read()


def _join(path: Path, parts: list[pa.Table]) -> pa.Table:
    try:
        return pa.concat_tables(parts)
    except pa.ArrowException as error:
        raise TablesError(f"{path}: its parts differ in their columns; run: dateline preprocess") from error
