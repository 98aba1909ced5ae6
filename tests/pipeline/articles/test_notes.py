"""Notes on how articles were read: their kinds, their way through the ledger, and their counts."""

import json
from pathlib import Path

import pyarrow as pa
import pytest

from dashboard.pipeline.articles import LEDGER, Article, Ledger, entry_row, find_inputs, read_articles, read_entries
from dashboard.pipeline.articles.notes import LONGEST_NOTE, MOST_VALUES, VALUES_KEPT, Note, NoteCounts, shorten_note

TEXT = (
    "The ferry to Orlin sank at noon on Monday, the harbour master said. All ninety passengers were saved by the boats "
    "of Halden, and nobody was hurt."
)


def notes_of(folder: Path, **fields: object) -> tuple[Note, ...]:
    (folder / "a.jsonl").write_text(json.dumps({"text": TEXT, "date": "2024-12-08", **fields}), "utf-8")
    [found] = read_articles([folder])
    assert isinstance(found, Article)
    return found.notes


def test_an_ordinary_article_has_no_note(tmp_path: Path) -> None:
    assert notes_of(tmp_path) == ()


@pytest.mark.parametrize(
    ("date", "note"),
    [
        (None, Note("no date")),
        ("", Note("no date")),
        ("NULL", Note("no date")),
        (float("nan"), Note("no date")),
        ("Sunrise", Note("unreadable date", "Sunrise")),
        ("May 2012", Note("unreadable date", "May 2012")),
        ("x" * 200, Note("unreadable date", "x" * (LONGEST_NOTE - 1) + "…")),
        ("03/04/2024", Note("ambiguous date", "03/04/2024")),
        (0, Note("empty date", "0")),
        ("1970-01-01T00:00:00Z", Note("empty date", "1970-01-01T00:00:00Z")),
        ("0000-00-00 00:00:00", Note("empty date", "0000-00-00 00:00:00")),
        ("1900-01-01", Note("empty date", "1900-01-01")),
        ({"$date": 0}, Note("empty date", "0")),
        ("2099-12-31", Note("future date", "2099-12-31")),
    ],
)
def test_why_an_article_has_no_date_is_noted(tmp_path: Path, date: object, note: Note) -> None:
    assert notes_of(tmp_path, date=date) == (note,)


def test_a_page_that_declares_no_date_has_none(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(f"<html><body><article><h1>Ferry</h1><p>{TEXT}</p></article></body></html>")
    [found] = read_articles([tmp_path])
    assert isinstance(found, Article)
    assert found.notes == (Note("no date"),)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (TEXT.lower(), ["no capitals"]),
        (TEXT.upper(), ["all capitals"]),
        (TEXT.lower()[:90], []),  # one sentence may have none
        (TEXT.lower().replace("orlin", "Orlin"), []),
    ],
)
def test_a_text_without_capitals_or_in_them_is_noted(tmp_path: Path, text: str, kinds: list[str]) -> None:
    assert [note.kind for note in notes_of(tmp_path, text=text)] == kinds


def test_notes_of_a_file_that_is_not_read_again_are_in_the_ledger(tmp_path: Path) -> None:
    notes = notes_of(tmp_path, date="Sunrise")
    inputs = find_inputs([tmp_path])
    [first] = read_entries(inputs, Ledger(), frozenset())
    table = pa.Table.from_pylist([entry_row(first)], LEDGER)
    [again] = read_entries(inputs, Ledger(table), {first.digest})  # type: ignore[union-attr]
    assert again.article is None and again.notes == notes  # type: ignore[union-attr]
    assert entry_row(again) == entry_row(first)


def test_notes_are_counted_with_their_commonest_values_and_an_example() -> None:
    counts = NoteCounts()
    for number in range(MOST_VALUES + 10):
        counts.add([Note("unreadable date", f"{number}"), Note("no capitals")], "a.csv", f"row {number + 2}")
    counts.add([Note("unreadable date", "7")], "b.txt", "")
    found = counts.describe()
    assert found["no capitals"] == {"articles": MOST_VALUES + 10, "values": {}, "example": "a.csv, row 2"}
    assert found["unreadable date"]["articles"] == MOST_VALUES + 11
    assert len(found["unreadable date"]["values"]) == VALUES_KEPT
    assert found["unreadable date"]["values"]["7"] == 2


def test_a_value_is_one_short_line() -> None:
    assert shorten_note("a\n b") == "a b"
    assert shorten_note("8 \ud83d\x1b[2J Dec") == "8 [2J Dec"
    assert len(shorten_note("a" * 1_000)) == LONGEST_NOTE
