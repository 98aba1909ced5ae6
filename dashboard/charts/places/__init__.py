"""The map of places: one marker for each place. Its area grows with the mentions; its form says how precise it is.

Limits first. A marker stands at the one point that the gazetteer gives; for a country that is some point in its
middle, and says nothing about where in the country. When the figure changes, Streamlit builds the map anew, and the
user's pan and zoom are lost. So `chosen`, which colours the places that the page is filtered by, may change only when
the page or its places change; a click colours its marker in the browser, without a new figure. In a browser without
WebGL `place_map` stays blank; `place_map_flat` draws the same markers without it.

Both take a frame with a row for each place: location_id, name, country_code, admin1, feature, latitude, longitude
(degrees, WGS 84), and the counts mentions, actor_mentions and articles. The columns gazetteer_name and gone are
optional; where the first differs from name, the hover text gives it. Rows without a point or without a mention are not
drawn. The `customdata` of a marker is a list that begins with its location_id. `markers` says what the forms mean. A
column hover_counts is optional, too: what the hover text says in place of the counts. `routes` of movements are drawn
as `arrows` says.
"""

from dashboard.charts.places.arrows import list_arrows, mark_ends, read_route
from dashboard.charts.places.extents import places_outside
from dashboard.charts.places.flat import place_map_flat
from dashboard.charts.places.webgl import place_map

__all__ = ["list_arrows", "mark_ends", "place_map", "place_map_flat", "places_outside", "read_route"]
