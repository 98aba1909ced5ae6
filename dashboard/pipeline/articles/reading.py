"""Reads articles and rejects from files and folders, in the given order."""

import re
from collections import Counter, deque
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path, PurePath

from dashboard.errors import DiskError, InputError
from dashboard.pipeline.articles.acceptance import accept
from dashboard.pipeline.articles.archives import read_gzip, read_tar, read_zip
from dashboard.pipeline.articles.columns import Columns
from dashboard.pipeline.articles.document import read_document
from dashboard.pipeline.articles.docx import read_docx
from dashboard.pipeline.articles.feeds import read_xml
from dashboard.pipeline.articles.files import find_files, suffix_of
from dashboard.pipeline.articles.ids import Ids
from dashboard.pipeline.articles.kinds import explain_unsupported, find_kind
from dashboard.pipeline.articles.ledger import (
    ArticleEntry,
    Entry,
    Ledger,
    RejectEntry,
    digest_article,
    digest_file,
    identify,
)
from dashboard.pipeline.articles.lines import read_lines
from dashboard.pipeline.articles.mail import read_mailbox, read_message
from dashboard.pipeline.articles.parquet import read_parquet
from dashboard.pipeline.articles.pdf import read_pdf
from dashboard.pipeline.articles.plain import read_plain
from dashboard.pipeline.articles.record import (
    Allowance,
    Article,
    InputFile,
    Member,
    RawArticle,
    Reject,
    RejectedError,
    Within,
    stem_of,
)
from dashboard.pipeline.articles.rows import read_rows
from dashboard.pipeline.articles.rtf import read_rtf
from dashboard.pipeline.articles.snapshot import read_snapshot
from dashboard.pipeline.articles.unpacking import READ_ERRORS, unpacked
from dashboard.pipeline.articles.warc import read_warc
from dashboard.pipeline.articles.webpage import read_webpage
from dashboard.pipeline.articles.xlsx import read_xlsx

# What a reader gives: an article, a reject, or all the files that lie within its file, which are read by their own.
type Found = RawArticle | Reject | Sequence[Member]
type Reader = Callable[[InputFile], Iterator[Found]]

READERS: dict[str, Reader] = {
    ".txt": read_plain,
    ".md": read_plain,
    ".markdown": read_plain,
    ".html": read_webpage,
    ".htm": read_webpage,
    ".xhtml": read_webpage,
    ".xml": read_xml,
    ".rss": read_xml,
    ".atom": read_xml,
    ".json": read_document,
    ".json.gz": read_document,
    ".geojson": read_document,
    ".jsonl": read_lines,
    ".jsonl.gz": read_lines,
    ".jl": read_lines,
    ".jl.gz": read_lines,
    ".ndjson": read_lines,
    ".ndjson.gz": read_lines,
    ".csv": read_rows,
    ".csv.gz": read_rows,
    ".tsv": read_rows,
    ".tsv.gz": read_rows,
    ".mhtml": read_snapshot,
    ".mht": read_snapshot,
    ".eml": read_message,
    ".mbox": read_mailbox,
    ".warc": read_warc,
    ".warc.gz": read_warc,
    ".zip": read_zip,
    ".tar": read_tar,
    ".tgz": read_gzip,
    ".docx": read_docx,
    ".rtf": read_rtf,
    ".pdf": read_pdf,
    ".xlsx": read_xlsx,
    ".xlsm": read_xlsx,
    ".parquet": read_parquet,
}
# The others are unpacked before they are read, since they are read as a whole.
READERS |= {packed: read_gzip for suffix in READERS if (packed := f"{suffix}.gz") not in READERS and "gz" not in suffix}
READERS[".gz"] = read_gzip

# Files that lie in one another: a file of an archive, in an archive, attached to a message.
DEEPEST = 3

_SUFFIX = re.compile(r"\.[A-Za-z]\w{0,9}")

# Formats in which a file is one article; one that is too long for that is never read.
WHOLE = (read_plain, read_webpage)

