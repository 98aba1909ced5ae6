"""A set of tables on disk: written whole, read whole, described by `manifest.json`.

Every file of a set carries the set's id, and the manifest comes last: whoever reads files of two sets, because one was
being put in place meanwhile, sees it and reads again. A reader gets the old set or the new one, never half.
"""

import json
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.errors import TablesAbsentError, TablesError
from dashboard.tables import TABLES

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
        marks = {(table.schema.metadata or {}).get(SET_ID, b"").decode() for table in found.values()}
        if marks == {manifest["set"]} == {read_manifest(folder)["set"]}:
            return TableSet(found, manifest)
        if time.monotonic() > deadline:
            raise TablesError(f"{folder} holds tables of two runs; run: dateline preprocess INPUT --tables {folder}")
        time.sleep(0.05)


def read_manifest(folder: Path) -> dict[str, Any]:
    """What the run that made the tables says of itself; raises TablesAbsentError where there are none."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
    except FileNotFoundError as error:
        raise TablesAbsentError(
            f"{folder / MANIFEST} is absent; run: dateline preprocess INPUT --tables {folder}"
        ) from error
    except json.JSONDecodeError as error:
        raise TablesError(f"{folder / MANIFEST} is not JSON ({error}); run: dateline preprocess") from error
    return manifest


def _read(folder: Path, name: str) -> pa.Table:
    """One table: a file, or a folder of Parquet parts."""
    path = folder / f"{name}.parquet"
    path = path if path.exists() else folder / name
    if not path.exists():
        raise TablesAbsentError(f"{folder / name}.parquet is absent; run: dateline preprocess INPUT --tables {folder}")
    try:
        return pq.read_table(path)
    except (pa.ArrowException, OSError) as error:
        raise TablesError(f"{path} cannot be read ({error}); run: dateline preprocess") from error
