"""The map for a browser with WebGL: MapLibre over our own outlines, drawn by Plotly's Scattermap.

Plotly's own circles have no outline, so markers are circles of the map's style; traces that cannot be seen give them
their hover texts and take their clicks.
"""

import itertools
from collections.abc import Collection
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.boxes import Box
from dashboard.charts.places import basemap
from dashboard.charts.places.arrow_layers import write_arrows, write_heads, write_signs
from dashboard.charts.places.arrows import Arrow, hit_areas, list_arrows
from dashboard.charts.places.extents import PAGE, Size, find_camera, find_extent, outline_box
from dashboard.charts.places.markers import (
    BAND,
    BOX_LINE,
    GAP,
    GONE_LINE,
    HALO,
    HOLLOW_LINE,
    NAME_GAP,
    NAME_SIZE,
    OPACITY,
    OUTLINE,
    PALE,
    discs,
    hover_and_click,
    lay_out,
    list_drawn,
    list_points,
)

# Pixels: the least diameter of the towns in each layer; layers with smaller markers are drawn above. Within one layer
# MapLibre draws tile by tile, so that at the edge of a tile a large marker may hide a small one, whatever their order.
TIERS = (30.0, 22.0, 16.0, 11.0, 0.0)

# Expressions over the properties of a place: whether it is a town, and its diameter with a country's second outline.
TOWN: list[Any] = ["==", ["get", "form"], "town"]
COUNTRY: list[Any] = ["==", ["get", "form"], "country"]
OUTER: list[Any] = ["+", ["get", "pixels"], ["case", COUNTRY, 2 * (GAP + OUTLINE), 0]]

# Pixels: the diameter from which a place's name may cover smaller markers. The places named most stand in a crowd of
# others, and would go without a name if it had to keep clear of them.
LARGE = 16.0

# Where the marker is, seen from its name, in the order in which MapLibre tries them.
SIDES = ("left", "right", "bottom", "top", "bottom-left", "top-left", "bottom-right", "top-right")

# The lowest layer of names; markers are drawn below it.
NAMES = "place"

type Json = dict[Any, Any]


def place_map(
    places: pd.DataFrame,
    outlines_url: str,
    *,
    dark: bool,
    chosen: Collection[str] = (),
    around: pd.DataFrame | None = None,
    largest: int = 0,
    size: Size = PAGE,
    box: Box | None = None,
    routes: pd.DataFrame | None = None,
) -> go.Figure:
    """Return the map for a browser with WebGL, over the outlines at this absolute URL; its size is in pixels.

    It opens on the box, which is outlined, or else on the extent that holds most of the mentions of `around`, or else
    of `places`; `places_outside` returns the places beyond it. The largest marker stands for `largest` mentions, or for
    more where a place has more. `routes` are drawn as `arrows` says.
    """
    basemap.check()
    colours = basemap.palette(dark)
    points = list_points(places, chosen, colours, largest)
    extent = find_extent(list_drawn(places if around is None else around), box)
    arrows = list_arrows(routes, dict(zip(points["location_id"], points["outer_pixels"], strict=True)))
    figure = go.Figure([go.Scattermap(**hit_areas(arrows))] if arrows else [])
    figure.add_traces([_hit_areas(points[points["is_area"]], colours), _hit_areas(points[~points["is_area"]], colours)])
    figure.update_traces(below=NAMES)
    figure.update_layout(
        lay_out(colours, size.height),
        map={
            "style": _style(points, outlines_url, dark, box, arrows),
            "fitbounds": False,
            **find_camera(extent, size),
        },
        # `camera.SCRIPT` fits it to the map's real size.
        meta={"extent": list(extent), "width": size.width},
    )
    return figure


def _hit_areas(points: pd.DataFrame, colours: basemap.Palette) -> go.Scattermap:
    """Return circles that cannot be seen before they are clicked; a trace without places, since Plotly needs one."""
    trace = go.Scattermap(**discs(points), **hover_and_click(points, colours.chosen, 0.0))
    return trace.update(marker_opacity=0.0, marker_color=None)


def _style(points: pd.DataFrame, outlines_url: str, dark: bool, box: Box | None, arrows: list[Arrow]) -> Json:
    """Return the style of the basemap, with layers for the box, the arrows and the markers and the names of all
    places."""
    colours = basemap.palette(dark)
    style = basemap.style(outlines_url, dark, unnamed=points["name"].tolist())
    by_count = points.sort_values(["is_chosen", "gone", "counted", "location_id"], ascending=[False, True, False, True])
    features = [_feature(rank, place) for rank, place in enumerate(by_count.to_dict("records"))]
    style["sources"]["places"] = {
        "type": "geojson",
        "data": {"type": "FeatureCollection", "features": features},
    }
    if box:
        outline = {"type": "LineString", "coordinates": [[*point] for point in outline_box(box)]}
        style["sources"]["box"] = {"type": "geojson", "data": outline}
        paint = {"line-color": colours.chosen, "line-width": BOX_LINE}
        style["layers"].append({"id": "box", "type": "line", "source": "box", "paint": paint})
    write_arrows(style, arrows, dark)
    chosen = ["has", "chosen"]
    style["layers"] += [
        *_areas("", ["!", chosen], colours),
        *_towns(["!", chosen], colours),
        _question_marks("unsure", ["!", chosen], colours),
        *_areas("chosen-", chosen, colours),
        _circles("chosen-town", ["all", chosen, TOWN], _town_paint(colours)),
        _question_marks("chosen-unsure", chosen, colours),
    ]
    write_heads(style, arrows, dark)
    write_signs(style, points, dark)
    style["layers"] += _names(colours)
    return style


