"""Reads articles from CSV: a header, then one article a row. A bad row is one reject, and rows are read one at a time.

Rows are counted as in a spreadsheet: the header is row 1 unless a preamble stands above it, blank rows count, and a
cell with line breaks is one row. A line `sep=;` before the header, which Excel writes, says what stands between the
cells and is no row.
"""

import csv
import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TextIO

from dashboard.pipeline.articles.encoding import (
    LONGEST_RECORD,
    CodePage,
    explain_invalid,
    explain_too_long,
    is_valid,
    open_text,
    split_lines,
)
from dashboard.pipeline.articles.exports import check_columns, check_head
from dashboard.pipeline.articles.fields import (
    DELIMITERS,
    MOST_PREAMBLE,
    explain_no_text,
    is_header,
    is_preamble,
    list_stamps,
    read_record,
)
from dashboard.pipeline.articles.orders import Orders, Stamp
from dashboard.pipeline.articles.record import InputFile, RawArticle, Reject, RejectedError
from dashboard.pipeline.articles.table import pair_cells

# A row's number, and its cells by their columns, or why it cannot be read.
type Row = tuple[int, Mapping[str, str] | str]

# As many as a spreadsheet has. Each is looked at for every article.
MOST_COLUMNS = 16_384

# How often a line may be read again because it stands in a row that cannot be split, on average over the file, and
# beside that in characters. Then every line is a row of its own. Else a file of 100 kB can take hours, if none of its
# lines closes the quotes of any other one.
MOST_TIMES_AGAIN = 10
LEAST_AGAIN = LONGEST_RECORD

# What a line costs besides its characters, in characters.
LINE = 50

_DECLARATION = re.compile(r'"?sep=([^\w\s"]|\t)"?\s*', re.IGNORECASE)


def read_rows(file: InputFile) -> Iterator[RawArticle | Reject]:
    """A raw article or a reject for every row below the header that is not blank. The record is "row 7".

    Raises RejectedError if there is a header, but none with a text column, or if Dateline wrote the file.
    """
    check_head(file)
    layout = _find_layout(file)

    def list_rows() -> Iterator[Row]:
        return _list_rows(file, layout)

    def list_dates() -> Iterator[Stamp]:
        for _, row in list_rows():
            if isinstance(row, Mapping):
                yield from list_stamps(row, file.columns)

    page, orders = CodePage(file.path), Orders(list_dates)
    for number, row in list_rows():
        record = f"row {number}"
        try:
            if isinstance(row, str):
                raise RejectedError(row)
            decoded = {page.decode(key).text: page.decode(cell) for key, cell in row.items()}
            fields = {key: text for key, (text, _) in decoded.items()}
            notes = next((notes for _, notes in decoded.values() if notes), ())
            yield read_record(file, record, f"{file.stem}-{number}", fields, orders, notes)
        except RejectedError as reason:
            yield Reject(file.path_text, record, str(reason))


@dataclass(frozen=True, slots=True)
class Layout:
    """What stands between the cells, whether the first line says so, and the header with the number of its row."""

    delimiter: str
    is_declared: bool
    header: list[str]
    row: int


def _list_rows(file: InputFile, layout: Layout) -> Iterator[Row]:
    """Each row below the header that is not blank, by its number: its cells by their columns, or why it has none."""
    header = layout.header
    with open_text(file.path, newline="") as text:
        if layout.is_declared:
            text.readline()
        for number, cells in enumerate(_split_rows(text, layout.delimiter), 1):
            if number <= layout.row:
                continue
            if isinstance(cells, str):
                yield number, cells
            elif not cells or cells == header:  # blank, or the header again in files that were joined
                continue
            elif len(cells) != len(header):
                yield number, f"width: row has {len(cells):,} cells; the header has {len(header):,}"
            else:
                yield number, pair_cells(header, cells)


