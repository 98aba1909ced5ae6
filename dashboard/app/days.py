"""The box of days: two text fields, From and To, a calendar for each, and buttons for spans that are often wanted.

The browser reads what is typed, and tells the server only days. What it cannot read stays in its field, marked, and the
days that were applied before stay applied.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import streamlit as st

from dashboard.filters import FIRST_DAY, LAST_DAY

# Days of the buttons that count back from the day of the newest article.
LENGTHS = (7, 30)

_days = st.components.v2.component(
    "days",
    css=Path(__file__).with_name("days.css").read_text("utf-8"),
    js=Path(__file__).with_name("days.js").read_text("utf-8"),
)

type Span = tuple[date, date]  # the first and the last day, both included


@dataclass(frozen=True, slots=True)
class Preset:
    """A button that applies two days, both included; None is no limit."""

    name: str
    since: date | None
    until: date | None


def list_presets(span: Span | None) -> list[Preset]:
    """The buttons for a corpus whose articles are of these days; of one in which no article has a date, only the first.

    They count back from the newest article, not from today: a corpus may end years ago.
    """
    presets = [Preset("All days", None, None)]
    if span:
        last = span[1]
        presets += [Preset(f"Last {days} days", last - timedelta(days=days - 1), last) for days in LENGTHS]
    return presets


def pick_days(
    key: str, labels: tuple[str, str], since: date | None, until: date | None, span: Span | None,
    change: Callable[[str, str], None],
) -> None:  # fmt: skip
    """Draw the box with these days; `span` is that of the corpus, where the calendars open.

    `change(since, until)` is called with what was chosen, as in links; "" is no limit. Then the page is drawn again.
    """
    _days(
        key=key,
        data={
            "labels": {"since": labels[0], "until": labels[1]},
            "since": _write(since), "until": _write(until),
            "first": _write(span and span[0]), "last": _write(span and span[1]),
            "earliest": _write(FIRST_DAY), "latest": _write(LAST_DAY),
            "presets": [
                {"name": each.name, "since": _write(each.since), "until": _write(each.until)}
                for each in list_presets(span)
            ],
        },
        on_changed_change=lambda: _note_changed(key, change),
    )  # fmt: skip


def _note_changed(key: str, change: Callable[[str, str], None]) -> None:
    chosen = st.session_state[key].changed
    change(str(chosen["since"]), str(chosen["until"]))


def _write(day: date | None) -> str:
    return day.isoformat() if day else ""
