"""Forms: what a frame can be written as."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from dashboard.exports.geojson import write_geojson
from dashboard.exports.origin import Origin
from dashboard.exports.records import write_json
from dashboard.exports.spreadsheet import write_csv
from dashboard.exports.typed import write_parquet
from dashboard.queries.downloads import DOWNLOADS


@dataclass(frozen=True, slots=True)
class Form:
    """A form of files: its name, as people write it, its media type, what writes a frame in it, and whether it holds
    rows with points alone."""

    name: str
    media: str
    write: Callable[[pd.DataFrame, Origin], bytes]
    points: bool = False

    def holds(self, frame: str) -> bool:
        """Whether the frame of this name can be written so."""
        return DOWNLOADS[frame].points or not self.points


# Suffix of a file, or of an address -> its form.
FORMS: dict[str, Form] = {
    "json": Form("JSON", "application/json", write_json),
    "csv": Form("CSV", "text/csv; charset=utf-8", write_csv),
    "geojson": Form("GeoJSON", "application/geo+json", write_geojson, points=True),
    "parquet": Form("Parquet", "application/vnd.apache.parquet", write_parquet),
}
