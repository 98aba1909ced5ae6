"""Maps of places: with WebGL, or without it where the browser has none or the user prefers the plain one."""

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from dashboard.app.blocks import draw_chart, follow_click, forget_click
from dashboard.app.page import Page
from dashboard.app.scripts import run_script
from dashboard.charts.places import basemap, camera, extents, place_map, place_map_flat, read_route
from dashboard.filters import Filters
from dashboard.views.locations import show_place
from dashboard.views.movements import route_address, show_route

# The page on which a click on an arrow lists what is behind it.
MOVEMENTS = "movements"

# Goes to an address as a link does: after `st.switch_page` Back would lead to the old page with filters of the new one.
_leave = st.components.v2.component(
    "leave", js="export default function({ data }) { window.location.assign(data.address); }"
)

# Where a map is in the page, for scripts.
MAP = ".st-key-map"

# Pixels: the buttons for images below the map.
IMAGES = 44

# Buttons to zoom, to go back to the first view and to fill the screen. That for an image is hidden, but must be there;
# of Plotly's others none has a use on a map.
BUTTONS = {
    "displayModeBar": True,
    "modeBarButtonsToRemove": ["pan2d", "select2d", "lasso2d", "toggleHover", "hoverClosestGeo"],
}


def draw_map(
    page: Page, counted: Page, places: pd.DataFrame, alt: str, *, plain: bool, chosen: Sequence[str] = (),
    around: pd.DataFrame | None = None, largest: int = 0, size: extents.Size = extents.PAGE,
    gone: pd.DataFrame | None = None,
    routes: pd.DataFrame | None = None, title: str = "Places",
    choose: Callable[[Filters, str], Filters] = show_place, numbers: pd.DataFrame | None = None,
) -> None:  # fmt: skip
    """Draw the map of these places, and the arrows of these routes; the `plain` one needs no WebGL.

    A click on a place changes the filters of the page as `choose` says, by default to those with this place; one on an
    arrow lists the movements behind it. `counted` is the page under the filters that places and routes were counted
    under. `gone` are the places that only what these leave out names: they are outlined in grey. `numbers` are what is
    printed below the image where it is taken as evidence, by default the places.
    """
    listed, around = places, around if gone is None or around is not None else places
    if gone is not None and not gone.empty:
        places = pd.concat([places.assign(gone=False), gone.assign(gone=True)], ignore_index=True)
    figure = (
        place_map_flat(places, dark=page.dark, chosen=chosen, around=around, largest=largest, size=size,
                       box=page.filters.box, routes=routes)
        if plain else
        place_map(places, page.root + basemap.STATIC, dark=page.dark, chosen=chosen, around=around, largest=largest,
                  size=size, box=page.filters.box, routes=routes)
    )  # fmt: skip
    with st.container(key="map", gap=None, height=size.height + IMAGES, border=False):
        shown = listed if numbers is None else numbers
        clicked = draw_chart(counted, figure, f"map-{plain}", title, alt, BUTTONS, shown)
        run_script(camera.SCRIPT)
    route = read_route(clicked or "")
    if route is None:
        follow_click(clicked, choose, page)
    elif page.address == MOVEMENTS:
        follow_click(clicked, lambda filters, _: show_route(filters, route), page)
    else:
        forget_click()
        _leave(key="leave", data={"address": route_address(counted, route)})
