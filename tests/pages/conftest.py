"""Opens pages of the dashboard without a browser."""

import functools
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from dashboard import settings
from dashboard.app import sidebar

ENTRY = sidebar.PAGES[0][0]

# A page -> by its key, what each box of our own was given.
type ReadBoxes = Callable[[AppTest], dict[str, dict[str, Any]]]

# Script and query -> the page, run once.
type OpenPage = Callable[..., AppTest]


@pytest.fixture(scope="session", autouse=True)
def installed_components() -> Iterator[None]:
    """Each AppTest reads what all installed packages say of components, for a third of a second: read once here."""
    with pytest.MonkeyPatch.context() as patch:
        scan = functools.cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> OpenPage:
    """A page of the dashboard over the tables of a folder: `open_page(tables, script, query)`."""
    # AppTest leaves its script as the main module, which every process that is spawned later would run.
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])

    def open_page(tables: Path, script: str, query: str = "") -> AppTest:
        monkeypatch.setenv("DATELINE_TABLES", str(tables))
        app = AppTest.from_file(settings.CHECKOUT / ENTRY, default_timeout=60)
        for key, values in parse_qs(query, keep_blank_values=True).items():
            app.query_params[key] = values
        if script != ENTRY:
            app.switch_page(script)
        return app.run()

    return open_page


@pytest.fixture
def read_boxes() -> ReadBoxes:
    """What the boxes of a page were given: label, placeholder, chosen; the box of days also since, until."""

    def read_boxes(page: AppTest) -> dict[str, dict[str, Any]]:
        found = [(each.proto.id, each.proto.json) for each in page.get("bidi_component") if each.proto.json]
        found = [(name, given) for name, given in found if "basket" not in name]  # it is on every page, and no box
        return {name.split("-", 2)[2]: json.loads(given) for name, given in found}

    return read_boxes
