"""The preview: what would be read of inputs, bounded, and as JSON for the page."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from dashboard.additions import preview as previews
from dashboard.additions.command import explain_end
from dashboard.additions.preview import Found, Preview, Refused, make_preview, read_preview, write_preview
from dashboard.errors import InputError
from dashboard.pipeline.preview import preview_articles

TEXT = "A ferry sank off Latakia on Monday, and all of them were saved."


def write(folder: Path, count: int) -> Path:
    """A file with so many articles, each second one without a date, and one bad line."""
    rows = [
        {"title": f"Ferry {number}", "text": f"{TEXT} {number}", **({"date": "2024-12-03"} if number % 2 else {})}
        for number in range(count)
    ]
    path = folder / "news.jsonl"
    path.write_text("\n".join([*map(json.dumps, rows), "no json"]), "utf-8")
    return path


def test_all_is_counted_and_the_first_of_each_kind_are_listed(tmp_path: Path) -> None:
    path = write(tmp_path, 5)
    preview = preview_articles([path, tmp_path], most=2)
    assert (preview.articles, preview.undated, preview.rejects, preview.is_whole) == (5, 3, 1, True)
    length = len(TEXT) + len("Ferry 0\n\n") + 2
    assert preview.found == [
        Found(str(path), "Ferry 0", None, None, "en", length),
        Found(str(path), "Ferry 1", "2024-12-03T00:00:00+00:00", None, "en", length),
    ]
    [refused] = preview.refused
    assert (refused.path, refused.record) == (str(path), "line 6") and refused.reason.startswith("json:")


def test_the_columns_of_tables_are_listed_and_can_be_named(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_text(f"Kopf;Volltext;{'x' * 200};a\x01b;\n{TEXT};{TEXT};;;\n", "utf-8")
    preview = make_preview(tmp_path)
    assert (preview.articles, preview.columns) == (0, ["Kopf", "Volltext"])
    preview = make_preview(tmp_path, {"text": "Volltext", "title": "Kopf"})
    assert (preview.articles, preview.columns) == (1, ["Kopf", "Volltext"]) and preview.found[0].title == TEXT
    preview = make_preview(tmp_path, {"text": "Volltext", "date": "of another file"})
    assert (preview.articles, preview.absent) == (1, ["of another file"])
    assert preview_articles([write(tmp_path, 1)]).columns == ["title", "text"]


@pytest.mark.parametrize("name", ["news.csv", "news.jsonl", "news.json", "news.xlsx", "news.parquet"])
def test_the_columns_of_a_table_without_a_known_text_column_can_be_named(tmp_path: Path, name: str) -> None:
    path, record = tmp_path / name, {"Kopf": "Ferry sinks", "Volltext": TEXT}
    if path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist([record]), path)
    elif path.suffix == ".xlsx":
        book = Workbook()
        for row in (list(record), list(record.values())):
            book.active.append(row)
        book.save(path)
    elif path.suffix == ".csv":
        path.write_text(f"Kopf,Volltext\n{','.join(record.values()).replace(' Monday,', ' Monday')}\n", "utf-8")
    else:
        path.write_text(json.dumps(record), "utf-8")
    preview = preview_articles([path])
    assert (preview.articles, preview.columns) == (0, ["Kopf", "Volltext"])
    assert preview_articles([path], {"text": "Volltext"}).articles == 1


def test_what_is_not_read_in_time_is_not_counted(tmp_path: Path) -> None:
    preview = preview_articles([write(tmp_path, 5)], seconds=0)
    assert (preview.articles, preview.is_whole) == (1, False)


def test_a_preview_is_read_as_it_was_written() -> None:
    found = [Found("é\u2028", None, None, None, "en", 3)]
    whole = Preview(1, 1, 1, True, found, [Refused("p", "line 1", "<b>")], ["Kopf"], ["Tag"])
    assert read_preview(write_preview(whole)) == whole


def test_a_preview_is_made_in_a_process_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, 2)
    (tmp_path / "scan.exe").write_bytes(b"MZ")
    (tmp_path / ".addition.json").write_text("{}")
    preview = make_preview(tmp_path)
    assert (preview.articles, preview.rejects) == (2, 2)
    assert {Path(each.path).name for each in preview.refused} == {"news.jsonl", "scan.exe"}
    monkeypatch.setattr(previews, "LONGEST", 0.01)
    with pytest.raises(InputError, match=r"longer than 0 seconds"):
        make_preview(tmp_path)


@pytest.mark.parametrize(
    ("said", "code", "why"),
    [
        ("a note\ndateline: news is gone; choose again\n", 2, "news is gone; choose again"),
        ("Traceback …\nKeyError: 3\n", 1, "this is a fault of Dateline (KeyError: 3); whoever runs it may report it"),
        ("", -9, "this is a fault of Dateline (the process ended with -9); whoever runs it may report it"),
    ],
)
def test_why_a_command_failed_is_its_last_line(said: str, code: int, why: str) -> None:
    assert explain_end(said, code) == why


def test_what_ends_the_process_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "news.txt").symlink_to("nowhere")
    with pytest.raises(InputError, match=r"^/.*news\.txt does not exist"):
        make_preview(tmp_path)
    with pytest.raises(InputError, match="not there any more; choose them again"):
        make_preview(tmp_path / "given-up")
