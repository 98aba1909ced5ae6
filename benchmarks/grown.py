"""Writes a large set of tables for `pages` and `people`: the articles of a real set, again and again, without spaCy.

    python -m benchmarks.grown NUMBER OUT --base TABLES [--seed 0]

NUMBER is rounded up to whole copies of the base. Texts, and so all offsets, are those of the base. Each copy has ids of
its own, and each of its stories other days within five years. Actors and places that are rare in the base get new ids
in later copies, at the rate at which news brings new names; names that are frequent there stay what they are.
"""

import argparse
import json
from collections import Counter
from collections.abc import Mapping
from hashlib import sha256
from itertools import batched
from pathlib import Path
from uuid import uuid4

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dashboard.tables.checks import MADE_OF
from dashboard.tables.contract import PER_ARTICLE, TABLES
from dashboard.tables.files import TableSet, read_set
from dashboard.tables.sets import MANIFEST, SETS, draft, hold, publish

# The table of each kind of name. In its column of ids, `articles` says how many articles of the base name it.
NAMES = {"actor_id": "actors", "location_id": "locations"}

# Heaps' law: after n times as many articles there are n to this power times as many names. Of 788 articles on one war
# the exponents are 0.79 and 0.46.
GROWTH = {"actor_id": 0.75, "location_id": 0.5}

# Articles of the base that name what is rare there, at most.
RARE = 4

# Days over which the copies are spread.
DAYS = 5 * 365

# Articles a file of a table.
A_FILE = 10_000


def main() -> None:
    """Write the set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("number", type=int)
    parser.add_argument("out", type=Path)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    print(f"{write_grown(options.number, options.out, read_set(options.base), options.seed):,} articles")


def write_grown(number: int, folder: Path, base: TableSet, seed: int = 0) -> int:
    """Write at least so many articles as the current set of `folder`; returns how many they are."""
    size = base.tables["articles"].num_rows
    copies = -(-number // size)
    grown = Grown(base.tables, seed)
    overall = grown.overall(copies)
    counts = Counter({name: table.num_rows for name, table in overall.items()})
    set_id = uuid4().hex
    with hold(folder), draft(folder / SETS) as path:
        for name, table in overall.items():
            pq.write_table(table, path / f"{name}.parquet", compression="zstd")
        for name in PER_ARTICLE:
            (path / f"{name}.parquet").mkdir()
        for file, numbers in enumerate(batched(range(copies), max(1, A_FILE // size))):
            parts = [grown.copy(each) for each in numbers]
            for name in PER_ARTICLE:
                table = pa.concat_tables([part[name] for part in parts])
                pq.write_table(table, path / f"{name}.parquet" / f"{file:05}.parquet", compression="zstd")
                counts[name] += table.num_rows
        digest = sha256(f"{base.manifest['input_digest']} {copies} {seed}".encode()).hexdigest()
        told = {"set": set_id, "counts": counts, "input_digest": digest, "inputs": [], "state": ""}
        (path / MANIFEST).write_text(json.dumps({**base.manifest, **told}, indent=1), "utf-8")
        publish(path, folder, set_id)
    return counts["articles"]


class Grown:
    """Copies of the tables of a base."""

    def __init__(self, base: Mapping[str, pa.Table], seed: int) -> None:
        self._base = base
        self._seed = seed
        self._rare = {
            column: base[table].filter(pc.less_equal(base[table]["articles"], RARE))[column].combine_chunks()
            for column, table in NAMES.items()
        }

    def copy(self, number: int) -> dict[str, pa.Table]:
        """The rows of one copy of all articles."""
        made = {name: self._rename(self._base[name], number) for name in PER_ARTICLE}
        before = made["quotes"]["quote_id"].combine_chunks()
        for name, columns in MADE_OF.items():
            key = TABLES[name].key[0]
            made_of = [pc.fill_null(pc.cast(made[name][each], pa.string()), "0") for each in columns]
            made[name] = _put(made[name], key, pc.binary_join_element_wise(*made_of, "-"))
        for name in ("speakers", "claims", "movements"):
            quotes = made["quotes"]["quote_id"].take(pc.index_in(made[name]["quote_id"], before))
            made[name] = _put(made[name], "quote_id", quotes)
        made["articles"] = self._move(made["articles"], number)
        return made

    def overall(self, copies: int) -> dict[str, pa.Table]:
        """The tables that are not of single articles: names with the counts of all copies, and no rejects."""
        made = {name: self._base[name].slice(0, 0) for name in TABLES if name not in PER_ARTICLE}
        for column, name in NAMES.items():
            table = self._base[name]
            is_rare = pc.is_in(table[column], value_set=self._rare[column])
            times = Counter(_generation(column, number) for number in range(copies))
            parts = [_multiply(table.filter(pc.invert(is_rare)), copies)]
            for generation, number in times.items():
                rare = _multiply(table.filter(is_rare), number)
                parts.append(_put(_put(rare, column, _suffix(rare[column], generation)), "name",
                                  _suffix(rare["name"], generation, " ")))  # fmt: skip
            made[name] = pa.concat_tables(parts)
        return made

    def _rename(self, table: pa.Table, number: int) -> pa.Table:
        """The rows with the ids of one copy."""
        for field in table.schema:
            column = next((each for each in NAMES if field.name.endswith(each)), field.name)
            if field.name in ("article_id", "external_id", "story_id"):
                table = _put(table, field.name, _suffix(table[field.name], number))
            elif column in NAMES:
                is_rare = pc.is_in(table[field.name], value_set=self._rare[column])
                renamed = _suffix(table[field.name], _generation(column, number))
                table = _put(table, field.name, pc.if_else(is_rare, renamed, table[field.name]))
        return table

    def _move(self, articles: pa.Table, number: int) -> pa.Table:
        """The articles with each story moved by other days, so that its articles stay as far apart as they are."""
        stories = articles["story_id"].combine_chunks().dictionary_encode().indices.to_numpy(zero_copy_only=False)
        days = np.random.default_rng([self._seed, number]).integers(0, DAYS, stories.max() + 1)
        moved = pc.add(articles["published"], pa.array(days[stories] * np.timedelta64(1, "D").astype("m8[us]")))
        return _put(articles, "published", moved)


def _generation(column: str, number: int) -> int:
    """The number that rare names of one kind have in a copy; later copies share one."""
    return int(number ** GROWTH[column])


def _multiply(table: pa.Table, times: int) -> pa.Table:
    """Names with so many times the counts."""
    for column in ("mentions", "actor_mentions", "articles"):
        if column in table.schema.names:
            table = _put(table, column, pc.multiply(table[column], times))
    return table


def _suffix(values: pa.ChunkedArray, number: int, separator: str = "-") -> pa.ChunkedArray:
    return pc.binary_join_element_wise(values, str(number), separator)


def _put(table: pa.Table, name: str, values: pa.ChunkedArray) -> pa.Table:
    index = table.schema.get_field_index(name)
    return table.set_column(index, table.schema.field(index), values.cast(table.schema.field(index).type))


if __name__ == "__main__":
    main()
