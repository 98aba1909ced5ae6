"""A receipt in the browser: saved from a quote, dropped on the page Receipts, and its link opened."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from dashboard.receipts.files import read_file

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser


def test_a_receipt_that_is_saved_is_found_when_it_is_given_back(laptop: "Visitor", site: str, tmp_path: Path) -> None:
    page = laptop.open(f"{site}quotes?said=safe+and+stable")
    page.get_by_role("button", name="Cite").first.click()
    form = page.locator(".dl-form-of").filter(has=page.get_by_text("Receipt", exact=True)).first
    with page.expect_download() as download:
        form.get_by_role("button", name="Download").click()
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)
    [receipt] = read_file(saved)
    assert saved.name.endswith(".receipt.json") and receipt.passage and "safe and stable" in receipt.passage.exact

    page = laptop.open(f"{site}receipts")
    chooser = page.get_by_label("Drop a receipt or an evidence pack here")
    chooser.set_input_files(saved)
    expect(page.get_by_role("heading", name="1 receipt")).to_be_visible()
    expect(page.locator(".dl-verdict strong")).to_have_text("found")
    # Of an evidence pack only the receipts are sent, and no script of it runs.
    written = json.dumps({"receipts": [json.loads(saved.read_text("utf-8"))] * 2}).replace("</", "<\\/")
    pack = tmp_path / "pack.html"
    pack.write_text(f'<script>pwned = 1</script><script type="x" id="dateline-pack">{written}</script>', "utf-8")
    chooser.set_input_files(pack)
    expect(page.get_by_role("heading", name="2 receipts")).to_be_visible()
    assert page.evaluate("typeof pwned") == "undefined"
    assert laptop.errors == []

    page = laptop.open(receipt.link)
    expect(page.locator("#lit")).to_contain_text("safe and stable")
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
