"""Extents: which part of the world a map shows when it opens, and the Mercator projection of both maps."""

import math
from typing import Any, NamedTuple

import pandas as pd

from dashboard.boxes import Box
from dashboard.charts.places.markers import list_drawn

# Degrees of longitude and latitude that an extent spans at least: a single town is shown with the country around it.
NARROWEST = 6.0
# Part of an extent that is left free on each side, for names and large markers.
MARGIN = 0.05
# Part of the mentions that an extent holds, along either axis. News of one war also names Washington and Moscow; on a
# map of all places the war would be a dot.
MOST = 0.8
# Pixels: the width of the world on MapLibre's map at zoom 0.
WORLD_PIXELS = 512


class Size(NamedTuple):
    """The size of a map in pixels; in a narrower page Plotly cuts the map with WebGL, and shrinks the flat one."""

    width: int
    height: int


# The map of the page Places on a laptop, whose screen it fills together with the title and the days below it.
PAGE = Size(920, 470)


class Extent(NamedTuple):
    """The bounds of what a map shows when it opens, in degrees."""

    west: float
    south: float
    east: float
    north: float


# The extent of a map without places: the inhabited world.
WORLD = Extent(-125.0, -45.0, 150.0, 65.0)


def places_outside(places: pd.DataFrame, box: Box | None = None) -> pd.DataFrame:
    """Return the places that are drawn, but lie outside the extent that the map opens on."""
    points = list_drawn(places)
    extent = find_extent(points, box)
    longitudes = points["longitude"]
    across = longitudes.between(extent.west, extent.east) | (longitudes + 360).between(extent.west, extent.east)
    return points[~(across & points["latitude"].between(extent.south, extent.north))]


def find_extent(points: pd.DataFrame, box: Box | None = None) -> Extent:
    """Return the extent that holds the box, or else most of the mentions, with a margin; it is never narrower than
    NARROWEST. Across the date line, its east is more than 180.

    Countries count only where there is nothing else: what is said of a country did not happen at its marker.
    """
    if box:
        west, east = _with_margin(box.west, box.east + (360 if box.east < box.west else 0))
        south, north = _with_margin(box.south, box.north)
        return Extent(west, max(south, -80.0), min(east, west + 360), min(north, 80.0))
    if points.empty:
        return WORLD
    precise = points[points["form"] != "country"]
    points = points if precise.empty else precise
    west, east = _with_margin(*_shortest_interval(points["longitude"], points["counted"]))
    south, north = _with_margin(*_shortest_interval(points["latitude"], points["counted"]))
    return Extent(max(west, -180.0), max(south, -80.0), min(east, 180.0), min(north, 80.0))


def find_camera(extent: Extent, size: Size) -> dict[str, Any]:
    """Return the centre and zoom at which MapLibre shows this extent on a map of this size."""
    low, high = to_mercator(extent.south), to_mercator(extent.north)
    across, along = size.width / (extent.east - extent.west), size.height / (high - low)
    centre = {"lon": (extent.west + extent.east) / 2, "lat": from_mercator((low + high) / 2)}
    return {"center": centre, "zoom": round(math.log2(min(across, along) * 360 / WORLD_PIXELS), 2)}


def widen(extent: Extent, size: Size) -> Extent:
    """Return the extent made wider or higher, so that it fills a map of this size."""
    low, high = to_mercator(extent.south), to_mercator(extent.north)
    degrees = max(extent.east - extent.west, (high - low) * size.width / size.height)
    height = degrees * size.height / size.width
    longitude, middle = (extent.west + extent.east) / 2, (low + high) / 2
    return Extent(
        longitude - degrees / 2,
        from_mercator(middle - height / 2),
        longitude + degrees / 2,
        from_mercator(middle + height / 2),
    )


def outline_box(box: Box) -> list[tuple[float, float]]:
    """Return the points of the box's outline (longitude, latitude), one a degree: the flat map draws the shortest way
    between two points, which is not along a parallel."""
    east = box.east + (360 if box.east < box.west else 0)
    steps = max(1, math.ceil(east - box.west))
    along = [box.west + (east - box.west) * step / steps for step in range(steps + 1)]
    south, north = ([(longitude, latitude) for longitude in along] for latitude in (box.south, box.north))
    return [*south, *reversed(north), south[0]]


def to_mercator(latitude: float) -> float:
    """Return how far from the equator the projection draws this latitude, in degrees of longitude."""
    return math.degrees(math.asinh(math.tan(math.radians(latitude))))


def from_mercator(mercator: float) -> float:
    """Return the latitude that the projection draws this far from the equator: the inverse of `to_mercator`."""
    return math.degrees(math.atan(math.sinh(math.radians(mercator))))


def _shortest_interval(degrees: "pd.Series[float]", mentions: "pd.Series[int]") -> tuple[float, float]:
    """Return the ends of the shortest interval of degrees that holds MOST of the mentions."""
    order = degrees.argsort()
    ordered, weights = degrees.iloc[order].to_numpy(), mentions.iloc[order].to_numpy()
    up_to = weights.cumsum()
    enough = up_to.searchsorted(up_to - weights + MOST * up_to[-1])
    starts = [start for start, end in enumerate(enough) if end < len(ordered)]
    start = min(starts, key=lambda start: ordered[enough[start]] - ordered[start])
    return float(ordered[start]), float(ordered[enough[start]])


def _with_margin(low: float, high: float) -> tuple[float, float]:
    """Return the ends of the interval with MARGIN on both sides, at least NARROWEST apart."""
    by = max(MARGIN * (high - low), (NARROWEST - (high - low)) / 2)
    return low - by, high + by
