"""Widgets: boxes, radio buttons, toggles and sliders whose value is in the URL, and nowhere else.

Each shows what the URL says and writes the URL when the user changes it; then the page is drawn again from the URL.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard import settings, wording
from dashboard.app.page import Page
from dashboard.filters import FILTERS, FIRST_DAY, LAST_DAY, Filters, corpus_mark, read_filters, write_filters
from dashboard.tables.sets import read_manifest


def choose(page: Page, label: str, field: str, options: Mapping[str, str]) -> None:
    """A box to choose several of `options` (id -> name), kept in the URL."""
    chosen = list(getattr(page.filters, field))
    offered = _tell_apart({**options, **{value: page.name(field, value) for value in chosen if value not in options}})
    st.session_state[f"filter-{field}"] = chosen
    st.multiselect(
        label, list(offered), format_func=lambda value: offered.get(value, value), key=f"filter-{field}",
        on_change=_apply, args=(field,), placeholder="all",
    )  # fmt: skip


def pick(page: Page, label: str, field: str, options: Mapping[str, str], *clears: str, empty: str = "choose") -> None:
    """A box to choose one of `options` (id -> name), kept in the URL; a choice empties the filters in `clears`."""
    chosen = getattr(page.filters, field)[:1]
    offered = _tell_apart({**options, **{value: page.name(field, value) for value in chosen if value not in options}})
    st.session_state[f"pick-{field}"] = chosen[0] if chosen else None
    st.selectbox(
        label, list(offered), format_func=lambda value: offered.get(value, value), key=f"pick-{field}",
        on_change=_apply_pick, args=(field, clears), placeholder=empty, index=None,
    )  # fmt: skip


def switch(page: Page, label: str, field: str, options: Mapping[str, str]) -> str:
    """Radio buttons for one of `options` (value -> name), kept in the URL; without the key the first one is chosen."""
    chosen = getattr(page.filters, field)
    here = chosen[0] if chosen and chosen[0] in options else next(iter(options))
    offered = _tell_apart(options)
    st.session_state[f"filter-{field}"] = here
    st.radio(
        label, list(offered), format_func=lambda value: wording.label(offered[value]), key=f"filter-{field}",
        on_change=_apply, args=(field,), horizontal=True,
    )  # fmt: skip
    return here


def slide(page: Page, label: str, field: str, default: int, highest: int) -> int:
    """A slider for a number from 1 to `highest`, kept in the URL; not drawn where that is 1. Returns the number."""
    here = min(max(1, getattr(page.filters, field) or default), highest)
    if highest > 1:
        st.session_state[f"filter-{field}"] = here
        st.slider(label, 1, highest, key=f"filter-{field}", on_change=_apply, args=(field,))
    return here


def toggle(page: Page, label: str, field: str, explained: str | None = None) -> bool:
    """A toggle, kept in the URL as the only value that the filter can have. Returns whether it is on."""
    here = bool(getattr(page.filters, field))
    st.session_state[f"filter-{field}"] = here
    st.toggle(label, key=f"filter-{field}", on_change=_apply, args=(field,), help=explained)
    return here


def date_box(page: Page, label: str, field: str) -> None:
    """A box for a day in UTC, kept in the URL."""
    st.session_state[f"filter-{field}"] = getattr(page.filters, field)
    st.date_input(
        label, key=f"filter-{field}", min_value=FIRST_DAY, max_value=LAST_DAY, format="YYYY-MM-DD",
        on_change=_apply, args=(field,), help="Days in UTC, both included",
    )  # fmt: skip


def write_words(page: Page, label: str, field: str, placeholder: str) -> None:
    """A text box, kept in the URL."""
    st.session_state[f"filter-{field}"] = getattr(page.filters, field)
    st.text_input(label, key=f"filter-{field}", on_change=_apply, args=(field,), placeholder=placeholder)


def go_to(filters: Filters) -> None:
    """Make the URL say these filters; the page is drawn from it. A kept set that is shown stays shown."""
    show_set(filters, st.query_params.get(FILTERS["kept"].key, ""))


def show_set(filters: Filters, kept: str) -> None:
    """Make the URL say these filters on the kept set with this mark, or on the current set where it is ""."""
    bare = replace(filters, corpus="", kept=kept)
    if bare != Filters():  # an address without filters is that of the page itself
        mark = kept or corpus_mark(read_manifest(settings.tables_folder())["input_digest"])
        bare = replace(bare, corpus=mark)
    st.query_params.from_dict(write_filters(bare))


def _tell_apart(options: Mapping[str, str]) -> dict[str, str]:
    """The options, with the id beside a name that several have: Streamlit does not tell options of one name apart."""
    times = Counter(options.values())
    return {value: f"{name} [{value}]" if times[name] > 1 else name for value, name in options.items()}


def _apply(field: str) -> None:
    """Write the changed widget's value into the URL; a list starts again at its first screen."""
    value = st.session_state[f"filter-{field}"]
    filters, _ = read_filters({key: st.query_params.get_all(key) for key in st.query_params})
    if isinstance(value, bool):
        value = FILTERS[field].choices if value else ()
    elif isinstance(value, list):
        value = tuple(value)
    elif isinstance(value, str):
        value = " ".join(value.split())
        if isinstance(getattr(filters, field), tuple):  # radio buttons, of which the first may be ""
            value = (value,) if value else ()
    go_to(replace(filters, screen=None, **{field: value}))


def _apply_pick(field: str, clears: tuple[str, ...]) -> None:
    """Write the choice of a box for one value into the URL, and empty the filters that depended on the one before."""
    value = st.session_state[f"pick-{field}"]
    filters, _ = read_filters({key: st.query_params.get_all(key) for key in st.query_params})
    chosen: Any = () if value is None else (value,)
    go_to(replace(filters.without(*clears), screen=None, **{field: chosen}))
