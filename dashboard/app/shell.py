"""The shell: what every page shares. Menu, filter bar, chips, store cursor, empty states, downloads, caching.

The URL alone holds the state. Each run reads it, sets the widgets to it and draws; a widget that is moved writes it
back. So a link, Back, reload and a click all arrive at the same page by the same way.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard import settings
from dashboard.app import export
from dashboard.app.page import CHECKED, Page
from dashboard.app.widgets import choose, date_box, go_to, toggle, write_words
from dashboard.charts.places import basemap
from dashboard.errors import TablesAbsentError, TablesError
from dashboard.filters import Filters, corpus_mark, read_filters, write_filters
from dashboard.queries import corpus, corrections
from dashboard.store import Store, open_store
from dashboard.tables import sample
from dashboard.tables.files import read_manifest
from dashboard.views import markup
from dashboard.views import quotes as quotations

STYLE = Path(__file__).with_name("style.css")
ICON = settings.CHECKOUT / "static" / "icon.png"
LOGO = settings.CHECKOUT / "static" / "logo.svg"

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

# What the names of ids are names of -> the noun of one.
NOUNS = {"actors": "actor", "locations": "place", "sources": "source"}

# Says False where the browser cannot draw with WebGL, and nothing where it can: the page is drawn again for few.
_webgl_probe = st.components.v2.component(
    "webgl_probe",
    js="""export default function({ setStateValue }) {
        let able = false;
        try { able = Boolean(document.createElement("canvas").getContext("webgl2")); } catch { able = false; }
        if (!able) setStateValue("webgl", false);
    }""",
)


def open_page(title: str, *reads: str, of_all: bool = False) -> Page:
    """Draw what stands on every page and return what the page works with; `reads` are its keys besides the filters.

    Without tables, or when the filters leave no article, it says so and the page's script ends here; but a page that is
    `of_all` the corpus, whatever is filtered, is drawn without articles, too.
    """
    st.set_page_config(page_title=f"{title} · Dateline", page_icon=str(ICON), layout="wide")
    st.logo(str(LOGO), size="large", icon_image=str(ICON))
    st.html(STYLE)
    filters, notes = read_filters({key: st.query_params.get_all(key) for key in st.query_params})
    store = _store()
    cursor = store.cursor()
    names = _options(settings.tables_folder(), store.manifest["set"], store.log.digest)
    filters, moved = _redirected(filters, names)
    filters, strange = _known(filters, names)
    for key in filters.active("quotes", "list", "reader", "review", "view"):
        if key.name not in reads:
            strange.append(f"The link's {key.name} has no meaning on this page; it was ignored.")
            filters = filters.without(key.field)
    page = Page(cursor, filters, corpus.count_selected(cursor, filters), store.manifest, names, is_dark(), store.log)
    with st.sidebar:
        _draw_menu(page)
        _draw_filter_bar(page)
    st.title(title)
    _draw_corpus_line(page)
    for each in (*notes, *strange, *_other_tables(page)):
        note(each)
    for each in moved:
        st.info(markup.label(each), icon=":material/merge:")
    _draw_chips(page)
    if page.counts.undated:
        st.caption(
            f"{markup.plural(page.counts.undated, 'article')} without a date cannot match the days and are left out."
        )
    if page.counts.articles == 0:
        _explain_empty(page)
        if not of_all:
            st.stop()
    return page


def note(text: str) -> None:
    """Say that a part of the link was ignored, and why."""
    st.warning(markup.label(text), icon=":material/link_off:")


def draw_table(frame: pd.DataFrame, columns: Sequence[markup.Column], empty: str, *, scrolls: bool = True) -> None:
    """Draw the frame as a table with links, or say why there is nothing; a screen of a list needs no box of its own."""
    if frame.empty:
        st.info(empty)
    else:
        st.html(markup.table(frame, columns, scrolls=scrolls))


def draw_quotes(html: str) -> None:
    """Draw quotes as `quotations` writes them; their buttons copy a citation."""
    st.html(html)
    st.html(quotations.COPY, unsafe_allow_javascript=True)


def draw_chart(figure: go.Figure, key: str, alt: str) -> str | None:
    """Draw a chart; return the first of its customdata at the point that was clicked, if one was.

    After a click that was followed it is another chart: a selection stays on a chart, and would filter again when its
    filter is taken away.
    """
    state = st.plotly_chart(
        figure, key=f"{key}-{st.session_state.get('followed', 0)}", on_select="rerun", selection_mode="points", alt=alt,
        config={"displayModeBar": False},
    )  # fmt: skip
    points = state["selection"]["points"]
    if not points or not points[0].get("customdata"):
        return None
    clicked = points[0]["customdata"]
    return str(clicked[0] if isinstance(clicked, Sequence) and not isinstance(clicked, str) else clicked)


def follow_click(clicked: str | None, change: Callable[[Filters, str], Filters], page: Page) -> None:
    """Go where a click on a chart leads."""
    if clicked is not None:
        st.session_state["followed"] = st.session_state.get("followed", 0) + 1
        go_to(change(page.filters, clicked))
        st.rerun()


def offer_csv(page: Page, name: str, ask: Callable[[duckdb.DuckDBPyConnection], pd.DataFrame]) -> None:
    """A button that downloads all rows of a question, with the filters applied; asked when it is clicked."""
    cursor = page.cursor.cursor()  # the page's own belongs to the page's thread
    st.download_button(
        "Download CSV", lambda: export.write_csv(ask(cursor)), f"dateline-{name}.csv", "text/csv",
        key=f"csv-{name}", icon=":material/download:", on_click="ignore",
    )  # fmt: skip


def draw_screens(total: int, page: Page) -> tuple[int, int]:
    """Draw Previous and Next where a list is longer than one screen; return its limit and offset."""
    size = settings.ROWS_A_SCREEN
    last = max(1, -(-total // size))
    here = min(max(1, page.filters.screen or 1), last)
    if last > 1:
        with st.container(horizontal=True, vertical_alignment="center"):
            for label, target in (("Previous", here - 1), ("Next", here + 1)):
                st.button(
                    label, key=f"screen-{label}", disabled=not 1 <= target <= last,
                    on_click=go_to, args=(replace(page.filters, screen=target if target > 1 else None),),
                )  # fmt: skip
            st.caption(f"Rows {(here - 1) * size + 1:,} to {min(here * size, total):,} of {total:,}")
    return size, (here - 1) * size


def outlines_url(page: str) -> str:
    """Absolute address of the map's outlines, under the name and path by which the reader came to this page."""
    return basemap.outlines_url(st.context.url, page)


