"""The map for a browser with WebGL: MapLibre over our own outlines, drawn by Plotly's Scattermap.

Towns are circles of Plotly's traces, which have no outline. Areas need one, and a pale inside, so they are circles of
the map's style; an invisible trace beneath the towns gives them hover texts and takes their clicks.
"""

import itertools
import math
from collections.abc import Collection, Iterator
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.places import basemap
from dashboard.charts.places.extents import find_camera, find_extent
from dashboard.charts.places.markers import (
    BAND,
    GAP,
    HALO,
    HOLLOW_LINE,
    NAME_GAP,
    NAME_SIZE,
    OUTLINE,
    PALE,
    SMALLEST_AREA,
    discs,
    hover_and_click,
    lay_out,
    list_points,
)

# Pixels: the least diameter of the towns in each layer; layers with smaller markers are drawn above. Within one layer
# MapLibre draws tile by tile, so that at the edge of a tile a large marker may hide a small one, whatever their order.
TIERS = (30.0, 22.0, 16.0, 11.0, 0.0)

# Pixels: the diameter from which a place's name may cover smaller markers. The places named most stand in a crowd of
# others, and would go without a name if it had to keep clear of them.
LARGE = 16.0

# Where the marker is, seen from its name, in the order in which MapLibre tries them.
SIDES = ("left", "right", "bottom", "top", "bottom-left", "top-left", "bottom-right", "top-right")

# The lowest layer of names; markers are drawn below it.
NAMES = "place"

type Json = dict[Any, Any]


def place_map(places: pd.DataFrame, outlines_url: str, *, dark: bool, chosen: Collection[str] = ()) -> go.Figure:
    """Return the map for a browser with WebGL, over the outlines at this absolute URL.

    It opens on the extent that holds most of the mentions; `places_outside` returns the places beyond it.
    """
    basemap.check()
    points = list_points(places, chosen)
    colours = basemap.palette(dark)
    figure = go.Figure()
    areas, towns = points[points["is_area"]], points[~points["is_area"]]
    if len(areas):
        trace = go.Scattermap(**discs(areas, SMALLEST_AREA), **hover_and_click(areas, 0.0))
        figure.add_trace(trace.update(marker_opacity=0.0))
    for tier in _tiers(towns):
        figure.add_trace(_circles_without_hover(tier, tier["pixels"] + 2 * HALO, colours.land))
        figure.add_trace(go.Scattermap(**discs(tier), **hover_and_click(tier)))
        hollow = tier[tier["hollow"]]
        if len(hollow):
            figure.add_trace(_circles_without_hover(hollow, hollow["pixels"] - 2 * HOLLOW_LINE, colours.land))
    if figure.data == ():
        # Without any trace Plotly draws no map, not even the land.
        figure.add_trace(go.Scattermap(lon=[0], lat=[0], mode="markers", marker={"opacity": 0}, hoverinfo="skip"))
    figure.update_traces(below=NAMES)
    figure.update_layout(
        lay_out(colours),
        map={"style": _style(points, outlines_url, dark), "fitbounds": False, **find_camera(find_extent(points))},
    )
    return figure


