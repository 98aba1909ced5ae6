"""An audit: whether a set on disk keeps the contract, file by file, and what breaks it.

A table that is a folder of parts is read part by part, so that memory is bounded by the largest part and the ids of
articles. Files are compared with their digests where the set has a list of them.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from dashboard.errors import TablesError
from dashboard.tables.checks import Breach, Tables, find_joined_breaches, find_misshapen, find_part_breaches
from dashboard.tables.contract import OVERALL, PER_ARTICLE, TABLES, references
from dashboard.tables.files import FILES, list_files, read_digests, read_file
from dashboard.tables.sets import find_root, read_manifest

# The key of a table's only file; a part's is the name of its file.
WHOLE = ""

# The columns that join parts to the rest of their set.
JOINING: Mapping[str, list[str]] = {
    "articles": ["article_id", "story_id"],
    **{
        name: [column.name for table, column in references() if table == name and column.references in OVERALL]
        for name in ("entities", "quotes", "speakers", "claims", "movements")
    },
}


@dataclass(slots=True)
class Broken:
    """A rule that is broken: the first breach of it that was met, and how many there are."""

    first: Breach
    times: int = 0


@dataclass(slots=True)
class Audit:
    """What an audit found: rows and files of each table, and the rules that are broken, by place and rule."""

    rows: dict[str, int] = field(default_factory=lambda: dict.fromkeys(TABLES, 0))
    files: dict[str, int] = field(default_factory=lambda: dict.fromkeys(TABLES, 0))
    broken: dict[tuple[str, str], Broken] = field(default_factory=dict)
    is_joined: bool = True  # whether the ids between parts could be checked

    def add(self, breach: Breach) -> None:
        """Count a breach of its rule; a table with files is not absent: what is wrong with them was said."""
        if breach.rule == "table" and self.files[breach.where]:
            return
        self.broken.setdefault((breach.where, breach.rule), Broken(breach)).times += 1


def audit_set(folder: Path) -> Audit:
    """The audit of the current set of `folder`, or of the set whose files are in it.

    Raises TablesAbsentError if there is none, TablesError if its manifest cannot be read.
    """
    root = find_root(folder)
    manifest = read_manifest(root)
    files = {name: _find_files(root, name) for name in TABLES}
    found = Audit(files={name: len(paths) for name, paths in files.items()})
    if (root / FILES).exists():
        _compare_digests(found, root, files, read_digests(root)["files"])
    overall = {name: _read(found, name, list(files[name].values())) for name in OVERALL}
    keys = _part_keys(files)
    for key in keys:
        part = {name: _read(found, name, _chosen(files[name], key)) for name in PER_ARTICLE}
        for breach in find_part_breaches(_present(part)):
            found.add(breach)
        if any(list(find_misshapen(name, table)) for name, table in part.items()):
            found.is_joined = False
    for name, rows in manifest.get("counts", {}).items():
        if name in TABLES and rows != found.rows[name]:
            found.add(Breach(name, "rows", f"{found.rows[name]} rows; the manifest counts {rows}"))
    for breach in find_joined_breaches(_read_ids(files, keys) if found.is_joined else (), _present(overall)):
        found.add(breach)
    return found


def _present(tables: Mapping[str, pa.Table | None]) -> Tables:
    return {name: table for name, table in tables.items() if table is not None}


def _find_files(root: Path, name: str) -> dict[str, Path]:
    """The files of a table, each by its key."""
    return {WHOLE if path.parent == root else path.name: path for path in list_files(root, name)}


def _part_keys(files: Mapping[str, Mapping[str, Path]]) -> list[str]:
    """The parts, if the tables of articles have the same; else WHOLE: what belongs together is not known, so all is."""
    first, *others = (files[name].keys() for name in PER_ARTICLE)
    return sorted(first) if first and all(keys == first for keys in others) else [WHOLE]


def _chosen(paths: Mapping[str, Path], key: str) -> list[Path]:
    return list(paths.values()) if key == WHOLE else [paths[key]]


def _compare_digests(
    found: Audit, root: Path, files: Mapping[str, Mapping[str, Path]], digests: Mapping[str, str]
) -> None:
    there = {path.relative_to(root).as_posix(): path for paths in files.values() for path in paths.values()}
    for name in sorted(there.keys() | digests.keys()):
        table = Path(name).parts[0].removesuffix(".parquet")
        if name not in there:
            found.add(Breach(table, "files", f"{name} is absent; {FILES} names it"))
        elif name not in digests:
            found.add(Breach(table, "files", f"{name} is not named in {FILES}"))
        elif _digest(there[name]) != digests[name]:
            found.add(Breach(table, "digest", f"{name} is not the file that {FILES} names: its SHA-256 differs"))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read(found: Audit, name: str, paths: Sequence[Path]) -> pa.Table | None:
    """The rows in these files of one table; None, with a breach, where there are none to be read."""
    try:
        table = pa.concat_tables([read_file(path) for path in paths]) if paths else None
    except TablesError as error:
        found.add(Breach(name, "file", str(error).partition("; run:")[0].partition("\n")[0]))
        return None
    except pa.ArrowException:
        found.add(Breach(name, "file", f"its {len(paths)} files differ in their columns"))
        return None
    found.rows[name] += 0 if table is None else table.num_rows
    return table


def _read_ids(files: Mapping[str, Mapping[str, Path]], keys: Sequence[str]) -> Iterator[Tables]:
    """Each part with the columns that join it to the rest, one part at a time."""
    for key in keys:
        yield {
            name: pa.concat_tables(read_file(path, columns) for path in _chosen(files[name], key))
            for name, columns in JOINING.items()
        }
