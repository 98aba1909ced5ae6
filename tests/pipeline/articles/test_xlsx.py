"""Workbooks, written by openpyxl."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from dashboard.pipeline.articles import Article, Reject, read_articles, xlsx
from tests.packages import change_part

BODY = "The ferry to Orlin sank at noon on Sunday. All ninety passengers were saved."
OTHER = "The dockers of Orlin walked out, the union said on Tuesday."


def save(path: Path, **sheets: list[list[object]]) -> Path:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    workbook.save(path)
    return path


def read(path: Path, **sheets: list[list[object]]) -> list[Article | Reject]:
    return list(read_articles([save(path / "a.xlsx", **sheets)]))


def test_rows_below_the_header_are_articles_with_dates_of_cells(tmp_path: Path) -> None:
    ferry, dockers = read(
        tmp_path,
        News=[
            ["Search: Orlin", None, None],
            [],
            ["Headline", "Date", "Outlet", "Id", "Text"],
            ["Ferry sinks", datetime(2024, 12, 8, 10, 15), "Orlin Herald", 77, f"{BODY}_x000D_\nCalm seas."],
            [None, "", None],
            ["Dockers walk out", "9 December 2024", "nan", 78.0, OTHER, "a note"],
            ["Headline", "Date", "Outlet", "Id", "Text"],
        ],
    )
    assert isinstance(ferry, Article), ferry
    assert isinstance(dockers, Article), dockers
    assert (ferry.title, ferry.source, ferry.external_id) == ("Ferry sinks", "Orlin Herald", "77")
    assert ferry.published == datetime(2024, 12, 8, 10, 15, tzinfo=UTC)
    assert ferry.text == f"Ferry sinks\n\n{BODY}\nCalm seas."
    assert (dockers.published, dockers.source, dockers.external_id) == (datetime(2024, 12, 9, tzinfo=UTC), None, "78")


def test_records_are_named_as_the_spreadsheet_counts_and_sheets_beside_the_first_by_name(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        Notes=[["checked", "by"], ["yes", "A"]],
        News=[["text"], [BODY], [17], [], ["short"]],
        Empty=[],
        More=[["body"], [OTHER], [None, "x"]],
    )
    assert [each.external_id for each in found if isinstance(each, Article)] == ["a.xlsx, row 2", "a.xlsx, More, row 2"]
    assert [(each.record, each.reason.partition(":")[0]) for each in found if isinstance(each, Reject)] == [
        ("row 3", "text"), ("row 5", "too short"), ("More, row 3", "empty"), ("Notes", "no text column"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([["url", "status"], ["https://x.example/1", 200]], "no text column: the first row has 'url', 'status'; "),
        (
            [["Kind", "Story"], ["Article", BODY], ["Article", OTHER]],
            "no text column: the first row has 'Kind', ",
        ),
        ([], "empty: no record in the file"),
        ([["text"]], "empty: no record in the file"),
    ],
)
def test_what_has_no_article_is_one_reject(tmp_path: Path, rows: list[list[object]], reason: str) -> None:
    [found] = read(tmp_path, Sheet=rows)
    assert isinstance(found, Reject)
    assert (found.record, found.reason[: len(reason)]) == ("", reason)


@pytest.mark.parametrize("bound", ["MOST_ROWS", "MOST_CELLS"])
def test_what_is_beyond_a_bound_is_a_reject(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str) -> None:
    monkeypatch.setattr(xlsx, bound, 2)
    article, reject = read(tmp_path, Sheet=[["text"], [BODY], [OTHER]])
    assert isinstance(article, Article)
    assert isinstance(reject, Reject)
    assert reject.reason.startswith("too long: ")


def test_a_row_far_below_takes_no_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 10_000)
    path = save(tmp_path / "a.xlsx", Sheet=[["text"], [BODY]])
    edit(path, b'<row r="2"', b'<row r="2000000000"')
    [found] = read_articles([path])
    assert isinstance(found, Reject)
    assert found.reason.startswith("too long: ")


def edit(path: Path, old: bytes, new: bytes) -> None:
    path.write_bytes(change_part(path.read_bytes(), "xl/worksheets/sheet1.xml", lambda part: part.replace(old, new)))


def test_a_damaged_file_is_a_reject_and_what_was_read_stays(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", Sheet=[["text"], [BODY], [OTHER]])
    edit(path, b'<row r="3"', b"<<")
    article, reject = read_articles([path])
    assert isinstance(article, Article)
    assert isinstance(reject, Reject)
    assert reject.reason == (
        "xlsx: below row 2 the file is damaged (ParseError while it was read); save it again as .xlsx, or as .csv"
    )
    path.write_bytes(b"PK\x03\x04")
    [found] = read_articles([path])
    assert isinstance(found, Reject)
    assert found.reason == "xlsx: the file is damaged or no .xlsx file; save it again as .xlsx"