# Formats that hold no tables, so that no column is looked for in them.
WITHOUT_TABLES = (*WHOLE, read_xml, read_docx, read_rtf, read_pdf, read_snapshot, read_warc)

# Records of a table, of which one must have the columns that the user names.
FIRST_RECORDS = 100

# Rejects of one file that are listed one by one: each takes some hundred bytes, and a file can be millions of lines
# that are no articles.
MOST_REJECTS = 200_000


def read_articles(inputs: Sequence[Path]) -> Iterator[Article | Reject]:
    """Every article of the files and folders, and a Reject for everything that is no article, one at a time, in order.

    Raises InputError at once, before the first article, if an input does not exist or a folder holds no file of a known
    format. After that nothing in the input raises.
    """
    return map(_as_found, read_entries(find_inputs(inputs), Ledger(), frozenset()))


def _as_found(entry: Entry) -> Article | Reject:
    if isinstance(entry, RejectEntry):
        return Reject(entry.path, entry.record, entry.reason)
    assert entry.article is not None, "with an empty ledger every file is read"
    return entry.article


def find_inputs(
    inputs: Sequence[Path], columns: Columns | None = None, *, must_have_columns: bool = True
) -> Sequence[InputFile | Reject]:
    """Every file of the inputs, in order; raises InputError as `read_articles` does, or if no table has a column.

    Tables are looked into until each column is found, unless they need not have them.
    """
    files = find_files(inputs, READERS, columns)
    if columns is not None and columns.named and must_have_columns:
        _check_columns([file for file in files if isinstance(file, InputFile)], columns)
    return files


def _check_columns(files: Sequence[InputFile], columns: Columns) -> None:
    """Raise InputError if the first records of all tables lack one of the columns."""
    for file in files:
        if not columns.absent:
            return
        if _may_hold_tables(file):
            deque(islice(_read_file(file), FIRST_RECORDS), maxlen=0)
    if columns.absent:
        what = columns.absent[0]
        there = f"the first tables have {', '.join(map(repr, columns.met))}" if columns.met else "there is no table"
        raise InputError(f"no table has the column {columns.named[what]!r}; {there}; give --column another one of them")


def _may_hold_tables(file: InputFile) -> bool:
    with suppress(RejectedError, OSError):  # of a file that is a reject, whatever its columns
        return _reader(file) not in WITHOUT_TABLES
    return False


def read_entries(files: Sequence[InputFile | Reject], ledger: Ledger, known: Container[bytes]) -> Iterator[Entry]:
    """An entry of every record of the files, in order.

    A file that `ledger` has is not read again if the digests of all its articles are `known`.
    """
    ids = Ids(ledger, {file.path_text for file in files if isinstance(file, InputFile)})
    for file in files:
        if isinstance(file, Reject):
            yield RejectEntry(file.path, file.record, None, file.reason)
            continue
        digest = _digest(file)
        earlier = ledger.entries(file.path_text, digest)
        if earlier is not None and _are_known(earlier, known) and ids.repeat(earlier):
            yield from earlier
        else:
            yield from _join_rejects(_enter(found, ids, digest) for found in _read_file(file))


def _digest(file: InputFile) -> bytes | None:
    """A digest of the file; None if it cannot be read, or need not be because it is a reject by its length."""
    try:
        return None if _is_whole(file) and file.is_too_long else digest_file(file)
    except OSError:
        return None


def _is_whole(file: InputFile) -> bool:
    with suppress(RejectedError):
        return _reader(file) in WHOLE
    return False


def _are_known(entries: Sequence[Entry], known: Container[bytes]) -> bool:
    return all(isinstance(each, RejectEntry) or each.digest in known for each in entries)


def _enter(found: RawArticle | Reject, ids: Ids, file: bytes | None) -> Entry:
    if isinstance(found, Reject):
        return RejectEntry(found.path, found.record, file, found.reason)
    accepted = accept(found, ids)
    if isinstance(accepted, Reject):
        return RejectEntry(accepted.path, accepted.record, file, accepted.reason)
    return ArticleEntry(
        accepted.path,
        found.located,
        file,
        identify(found),
        found.metadata.external_id is not None,
        accepted.article_id,
        accepted.external_id,
        digest_article(accepted),
        accepted.notes,
        accepted,
    )


