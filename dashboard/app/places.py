"""Places to choose from: those of the tables, and those of the gazetteer, by name, by point or on a map."""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import streamlit as st

from dashboard import wording
from dashboard.app import blocks, widgets
from dashboard.app.page import Page
from dashboard.app.selector import Search
from dashboard.charts.places import basemap, place_map
from dashboard.charts.places.extents import Size
from dashboard.corrections.record import GivenPlace
from dashboard.countries import name_country
from dashboard.errors import DatelineError
from dashboard.filters import Filters
from dashboard.gazetteer import GazetteerFile, Place, read_point, used_path
from dashboard.queries.corrections import describe_place, right_places
from dashboard.queries.locations import places_ranked
from dashboard.queries.names import OFFERED, Option
from dashboard.views.locations import name_feature

# Reports where the user clicks on the map of Plotly's chart within `chart`, also on empty land, of which Plotly itself
# reports nothing. The chart may be drawn after this, or anew: so it looks for its map again and again.
_point = st.components.v2.component(
    "point",
    js="""export default function({ data, setTriggerValue }) {
        let map, timer;
        const report = ({ lngLat }) => setTriggerValue("clicked", [lngLat.lat, lngLat.wrap().lng]);
        const follow = () => {
            const found = document.querySelector(`${data.chart} .js-plotly-plot`)?._fullLayout?.map?._subplot?.map;
            if (found && found !== map) {
                map?.off("click", report);
                map = found;
                map.on("click", report);
            }
            timer = setTimeout(follow, 200);
        };
        follow();
        return () => { clearTimeout(timer); map?.off("click", report); };
    }""",
)

# Places on the map to click on, those most named, by which the user finds the way; its size in pixels.
ON_MAP, MAP = 100, Size(860, 420)

# Towns that are offered for a click.
NEAREST = 6

# Places of the tables that a box keeps room for beside those of the gazetteer.
OF_TABLES = 8


def open_gazetteer() -> GazetteerFile | None:
    """The gazetteer in use; None where it is not on this machine, as `say_where_to_look` then says."""
    try:
        path = used_path()
        return _open(path, path.stat().st_mtime_ns)
    except (DatelineError, OSError, ImportError, ValueError):
        return None


@st.cache_resource(max_entries=1, show_spinner=False)
def _open(path: Path, changed: int) -> GazetteerFile | None:
    """The gazetteer in a file that was last changed then; None where it is none."""
    del changed  # Streamlit would leave it out of the key if its name began with an underscore
    try:
        return GazetteerFile(path)
    except sqlite3.Error:
        return None


def say_where_to_look(gazetteer: GazetteerFile | None) -> None:
    """Say below a box of places what it finds, and why it finds no more."""
    if gazetteer is None:
        st.caption(
            "Only places of these tables can be chosen: the gazetteer is not on this machine. It comes with the first"
            " `dateline preprocess`."
        )
    else:
        st.caption(
            "Any place of the gazetteer, in any spelling: **Kafr Zita**, or **Kafr, Hama** with its region or country,"
            " or **36.2, 37.16** for the towns nearest to a point (latitude, longitude)."
        )


def find_place(page: Page, gazetteer: GazetteerFile | None, location_id: str) -> GivenPlace | None:
    """What the tables, or else the gazetteer, say of a place; None where neither has it."""
    if known := page.look_up(describe_place, location_id):
        return known
    found = gazetteer.get(location_id) if gazetteer else None
    if found is None:
        return None
    return GivenPlace(
        found.name, found.country_code or "", found.admin1 or "", found.feature, found.latitude, found.longitude,
        found.population,
    )  # fmt: skip


def call(place: GivenPlace | Place) -> str:
    """Name, region and country of a place, each once."""
    parts = (place.name, place.admin1, name_country(place.country_code))
    return ", ".join(dict.fromkeys(part for part in parts if part))


def search(page: Page, gazetteer: GazetteerFile | None, surface: str) -> Search:
    """Finds the places that this name may be corrected to: of the tables, then of the gazetteer; at a point only
    towns of the gazetteer."""

    def find(typed: str) -> Sequence[Option]:
        point = read_point(typed)
        if gazetteer and point:
            return [Option(place.location_id, call(place), f"{_size(place)}, {km:,.0f} km away")
                    for place, km in gazetteer.towns_near(*point, OFFERED)]  # fmt: skip
        known = page.look_up(right_places, surface, typed)
        if not gazetteer or not typed:
            return known
        listed = {each.value for each in known}
        more = [each for each in gazetteer.search(typed, OFFERED) if each.location_id not in listed]
        of_tables = known[: max(OF_TABLES, OFFERED - len(more))]
        return [*of_tables, *(Option(each.location_id, call(each), _size(each)) for each in more)][:OFFERED]

    return find


def _size(place: Place) -> str:
    """What a place is, and how many people live there."""
    kind = name_feature(place.feature)
    return f"{kind}, {place.population:,} people" if place.population else kind


def choose_on_map(page: Page, gazetteer: GazetteerFile, wrong: str | None) -> None:
    """Draw a map, if it is asked for: a click on a place chooses it, one on empty land offers the towns nearest to it.

    `wrong` is the place where the name stands now.
    """
    if not st.toggle("Choose on a map", key="on-map"):
        return
    if not blocks.has_webgl():
        st.caption("Your browser has no WebGL, which a map to click on needs; write latitude and longitude instead.")
        return
    shown = page.under(Filters()).ask(places_ranked, ON_MAP)
    figure = place_map(
        shown, page.root + basemap.STATIC, dark=page.dark, chosen=[wrong] if wrong else [], size=MAP,
    )  # fmt: skip
    with st.container(key="right-map"):
        clicked = blocks.draw_chart(
            page, figure, "right-map", "Places", "Map of the places named most; the box above it finds others"
        )
    blocks.follow_click(clicked, lambda filters, place: replace(filters, right_place=(place,)), page)
    point = _point(key="point", data={"chart": ".st-key-right-map"}, on_clicked_change=lambda: None).clicked
    if not point:
        st.caption("Click a place, or empty land for the towns nearest to it.")
        return
    latitude, longitude = (float(each) for each in point)
    near = gazetteer.towns_near(latitude, longitude, NEAREST)
    st.caption(f"Nearest to {latitude:.2f}, {longitude:.2f}:" if near else "No town is near: this is the sea.")
    with st.container(horizontal=True, gap="small"):
        for place, km in near:
            st.button(
                wording.label(f"{wording.isolate(call(place))} · {km:,.0f} km"), key=f"near-{place.location_id}",
                on_click=widgets.go_to, args=(replace(page.filters, right_place=(place.location_id,)),),
            )  # fmt: skip
