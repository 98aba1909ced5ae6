"""Places: the map, the places as a table, and the names that are not on the map."""

from dataclasses import replace

import streamlit as st

from dashboard import settings
from dashboard.app import blocks, shell, widgets
from dashboard.charts.places import basemap, place_map, place_map_flat, places_outside
from dashboard.filters import Filters
from dashboard.queries.locations import count_places, names_unplaced, places_ranked, why_here
from dashboard.views import locations
from dashboard.wording import label, plural

# Places whose evidence is drawn; of each, spellings, and mentions of a spelling: a page that is read, not scrolled.
EXPLAINED, SPELLINGS, RIVALS = 3, 5, 2

page = shell.open_page("Places", "why", "article", "map", "hollow", "screen", "list", "part")
total = page.ask(count_places)
drawn = page.ask(places_ranked, settings.MARKERS, also=page.filters.locations)


def show_place(current: Filters, location_id: str) -> Filters:
    """The filters with this place, too."""
    return replace(current, locations=tuple(dict.fromkeys((*current.locations, location_id))))


webgl = blocks.has_webgl()
with st.container(horizontal=True):
    places_alone = widgets.toggle(page, "Without places named as actors (hollow)", "hollow")
    flat = not webgl or widgets.toggle(page, "Plain map", "drawn", "Without WebGL, as browsers without it draw it")
shown = drawn[drawn["mentions"] > 0].assign(actor_mentions=0) if places_alone else drawn

left, right = st.columns((6, 5), gap="medium")
with left:
    st.subheader("On the map")
    chosen = page.filters.locations
    if flat:
        figure = place_map_flat(shown, dark=page.dark, chosen=chosen)
    else:
        figure = place_map(shown, page.root + basemap.STATIC, dark=page.dark, chosen=chosen)
    clicked = blocks.draw_chart(figure, f"map-{flat}", "Map of the places that the table beside it lists")
    blocks.follow_click(clicked, show_place, page)
    blocks.draw_html(locations.MAP_LEGEND)
    if not webgl:
        st.caption("Your browser has no WebGL: this is the plain map, which cannot be zoomed as far.")
    if total > len(drawn):
        st.caption(
            f"{len(drawn):,} of {plural(total, 'place')}, the most mentioned; narrow the filters to see the others on"
            " the map, or turn to them in the table."
        )
    outside = len(places_outside(shown))
    st.caption(
        "Area grows with mentions. Click a place to filter by it."
        + (f" {plural(outside, 'place')} outside this view: zoom out." if outside else "")
    )
with right:
    st.subheader(plural(total, "place"))
    limit, offset = blocks.draw_screens(total, page)
    places = page.ask(places_ranked, limit, offset)
    blocks.draw_table(places, locations.columns(page), "No place is named in these articles.")
    blocks.offer_csv(page, "places", lambda page: page.ask(places_ranked))

for place in (page.filters.why or chosen)[:EXPLAINED]:
    st.subheader(f"Why here: {label(page.names['locations'][place])}", anchor=f"why-{place}")
    weighed = page.ask(why_here, place, SPELLINGS, RIVALS)
    if weighed.empty:
        st.info("None of these articles names it.")
    else:
        blocks.draw_html(locations.explain(page, place, weighed))

st.subheader("Not on the map")
size = settings.ROWS_A_SCREEN
unplaced = page.ask(names_unplaced, size + 1, page.offset("unplaced", size))
unplaced = blocks.draw_part("unplaced", size, unplaced, page)
blocks.draw_table(unplaced, locations.unplaced_columns(page), "Every place name in these articles is on the map.")
if not unplaced.empty:
    blocks.offer_csv(page, "not-on-the-map", lambda page: page.ask(names_unplaced))
