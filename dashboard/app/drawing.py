"""Drawing a box: on a map with the mouse or a finger, or written as four numbers."""

from dataclasses import replace
from pathlib import Path

import streamlit as st

from dashboard.app.page import Page
from dashboard.app.widgets import go_to
from dashboard.boxes import make_box, read_box

_drawing = st.components.v2.component(
    "drawing",
    css=Path(__file__).with_name("drawing.css").read_text("utf-8"),
    js=Path(__file__).with_name("drawing.js").read_text("utf-8"),
)


def offer_box(page: Page, chart: str) -> None:
    """Draw a button to draw a box on the map in `chart`, a selector of CSS, and a field to write its sides.

    The box becomes a filter of the page.
    """

    def draw() -> None:
        west, south, east, north = (float(side) for side in st.session_state["drawing"].drawn)
        if box := make_box(west, south, east, north):
            go_to(replace(page.filters.at_start(), box=box))

    def write() -> None:
        written = st.session_state["box-sides"]
        box = read_box("".join(written.split()))
        st.session_state["box-refused"] = "" if box else written
        if box:
            go_to(replace(page.filters.at_start(), box=box))

    with st.container(horizontal=True, vertical_alignment="center", key="box"):
        _drawing(key="drawing", data={"chart": chart}, width="content", on_drawn_change=draw)
        with st.popover("Write its sides"), st.form("box-form", border=False):
            st.text_input(
                "West, south, east, north (degrees)", value=str(page.filters.box or ""), key="box-sides",
                placeholder="36, 35.1, 38.2, 36.9", max_chars=80,
                help="West and south of 0 are negative. Across the date line, west is more than east.",
            )  # fmt: skip
            st.form_submit_button("Show this box", on_click=write)
        if st.session_state.pop("box-refused", ""):
            st.caption("This is no box: four numbers with commas, south less than north. Nothing was changed.")
