"""One of the attacked sets of `benchmarks.attack.fields`: every page opens on it, and draws no markup of its texts.

`tests/browser/test_safety.py` looks at such pages in Chromium.
"""

import asyncio
import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from pathlib import Path

import pytest

from benchmarks.attack.fields import correct, find_views, write_attacked
from benchmarks.attack.links import Link, find_faults
from benchmarks.server import Server, start_server
from benchmarks.session import Session
from dashboard.tables.files import read_set

pytestmark = pytest.mark.browser  # it starts a server, though no Chromium


def test_every_page_shows_attacks_as_words(sample_tables: Path, tmp_path: Path) -> None:
    rng = random.Random(16)
    tables = write_attacked(read_set(sample_tables), tmp_path, rng)
    correct(tmp_path, tables, rng)

    async def open_all(server: Server) -> list[str]:
        found = []
        for view in find_views(tables, rng):
            page, _, query = view.partition("?")
            async with aclosing(Session(server.address)) as session:
                run = await session.ask(page, query)
                found += [f"{view}: {each}" for each in (*run.errors, *find_faults(session, Link(0, page, query)))]
        return found

    with start_server(tmp_path, corrections="on") as server, ThreadPoolExecutor(1) as apart:
        # In this thread a test of a browser may have a loop of its own.
        assert apart.submit(lambda: asyncio.run(open_all(server))).result() == []
