"""Articles out of CSV: a header, one article a row, one bad row one reject, never the whole file in memory.

Rows are counted as spreadsheets do: the header is row 1, blank rows count, a cell with line breaks is still
one row.
"""

import csv
from collections import deque
from collections.abc import Iterator
from typing import TextIO

from dashboard import settings
from dashboard.errors import InputError
from dashboard.pipeline.articles.encoding import explain, is_whole, open_text
from dashboard.pipeline.articles.fields import TEXT, find_facts, find_text, has_text, name_some
from dashboard.pipeline.articles.record import Draft, InputFile, RefusedError, Reject

# Tried in this order until the header has a column for the text: surer than to count how often each occurs.
DELIMITERS = (",", ";", "\t")

# Characters of a cell. Above LONGEST_TEXT, so that a long text is one reject, and not one for every line of
# it; a quote that is never closed is given up after as many.
LONGEST_CELL = 10 * settings.LONGEST_TEXT


def read_rows(file: InputFile) -> Iterator[Draft | Reject]:
    """A draft or a reject for every row below the header that is not blank; the record is "row 7"."""
    header, delimiter = _read_header(file)
    if not header:
        return
    if not has_text(header):
        raise RefusedError(explain("".join(header)))
    encoding = ""  # explained once a file, see read_lines
    with open_text(file.path, newline="") as text:
        for number, cells in enumerate(_split(text, delimiter), 1):
            record = f"row {number}"
            if isinstance(cells, str):
                yield Reject(file.shown, record, cells)
            elif not cells or cells == header:  # again below: files that were joined
                continue
            elif not is_whole("".join(cells)):
                encoding = encoding or explain("".join(cells))
                yield Reject(file.shown, record, encoding)
            elif len(cells) != len(header):
                reason = f"width: row has {len(cells)} cells; the header has {len(header)}"
                yield Reject(file.shown, record, reason)
            else:
                raw = dict(zip(header, cells, strict=True))
                yield Draft(file, record, f"{file.stem}-{number}", find_text(raw), find_facts(raw))


def check_rows(file: InputFile) -> None:
    """Raise InputError when the file has a header and no column of it is for the text."""
    header, _ = _read_header(file)
    if header and is_whole("".join(header)) and not has_text(header):
        raise InputError(
            f"{file.shown} has no column for the text (it has {name_some(header)}); "
            f"name the column one of {', '.join(TEXT)}"
        )


def _read_header(file: InputFile) -> tuple[list[str], str]:
    """The first row that is not blank, empty when there is none, and the delimiter that makes sense of it."""
    first: list[str] = []
    for delimiter in DELIMITERS:
        with open_text(file.path, newline="") as text:
            rows = (cells for cells in _split(text, delimiter) if cells and not isinstance(cells, str))
            header = next(rows, [])
        if has_text(header):
            return header, delimiter
        first = first or header
    return first, DELIMITERS[0]


def _split(text: TextIO, delimiter: str) -> Iterator[list[str] | str]:
    """The cells of every row, or the reason why it cannot be split.

    After a bad row it goes on with the line below its first: else a quote that is never closed would swallow
    every article after it.
    """
    csv.field_size_limit(LONGEST_CELL)
    lines = _Lines(text)
    # Strict: else a stray quote is dropped, and the text is not verbatim any more.
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        try:
            yield next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            lines.give_back()
            yield f"csv: {error}; put a cell with quotes into quotes, and double those inside"
        lines.begin_row()


class _Lines(Iterator[str]):
    """The lines of a file; those of the row that is being read can be given back, all but the first."""

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
