"""The tables of a set, read from their files. A set is never changed, so all tables that are read are of one set."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dashboard.errors import TablesAbsentError, TablesError
from dashboard.tables.contract import TABLES
from dashboard.tables.sets import MANIFEST, find_root, read_manifest

SPEAKERS = "speakers"

# Tables that are empty in a set that was made before there were any.
LATER = ("claims", "movements")
STORE = "store-"

# What a set is made of: "files" has the SHA-256 of each file of a table by its path in the set, "parts" a digest
# of what was decided of each part, by its path in `parts`.
FILES = "files.json"


@dataclass(frozen=True, slots=True)
class TableSet:
    """The tables by name, and what the run that made them says of itself."""

    tables: Mapping[str, pa.Table]
    manifest: Mapping[str, Any]


def read_set(folder: Path) -> TableSet:
    """The current set of `folder`, or the set whose files are in it.

    A set that was made before there was a table of speakers has the one that each quote names, and in one that was
    made before there were the tables in `LATER`, these are empty: the manifest does not count them.
    Raises TablesAbsentError if a table is absent, TablesError if one is damaged.
    """
    while True:
        root = find_root(folder)
        try:
            manifest = read_manifest(root)
            wanted = [name for name in TABLES if name not in (SPEAKERS, *LATER) or list_files(root, name)]
            tables = {name: _read(root, name, folder) for name in wanted}
        except TablesError:
            if find_root(folder) != root:  # another set was shown meanwhile, and this one was dropped
                continue
            raise
        if SPEAKERS not in tables:
            tables[SPEAKERS] = list_first_speakers(tables["quotes"])
        tables |= {name: TABLES[name].schema.empty_table() for name in LATER if name not in tables}
        return TableSet(tables, manifest)


def read_parts(root: Path) -> Iterator[dict[str, pa.Table]]:
    """The tables of the set whose files are in `root`, part by part: each has some rows of one table or of several.

    Raises as `read_set` does.
    """
    for name in TABLES:
        files = list_files(root, name)
        if name == SPEAKERS and not files:
            yield {SPEAKERS: list_first_speakers(_read(root, "quotes", root))}
        elif not files and name not in LATER:
            raise _absent(root, name, root)
        for file in files:
            yield {name: read_file(file)}


def list_files(root: Path, name: str) -> list[Path]:
    """The files of one table: its one file, or those of its folder in order of their names; empty if it has none."""
    path = root / f"{name}.parquet"
    if path.is_file():
        return [path]
    return sorted((path if path.is_dir() else root / name).glob("*.parquet"))


def read_file(path: Path, columns: list[str] | None = None) -> pa.Table:
    """The table in one file, all of its columns or these; raises TablesError if it cannot be read."""
    try:
        with pq.ParquetFile(path) as file:
            return file.read(columns)
    except (pa.ArrowException, OSError) as error:
        raise TablesError(f"{path} cannot be read ({error}); run: dateline preprocess") from error


def read_digests(root: Path) -> Mapping[str, Mapping[str, str]]:
    """What `files.json` of a set says; no files and no parts where there is none that can be read."""
    try:
        found: dict[str, dict[str, str]] = json.loads((root / FILES).read_bytes())
        return {name: dict(found[name]) for name in ("parts", "files")}
    except (OSError, ValueError, KeyError, TypeError):
        return {"parts": {}, "files": {}}


def is_whole(root: Path) -> bool:
    """Whether every file that `files.json` of a set names is there and begins and ends as a Parquet file does."""
    try:
        for name in read_digests(root)["files"]:
            pq.read_metadata(root / name)
    except (pa.ArrowException, OSError):
        return False
    return True


def find_store(root: Path) -> Path | None:
    """The folder in which `store` keeps the tables of a set for the pages; None if there is none, or an older one.

    A set never changes, but files that lie in a folder of no set may: then they are newer than the store.
    """
    path = root / store_name(read_manifest(root)["set"])
    if not path.is_dir():
        return None
    made_of = [root / MANIFEST, *(file for name in TABLES for file in list_files(root, name))]
    return path if path.stat().st_mtime_ns >= max(file.stat().st_mtime_ns for file in made_of) else None


def store_name(set_id: str) -> str:
    """The name of that folder. Raise the number when what it holds changes."""
    return f"{STORE}17-{set_id[:12]}"


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


def _read(root: Path, name: str, folder: Path) -> pa.Table:
    files = list_files(root, name)
    if not files:
        raise _absent(root, name, folder)
    try:
        return pa.concat_tables([read_file(file) for file in files])
    except pa.ArrowException as error:
        raise TablesError(f"{root / name}: its parts differ in their columns; run: dateline preprocess") from error


def _absent(root: Path, name: str, folder: Path) -> TablesAbsentError:
    path = root / f"{name}.parquet"
    return TablesAbsentError(f"{path} is absent; run: dateline preprocess INPUT --tables {folder}")