def _feature(rank: int, place: Json) -> Json:
    """Return the GeoJSON feature of a place, from which the style draws its name and form.

    `rank` is 0 for the place with most mentions of those that are chosen. It has only those of the properties hollow,
    gone, unsure and chosen that are true.
    """
    said = {"hollow": place["hollow"], "gone": place["gone"], "unsure": place["unsure"], "chosen": place["is_chosen"]}
    return {
        "type": "Feature",
        "properties": {
            "name": place["name"],
            "form": place["form"],
            "rank": rank,
            "pixels": round(place["pixels"], 1),
            **{name: True for name, is_so in said.items() if is_so},
        },
        "geometry": {"type": "Point", "coordinates": [place["longitude"], place["latitude"]]},
    }


def _areas(prefix: str, shown: list[Any], colours: basemap.Palette) -> list[Json]:
    """Return the layers of areas: pale circles or the pale bands of hollow ones, outlines, and second outlines."""
    area, hollow, colour = ["all", shown, ["!", TOWN]], ["has", "hollow"], _colour(colours)
    radius = ["/", ["get", "pixels"], 2]
    inside = {
        "circle-radius": ["-", radius, ["case", hollow, BAND, 0]],
        "circle-color": colour,
        "circle-opacity": ["case", hollow, 0, PALE],
        # MapLibre draws a stroke around the circle, not on its edge.
        "circle-stroke-width": ["case", hollow, BAND, 0],
        "circle-stroke-color": colour,
        "circle-stroke-opacity": ["case", ["has", "gone"], 0, PALE],
    }
    outline = {
        "circle-radius": ["-", radius, OUTLINE],
        "circle-opacity": 0,
        "circle-stroke-width": OUTLINE,
        "circle-stroke-color": colour,
    }
    second = {**outline, "circle-radius": ["+", radius, GAP]}
    return [
        _circles(f"{prefix}area", area, inside),
        _circles(f"{prefix}area-outline", area, outline),
        _circles(f"{prefix}country-outline", ["all", area, COUNTRY], second),
    ]


def _towns(shown: list[Any], colours: basemap.Palette) -> list[Json]:
    """Return the layers of towns by tiers of size, the largest first."""
    pixels = ["get", "pixels"]
    return [
        _circles(
            f"town-{number}",
            ["all", shown, TOWN, ["<", pixels, above], [">=", pixels, least]],
            _town_paint(colours),
        )
        for number, (above, least) in enumerate(itertools.pairwise((1_000.0, *TIERS)))
    ]


def _town_paint(colours: basemap.Palette) -> Json:
    """Return the paint of towns: filled and kept apart by the land's colour, or a ring around the land."""
    hollow, colour = ["has", "hollow"], _colour(colours)
    line = ["case", ["has", "gone"], GONE_LINE, HOLLOW_LINE]
    return {
        "circle-radius": ["-", ["/", ["get", "pixels"], 2], ["case", hollow, line, 0]],
        "circle-color": ["case", hollow, colours.land, colour],
        "circle-opacity": OPACITY,
        "circle-stroke-width": ["case", hollow, line, HALO],
        "circle-stroke-color": ["case", hollow, colour, colours.land],
    }


def _colour(colours: basemap.Palette) -> list[Any]:
    """Return the expression of a marker's colour."""
    return ["case", ["has", "chosen"], colours.chosen, ["has", "gone"], colours.gone, colours.marker]


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
    """Return the layers of names.

    Names of large places keep clear of large markers only, other names of all markers; those of chosen places are
    always drawn, and none is drawn upon them. They belong to the style and not to a trace, because only there MapLibre
    tries all sides of a marker, leaves out a name that has no room, and draws it once there is room after zooming in.
    MapLibre places the last layer first.
    """
    chosen, pixels = ["has", "chosen"], ["get", "pixels"]
    large, small = (["all", ["!", chosen], [each, pixels, LARGE]] for each in (">=", "<"))
    return [
        _text(NAMES, small, colours),
        _clearance("clearance", small),
        _text("large-place", large, colours),
        _clearance("large-clearance", large),
        _clearance("chosen-clearance", chosen),
        _chosen_text(colours),
    ]


def _chosen_text(colours: basemap.Palette) -> Json:
    """Return the layer of the names of chosen places, in bold."""
    layer = _text("chosen-place", ["has", "chosen"], colours)
    layer["layout"] |= {"text-font": ["Open Sans Bold"], "text-size": NAME_SIZE + 1, "text-allow-overlap": True}
    return layer


def _question_marks(layer: str, shown: list[Any], colours: basemap.Palette) -> Json:
    """Return the layer of the question marks on the unsure ones of the places that `shown` lets through."""
    filled = ["all", TOWN, ["!", ["has", "hollow"]]]
    return {
        "id": layer,
        "type": "symbol",
        "source": "places",
        "filter": ["all", shown, ["has", "unsure"]],
        "layout": {
            "text-field": "?",
            "text-font": ["Open Sans Bold"],
            "text-size": ["max", 10, ["*", 0.6, ["get", "pixels"]]],
            "text-allow-overlap": True,
            "text-ignore-placement": True,
        },
        "paint": {"text-color": ["case", filled, colours.land, colours.text]},
    }


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
            "text-radial-offset": ["/", ["+", ["/", OUTER, 2], NAME_GAP], NAME_SIZE],  # in ems
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
            "text-size": OUTER,
            "text-line-height": 1,
            "text-padding": 0,
            "text-allow-overlap": True,
        },
        "paint": {"text-opacity": 0},
    }
