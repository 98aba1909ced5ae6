"""Columns that the user names, and the order of day and month that a column tells."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from dashboard.errors import InputError
from dashboard.pipeline.articles import Article, Columns, InputFile, Ledger, find_inputs, pdf, read_entries
from dashboard.pipeline.articles.ledger import ArticleEntry
from dashboard.pipeline.articles.notes import Note
from dashboard.pipeline.articles.orders import Orders
from dashboard.pipeline.articles.package import OLE

BODY = "The ferry to Orlin sank at noon on Monday."
APRIL, MARCH = datetime(2024, 4, 3, tzinfo=UTC), datetime(2024, 3, 4, tzinfo=UTC)


def read(path: Path, **named: str) -> list[Article]:
    entries = read_entries(find_inputs([path], Columns(named)), Ledger(), frozenset())
    return [each.article for each in entries if isinstance(each, ArticleEntry) and each.article is not None]


def write(path: Path, records: Sequence[Mapping[str, object]]) -> Path:
    """The records in the format that the name says."""
    if path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(list(records)), path)
    elif path.suffix == ".xlsx":
        book = Workbook()
        for row in (list(records[0]), *(list(each.values()) for each in records)):
            book.active.append(row)
        book.save(path)
    elif path.suffix == ".csv":
        rows = [list(records[0]), *(each.values() for each in records)]
        path.write_text("\n".join(",".join(map(str, row)) for row in rows), "utf-8")
    else:
        text = json.dumps(records) if path.suffix == ".json" else "\n".join(map(json.dumps, records))
        path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.json"])
def test_columns_that_are_named_are_read(tmp_path: Path, name: str) -> None:
    record = {"Volltext": BODY, "text": "A teaser of the ferry.", "Tag": "2024-04-03", "Blatt": "Orlin Herald"}
    [found] = read(write(tmp_path / name, [record]), text="Volltext", published="tag", source="Blatt")
    assert (found.text, found.published, found.source) == (BODY, APRIL, "Orlin Herald")


def test_a_column_within_an_object_is_named_by_both(tmp_path: Path) -> None:
    record = {"article": {"words": BODY}, "medium": {"label": "Orlin Herald"}}
    [found] = read(write(tmp_path / "a.jsonl", [record]), text="article.words", source="medium.label")
    assert (found.text, found.source) == (BODY, "Orlin Herald")


def test_a_column_may_have_a_name_in_any_script(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"Дата,Текст\n2024-04-03,{BODY}", "utf-8")
    [found] = read(path, text="Текст", published="Дата")
    assert (found.text, found.published) == (BODY, APRIL)


def test_tables_without_the_column_are_read_by_usual_names(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", [{"text": BODY}])
    write(tmp_path / "b.csv", [{"words": f"{BODY} All were saved."}])
    assert [each.text for each in read(tmp_path, text="words")] == [BODY, f"{BODY} All were saved."]


def test_a_column_that_is_empty_is_not_replaced_by_another(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [{"text": BODY, "by": "", "source": "Lake Courier"}])
    assert read(path, source="by")[0].source is None


@pytest.mark.parametrize(
    ("name", "there"), [("a.csv", "the first tables have 'text', 'day'"), ("a.txt", "there is no table")]
)
def test_a_column_that_no_table_has_is_an_error(tmp_path: Path, name: str, there: str) -> None:
    (tmp_path / name).write_text(f"text,day\n{BODY},2024-04-03", "utf-8")
    with pytest.raises(InputError, match=f"no table has the column 'date_'; {there}; give --column another"):
        read(tmp_path, published="date_")


def test_columns_are_looked_for_in_tables_alone_and_what_cannot_be_read_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.csv").write_bytes(OLE + bytes(600))
    (tmp_path / "b.csv").symlink_to(tmp_path / "nowhere")
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.4")
    write(tmp_path / "d.csv", [{"words": BODY}])
    opened: list[InputFile] = []
    monkeypatch.setattr(pdf, "_read", opened.append)
    files = find_inputs([tmp_path], Columns({"text": "words"}))
    assert [Path(file.path_text).name for file in files if isinstance(file, InputFile)] == [
        "a.csv", "b.csv", "c.pdf", "d.csv",
    ]  # fmt: skip
    assert opened == []


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.json", "a.xlsx", "a.parquet"])
@pytest.mark.parametrize(
    ("other", "date", "note"),
    [
        ("13/04/2024", APRIL, Note("ordered date", "day first")),
        ("04/13/2024", MARCH, Note("ordered date", "month first")),
        ("05/05/2024", None, Note("ambiguous date", "03/04/2024")),
        ("2024-04-13", None, Note("ambiguous date", "03/04/2024")),
    ],
)
def test_other_dates_of_the_column_tell_the_order(
    tmp_path: Path, name: str, other: str, date: datetime | None, note: Note
) -> None:
    found = read(write(tmp_path / name, [{"text": BODY, "date": "03/04/2024"}, {"text": f"{BODY} 2", "date": other}]))
    assert found[0].published == date
    assert found[0].notes == (note,)
    assert found[1].notes == ()


def test_a_column_that_tells_both_orders_tells_none(tmp_path: Path) -> None:
    dates = ["03/04/2024", "13/04/2024", "04/13/2024"]
    found = read(write(tmp_path / "a.csv", [{"text": f"{BODY} {date}", "date": date} for date in dates]))
    assert [each.published is None for each in found] == [True, False, False]


def test_each_column_has_an_order_of_its_own_and_is_asked_for_once() -> None:
    asked = []

    def list_stamps() -> list[tuple[str, object]]:
        asked.append(1)
        return [("date", "13/04/2024"), ("pubdate", "04/13/2024"), ("pubdate", 7), ("date", "Sunrise")]

    orders = Orders(list_stamps)
    assert [orders.find(column) for column in ("date", "pubdate", "created")] == ["day", "month", None]
    assert len(asked) == 1


def test_columns_of_workbooks_and_parquet_files_are_named(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.parquet"):
        write(tmp_path / name, [{"Volltext": BODY, "Tag": "2024-04-03"}])
    found = read(tmp_path, text="Volltext", published="Tag")
    assert [(each.text, each.published) for each in found] == [(BODY, APRIL)] * 2


def test_names_that_differ_in_letters_of_another_script_are_others(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"Дата 1,Текст 1,النص,التاريخ\n2024-04-03,{BODY},x,y", "utf-8")
    [found] = read(path, text="ТЕКСТ_1", published="Дата 1")
    assert (found.text, found.published) == (BODY, APRIL)
    columns = Columns({"text": "النص"})
    assert columns.has("text", ["النص"]) and not columns.has("text", ["التاريخ", "Текст", ""])
    assert columns.find("text", {"التاريخ": 1}) is None and not Columns({"text": "Текст 1"}).has(
        "text", ["Дата 1", "1"]
    )
