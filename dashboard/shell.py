"""The shell: what every page shares. Menu, filter bar, chips, store cursor, empty states, downloads, caching.

The URL alone holds the state. Each run reads it, sets the widgets to it and draws; a widget that is moved writes it
back. So a link, Back, reload and a click all arrive at the same page by the same way.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard import basemap, export, lists, markup, sample, settings
from dashboard.corrections.log import Log, save
from dashboard.corrections.record import Correction
from dashboard.errors import CorrectionError, TablesAbsentError, TablesError
from dashboard.filters import FIRST_DAY, KEYS, LAST_DAY, Filters, Key, read_filters, write_filters, write_link
from dashboard.queries import corpus, corrections
from dashboard.store import Store, open_store
from dashboard.tableset import read_manifest

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

# Says False where the browser cannot draw with WebGL, and nothing where it can: the page is drawn again for few.
_webgl_probe = st.components.v2.component(
    "webgl_probe",
    js="""export default function({ setStateValue }) {
        let able = false;
        try { able = Boolean(document.createElement("canvas").getContext("webgl2")); } catch { able = false; }
        if (!able) setStateValue("webgl", false);
    }""",
)

# Characters of the corpus's digest that a link carries, to say on which tables it was made.
CORPUS_MARK = 6

# The header in which a proxy says who logged in; "Share it inside" in the README has it pass no other.
LOGGED_IN = "X-Forwarded-User"

# Keys of ids, and the options that they are checked against.
CHECKED = {
    "actors": "actors", "locations": "locations", "sources": "sources", "speakers": "actors", "via": "actors",
    "about": "actors", "places": "locations", "named": "actors", "at": "locations", "why": "locations",
    "beside": "actors", "card": "actors", "into": "actors",
}  # fmt: skip


@dataclass(frozen=True)
class Page:
    """What a page is given: a cursor, the filters that its URL says, how much they select, and what was corrected."""

    cursor: duckdb.DuckDBPyConnection
    filters: Filters
    counts: corpus.Counts
    manifest: Mapping[str, Any]
    names: Mapping[str, Mapping[str, str]]
    dark: bool
    log: Log

    @cached_property
    def bare(self) -> Filters:
        """The filters that narrow the corpus, with the mark of these tables; what a link to another page keeps."""
        kept = self.filters.only("corpus")
        return replace(kept, corpus=_mark(self.manifest)) if kept != Filters() else kept

    @cached_property
    def _linked(self) -> Filters:
        """What every link keeps; a page has hundreds."""
        return replace(self.bare, corpus=_mark(self.manifest))

    def link(self, page: str, **changes: Any) -> str:
        """Address of a page with the corpus filters and these changes."""
        return write_link(page, replace(self._linked, **changes))


def open_page(title: str, *reads: str) -> Page:
    """Draw what stands on every page and return what the page works with; `reads` are its keys besides the filters.

    Without tables, or when the filters leave no article, it says so and the page's script ends here.
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
    """Draw quotes as `lists` writes them; their buttons copy a citation."""
    st.html(html)
    st.html(lists.COPY, unsafe_allow_javascript=True)


def draw_chart(figure: go.Figure, key: str, alt: str) -> str | None:
    """Draw a chart; return the first of its customdata at the point that was clicked, if one was."""
    state = st.plotly_chart(
        figure, key=key, on_select="rerun", selection_mode="points", alt=alt, config={"displayModeBar": False}
    )
    points = state["selection"]["points"]
    if not points or not points[0].get("customdata"):
        return None
    clicked = points[0]["customdata"]
    return str(clicked[0] if isinstance(clicked, Sequence) and not isinstance(clicked, str) else clicked)


def follow_click(name: str, clicked: str | None, change: Callable[[Filters, str], Filters], page: Page) -> None:
    """Go where a click on a chart leads, once: a selection stays on the chart when its page is drawn again."""
    if clicked is None or st.session_state.get(name) == clicked:
        st.session_state[name] = clicked
        return
    st.session_state[name] = clicked
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


def choose(page: Page, label: str, field: str, options: Mapping[str, str]) -> None:
    """A box to choose several of `options` (id -> name), kept in the URL."""
    chosen = list(getattr(page.filters, field))
    offered = {**options, **{value: page.names["actors"].get(value, value) for value in chosen if value not in options}}
    st.session_state[f"filter-{field}"] = chosen
    st.multiselect(
        label, list(offered), format_func=lambda value: offered.get(value, value), key=f"filter-{field}",
        on_change=_apply, args=(field,), placeholder="all",
    )  # fmt: skip


