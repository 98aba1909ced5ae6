"""Traces of arrows and of the signs of ends, for the map without WebGL: the same lines in SVG."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.places import basemap
from dashboard.charts.places.arrow_layers import ABOVE, OF_DOUBLE, SIGN
from dashboard.charts.places.arrows import CASING, Arrow, draw_colour, hit_areas, offset_head, sign_end, write_dashes
from dashboard.charts.places.extents import from_mercator, to_mercator


def draw_lines(arrows: Sequence[Arrow], dark: bool) -> list[go.Scattergeo]:
    """Return the lines of arrows, each above a wider one that keeps it apart from the land, and where they are hit."""
    if not arrows:
        return []
    land = basemap.palette(dark).land
    traces = []
    for arrow in arrows:
        colour = draw_colour(arrow.line, dark)
        traces += [_line(arrow, arrow.width + 2 * CASING, land), _line(arrow, arrow.width, colour, _dash(arrow))]
        if arrow.line.double and not arrow.is_planned:
            traces.append(_line(arrow, arrow.width * (1 - 2 * OF_DOUBLE), land))
    return [*traces, go.Scattergeo(**hit_areas(arrows))]


def draw_heads(arrows: Sequence[Arrow], scale: float, dark: bool) -> list[go.Scattergeo]:
    """Return the heads of arrows; `scale` is in pixels per degree of longitude when the map opens."""
    if not arrows:
        return []
    points = [_step_back(arrow, offset_head(arrow) / scale) for arrow in arrows]
    return [
        go.Scattergeo(
            mode="markers",
            lon=[longitude for longitude, _ in points],
            lat=[latitude for _, latitude in points],
            marker={
                "symbol": "triangle-up",
                # Plotly's triangle is higher than its size, the letter of the other map lower.
                "size": [round(0.75 * arrow.head, 1) for arrow in arrows],
                "angle": [arrow.bearing for arrow in arrows],
                "angleref": "up",
                "color": [draw_colour(arrow.line, dark) for arrow in arrows],
                "line": {"width": 1, "color": basemap.palette(dark).land},
                "opacity": 1,
            },
            # Without it Plotly fades them when a marker is clicked.
            unselected={"marker": {"opacity": 1}},
            hoverinfo="skip",
        )
    ]


def draw_signs(points: pd.DataFrame, scale: float, dark: bool) -> list[go.Scattergeo]:
    """Return the signs of movements of which only one end is said, above the markers of these."""
    signed = [row for row in points.to_dict("records") if sign_end(row)]
    if not signed:
        return []
    colour = basemap.palette(dark).text
    return [
        go.Scattergeo(
            mode="text",
            lon=[row["longitude"] for row in signed],
            lat=[_move_up(row["latitude"], (row["outer_pixels"] / 2 + ABOVE) / scale) for row in signed],
            text=[sign_end(row) for row in signed],
            textfont={"size": SIGN, "weight": "bold", "color": colour},
            unselected={"textfont": {"color": colour}},
            hoverinfo="skip",
        )
    ]


def _line(arrow: Arrow, width: float, colour: str, dash: str = "solid") -> go.Scattergeo:
    line = {"width": round(width, 1), "color": colour, "dash": dash}
    return go.Scattergeo(mode="lines", lon=arrow.longitudes, lat=arrow.latitudes, line=line, hoverinfo="skip")


def _dash(arrow: Arrow) -> str:
    """Return the dashes of an arrow as Plotly has them; its lines have no round ends, so a dot is as long as it is
    wide."""
    if arrow.is_planned:
        return ",".join(f"{each * arrow.width:.1f}px" for each in (1, 1))
    return ",".join(f"{each * arrow.width:.1f}px" for each in write_dashes(arrow)) or "solid"


def _step_back(arrow: Arrow, degrees: float) -> tuple[float, float]:
    """Return the point of an arrow's line that lies so far before its end, in degrees of longitude."""
    end: tuple[Any, Any] = (arrow.longitudes[-1], to_mercator(arrow.latitudes[-1]))
    points = list(zip(arrow.longitudes, map(to_mercator, arrow.latitudes), strict=True))
    before = end
    for longitude, mercator in reversed(points):
        before = (longitude, mercator)
        if (longitude - end[0]) ** 2 + (mercator - end[1]) ** 2 >= degrees**2:
            break
    return before[0], from_mercator(before[1])


def _move_up(latitude: float, degrees: float) -> float:
    return from_mercator(to_mercator(latitude) + degrees)
