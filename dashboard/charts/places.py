"""The map of places: one marker a place, its area growing with the mentions.

Limits first. A marker stands on the one point that the gazetteer gives: a country's lies somewhere in its
middle and says nothing about where in the country. Streamlit builds a map whose figure differs from the last
one anew, and the reader's pan and zoom are lost: draw what was clicked with `chosen` only when the page opens
or its places change; a click colours its marker by itself. Where the browser has no WebGL, `place_map` stays
blank; `place_map_flat` draws the same markers without it.

Both take a frame with a row a place: location_id, name, country_code, admin1, feature, latitude, longitude
(degrees, WGS 84), and the counts mentions, actor_mentions and articles. Rows without a point or a mention are
not drawn. A marker is hollow when its place is named only for a government, an army or a people ("Baghdad has
allowed in hundreds of soldiers"). The first of a marker's `customdata` is its location_id.
"""

import html
import itertools
import math
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from dashboard import basemap

# Pixels: with the page's head and its filters the map fills a laptop's screen.
HEIGHT = 520

# Pixels across the largest marker, and across the smallest: less is hard to hit.
LARGEST, SMALLEST = 40.0, 7.0
# Mentions that make the largest marker when no place has as many: one mention is not drawn as large as a war.
FULL_SIZE = 20
# Pixels: the ring in the land's colour that keeps overlapping markers apart, and the wall of a hollow marker.
RING, WALL = 1.5, 2.2
# Pixels across: where a layer of markers ends and the next, drawn above it, begins. MapLibre draws tile by
# tile: within one layer a large marker may hide a small one across a tile's edge, whatever the order of rows.
TIERS = (30.0, 22.0, 16.0, 11.0, 0.0)

BLUE, VERMILLION = "#0072B2", "#D55E00"
# As transparent as a marker can be that keeps 3:1 against the land in both themes.
OPACITY = 0.92

# Pixels: a place's name, a letter of it, and its distance from its marker.
NAME_SIZE, LETTER, NAME_GAP = 12, 6.5, 3
# Where the marker is, seen from its name; the first that is free is taken.
SIDES = ("left", "right", "bottom", "top", "bottom-left", "top-left", "bottom-right", "top-right")

# Degrees: a view is at least so wide and high, and shows one town with the country around it.
NARROWEST = 6.0
# Share of the view that is left free on each side, for names and large markers.
MARGIN = 0.05
# Share of the mentions, along either axis, that the map opens on: news of one war names Washington and Moscow, too,
# and a map of all of it would be a blot on a globe.
MOST = 0.8
# Pixels: the width of the map beside its table on a laptop, and of MapLibre's world at zoom 0.
WIDTH, WORLD_PIXELS = 540, 512
# Pixels: the width that the flat map is laid out for; in a narrower page Plotly shrinks it.
FLAT_WIDTH = 960


class View(NamedTuple):
    """What a map shows when it opens, in degrees."""

    west: float
    south: float
    east: float
    north: float


# A map without any point: the inhabited world.
WORLD = View(-125.0, -45.0, 150.0, 65.0)


