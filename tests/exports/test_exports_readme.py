"""docs/data.md says of every page which frames it has, and of every column what it is."""

from pathlib import Path

from dashboard import settings
from dashboard.exports.answers import MOST_ROWS
from dashboard.exports.readme import BEGIN, END, describe_frames, write_frames

PAGE = settings.CHECKOUT / "docs" / "data.md"


def test_the_page_is_what_the_registry_says(tmp_path: Path) -> None:
    copy = tmp_path / "data.md"
    copy.write_text(PAGE.read_text("utf-8"), "utf-8")
    write_frames(copy)
    assert copy.read_text("utf-8") == PAGE.read_text("utf-8"), "run: python -m dashboard contract"
    assert f"An answer has {MOST_ROWS:,} rows at most" in PAGE.read_text("utf-8")


def test_no_column_is_unsaid() -> None:
    silent = [line for line in describe_frames().splitlines() if line.endswith("| | |")]
    assert silent == [], "say in exports/columns.py what these are"


def test_what_stands_around_the_list_stays(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before {BEGIN} old {END} after", "utf-8")
    write_frames(page)
    assert page.read_text("utf-8") == f"before {BEGIN}\n{describe_frames()}\n{END} after"
