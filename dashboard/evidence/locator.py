"""The locator: a small map of where a place is, drawn as SVG from the outlines that the dashboard's map has.

It is made of numbers alone: no word of an article is in it.
"""

import json
import math
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from dashboard import settings
from dashboard.errors import MapError
from dashboard.evidence.pack import Point

# Pixels of the map, and degrees of latitude that it is high: a country of middling size with its neighbours.
WIDTH, HEIGHT = 360, 220
DEGREES = 9.0

# Beyond these degrees of latitude the map would be stretched without end.
FARTHEST = 80.0

SEA, LAND, BORDER, PIN = "#dbe6ed", "#f7f5f0", "#b5ae9f", "#D55E00"


def draw_locator(point: Point) -> str:
    """The map around a place, which is a dot in its middle. Raises MapError where there are no outlines."""
    latitude = min(max(point.latitude, -FARTHEST), FARTHEST)
    high = HEIGHT / DEGREES
    wide = high * math.cos(math.radians(latitude))
    reach = WIDTH / 2 / wide, DEGREES / 2
    rings = _find_rings(point.longitude, latitude, *reach)
    land = "".join(_write_ring(ring, point.longitude, latitude, wide, high) for ring in rings)
    north = HEIGHT / 2 - (point.latitude - latitude) * high
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{SEA}"/>'
        f'<path d="{land}" fill="{LAND}" stroke="{BORDER}" stroke-width="1" fill-rule="evenodd"/>'
        f'<circle cx="{WIDTH / 2:g}" cy="{max(min(north, HEIGHT), 0):.1f}" r="6" fill="{PIN}" stroke="#fff"'
        ' stroke-width="2"/></svg>'
    )


def _find_rings(longitude: float, latitude: float, wide: float, high: float) -> Iterator[Sequence[tuple[float, float]]]:
    """The outlines that reach into a box around a point, each moved to its side of the globe."""
    for west, south, east, north, ring in _load_rings():
        if south > latitude + high or north < latitude - high:
            continue
        for turn in (-360.0, 0.0, 360.0):
            if west + turn <= longitude + wide and east + turn >= longitude - wide:
                yield [(x + turn, y) for x, y in ring]


def _write_ring(
    ring: Sequence[tuple[float, float]], longitude: float, latitude: float, wide: float, high: float
) -> str:
    """A closed line in pixels; points far outside are drawn at a distance that no printer minds."""
    points = (
        (min(max(WIDTH / 2 + (x - longitude) * wide, -5_000), 5_000),
         min(max(HEIGHT / 2 - (y - latitude) * high, -5_000), 5_000))
        for x, y in ring
    )  # fmt: skip
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"


@cache
def _load_rings() -> list[tuple[float, float, float, float, list[tuple[float, float]]]]:
    """West, south, east and north end of each outline of land, and its points (longitude, latitude)."""
    path = settings.BASEMAP
    try:
        features = json.loads(path.read_text("utf-8"))["features"]
    except (OSError, ValueError, KeyError) as error:
        raise MapError(f"{path} cannot be read, which holds the outlines; run: python tools/basemap.py") from error
    return [
        (min(x for x, _ in ring), min(y for _, y in ring), max(x for x, _ in ring), max(y for _, y in ring), ring)
        for feature in features if feature["properties"].get("kind") == "land"
        for ring in _rings_of(feature["geometry"])
    ]  # fmt: skip


def _rings_of(geometry: dict[str, Any]) -> Iterator[list[tuple[float, float]]]:
    shapes = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for shape in shapes:
        for ring in shape:
            yield [(float(x), float(y)) for x, y, *_ in ring]
