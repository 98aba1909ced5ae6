"""Writes two sets that differ, for `pages` and `changes`: an older and a newer one, both out of one large set.

    python -m benchmarks.older OUT --base TABLES [--seed 0]

Of the articles of the base 3 % are in the newer set alone and 3 % in the older one alone; 1 % have another text in the
older one, a word longer. Where an article gives its story the id, it stays.
"""

import argparse
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dashboard.tables.contract import PER_ARTICLE, TABLES
from dashboard.tables.files import list_files, list_first_speakers, read_file
from dashboard.tables.sets import MANIFEST, SETS, draft, find_root, hold, publish, read_manifest

# Of a hundred articles.
ALONE, CHANGED = 3, 1

# What a changed text ends with.
MORE = " Updated."


def main() -> None:
    """Write the sets."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    older, newer = write_two(options.out, options.base, options.seed)
    print(f"{older:,} articles, then {newer:,}")


def write_two(folder: Path, base: Path, seed: int = 0) -> tuple[int, int]:
    """Write two sets into `folder`, the newer one as its current; returns how many articles each has."""
    root = find_root(base)
    manifest = read_manifest(root)
    ids, stories = (_read(root, "articles")[name].to_numpy(zero_copy_only=False) for name in ("article_id", "story_id"))
    may_go = ids[~np.isin(ids, stories[stories != ids])]
    chosen = np.random.default_rng(seed).permutation(may_go)
    alone, changed = len(ids) * ALONE // 100, len(ids) * CHANGED // 100
    lacks = {"older": chosen[:alone], "newer": chosen[alone : 2 * alone]}
    made = datetime.fromisoformat(manifest["created"])
    counts = []
    for name, created in (("older", made - timedelta(days=1)), ("newer", made)):
        alter = chosen[2 * alone : 2 * alone + changed] if name == "older" else chosen[:0]
        told = {
            "created": created.isoformat(timespec="seconds"),
            "input_digest": sha256(f"{name} {manifest['input_digest']} {seed}".encode()).hexdigest(),
        }
        counts.append(
            _write(folder, root, {**manifest, **told}, pa.array(lacks[name], pa.string()), pa.array(alter, pa.string()))
        )
    return counts[0], counts[1]


def _write(folder: Path, root: Path, manifest: dict[str, Any], lacks: pa.Array, alter: pa.Array) -> int:
    """Write a set without some articles and with some altered; returns how many articles it has."""
    set_id = uuid4().hex
    counts = dict.fromkeys(TABLES, 0)
    with hold(folder), draft(folder / SETS) as path:
        for name in TABLES:
            (path / f"{name}.parquet").mkdir()
            for number, table in enumerate(_tables(root, name)):
                kept = table
                if name in PER_ARTICLE:
                    kept = table.filter(pc.invert(pc.is_in(_article_of(name, table), lacks)))
                if name == "articles":
                    kept = _alter(kept, alter)
                pq.write_table(kept, path / f"{name}.parquet" / f"{number:05}.parquet", compression="zstd")
                counts[name] += kept.num_rows
        (path / MANIFEST).write_text(json.dumps({**manifest, "set": set_id, "counts": counts}, indent=1), "utf-8")
        publish(path, folder, set_id)
    return counts["articles"]


def _article_of(name: str, table: pa.Table) -> pa.Array:
    """The id of each row's article; that of a quote ends with its start and end."""
    if name != "speakers":
        return table["article_id"]
    return pc.replace_substring_regex(table["quote_id"], "-[0-9]+-[0-9]+$", "")


def _alter(articles: pa.Table, ids: pa.Array) -> pa.Table:
    at = articles.schema.get_field_index("text")
    longer = pc.binary_join_element_wise(articles["text"], MORE, "")
    texts = pc.if_else(pc.is_in(articles["article_id"], ids), longer, articles["text"])
    return articles.set_column(at, articles.schema.field(at), texts.cast(pa.string()))


def _tables(root: Path, name: str) -> Iterator[pa.Table]:
    files = list_files(root, name)
    if name == "speakers" and not files:  # a set that was made before there was this table
        yield list_first_speakers(_read(root, "quotes"))
    for file in files:
        yield read_file(file)


def _read(root: Path, name: str) -> pa.Table:
    return pa.concat_tables([read_file(file) for file in list_files(root, name)])


if __name__ == "__main__":
    main()
