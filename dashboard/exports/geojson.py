"""Places as GeoJSON (RFC 7946), for maps and geographic information systems: one Feature a place, with its counts."""

import json
from typing import Any

import pandas as pd

from dashboard.exports.origin import Origin

# Decimals of a degree: a hundred-thousandth is a metre.
DECIMALS = 5


def write_geojson(places: pd.DataFrame, origin: Origin) -> bytes:
    """A FeatureCollection of the frame of `places_ranked`, in its order; `origin` is its foreign member "dateline"."""
    features = [
        _feature({str(name): value for name, value in row.items()})
        for row in places.astype(object).where(places.notna(), None).to_dict("records")
    ]
    collection = {"type": "FeatureCollection", "dateline": dict(origin), "features": features}
    return json.dumps(collection, ensure_ascii=False, allow_nan=False).encode()


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    latitude, longitude = row.pop("latitude"), row.pop("longitude")
    return {
        "type": "Feature",
        "id": row["location_id"],
        "geometry": {"type": "Point", "coordinates": [round(longitude, DECIMALS), round(latitude, DECIMALS)]},
        "properties": row,
    }
