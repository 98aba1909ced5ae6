"""How often the rule “more than usual” fires without a reason, and how often at a real rise.

    python -m benchmarks.alarms TABLES

TABLES is a set of `benchmarks.grown`, whose articles have days by chance: no view rises for a reason there. Each day of
the last year is taken for a run's new articles, for views of actors and places that are named in many and in few of
them. Then each day's number is drawn again from a Poisson distribution of three times what is usual: a real rise.
"""

import argparse
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.report import describe_machine, write_table
from dashboard.columns.columns import Array
from dashboard.filters import Filters
from dashboard.queries.selection import first_of_stories, select_articles
from dashboard.queries.time import MICROSECONDS_A_DAY
from dashboard.queries.usual import DAYS, judge
from dashboard.reader import Reader
from dashboard.store import open_set
from dashboard.tables.sets import find_root

# Shares of the reports between which the views of a row lie, and views a row.
TIERS = ((0.0, 0.001), (0.001, 0.005), (0.005, 0.02), (0.02, 0.1), (0.1, 1.0))
VIEWS, YEAR, RISE = 40, 365, 3


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tables", type=Path)
    parser.add_argument("--seed", type=int, default=3)
    given = parser.parse_args()
    rng = np.random.default_rng(given.seed)
    reader = open_set(find_root(given.tables)).reader()
    rows, totals = [], np.zeros(3, np.int64)
    for low, high in TIERS:
        found = np.sum([try_view(rng, *view) for view in draw_views(reader, rng, low, high)] or [[0, 0, 0]], axis=0)
        totals += found
        rows.append([f"{low:.1%} to {high:.1%}", *describe(found)])
    headings = ["part of the reports", "days tried", "fired without a reason", f"fired at {RISE} times the usual"]
    print(write_table(headings, [*rows, ["all", *describe(totals)]]))
    print(describe_machine())


def draw_views(reader: Reader, rng: np.random.Generator, low: float, high: float) -> list[tuple[Array, Array]]:
    """Of each view the reports of every day, and all reports of every day."""
    columns = reader.columns
    days = columns["articles.published"] // MICROSECONDS_A_DAY
    first = int(days[columns["articles.dated"]].min())

    def count(numbers: Array) -> Array:
        firsts = first_of_stories(columns, numbers[columns["articles.dated"][numbers]])
        return np.bincount(days[firsts] - first, minlength=int(days.max()) - first + 1)

    every, views = count(np.arange(columns.articles, dtype=np.int32)), []
    for group, field in (("actors", "actors"), ("locations", "locations")):
        ids = columns.texts[f"{group}.id"]
        for number in rng.permutation(len(ids)):
            chosen: dict[str, Any] = {field: (ids[int(number)],)}
            filters = Filters(**chosen)
            of_view = count(select_articles(reader, filters).numbers)
            if low < of_view.sum() / every.sum() <= high:
                views.append((of_view, every))
            if len(views) >= VIEWS // 2 * (1 if group == "actors" else 2):
                break
    return views


def try_view(rng: np.random.Generator, of_view: Array, every: Array) -> list[int]:
    """Days tried, those on which it fired as they are, and those on which it fired at a rise."""
    tried = fired = risen = 0
    for day in range(len(every) - YEAR, len(every)):
        before = slice(day - DAYS + 1, day)
        usual = judge(int(of_view[day]), int(every[day]), of_view[before], every[before])
        number = int(rng.poisson(RISE * usual.expected))
        rise = judge(number, max(int(every[day]), number), of_view[before], every[before])
        tried, fired, risen = tried + 1, fired + usual.is_more, risen + rise.is_more
    return [tried, fired, risen]


def describe(found: Array) -> list[str]:
    """The cells of a row."""
    tried = max(int(found[0]), 1)
    return [f"{found[0]:,}", f"{found[1] / tried:.2%}", f"{found[2] / tried:.0%}"]


if __name__ == "__main__":
    main()
