"""What the pages count is what plain SQL counts, of the sample as it is and with corrections."""

import random
from pathlib import Path

import pytest

from benchmarks.answers import compare, draw_filters
from dashboard.corrections.log import save
from dashboard.corrections.record import Correction
from dashboard.store import Store, open_store
from dashboard.tables.files import read_set
from tests.sets import write_set

pytestmark = pytest.mark.model

CORRECTIONS = (
    Correction("merge", who="Ann", why="seen", actor="hezbollah", into="iran"),
    Correction(
        "split", who="Ann", why="seen", actor="syria", name="Another Syria", into="another-syria", surfaces=("Syria",)
    ),
    Correction("hide", who="Ann", why="seen", actor="israel"),
    Correction("not-a-place", who="Ann", why="seen", surface="Damascus", location="170654"),
)


def compare_some(store: Store, number: int) -> None:
    dice = random.Random(3)
    for filters in draw_filters(store.reader(), number):
        compare(store.reader(), filters, dice)


def test_every_answer_is_that_of_plain_sql(sample_tables: Path) -> None:
    compare_some(open_store(sample_tables), 4)


def test_every_answer_is_that_of_plain_sql_with_corrections(sample_tables: Path, tmp_path: Path) -> None:
    sample = read_set(sample_tables)
    write_set(tmp_path, sample.tables, sample.manifest)
    for correction in CORRECTIONS:
        save(tmp_path, correction)
    store = open_store(tmp_path)
    applied = store.reader().execute("SELECT count(*) FROM corrections WHERE state = 'applied'").fetchall()
    assert applied == [(len(CORRECTIONS),)]
    compare_some(store, 4)
