"""Parts: what was found in some hundred articles, on disk, so that nothing is read twice.

    TABLES/parts/<configuration>/<part>/NAME.parquet

A configuration names everything that decides what is found in an article (see `configuration`); a part is named by a
digest of its files. A part has the tables of the contract that hold rows of single articles, and three of its own:
`entries` (an article's digest, and the signature that `stories` compares), `namings` and `placings` (how often the
article names each actor and place). It is written as a draft, checked, and then given its name, so that no reader
meets half of one.
"""

import hashlib
import shutil
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dashboard.errors import TablesError
from dashboard.pipeline.stories import SIGNATURE
from dashboard.tables.checks import check_part
from dashboard.tables.contract import PER_ARTICLE, TABLES
from dashboard.tables.files import read_digests, read_file
from dashboard.tables.sets import DRAFT, PARTS, draft, list_sets, settle_draft

type Tables = Mapping[str, pa.Table]

ENTRIES = pa.schema(
    [
        ("article_id", pa.string()),
        ("digest", pa.binary(16)),
        ("is_romanised", pa.bool_()),
        ("unread", pa.int32()),  # characters of the text that were left unread: see `tokens`
        *SIGNATURE,
    ]
)
NAMINGS = pa.schema(
    [
        ("article_id", pa.string()),
        *((name, TABLES["actors"].schema.field(name).type)
          for name in ("actor_id", "name", "kind", "country_code", "unsure")),
        ("surface", pa.string()),
        ("mentions", pa.int32()),
    ]
)  # fmt: skip
PLACINGS = pa.schema(
    [
        ("article_id", pa.string()),
        *((name, TABLES["locations"].schema.field(name).type)
          for name in ("location_id", "name", "country_code", "admin1", "feature", "latitude", "longitude",
                       "population")),
        ("sense", pa.string()),
        ("mentions", pa.int32()),
    ]
)  # fmt: skip

# The schemas of all tables of a part.
SCHEMAS: Mapping[str, pa.Schema] = {
    **{name: TABLES[name].schema for name in PER_ARTICLE},
    "entries": ENTRIES,
    "namings": NAMINGS,
    "placings": PLACINGS,
}


@dataclass(frozen=True, slots=True)
class LivePart:
    """A part, and which of its articles are in a set: a mask over the rows of `entries` and of `articles`."""

    path: Path
    mask: pa.BooleanArray


class Parts:
    """The parts of one configuration; knows in which of them the article with a digest is."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._found: dict[bytes, Path] = {}
        for path in sorted(folder.glob("[!.]*")):
            try:
                self._enter(path)
            except TablesError as error:
                _drop_damaged(path, error)  # its articles are annotated again

    def __contains__(self, digest: object) -> bool:
        """Whether a part holds the article with this digest."""
        return digest in self._found

    def __getitem__(self, digest: bytes) -> Path:
        """The part that holds the article with this digest."""
        return self._found[digest]

    def add(self, batches: Sequence[Tables], article_ids: Sequence[str]) -> Path:
        """Write the tables of these batches as a part, its rows in the order of `article_ids`; returns its folder.

        Raises TablesError if they break the contract, which is a fault of Dateline.
        """
        whole = {name: pa.concat_tables([batch[name] for batch in batches]) for name in SCHEMAS}
        places = pa.array(article_ids)
        tables = {
            name: table.take(pc.sort_indices(pc.index_in(find_owners(whole, name), value_set=places)))
            for name, table in whole.items()
        }
        check_part(tables)
        digest = hashlib.sha256()
        with draft(self._folder) as path:
            for name, table in tables.items():
                file = path / f"{name}.parquet"
                pq.write_table(table, file, compression="zstd")
                digest.update(file.read_bytes())
            part = self._folder / digest.hexdigest()[:32]
            settle_draft(path, part)
        self._enter(part)
        return part

    def find_live(self, digests: Collection[bytes]) -> list[LivePart]:
        """The parts with the articles of these digests, in the order of the first of each part."""
        found = []
        for path in dict.fromkeys(self._found[digest] for digest in digests):
            own = read_part(path, ("entries",), ["digest"])["entries"]["digest"].to_pylist()
            mask = pa.array([digest in digests and self._found[digest] == path for digest in own], pa.bool_())
            found.append(LivePart(path, mask))
        return found

    def drop(self, parts: Sequence[Path]) -> None:
        """Remove these parts, so that another run annotates their articles again. Sets keep their files."""
        for path in parts:
            away = path.with_name(f"{DRAFT}{path.name}")
            path.rename(away)
            shutil.rmtree(away)

    def _enter(self, path: Path) -> None:
        for digest in read_file(path / "entries.parquet", ["digest"])["digest"].to_pylist():
            self._found.setdefault(digest, path)


def find_owners(tables: Tables, name: str) -> pa.ChunkedArray:
    """The article_id of each row of a table; a row of `speakers` belongs to the article of its quotation."""
    if name != "speakers":
        return tables[name]["article_id"]
    quotes = tables["quotes"]
    return quotes["article_id"].take(pc.index_in(tables[name]["quote_id"], value_set=quotes["quote_id"]))


def read_part(path: Path, names: Sequence[str], columns: list[str] | None = None) -> dict[str, pa.Table]:
    """These tables of a part, with all columns or these.

    A part that is damaged is removed, and TablesError raised: if the caller runs again, it is made again.
    """
    try:
        return {name: read_file(path / f"{name}.parquet", columns) for name in names}
    except TablesError as error:
        _drop_damaged(path, error)
        raise TablesError(f"{path} was damaged, and is removed ({error}); run the same command again") from error


def _drop_damaged(path: Path, error: TablesError) -> None:
    """Remove a part of which a file is absent or is no Parquet file; where it could not be read at all, raise."""
    if not isinstance(error.__cause__, (FileNotFoundError, pa.ArrowInvalid)):
        raise error
    shutil.rmtree(path)


def drop_parts(folder: Path) -> int:
    """Drop the parts that no kept set of `folder` is made of; returns how many."""
    used = {part for each in list_sets(folder) for part in read_digests(each.path)["parts"]}
    unused = [path for path in (folder / PARTS).glob("*/[!.]*") if f"{path.parent.name}/{path.name}" not in used]
    for path in unused:
        shutil.rmtree(path)
    for path in (folder / PARTS).glob("[!.]*"):
        if not any(path.iterdir()):
            path.rmdir()
    return len(unused)
