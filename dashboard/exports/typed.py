"""Frames as Parquet, each column with the type that is declared for it, whatever is in it."""

import json

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.exports.columns import find_column
from dashboard.exports.origin import Origin
from dashboard.tables.contract import Column

# Key of the file's metadata under which its origin is, as JSON.
ORIGIN = b"dateline"


def write_parquet(frame: pd.DataFrame, origin: Origin) -> bytes:
    """The frame as a Parquet file with `origin` in its metadata; moments are UTC."""
    of = str(origin.get("frame", ""))
    columns = {name: _column(frame[name], find_column(of, name)) for name in frame.columns}
    table = pa.table(columns).replace_schema_metadata({ORIGIN: json.dumps(dict(origin), ensure_ascii=False).encode()})
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    return bytes(sink.getvalue())


def _column(values: pd.Series, declared: Column | None) -> pa.Array:
    if pd.api.types.is_datetime64_any_dtype(values) and values.dt.tz is None:
        values = values.dt.tz_localize("UTC")
    if declared is None:
        return pa.array(values, from_pandas=True)
    if pa.types.is_date(declared.type):  # of a column without a row pandas does not know that it holds days
        return pa.array(values.astype("datetime64[us, UTC]"), from_pandas=True).cast(declared.type)
    return pa.array(values, type=declared.type, from_pandas=True)