def _join_rejects(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries of a file; of its rejects beyond MOST_REJECTS the first of each kind, with their number.

    No two rejects have the same record, whatever the members of an archive are called.
    """
    rejects, times, more = 0, Counter[str](), dict[str, tuple[RejectEntry, int]]()
    for entry in entries:
        if not isinstance(entry, RejectEntry):
            yield entry
            continue
        if rejects >= MOST_REJECTS:
            kind = entry.reason.partition(":")[0]
            first, count = more.get(kind, (entry, 0))
            more[kind] = first, count + 1
            continue
        record = entry.record
        while record in times:
            times[entry.record] += 1
            record = f"{entry.record} ({times[entry.record]})"
        times[record], rejects = 1, rejects + 1
        yield replace(entry, record=record)
    for first, count in more.values():
        yield replace(first, reason=f"{first.reason}; from here on, {count:,} records are rejected as this one is")


def _read_file(file: InputFile) -> Iterator[RawArticle | Reject]:
    """What the file holds, and the files within it; records are those of the file of the input."""
    is_empty = True
    try:
        within = file.within or Within(file.path, "", 0, Allowance(file.path.stat().st_size))
        for found in _reader(file)(file):
            is_empty = False
            if isinstance(found, RawArticle):
                yield found
            elif isinstance(found, Reject):
                yield replace(found, record=file.locate(found.record))
            else:
                yield from _read_members(file, found, within)
    except DiskError:  # of the disk that members are unpacked to, which is no fault of the file
        raise
    except READ_ERRORS as error:
        yield _reject(file, f"unreadable: {getattr(error, 'strerror', None) or error}")
    except UnicodeError:
        yield _reject(file, "encoding: truncated UTF-16; save the file again as UTF-8")
    except RejectedError as reason:
        yield _reject(file, str(reason))
    else:
        if is_empty:
            yield _reject(file, "empty: no record in the file")


def _reject(file: InputFile, reason: str) -> Reject:
    return Reject(file.path_text, file.locate(""), reason)


def _read_members(file: InputFile, members: Sequence[Member], outer: Within) -> Iterator[RawArticle | Reject]:
    """What each of the files holds that lie within a file, and a Reject for one that is not read."""
    stems = [member.name.removesuffix(_ending(member.name)) for member in members]
    times = Counter(map(stem_of, stems))
    for member, stem in zip(members, stems, strict=True):
        name = "" if member.is_all else member.name
        within = replace(outer, record=file.locate(name), depth=outer.depth + (not member.is_all))
        try:
            _check_member(member, within)
            with unpacked(file, member, within, stem, times[stem_of(stem)] > 1) as inner:
                yield from _read_file(inner)
        except RejectedError as reason:
            yield Reject(file.path_text, within.record, str(reason))


def _check_member(member: Member, within: Within) -> None:
    # One without any suffix is unpacked, to see what it holds: "U.S. votes" and "news.2024-12-08" have none either.
    if _SUFFIX.fullmatch(PurePath(member.name).suffix) and not _ending(member.name):
        raise RejectedError(explain_unsupported(member.name, READERS))
    if within.depth > DEEPEST:
        raise RejectedError(f"archive: it lies in more than {DEEPEST} files, one in the other; unpack them")


def _ending(name: str) -> str:
    """The suffix of a known format, as it is written; empty if there is none."""
    return name[len(name) - len(suffix_of(Path(name), READERS)) :]


def _reader(file: InputFile) -> Reader:
    """What reads the file; raises RejectedError if nothing does."""
    suffix = find_kind(file.path, stem_of(file.name), suffix_of(file.path, READERS), READERS)
    # What is packed within another file is unpacked first, so that it counts for what the whole may unpack to.
    return read_gzip if file.within and suffix.endswith(".gz") else READERS[suffix]