class Box(NamedTuple):
    """The room that a marker or a name takes on the flat map, in pixels."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: "Box") -> bool:
        """Return whether both share a pixel."""
        return (
            self.left < other.right and other.left < self.right and self.bottom < other.top and other.bottom < self.top
        )


def place_map(places: pd.DataFrame, outlines_url: str, *, dark: bool, chosen: Collection[str] = ()) -> go.Figure:
    """Return the map for a browser with WebGL, over the outlines at that absolute URL.

    It opens on where most of the mentions are; `outside_view` says which places lie beyond that.
    """
    basemap.check()
    points = _points(places, chosen)
    colours = basemap.palette(dark)
    figure = go.Figure()
    for tier in _tiers(points):
        figure.add_trace(_underlay(tier, tier["pixels"] + 2 * RING, colours.land))
        figure.add_trace(go.Scattermap(**_markers(tier), **_hover_and_click(tier)))
        hollow = tier[tier["hollow"]]
        if len(hollow):
            figure.add_trace(_underlay(hollow, hollow["pixels"] - 2 * WALL, colours.land))
    if figure.data == ():
        # Without a trace Plotly draws no map, and so no land either.
        figure.add_trace(go.Scattermap(lon=[0], lat=[0], mode="markers", marker={"opacity": 0}, hoverinfo="skip"))
    figure.update_layout(
        _layout(colours),
        map={"style": _style(points, outlines_url, dark), "fitbounds": False, **_camera(_view(points))},
    )
    return figure


def place_map_flat(places: pd.DataFrame, *, dark: bool, chosen: Collection[str] = ()) -> go.Figure:
    """Return the map for a browser without WebGL: the same markers on outlines that travel in the figure."""
    points = _points(places, chosen)
    colours = basemap.palette(dark)
    view = _flat_view(_view(points))
    figure = go.Figure([_flat_land(colours), _flat_borders(colours)])
    figure.add_trace(_flat_markers(points, colours))
    figure.add_trace(_flat_names(points, FLAT_WIDTH / (view.east - view.west), colours))
    figure.update_layout(
        _layout(colours),
        geo={
            # Plotly fetches outlines of its own from the internet as soon as one of them is visible.
            "visible": False,
            "projection": {"type": "mercator"},
            "lonaxis": {"range": [view.west, view.east]},
            "lataxis": {"range": [view.south, view.north]},
            "bgcolor": colours.sea,
        },
    )
    return figure


def outside_view(places: pd.DataFrame) -> pd.DataFrame:
    """Return the places that are drawn outside of what the map shows when it opens."""
    points = _points(places, ())
    view = _view(points)
    inside = points["longitude"].between(view.west, view.east) & points["latitude"].between(view.south, view.north)
    return points[~inside]


def _points(places: pd.DataFrame, chosen: Collection[str]) -> pd.DataFrame:
    """Return the places that are drawn, largest first, with the columns their markers need."""
    points = places.dropna(subset=["latitude", "longitude"])
    points = points.assign(total=points["mentions"] + points["actor_mentions"])
    points = points[points["total"] > 0]
    points = points.sort_values(["total", "location_id"], ascending=[False, True], ignore_index=True)
    full = max([FULL_SIZE, *points["total"]])
    return points.assign(
        full=full,
        # As Plotly draws it when the area stands for the total.
        pixels=[max(SMALLEST, LARGEST * math.sqrt(total / full)) for total in points["total"]],
        hollow=points["mentions"] == 0,
        colour=[VERMILLION if place in chosen else BLUE for place in points["location_id"]],
        words=[_words(place) for place in points.to_dict("records")],
    )


def _tiers(points: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Yield the places in layers, the one with the largest markers first."""
    for above, least in itertools.pairwise((math.inf, *TIERS)):
        tier = points[(points["pixels"] >= least) & (points["pixels"] < above)]
        if len(tier):
            yield tier


def _markers(points: pd.DataFrame) -> dict[str, Any]:
    """Return the discs, for either kind of map: their area stands for the total."""
    full = points["full"].max() if len(points) else FULL_SIZE
    return {
        "mode": "markers",
        "lon": points["longitude"].tolist(),
        "lat": points["latitude"].tolist(),
        "marker": {
            "size": points["total"].tolist(),
            "sizemode": "area",
            # Plotly's rule: twice the largest value over the square of its diameter.
            "sizeref": 2 * float(full) / LARGEST**2,
            # Plotly takes a radius here.
            "sizemin": SMALLEST / 2,
            "color": points["colour"].tolist(),
            "opacity": OPACITY,
        },
    }


def _hover_and_click(points: pd.DataFrame) -> dict[str, Any]:
    """Return what a marker tells the reader who points at it, and the page when it is clicked."""
    return {
        "customdata": points[["location_id"]].to_numpy().tolist(),
        "text": points["words"].tolist(),
        "hovertemplate": "%{text}<extra></extra>",
        # At once, before the page has heard of it.
        "selected": {"marker": {"opacity": OPACITY, "color": VERMILLION}},
        # Plotly would fade everything else, and with it the map.
        "unselected": {"marker": {"opacity": OPACITY}},
    }


def _underlay(points: pd.DataFrame, pixels: "pd.Series[float]", colour: str) -> go.Scattermap:
    """Return circles that the reader cannot point at: without a sprite MapLibre has no outlined marker."""
    return go.Scattermap(
        mode="markers",
        lon=points["longitude"].tolist(),
        lat=points["latitude"].tolist(),
        marker={"size": pixels.round(1).tolist(), "sizemode": "diameter", "color": colour, "opacity": 1},
        # A click elsewhere would fade them.
        unselected={"marker": {"opacity": 1}},
        hoverinfo="skip",
    )


