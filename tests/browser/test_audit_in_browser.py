"""An audit in a real browser, on a phone: judged by keys, and what is wrong is put right on the way."""

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from dashboard.judgements import log

if TYPE_CHECKING:
    from tests.browser.conftest import Serve, Visit

pytestmark = pytest.mark.browser


def test_an_audit_is_judged_by_keys(serve: "Serve", visit: "Visit", sample_tables: Path, tmp_path: Path) -> None:
    tables = Path(shutil.copytree(sample_tables, tmp_path / "tables"))
    phone = visit(viewport={"width": 400, "height": 800})
    page = phone.open(f"{serve(tables)}audit")
    page.get_by_role("textbox", name="Your name").fill("Ada")
    page.get_by_role("textbox", name="Your name").press("Enter")
    page.get_by_role("button", name="Draw 50").click()
    page.get_by_role("button", name="Begin to judge").click()
    asked = page.locator(".dl-question")
    passage = page.locator(".dl-passage")
    first = passage.inner_text()
    expect(page.locator("h2").filter(has_text=re.compile(r"^1 of \d+$"))).to_be_visible()
    phone.settle(page)
    page.wait_for_timeout(500)  # who is quicker has not read it
    page.keyboard.press("n")
    expect(page.locator("h2").filter(has_text=re.compile(r"^2 of \d+$"))).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 400
    assert passage.inner_text() != first
    [path] = log.list_files(tables)
    audit = log.read_audit(tables, path.stem)
    assert audit and [(each.judge, each.verdict) for each in audit.judgements] == [("Ada", "wrong")]

    second = asked.inner_text()
    page.get_by_role("link", name="correct it").click()
    expect(page.locator("h1")).to_have_text("Review")
    page.get_by_role("link", name="← Back to Audit").click()
    expect(asked).to_have_text(second)  # the browser kept the name
