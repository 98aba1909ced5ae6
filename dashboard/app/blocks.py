"""Blocks that pages are made of: tables, quotes, charts, buttons to the next screen of a list, downloads and notes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from markupsafe import Markup

from dashboard import settings, wording
from dashboard.app.basket import offer_chart
from dashboard.app.ending import end_page
from dashboard.app.images import offer_images
from dashboard.app.page import Page
from dashboard.app.scripts import run_script
from dashboard.app.widgets import go_to
from dashboard.charts.clicks import HOVER_AT_PRESS
from dashboard.exports.answers import list_forms, write_address
from dashboard.exports.forms import FORMS
from dashboard.exports.geojson import write_geojson
from dashboard.exports.spreadsheet import write_csv
from dashboard.filters import Filters, corpus_mark, write_filters
from dashboard.queries.corpus import has_table
from dashboard.queries.downloads import DOWNLOADS, frames_of, main_frame
from dashboard.views.citations import SCRIPT
from dashboard.views.data import Offered, data_links
from dashboard.views.markup import Column, table

# Plotly's options for a chart that has its button for an image, which `images` presses, and no other.
IMAGE_ALONE: Mapping[str, object] = MappingProxyType({"modeBarButtons": [["toImage"]], "displayModeBar": True})

# Reports only browsers that cannot draw with WebGL: each report makes Streamlit run the page again.
_webgl_probe = st.components.v2.component(
    "webgl_probe",
    js="""export default function({ setStateValue }) {
        let able = false;
        try { able = Boolean(document.createElement("canvas").getContext("webgl2")); } catch { able = false; }
        if (!able) setStateValue("webgl", false);
    }""",
)


def note(text: str) -> None:
    """Say that a part of the link was ignored, and why."""
    st.warning(wording.label(text), icon=":material/link_off:")


def draw_html(html: Markup) -> None:
    """Draw HTML of `dashboard.views`; nothing where there is none, which Streamlit would refuse."""
    if html:
        st.html(str(html))


def draw_table(frame: pd.DataFrame, columns: Sequence[Column], empty: str, *, scrolls: bool = True) -> None:
    """Draw the frame as a table with links, or say why there is nothing; one screen of a list needs no scroll box."""
    if frame.empty:
        st.info(empty)
    else:
        draw_html(table(frame, columns, scrolls=scrolls))


def draw_quotes(html: Markup, empty: str = "No quote is left.") -> None:
    """Draw quotes as `dashboard.views.quotes` writes them, or say why there are none; each can be cited."""
    if not html:
        st.info(empty)
        return
    draw_cited(html)


def draw_cited(html: Markup) -> None:
    """Draw HTML with buttons that open citations and receipts."""
    draw_html(html)
    run_script(SCRIPT)


def draw_chart(
    page: Page,
    figure: go.Figure,
    key: str,
    title: str,
    alt: str,
    config: Mapping[str, object] = IMAGE_ALONE,
    numbers: pd.DataFrame | None = None,
) -> str | None:
    """Draw a chart that can be saved as an image; return the first value of the clicked point's customdata, or None
    without a click.

    `title` stands above the image and names its file. After each click that `follow_click` follows, the chart gets a
    new key. Under the old one Streamlit would keep the selection, and the click would be followed again when the user
    takes its filter away. `config` is Plotly's, whose button for an image must be among its buttons.
    `numbers` are what the chart draws, which stand below its image where it is taken as evidence.
    """
    state = _draw(page, figure, key, title, alt, ("points",), config, numbers)
    points = state["selection"]["points"]
    if not points or not points[0].get("customdata"):
        return None
    clicked = points[0]["customdata"]
    return str(clicked[0] if isinstance(clicked, Sequence) and not isinstance(clicked, str) else clicked)


def _draw(
    page: Page, figure: go.Figure, key: str, title: str, alt: str, modes: tuple[Literal["points", "box"], ...],
    config: Mapping[str, object] = IMAGE_ALONE, numbers: pd.DataFrame | None = None,
) -> Any:  # fmt: skip
    """Draw a chart, of which the modes say what can be selected; return what is selected now."""
    with st.container(gap=None, key=f"chart-{key}"):
        state = st.plotly_chart(
            figure, key=f"{key}-{st.session_state.get('followed', 0)}", on_select="rerun", selection_mode=modes,
            alt=alt, config=dict(config),
        )  # fmt: skip
        # Below, or the chart would move when the script, which takes no room, is there.
        run_script(HOVER_AT_PRESS)
        offer_images(page, key, title, offer_chart(page, key, title, alt, numbers))
    return state


def draw_brush(
    page: Page, figure: go.Figure, key: str, title: str, alt: str, numbers: pd.DataFrame | None = None
) -> tuple[str, str] | None:
    """Draw bars whose customdata are their first and last day; return first and last day of those that are selected, by
    a click or by drawing over them, or None."""
    state = _draw(page, figure, key, title, alt, ("points", "box"), numbers=numbers)
    days = [each["customdata"] for each in state["selection"]["points"] if each.get("customdata")]
    return (min(first for first, _ in days), max(last for _, last in days)) if days else None


def follow_brush(days: tuple[str, str] | None, page: Page) -> None:
    """After a selection of days, draw the page again with them as the filters of days."""
    if days is not None:
        since, until = (date.fromisoformat(each) for each in days)
        follow_click(days[0], lambda filters, _: replace(filters, since=since, until=until), page)


def follow_click(clicked: str | None, change: Callable[[Filters, str], Filters], page: Page) -> None:
    """After a click on a chart, draw the page again with the filters that `change(filters, clicked)` returns."""
    if clicked is not None:
        forget_click()
        go_to(change(page.filters, clicked))
        st.rerun()


def forget_click() -> None:
    """Draw all charts anew in the next run, so that what was clicked is not clicked any more."""
    st.session_state["followed"] = st.session_state.get("followed", 0) + 1


def offer_csv(page: Page, name: str, ask: Callable[[Page], pd.DataFrame]) -> None:
    """Draw a button that downloads the rows of `ask(page)` as CSV; `ask` is called when the button is clicked."""
    apart = page.apart()
    st.download_button(
        "Download CSV", lambda: write_csv(ask(apart), apart.describe()), f"dateline-{name}.csv", "text/csv",
        key=f"csv-{name}", icon=":material/download:", on_click="ignore",
    )  # fmt: skip


def offer_geojson(page: Page, name: str, ask: Callable[[Page], pd.DataFrame]) -> None:
    """Draw a button that downloads the rows of `ask(page)`, which have points, as GeoJSON."""
    apart = page.apart()
    st.download_button(
        "Download GeoJSON", lambda: write_geojson(ask(apart), apart.describe()), f"dateline-{name}.geojson",
        "application/geo+json", key=f"geojson-{name}", icon=":material/download:", on_click="ignore",
    )  # fmt: skip


def offer_data(page: Page) -> None:
    """Draw links to the rows of this page in forms that other programs read: the end of every page that shows any.

    The buttons for CSV stay: they give all rows, however many, where an address gives `answers.MOST_ROWS` at a time.
    """
    mark = corpus_mark(page.manifest["input_digest"])
    frames = list(dict.fromkeys((main_frame(page.address, write_filters(page.filters)), *frames_of(page.address))))
    offered = []
    for name in frames:
        filters = replace(DOWNLOADS[name].narrowed_by(page.filters), corpus=mark)
        forms = [(FORMS[form].name, write_address(page.address, form, filters, name))
                 for form in list_forms(page.address, name)]  # fmt: skip
        offered.append(Offered(name, DOWNLOADS[name].row, forms))
    draw_html(data_links(offered))


def draw_screens(total: int, page: Page) -> tuple[int, int]:
    """Draw Previous and Next where a list is longer than one screen; return limit and offset of this screen's rows."""
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


