"""The map for a browser without WebGL: the same markers in SVG, over outlines that are part of the figure."""

import html
from collections.abc import Collection
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.places import basemap
from dashboard.charts.places.extents import WIDTH, find_extent, to_mercator, widen
from dashboard.charts.places.markers import (
    BAND,
    GAP,
    HALO,
    HOLLOW_LINE,
    LETTER,
    NAME_GAP,
    NAME_SIZE,
    OUTLINE,
    PALE,
    SMALLEST_AREA,
    VERMILLION,
    discs,
    hover_and_click,
    lay_out,
    list_points,
)


class Box(NamedTuple):
    """The rectangle that a marker or a name covers on the flat map, in pixels."""

    left: float
    bottom: float
    right: float
    top: float

    def overlaps(self, other: "Box") -> bool:
        """Return whether both boxes cover a common area."""
        return (
            self.left < other.right and other.left < self.right and self.bottom < other.top and other.bottom < self.top
        )


def place_map_flat(places: pd.DataFrame, *, dark: bool, chosen: Collection[str] = ()) -> go.Figure:
    """Return the map for a browser without WebGL, over outlines that are part of the figure."""
    points = list_points(places, chosen)
    colours = basemap.palette(dark)
    extent = widen(find_extent(points), WIDTH)
    areas, towns = points[points["is_area"]], points[~points["is_area"]]
    figure = go.Figure([_land(colours), _borders(colours), *_areas(areas), _towns(towns, colours)])
    figure.add_trace(_names(points, WIDTH / (extent.east - extent.west), colours))
    figure.update_layout(
        lay_out(colours),
        geo={
            # As soon as one of Plotly's own outlines is visible, Plotly fetches them from the internet.
            "visible": False,
            "projection": {"type": "mercator"},
            "lonaxis": {"range": [extent.west, extent.east]},
            "lataxis": {"range": [extent.south, extent.north]},
            "bgcolor": colours.sea,
        },
    )
    return figure


def _land(colours: basemap.Palette) -> go.Scattergeo:
    """Return the filled shapes of all countries."""
    lines = basemap.land_lines()
    return go.Scattergeo(
        mode="lines",
        lon=lines.longitudes,
        lat=lines.latitudes,
        # Closes the gaps that would be seen between neighbours.
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
    """Return regions and countries: pale circles with an outline, the pale bands of hollow ones, second outlines."""
    markers = discs(points, SMALLEST_AREA)
    fills = [
        _pale(colour, 0.0 if hollow else PALE)
        for colour, hollow in zip(points["colour"], points["hollow"], strict=True)
    ]
    markers["marker"] |= {"color": fills, "opacity": 1, "line": {"width": OUTLINE, "color": points["colour"].tolist()}}
    hollow, countries = points[points["hollow"]], points[points["form"] == "country"]
    bands = [_pale(colour, PALE) for colour in hollow["colour"]]
    return [
        go.Scattergeo(**markers, **hover_and_click(points, 1, _pale(VERMILLION, 2 * PALE))),
        _rings(hollow, hollow["pixels"] - BAND, BAND, bands),
        _rings(countries, countries["pixels"] + 2 * GAP + OUTLINE, OUTLINE, countries["colour"].tolist()),
    ]


def _rings(points: pd.DataFrame, pixels: "pd.Series[float]", width: float, colours: list[str]) -> go.Scattergeo:
    """Return rings without hover; `pixels` are their diameters, measured to the middle of the line."""
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
        # Without it Plotly fades them when a marker is clicked.
        unselected={"marker": {"opacity": 1}},
        hoverinfo="skip",
    )


def _towns(points: pd.DataFrame, colours: basemap.Palette) -> go.Scattergeo:
    """Return all towns. One trace is enough, since SVG draws in the order of the rows and can draw outlines."""
    markers = discs(points)
    hollow = points["hollow"].tolist()
    # The line of a hollow town is its circle, in its colour; that of any other keeps it apart from its neighbours.
    markers["marker"] |= {
        "symbol": ["circle-open" if is_hollow else "circle" for is_hollow in hollow],
        "line": {
            "width": [HOLLOW_LINE if is_hollow else HALO for is_hollow in hollow],
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
    """Return the names that fit to the right of their markers without covering another name or marker.

    The names of the largest are placed first. `scale` is in pixels per degree of longitude.
    """
    places = points.sort_values(["total", "location_id"], ascending=[False, True]).to_dict("records")
    taken = [_marker_box(place, scale) for place in places]
    longitudes = []
    named = []
    for place in places:
        box = _name_box(place, scale)
        if not any(box.overlaps(other) for other in taken):
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
        # Without it Plotly fades them when a marker is clicked.
        unselected={"textfont": {"color": colours.text}},
        hoverinfo="skip",
    )


def _marker_box(place: dict[Any, Any], scale: float) -> Box:
    """Return the box of a place's marker; `scale` is in pixels per degree of longitude."""
    x, y, radius = place["longitude"] * scale, to_mercator(place["latitude"]) * scale, place["outer_pixels"] / 2
    return Box(x - radius, y - radius, x + radius, y + radius)


def _name_box(place: dict[Any, Any], scale: float) -> Box:
    """Return the box of a place's name to the right of its marker."""
    marker = _marker_box(place, scale)
    left, middle = marker.right + NAME_GAP, (marker.bottom + marker.top) / 2
    return Box(left, middle - NAME_SIZE / 2, left + LETTER * len(place["name"]), middle + NAME_SIZE / 2)
