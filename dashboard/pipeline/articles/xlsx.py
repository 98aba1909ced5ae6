"""Reads articles from a workbook (.xlsx): a header, then one article a row, in every sheet that has a text column.

Rows are counted as the spreadsheet counts them. The header is the first row that names a text column, and below a
preamble another column too. A formula is what it last gave.
"""

import warnings
from collections.abc import Iterator, Sequence
from itertools import chain, islice, zip_longest
from typing import TYPE_CHECKING

from dashboard.pipeline.articles.columns import Columns
from dashboard.pipeline.articles.exports import check_columns
from dashboard.pipeline.articles.fields import MOST_PREAMBLE, explain_no_text, is_header, is_preamble
from dashboard.pipeline.articles.package import check_package
from dashboard.pipeline.articles.record import InputFile, RawArticle, Reject, RejectedError
from dashboard.pipeline.articles.table import TableRow, pair_cells, read_table

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

# Rows that a sheet has at most, and cells that are looked at: 3 s of processor time where they are empty.
MOST_ROWS, MOST_CELLS = 1_048_576, 30_000_000

type Row = tuple[int, Sequence[object]]


def read_xlsx(file: InputFile) -> Iterator[RawArticle | Reject]:
    """A raw article or a reject for every row below a header that is not blank. The record is "row 7".

    In any but the first sheet with articles the record is "Sheet2, row 7". Raises RejectedError if the file cannot be
    opened, or if no sheet has a text column.
    """
    check_package(file.path, "xlsx")
    yield from read_table(file, _list_rows)


def _list_rows(file: InputFile) -> Iterator[TableRow | Reject]:
    """Every row below a header, and a Reject for each sheet, or rest of one, that cannot be read."""
    import openpyxl  # not at the top: it takes 0.6 s to load

    # It warns of what it does not support, such as printer settings, and of dates that are none.
    warnings.filterwarnings("ignore", module=r"openpyxl\.")
    with file.path.open("rb") as data:  # of a path it refuses other suffixes
        try:
            workbook = openpyxl.load_workbook(data, read_only=True, data_only=True, keep_links=False)
        # Broad on purpose: on broken packages openpyxl raises many kinds of errors.
        except Exception as error:
            raise RejectedError(f"xlsx: {_explain(error)}") from error
        yield from _list_sheets(file, {sheet.title: _number_rows(sheet) for sheet in workbook.worksheets})


def _list_sheets(file: InputFile, sheets: dict[str, Iterator[Row | str]]) -> Iterator[TableRow | Reject]:
    is_first, without = True, dict[str, str]()
    for sheet, rows in sheets.items():
        opening = list(islice(rows, MOST_PREAMBLE))
        place = next(
            (
                place
                for place, row in enumerate(opening)
                if not isinstance(row, str)
                and is_header(_names(row[1]), file.columns, is_first=place == 0)
                and is_preamble((each[1] for each in opening[:place] if not isinstance(each, str)), _names(row[1]))
            ),
            None,
        )
        if place is None:
            without |= {sheet: _explain_no_header(opening, file.columns)} if opening else {}
            continue
        header = opening[place]
        assert not isinstance(header, str)
        try:
            check_columns(_names(header[1]))
        except RejectedError as export:
            without |= {sheet: str(export)}
            continue
        for row in chain(opening[place + 1 :], rows):
            if isinstance(row, str):
                yield Reject(file.path_text, "" if is_first else sheet, row)
            elif _names(row[1]) != _names(header[1]):  # else the header again, in sheets that were joined
                record = f"row {row[0]}" if is_first else f"{sheet}, row {row[0]}"
                name = f"{file.stem}-{row[0]}" if is_first else f"{file.stem}-{sheet}-{row[0]}"
                yield TableRow(record, name, _by_column(header[1], row[1]))
        is_first = False
    if without and is_first:
        raise RejectedError(next(iter(without.values())))
    for sheet, reason in without.items():
        yield Reject(file.path_text, sheet, reason)


def _number_rows(sheet: "ReadOnlyWorksheet") -> Iterator[Row | str]:
    """Each row that is not blank, with its number; at last the reason why the rest could not be read, if it was not."""
    sheet.reset_dimensions()  # what the file says of its size may be wrong
    rows, number, cells = sheet.iter_rows(values_only=True), 0, 0
    while True:
        try:
            row = next(rows, None)
        # Broad on purpose: it reads the package and its XML as it goes on.
        except Exception as error:
            yield f"xlsx: below row {number:,} {_explain(error)}"
            return
        if row is None:
            return
        number += 1
        cells += len(row)
        if number > MOST_ROWS or cells > MOST_CELLS:
            yield f"too long: more than {MOST_ROWS:,} rows or {MOST_CELLS:,} cells; what is below was not read"
            return
        if any(cell is not None and cell != "" for cell in row):
            yield number, [_unescape(cell) for cell in row]


def _names(cells: Sequence[object]) -> list[str]:
    """The names of columns, up to the last; empty for a cell that is no text."""
    names = [cell.strip() if isinstance(cell, str) else "" for cell in cells]
    return names[: max((place for place, name in enumerate(names, 1) if name), default=0)]


def _by_column(header: Sequence[object], cells: Sequence[object]) -> dict[str, object]:
    """The cells of those columns that have a name."""
    pairs = [(name, cell) for name, cell in zip_longest(_names(header), cells) if name]
    return pair_cells([name for name, _ in pairs], [cell for _, cell in pairs])


def _explain_no_header(opening: Sequence[Row | str], columns: Columns) -> str:
    """Why a sheet holds no articles; `columns` keep the names in its first row, to list them to the user."""
    first = opening[0]
    if isinstance(first, str):
        return first
    names = [name for name in _names(first[1]) if name]
    columns.meet(names)
    return explain_no_text(names, "the first row")


def _unescape(cell: object) -> object:
    """The cell; a text as it was, where the spreadsheet has escaped a carriage return."""
    return cell.replace("_x000D_\n", "\n").replace("_x000D_", "\n") if isinstance(cell, str) else cell


def _explain(error: Exception) -> str:
    return f"the file is damaged ({type(error).__name__} while it was read); save it again as .xlsx, or as .csv"
