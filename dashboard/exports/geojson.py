"""Places as GeoJSON (RFC 7946), for maps and geographic information systems: a Feature a row, with its counts."""

import json
from typing import Any

import pandas as pd

from dashboard.exports.origin import Origin
from dashboard.exports.records import write_times

# Decimals of a degree: a hundred-thousandth is a metre.
DECIMALS = 5


def write_geojson(places: pd.DataFrame, origin: Origin) -> bytes:
    """A FeatureCollection of a frame with latitude and longitude, in its order; `origin` is its foreign member
    "dateline".

    Where each place has one row, its id is that of the Feature.
    """
    places = write_times(places, origin)
    has_ids = places["location_id"].is_unique
    features = [
        _feature({str(name): value for name, value in row.items()}, has_id=has_ids)
        for row in places.astype(object).where(places.notna(), None).to_dict("records")
    ]
    collection = {"type": "FeatureCollection", "dateline": dict(origin), "features": features}
    return json.dumps(collection, ensure_ascii=False, allow_nan=False).encode()


def _feature(row: dict[str, Any], *, has_id: bool) -> dict[str, Any]:
    latitude, longitude = row.pop("latitude"), row.pop("longitude")
    return {
        "type": "Feature",
        **({"id": row["location_id"]} if has_id else {}),
        "geometry": {"type": "Point", "coordinates": [round(longitude, DECIMALS), round(latitude, DECIMALS)]},
        "properties": row,
    }
