"""The sidebar: the menu, and the filters of the corpus."""

from pathlib import PurePosixPath

import streamlit as st

from dashboard.app.page import Page
from dashboard.app.selector import among
from dashboard.app.widgets import by_name, choose, date_box, toggle, write_words
from dashboard.filters import FILTERS, Filter, write_filters

PAGES = (
    ("streamlit_app.py", "Overview", ":material/dashboard:"),
    ("pages/locations.py", "Places", ":material/map:"),
    ("pages/actors.py", "Actors", ":material/groups:"),
    ("pages/quotes.py", "Quotes", ":material/format_quote:"),
    ("pages/sourcing.py", "Sourcing", ":material/visibility_off:"),
    ("pages/disputes.py", "Disputes", ":material/compare_arrows:"),
    ("pages/articles.py", "Articles", ":material/article:"),
    ("pages/sentences.py", "Sentences", ":material/search:"),
    ("pages/review.py", "Review", ":material/rate_review:"),
    ("pages/about.py", "About", ":material/info:"),
)


def name_in_url(label: str) -> str:
    """The page's own part of its address: "locations" for the label Places; "" for the overview, which comes first."""
    script = {label: script for script, label, _ in PAGES}[label]
    return "" if script == PAGES[0][0] else PurePosixPath(script).stem


def draw_sidebar(page: Page) -> None:
    """Draw the menu, whose links keep the filters of the corpus, and the widgets of these filters."""
    with st.sidebar:
        _draw_menu(page)
        _draw_filters(page)


def _draw_menu(page: Page) -> None:
    parameters = write_filters(page.menu_filters)
    for script, label, icon in PAGES:
        st.page_link(script, label=label, icon=icon, query_params=parameters)


def _draw_filters(page: Page) -> None:
    st.subheader("Filters", divider="grey")
    for each in FILTERS.values():
        if each.scope == "corpus" and _has_use(page, each):
            _draw_filter(page, each)


def _has_use(page: Page, declared: Filter) -> bool:
    """Whether the filter can narrow anything now: `near` needs two actors or places that are to be together."""
    return declared.field != "near" or len(page.filters.actors) + len(page.filters.locations) > 1


def _draw_filter(page: Page, declared: Filter) -> None:
    field, heading = declared.field, declared.heading
    match declared.form:
        case "ids":
            choose(page, heading, field, by_name(page, field))
        case "choices" if len(declared.choices) == 1:
            toggle(page, heading, field)
        case "choices":
            choose(page, heading, field, among({each: each for each in declared.choices}))
        case "day":
            date_box(page, heading, field)
        case "words":
            write_words(page, heading, field, declared.placeholder)
        case "number":
            raise NotImplementedError(f"the sidebar has no box for a number ({declared.key})")