def _style(points: pd.DataFrame, outlines_url: str, dark: bool) -> dict[str, Any]:
    """Return the basemap with the places' names.

    They are part of the style, not of a trace: only there can MapLibre try all sides of a marker, leave out a
    name that has no room, and draw it once the reader zooms in.
    """
    style = basemap.style(outlines_url, dark, unnamed=points["name"].tolist())
    colours = basemap.palette(dark)
    features = [_name(rank, place) for rank, place in enumerate(points.to_dict("records"))]
    style["sources"]["places"] = {
        "type": "geojson",
        "data": {"type": "FeatureCollection", "features": features},
    }
    names = {
        "id": "place",
        "type": "symbol",
        "source": "places",
        "layout": {
            "text-field": ["get", "name"],
            "text-size": NAME_SIZE,
            "text-variable-anchor": list(SIDES),
            "text-radial-offset": ["get", "offset"],
            "text-justify": "auto",
            "symbol-sort-key": ["get", "rank"],
        },
        "paint": {"text-color": colours.text, **basemap.halo(colours)},
    }
    # MapLibre keeps names apart from names, not from circles. An unseen em dash, as wide as its line is high,
    # stands for each marker. The last layer is placed first, so that every name makes room for it.
    markers = {
        "id": "place-room",
        "type": "symbol",
        "source": "places",
        "layout": {
            "text-field": "—",
            "text-size": ["get", "pixels"],
            "text-line-height": 1,
            "text-padding": 0,
            "text-allow-overlap": True,
        },
        "paint": {"text-opacity": 0},
    }
    style["layers"] += [names, markers]
    return style


def _name(rank: int, place: dict[Any, Any]) -> dict[str, Any]:
    """Return the feature of GeoJSON that holds a place's name; its offset is in ems."""
    return {
        "type": "Feature",
        "properties": {
            "name": place["name"],
            "rank": rank,
            "pixels": round(place["pixels"], 1),
            "offset": round((place["pixels"] / 2 + NAME_GAP) / NAME_SIZE, 2),
        },
        "geometry": {"type": "Point", "coordinates": [place["longitude"], place["latitude"]]},
    }


def _flat_land(colours: basemap.Palette) -> go.Scattergeo:
    """Return all countries, filled."""
    lines = basemap.land_lines()
    return go.Scattergeo(
        mode="lines",
        lon=lines.longitudes,
        lat=lines.latitudes,
        # So that neighbours meet without a gap.
        line={"width": 0.5, "color": colours.land},
        fill="toself",
        fillcolor=colours.land,
        hoverinfo="skip",
    )


def _flat_borders(colours: basemap.Palette) -> go.Scattergeo:
    """Return the lines between countries."""
    lines = basemap.border_lines()
    return go.Scattergeo(
        mode="lines",
        lon=lines.longitudes,
        lat=lines.latitudes,
        line={"width": 1.2, "color": colours.border},
        hoverinfo="skip",
    )


def _flat_markers(points: pd.DataFrame, colours: basemap.Palette) -> go.Scattergeo:
    """Return all markers. SVG keeps the order of the rows, and has outlines: one trace will do."""
    markers = _markers(points)
    hollow = points["hollow"].tolist()
    # An open circle's line is its wall, in its own colour; a disc's is the ring that sets it apart.
    markers["marker"] |= {
        "symbol": ["circle-open" if is_hollow else "circle" for is_hollow in hollow],
        "line": {
            "width": [WALL if is_hollow else RING for is_hollow in hollow],
            "color": [
                colour if is_hollow else colours.land
                for is_hollow, colour in zip(hollow, points["colour"], strict=True)
            ],
        },
    }
    return go.Scattergeo(**markers, **_hover_and_click(points))


def _flat_names(points: pd.DataFrame, scale: float, colours: basemap.Palette) -> go.Scattergeo:
    """Return the names that have room on the right of their markers, those of the largest first."""
    places = points.to_dict("records")
    taken = [_marker_box(place, scale) for place in places]
    longitudes = []
    named = []
    for place in places:
        box = _name_box(place, scale)
        if not any(box.meets(other) for other in taken):
            taken.append(box)
            named.append(place)
            longitudes.append(box.left / scale)
    return go.Scattergeo(
        mode="text",
        lon=longitudes,
        lat=[place["latitude"] for place in named],
        text=[html.escape(place["name"]) for place in named],
        textposition="middle right",
        textfont={"size": NAME_SIZE, "color": colours.text},
        # A click on a marker would fade them.
        unselected={"textfont": {"color": colours.text}},
        hoverinfo="skip",
    )


def _marker_box(place: dict[Any, Any], scale: float) -> Box:
    """Return the room of a place's marker at so many pixels a degree."""
    x, y, radius = place["longitude"] * scale, _mercator(place["latitude"]) * scale, place["pixels"] / 2
    return Box(x - radius, y - radius, x + radius, y + radius)


def _name_box(place: dict[Any, Any], scale: float) -> Box:
    """Return the room of a place's name on the right of its marker."""
    marker = _marker_box(place, scale)
    left, middle = marker.right + NAME_GAP, (marker.bottom + marker.top) / 2
    return Box(left, middle - NAME_SIZE / 2, left + LETTER * len(place["name"]), middle + NAME_SIZE / 2)


