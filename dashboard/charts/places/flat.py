"""The map for a browser without WebGL: the same forms in SVG, on outlines that travel in the figure."""

import html
from collections.abc import Collection
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.places import basemap
from dashboard.charts.places.extents import WIDTH, find_extent, to_mercator, widen
from dashboard.charts.places.markers import (
    BAND,
    EDGE,
    GAP,
    LETTER,
    NAME_GAP,
    NAME_SIZE,
    RING,
    SMALLEST_AREA,
    VERMILLION,
    WALL,
    WASH,
    discs,
    hover_and_click,
    lay_out,
    list_points,
)


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


def place_map_flat(places: pd.DataFrame, *, dark: bool, chosen: Collection[str] = ()) -> go.Figure:
    """Return the map for a browser without WebGL: the same markers on outlines that travel in the figure."""
    points = list_points(places, chosen)
    colours = basemap.palette(dark)
    extent = widen(find_extent(points), WIDTH)
    areas, towns = points[points["is_area"]], points[~points["is_area"]]
    figure = go.Figure([_land(colours), _borders(colours), *_areas(areas), _towns(towns, colours)])
    figure.add_trace(_names(points, WIDTH / (extent.east - extent.west), colours))
    figure.update_layout(
        lay_out(colours),
        geo={
            # Plotly fetches outlines of its own from the internet as soon as one of them is visible.
            "visible": False,
            "projection": {"type": "mercator"},
            "lonaxis": {"range": [extent.west, extent.east]},
            "lataxis": {"range": [extent.south, extent.north]},
            "bgcolor": colours.sea,
        },
    )
    return figure


def _land(colours: basemap.Palette) -> go.Scattergeo:
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


def _borders(colours: basemap.Palette) -> go.Scattergeo:
    """Return the lines between countries."""
    lines = basemap.border_lines()
    return go.Scattergeo(
        mode="lines",
        lon=lines.longitudes,
        lat=lines.latitudes,
        line={"width": 1.2, "color": colours.border},
        hoverinfo="skip",
    )


def _areas(points: pd.DataFrame) -> list[go.Scattergeo]:
    """Return regions and countries: a pale disc or pale wall, its edge, and a country's second edge."""
    markers = discs(points, SMALLEST_AREA)
    fills = [
        _pale(colour, 0.0 if hollow else WASH)
        for colour, hollow in zip(points["colour"], points["hollow"], strict=True)
    ]
    markers["marker"] |= {"color": fills, "opacity": 1, "line": {"width": EDGE, "color": points["colour"].tolist()}}
    hollow, countries = points[points["hollow"]], points[points["form"] == "country"]
    walls = [_pale(colour, WASH) for colour in hollow["colour"]]
    return [
        go.Scattergeo(**markers, **hover_and_click(points, 1, _pale(VERMILLION, 2 * WASH))),
        _rings(hollow, hollow["pixels"] - BAND, BAND, walls),
        _rings(countries, countries["pixels"] + 2 * GAP + EDGE, EDGE, countries["colour"].tolist()),
    ]


def _rings(points: pd.DataFrame, pixels: "pd.Series[float]", width: float, colours: list[str]) -> go.Scattergeo:
    """Return rings that the reader cannot point at, so many pixels across their middle line."""
    return go.Scattergeo(
        mode="markers",
        lon=points["longitude"].tolist(),
        lat=points["latitude"].tolist(),
        marker={
            "symbol": "circle-open",
            "size": pixels.round(1).tolist(),
            "color": colours,
            "line": {"width": width, "color": colours},
        },
        # A click elsewhere would fade them.
        unselected={"marker": {"opacity": 1}},
        hoverinfo="skip",
    )


def _towns(points: pd.DataFrame, colours: basemap.Palette) -> go.Scattergeo:
    """Return all towns. SVG keeps the order of the rows, and has outlines: one trace will do."""
    markers = discs(points)
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
    return go.Scattergeo(**markers, **hover_and_click(points))


def _pale(colour: str, opacity: float) -> str:
    """Return the colour `#rrggbb` at this opacity."""
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, {opacity:g})"


def _names(points: pd.DataFrame, scale: float, colours: basemap.Palette) -> go.Scattergeo:
    """Return the names that have room on the right of their markers, those of the largest first."""
    places = points.sort_values(["total", "location_id"], ascending=[False, True]).to_dict("records")
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
    x, y, radius = place["longitude"] * scale, to_mercator(place["latitude"]) * scale, place["room"] / 2
    return Box(x - radius, y - radius, x + radius, y + radius)


def _name_box(place: dict[Any, Any], scale: float) -> Box:
    """Return the room of a place's name on the right of its marker."""
    marker = _marker_box(place, scale)
    left, middle = marker.right + NAME_GAP, (marker.bottom + marker.top) / 2
    return Box(left, middle - NAME_SIZE / 2, left + LETTER * len(place["name"]), middle + NAME_SIZE / 2)