def _tiers(points: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Yield the towns by tiers of size, the largest first; tiers without a town are left out."""
    for above, least in itertools.pairwise((math.inf, *TIERS)):
        tier = points[(points["pixels"] >= least) & (points["pixels"] < above)]
        if len(tier):
            yield tier


def _circles_without_hover(points: pd.DataFrame, pixels: "pd.Series[float]", colour: str) -> go.Scattermap:
    """Return circles that give towns an outline from below, or a hole from above: Scattermap has no other outlines."""
    return go.Scattermap(
        mode="markers",
        lon=points["longitude"].tolist(),
        lat=points["latitude"].tolist(),
        marker={"size": pixels.round(1).tolist(), "sizemode": "diameter", "color": colour, "opacity": 1},
        # Without it Plotly fades them when a marker is clicked.
        unselected={"marker": {"opacity": 1}},
        hoverinfo="skip",
    )


def _style(points: pd.DataFrame, outlines_url: str, dark: bool) -> Json:
    """Return the style of the basemap, with layers for areas and for the names of all places."""
    style = basemap.style(outlines_url, dark, unnamed=points["name"].tolist())
    by_total = points.sort_values(["total", "location_id"], ascending=[False, True])
    features = [_feature(rank, place) for rank, place in enumerate(by_total.to_dict("records"))]
    style["sources"]["places"] = {
        "type": "geojson",
        "data": {"type": "FeatureCollection", "features": features},
    }
    style["layers"] += [*_areas(), *_names(basemap.palette(dark))]
    return style


def _feature(rank: int, place: Json) -> Json:
    """Return the GeoJSON feature of a place, from which the style draws its name and form.

    `rank` is 0 for the place with most mentions. `offset` is the distance of the name from the point, in ems.
    """
    return {
        "type": "Feature",
        "properties": {
            "name": place["name"],
            "form": place["form"],
            "hollow": bool(place["hollow"]),
            "colour": place["colour"],
            "rank": rank,
            "pixels": round(place["pixels"], 1),
            "outer_pixels": round(place["outer_pixels"], 1),
            "offset": round((place["outer_pixels"] / 2 + NAME_GAP) / NAME_SIZE, 2),
        },
        "geometry": {"type": "Point", "coordinates": [place["longitude"], place["latitude"]]},
    }


def _areas() -> list[Json]:
    """Return the layers of areas: pale circles or the pale bands of hollow ones, outlines, and second outlines."""
    area, hollow = ["!=", ["get", "form"], "town"], ["get", "hollow"]
    radius = ["/", ["get", "pixels"], 2]
    inside = {
        "circle-radius": ["-", radius, ["case", hollow, BAND, 0]],
        "circle-color": ["get", "colour"],
        "circle-opacity": ["case", hollow, 0, PALE],
        # MapLibre draws a stroke around the circle, not on its edge.
        "circle-stroke-width": ["case", hollow, BAND, 0],
        "circle-stroke-color": ["get", "colour"],
        "circle-stroke-opacity": PALE,
    }
    outline = {
        "circle-radius": ["-", radius, OUTLINE],
        "circle-opacity": 0,
        "circle-stroke-width": OUTLINE,
        "circle-stroke-color": ["get", "colour"],
    }
    second = {**outline, "circle-radius": ["+", radius, GAP]}
    return [
        _circles("area", area, inside),
        _circles("area-outline", area, outline),
        _circles("country-outline", ["==", ["get", "form"], "country"], second),
    ]


def _circles(layer: str, shown: list[Any], paint: Json) -> Json:
    """Return a layer of circles for the places that the filter `shown` lets through."""
    return {
        "id": layer,
        "type": "circle",
        "source": "places",
        "filter": shown,
        "layout": {"circle-sort-key": ["get", "rank"]},
        "paint": paint,
    }


def _names(colours: basemap.Palette) -> list[Json]:
    """Return the layers of names; names of large places keep clear of large markers only, other names of all markers.

    They belong to the style and not to a trace, because only there MapLibre tries all sides of a marker, leaves out a
    name that has no room, and draws it once there is room after zooming in. MapLibre places the last layer first.
    """
    large, small = [">=", ["get", "pixels"], LARGE], ["<", ["get", "pixels"], LARGE]
    return [
        _text(NAMES, small, colours),
        _clearance("clearance", small),
        _text("large-place", large, colours),
        _clearance("large-clearance", large),
    ]


def _text(layer: str, shown: list[Any], colours: basemap.Palette) -> Json:
    """Return a layer of the names of the places that the filter `shown` lets through."""
    return {
        "id": layer,
        "type": "symbol",
        "source": "places",
        "filter": shown,
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


def _clearance(layer: str, shown: list[Any]) -> Json:
    """Return the layer that keeps names off markers, by an invisible text over each marker.

    MapLibre keeps texts apart from texts, but not from circles. An em dash is as wide as its line is high.
    """
    return {
        "id": layer,
        "type": "symbol",
        "source": "places",
        "filter": shown,
        "layout": {
            "text-field": "—",
            "text-size": ["get", "outer_pixels"],
            "text-line-height": 1,
            "text-padding": 0,
            "text-allow-overlap": True,
        },
        "paint": {"text-opacity": 0},
    }
