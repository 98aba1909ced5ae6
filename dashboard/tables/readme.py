"""data/README.md: writes the contract into it as Markdown, and reads the sections that the dashboard shows."""

from collections.abc import Iterator
from pathlib import Path

from dashboard.tables.contract import TABLES, Column

BEGIN, END = "<!-- tables: begin -->", "<!-- tables: end -->"


def describe_tables() -> str:
    """Markdown with a section for each table: its meaning, its key, and a table with a row for each column."""
    return "\n".join(_lines())


def write_contract(page: Path) -> None:
    """Replace the text between the two marker lines of `page` by the contract."""
    text = page.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n{describe_tables()}\n{END}{after}", "utf-8")


def read_section(page: Path, heading: str) -> str:
    """The Markdown below a second-level heading, up to the next such heading; empty if the page has no such heading."""
    return page.read_text("utf-8").partition(f"## {heading}\n")[2].partition("\n## ")[0].strip()


def _lines() -> Iterator[str]:
    for table in TABLES.values():
        yield f"\n### {table.name}\n\n{table.meaning} Key: {', '.join(table.key)}.\n"
        yield "| column | type | null | meaning |\n| --- | --- | --- | --- |"
        for column in table.columns:
            yield f"| {column.name} | {_type(column)} | {'yes' if column.null else 'no'} | {_meaning(column)} |"


def _type(column: Column) -> str:
    return str(column.type).replace("element: ", "").replace("item: ", "").replace(" not null", "")


def _meaning(column: Column) -> str:
    values = f": {', '.join(column.values)}" if column.values else ""
    known = f" (in {column.references})" if column.references else ""
    return f"{column.meaning}{values}{known}"
