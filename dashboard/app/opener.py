"""The opener: a button that reads a file of a pack in the browser, and gives the server what is in it.

It does not go the way of articles that are added, which is shut where a dashboard is shared.
"""

import re
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from dashboard.evidence.files import MOST_FILE

_opener = st.components.v2.component(
    "opener",
    css=Path(__file__).with_name("opener.css").read_text("utf-8"),
    js=re.sub(r"^ +(//.*\n)?|^//.*\n", "", Path(__file__).with_name("opener.js").read_text("utf-8"), flags=re.M),
)


def open_file(key: str, label: str, opened: Callable[[str], None]) -> None:
    """Draw the button; `opened(text)` is called with what is in the file, of an HTML file with its data alone."""
    _opener(
        key=key, data={"label": label, "most": MOST_FILE},
        on_opened_change=lambda: opened(str(st.session_state[key].opened or "")),
    )  # fmt: skip
