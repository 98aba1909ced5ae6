"""Reads articles from CSV: a header, then one article a row. A bad row is one reject, and rows are read one at a time.

Rows are counted as in a spreadsheet: the header is row 1, blank rows count, and a cell with line breaks is one row.
"""

import csv
from collections import deque
from collections.abc import Iterator
from typing import TextIO

from dashboard import settings
from dashboard.errors import InputError
from dashboard.pipeline.articles.encoding import explain_invalid, is_valid, open_text
from dashboard.pipeline.articles.fields import TEXT_KEYS, find_metadata, find_text, has_text, show_keys
from dashboard.pipeline.articles.record import InputFile, RawArticle, Reject, RejectedError

# Tried in this order until the header has a text column. That is more reliable than counting each delimiter.
DELIMITERS = (",", ";", "\t")

# Characters of a cell. It is above LONGEST_TEXT so that a text that is too long gives one reject, not one for each of
# its lines. A quote that is never closed is given up after as many characters.
LONGEST_CELL = 10 * settings.LONGEST_TEXT


def read_rows(file: InputFile) -> Iterator[RawArticle | Reject]:
    """A raw article or a reject for every row below the header that is not blank. The record is "row 7"."""
    header, delimiter = _read_header(file)
    if not header:
        return
    if not has_text(header):
        raise RejectedError(explain_invalid("".join(header)))
    encoding = ""  # the reason, found once a file, as in read_lines
    with open_text(file.path, newline="") as text:
        for number, cells in enumerate(_split_rows(text, delimiter), 1):
            record = f"row {number}"
            if isinstance(cells, str):
                yield Reject(file.path_text, record, cells)
            elif not cells or cells == header:  # blank, or the header again in files that were joined
                continue
            elif not is_valid("".join(cells)):
                encoding = encoding or explain_invalid("".join(cells))
                yield Reject(file.path_text, record, encoding)
            elif len(cells) != len(header):
                reason = f"width: row has {len(cells)} cells; the header has {len(header)}"
                yield Reject(file.path_text, record, reason)
            else:
                fields = dict(zip(header, cells, strict=True))
                yield RawArticle(file, record, f"{file.stem}-{number}", find_text(fields), find_metadata(fields))


def check_rows(file: InputFile) -> None:
    """Raise InputError if the file has a header without a text column."""
    header, _ = _read_header(file)
    if header and is_valid("".join(header)) and not has_text(header):
        raise InputError(
            f"{file.path_text} has no text column (the columns are {show_keys(header)}); "
            f"name the column one of {', '.join(TEXT_KEYS)}"
        )


def _read_header(file: InputFile) -> tuple[list[str], str]:
    """The first row that is not blank, or an empty list, and the delimiter of the file."""
    first: list[str] = []
    for delimiter in DELIMITERS:
        with open_text(file.path, newline="") as text:
            rows = (cells for cells in _split_rows(text, delimiter) if cells and not isinstance(cells, str))
            header = next(rows, [])
        if has_text(header):
            return header, delimiter
        first = first or header
    return first, DELIMITERS[0]


def _split_rows(text: TextIO, delimiter: str) -> Iterator[list[str] | str]:
    """The cells of every row, or the reason why the row cannot be split.

    After a bad row, reading goes on at the second line of that row. Otherwise a quote that is never closed would
    swallow every later article.
    """
    csv.field_size_limit(LONGEST_CELL)
    lines = _Lines(text)
    # Strict, because otherwise a stray quote is dropped and the text is not verbatim.
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        try:
            yield next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            lines.give_back()
            yield f"csv: {error}; enclose a cell that has quotes in quotes, and double the quotes inside"
        lines.begin_row()


class _Lines(Iterator[str]):
    """The lines of a file. All lines of the current row but the first can be given back, to be read again."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._row: list[str] = []
        self._again: deque[str] = deque()

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._text)
        self._row.append(line)
        return line

    def begin_row(self) -> None:
        self._row.clear()

    def give_back(self) -> None:
        self._again.extendleft(reversed(self._row[1:]))
