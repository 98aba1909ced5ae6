"""Maps of places: with WebGL, or without it where the browser has none or the user prefers the plain one."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dashboard.app.blocks import draw_chart, follow_click
from dashboard.app.page import Page
from dashboard.app.scripts import run_script
from dashboard.charts.places import basemap, camera, extents, place_map, place_map_flat
from dashboard.views.locations import show_place

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
) -> None:  # fmt: skip
    """Draw the map of these places, of which a click filters the page by one; the `plain` one needs no WebGL.

    `counted` is the page under the filters that the places were counted under. `gone` are the places that only what
    these leave out names: they are outlined in grey.
    """
    listed, around = places, around if gone is None or around is not None else places
    if gone is not None and not gone.empty:
        places = pd.concat([places.assign(gone=False), gone.assign(gone=True)], ignore_index=True)
    figure = (
        place_map_flat(places, dark=page.dark, chosen=chosen, around=around, largest=largest, size=size,
                       box=page.filters.box)
        if plain else
        place_map(places, page.root + basemap.STATIC, dark=page.dark, chosen=chosen, around=around, largest=largest,
                  size=size, box=page.filters.box)
    )  # fmt: skip
    with st.container(key="map", gap=None, height=size.height + IMAGES, border=False):
        clicked = draw_chart(counted, figure, f"map-{plain}", "Places", alt, BUTTONS, listed)
        run_script(camera.SCRIPT)
    follow_click(clicked, show_place, page)
