"""More than usual: the distribution, and the comparison of a batch with the days before it."""

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.columns.columns import Array
from dashboard.filters import Filters
from dashboard.queries.selection import select_articles
from dashboard.queries.usual import DAYS, compare, find_chance, judge, measure_spread
from dashboard.queries.watches import View, look
from dashboard.reader import Reader
from dashboard.store import Store
from dashboard.tables.rows import Row
from tests import rows as make


@pytest.mark.parametrize(
    ("found", "mean", "variance", "chance"),
    [
        (0, 2.0, 2.0, 1.0),
        (1, 2.0, 2.0, 1 - math.exp(-2)),
        (3, 1.0, 1.0, 1 - 2.5 * math.exp(-1)),
        (1, 1.0, 2.0, 0.5),  # of size 1: geometric
        (3, 1.0, 2.0, 0.125),
        (2, 2.0, 3.0, 1 - (2 / 3) ** 4 - 4 / 3 * (2 / 3) ** 4),  # of size 4
        (500, 2.0, 3.0, 0.0),
    ],
)
def test_the_chance_of_as_many_or_more(found: int, mean: float, variance: float, chance: float) -> None:
    assert find_chance(found, mean, variance) == pytest.approx(chance, abs=1e-9)


def test_days_that_vary_more_make_less_of_a_surprise() -> None:
    every = np.full(DAYS, 50)
    level, rough = np.full(DAYS, 2), np.tile([0, 0, 0, 8], DAYS // 4)
    assert measure_spread(level, every, 0.04) == 1.0
    assert measure_spread(rough, every, 0.04) > 5
    assert judge(9, 50, level, every).is_more
    assert not judge(9, 50, rough, every).is_more


@pytest.mark.parametrize(
    ("found", "of_view", "is_more"),
    [(2, 0, False), (3, 0, True), (4, 1, True), (4, 8, False), (20, 8, True)],
)
def test_a_batch_beside_28_days(found: int, of_view: int, is_more: bool) -> None:
    of_days = np.zeros(DAYS, int)
    of_days[:of_view] = 1
    assert judge(found, 20, of_days, np.full(DAYS, 5)).is_more is is_more


def test_little_before_says_nothing() -> None:
    few = np.zeros(DAYS, int)
    few[0] = 19
    assert not judge(10, 10, np.zeros(DAYS, int), few).is_known
    few[0] = 20
    assert judge(10, 10, np.zeros(DAYS, int), few).is_known


def articles(*given: tuple[int, int, str]) -> Reader:
    """A reader on articles, each with the days after the first of December and its text, so many times."""
    rows: list[Row] = []
    first = datetime(2024, 12, 1, tzinfo=UTC)
    for day, times, text in given:
        for _ in range(times):
            article_id = f"{len(rows):03}"
            story = {"story_id": f"{len(rows) - 1:03}"} if text.endswith("again") else {}
            rows.append(make.article(article_id, text, published=first + timedelta(days=day), **story))
    return Store(make.tables(articles=rows), {}).reader()


def write_older(reader: Reader, new: Array, folder: Path) -> str:
    """A file of the articles that are not new."""
    ids = reader.columns.texts["articles.id"].take(np.flatnonzero(~new))
    pq.write_table(pa.table({"article_id": ids}), folder / "older.parquet")
    return str(folder / "older.parquet")


def test_copies_count_once_and_days_long_before_not_at_all(tmp_path: Path) -> None:
    reader = articles(
        *((day, 2, "no news") for day in range(1, 29)), (0, 30, "flood"), (28, 1, "flood"), (29, 4, "flood"),
        (29, 1, "flood again"), (29, 3, "no news"),
    )  # fmt: skip
    view = select_articles(reader, Filters(words="flood"))
    new = reader.columns["articles.published"] >= int(datetime(2024, 12, 30, tzinfo=UTC).timestamp()) * 1_000_000
    usual = compare(view, new)
    assert (usual.found, usual.batch) == (4, 7), "one of the five is a copy"
    assert (usual.before, usual.all_before) == (1, 55), "of the 28 days that end with the newest"
    recent = replace(reader, list_older=lambda mark: [write_older(reader, new, tmp_path)])
    finding = look(recent, View("articles", Filters(words="flood"), "abcdef", "before"), "more")
    assert finding.fired and finding.link == "articles?new=before&copies=once&q=flood&corpus=abcdef"
    assert finding.why == (
        "4 new reports, where 0.2 would be usual: of the 28 days before, 1 of 55 reports were of this; now 4 of 7 are."
    )
    assert [each.text for each in finding.items] == ["flood", "flood again"], "each text once"
    assert usual.is_more and usual.expected == pytest.approx(1.5 / 56 * 7)
