"""Tables of two sets, with watches beside them."""

from pathlib import Path
from shutil import copytree

import pytest

from dashboard.filters import Filters
from dashboard.store import open_store
from dashboard.tables.contract import contract_digest
from dashboard.watches.log import keep
from dashboard.watches.record import make_watch
from tests.queries.conftest import ARTICLES, QUOTES, write_tables
from tests.sets import write_set

HOMS = make_watch("Homs", "locations", Filters(locations=("169577",)), "any", "Ana")
DENIED = make_watch("Denials", "quotes", Filters(), "denied")
QUIET = make_watch("Baghdad", "locations", Filters(locations=("98182",)), "any")
SAVED = make_watch("A view", "", Filters(), "none")


def add_set(folder: Path, count: int, hour: int) -> None:
    """Show the first articles as a set that was made at this hour."""
    ids = {each.article_id for each in ARTICLES[:count]}
    quotes = [each for each in QUOTES if each["article_id"] in ids]
    write_set(folder, write_tables(ARTICLES[:count], quotes), {
        "created": f"2024-12-20T{hour:02}:00:00+00:00", "input_digest": f"{count:06}", "contract": contract_digest(),
        "counts": {"articles": count},
    })  # fmt: skip


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tables with a set of one article and one of six, and four watches; not to be changed."""
    folder = tmp_path_factory.mktemp("digests") / "tables"
    folder.mkdir()
    add_set(folder, 1, 8)
    add_set(folder, 6, 9)
    keep(folder, [HOMS, DENIED, QUIET, SAVED])
    open_store(folder)  # which takes most of the time of a test
    return folder


@pytest.fixture
def folder(written: Path, tmp_path: Path) -> Path:
    """The same, to be changed."""
    return copytree(written, tmp_path / "tables", symlinks=True)
