"""The sidebar: the menu, and the filters of the corpus."""

from pathlib import PurePosixPath

import streamlit as st

from dashboard.app.adding import draw_progress
from dashboard.app.page import Page
from dashboard.app.selector import among
from dashboard.app.widgets import by_name, choose, days_box, toggle, write_words
from dashboard.filters import COMPARING, EXCLUDING, FILTERS, Filter, write_filters
from dashboard.queries.remains import search_media

PAGES = (
    ("streamlit_app.py", "Overview", ":material/dashboard:"),
    ("pages/changes.py", "What changed", ":material/update:"),
    ("pages/locations.py", "Places", ":material/map:"),
    ("pages/movements.py", "Movements", ":material/moving:"),
    ("pages/actors.py", "Actors", ":material/groups:"),
    ("pages/quotes.py", "Quotes", ":material/format_quote:"),
    ("pages/sourcing.py", "Sourcing", ":material/visibility_off:"),
    ("pages/silence.py", "Silence", ":material/volume_off:"),
    ("pages/claims.py", "Claims", ":material/grid_on:"),
    ("pages/disputes.py", "Disputes", ":material/compare_arrows:"),
    ("pages/articles.py", "Articles", ":material/article:"),
    ("pages/stories.py", "Stories", ":material/account_tree:"),
    ("pages/sentences.py", "Sentences", ":material/search:"),
    ("pages/evidence.py", "Evidence", ":material/inventory:"),
    ("pages/watches.py", "Watches", ":material/notifications:"),
    ("pages/review.py", "Review", ":material/rate_review:"),
    ("pages/suspects.py", "Doubtful pins", ":material/wrong_location:"),
    ("pages/receipts.py", "Receipts", ":material/receipt_long:"),
    ("pages/audit.py", "Audit", ":material/fact_check:"),
    ("pages/add_articles.py", "Add articles", ":material/note_add:"),
    ("pages/about.py", "About", ":material/info:"),
)

# The pages from here on are not for reading: they stand under a heading of the menu that opens.
FIRST_TOOL = "pages/review.py"

# The page whose entry says how much is in it; basket.js changes the number.
EVIDENCE = "pages/evidence.py"

# The page that stands in the menu only of those who may do what it is for.
ADD = "pages/add_articles.py"

# The page that shows all components; it stands in no menu.
COMPONENTS = ("pages/components.py", "Components")

# The page to which numbers lead; it stands in no menu, because it is always of one number.
NUMBER = ("pages/number.py", "Why this number")


def name_in_url(label: str) -> str:
    """The page's own part of its address: "locations" for the label Places; "" for the overview, which comes first."""
    script = {label: script for script, label, *_ in (*PAGES, COMPONENTS, NUMBER)}[label]
    return "" if script == PAGES[0][0] else PurePosixPath(script).stem


def draw_sidebar(page: Page, taken: int = 0) -> None:
    """Draw the menu, whose links keep the filters of the corpus, and the widgets of these filters.

    `taken` is how much is in the pack of evidence that this browser fills; the menu says so.
    """
    with st.sidebar:
        _draw_menu(page, taken)
        if page.may_add and page.address != PurePosixPath(ADD).stem:  # which shows it itself
            draw_progress()
        _draw_filters(page)


def _draw_menu(page: Page, taken: int) -> None:
    scripts = [script for script, *_ in PAGES]
    first = scripts.index(FIRST_TOOL)
    tools = [name_in_url(label) for _, label, *_ in PAGES[first:]]
    with st.container(key="menu", gap="xsmall"):
        for each in PAGES[:first]:
            script, label, icon = each
            _lead_to(page, script, label, icon, f"{label} ({taken})" if script == EVIDENCE and taken else label)
        more = st.expander("More", expanded=page.address in tools, key="more", type="compact")
        with more, st.container(gap="xsmall"):
            for each in PAGES[first:]:
                if each[0] != ADD or page.may_add:
                    _lead_to(page, *each)


def _lead_to(page: Page, script: str, label: str, icon: str, shown: str = "") -> None:
    parameters = write_filters(page.menu_filters(name_in_url(label)))
    st.page_link(script, label=shown or label, icon=icon, query_params=parameters)


def _draw_filters(page: Page) -> None:
    st.header("Filters")
    for each in FILTERS.values():
        # `near` stands beside the chips, `new` and its like and `added` are links, the box of days has the last, too; a
        # box is drawn on the map of the page Places.
        if each.scope == "corpus" and each.field not in ("near", *COMPARING, "added", "until", "box", *EXCLUDING):
            _draw_filter(page, each)
    with st.expander("Leave out", expanded=page.filters.excludes_something, key="leave-out"):
        for field in EXCLUDING:
            _draw_filter(page, FILTERS[field])


def _draw_filter(page: Page, declared: Filter) -> None:
    field, heading = declared.field, declared.heading
    match declared.form:
        case "ids" if field == "not_via":
            choose(page, heading, field, lambda typed: page.look_up(search_media, typed), empty="none")
        case "ids":
            empty = "none" if declared.excludes else "all"
            choose(page, heading, field, by_name(page, declared.known or field), empty=empty)
        case "choices" if len(declared.choices) == 1:
            toggle(page, heading, field)
        case "choices":
            empty = "none" if declared.excludes else "all"
            choose(page, heading, field, among({each: each for each in declared.choices}), empty=empty)
        case "day":
            days_box(page)
        case "words":
            write_words(page, heading, field, declared.placeholder)
        case "number" | "box":
            raise NotImplementedError(f"the sidebar has no widget for {declared.key}")
