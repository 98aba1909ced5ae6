"""Spreadsheets: a frame as CSV in which a spreadsheet finds no formula to run, below lines that say where it is from.

Each line of this head begins with “# ”, so programs can skip it, however long it is. To spreadsheets it is a text in
the first column.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import pandas as pd
from pandas.api.types import is_datetime64_any_dtype as is_time
from pandas.api.types import is_numeric_dtype as is_number

from dashboard.cells import defuse
from dashboard.exports.origin import Origin

# What would begin another cell, or another line: a line of the head is one cell, and cannot be quoted, since a program
# that skips lines by their first sign would not skip it then.
BREAKS = re.compile(r"\s*[,;|\x00-\x1f\x7f-\x9f\u2028\u2029]\s*")

# How to have a text back as it was; a line of every head.
WAY_BACK = (
    "Text: one apostrophe more was put before a sign such as = + - @ that begins a cell or a part of it. "
    "Take it away to have the text as it was"
)


def write_csv(frame: pd.DataFrame, origin: Origin) -> bytes:
    """The head, then the frame, header and cells made safe; UTF-8 with the byte order mark by which spreadsheets know
    it.

    All texts are quoted: a program that skips what stands behind “#” would cut others short.
    """
    texts = [name for name in frame.columns if not is_number(frame[name]) and not is_time(frame[name])]
    safe = frame.assign(**{name: frame[name].map(_make_safe) for name in texts})
    safe.columns = pd.Index([_make_safe(name) for name in frame.columns])
    head = "".join(f"# {BREAKS.sub(' · ', line)}\r\n" for line in list_head(origin))
    # With this line end pandas quotes every cell that holds \r or \n. In an unquoted cell \r would begin a new row.
    rows = safe.to_csv(index=False, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
    return f"{head}{rows}".encode("utf-8-sig")


def list_head(origin: Origin) -> Iterator[str]:
    """The lines of the head: what an analyst must know to cite the file, or to find its like again."""
    yield f"Dateline {origin['dateline']}"
    yield f"Link: {origin['link']}"
    for each in origin["filters_in_words"]:
        yield f"Filter: {each}"
    if not origin["filters_in_words"]:
        yield "Filter: none"
    for each in origin.get("notes", ()):
        yield f"Note: {each}"
    if "of" in origin:
        yield describe_rows(origin)
    yield f"Tables: {origin['corpus']}, made {_minute(origin['tables_made'])}"
    yield f"Corrections applied: {origin['corrections']}"
    yield WAY_BACK
    yield f"Downloaded: {_minute(origin['downloaded'])}"


def describe_rows(origin: Origin) -> str:
    """Which rows of how many there are: “Rows: 1 to 10,000 of 45,231”."""
    first, last, whole = origin["offset"] + 1, origin["offset"] + origin["rows"], origin["of"]
    if origin["rows"] == whole:
        return f"Rows: all {whole:,}"
    return f"Rows: {first:,} to {last:,} of {whole:,}" if origin["rows"] else f"Rows: none of {whole:,} from {first:,}"


def _minute(moment: str | None) -> str:
    """The moment in UTC, to the minute; one that says no zone is in UTC."""
    if moment is None:
        return "at an unknown time"
    read = datetime.fromisoformat(moment)
    read = read.astimezone(UTC) if read.tzinfo else read
    return f"{read:%Y-%m-%d %H:%M} UTC"


def _make_safe(cell: Any) -> Any:
    """The cell, a list as one text; a text is defused."""
    if isinstance(cell, str):  # first: most cells are, and to ask for the rest takes long
        return defuse(cell)
    return defuse("; ".join(str(each) for each in cell)) if isinstance(cell, Iterable) else cell
