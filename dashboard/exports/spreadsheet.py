"""Spreadsheets: a frame as CSV in which a spreadsheet finds no formula to run."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

# A spreadsheet takes a cell that begins so for a formula; an apostrophe before it makes it text. A tab or a carriage
# return may hide such a beginning.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(frame: pd.DataFrame) -> bytes:
    """The frame as CSV, header and cells made safe; UTF-8 with the byte order mark by which spreadsheets know it."""
    safe = frame.map(_defuse)
    safe.columns = pd.Index([_defuse(name) for name in frame.columns])
    # With this line end pandas quotes every cell that holds \r or \n. In an unquoted cell \r would begin a new row.
    return safe.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def _defuse(cell: Any) -> Any:
    """The cell, a list as one text, and text that would be a formula behind an apostrophe."""
    if isinstance(cell, Iterable) and not isinstance(cell, str):
        cell = "; ".join(str(each) for each in cell)
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
