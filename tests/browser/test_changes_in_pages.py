"""What changed, in a browser: the address says what is compared, and the browser remembers which set it saw."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from dashboard.tables.files import read_set
from tests.browser.test_accessibility import find_violations
from tests.sets import NEW, OLD, OLDEST, write_three

if TYPE_CHECKING:
    from tests.browser.conftest import Serve, Visit

pytestmark = pytest.mark.browser


def test_the_address_says_the_set_and_the_browser_remembers_the_last(
    serve: "Serve", visit: "Visit", sample_tables: Path, tmp_path: Path
) -> None:
    write_three(tmp_path, read_set(sample_tables))
    site = serve(tmp_path)
    window = visit(viewport={"width": 1300, "height": 800})
    page = window.open(f"{site}changes")
    expect(page.get_by_role("heading", name="New denials")).to_be_visible()
    assert f"since-set={OLD[:6]}" in page.url
    for width in (1300, 400):
        page.set_viewport_size({"width": width, "height": 800})
        assert find_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    seen = {each["name"]: each["value"] for each in window.context.cookies()}
    assert seen["dateline-seen"] == NEW[:6] and "dateline-before" not in seen
    window.context.add_cookies([{"name": "dateline-seen", "value": OLDEST[:6], "url": site}])
    page = window.open(f"{site}changes")
    expect(page.get_by_role("heading", name="New denials")).to_be_visible()
    assert f"since-set={OLDEST[:6]}" in page.url, "the set that this browser saw last, not the one before"
    seen = {each["name"]: each["value"] for each in window.context.cookies()}
    assert (seen["dateline-seen"], seen["dateline-before"]) == (NEW[:6], OLDEST[:6])
    assert window.errors == []
