"""Reads articles and rejects from files and folders, in the given order."""

import zlib
from collections.abc import Callable, Container, Iterator, Sequence
from pathlib import Path

from dashboard.pipeline.articles.acceptance import accept
from dashboard.pipeline.articles.files import find_files, suffix_of
from dashboard.pipeline.articles.ids import Ids
from dashboard.pipeline.articles.ledger import (
    ArticleEntry,
    Entry,
    Ledger,
    RejectEntry,
    digest_article,
    digest_file,
    identify,
)
from dashboard.pipeline.articles.lines import check_lines, read_lines
from dashboard.pipeline.articles.plain import read_plain
from dashboard.pipeline.articles.record import Article, InputFile, RawArticle, Reject, RejectedError
from dashboard.pipeline.articles.rows import check_rows, read_rows
from dashboard.pipeline.articles.webpage import read_webpage

READERS: dict[str, Callable[[InputFile], Iterator[RawArticle | Reject]]] = {
    ".txt": read_plain,
    ".md": read_plain,
    ".html": read_webpage,
    ".htm": read_webpage,
    ".jsonl": read_lines,
    ".jsonl.gz": read_lines,
    ".ndjson": read_lines,
    ".ndjson.gz": read_lines,
    ".csv": read_rows,
    ".csv.gz": read_rows,
    ".tsv": read_rows,
}

# Formats whose fields may have any name. Their files are checked for a text field before any article is read.
CHECKS: dict[Callable[[InputFile], Iterator[RawArticle | Reject]], Callable[[InputFile], None]] = {
    read_lines: check_lines,
    read_rows: check_rows,
}

# Raised by a damaged file: OSError by the disk, the other two by gzip.
READ_ERRORS = (OSError, EOFError, zlib.error)


def read_articles(inputs: Sequence[Path]) -> Iterator[Article | Reject]:
    """Every article of the files and folders, and a Reject for everything that is no article, one at a time, in order.

    Raises InputError at once, before the first article, if an input does not exist, if a folder holds no file of a
    known format, or if a CSV or JSON Lines file has no text field. After that nothing in the input raises.
    """
    return map(_as_found, read_entries(find_inputs(inputs), Ledger(), frozenset()))


def _as_found(entry: Entry) -> Article | Reject:
    if isinstance(entry, RejectEntry):
        return Reject(entry.path, entry.record, entry.reason)
    assert entry.article is not None, "with an empty ledger every file is read"
    return entry.article


def find_inputs(inputs: Sequence[Path]) -> Sequence[InputFile | Reject]:
    """Every file of the inputs, in order; raises InputError as `read_articles` does."""
    files = find_files(inputs, READERS)
    for file in files:
        if isinstance(file, InputFile):
            _check(file)
    return files


def _check(file: InputFile) -> None:
    check = CHECKS.get(_reader(file))
    if check is None:
        return
    try:
        check(file)
    except (*READ_ERRORS, UnicodeError):
        return  # reading the file will give a reject


def read_entries(files: Sequence[InputFile | Reject], ledger: Ledger, known: Container[bytes]) -> Iterator[Entry]:
    """An entry of every record of the files, in order.

    A file that `ledger` has is not read again if the digests of all its articles are `known`.
    """
    ids = Ids(ledger, {file.path_text for file in files if isinstance(file, InputFile)})
    for file in files:
        if isinstance(file, Reject):
            yield RejectEntry(file.path, file.record, None, file.reason)
            continue
        digest = digest_file(file)
        earlier = ledger.entries(file.path_text, digest)
        if earlier is not None and _are_known(earlier, known) and ids.repeat(earlier):
            yield from earlier
        else:
            for found in _read_file(file):
                yield _enter(found, ids, digest)


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
        found.record,
        file,
        identify(found),
        found.metadata.external_id is not None,
        accepted.article_id,
        accepted.external_id,
        digest_article(accepted),
        accepted,
    )


def _read_file(file: InputFile) -> Iterator[RawArticle | Reject]:
    is_empty = True
    try:
        for found in _reader(file)(file):
            is_empty = False
            yield found
    except READ_ERRORS as error:
        yield Reject(file.path_text, "", f"unreadable: {getattr(error, 'strerror', None) or error}")
    except UnicodeError:
        yield Reject(file.path_text, "", "encoding: truncated UTF-16; save the file again as UTF-8")
    except RejectedError as reason:
        yield Reject(file.path_text, "", str(reason))
    else:
        if is_empty:
            yield Reject(file.path_text, "", "empty: no record in the file")


def _reader(file: InputFile) -> Callable[[InputFile], Iterator[RawArticle | Reject]]:
    return READERS[suffix_of(file.path, READERS)]
