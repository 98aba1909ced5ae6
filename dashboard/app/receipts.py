"""The box for a file of receipts: it is read in the browser, so that everybody may check one, and none is kept.

Files that are sent as files are for those who may add articles (`uploads`). Of an evidence pack only its receipts are
sent. What comes is text like any that is typed, and no larger than what may be pasted.
"""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

# Characters of what may be pasted or sent, some 700 receipts; `dateline verify` reads larger files.
LARGEST_PASTED = 1_000_000

_box = st.components.v2.component(
    "receipt_file",
    css=Path(__file__).with_name("receipts.css").read_text("utf-8"),
    js=Path(__file__).with_name("receipts.js").read_text("utf-8"),
)


def drop_file(key: str, take: Callable[[str], None]) -> None:
    """Draw the box; `take(text)` is called with what a file holds. Then the page is drawn again."""
    _box(key=key, data={"most": LARGEST_PASTED}, on_read_change=lambda: take(str(st.session_state[key].read["text"])))
