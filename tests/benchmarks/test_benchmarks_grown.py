"""Large sets for measuring: copies of a real set that keep the contract."""

from pathlib import Path

import pyarrow.compute as pc
import pytest

from benchmarks.grown import RARE, write_grown
from dashboard.tables.checks import check_all
from dashboard.tables.contract import PER_ARTICLE
from dashboard.tables.files import TableSet, read_set


@pytest.fixture(scope="module")
def base(sample_tables: Path) -> TableSet:
    return read_set(sample_tables)


@pytest.fixture(scope="module")
def grown(base: TableSet, sample_size: int, tmp_path_factory: pytest.TempPathFactory) -> TableSet:
    """The sample three times, since one article more than two copies of it have is asked for."""
    folder = tmp_path_factory.mktemp("grown")
    assert write_grown(2 * sample_size + 1, folder, base) == 3 * sample_size
    return read_set(folder)


def test_grown_tables_keep_the_contract(base: TableSet, grown: TableSet) -> None:
    check_all(grown.tables)
    assert grown.manifest["counts"] == {name: table.num_rows for name, table in grown.tables.items()}
    assert grown.manifest["input_digest"] != base.manifest["input_digest"]
    for name in PER_ARTICLE:
        assert grown.tables[name].num_rows == 3 * base.tables[name].num_rows, name


def test_frequent_names_stay_and_rare_ones_become_more(base: TableSet, grown: TableSet) -> None:
    for name, column in (("actors", "actor_id"), ("locations", "location_id")):
        before, after = base.tables[name], grown.tables[name]
        is_rare = pc.less_equal(before["articles"], RARE)
        frequent = set(before.filter(pc.invert(is_rare))[column].to_pylist())
        assert frequent and frequent <= set(after[column].to_pylist())
        assert after.num_rows > before.num_rows
        assert pc.sum(after["mentions"]).as_py() == 3 * pc.sum(before["mentions"]).as_py()
        named = grown.tables["entities"][column].to_pylist()
        assert {each for each in named if each is not None} <= set(after[column].to_pylist())


def test_a_story_is_moved_as_a_whole(base: TableSet, grown: TableSet) -> None:
    before, after = (each.tables["articles"].to_pylist() for each in (base, grown))
    assert [row["text"] for row in after] == 3 * [row["text"] for row in before]
    assert len({row["published"] for row in after}) > len({row["published"] for row in before})
    for copy in range(3):
        moves = {
            (old["story_id"], new["published"] - old["published"])
            for old, new in zip(before, after[copy * len(before) :][: len(before)], strict=True)
        }
        assert len(moves) == len({story for story, _ in moves})
