"""The land under the map: a MapLibre style over our own outlines, and the same lines for a map without WebGL.

Nothing is requested from other servers: a tile service would learn what an analyst looks at, and without a connection
to it the map would be empty. `tools/basemap.py` makes the outlines, and says whose boundaries they are.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from dashboard import settings
from dashboard.errors import MapError

REMEDY = "run: python tools/basemap.py"
ATTRIBUTION = "Natural Earth; GeoNames"
# The path, below the dashboard's address, at which Streamlit serves the outlines in `static/`.
STATIC = "app/static/basemap/countries.geojson"


class Palette(NamedTuple):
    """Colours of one theme, as `#rrggbb`; those of markers are of the palette of Okabe and Ito, lighter in the dark."""

    sea: str
    land: str
    border: str
    name: str  # of a country without a marker
    text: str  # of the names beside markers, and of hover texts
    marker: str
    chosen: str  # of the markers of chosen places
    gone: str  # of the outlines of places that are named only by what is left out


# Greys, so that only markers are in colour. A test holds the contrasts: markers 3:1 against the land, every word 4.5:1
# against land and sea.
LIGHT = Palette("#dbe6ed", "#f7f5f0", "#b5ae9f", "#69645a", "#2b2924", "#0072B2", "#D55E00", gone="#6b6b6b")
DARK = Palette("#12181f", "#262f39", "#61707f", "#a9b4bf", "#f2f4f6", "#56B4E9", "#FF9A57", gone="#a9a9a9")

# Pixels: the height of a country's name at zoom 2 and at zoom 6. `tools/basemap.py` computes the names' widths from it.
NAME_SIZES = (10, 14)


class Lines(NamedTuple):
    """Lines on the map, one after the other, in degrees; a None in both lists ends a line."""

    longitudes: list[float | None]
    latitudes: list[float | None]


def palette(dark: bool) -> Palette:
    """Return the colours for the theme."""
    return DARK if dark else LIGHT


def style(outlines_url: str, dark: bool, unnamed: Collection[str] = ()) -> dict[str, Any]:
    """Return the MapLibre style that draws sea, land, borders and countries' names from the outlines.

    `outlines_url` is absolute, because a worker of the browser fetches it, for which a relative URL has no base. The
    style fetches nothing else: no tiles, no sprite, and no glyphs, since MapLibre draws text with the user's own fonts.
    Countries in `unnamed` are drawn without their name, because the caller writes it beside a marker.
    """
    colours = palette(dark)
    named = ["!", ["in", ["get", "name"], ["literal", sorted(unnamed)]]]
    fits = ["<=", ["get", "zoom"], ["zoom"]]
    return {
        "version": 8,
        "sources": {"outlines": {"type": "geojson", "data": outlines_url}},
        "layers": [
            {"id": "sea", "type": "background", "paint": {"background-color": colours.sea}},
            {
                "id": "land",
                "type": "fill",
                "source": "outlines",
                "filter": _kind("land"),
                "paint": {"fill-color": colours.land},
            },
            {
                "id": "border",
                "type": "line",
                "source": "outlines",
                "filter": _kind("border"),
                "layout": {"line-join": "round"},
                "paint": {"line-color": colours.border, "line-width": _by_zoom(0.7, 1.4)},
            },
            {
                "id": "country",
                "type": "symbol",
                "source": "outlines",
                "filter": ["all", _kind("name"), fits, named],
                "layout": {
                    "text-field": ["get", "name"],
                    "text-size": _by_zoom(*NAME_SIZES),
                    "text-max-width": 7,
                    "text-letter-spacing": 0.04,
                    "text-padding": 6,
                },
                "paint": {"text-color": colours.name, **halo(colours)},
            },
        ],
    }


def halo(colours: Palette) -> dict[str, Any]:
    """Return the paint of a halo in the land's colour, which keeps text legible over lines."""
    return {"text-halo-color": colours.land, "text-halo-width": 1.2}


def _kind(kind: str) -> list[Any]:
    """Return the filter for one kind of feature in the outlines: "land", "border" or "name"."""
    return ["==", ["get", "kind"], kind]


def _by_zoom(far: float, near: float) -> list[Any]:
    """Return the expression of a number that grows from `far` at zoom 2 to `near` at zoom 6."""
    return ["interpolate", ["linear"], ["zoom"], 2, far, 6, near]


def check() -> None:
    """Raise MapError when the file of outlines is absent; the browser would show an empty map without a message."""
    if not settings.BASEMAP.is_file():
        raise MapError(f"{settings.BASEMAP} is absent; {REMEDY}")


def land_lines() -> Lines:
    """Return the outlines of all countries, each a closed ring."""
    return _lines(_coarse_file(), "land")


def border_lines() -> Lines:
    """Return the lines that two countries share."""
    return _lines(_coarse_file(), "border")


def _coarse_file() -> Path:
    """Return the file of the outlines with fewer points, beside the one for the browser."""
    return settings.BASEMAP.with_name(f"{settings.BASEMAP.stem}-coarse{settings.BASEMAP.suffix}")


@cache
def _features(file: Path) -> list[dict[str, Any]]:
    """Return the features of a file, read once a process, or raise MapError when it is absent."""
    try:
        features: list[dict[str, Any]] = json.loads(file.read_bytes())["features"]
    except FileNotFoundError as error:
        raise MapError(f"{file} is absent; {REMEDY}") from error
    return features


@cache
def _lines(file: Path, kind: str) -> Lines:
    """Return the lines of all features of one kind, one after the other."""
    longitudes: list[float | None] = []
    latitudes: list[float | None] = []
    for line in _each_line(feature["geometry"] for feature in _features(file) if feature["properties"]["kind"] == kind):
        longitudes += [*(point[0] for point in line), None]
        latitudes += [*(point[1] for point in line), None]
    return Lines(longitudes, latitudes)


def _each_line(geometries: Iterable[dict[str, Any]]) -> Iterator[list[list[float]]]:
    """Yield the rings of the MultiPolygons and the lines of the MultiLineStrings."""
    for geometry in geometries:
        for part in geometry["coordinates"]:
            yield part[0] if geometry["type"] == "MultiPolygon" else part
