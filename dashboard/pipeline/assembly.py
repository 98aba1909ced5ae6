"""Assembly: the files of a set, made of parts and of what was settled over the corpus.

A file that no decision touches is a link to that of the part; one that the last set has, too, is a link to the file of
that set. So a set of a large corpus costs little more than what changed.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dashboard.errors import TablesError
from dashboard.pipeline.parts import LivePart, Tables, find_owners, read_part
from dashboard.pipeline.settle import Settled
from dashboard.tables.contract import PER_ARTICLE, TABLES, references
from dashboard.tables.files import FILES, read_digests


@dataclass(frozen=True, slots=True)
class _Decisions:
    """What was decided over the corpus about the articles of one part; `digest` is of all of it."""

    mask: pa.BooleanArray
    paths: pa.Array
    stories: pa.Array
    joined: Mapping[str, str]
    digest: str


class Assembly:
    """Writes the files of one set into `folder`. `earlier` is the folder of the set before, if there is one.

    `paths` says from which file each article was read.
    """

    def __init__(self, folder: Path, earlier: Path, settled: Settled, paths: Mapping[bytes, str]) -> None:
        self._folder, self._earlier, self._settled, self._paths = folder, earlier, settled, paths
        self._parts: dict[str, str] = {}
        self._files: dict[str, str] = {}
        self.counts: dict[str, int] = {}
        self._known = read_digests(earlier)

    def write(self, parts: Sequence[LivePart], overall: Tables) -> str:
        """Write all files and return a digest of them; `overall` are the tables that are no part's."""
        for part in parts:
            self._write_part(part, is_only=len(parts) == 1)
        if not parts:
            overall = {**overall, **{name: TABLES[name].schema.empty_table() for name in PER_ARTICLE}}
        for name, table in overall.items():
            self._write_table(f"{name}.parquet", table)
            self.counts[name] = table.num_rows
        text = json.dumps({"parts": self._parts, "files": self._files}, indent=1)
        (self._folder / FILES).write_text(text, "utf-8")
        return hashlib.sha256(text.encode()).hexdigest()

    def _write_part(self, part: LivePart, *, is_only: bool) -> None:
        decisions = self._decide(part)
        key = f"{part.path.parent.name}/{part.path.name}"
        self._parts[key] = decisions.digest
        names = {name: f"{name}.parquet" if is_only else f"{name}.parquet/{part.path.name}.parquet"
                 for name in PER_ARTICLE}  # fmt: skip
        if not is_only:
            for name in PER_ARTICLE:
                (self._folder / f"{name}.parquet").mkdir(exist_ok=True)
        is_known = self._known["parts"].get(key) == decisions.digest
        tables: dict[str, pa.Table] = {}
        for name, file in names.items():
            source = self._earlier / file
            if is_known and file in self._known["files"] and source.is_file():
                _link(source, self._folder / file)
                self._files[file] = self._known["files"][file]
            else:
                tables = tables or read_part(part.path, PER_ARTICLE)
                changed = _apply(decisions, tables, name)
                if changed.equals(tables[name]):
                    self._link_file(part.path / f"{name}.parquet", file)
                else:
                    self._write_table(file, changed)
            try:
                self.counts[name] = self.counts.get(name, 0) + _count_rows(self._folder / file)
            except (pa.ArrowException, OSError) as error:
                raise TablesError(
                    f"{file} of the part {part.path} cannot be read ({error}); remove the folders {part.path} and "
                    f"{self._earlier}, and run the same command again"
                ) from error

    def _decide(self, part: LivePart) -> _Decisions:
        entries = read_part(part.path, ("entries",), ["article_id", "digest"])["entries"].filter(part.mask)
        ids, digests = entries["article_id"].to_pylist(), entries["digest"].to_pylist()
        paths = [self._paths[digest] for digest in digests]
        stories = [self._settled.stories.get(article_id, article_id) for article_id in ids]
        named = set(read_part(part.path, ("namings",), ["actor_id"])["namings"]["actor_id"].to_pylist())
        joined = {old: new for old, new in sorted(self._settled.joined.items()) if old in named}
        digest = hashlib.sha256(repr((ids, paths, stories, joined)).encode()).hexdigest()
        return _Decisions(part.mask, pa.array(paths, pa.string()), pa.array(stories, pa.string()), joined, digest)

    def _link_file(self, source: Path, file: str) -> None:
        _link(source, self._folder / file)
        self._files[file] = _digest(source)

    def _write_table(self, file: str, table: pa.Table) -> None:
        path = self._folder / file
        pq.write_table(table, path, compression="zstd")
        self._files[file] = _digest(path)


def _apply(decisions: _Decisions, tables: Tables, name: str) -> pa.Table:
    """A table of a part with the rows of the articles that are in the set, and with the ids that were decided."""
    table = tables[name]
    if not pc.all(decisions.mask).as_py():
        alive = tables["articles"]["article_id"].filter(decisions.mask).combine_chunks()
        table = table.filter(pc.is_in(find_owners(tables, name), value_set=alive))
    if name == "articles":
        for column, values in (("path", decisions.paths), ("story_id", decisions.stories)):
            table = _replace(table, column, values)
    for owner, declared in references():
        if owner == name and declared.references == "actors" and decisions.joined:
            table = _replace(table, declared.name, _exchange(table[declared.name], decisions.joined))
    return table


def _exchange(ids: pa.ChunkedArray, joined: Mapping[str, str]) -> pa.ChunkedArray:
    old, new = pa.array(list(joined)), pa.array(list(joined.values()))
    return pc.coalesce(new.take(pc.index_in(ids, value_set=old)), ids)


def _replace(table: pa.Table, column: str, values: pa.Array | pa.ChunkedArray) -> pa.Table:
    at = table.column_names.index(column)
    return table.set_column(at, table.schema.field(at), values)


def _link(source: Path, target: Path) -> None:
    """Let `target` be the same file as `source`; a copy of it where the file system has no such links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _count_rows(path: Path) -> int:
    with pq.ParquetFile(path) as file:
        rows: int = file.metadata.num_rows
        return rows


def _digest(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
