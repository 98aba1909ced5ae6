"""Movements: who or what goes from where to where, on whose word: arrows on a map, routes, and each in its sentence."""

from dataclasses import replace
from itertools import batched

import streamlit as st

from dashboard import settings
from dashboard.app import blocks, shell, widgets
from dashboard.app.ending import end_page
from dashboard.app.maps import draw_map
from dashboard.app.selector import among
from dashboard.app.timeline import pick_moment, read_moment
from dashboard.charts.places import mark_ends
from dashboard.filters import FILTERS
from dashboard.queries import downloads
from dashboard.queries.movements import count_kinds, count_movements, list_movements
from dashboard.queries.routes import count_drawn, count_routes, list_drawn, list_ends, list_routes
from dashboard.views import movements
from dashboard.views.evidence import offer_number
from dashboard.wording import plural

# For those who do not see the map, or do not use a mouse.
BESIDE = "The table of routes below has the same, and its links do what a click on an arrow does."

page = shell.open_page(
    "Movements", "move", "status", "ends", "mover", "from-place", "to-place", "end-place", "unit", "moment", "map",
    "screen", "list", "part",
)  # fmt: skip
filters = page.filters
blocks.need_table(page, "movements")
moment = read_moment(page)
counted = moment.page  # as the numbers below are counted: under the days of the moment

total = counted.ask(count_movements)
arrows = counted.ask(list_drawn, settings.ARROWS)
ends = mark_ends(counted.ask(list_ends, settings.MARKERS))
webgl = blocks.has_webgl()
draw_map(
    page, counted, ends, movements.describe_arrows(arrows, BESIDE), plain=bool(filters.drawn) or not webgl,
    chosen=(*filters.from_places, *filters.to_places, *filters.end_places),
    around=None if moment.here is None else mark_ends(page.ask(list_ends, settings.MARKERS)),
    routes=arrows, title="Movements", choose=movements.show_end, numbers=movements.name_rows(arrows),
)  # fmt: skip
pick_moment(page, moment)
one_ended = counted.under(replace(counted.filters, ends=("from", "to"))).ask(count_movements)
left_out = movements.explain_left_out(counted, len(arrows), counted.ask(count_drawn), one_ended)
blocks.draw_html(movements.ARROW_LEGEND + movements.END_LEGEND + left_out)
st.caption(f"Click an arrow for its sentences, a place for what moves from or to it. {movements.EXPLAINED}")
if webgl:
    widgets.toggle(page, "Plain map", "drawn", "Without WebGL, as browsers without it draw it")

blocks.draw_html(movements.kinds(counted, counted.ask(count_kinds)))
boxes = [FILTERS[field] for field in ("movers", "statuses", "ends", "from_places", "to_places", "end_places")]
is_narrowed = any(getattr(filters, each.field) for each in boxes)
with st.expander("Narrow by who moves, from where, to where, and what is said", expanded=is_narrowed):
    for three in batched(boxes, 3):
        for column, each in zip(st.columns(3), three, strict=True):
            search = widgets.by_name(page, each.known) if each.known else among({name: name for name in each.choices})
            with column:
                widgets.choose(page, each.heading, each.field, search)
if total == 0:
    st.info("No movement of these articles has all of that. Take one of the filters away.")
    end_page()

st.header("Routes")
st.caption(f"{plural(counted.ask(count_routes), 'way')} from one place to another, of one kind; the most told first.")
size = settings.ROWS_A_SCREEN
listed = counted.ask(list_routes, size + 1, page.offset("routes", size))
listed = movements.name_rows(blocks.draw_part("routes", size, listed, page))
with st.container(key="routes"):
    blocks.draw_table(listed, movements.route_columns(counted), "No movement of these articles has all of that.")
blocks.offer_csv(counted, "routes", lambda page: page.ask(list_routes))

st.header(plural(total, filters.unit[0] if filters.unit else "movement"))
if filters.unit:
    st.caption("One movement of each is listed: of an article its first, of a story that of its earliest article.")
blocks.draw_html(offer_number(counted, "movements"))
limit, offset = blocks.draw_screens(total, page)
blocks.draw_cited(movements.movements(counted, counted.ask(list_movements, limit, offset)))
blocks.offer_csv(counted, "movements", lambda page: page.ask(downloads.movements))
blocks.offer_data(page)
