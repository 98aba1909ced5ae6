"""The map of places: one marker a place, its area growing with the mentions, its form saying how precise it is.

Limits first. A marker stands on the one point that the gazetteer gives: a country's lies somewhere in its
middle and says nothing about where in the country. Streamlit builds a map whose figure differs from the last
one anew, and the reader's pan and zoom are lost: draw what was clicked with `chosen` only when the page opens
or its places change; a click colours its marker by itself. Where the browser has no WebGL, `place_map` stays
blank; `place_map_flat` draws the same markers without it.

Both take a frame with a row a place: location_id, name, country_code, admin1, feature, latitude, longitude
(degrees, WGS 84), and the counts mentions, actor_mentions and articles; gazetteer_name, where there is one, is
told to who points at the marker. Rows without a point or a mention are not drawn. What the forms mean stands in
`markers`. The first of a marker's `customdata` is its location_id.
"""

from dashboard.charts.places.flat import place_map_flat
from dashboard.charts.places.markers import LEGEND
from dashboard.charts.places.views import outside_view
from dashboard.charts.places.webgl import place_map

__all__ = ["LEGEND", "outside_view", "place_map", "place_map_flat"]
