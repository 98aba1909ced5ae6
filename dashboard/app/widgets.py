"""Widgets: boxes, radio buttons, toggles and sliders whose value is in the URL, and nowhere else.

Each shows what the URL says and writes the URL when the user changes it; then the page is drawn again from the URL.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard import settings, wording
from dashboard.app.days import pick_days
from dashboard.app.page import Page
from dashboard.app.selector import Search, select, tell_apart
from dashboard.filters import FILTERS, Filters, corpus_mark, read_filters, refuse_more, write_filters
from dashboard.queries.corpus import find_span
from dashboard.queries.names import name_values, search_names
from dashboard.queries.quotes import count_naming
from dashboard.tables.sets import read_manifest
from dashboard.views import quotes
from dashboard.words.query import explain

# Where actors and places must be named -> what their chips say.
NAMED_IN = {"article": "anywhere in the article", "sentence": "in one sentence", "quote": "in the quote"}


def ask_near(page: Page) -> None:
    """Radio buttons for where chosen actors and places must be named, kept in the URL; none where none is chosen."""
    if not page.filters.names_something:
        return
    st.session_state["filter-near"] = page.asked.near[0]
    with st.container(key="near"):
        st.radio(
            FILTERS["near"].heading, list(NAMED_IN), format_func=NAMED_IN.__getitem__, key="filter-near",
            on_change=_apply_near, args=(page.near,), horizontal=True,
        )  # fmt: skip
    if page.asked.near == ("quote",):
        st.html(str(quotes.explain_near(page, page.ask(count_naming) if page.filters.actors else 0)))


def choose(page: Page, label: str, field: str, search: Search, *, empty: str = "all") -> None:
    """A box to choose several of the values that `search` finds, kept in the URL; `empty` says what none means."""
    chosen = {value: page.name(field, value) for value in getattr(page.filters, field)}

    def change(value: str, taken: bool) -> None:
        left = tuple(each for each in chosen if each != value)
        most = FILTERS[field].most
        if taken and most is not None and len(left) >= most:
            name = page.look_up(name_values, field, [value])[value]
            st.session_state["refused"] = refuse_more(FILTERS[field], [name])
        else:
            _write(field, (*left, value) if taken else left)

    select(label, f"filter-{field}", chosen, search, change, several=True, placeholder=empty)


def pick(
    page: Page, label: str, field: str, search: Search, *clears: str, name: Callable[[str], str] | None = None,
    empty: str = "choose",
) -> None:  # fmt: skip
    """A box to choose one of the values that `search` finds, kept in the URL; a choice empties the filters in `clears`.

    `name` gives the name of a value that `Page.name` does not know.
    """
    chosen = {value: name(value) if name else page.name(field, value) for value in getattr(page.filters, field)[:1]}

    def change(value: str, taken: bool) -> None:
        _write(field, (value,) if taken else (), *clears)

    select(label, f"pick-{field}", chosen, search, change, several=False, placeholder=empty)


def say_refused() -> None:
    """Say once that a value was not taken, and why."""
    if refused := st.session_state.pop("refused", ""):
        st.warning(wording.label(refused), icon=":material/block:")


def by_name(page: Page, field: str) -> Search:
    """Finds the values of a filter by their names."""
    return lambda typed: page.look_up(search_names, field, typed)


def switch(page: Page, label: str, field: str, options: Mapping[str, str]) -> str:
    """Radio buttons for one of `options` (value -> name), kept in the URL; without the key the first one is chosen."""
    chosen = getattr(page.filters, field)
    here = chosen[0] if chosen and chosen[0] in options else next(iter(options))
    offered = tell_apart(options)
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


def days_box(page: Page) -> None:
    """A box for the first and the last day in UTC, both included, kept in the URL."""
    since, until = FILTERS["since"], FILTERS["until"]
    pick_days(
        "filter-days", (since.heading, until.heading), page.filters.since, page.filters.until,
        page.look_up(find_span), _write_days,
    )  # fmt: skip


def write_words(page: Page, label: str, field: str, placeholder: str) -> None:
    """A text box for a search, kept in the URL; below it stands how the search was read."""
    searched = st.session_state[f"filter-{field}"] = getattr(page.filters, field)
    st.text_input(label, key=f"filter-{field}", on_change=_apply, args=(field,), placeholder=placeholder)
    if searched:
        of = "articles" if FILTERS[field].scope == "corpus" else "quotes"
        st.caption(wording.label(explain(searched, of)))


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


def _apply(field: str) -> None:
    """Write the changed widget's value into the URL; a list starts again at its first screen."""
    value = st.session_state[f"filter-{field}"]
    filters, _ = read_filters({key: st.query_params.get_all(key) for key in st.query_params})
    if isinstance(value, bool):
        value = FILTERS[field].choices if value else ()
    elif isinstance(value, str):
        value = " ".join(value.split())
        if isinstance(getattr(filters, field), tuple):  # radio buttons, of which the first may be ""
            value = (value,) if value else ()
    go_to(replace(filters.at_start(), **{field: value}))


def _apply_near(default: str) -> None:
    """Write where actors and places must be named into the URL; nothing where the page takes it so without."""
    filters, _ = read_filters({key: st.query_params.get_all(key) for key in st.query_params})
    chosen = st.session_state["filter-near"]
    go_to(replace(filters.at_start(), near=() if chosen == default else (chosen,)))


def _write(field: str, values: tuple[str, ...], *clears: str) -> None:
    """Write the values of a box into the URL, and empty the filters that depended on those before."""
    filters, _ = read_filters({key: st.query_params.get_all(key) for key in st.query_params})
    chosen: Any = values
    go_to(replace(filters.at_start().without(*clears), **{field: chosen}))


def _write_days(since: str, until: str) -> None:
    """Write two days into the URL, each as it stands there; "" takes the day away."""
    filters, _ = read_filters({key: st.query_params.get_all(key) for key in st.query_params})
    given = {FILTERS["since"].key: since, FILTERS["until"].key: until}
    days, _ = read_filters({key: [day] for key, day in given.items()})
    go_to(replace(filters.at_start(), since=days.since, until=days.until))
