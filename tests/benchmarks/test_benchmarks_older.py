"""The two sets that benchmarks compare differ as they say."""

from pathlib import Path

from benchmarks.grown import write_grown
from benchmarks.older import write_two
from dashboard.filters import Filters
from dashboard.queries.changes import find_news
from dashboard.store import open_store
from dashboard.tables.audit import audit_set
from dashboard.tables.files import read_set
from dashboard.tables.sets import list_sets


def test_the_sets_keep_the_contract_and_differ(sample_tables: Path, tmp_path: Path) -> None:
    write_grown(200, tmp_path / "grown", read_set(sample_tables))
    older, newer = write_two(tmp_path / "two", tmp_path / "grown")
    assert older == newer
    assert audit_set(tmp_path / "two").broken == {}
    mark = list_sets(tmp_path / "two")[1].manifest["input_digest"][:6]
    found = find_news(open_store(tmp_path / "two").reader(), Filters(since_set=mark))
    assert (found["new"], found["changed"], found["gone"]) == (6, 2, 6)
