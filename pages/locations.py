"""Places: the map, the places as a table, and the names that are not on the map."""

from dataclasses import replace

import streamlit as st

from dashboard import lists, shell
from dashboard.charts.places import LEGEND, outside_view, place_map, place_map_flat
from dashboard.filters import Filters
from dashboard.markup import plural
from dashboard.queries import locations

page = shell.open_page("Places")
places = locations.places_ranked(page.cursor, page.filters)
unplaced = locations.names_unplaced(page.cursor, page.filters)


def show_place(current: Filters, location_id: str) -> Filters:
    """The filters with this place, too."""
    return replace(current, locations=tuple(dict.fromkeys((*current.locations, location_id))))


controls = st.container(horizontal=True)
with_actors = controls.toggle("Places named as actors (hollow)", value=True, key="with-actors")
flat = controls.toggle("Plain map", key="flat", help="For a browser without WebGL, where the map stays empty")
shown = places if with_actors else places[places["mentions"] > 0].assign(actor_mentions=0)

left, right = st.columns((6, 5), gap="medium")
with left:
    st.subheader("On the map")
    chosen = page.filters.locations
    if flat:
        figure = place_map_flat(shown, dark=page.dark, chosen=chosen)
    else:
        figure = place_map(shown, shell.outlines_url("locations"), dark=page.dark, chosen=chosen)
    clicked = shell.draw_chart(figure, f"map-{flat}", "Map of the places that the table beside it lists")
    shell.follow_click("map-followed", clicked, show_place, page)
    st.html(LEGEND)
    outside = len(outside_view(shown))
    st.caption(
        "Area grows with mentions. Click a place to filter by it."
        + (f" {plural(outside, 'place')} outside this view: zoom out." if outside else "")
    )
with right:
    st.subheader(plural(len(places), "place"))
    shell.draw_table(places, lists.places(page), "No place is named in these articles.")
    shell.offer_csv(page, "places", lambda cursor: locations.places_ranked(cursor, page.filters))

st.subheader("Not on the map")
shell.draw_table(unplaced, lists.unplaced(page), "Every place name in these articles is on the map.")