def has_webgl() -> bool:
    """Whether the reader's browser can draw a map with WebGL; true until it has said that it cannot."""
    answer = _webgl_probe(key="webgl-probe", on_webgl_change=lambda: None)
    return getattr(answer, "webgl", None) is not False


def is_dark() -> bool:
    """Whether the reader sees the dark theme."""
    return st.context.theme.type == "dark"


def _store() -> Store:
    """The store of the tables that are there now; where there are none, say what to do and end the page."""
    folder = settings.tables_folder()
    try:
        if folder == settings.CHECKOUT / "data" / "tables" and not (folder / "manifest.json").exists():
            _make_sample()
        store = _open_store(folder, read_manifest(folder)["set"])
        store.follow(folder)
        return store
    except TablesAbsentError as error:
        st.title("Dateline")
        st.info(f"No tables yet. {markup.label(str(error))}", icon=":material/inventory_2:")
        st.code("dateline preprocess FOLDER_OF_ARTICLES", language=None)
    except TablesError as error:
        st.title("Dateline")
        st.error(markup.label(str(error)))
    return st.stop()


@st.cache_resource(show_spinner="Making tables from the sample articles; this takes a minute the first time …")
def _make_sample() -> None:
    sample.make_tables()


@st.cache_resource(max_entries=2, show_spinner="Opening the tables …")
def _open_store(folder: Path, set_id: str) -> Store:
    """The store of one set; a new set has a new id, so new tables appear without a restart."""
    return open_store(folder)


@st.cache_resource(max_entries=2, show_spinner=False)
def _options(folder: Path, set_id: str, corrected: str) -> dict[str, dict[str, str]]:
    cursor = _open_store(folder, set_id).cursor()
    return {
        **corpus.list_options(cursor),
        "redirects": corrections.list_redirects(cursor),
        "spellings": corpus.list_spellings(cursor),
    }


def _redirected(filters: Filters, names: Mapping[str, Mapping[str, str]]) -> tuple[Filters, list[str]]:
    """The filters with the actors that merged ones are now, or that are spelt otherwise in these tables, and a note for
    each; hidden ones are left to `_known`."""
    merged: dict[str, str] = {}
    spelt: dict[str, str] = {}
    changes: dict[str, Any] = {}
    for field in (field for field, options in CHECKED.items() if options == "actors"):
        given = getattr(filters, field)
        lost = [value for value in given if value not in names["actors"]]
        merged |= {value: into for value in lost if (into := names["redirects"].get(value))}
        spelt |= {
            value: into for value in lost
            if value not in names["redirects"] and (into := names["spellings"].get(value))
        }  # fmt: skip
        changes[field] = tuple(dict.fromkeys({**merged, **spelt}.get(value, value) for value in given))
    notes = [f"“{old}” was merged into {names['actors'][into]} (see Review)." for old, into in merged.items()]
    notes += [f"“{old}” is {names['actors'][into]} in these tables." for old, into in spelt.items()]
    return replace(filters, **changes), notes


