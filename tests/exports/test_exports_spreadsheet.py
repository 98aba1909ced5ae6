"""CSV that a spreadsheet opens without running anything in it, and that reads back as it was."""

import csv
import io
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.cells import SIGNS
from dashboard.exports import spreadsheet
from dashboard.exports.origin import Origin

ORIGIN: Origin = {
    "link": "https://desk.example.org/quotes?q=a%2Cb", "filters_in_words": ["place: Homs, Syria", "words: x;=1\n+1"],
    "corpus": "50894b", "tables_made": "2026-11-27T02:45:10+00:00", "corrections": 3,
    "downloaded": "2026-11-28T07:00:00+01:00", "dateline": "0.1.0",
}  # fmt: skip
HEAD = [
    "# Dateline 0.1.0", "# Link: https://desk.example.org/quotes?q=a%2Cb", "# Filter: place: Homs · Syria",
    "# Filter: words: x · =1 · +1", "# Tables: 50894b · made 2026-11-27 02:45 UTC", "# Corrections applied: 3",
    f"# {spreadsheet.WAY_BACK}",
    "# Downloaded: 2026-11-28 06:00 UTC",
]  # fmt: skip


def write_csv(frame: pd.DataFrame) -> bytes:
    """The file without its head."""
    written = spreadsheet.write_csv(frame, ORIGIN)
    head, mark = "".join(f"{line}\r\n" for line in HEAD).encode(), b"\xef\xbb\xbf"
    assert written.startswith(mark + head)
    return mark + written.removeprefix(mark + head)


def read(written: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))


def cells(*values: Any) -> list[str]:
    """The one column of a frame, as it is read back."""
    return [row[0] for row in read(write_csv(pd.DataFrame({"x": list(values)}, dtype=object)))[1:]]


@pytest.mark.parametrize("mark", ["=", "+", "-", "@", "\t", "\r", "\n", "−", "＝", "＋", "－", "＠", "﹦", "⁺"])
def test_a_cell_that_would_be_a_formula_is_text(mark: str) -> None:
    for words in ("1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://x","y")', ""):
        assert cells(f"{mark}{words}") == [f"'{mark}{words}"]


@pytest.mark.parametrize(
    "words", ["a=1", "1-1", "“=1”", "’=1", "a: -1", "a\u200b=1", "0", "@".join("ab"), "é", "حمص", ""]
)
def test_other_text_stays_as_it_is(words: str) -> None:
    assert cells(words) == [words]


@pytest.mark.parametrize(
    "before",
    [" ", "\u00a0", "\u3000", "\u200b", "\ufeff", "\x00", '"', "a;", "a, ", "a\n", "a\t", "a|", 'a;"', "a\u2028", "'"],
)
def test_a_sign_is_text_wherever_a_program_may_begin_a_cell(before: str) -> None:
    for sign in "=＠":
        assert cells(f"{before}{sign}1") == [f"{before}'{sign}1"]


def test_every_form_of_a_sign_is_known() -> None:
    forms = {each for each in map(chr, range(sys.maxunicode + 1)) if unicodedata.normalize("NFKC", each) in {*"=+-@−"}}
    assert {each for each in forms if not SIGNS.fullmatch(each)} == set()


def test_numbers_stay_numbers_below_zero_too() -> None:
    frame = pd.DataFrame({"count": [-1, 0, 12_000], "degrees": [-33.5, 0.0, 36.25]})
    assert read(write_csv(frame)) == [["count", "degrees"], ["-1", "-33.5"], ["0", "0.0"], ["12000", "36.25"]]


def test_text_that_is_a_number_below_zero_is_made_safe() -> None:
    assert cells("-5") == ["'-5"]


def test_the_header_is_made_safe_too() -> None:
    frame = pd.DataFrame([[1, 2]], columns=["=SUM(A1)", "actor_id"])
    assert read(write_csv(frame))[0] == ["'=SUM(A1)", "actor_id"]


def test_lists_are_joined_and_made_safe() -> None:
    assert cells(["Assad", "=Bashar"], ["=1", "b"], [], ("a",)) == ["Assad; '=Bashar", "'=1; b", "", "a"]


def test_nothing_is_an_empty_cell() -> None:
    frame = pd.DataFrame({"a": ["x", None, float("nan")], "b": [pd.Timestamp("2024-12-08 10:00"), None, None]})
    assert read(write_csv(frame)) == [["a", "b"], ["x", "2024-12-08 10:00:00"], ["", ""], ["", ""]]


def test_quotes_commas_and_line_breaks_are_read_back() -> None:
    words = [
        'He said: "No, never."', "a,b;c", "back\\slash", "🕊", "two\nlines", "two\r\nlines", "two\rlines",
        "two\u2028lines",
    ]  # fmt: skip
    assert cells(*words) == words


def test_it_begins_with_the_mark_of_utf_8() -> None:
    written = write_csv(pd.DataFrame({"x": ["é"]}))
    assert written == b'\xef\xbb\xbf"x"\r\n"\xc3\xa9"\r\n'


def test_a_frame_without_rows_is_its_header() -> None:
    assert read(write_csv(pd.DataFrame({"a": [], "b": []}))) == [["a", "b"]]


def test_the_frame_itself_is_left_alone() -> None:
    frame = pd.DataFrame({"=a": ["=1"]})
    write_csv(frame)
    assert frame.columns.tolist() == ["=a"]
    assert frame["=a"].tolist() == ["=1"]


def test_pandas_skips_the_head_and_cuts_no_text(tmp_path: Path) -> None:
    frame = pd.DataFrame({"text": ["# 1 of 2", "no #", 'a "#", b', "#\n#"], "count": [1, 2, 3, 4]})
    (tmp_path / "rows.csv").write_bytes(spreadsheet.write_csv(frame, ORIGIN))
    pd.testing.assert_frame_equal(pd.read_csv(tmp_path / "rows.csv", comment="#"), frame)


def test_a_file_without_filters_says_so() -> None:
    head = spreadsheet.list_head({**ORIGIN, "filters_in_words": [], "tables_made": None})
    assert {"Filter: none", "Tables: 50894b, made at an unknown time"} <= {*head}
