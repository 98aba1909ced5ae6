"""Reads articles and rejects from files and folders, in the given order."""

import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from dashboard.pipeline.articles.acceptance import accept
from dashboard.pipeline.articles.files import find_files, suffix_of
from dashboard.pipeline.articles.ids import Ids
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
    files = find_files(inputs, READERS)
    for file in files:
        if isinstance(file, InputFile):
            _check(file)
    return _read(files)


def _check(file: InputFile) -> None:
    check = CHECKS.get(_reader(file))
    if check is None:
        return
    try:
        check(file)
    except (*READ_ERRORS, UnicodeError):
        return  # reading the file will give a reject


def _read(files: Sequence[InputFile | Reject]) -> Iterator[Article | Reject]:
    ids = Ids()
    for file in files:
        if isinstance(file, Reject):
            yield file
            continue
        for found in _read_file(file):
            yield accept(found, ids) if isinstance(found, RawArticle) else found


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