def _known(filters: Filters, names: Mapping[str, Mapping[str, str]]) -> tuple[Filters, list[str]]:
    """The filters without ids that these tables do not have, and a note for each."""
    notes: list[str] = []
    changes: dict[str, Any] = {}
    for field, options in CHECKED.items():
        given = getattr(filters, field)
        lost = [value for value in given if value not in names[options]]
        hidden = [value for value in lost if options == "actors" and value in names["redirects"]]
        notes += [f"“{value[:40]}” was hidden by a correction (see Review); it was ignored." for value in hidden]
        absent = [value for value in lost if value not in hidden]
        notes += [f"These tables have no {NOUNS[options]} “{value[:40]}”; it was ignored." for value in absent]
        changes[field] = tuple(value for value in given if value not in lost)
    return replace(filters, **changes), list(dict.fromkeys(notes))


def _other_tables(page: Page) -> list[str]:
    made_on = page.filters.corpus
    if not made_on or made_on == corpus_mark(page.manifest["input_digest"]):
        return []
    return ["This link was made on other tables than the ones shown here; what it shows may differ."]


def _draw_menu(page: Page) -> None:
    parameters = write_filters(page.bare)
    for script, label, icon in PAGES:
        st.page_link(script, label=label, icon=icon, query_params=parameters)


def _draw_filter_bar(page: Page) -> None:
    """The filters of the corpus; each widget shows what the URL says and writes it when it is moved."""
    st.subheader("Filters", divider="grey")
    for field, label in (("actors", "Actors"), ("locations", "Places"), ("sources", "Sources")):
        choose(page, label, field, page.names[field])
    if len(page.filters.actors) + len(page.filters.locations) > 1:
        toggle(page, "Only sentences that name all of these", "near")
    for field, label in (("since", "From"), ("until", "To")):
        date_box(page, label, field)
    write_words(page, "Words in the text", "words", 'ceasefire "buffer zone"')


def _draw_corpus_line(page: Page) -> None:
    made = date.fromisoformat(page.manifest["created"][:10])
    whole = markup.plural(page.manifest["counts"]["articles"], "article")
    share = f"{page.counts.articles:,} of {whole} selected" if page.filters.active("corpus") else whole
    st.caption(f"{share} · tables made {made:%Y-%m-%d}")


def _draw_chips(page: Page) -> None:
    """Each active filter as a button that takes it away, and one that takes all away."""
    active = page.filters.active("corpus", "quotes", "list")
    active = [key for key in active if key.name not in ("screen", "unit")]
    if not active:
        return
    with st.container(horizontal=True, gap="small", key="chips"):
        for key in active:
            for value in page.filters.values(key):
                st.button(
                    f"{key.label}: {markup.label(markup.isolate(page.name(key.field, value)))}",
                    icon=":material/close:",
                    key=f"chip-{key.name}-{value}",
                    on_click=go_to,
                    args=(replace(page.filters.minus(key, value), screen=None),),
                    help="Take this filter away",
                )
        st.button("Clear all", key="clear", type="tertiary", on_click=go_to, args=(Filters(),))


def _explain_empty(page: Page) -> None:
    """Say which filter emptied the page, with a way back for each."""
    culprits = corpus.find_emptying(page.cursor, page.filters)
    if not page.filters.active("corpus"):
        st.info("These tables hold no articles. Look at About for what was rejected, and why.")
    elif not culprits:
        st.info("Nothing is left: more than one of these filters would have to go.")
        st.button("Clear all filters", key="empty-clear", on_click=go_to, args=(Filters(),))
    for key, left in culprits:
        said = ", ".join(markup.isolate(page.name(key.field, value)) for value in page.filters.values(key))
        st.info(
            markup.label(
                f"Nothing is left. Without “{key.label}: {said}” there would be {markup.plural(left, 'article')}."
            )
        )
        st.button(
            f"Take away {key.label}", key=f"empty-{key.name}", on_click=go_to,
            args=(page.filters.without(key.field),),
        )  # fmt: skip