def _find_layout(file: InputFile) -> Layout:
    """How the table is laid out. Raises RejectedError as `read_rows` does."""
    with open_text(file.path, newline="") as text:
        declared = _DECLARATION.fullmatch(text.readline(10))
    tried = (declared[1], *DELIMITERS) if declared else DELIMITERS
    found = [_find_header(file, delimiter, is_declared=declared is not None) for delimiter in tried]
    layouts = [each for each in found if isinstance(each, Layout)]
    if not layouts:
        raise RejectedError(str(found[0]))
    usable = [each for each in layouts if is_header(each.header, file.columns, is_first=True)]
    layout = max(usable or layouts, key=lambda each: len(each.header))
    header = layout.header
    file.columns.meet(header[:MOST_COLUMNS])
    if len(header) > MOST_COLUMNS:
        raise RejectedError(f"too long: the first row has {len(header):,} cells; {MOST_COLUMNS:,} or fewer are read")
    check_columns(header)
    if header and not usable:
        raise RejectedError(_explain_header(header))
    return layout


def _explain_header(header: list[str]) -> str:
    if not is_valid("".join(header)):
        return explain_invalid("".join(header))
    return explain_no_text(header, "the first row")


def _find_header(file: InputFile, delimiter: str, *, is_declared: bool) -> Layout | str:
    """The layout by the first of the opening rows that names the columns of articles, else by the first row at all.

    The header is empty if there is no row. The reason why the first row cannot be split, if none names the columns.
    """
    with open_text(file.path, newline="") as text:
        if is_declared:
            text.readline()
        rows = ((number, cells) for number, cells in enumerate(_split_rows(text, delimiter), 1) if cells)
        opening = list(islice(rows, MOST_PREAMBLE))
    for place, (number, cells) in enumerate(opening):
        above = [each for _, each in opening[:place] if isinstance(each, list)]
        if (
            isinstance(cells, list)
            and is_header(cells, file.columns, is_first=place == 0)
            and is_preamble(above, cells)
        ):
            return Layout(delimiter, is_declared, cells, number)
    number, cells = opening[0] if opening else (0, [])
    return cells if isinstance(cells, str) else Layout(delimiter, is_declared, cells, number)


def _split_rows(text: TextIO, delimiter: str) -> Iterator[list[str] | str]:
    """The cells of every row, or the reason why the row cannot be split.

    After a bad row, reading goes on at the second line of that row. Otherwise a quote that is never closed would
    swallow every later article.
    """
    csv.field_size_limit(LONGEST_RECORD)
    lines = _Lines(text)
    # Strict, because otherwise a stray quote is dropped and the text is not verbatim.
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        try:
            yield next(rows)
        except StopIteration:
            return
        except _TooLongError as reason:
            lines.give_back()
            yield str(reason)
        except csv.Error as error:
            lines.give_back()
            yield f"csv: {error}; enclose a cell that has quotes in quotes, and double the quotes inside"
        lines.begin_row()


class _TooLongError(csv.Error):
    """A row is too long; the message is the reason of its reject."""


class _Lines(Iterator[str]):
    """The lines of a file. All lines of the current row but the first can be given back, to be read again."""

    def __init__(self, text: TextIO) -> None:
        self._lines = split_lines(text)
        self._row: list[str | int] = []
        self._again: deque[str | int] = deque()
        self._read = self._returned = self._in_row = 0  # costs, as `_cost` counts them
        self._is_apart = False  # whether every line is a row of its own

    def __next__(self) -> str:
        if self._is_apart and self._row:
            raise StopIteration
        line = self._again.popleft() if self._again else self._read_on()
        self._row.append(line)
        self._in_row += _cost(line)
        if isinstance(line, int):
            raise _TooLongError(explain_too_long(line))
        if self._in_row > LONGEST_RECORD:
            raise _TooLongError(explain_too_long(self._in_row))
        return line

    def _read_on(self) -> str | int:
        line = next(self._lines)
        self._read += _cost(line)
        return line

    def begin_row(self) -> None:
        self._row.clear()
        self._in_row = 0

    def give_back(self) -> None:
        returned = self._row[1:]
        self._again.extendleft(reversed(returned))
        self._returned += sum(map(_cost, returned))
        if self._returned > max(LEAST_AGAIN, MOST_TIMES_AGAIN * self._read):
            self._is_apart = True


def _cost(line: str | int) -> int:
    return LINE + (line if isinstance(line, int) else len(line))
