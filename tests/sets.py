"""Writes sets of tables for tests, as a run does."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.tables.sets import MANIFEST, SETS, draft, publish


def write_set(folder: Path, tables: Mapping[str, pa.Table], manifest: Mapping[str, Any]) -> None:
    """Show these tables as the current set of `folder`; the manifest gets an id, under `set`."""
    set_id = uuid4().hex
    with draft(folder / SETS) as path:
        for name, table in tables.items():
            pq.write_table(table, path / f"{name}.parquet")
        (path / MANIFEST).write_text(json.dumps({**manifest, "set": set_id}, indent=1), "utf-8")
        publish(path, folder, set_id)
