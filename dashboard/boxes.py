"""Boxes on the map: four sides in degrees, as a link has them and as they are said in words."""

import re
from dataclasses import dataclass

# Degrees: the last figure of a side in a link is some 100 metres; a place in the gazetteer is not known better.
DECIMALS = 3

NUMBER = r"-?[0-9]{1,3}(?:\.[0-9]{1,6})?"
WRITTEN = re.compile(f"({NUMBER}),({NUMBER}),({NUMBER}),({NUMBER})")


@dataclass(frozen=True, slots=True)
class Box:
    """The places from west to east and from south to north, in degrees; across the date line west is more than east."""

    west: float
    south: float
    east: float
    north: float

    def __str__(self) -> str:
        """As a link has it: west, south, east, north."""
        return ",".join(f"{side:g}" for side in (self.west, self.south, self.east, self.north))

    def describe(self) -> str:
        """The sides in words: “35.1–36.9° N, 36.0–38.2° E”."""
        along = _describe(self.south, self.north, "S", "N")
        return f"{along}, {_describe(self.west, self.east, 'W', 'E')}"


def read_box(written: str) -> Box | None:
    """The box that a link says: west, south, east, north, with commas; None where these are the sides of none."""
    found = WRITTEN.fullmatch(written)
    return make_box(*(float(side) for side in found.groups())) if found else None


def make_box(west: float, south: float, east: float, north: float) -> Box | None:
    """The box with these sides, in degrees; None where they lie beyond the poles or the date line, or hold nothing."""
    west, south, east, north = (round(side, DECIMALS) + 0.0 for side in (west, south, east, north))
    if not (-90 <= south < north <= 90 and -180 <= west <= 180 and -180 <= east <= 180 and west != east):
        return None
    return Box(west, south, east, north)


def _describe(low: float, high: float, before: str, after: str) -> str:
    """Two sides in degrees, each with its direction where they differ: “5.0° S–10.0° N”."""
    figures = 1 if abs(high - low) >= 0.2 else DECIMALS
    ends = [(f"{abs(side):.{figures}f}", before if side < 0 else after) for side in (low, high)]
    (first, here), (second, there) = ends
    return f"{first}–{second}° {here}" if here == there else f"{first}° {here}–{second}° {there}"
