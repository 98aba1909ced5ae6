"""What tests share: the tables of the sample, made once a session by the real pipeline, and bent copies of them."""

import os
import signal
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from dashboard import settings
from dashboard.pipeline.corpus import preprocess
from dashboard.pipeline.gazetteer import open_gazetteer
from dashboard.tables.files import read_set
from dashboard.tables.rows import Row
from tests import rows as make
from tests.sets import write_set

# Figures and tests are of the gazetteer that everybody has.
os.environ["DATELINE_GAZETTEER"] = "packages"

# The rows of every table, as dictionaries.
type Rows = dict[str, list[Row]]

# What nobody may run or render, wherever it stands; a spreadsheet may not take it for a formula either.
EVIL = (
    '=<script>window.pwned=1</script><img src=x onerror="window.pwned=1"> **bold** [x](javascript:alert(1))'
    " http://evil.example :material/delete: "
)


@pytest.fixture(scope="session")
def sample_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the tables of `data/sample`; whoever uses it is marked `model`."""
    folder = tmp_path_factory.mktemp("sample") / "tables"
    preprocess([settings.SAMPLE], folder)
    return folder


@pytest.fixture(scope="session")
def sample_size() -> int:
    """How many articles `data/sample` has: one a file."""
    return len(list(settings.SAMPLE.glob("*.txt")))


@pytest.fixture(scope="session")
def odd_tables(sample_tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample over three years, with an undated article, one without source and title, rejects, and a formula."""
    return _bend(sample_tables, tmp_path_factory.mktemp("odd") / "tables", _make_odd)


@pytest.fixture(scope="session")
def nameless_tables(sample_tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample as if nothing were found in its articles: no name, no place, no quote."""
    return _bend(sample_tables, tmp_path_factory.mktemp("nameless") / "tables", _forget_findings)


@pytest.fixture(scope="session")
def evil_tables(sample_tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with markup in place of all words: texts, titles, names, sources, quotes, reasons."""
    return _bend(sample_tables, tmp_path_factory.mktemp("evil") / "tables", _make_evil)


def pytest_sessionstart() -> None:
    """Compile the gazetteer where that was not done yet, before the clock of the first test that needs it runs.

    A shell lets what it starts in the background ignore Ctrl-C, and so would the commands that tests interrupt.
    """
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    open_gazetteer()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what uses the tables of the sample, since the model makes them."""
    for item in items:
        if "sample_tables" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.model)


def _bend(source: Path, target: Path, change: Callable[[Rows], None]) -> Path:
    """Write the set in `source`, its rows changed, to `target`."""
    found = read_set(source)
    rows: Rows = {name: table.to_pylist() for name, table in found.tables.items()}
    change(rows)
    tables = make.tables(**rows)
    counts = {name: table.num_rows for name, table in tables.items()}
    write_set(target, tables, {**found.manifest, "counts": counts, "input_digest": f"{target.parent.name:0<64}"})
    return target


def _make_odd(rows: Rows) -> None:
    for number, article in enumerate(rows["articles"]):
        article["published"] -= timedelta(days=80 * number)
    undated, bare, formula = rows["articles"][:3]
    undated["published"] = None
    bare |= {"title": None, "source": None, "agency": None, "url": None}
    formula |= {"title": "=1+1", "url": "https://example.org/?a=1&b=2"}
    reasons = ("too short: 3 characters", "too short: 12 characters", "not UTF-8: cp1252", "empty")
    rows["rejects"] = [make.reject(f"=cmd/{number}.txt", str(number), reason) for number, reason in enumerate(reasons)]


def _forget_findings(rows: Rows) -> None:
    for name in ("entities", "locations", "candidates", "actors", "quotes", "speakers"):
        rows[name] = []


def _make_evil(rows: Rows) -> None:
    for name, text in (
        ("articles", "title"), ("articles", "source"), ("articles", "agency"), ("entities", "surface"),
        ("entities", "role"), ("locations", "name"), ("locations", "admin1"), ("actors", "name"), ("quotes", "text"),
        ("quotes", "speaker"), ("quotes", "cue"), ("candidates", "name"), ("candidates", "admin1"),
    ):  # fmt: skip
        for row in rows[name]:
            row[text] = EVIL.strip()
    for entity in rows["entities"]:
        entity["unplaced_reason"] = EVIL.strip() if entity["unplaced_reason"] else None
    for article in rows["articles"]:
        length = len(article["text"])
        # As long as before, so that every offset cuts somewhere through the markup.
        article["text"] = (EVIL * (length // len(EVIL) + 1))[:length]
        article["url"] = "javascript:window.pwned=1"
    rows["rejects"] = [make.reject(EVIL, EVIL, f"{EVIL}: {EVIL}")]
