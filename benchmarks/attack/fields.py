"""Tables in which every text attacks, and every page on them in Chromium.

    python -m benchmarks.attack.fields [--tables TABLES] [--count 5] [--seed 0]

So often, the texts of TABLES that come from articles, gazetteers, corrections and files are replaced by attacks, each
drawn by chance, and a server is started on what comes out. A fault is a script that ran, a dialog, a request to another
server, a link or an element that was made of such a text, and an error that a page shows. Charts are pointed at, all
that is folded is opened.
"""

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq
from playwright.sync_api import Error

from benchmarks.attack.visits import Visits
from benchmarks.attack.words import ALL, MARKUP
from benchmarks.report import describe_machine
from benchmarks.server import start_server
from dashboard import settings
from dashboard.app.sidebar import PAGES, name_in_url
from dashboard.corrections.log import save_all
from dashboard.corrections.record import Correction
from dashboard.tables.contract import TABLES, Column, Table
from dashboard.tables.files import TableSet, read_set
from dashboard.tables.sets import MANIFEST, SETS, draft, publish

# What Parquet takes and an article may hold: no half characters.
TEXTS = [each for each in ALL if each.isprintable() or "\n" in each or "\x1b" in each or "\u202e" in each]

# Columns whose texts have a form of their own.
FORMED = ("evidence", "country_code", "feature", "language")


def write_attacked(base: TableSet, folder: Path, rng: random.Random) -> dict[str, pa.Table]:
    """The tables of a set with attacks for texts, which it writes as the current set of a folder."""
    tables = {name: _attack(TABLES[name], table, rng) for name, table in base.tables.items()}
    path = rng.choice(MARKUP)
    tables["rejects"] = pa.Table.from_pylist(
        [
            {"path": f"{path} {number}", "record": str(number), "reason": rng.choice(TEXTS) or "x"}
            for number in range(9)
        ],
        TABLES["rejects"].schema,
    )
    set_id = uuid4().hex
    counts = {name: table.num_rows for name, table in tables.items()}
    manifest = {**base.manifest, "set": set_id, "counts": counts, "input_digest": f"{rng.getrandbits(256):064x}"}
    with draft(folder / SETS) as path_of_set:
        for name, table in tables.items():
            pq.write_table(table, path_of_set / f"{name}.parquet")
        (path_of_set / MANIFEST).write_text(json.dumps(manifest), "utf-8")
        publish(path_of_set, folder, set_id)
    return tables


def _attack(declared: Table, table: pa.Table, rng: random.Random) -> pa.Table:
    rows = table.to_pylist()
    for row in rows:
        for column in declared.columns:
            if _is_free(declared, column) and row[column.name] is not None:
                row[column.name] = _replace(row[column.name], column.name == "text" and "article_id" in row, rng)
    return pa.Table.from_pylist(rows, declared.schema)


def _is_free(declared: Table, column: Column) -> bool:
    """Whether others wrote the texts of a column."""
    is_text = column.type in (pa.string(), pa.large_string(), pa.list_(pa.string()))
    is_named = bool(column.values or column.references) or column.name in (*declared.key, *FORMED)
    return is_text and not is_named


def _replace(value: Any, is_long: bool, rng: random.Random) -> Any:
    """An attack in place of a value; a text that offsets point into stays as long as it was."""
    if isinstance(value, list):
        return [rng.choice(TEXTS) or "x" for _ in value]
    attack = rng.choice(TEXTS) or "x"
    if not is_long:
        return attack
    words = " ".join(rng.choice(TEXTS) for _ in range(len(value) // 10 + 1))
    return f"{attack} {words}{' ' * len(value)}"[: len(value)]


def correct(folder: Path, tables: dict[str, pa.Table], rng: random.Random) -> None:
    """Save corrections of which every text attacks."""
    actors = tables["actors"]["actor_id"].to_pylist()[:6]
    said = [
        Correction("rename", actor=actors[0], name=rng.choice(MARKUP)),
        Correction("hide", actor=actors[1]),
        Correction("merge", actor=actors[2], into=actors[3]),
        Correction("split", actor=actors[4], into="new", name=rng.choice(MARKUP), surfaces=(rng.choice(MARKUP),)),
    ]
    for each in said:
        save_all(folder, [replace(each, who=rng.choice(MARKUP), why=rng.choice(MARKUP))])


def find_views(tables: dict[str, pa.Table], rng: random.Random) -> Iterator[str]:
    """The address of each page, with all that can be opened in it, and with values of the tables as filters."""
    for _, label, _ in PAGES:
        yield name_in_url(label)
    article = tables["articles"].to_pylist()[rng.randrange(tables["articles"].num_rows)]
    actor = tables["actors"]["actor_id"][5].as_py()
    place = next(each for each in tables["entities"]["location_id"].to_pylist() if each)
    for page, query in (
        ("articles", {"article": article["article_id"], "sentence": 1, "q": "here"}),
        ("actors", {"card": actor, "actor": actor}),
        ("locations", {"why": place, "location": place}),
        ("sentences", {"of": "actors", "source": article["source"] or "x"}),
        ("quotes", {"actor": actor, "near": "article"}),
        ("review", {"change": "rename", "actor": actor}),
        ("review", {"change": "wrong-place", "location": place, "written": rng.choice(MARKUP)}),
    ):
        yield f"{page}?{urlencode(query)}"


def visit_all(visits: Visits, views: Sequence[str]) -> dict[str, list[str]]:
    """The address of each view that had a fault -> the faults."""
    found = {}
    for view in views:
        visits.open(view)
        point_at_charts(visits)
        visits.look()
        if faults := visits.take_faults():
            found[view] = faults
    return found


def point_at_charts(visits: Visits) -> None:
    """Let the first point of each chart say what it is."""
    points = visits.page.locator(".js-plotly-plot").locator(".point path, path.point, .textpoint text")
    for number in range(min(3, points.count())):
        try:
            points.nth(number).hover(force=True, timeout=2_000)
            visits.page.wait_for_timeout(100)
        except Error:  # it is not in sight
            continue


def main(arguments: Sequence[str] | None = None) -> int:
    """Attack and visit, and print what was wrong; 1 if anything was."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tables", type=Path, default=settings.tables_folder())
    parser.add_argument("--count", type=int, default=5, help="sets of tables")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    base = read_set(options.tables)
    failed = opened = 0
    for number in range(options.count):
        rng = random.Random(f"{options.seed} {number}")
        with TemporaryDirectory() as name:
            tables = write_attacked(base, Path(name), rng)
            correct(Path(name), tables, rng)
            views = [*find_views(tables, rng)]
            with start_server(Path(name), corrections="on") as server, Visits(server.address) as visits:
                found = visit_all(visits, views)
        opened += len(views)
        failed += len(found)
        for view, faults in found.items():
            print(f"set {number} of seed {options.seed}, {view}:")
            print("".join(f"    {each}\n" for each in faults), end="")
    print(f"{options.count} sets of seed {options.seed}, {opened} pages: {failed} with a fault")
    print(describe_machine())
    return int(bool(failed))


if __name__ == "__main__":
    raise SystemExit(main())