def draw_part(name: str, size: int, rows: pd.DataFrame, page: Page) -> pd.DataFrame:
    """Draw buttons to the next part of a list and to its beginning; return the rows of this part.

    `rows` are those of this part, `size` of them, and one more where others follow.
    """
    offset = page.offset(name, size)
    begins, goes_on = offset == 0, len(rows) > size
    if not begins or goes_on:
        with st.container(horizontal=True, vertical_alignment="center"):
            for label, wanted, is_there in (("First", 1, not begins), ("More", offset // size + 2, goes_on)):
                start = page.filters.at_start()
                changed = replace(start, turned=(name,), part=wanted) if wanted > 1 else start
                st.button(label, key=f"{name}-{label}", disabled=not is_there, on_click=go_to, args=(changed,))
            last = offset + min(len(rows), size)
            st.caption(f"Rows {offset + 1:,} to {last:,}" if last > offset else "The list ends before this part.")
    return rows.head(size)


def need_table(page: Page, name: str) -> None:
    """End the page, and say what to run, where its set was made before there was this table."""
    if not page.look_up(has_table, name):
        st.info(f"These tables were made before there were {name}. To find them, run: dateline preprocess")
        end_page()


def has_webgl() -> bool:
    """Whether the user's browser can draw a map with WebGL; true until the browser reports that it cannot."""
    with st.container(key="webgl"):  # which takes no room
        answer = _webgl_probe(key="webgl-probe", on_webgl_change=lambda: None)
    return getattr(answer, "webgl", None) is not False


def is_dark() -> bool:
    """Whether the user sees the dark theme."""
    return st.context.theme.type == "dark"
