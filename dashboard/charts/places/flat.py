"""The map for a browser without WebGL: the same markers in SVG, over outlines that are part of the figure."""

import html
from collections.abc import Collection
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from dashboard import boxes
from dashboard.charts.places import basemap
from dashboard.charts.places.arrow_traces import draw_heads, draw_lines, draw_signs
from dashboard.charts.places.arrows import list_arrows
from dashboard.charts.places.extents import (
    PAGE,
    Size,
    find_extent,
    from_mercator,
    outline_box,
    to_mercator,
    widen,
)  # fmt: skip
from dashboard.charts.places.markers import (
    BAND,
    BOX_LINE,
    GAP,
    GONE_LINE,
    HALO,
    HOLLOW_LINE,
    LETTER,
    NAME_GAP,
    NAME_SIZE,
    OUTLINE,
    PALE,
    discs,
    hover_and_click,
    lay_out,
    list_drawn,
    list_points,
)

# Where a name stands, seen from its marker, in the order in which sides are tried.
SIDES = ("right", "left", "below", "above")


class Box(NamedTuple):
    """The rectangle that a marker or a name covers on the flat map, in pixels."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> tuple[float, float]:
        """The point in the middle of the box."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    def overlaps(self, other: "Box") -> bool:
        """Return whether both boxes cover a common area."""
        return (
            self.left < other.right and other.left < self.right and self.bottom < other.top and other.bottom < self.top
        )


def place_map_flat(
    places: pd.DataFrame,
    *,
    dark: bool,
    chosen: Collection[str] = (),
    around: pd.DataFrame | None = None,
    largest: int = 0,
    size: Size = PAGE,
    box: boxes.Box | None = None,
    routes: pd.DataFrame | None = None,
) -> go.Figure:
    """Return the map for a browser without WebGL, over outlines that are part of the figure.

    The arguments are those of `place_map`.
    """
    colours = basemap.palette(dark)
    points = list_points(places, chosen, colours, largest)
    extent = widen(find_extent(list_drawn(places if around is None else around), box), size)
    scale = size.width / (extent.east - extent.west)
    arrows = list_arrows(routes, dict(zip(points["location_id"], points["outer_pixels"], strict=True)))
    figure = go.Figure([_land(colours), _borders(colours), *([_outline(box, colours)] if box else [])])
    figure.add_traces(draw_lines(arrows, dark))
    for shown in (points[~points["is_chosen"]], points[points["is_chosen"]]):
        figure.add_traces(_areas(shown[shown["is_area"]], colours))
        figure.add_trace(_towns(shown[~shown["is_area"]], colours))
    is_filled = ~points["is_area"] & ~points["hollow"]
    for colour, marked in ((colours.land, is_filled), (colours.text, ~is_filled)):
        figure.add_trace(_question_marks(points[points["unsure"] & marked], colour))
    figure.add_traces([*draw_heads(arrows, scale, dark), *draw_signs(points, scale, dark)])
    figure.add_traces(_names(points, scale, colours))
    figure.update_layout(
        lay_out(colours, size.height),
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


def _outline(box: boxes.Box, colours: basemap.Palette) -> go.Scattergeo:
    """Return the outline of a box."""
    longitudes, latitudes = zip(*outline_box(box), strict=True)
    return go.Scattergeo(
        mode="lines",
        lon=longitudes,
        lat=latitudes,
        line={"width": BOX_LINE, "color": colours.chosen},
        hoverinfo="skip",
    )


def _areas(points: pd.DataFrame, colours: basemap.Palette) -> list[go.Scattergeo]:
    """Return regions and countries: pale circles with an outline, the pale bands of hollow ones, second outlines."""
    markers = discs(points)
    fills = [
        _pale(colour, 0.0 if hollow else PALE)
        for colour, hollow in zip(points["colour"], points["hollow"], strict=True)
    ]
    markers["marker"] |= {"color": fills, "opacity": 1, "line": {"width": OUTLINE, "color": points["colour"].tolist()}}
    hollow, countries = points[points["hollow"] & ~points["gone"]], points[points["form"] == "country"]
    bands = [_pale(colour, PALE) for colour in hollow["colour"]]
    return [
        go.Scattergeo(**markers, **hover_and_click(points, _pale(colours.chosen, 2 * PALE), 1)),
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
            "width": [
                GONE_LINE if is_gone else HOLLOW_LINE if is_hollow else HALO
                for is_hollow, is_gone in zip(hollow, points["gone"], strict=True)
            ],
            "color": [
                colour if is_hollow else colours.land
                for is_hollow, colour in zip(hollow, points["colour"], strict=True)
            ],
        },
    }
    return go.Scattergeo(**markers, **hover_and_click(points, colours.chosen))


