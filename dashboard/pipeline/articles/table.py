"""Articles in the rows of a table whose cells are values already: of a spreadsheet, or of a Parquet file."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from dashboard.pipeline.articles.encoding import LONGEST_RECORD, explain_too_long
from dashboard.pipeline.articles.fields import list_stamps, read_record
from dashboard.pipeline.articles.orders import Orders, Stamp
from dashboard.pipeline.articles.record import InputFile, RawArticle, Reject, RejectedError


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its record, the basis of its id, and its cells by their columns."""

    record: str
    name: str
    cells: Mapping[str, object]

    @property
    def fields(self) -> dict[str, object]:
        """Its values by their columns, as JSON would have them."""
        return {column: plain_value(cell) for column, cell in self.cells.items()}


def read_table(
    file: InputFile, list_rows: Callable[[InputFile], Iterator[TableRow | Reject]]
) -> Iterator[RawArticle | Reject]:
    """The article of each row, or why it is none. Rows are listed again where day and month may change places."""

    def list_dates() -> Iterator[Stamp]:
        for row in list_rows(file):
            if isinstance(row, TableRow):
                yield from list_stamps(row.fields, file.columns)

    orders = Orders(list_dates)
    for row in list_rows(file):
        yield row if isinstance(row, Reject) else _read_row(file, row, orders)


def _read_row(file: InputFile, row: TableRow, orders: Orders) -> RawArticle | Reject:
    fields = row.fields
    length = sum(len(value) for value in fields.values() if isinstance(value, str))
    try:
        if length > LONGEST_RECORD:
            raise RejectedError(explain_too_long(length))
        return read_record(file, row.record, row.name, fields, orders)
    except RejectedError as reason:
        return Reject(file.path_text, row.record, str(reason))


def pair_cells[Cell](columns: Sequence[str], cells: Sequence[Cell]) -> dict[str, Cell]:
    """The cells of a row by their columns; of several of one name the first that is filled."""
    fields: dict[str, Cell] = {}
    for column, cell in zip(columns, cells, strict=True):
        if column not in fields or (fields[column] in (None, "") and cell not in (None, "")):
            fields[column] = cell
    return fields


def plain_value(value: object) -> object:
    """The value as JSON would have it: dates as ISO 8601 writes them, bytes as text."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return None
    return value
