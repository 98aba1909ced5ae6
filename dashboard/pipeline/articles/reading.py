"""Articles and rejects out of files and folders, in the order in which they were given."""

import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from dashboard.pipeline.articles.files import find_files, suffix_of
from dashboard.pipeline.articles.ids import Ids
from dashboard.pipeline.articles.judge import judge
from dashboard.pipeline.articles.lines import check_lines, read_lines
from dashboard.pipeline.articles.plain import read_plain
from dashboard.pipeline.articles.record import Article, Draft, InputFile, RefusedError, Reject
from dashboard.pipeline.articles.rows import check_rows, read_rows
from dashboard.pipeline.articles.webpage import read_webpage

READERS: dict[str, Callable[[InputFile], Iterator[Draft | Reject]]] = {
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

# The formats whose fields may carry any name: looked into before anything is read.
CHECKS: dict[Callable[[InputFile], Iterator[Draft | Reject]], Callable[[InputFile], None]] = {
    read_lines: check_lines,
    read_rows: check_rows,
}

# What a damaged file raises: OSError from the disk, the other two from gzip.
DAMAGE = (OSError, EOFError, zlib.error)


def read_articles(inputs: Sequence[Path]) -> Iterator[Article | Reject]:
    """Every article of the files and folders, a Reject for all that gave none; one at a time, in order.

    Raises InputError at once, before the first article, when an input is absent, a folder holds no file to
    read, or a CSV or JSON Lines file has no field for the text. After that nothing in the input raises.
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
    except (*DAMAGE, UnicodeError):
        return  # becomes a reject when it is read


def _read(files: Sequence[InputFile | Reject]) -> Iterator[Article | Reject]:
    ids = Ids()
    for file in files:
        if isinstance(file, Reject):
            yield file
            continue
        for found in _read_file(file):
            yield judge(found, ids) if isinstance(found, Draft) else found


def _read_file(file: InputFile) -> Iterator[Draft | Reject]:
    is_empty = True
    try:
        for found in _reader(file)(file):
            is_empty = False
            yield found
    except DAMAGE as error:
        yield Reject(file.shown, "", f"unreadable: {getattr(error, 'strerror', None) or error}")
    except UnicodeError:
        yield Reject(file.shown, "", "encoding: UTF-16 that is cut short; save it as UTF-8")
    except RefusedError as reason:
        yield Reject(file.shown, "", str(reason))
    else:
        if is_empty:
            yield Reject(file.shown, "", "empty: no record in the file")


def _reader(file: InputFile) -> Callable[[InputFile], Iterator[Draft | Reject]]:
    return READERS[suffix_of(file.path, READERS)]
