"""Places and movements as GeoJSON (RFC 7946), for maps and geographic information systems: a Feature a row, with its
counts.

A row with two ends is a straight line from one to the other; where only one end is said, the point of that one. Its
properties say which.
"""

import json
from typing import Any

import pandas as pd

from dashboard.exports.origin import Origin
from dashboard.exports.records import write_times

# Decimals of a degree: a hundred-thousandth is a metre.
DECIMALS = 5


# The ends of a row that has two.
ENDS = ("from", "to")


def write_geojson(frame: pd.DataFrame, origin: Origin) -> bytes:
    """A FeatureCollection of a frame whose rows have points, in its order; `origin` is its foreign member "dateline".

    Where each place has one row, its id is that of the Feature.
    """
    frame = write_times(frame, origin)
    has_ids = "location_id" in frame and frame["location_id"].is_unique
    features = [
        _feature({str(name): value for name, value in row.items()}, has_id=has_ids)
        for row in frame.astype(object).where(frame.notna(), None).to_dict("records")
    ]
    collection = {"type": "FeatureCollection", "dateline": dict(origin), "features": features}
    return json.dumps(collection, ensure_ascii=False, allow_nan=False).encode()


def _feature(row: dict[str, Any], *, has_id: bool) -> dict[str, Any]:
    prefixes = [f"{end}_" for end in ENDS] if "from_latitude" in row else [""]
    points = [_take_point(row, prefix) for prefix in prefixes]
    known = [point for point in points if point is not None]
    kind, coordinates = ("LineString", known) if len(known) > 1 else ("Point", known[0])
    return {
        "type": "Feature",
        **({"id": row["location_id"]} if has_id else {}),
        "geometry": {"type": kind, "coordinates": coordinates},
        "properties": row,
    }


def _take_point(row: dict[str, Any], prefix: str) -> list[float] | None:
    """Longitude and latitude in the columns that begin so, which leave the row; None where they are not known."""
    latitude, longitude = row.pop(f"{prefix}latitude"), row.pop(f"{prefix}longitude")
    return None if latitude is None else [round(longitude, DECIMALS), round(latitude, DECIMALS)]
