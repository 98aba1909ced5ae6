"""Views: which part of the world a map opens on, and how Mercator draws it."""

import math
from typing import Any, NamedTuple

import pandas as pd

from dashboard.charts.places.markers import HEIGHT, list_points

# Degrees: a view is at least so wide and high, and shows one town with the country around it.
NARROWEST = 6.0
# Share of the view that is left free on each side, for names and large markers.
MARGIN = 0.05
# Share of the mentions, along either axis, that the map opens on: news of one war names Washington and Moscow, too,
# and a map of all of it would be a blot on a globe.
MOST = 0.8
# Pixels: the width of the map beside its table on a laptop (in a narrower page Plotly shrinks the flat one), and of
# MapLibre's world at zoom 0.
WIDTH, WORLD_PIXELS = 540, 512


class View(NamedTuple):
    """What a map shows when it opens, in degrees."""

    west: float
    south: float
    east: float
    north: float


# A map without any point: the inhabited world.
WORLD = View(-125.0, -45.0, 150.0, 65.0)


def outside_view(places: pd.DataFrame) -> pd.DataFrame:
    """Return the places that are drawn outside of what the map shows when it opens."""
    points = list_points(places, ())
    view = find_view(points)
    inside = points["longitude"].between(view.west, view.east) & points["latitude"].between(view.south, view.north)
    return points[~inside]


def find_view(points: pd.DataFrame) -> View:
    """Return the view that shows most of the mentions, with a margin, and is not narrower than a country.

    Countries are left out where there is anything else: their mentions are not at the point that they are drawn on.
    """
    if points.empty:
        return WORLD
    precise = points[points["form"] != "country"]
    points = points if precise.empty else precise
    west, east = _widened(*_middle(points["longitude"], points["total"]))
    south, north = _widened(*_middle(points["latitude"], points["total"]))
    return View(max(west, -180.0), max(south, -80.0), min(east, 180.0), min(north, 80.0))


def find_camera(view: View) -> dict[str, Any]:
    """Return the centre and zoom at which MapLibre shows this view on a map as wide as ours is in the page."""
    low, high = to_mercator(view.south), to_mercator(view.north)
    across, along = WIDTH / (view.east - view.west), HEIGHT / (high - low)
    centre = {"lon": (view.west + view.east) / 2, "lat": from_mercator((low + high) / 2)}
    return {"center": centre, "zoom": round(math.log2(min(across, along) * 360 / WORLD_PIXELS), 2)}


def widen(view: View, width: float) -> View:
    """Return the view made as wide, or as high, as a map of so many pixels across is."""
    low, high = to_mercator(view.south), to_mercator(view.north)
    degrees = max(view.east - view.west, (high - low) * width / HEIGHT)
    height = degrees * HEIGHT / width
    longitude, middle = (view.west + view.east) / 2, (low + high) / 2
    return View(
        longitude - degrees / 2,
        from_mercator(middle - height / 2),
        longitude + degrees / 2,
        from_mercator(middle + height / 2),
    )


def to_mercator(latitude: float) -> float:
    """Return how far from the equator Mercator draws it, in degrees of longitude."""
    return math.degrees(math.asinh(math.tan(math.radians(latitude))))


def from_mercator(mercator: float) -> float:
    """Return the latitude that Mercator draws there."""
    return math.degrees(math.atan(math.sinh(math.radians(mercator))))


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
