"""Writes sets of tables for tests, as a run does."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dashboard.corrections.record import Correction, write_line
from dashboard.tables.files import TableSet
from dashboard.tables.sets import MANIFEST, SETS, draft, publish

# The digests of what the sets of `write_three` were made of.
OLDEST, OLD, NEW = "a" * 64, "b" * 64, "c" * 64


def write_set(folder: Path, tables: Mapping[str, pa.Table], manifest: Mapping[str, Any]) -> None:
    """Show these tables as the current set of `folder`; the manifest gets an id, under `set`."""
    set_id = uuid4().hex
    with draft(folder / SETS) as path:
        for name, table in tables.items():
            pq.write_table(table, path / f"{name}.parquet")
        (path / MANIFEST).write_text(json.dumps({**manifest, "set": set_id}, indent=1), "utf-8")
        publish(path, folder, set_id)


def without(tables: dict[str, pa.Table], *articles: str) -> dict[str, pa.Table]:
    """The tables without these articles."""
    gone = pa.array(articles, pa.string())
    kept = {
        name: table.filter(pc.invert(pc.is_in(table["article_id"], gone)))
        if "article_id" in table.column_names
        else table
        for name, table in tables.items()
    }
    quotes = kept["quotes"]["quote_id"].combine_chunks()
    return {**kept, "speakers": tables["speakers"].filter(pc.is_in(tables["speakers"]["quote_id"], quotes))}


def write_three(folder: Path, found: TableSet) -> None:
    """Write three sets of these tables. The newest has three articles more than the one before, one less, and one in
    other words; a model found fewer names before, and two corrections were made, before and since."""
    tables = dict(found.tables)
    ids = tables["articles"]["article_id"].to_pylist()
    older = without(tables, *ids[3:6])
    articles, entities = older["articles"].to_pylist(), older["entities"].to_pylist()
    articles[0]["text"] += " More."
    for number, row in enumerate(entities):
        if number % 9 == 0:
            row |= {"actor_id": None}
        if number % 11 == 0 and row["location_id"]:
            row |= {"location_id": None, "sense": None, "confidence": None, "unplaced_reason": "not in the gazetteer"}
    older |= {
        "articles": pa.Table.from_pylist(articles, older["articles"].schema),
        "entities": pa.Table.from_pylist(entities, older["entities"].schema),
    }
    newer = without(tables, ids[8])
    for digest, made, each in (
        (OLDEST, "2024-12-07", older), (OLD, "2024-12-08", older), (NEW, "2024-12-09", newer),
    ):  # fmt: skip
        counts = {name: table.num_rows for name, table in each.items()}
        told = {"input_digest": digest, "created": f"{made}T06:00:00+00:00", "counts": counts, "configuration": made}
        write_set(folder, each, {**found.manifest, **told})
    (folder / "corrections.jsonl").write_bytes(b"".join(map(write_line, (
        Correction("merge", id="1", when="2024-12-07T00:00:00+00:00", who="Ada", why="x", actor="jordanians",
                   into="jordan"),
        Correction("merge", id="2", when="2024-12-08T10:00:00+00:00", who="Ada", why="x", actor="syria",
                   into="syrian-army"),
    ))))  # fmt: skip
