import shutil
from pathlib import Path

import pytest

from dashboard import settings
from dashboard.tables.contract import TABLES, Column, Table
from dashboard.tables.readme import BEGIN, END, describe_tables, read_section, write_contract

PAGE = settings.CHECKOUT / "data" / "README.md"
COLUMNS = [(table, column) for table in TABLES.values() for column in table.columns]


def test_the_page_is_what_the_generator_gives(tmp_path: Path) -> None:
    copy = Path(shutil.copy(PAGE, tmp_path))
    write_contract(copy)
    assert copy.read_text("utf-8") == PAGE.read_text("utf-8"), "run: python -m dashboard contract"


def test_writing_replaces_what_stands_between_the_marks_alone(tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    page.write_text(f"Before.\n{BEGIN}\nold words\n{END}\n\nAfter.\n", "utf-8")
    write_contract(page)
    once = page.read_text("utf-8")
    assert once == f"Before.\n{BEGIN}\n{describe_tables()}\n{END}\n\nAfter.\n"
    write_contract(page)
    assert page.read_text("utf-8") == once


def test_every_table_has_a_section_with_its_meaning_and_key() -> None:
    described = describe_tables()
    for table in TABLES.values():
        assert f"### {table.name}\n\n{table.meaning} Key: {', '.join(table.key)}.\n" in described


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=lambda each: each.name)
def test_every_column_has_one_row_with_type_null_and_meaning(table: Table, column: Column) -> None:
    assert len(column.meaning.split()) > 1
    section = describe_tables().partition(f"### {table.name}\n")[2].partition("\n### ")[0]
    [row] = [line for line in section.splitlines() if line.startswith(f"| {column.name} |")]
    name, kind, null, meaning = [cell.strip() for cell in row.strip("|").split(" | ")]
    assert name == column.name
    assert kind.startswith(str(column.type).partition("<")[0])
    assert null == ("yes" if column.null else "no")
    assert meaning.startswith(column.meaning)
    assert all(value in meaning for value in column.values)
    assert column.references in meaning


def test_a_section_ends_at_the_next() -> None:
    section = read_section(PAGE, "Online geocoders")
    assert "Nominatim" in section
    assert "## " not in section
    assert BEGIN not in section


def test_a_section_that_is_not_there_is_empty() -> None:
    assert read_section(PAGE, "Places") == ""
