"""Arrows: the routes of movements on the map, from one place to another. The line says which kind of movement it is.

Limits first. An arrow goes from the one point that the gazetteer gives of a place to that of another, in a bow: nobody
said which way was taken. A movement of which only one end is said has no arrow, because its direction is not known;
`mark_ends` makes signs of those: ↓ into the place, ↑ out of it.

An arrow bends to the left of its way, so that the way back bends to the other side; several kinds between the same two
places bend more and more. It is the wider, the more stories tell of it: copies of a report do not make it wider. It is
dotted where all that is said of it is planned or ordered. Kinds differ in colour and in their dashes; strikes are
double lines.

Both maps take a frame with the columns of `queries.routes.list_drawn`. The `customdata` of a point that can be hit
begins with what `read_route` reads.
"""

import html
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from dashboard.charts.places.extents import from_mercator, to_mercator
from dashboard.tables.contract import MOVES
from dashboard.wording import listed, plural, span, text_of


class Line(NamedTuple):
    """The line of a kind of movement: its colours, light and dark, and its dashes and gaps, in widths of the line.

    A `double` line is two thin ones.
    """

    light: str
    dark: str
    dashes: tuple[float, ...] = ()
    double: bool = False


# The colours of the palette of Okabe and Ito that the house has, purple and grey darker in the light theme: a test
# holds that each has a contrast of 3:1 against the land. Those who see no colours tell the kinds by their dashes.
LINES: Mapping[str, Line] = {
    "advance": Line("#D55E00", "#FF9A57"),
    "withdrawal": Line("#0072B2", "#56B4E9", (4, 1.4)),
    "deployment": Line("#00805D", "#2FC49B", (5, 1.2, 1, 1.2)),
    "flight": Line("#A8527F", "#E29BC1", (1.6, 1.1)),
    "convoy": Line("#6B6F76", "#A9B0BA", (5, 1.2, 1, 1.2, 1, 1.2)),
    "strike": Line("#2b2924", "#f2f4f6", double=True),
}

# Of a movement that is planned: dots with round ends, in widths of the line.
DOTTED = (0.01, 1.9)

# Pixels: the width of the widest arrow and of the narrowest; and of the land's colour on both sides of a line, which
# keeps it apart from borders and from other arrows.
WIDEST, NARROWEST, CASING = 7.0, 2.0, 1.5

# Stories: the widest arrow stands for at least as many, so that one that a single story tells is narrow everywhere.
FULL_WIDTH = 20

# How far an arrow bends, in its lengths, and how much further each next kind between the same two places does.
BEND, BEND_MORE = 0.18, 0.14

# Points of an arrow's line, and those of them that can be hit: not those near its ends, where markers are.
POINTS, FIRST_HIT, LAST_HIT = 33, 6, 27

# Pixels: the diameter in which a line can be hit.
HIT = 14

# Pixels: the height of a head, besides the widths of the line that are added to it.
HEAD, HEAD_WIDTHS = 12.0, 2.2

# What parts the three words of a route in the customdata of a point: no id has it.
APART = "→"


