"""docs/data.md: writes into it which frames each page has, and what their columns are."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from dashboard.exports.answers import OVERVIEW, list_forms, list_pages
from dashboard.exports.columns import DAY, YES, find_column
from dashboard.filters import FILTERS, Filters
from dashboard.queries.downloads import DOWNLOADS, frames_of
from dashboard.store import Store
from dashboard.tables.contract import FLOAT, INTEGER, MOMENT, STRING, TABLES

BEGIN, END = "<!-- frames: begin -->", "<!-- frames: end -->"

# Type -> what readers call it.
TYPES = {
    STRING: "text", INTEGER: "whole number", FLOAT: "number", MOMENT: "moment", DAY: "day", YES: "true or false",
}  # fmt: skip


def write_frames(page: Path) -> None:
    """Replace the text between the two marker lines of `page` by what the pages have."""
    text = page.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n{describe_frames()}\n{END}{after}", "utf-8")


def describe_frames() -> str:
    """Markdown: the frames of each page, their columns, and what each column is."""
    return "\n".join(_lines(_read_columns()))


def _read_columns() -> dict[str, list[str]]:
    """Frame -> its columns, which it has though there is no row."""
    reader = Store({name: table.schema.empty_table() for name, table in TABLES.items()}, {}).reader()
    return {name: each.ask(reader, each.narrowed_by(Filters())).columns.tolist() for name, each in DOWNLOADS.items()}


def _lines(columns: dict[str, list[str]]) -> Iterator[str]:
    yield f"\nFilters of the corpus: {', '.join(each.key for each in FILTERS.values() if each.scope == 'corpus')}."
    for name, page in list_pages().items():
        yield f"\n### {name}\n\n| frame | one row is | narrowed by | as |\n| --- | --- | --- | --- |"
        for frame in frames_of(page):
            yield f"| {frame} | {DOWNLOADS[frame].row} | {_narrowing(frame)} | {', '.join(list_forms(page, frame))} |"
        for frame in frames_of(page):
            if DOWNLOADS[frame].page == page:
                yield f"\n**{frame}**: {', '.join(columns[frame])}."
            else:
                yield f"\n**{frame}**: as of {DOWNLOADS[frame].page or OVERVIEW}."
    yield "\n### The columns\n\n| column | type | meaning |\n| --- | --- | --- |"
    yield from sorted({_describe(frame, name) for frame, names in columns.items() for name in names})


def _narrowing(frame: str) -> str:
    download = DOWNLOADS[frame]
    keys = ", ".join([*(() if download.of_all else ("the corpus",)), *download.reads])
    return keys or "nothing"


def _describe(frame: str, name: str) -> str:
    """A row of the table of columns; it names the frame where the column is another thing there than elsewhere."""
    column = find_column(frame, name)
    if column is None:
        return f"| {name} | | |"
    is_own = column is not find_column("", name) and find_column("", name) is not None
    where = f" ({frame})" if is_own else ""
    return f"| {name}{where} | {_type(column.type)} | {column.meaning} |"


def _type(type_: pa.DataType) -> str:
    if pa.types.is_list(type_):
        return f"list of {_type(type_.value_type)}"
    return TYPES[type_]