def _flat_view(view: View) -> View:
    """Return the view made as wide, or as high, as the flat map is."""
    low, high = _mercator(view.south), _mercator(view.north)
    width = max(view.east - view.west, (high - low) * FLAT_WIDTH / HEIGHT)
    height = width * HEIGHT / FLAT_WIDTH
    longitude, middle = (view.west + view.east) / 2, (low + high) / 2
    return View(
        longitude - width / 2,
        _latitude(middle - height / 2),
        longitude + width / 2,
        _latitude(middle + height / 2),
    )


def _mercator(latitude: float) -> float:
    """Return how far from the equator Mercator draws it, in degrees of longitude."""
    return math.degrees(math.asinh(math.tan(math.radians(latitude))))


def _latitude(mercator: float) -> float:
    """Return the latitude that Mercator draws there."""
    return math.degrees(math.atan(math.sinh(math.radians(mercator))))


def _view(points: pd.DataFrame) -> View:
    """Return the view that shows most of the mentions, with a margin, and is not narrower than a country."""
    if points.empty:
        return WORLD
    west, east = _widened(*_middle(points["longitude"], points["total"]))
    south, north = _widened(*_middle(points["latitude"], points["total"]))
    return View(max(west, -180.0), max(south, -80.0), min(east, 180.0), min(north, 80.0))


def _middle(degrees: "pd.Series[float]", mentions: "pd.Series[int]") -> tuple[float, float]:
    """Return the ends of the shortest stretch of degrees in which MOST of the mentions lie."""
    order = degrees.argsort()
    ordered, weights = degrees.iloc[order].to_numpy(), mentions.iloc[order].to_numpy()
    up_to = weights.cumsum()
    enough = up_to.searchsorted(up_to - weights + MOST * up_to[-1])
    starts = [start for start, end in enumerate(enough) if end < len(ordered)]
    start = min(starts, key=lambda start: ordered[enough[start]] - ordered[start])
    return float(ordered[start]), float(ordered[enough[start]])


def _widened(low: float, high: float) -> tuple[float, float]:
    """Return both ends, moved apart."""
    by = max(MARGIN * (high - low), (NARROWEST - (high - low)) / 2)
    return low - by, high + by


def _camera(view: View) -> dict[str, Any]:
    """Return the centre and zoom at which MapLibre shows this view on a map as wide as ours is in the page."""
    low, high = _mercator(view.south), _mercator(view.north)
    across, along = WIDTH / (view.east - view.west), HEIGHT / (high - low)
    centre = {"lon": (view.west + view.east) / 2, "lat": _latitude((low + high) / 2)}
    return {"center": centre, "zoom": round(math.log2(min(across, along) * 360 / WORLD_PIXELS), 2)}


def _layout(colours: basemap.Palette) -> dict[str, Any]:
    """Return what both maps share."""
    return {
        "height": HEIGHT,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "showlegend": False,
        "paper_bgcolor": "rgba(0, 0, 0, 0)",
        # The same for every figure: pan and zoom outlive a figure that is drawn over.
        "uirevision": "places",
        "hoverlabel": {
            "bgcolor": colours.land,
            "bordercolor": colours.border,
            "font": {"color": colours.text, "size": 13},
            "align": "left",
        },
        "modebar": {"bgcolor": "rgba(0, 0, 0, 0)", "color": colours.name, "activecolor": colours.text},
        "annotations": [
            {
                "text": basemap.ATTRIBUTION,
                "x": 1,
                "y": 0,
                "xref": "paper",
                "yref": "paper",
                "xanchor": "right",
                "yanchor": "bottom",
                "showarrow": False,
                "font": {"size": 10, "color": colours.name},
            }
        ],
    }


def _words(place: dict[Any, Any]) -> str:
    """Return the hover text: name, region and country, counts; escaped, since Plotly reads it as HTML."""
    country = basemap.country_names().get(place["country_code"], place["country_code"])
    # Not "Aleppo, Aleppo".
    around = [part for part in (place["admin1"], country) if pd.notna(part) and part != place["name"]]
    lines = [f"<b>{html.escape(place['name'])}</b>", html.escape(", ".join(around)), _counts(place)]
    return "<br>".join(line for line in lines if line)


def _counts(place: dict[Any, Any]) -> str:
    """Return the counts in words: "12 mentions in 5 articles"; mentions as an actor are said apart."""
    articles = _plural(place["articles"], "article")
    mentions, as_actor = place["mentions"], place["actor_mentions"]
    if not as_actor:
        return f"{_plural(mentions, 'mention')} in {articles}"
    if not mentions:
        return f"{_plural(as_actor, 'mention')} as an actor in {articles}"
    return f"{_plural(mentions, 'mention')}, {as_actor:,} more as an actor, in {articles}"


def _plural(count: int, noun: str) -> str:
    """Return the count with its noun: "1 article", "1,204 articles"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
