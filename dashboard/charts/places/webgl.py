"""The map for a browser with WebGL: MapLibre over our own outlines, drawn by Plotly's Scattermap.

Towns are Plotly's circles. Areas are circles of the map's style, which alone can have an edge and a wall that one sees
through; an unseen trace beneath the towns makes them tell what they are and take clicks.
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
    EDGE,
    GAP,
    NAME_GAP,
    NAME_SIZE,
    RING,
    SMALLEST_AREA,
    WALL,
    WASH,
    discs,
    hover_and_click,
    lay_out,
    list_points,
)

# Pixels across: where a layer of markers ends and the next, drawn above it, begins. MapLibre draws tile by
# tile: within one layer a large marker may hide a small one across a tile's edge, whatever the order of rows.
TIERS = (30.0, 22.0, 16.0, 11.0, 0.0)

# Pixels across: the name of a place as large as this is written over smaller markers. If it made way for them, the
# most named place would go without its name, since it stands in a crowd.
LARGE = 16.0

# Where the marker is, seen from its name; the first that is free is taken.
SIDES = ("left", "right", "bottom", "top", "bottom-left", "top-left", "bottom-right", "top-right")

# The lowest layer of names; markers are drawn below it.
NAMES = "place"

type Json = dict[Any, Any]


def place_map(places: pd.DataFrame, outlines_url: str, *, dark: bool, chosen: Collection[str] = ()) -> go.Figure:
    """Return the map for a browser with WebGL, over the outlines at that absolute URL.

    It opens on where most of the mentions are; `places_outside` says which places lie beyond that.
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
        figure.add_trace(_underlay(tier, tier["pixels"] + 2 * RING, colours.land))
        figure.add_trace(go.Scattermap(**discs(tier), **hover_and_click(tier)))
        hollow = tier[tier["hollow"]]
        if len(hollow):
            figure.add_trace(_underlay(hollow, hollow["pixels"] - 2 * WALL, colours.land))
    if figure.data == ():
        # Without a trace Plotly draws no map, and so no land either.
        figure.add_trace(go.Scattermap(lon=[0], lat=[0], mode="markers", marker={"opacity": 0}, hoverinfo="skip"))
    figure.update_traces(below=NAMES)
    figure.update_layout(
        lay_out(colours),
        map={"style": _style(points, outlines_url, dark), "fitbounds": False, **find_camera(find_extent(points))},
    )
    return figure


def _tiers(points: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Yield the places in layers, the one with the largest markers first."""
    for above, least in itertools.pairwise((math.inf, *TIERS)):
        tier = points[(points["pixels"] >= least) & (points["pixels"] < above)]
        if len(tier):
            yield tier


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


def _style(points: pd.DataFrame, outlines_url: str, dark: bool) -> Json:
    """Return the basemap with the areas and with the names of all places."""
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
    """Return the feature of GeoJSON that holds a place's name and form; the name's offset is in ems."""
    return {
        "type": "Feature",
        "properties": {
            "name": place["name"],
            "form": place["form"],
            "hollow": bool(place["hollow"]),
            "colour": place["colour"],
            "rank": rank,
            "pixels": round(place["pixels"], 1),
            "room": round(place["room"], 1),
            "offset": round((place["room"] / 2 + NAME_GAP) / NAME_SIZE, 2),
        },
        "geometry": {"type": "Point", "coordinates": [place["longitude"], place["latitude"]]},
    }


def _areas() -> list[Json]:
    """Return the layers of regions and countries: a pale disc or pale wall, its edge, and a country's second edge."""
    area, hollow = ["!=", ["get", "form"], "town"], ["get", "hollow"]
    radius = ["/", ["get", "pixels"], 2]
    wash = {
        "circle-radius": ["-", radius, ["case", hollow, BAND, 0]],
        "circle-color": ["get", "colour"],
        "circle-opacity": ["case", hollow, 0, WASH],
        # A circle's stroke lies around it.
        "circle-stroke-width": ["case", hollow, BAND, 0],
        "circle-stroke-color": ["get", "colour"],
        "circle-stroke-opacity": WASH,
    }
    edge = {
        "circle-radius": ["-", radius, EDGE],
        "circle-opacity": 0,
        "circle-stroke-width": EDGE,
        "circle-stroke-color": ["get", "colour"],
    }
    second = {**edge, "circle-radius": ["+", radius, GAP]}
    return [
        _circles("area", area, wash),
        _circles("area-edge", area, edge),
        _circles("country-edge", ["==", ["get", "form"], "country"], second),
    ]


def _circles(name: str, shown: list[Any], paint: Json) -> Json:
    return {
        "id": name,
        "type": "circle",
        "source": "places",
        "filter": shown,
        "layout": {"circle-sort-key": ["get", "rank"]},
        "paint": paint,
    }


def _names(colours: basemap.Palette) -> list[Json]:
    """Return the layers of the names: those of large places make way for large markers only, the rest for all.

    They are part of the style, not of a trace: only there can MapLibre try all sides of a marker, leave out a
    name that has no room, and draw it once the reader zooms in. What is last is placed first.
    """
    large, small = [">=", ["get", "pixels"], LARGE], ["<", ["get", "pixels"], LARGE]
    return [
        _written(NAMES, small, colours),
        _kept_clear("room", small),
        _written("large-place", large, colours),
        _kept_clear("large-room", large),
    ]


def _written(layer: str, shown: list[Any], colours: basemap.Palette) -> Json:
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


def _kept_clear(layer: str, shown: list[Any]) -> Json:
    """Return the layer that keeps names off markers: MapLibre keeps them apart from names, not from circles.

    An unseen em dash, as wide as its line is high, stands for each marker.
    """
    return {
        "id": layer,
        "type": "symbol",
        "source": "places",
        "filter": shown,
        "layout": {
            "text-field": "—",
            "text-size": ["get", "room"],
            "text-line-height": 1,
            "text-padding": 0,
            "text-allow-overlap": True,
        },
        "paint": {"text-opacity": 0},
    }
