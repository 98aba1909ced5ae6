"""CSV that a spreadsheet opens without running anything in it, and that reads back as it was."""

import csv
import io
from typing import Any

import pandas as pd
import pytest

from dashboard.exports.spreadsheet import write_csv


def read(written: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))


def cells(*values: Any) -> list[str]:
    """The one column of a frame, as it is read back."""
    return [row[0] for row in read(write_csv(pd.DataFrame({"x": list(values)}, dtype=object)))[1:]]


@pytest.mark.parametrize("mark", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_would_be_a_formula_is_text(mark: str) -> None:
    for words in ("1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://x","y")', ""):
        assert cells(f"{mark}{words}") == [f"'{mark}{words}"]


@pytest.mark.parametrize("words", ["a=1", "1-1", " =1", "“=1”", "'=1", "0", "@".join("ab"), "é", "حمص", ""])
def test_other_text_stays_as_it_is(words: str) -> None:
    assert cells(words) == [words]


def test_numbers_stay_numbers_below_zero_too() -> None:
    frame = pd.DataFrame({"count": [-1, 0, 12_000], "degrees": [-33.5, 0.0, 36.25]})
    assert read(write_csv(frame)) == [["count", "degrees"], ["-1", "-33.5"], ["0", "0.0"], ["12000", "36.25"]]


def test_text_that_is_a_number_below_zero_is_made_safe() -> None:
    assert cells("-5") == ["'-5"]


def test_the_header_is_made_safe_too() -> None:
    frame = pd.DataFrame([[1, 2]], columns=["=SUM(A1)", "actor_id"])
    assert read(write_csv(frame))[0] == ["'=SUM(A1)", "actor_id"]


def test_lists_are_joined_and_made_safe() -> None:
    assert cells(["Assad", "=Bashar"], ["=1", "b"], [], ("a",)) == ["Assad; =Bashar", "'=1; b", "", "a"]


def test_nothing_is_an_empty_cell() -> None:
    frame = pd.DataFrame({"a": ["x", None, float("nan")], "b": [pd.Timestamp("2024-12-08 10:00"), None, None]})
    assert read(write_csv(frame)) == [["a", "b"], ["x", "2024-12-08 10:00:00"], ["", ""], ["", ""]]


def test_quotes_commas_and_line_breaks_are_read_back() -> None:
    words = [
        'He said: "No, never."', "a,b;c", "back\\slash", "🕊", "two\nlines", "two\r\nlines", "two\rlines",
        "two\u2028lines", "a\r=1",
    ]  # fmt: skip
    assert cells(*words) == words


def test_it_begins_with_the_mark_of_utf_8() -> None:
    written = write_csv(pd.DataFrame({"x": ["é"]}))
    assert written == b"\xef\xbb\xbfx\r\n\xc3\xa9\r\n"


def test_a_frame_without_rows_is_its_header() -> None:
    assert read(write_csv(pd.DataFrame({"a": [], "b": []}))) == [["a", "b"]]


def test_the_frame_itself_is_left_alone() -> None:
    frame = pd.DataFrame({"=a": ["=1"]})
    write_csv(frame)
    assert frame.columns.tolist() == ["=a"]
    assert frame["=a"].tolist() == ["=1"]