def _pale(colour: str, opacity: float) -> str:
    """Return the colour `#rrggbb` at this opacity."""
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, {opacity:g})"


def _question_marks(points: pd.DataFrame, colour: str) -> go.Scattergeo:
    """Return the question marks on unsure places."""
    sizes = [max(10.0, 0.6 * pixels) for pixels in points["pixels"]]
    font = {"size": sizes, "weight": "bold", "color": colour}
    longitudes, latitudes = points["longitude"].tolist(), points["latitude"].tolist()
    return _texts(longitudes, latitudes, ["?"] * len(points), font)


def _names(points: pd.DataFrame, scale: float, colours: basemap.Palette) -> list[go.Scattergeo]:
    """Return the names that have room beside their markers, and those of chosen places, which are drawn in any case.

    The names of the largest are placed first. `scale` is in pixels per degree of longitude.
    """
    order = points.sort_values(["is_chosen", "gone", "counted", "location_id"], ascending=[False, True, False, True])
    places = order.to_dict("records")
    taken = [_marker_box(place, scale) for place in places]
    named: dict[bool, list[tuple[str, Box]]] = {False: [], True: []}
    for place in places:
        boxes = [_name_box(place, scale, side) for side in SIDES]
        free = [box for box in boxes if not any(box.overlaps(other) for other in taken)]
        if free or place["is_chosen"]:
            box = free[0] if free else boxes[0]
            taken.append(box)
            named[place["is_chosen"]].append((html.escape(place["name"]), box))
    return [
        _texts(
            [box.middle[0] / scale for _, box in each],
            [from_mercator(box.middle[1] / scale) for _, box in each],
            [name for name, _ in each],
            {"size": NAME_SIZE, "weight": "bold" if is_chosen else "normal", "color": colours.text},
        )
        for is_chosen, each in named.items()
    ]


def _texts(longitudes: list[float], latitudes: list[float], texts: list[str], font: dict[str, Any]) -> go.Scattergeo:
    """Return a trace of texts around these points, without hover."""
    return go.Scattergeo(
        mode="text",
        lon=longitudes,
        lat=latitudes,
        text=texts,
        textposition="middle center",
        textfont=font,
        # Without it Plotly fades them when a marker is clicked.
        unselected={"textfont": {"color": font["color"]}},
        hoverinfo="skip",
    )


def _marker_box(place: dict[Any, Any], scale: float) -> Box:
    """Return the box of a place's marker; `scale` is in pixels per degree of longitude."""
    x, y, radius = place["longitude"] * scale, to_mercator(place["latitude"]) * scale, place["outer_pixels"] / 2
    return Box(x - radius, y - radius, x + radius, y + radius)


def _name_box(place: dict[Any, Any], scale: float, side: str) -> Box:
    """Return the box of a place's name at this side of its marker."""
    marker, width = _marker_box(place, scale), LETTER * len(place["name"])
    x, y = (marker.left + marker.right) / 2, (marker.bottom + marker.top) / 2
    match side:
        case "right":
            left, bottom = marker.right + NAME_GAP, y - NAME_SIZE / 2
        case "left":
            left, bottom = marker.left - NAME_GAP - width, y - NAME_SIZE / 2
        case "below":
            left, bottom = x - width / 2, marker.bottom - NAME_SIZE - NAME_GAP / 2
        case _:
            left, bottom = x - width / 2, marker.top + NAME_GAP / 2
    return Box(left, bottom, left + width, bottom + NAME_SIZE)
