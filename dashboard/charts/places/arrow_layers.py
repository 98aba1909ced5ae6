"""Layers of the map's style for arrows and for the signs of ends: what MapLibre draws, on a map with WebGL.

A head is a letter that is turned, and not a shape on the land: it stays as large when the map is zoomed.
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.charts.places import basemap
from dashboard.charts.places.arrows import CASING, Arrow, draw_colour, offset_head, sign_end, write_dashes
from dashboard.tables.contract import MOVES

# Of a double line: the width of each of the two, and the gap between them, in widths of the line.
OF_DOUBLE, GAP = 0.36, 0.6

# How much lower the triangle stands in its line than the middle of that, in heights of the letter: as fonts draw it.
LOW = 0.15

# Pixels: the height of the signs of ends, and how far above its marker one stands.
SIGN, ABOVE = 15.0, 7.0

type Json = dict[Any, Any]


def write_arrows(style: Json, arrows: Sequence[Arrow], dark: bool) -> None:
    """Add the lines of arrows to a style, above what it draws so far: a layer for each look, and one below them that
    keeps them apart from the land."""
    if not arrows:
        return
    style["sources"]["arrows"] = _collect([_feature(arrow, dark) for arrow in arrows])
    casing = {
        "line-color": basemap.palette(dark).land,
        "line-width": ["+", ["get", "width"], 2 * CASING],
        "line-opacity": 0.85,
    }
    style["layers"].append(_lines("arrow-casing", ["has", "kind"], casing))
    for kind in MOVES:
        for planned in (False, True):
            shown = [arrow for arrow in arrows if (arrow.route.kind, arrow.is_planned) == (kind, planned)]
            if shown:
                style["layers"].append(_draw_look(shown[0]))


def write_heads(style: Json, arrows: Sequence[Arrow], dark: bool) -> None:
    """Add the heads of arrows to a style, above what it draws so far: above the markers, at whose edges they stand."""
    if not arrows:
        return
    style["sources"]["heads"] = _collect([_head(arrow, dark) for arrow in arrows])
    layout = {
        "text-field": "▲",
        "text-size": ["get", "pixels"],
        "text-rotate": ["get", "bearing"],
        "text-rotation-alignment": "map",
        # Of the letter before it is turned: so always backwards.
        "text-offset": ["array", "number", 2, ["get", "offset"]],
    }
    paint = {
        "text-color": ["get", "colour"],
        "text-halo-color": basemap.palette(dark).land,
        "text-halo-width": 1.0,
    }
    style["layers"].append(_letters("arrow-head", "heads", layout, paint))


def write_signs(style: Json, points: pd.DataFrame, dark: bool) -> None:
    """Add the signs of movements of which only one end is said, above the markers of these."""
    signed = [row for row in points.to_dict("records") if sign_end(row)]
    if not signed:
        return
    style["sources"]["signs"] = _collect([
        _feature_of(
            {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]},
            sign=sign_end(row), offset=[0, round(-(row["outer_pixels"] / 2 + ABOVE) / SIGN, 2)],
        )
        for row in signed
    ])  # fmt: skip
    layout = {
        "text-field": ["get", "sign"],
        "text-size": SIGN,
        "text-font": ["Open Sans Bold"],
        "text-offset": ["array", "number", 2, ["get", "offset"]],
    }
    style["layers"].append(_letters("sign", "signs", layout, {
        "text-color": basemap.palette(dark).text, **basemap.halo(basemap.palette(dark))
    }))  # fmt: skip


def _draw_look(arrow: Arrow) -> Json:
    """The layer of all arrows that look as this one does."""
    dashes, width = write_dashes(arrow), ["get", "width"]
    paint: Json = {"line-color": ["get", "colour"], "line-width": width}
    if dashes:
        paint["line-dasharray"] = list(dashes)
    elif arrow.line.double:
        paint |= {"line-width": ["*", OF_DOUBLE, width], "line-gap-width": ["*", GAP, width]}
    kind, planned = arrow.route.kind, arrow.is_planned
    shown = ["all", ["==", ["get", "kind"], kind], ["==", ["get", "planned"], planned]]
    return _lines(f"arrow-{kind}{'-planned' if planned else ''}", shown, paint, "round" if planned else "butt")


def _feature(arrow: Arrow, dark: bool) -> Json:
    line = [[*point] for point in zip(arrow.longitudes, arrow.latitudes, strict=True)]
    return _feature_of(
        {"type": "LineString", "coordinates": line},
        kind=arrow.route.kind, planned=arrow.is_planned, width=arrow.width, colour=draw_colour(arrow.line, dark),
    )  # fmt: skip


def _head(arrow: Arrow, dark: bool) -> Json:
    end = {"type": "Point", "coordinates": [arrow.longitudes[-1], arrow.latitudes[-1]]}
    return _feature_of(
        end, pixels=arrow.head, bearing=arrow.bearing, colour=draw_colour(arrow.line, dark),
        offset=[0, round(offset_head(arrow) / arrow.head - LOW, 2)],
    )  # fmt: skip


def _feature_of(geometry: Json, **properties: Any) -> Json:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _collect(features: list[Json]) -> Json:
    return {"type": "geojson", "data": {"type": "FeatureCollection", "features": features}}


def _lines(layer: str, shown: list[Any], paint: Json, cap: str = "butt") -> Json:
    layout = {"line-cap": cap, "line-join": "round"}
    return {"id": layer, "type": "line", "source": "arrows", "filter": shown, "layout": layout, "paint": paint}


def _letters(layer: str, source: str, layout: Json, paint: Json) -> Json:
    """A layer of letters that stand where they are, whatever is below them."""
    alone = {"text-allow-overlap": True, "text-ignore-placement": True}
    return {"id": layer, "type": "symbol", "source": source, "layout": {**layout, **alone}, "paint": paint}