class Route(NamedTuple):
    """What a click on an arrow chooses: the places from and to, and the kind of movement."""

    from_location_id: str
    to_location_id: str
    kind: str


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow as it is drawn: its line in degrees, the direction at its end in degrees from north, clockwise, its
    width in pixels and those of the marker that it leads to."""

    route: Route
    longitudes: list[float]
    latitudes: list[float]
    bearing: float
    width: float
    to_pixels: float
    is_planned: bool
    hover_text: str

    @property
    def line(self) -> Line:
        """The line of its kind."""
        return LINES[self.route.kind]

    @property
    def head(self) -> float:
        """The height of its head in pixels."""
        return round(HEAD + HEAD_WIDTHS * self.width, 1)

    @property
    def customdata(self) -> list[str]:
        """What a point of it says when it is clicked."""
        return [APART.join(self.route)]


def read_route(clicked: str) -> Route | None:
    """The route whose arrow was clicked; None where it was something else."""
    parts = clicked.split(APART)
    return Route(*parts) if len(parts) == len(Route._fields) and parts[2] in MOVES else None


def draw_colour(line: Line, dark: bool) -> str:
    """The colour of a line in this theme."""
    return line.dark if dark else line.light


def list_arrows(routes: pd.DataFrame | None, pixels: Mapping[str, float]) -> list[Arrow]:
    """The arrows of these routes that can be drawn, the narrowest last; `pixels` are the diameters of the markers, by
    the id of the place."""
    if routes is None or routes.empty:
        return []
    drawn = routes[[can_be_drawn(row) for row in routes.to_dict("records")]]
    full = max([FULL_WIDTH, *drawn["stories"]])
    arrows = []
    bends: dict[tuple[str, str], int] = {}
    for row in drawn.to_dict("records"):
        ends = (row["from_location_id"], row["to_location_id"])
        bends[ends] = bends.get(ends, -1) + 1
        arrows.append(_draw(row, full, BEND + BEND_MORE * bends[ends], pixels.get(ends[1], 0.0)))
    return arrows


def can_be_drawn(route: Mapping[Any, Any]) -> bool:
    """Whether a route has an arrow: it leads from one point to another."""
    numbers = [route[f"{end}_{name}"] for end in ("from", "to") for name in ("latitude", "longitude")]
    return not any(pd.isna(number) for number in numbers) and numbers[:2] != numbers[2:]


def _draw(row: Mapping[Any, Any], full: int, bend: float, to_pixels: float) -> Arrow:
    longitudes, mercators = _bow(row, bend)
    across, along = longitudes[-1] - longitudes[-2], mercators[-1] - mercators[-2]
    return Arrow(
        Route(row["from_location_id"], row["to_location_id"], row["kind"]),
        [round(each, 4) for each in longitudes],
        [round(from_mercator(each), 4) for each in mercators],
        round(math.degrees(math.atan2(across, along)), 1),
        round(max(NARROWEST, WIDEST * math.sqrt(row["stories"] / full)), 1),
        to_pixels,
        bool(row["planned"] == row["movements"]),
        _hover_text(row),
    )


def _bow(row: Mapping[Any, Any], bend: float) -> tuple[list[float], list[float]]:
    """The points of a line from one place to the other, as degrees of longitude and of the projection: a quadratic
    Bézier curve, the shorter way around the world."""
    west, east = row["from_longitude"], row["to_longitude"]
    east += 360 if east - west < -180 else -360 if east - west > 180 else 0
    south, north = to_mercator(row["from_latitude"]), to_mercator(row["to_latitude"])
    # The middle of the line, moved to its left by twice what the bow is to reach.
    middle = ((west + east) / 2 - 2 * bend * (north - south), (south + north) / 2 + 2 * bend * (east - west))
    steps = [step / (POINTS - 1) for step in range(POINTS)]

    def along(start: float, control: float, end: float) -> list[float]:
        return [(1 - t) ** 2 * start + 2 * t * (1 - t) * control + t**2 * end for t in steps]

    return along(west, middle[0], east), along(south, middle[1], north)


def list_hits(arrows: Sequence[Arrow]) -> Iterator[tuple[float, float, Arrow]]:
    """Longitude and latitude of the points at which an arrow can be hit, and the arrow."""
    for arrow in arrows:
        for point in range(FIRST_HIT, LAST_HIT):
            yield arrow.longitudes[point], arrow.latitudes[point], arrow


def hit_areas(arrows: Sequence[Arrow]) -> dict[str, Any]:
    """Return the arguments of a trace of circles that cannot be seen, for the hover texts and the clicks of arrows."""
    hits = list(list_hits(arrows))
    return {
        "mode": "markers",
        "lon": [longitude for longitude, _, _ in hits],
        "lat": [latitude for _, latitude, _ in hits],
        "marker": {"size": HIT, "opacity": 0.0},
        "customdata": [arrow.customdata for _, _, arrow in hits],
        "text": [arrow.hover_text for _, _, arrow in hits],
        "hovertemplate": "%{text}<extra></extra>",
        "selected": {"marker": {"opacity": 0.0}},
        "unselected": {"marker": {"opacity": 0.0}},
    }


def mark_ends(ends: pd.DataFrame) -> pd.DataFrame:
    """Return the places of `queries.routes.list_ends` as the maps draw them: as large as their movements are many,
    with the columns hover_counts, and into and out_of: whether a movement says nothing but this end."""
    said = [
        f"{plural(row['leaving'], 'movement')} from here, {row['reaching']:,} to here"
        for row in ends.to_dict("records")
    ]  # fmt: skip
    return ends.assign(
        mentions=ends["leaving"] + ends["reaching"], actor_mentions=0, into=ends["only_to"] > 0,
        out_of=ends["only_from"] > 0, hover_counts=pd.Series(said, ends.index, dtype="str"),
    )  # fmt: skip


def sign_end(place: Mapping[Any, Any]) -> str:
    """Return the sign of the movements of which only this end is said; "" where there are none."""
    return ("↓" if place.get("into") else "") + ("↑" if place.get("out_of") else "")


def _hover_text(row: Mapping[Any, Any]) -> str:
    """Return who moves, from where to where, when, on whose word, and how often it is told, in lines."""
    is_planned = row["planned"] == row["movements"]
    way = f"{text_of(row['from_place'])} → {text_of(row['to_place'])}"
    counts = f"{plural(row['articles'], 'article')}, {plural(row['stories'], 'story')}"
    lines = [
        f"<b>{html.escape(way)}</b>",
        html.escape(f"{listed(row['movers']) or 'not said who'} · {row['kind']}{', planned' if is_planned else ''}"),
        "no date" if pd.isna(row["first"]) else span(row["first"], row["last"]),
        html.escape(f"on the word of {'; '.join(row['told_by'])}") if len(row["told_by"]) else "",
        counts,
    ]
    return "<br>".join(line for line in lines if line)


def write_dashes(arrow: Arrow) -> tuple[float, ...]:
    """Return the dashes and gaps of an arrow's line, in widths of the line; none where it is whole."""
    return DOTTED if arrow.is_planned else arrow.line.dashes


def offset_head(arrow: Arrow) -> float:
    """Return how far behind the end of its line the middle of a head stands, in pixels: its tip is at the marker; where
    there is none, it covers the end."""
    return arrow.to_pixels / 2 + 0.42 * arrow.head if arrow.to_pixels else 0.0
