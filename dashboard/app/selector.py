"""The selector: a box that asks the server for what is typed, and takes one value at a time.

The browser holds what is chosen and at most 20 values that may be chosen, however many there are. While the user types,
the box alone is drawn anew; a value that is taken or left draws the whole page.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import streamlit as st

from dashboard.queries.names import Option

# What is typed -> the values that are offered, the best first.
type Search = Callable[[str], Sequence[Option]]

_selector = st.components.v2.component(
    "selector",
    css=Path(__file__).with_name("selector.css").read_text("utf-8"),
    # It is sent each time a box is drawn: without the lines that are comments, and without indents.
    js=re.sub(r"^ +(//.*\n)?|^//.*\n", "", Path(__file__).with_name("selector.js").read_text("utf-8"), flags=re.M),
)


@st.fragment
def select(
    label: str, key: str, chosen: Mapping[str, str], search: Search, change: Callable[[str, bool], None], *,
    several: bool, placeholder: str,
) -> None:  # fmt: skip
    """Draw a box with the `chosen` values (id -> name); where not `several`, there is one at most.

    `change(value, taken)` is called when a value is taken, or left; then the page is drawn again.
    """
    if st.session_state.pop(f"{key}-changed", False):
        st.rerun()
    asked = st.session_state.pop(f"{key}-asked", None)
    answer = None
    if asked is not None:
        offered = [each for each in search(str(asked["typed"])) if each.value not in chosen]
        answer = {"number": asked["number"], "options": _describe(offered)}
    _selector(
        key=key,
        data={
            "label": label, "placeholder": placeholder, "several": several, "answer": answer,
            "chosen": [{"value": value, "name": name} for value, name in tell_apart(chosen).items()],
        },
        on_asked_change=lambda: _note_asked(key),
        on_taken_change=lambda: _note_changed(key, change, taken=True),
        on_left_change=lambda: _note_changed(key, change, taken=False),
    )  # fmt: skip


def _note_asked(key: str) -> None:
    """Keep what is asked until the box is drawn."""
    st.session_state[f"{key}-asked"] = st.session_state[key].asked


def _note_changed(key: str, change: Callable[[str, bool], None], *, taken: bool) -> None:
    """Change the URL; the box then has the page drawn from it."""
    value = st.session_state[key].taken if taken else st.session_state[key].left
    change(str(value), taken)
    st.session_state[f"{key}-changed"] = True


def _describe(options: Sequence[Option]) -> list[dict[str, str]]:
    """What the browser shows of options."""
    names = tell_apart({each.value: each.name for each in options})
    return [
        {"value": each.value, "name": names[each.value], "kind": each.kind,
         "count": "" if each.mentions is None else f"{each.mentions:,}"}
        for each in options
    ]  # fmt: skip


def among(options: Mapping[str, str]) -> Search:
    """Finds those of a few options (value -> name) whose names have what is typed."""
    return lambda typed: [
        Option(value, name) for value, name in options.items() if typed.casefold() in name.casefold()
    ]  # fmt: skip


def tell_apart(names: Mapping[str, str]) -> dict[str, str]:
    """The names of these values, with the value beside a name that several have."""
    times = Counter(names.values())
    return {value: f"{name} [{value}]" if times[name] > 1 else name for value, name in names.items()}
