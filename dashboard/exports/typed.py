"""Frames as Parquet, each column with the type that the contract declares, whatever is in it."""

import json

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.exports.origin import Origin
from dashboard.tables.contract import INTEGER, STRING, TABLES

# Key of the file's metadata under which its origin is, as JSON.
ORIGIN = b"dateline"

# Columns that the questions add to those of the tables.
ADDED = {
    **dict.fromkeys(("via", "context", "mention", "actor", "place", "gazetteer_name"), STRING),
    **dict.fromkeys(("context_start", "stories", "copies"), INTEGER),
    **dict.fromkeys(("actor_ids", "actors"), pa.list_(STRING)),
}

TYPES: dict[str, pa.DataType] = {
    column.name: column.type for table in TABLES.values() for column in table.columns
} | ADDED


def write_parquet(frame: pd.DataFrame, origin: Origin) -> bytes:
    """The frame as a Parquet file with `origin` in its metadata; moments are UTC."""
    columns = {name: _column(frame[name], TYPES[name]) for name in frame.columns}
    table = pa.table(columns).replace_schema_metadata({ORIGIN: json.dumps(dict(origin), ensure_ascii=False).encode()})
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    return bytes(sink.getvalue())


def _column(values: pd.Series, type_: pa.DataType) -> pa.Array:
    if pa.types.is_timestamp(type_):
        values = values.dt.tz_localize("UTC")
    return pa.array(values, type=type_, from_pandas=True)