def switch(page: Page, label: str, field: str, options: Mapping[str, str]) -> str:
    """A choice of one of `options` (value -> name), kept in the URL; the first is what a link without the key shows."""
    chosen = getattr(page.filters, field)
    here = chosen[0] if chosen and chosen[0] in options else next(iter(options))
    st.session_state[f"filter-{field}"] = here
    st.radio(
        label, list(options), format_func=lambda value: markup.label(options[value]), key=f"filter-{field}",
        on_change=_apply, args=(field,), horizontal=True,
    )  # fmt: skip
    return here


def slide(page: Page, label: str, field: str, default: int, highest: int) -> int:
    """A number from 1 to `highest`, kept in the URL; nothing to choose where that is 1."""
    here = min(max(1, getattr(page.filters, field) or default), highest)
    if highest > 1:
        st.session_state[f"filter-{field}"] = here
        st.slider(label, 1, highest, key=f"filter-{field}", on_change=_apply, args=(field,))
    return here


def pick(page: Page, label: str, field: str, options: Mapping[str, str], *clears: str, empty: str = "choose") -> None:
    """A box to choose one of `options` (id -> name), kept in the URL; a choice clears the fields that hang on it."""
    chosen = getattr(page.filters, field)[:1]
    offered = {**options, **{value: page.names["actors"].get(value, value) for value in chosen if value not in options}}
    st.session_state[f"pick-{field}"] = chosen[0] if chosen else None
    st.selectbox(
        label, list(offered), format_func=lambda value: offered.get(value, value), key=f"pick-{field}",
        on_change=_apply_pick, args=(field, clears), placeholder=empty, index=None,
    )  # fmt: skip


def ask_name() -> None:
    """Ask who is at work, once a session; where a proxy says who logged in, that is the name."""
    if logged_in := st.context.headers.get(LOGGED_IN):
        st.caption(f"You are {markup.label(logged_in)}.")
        return
    st.session_state.setdefault("name", st.session_state.get("signed", ""))  # a widget forgets on other pages
    st.session_state["signed"] = st.text_input(
        "Your name", key="name", max_chars=80, autocomplete="name", help="It stands beside what you correct"
    )


def may_correct() -> bool:
    """Whether corrections can be saved; where they cannot, say so."""
    folder = settings.tables_folder()
    if not settings.may_correct():
        st.info("Corrections are switched off on this server: what was corrected holds, and nothing can be added.")
    elif not os.access(folder, os.W_OK):
        st.info(markup.label(f"The dashboard may not write in {folder}: what was corrected holds."))
    else:
        return True
    return False


def save_correction(draft: Correction, expected: Sequence[str] = ()) -> bool:
    """Sign a correction and save it, and whether it was; what came of it is said when the page is drawn again."""
    # Asked for here: whoever clicks right after writing has a page that was drawn without the name.
    signed = replace(draft, who=st.context.headers.get(LOGGED_IN) or st.session_state.get("name", ""))
    try:
        if not settings.may_correct():
            raise CorrectionError("corrections are switched off on this server; nothing was saved")
        save(settings.tables_folder(), signed, expected)
    except CorrectionError as error:
        st.session_state["saved"] = str(error)
        return False
    st.session_state["saved"] = ""
    return True


def say_saved() -> None:
    """Say, once, what came of the last correction."""
    said = st.session_state.pop("saved", None)
    if said:
        st.error(markup.label(f"Not saved: {said}"), icon=":material/error:")
    elif said is not None:
        st.success("Saved. All pages show it now; Undo is in the list below.", icon=":material/check:")


def write_words(page: Page, label: str, field: str, placeholder: str) -> None:
    """A text box, kept in the URL."""
    st.session_state[f"filter-{field}"] = getattr(page.filters, field)
    st.text_input(label, key=f"filter-{field}", on_change=_apply, args=(field,), placeholder=placeholder)


def go_to(filters: Filters) -> None:
    """Make the URL say these filters; the page is drawn from it."""
    st.query_params.from_dict(write_filters(_marked(filters)))


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
    return {**corpus.list_options(cursor), "redirects": corrections.list_redirects(cursor)}


def _redirected(filters: Filters, names: Mapping[str, Mapping[str, str]]) -> tuple[Filters, list[str]]:
    """The filters with the actors that merged ones are now, and a note for each; hidden ones are left to `_known`."""
    moved: dict[str, str] = {}
    changes: dict[str, Any] = {}
    for field in (field for field, options in CHECKED.items() if options == "actors"):
        given = getattr(filters, field)
        moved |= {value: into for value in given if (into := names["redirects"].get(value))}
        changes[field] = tuple(dict.fromkeys(moved.get(value, value) for value in given))
    notes = [f"“{old}” was merged into {names['actors'][into]} (see Review)." for old, into in moved.items()]
    return replace(filters, **changes), notes


