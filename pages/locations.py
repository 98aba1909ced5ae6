"""Places: the map, the days that it shows, the places as a table, and the names that are not on the map."""

import streamlit as st

from dashboard import settings
from dashboard.app import blocks, shell, widgets
from dashboard.app.drawing import offer_box
from dashboard.app.gone import draw_gone
from dashboard.app.maps import MAP, draw_map
from dashboard.app.timeline import pick_moment, read_moment
from dashboard.charts.places import places_outside
from dashboard.queries.articles import count_articles
from dashboard.queries.corpus import has_table
from dashboard.queries.locations import (
    count_left_out,
    count_places,
    how_sure,
    most_at_once,
    names_unplaced,
    places_ranked,
    why_here,
)
from dashboard.queries.remains import list_gone_places
from dashboard.queries.routes import count_drawn, list_drawn
from dashboard.queries.suspects import count_suspects
from dashboard.views import locations, movements
from dashboard.wording import label, plural

# Places whose evidence is drawn; of each, spellings, and mentions of a spelling: a page that is read, not scrolled.
EXPLAINED, SPELLINGS, RIVALS = 3, 5, 2

# For those who do not see the map, or do not use a mouse.
BESIDE = "The table of places below has the same numbers, and its links do what a click on the map does."

page = shell.open_page(
    "Places", "why", "article", "moment", "map", "arrows", "hollow", "sort", "screen", "list", "part"
)
filters, chosen = page.filters, page.filters.locations
if filters.article and not (filters.why or chosen):
    blocks.note("The link's article says whose evidence of a place is shown; it names no place, and was ignored.")
moment = read_moment(page)
counted = moment.page  # as the numbers below are counted: under the days of the moment

total = counted.ask(count_places)
drawn = counted.ask(places_ranked, settings.MARKERS, also=chosen)
drawn = counted.ask(how_sure, drawn)
webgl = blocks.has_webgl()
gone = counted.ask(list_gone_places, settings.MARKERS)
places_alone = bool(filters.hollow)
shown, lost = (each[each["mentions"] > 0].assign(actor_mentions=0) if places_alone else each for each in (drawn, gone))
routes = None if filters.arrows else counted.ask(list_drawn, settings.ARROWS)
beside = BESIDE if routes is None or routes.empty else movements.describe_arrows(routes, BESIDE)
draw_map(
    page, counted, shown, locations.describe_map(shown, counted.ask(count_articles), beside),
    plain=bool(filters.drawn) or not webgl,
    chosen=chosen, around=None if moment.here is None else page.ask(places_ranked, settings.MARKERS),
    largest=0 if moment.here is None else page.ask(most_at_once, moment.bucket), gone=lost, routes=routes,
)  # fmt: skip
offer_box(page, MAP)
pick_moment(page, moment)
names = {place: page.names["locations"][place] for place in chosen}
doubtful = counted.ask(count_suspects)
blocks.draw_html(locations.chosen(counted, drawn, names, page.here))
legend = locations.MAP_LEGEND + (locations.GONE_LEGEND if len(lost) else "")
blocks.draw_html(legend + locations.lead_to_suspects(counted, doubtful))
if routes is not None and not routes.empty:
    blocks.draw_html(
        movements.ARROW_LEGEND + movements.lead_to_movements(counted, len(routes), counted.ask(count_drawn))
    )
outside = len(places_outside(shown, filters.box))
st.caption(
    "Click a place to filter by it."
    + (
        " You see all places of the articles that name one within the box; countries are within none."
        if filters.box
        else ""
    )
    + (f" {plural(outside, 'place')} outside this view: zoom out." if outside else "")
    + (f" The map has the {len(drawn):,} most named of {plural(total, 'place')}." if total > len(drawn) else "")
    + ("" if webgl else " Your browser has no WebGL: this is the plain map, which cannot be zoomed as far.")
)
with st.container(horizontal=True):
    widgets.toggle(page, "Without outlined places (named only for a government, army or people)", "hollow")
    if page.look_up(has_table, "movements"):
        widgets.toggle(page, "Without the arrows of movements", "arrows")
    if webgl:
        widgets.toggle(page, "Plain map", "drawn", "Without WebGL, as browsers without it draw it")

st.header(plural(total, "place"))
limit, offset = blocks.draw_screens(total, page)
places = counted.ask(places_ranked, limit, offset, sort="".join(filters.sort))
blocks.draw_table(places, locations.columns(page, counted), "No place is named in these articles.")
blocks.draw_html(locations.explain_ranking(counted, counted.ask(count_left_out)))
with st.container(horizontal=True):
    blocks.offer_csv(counted, "places", lambda page: page.ask(places_ranked, sort="".join(filters.sort)))
    blocks.offer_geojson(counted, "places", lambda page: page.ask(places_ranked))

draw_gone(page, counted, "locations")

for place in (filters.why or chosen)[:EXPLAINED]:
    st.header(f"Why here: {label(page.names['locations'][place])}", anchor=f"why-{place}")
    weighed = counted.ask(why_here, place, SPELLINGS, RIVALS)
    if weighed.empty:
        st.info("None of these articles names it.")
    else:
        blocks.draw_html(locations.explain(counted, place, weighed, page.here))

st.header("Not on the map")
size = settings.ROWS_A_SCREEN
unplaced = counted.ask(names_unplaced, size + 1, page.offset("unplaced", size))
unplaced = blocks.draw_part("unplaced", size, unplaced, page)
blocks.draw_table(unplaced, locations.unplaced_columns(counted), "Every place name in these articles is on the map.")
if not unplaced.empty:
    blocks.offer_csv(counted, "not-on-the-map", lambda page: page.ask(names_unplaced))
blocks.offer_data(page)
