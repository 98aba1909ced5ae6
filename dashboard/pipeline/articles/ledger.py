"""The ledger: what the last run read from which file.

With it a file that is as it was need not be read again, and an article keeps the ids that it had, whatever was added
before it. An article is the same one

- if its words and its given id are the same, or its words and its file where no id is given;
- if it has other words now, but is alone in the same file or in the same member of an archive, or has the same given
  id in the same file.
"""

import hashlib
from collections.abc import Iterator, Set
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

import pyarrow as pa

from dashboard.pipeline.articles.notes import Note
from dashboard.pipeline.articles.record import Article, InputFile, RawArticle, path_as_text
from dashboard.tables.rows import Row

DIGEST = pa.binary(16)
LEDGER = pa.schema(
    [
        ("path", pa.string()),
        ("record", pa.string()),
        ("file", DIGEST),  # of the bytes of the file; null if it could not be read
        ("identity", DIGEST),  # of the given id, or else the file's name, and the words
        ("is_given", pa.bool_()),  # whether the input gives an id
        ("article_id", pa.string()),
        ("external_id", pa.string()),
        ("digest", DIGEST),  # of the article as it is annotated
        ("reason", pa.string()),  # why it is no article
        ("notes", pa.list_(pa.struct([("kind", pa.string()), ("value", pa.string())]))),  # how the article was read
    ]
)


@dataclass(frozen=True, slots=True)
class ArticleEntry:
    """A record of the input that is an article. `article` is None if the file was not read, since it is as it was."""

    path: str
    record: str
    file: bytes | None
    identity: bytes
    is_given: bool
    article_id: str
    external_id: str
    digest: bytes
    notes: tuple[Note, ...] = ()
    article: Article | None = None


@dataclass(frozen=True, slots=True)
class RejectEntry:
    """A record of the input, or a whole file, that is no article."""

    path: str
    record: str
    file: bytes | None
    reason: str


type Entry = ArticleEntry | RejectEntry


def entry_row(entry: Entry) -> Row:
    """The row of LEDGER."""
    return {name: getattr(entry, name, None) for name in LEDGER.names}


class Ledger:
    """The entries of an earlier run. `is_valid` says whether this version reads the same files in the same way."""

    def __init__(self, table: pa.Table | None = None, *, is_valid: bool = True) -> None:
        self.table = LEDGER.empty_table() if table is None else table.combine_chunks()
        self.is_valid = is_valid

    def entries(self, path: str, file: bytes | None) -> list[Entry] | None:
        """What the earlier run found in this file; None if it has not read this file, or must read it again.

        A file with a duplicate of another file's article is read again, since that may have gone.
        """
        start, end = self._files.get(path, (0, 0))
        if file is None or start == end or not self.is_valid or self.table["file"][start].as_py() != file:
            return None
        rows = self.table.slice(start, end - start).to_pylist()
        if any((row["reason"] or "").startswith("duplicate") for row in rows):
            return None
        return [_entry(row) for row in rows]

    def find(self, raw: RawArticle, paths: Set[str]) -> Iterator[tuple[str, str]]:
        """The article_id and external_id of each article that this one may be, the likeliest first.

        `paths` are the files of the present run.
        """
        for row in self._find_rows(raw, paths):
            yield self.table["article_id"][row].as_py(), self.table["external_id"][row].as_py()

    def _find_rows(self, raw: RawArticle, paths: Set[str]) -> Iterator[int]:
        yield from self._identities.get(identify(raw), ())
        given, path = raw.metadata.external_id, raw.file.path_text
        if given is None and path in self._files:  # a file of the same name may have come, or gone
            for name in _list_names(raw.file):
                rows = self._identities.get(identify(raw, name), ())
                yield from (row for row in rows if self.table["path"][row].as_py() == path)
        if given is None and not raw.record:  # a file of its own, under whatever name, or a member of another one
            own = self._records.get((path, raw.located))
            if own is not None and self.table["article_id"][own].is_valid:  # it was no reject
                yield own
        row = self._external.get(given or ("" if raw.record else raw.file_and_record))
        if row is not None:
            owner = self.table["path"][row].as_py()
            if given is None or owner == path or owner not in paths:
                yield row

    @cached_property
    def article_ids(self) -> Set[str]:
        """The ids of all articles of the earlier run."""
        return set(self.table["article_id"].drop_null().to_pylist())

    @property
    def external_ids(self) -> Set[str]:
        """Their external ids."""
        return self._external.keys()

    @cached_property
    def _external(self) -> dict[str, int]:
        ids = self.table["external_id"].to_pylist()
        return {external_id: row for row, external_id in enumerate(ids) if external_id is not None}

    @cached_property
    def _identities(self) -> dict[bytes, tuple[int, ...]]:
        """The row of each article by its identity; copies within one file have the same."""
        columns = (self.table[name].to_pylist() for name in ("identity", "article_id"))
        found: dict[bytes, tuple[int, ...]] = {}
        for row, (identity, article_id) in enumerate(zip(*columns, strict=True)):
            if article_id is not None:
                found[identity] = (*found.get(identity, ()), row)
        return found

    @cached_property
    def _records(self) -> dict[tuple[str, str], int]:
        """The row of each record by its path and itself."""
        columns = (self.table[name].to_pylist() for name in ("path", "record"))
        return {place: row for row, place in enumerate(zip(*columns, strict=True))}

    @cached_property
    def _files(self) -> dict[str, tuple[int, int]]:
        """First row and the row after the last of each file."""
        found: dict[str, tuple[int, int]] = {}
        for row, path in enumerate(self.table["path"].to_pylist()):
            found[path] = (found.get(path, (row, row))[0], row + 1)
        return found


def _entry(row: Row) -> Entry:
    if row["reason"] is not None:
        return RejectEntry(row["path"], row["record"], row["file"], row["reason"])
    del row["reason"]
    notes = tuple(Note(**each) for each in row.pop("notes"))
    return ArticleEntry(**row, notes=notes)


def _list_names(file: InputFile) -> list[str]:
    """The unique paths that the file may have had beside other files than now."""
    parts = Path(file.within.path if file.within else file.path).absolute().parts
    ends = [path_as_text(Path(*parts[start:])) for start in range(len(parts))]
    now = next((end for end in ends if f"{file.unique_path}/".startswith(f"{end}/")), None)
    return [] if now is None else [end + file.unique_path[len(now) :] for end in ends if end != now]


def identify(raw: RawArticle, name: str = "") -> bytes:
    """A digest of the given id, or else the name of the file, and of the words, ignoring white space.

    `name` is that of the file, where it is not its unique path.
    """
    owner = raw.metadata.external_id or name or raw.file.unique_path
    return hashlib.blake2b("\n".join((owner, *raw.body.split())).encode(), digest_size=16).digest()


def digest_file(file: InputFile) -> bytes:
    """A digest of the file and of its names, which ids are made of. Raises OSError if it cannot be read."""
    names = f"{file.path_text}\n{file.name}\n{file.unique_path}\n{file.has_namesake}\n"
    with file.path.open("rb") as handle:
        content = hashlib.file_digest(handle, "blake2b").digest()
    return hashlib.blake2b(names.encode() + content, digest_size=16).digest()


def digest_article(article: Article) -> bytes:
    """A digest of all that is stored of the article but its path and how it was read."""
    fields = asdict(article)
    del fields["path"], fields["notes"]
    return hashlib.blake2b(repr(fields).encode(), digest_size=16).digest()