def _known(filters: Filters, names: Mapping[str, Mapping[str, str]]) -> tuple[Filters, list[str]]:
    """The filters without ids that these tables do not have, and a note for each."""
    notes: list[str] = []
    changes: dict[str, Any] = {}
    for field, options in CHECKED.items():
        given = getattr(filters, field)
        lost = [value for value in given if value not in names[options]]
        name = next(key.name for key in KEYS if key.field == field)
        hidden = [value for value in lost if options == "actors" and value in names["redirects"]]
        notes += [f"“{value[:40]}” was hidden by a correction (see Review); it was ignored." for value in hidden]
        notes += [
            f"These tables have no {name} “{value[:40]}”; it was ignored." for value in lost if value not in hidden
        ]
        changes[field] = tuple(value for value in given if value not in lost)
    return replace(filters, **changes), notes


def _mark(manifest: Mapping[str, Any]) -> str:
    return str(manifest["input_digest"])[:CORPUS_MARK]


def _marked(filters: Filters) -> Filters:
    """The filters with the mark of these tables, or nothing where nothing is filtered."""
    bare = replace(filters, corpus="")
    if bare == Filters():
        return bare
    return replace(bare, corpus=_mark(read_manifest(settings.tables_folder())))


def _other_tables(page: Page) -> list[str]:
    made_on = page.filters.corpus
    if not made_on or made_on == _mark(page.manifest):
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
        st.session_state["filter-near"] = bool(page.filters.near)
        st.toggle("Only sentences that name all of these", key="filter-near", on_change=_apply, args=("near",))
    for field, label in (("since", "From"), ("until", "To")):
        st.session_state[f"filter-{field}"] = getattr(page.filters, field)
        st.date_input(
            label, key=f"filter-{field}", min_value=FIRST_DAY, max_value=LAST_DAY, format="YYYY-MM-DD",
            on_change=_apply, args=(field,), help="Days in UTC, both included",
        )  # fmt: skip
    write_words(page, "Words in the text", "words", 'ceasefire "buffer zone"')


def _apply(field: str) -> None:
    """Write the moved widget's value into the URL; a list starts again at its first screen."""
    value = st.session_state[f"filter-{field}"]
    filters, _ = read_filters({key: st.query_params.get_all(key) for key in st.query_params})
    if field == "near":
        value = ("sentence",) if value else ()
    elif isinstance(value, list):
        value = tuple(value)
    elif isinstance(value, str):
        value = " ".join(value.split())
        if isinstance(getattr(filters, field), tuple):  # a switch: its first option is the default
            value = (value,) if value else ()
    go_to(replace(filters, screen=None, **{field: value}))


def _apply_pick(field: str, clears: tuple[str, ...]) -> None:
    """Write the choice of a box for one value into the URL, without what hung on the one before."""
    value = st.session_state[f"pick-{field}"]
    filters, _ = read_filters({key: st.query_params.get_all(key) for key in st.query_params})
    chosen: Any = () if value is None else (value,)
    go_to(replace(filters.without(*clears), screen=None, **{field: chosen}))


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
                    f"{key.label}: {markup.label(markup.isolate(_name(page, key, value)))}",
                    icon=":material/close:",
                    key=f"chip-{key.name}-{value}",
                    on_click=go_to,
                    args=(replace(page.filters.minus(key, value), screen=None),),
                    help="Take this filter away",
                )
        st.button("Clear all", key="clear", type="tertiary", on_click=go_to, args=(Filters(),))


def _name(page: Page, key: Key, value: Any) -> str:
    options = CHECKED.get(key.field)
    return page.names[options].get(value, str(value)) if options else str(value)


def _explain_empty(page: Page) -> None:
    """Say which filter emptied the page, with a way back for each."""
    culprits = corpus.find_emptying(page.cursor, page.filters)
    if not page.filters.active("corpus"):
        st.info("These tables hold no articles. Look at About for what was rejected, and why.")
    elif not culprits:
        st.info("Nothing is left: more than one of these filters would have to go.")
        st.button("Clear all filters", key="empty-clear", on_click=go_to, args=(Filters(),))
    for key, left in culprits:
        said = ", ".join(markup.isolate(_name(page, key, value)) for value in page.filters.values(key))
        st.info(
            markup.label(
                f"Nothing is left. Without “{key.label}: {said}” there would be {markup.plural(left, 'article')}."
            )
        )
        st.button(
            f"Take away {key.label}", key=f"empty-{key.name}", on_click=go_to,
            args=(page.filters.without(key.field),),
        )  # fmt: skip
