"""Export: a frame as CSV that a spreadsheet opens without running anything in it."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

# A cell that begins so is a formula to a spreadsheet; the apostrophe makes it text. Tab and return hide one.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(frame: pd.DataFrame) -> bytes:
    """The frame as CSV: UTF-8 with the mark that makes spreadsheets read it as such, header and cells made safe."""
    safe = frame.map(_defuse)
    safe.columns = pd.Index([_defuse(name) for name in frame.columns])
    # Rows end in both characters, since only then are cells quoted that hold either: a lone return would begin a row.
    return safe.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def _defuse(cell: Any) -> Any:
    if isinstance(cell, Iterable) and not isinstance(cell, str):
        cell = "; ".join(str(each) for each in cell)
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
