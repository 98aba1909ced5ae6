"""“Was Homs taken, and who says so?”, from the first click to a file that a colleague opens and goes on with."""

import re
import shutil
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from dashboard.evidence.files import read_file
from dashboard.filters import Filters
from dashboard.queries.articles import count_articles
from dashboard.queries.mentions import count_mentions
from dashboard.receipts.files import read_receipt
from dashboard.receipts.verifying import verify
from dashboard.store import open_store
from dashboard.wording import plural

if TYPE_CHECKING:
    from tests.browser.conftest import Serve, Visit, Visitor

# Five pages, a file and a colleague: a minute on a machine that does other work as well.
pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

HOMS = "169577"
DAY = date(2024, 12, 8)
TITLE = "Was Homs taken, and who says so?"
TAKEN = "In evidence ✓"
MINE = "The ministry denied it on 7 December.\n\nThe rebels said the opposite; nobody else was there."


def take(page: Page, ref: str) -> None:
    """Click the button of a ref, and wait until it is in the pack."""
    button = page.locator(f'button[data-act="take"][data-ref="{ref}"]').first
    expect(button).to_have_text("Add to evidence")
    button.press("Enter")
    expect(button).to_have_text(TAKEN)


def download(page: Page, form: str) -> bytes:
    with page.expect_download() as started:
        page.get_by_role("button", name=f"Download {form}").click()
    assert started.value.suggested_filename == f"dateline-was-homs-taken-and-who-says-so.{form.lower()}"
    return Path(started.value.path()).read_bytes()


def find_violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"]
            if each["impact"] in ("critical", "serious")]  # fmt: skip


def fill(page: Page, window: "Visitor", site: str, number: str) -> Page:
    """Take what the sample says of Homs, from five pages; the page Evidence, whose first item is the number."""
    window.open(f"{site}sentences?at={HOMS}&unit=article")
    take(page, f"number:sentences?at={HOMS}&unit=article")
    expect(page.locator(".dl-announcer")).to_have_text("Added to evidence: 1 item")
    expect(page.get_by_role("link", name="Evidence (1)")).to_be_visible()
    window.open(f"{site}articles?article=2024-12-07-homs-denial&sentence=1")
    take(page, "sentence:2024-12-07-homs-denial:1")
    window.open(f"{site}sentences?at={HOMS}")
    take(page, "sentence:2024-12-08-hezbollah-withdraws:6")
    window.open(f"{site}quotes?place={HOMS}")
    take(page, "quote:2024-12-07-homs-denial-203-286")
    page.locator('button[data-ref="quote:2024-12-07-homs-denial-203-286"]').click()
    expect(page.locator(".dl-announcer")).to_have_text("It is in the evidence already")
    window.open(f"{site}locations?location={HOMS}")
    take(page, f"pin:{HOMS}?location={HOMS}")
    window.open(f"{site}?location={HOMS}")
    chart = page.locator(".st-key-chart-articles-over-time")
    chart.get_by_role("button", name="Add to evidence").click()
    expect(chart.get_by_role("button", name=TAKEN)).to_be_visible()
    page.get_by_role("link", name="Evidence (6)").click()
    expect(page.locator(".ev-heading").first).to_contain_text(number)
    return page


def write(page: Page) -> None:
    """Give the pack a title, an author, and a paragraph behind its first item."""
    for label, text in (("Title", TITLE), ("Author", "Ana López")):
        page.get_by_label(label).fill(text)
        page.get_by_label(label).press("Enter")
    page.get_by_role("button", name="Write below").first.click()
    words = page.get_by_label("Your words")
    words.fill(MINE)
    words.press("Control+Enter")


def check_file(window: "Visitor", file: Path) -> None:
    """The file opens from the disk on a phone in the dark, loads nothing, and can be read by everybody."""
    page = window.tab()
    page.goto(file.as_uri())
    expect(page.locator("h1")).to_have_text(TITLE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    assert page.evaluate("[...document.images].every((each) => each.naturalWidth > 0)")
    assert find_violations(page) == []
    assert [url for url in window.requests if not url.startswith(("file:", "data:"))] == []


def go_on(window: "Visitor", site: str, file: Path) -> None:
    """A colleague opens the file in her own browser, and adds a quote."""
    page = window.open(f"{site}evidence")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Open a pack from a file").click()
    chooser.value.set_files(file)
    expect(page.get_by_label("Title")).to_have_value(TITLE)
    window.open(f"{site}quotes?place={HOMS}")
    expect(page.locator('.dl-item button[data-act="take"]', has_text=re.compile("^In evidence"))).to_have_count(1)
    take(page, "quote:2024-12-08-hezbollah-withdraws-812-832")
    window.open(f"{site}evidence")
    page.get_by_role("button", name="Begin another pack").click()
    expect(page.get_by_text("Nothing is in it yet")).to_be_visible()
    page.wait_for_function("!document.cookie.includes('dateline-pack')")


def test_was_homs_taken_and_who_says_so(serve: "Serve", visit: "Visit", sample_tables: Path, tmp_path: Path) -> None:
    tables = shutil.copytree(sample_tables, tmp_path / "tables", symlinks=True)
    reader = open_store(tables).reader()
    number = plural(count_mentions(reader, Filters(at=(HOMS,), unit=("article",))), "article")
    articles = count_articles(reader, Filters(locations=(HOMS,), since=DAY, until=DAY))
    site = serve(tables)
    analyst = visit(viewport={"width": 1300, "height": 900})
    page = fill(analyst.tab(), analyst, site, number)
    assert not [url for url in analyst.requests if "pack=" in url], "no link carries the pack"
    write(page)
    expect(page.get_by_label("Your words")).to_have_value(MINE)
    page.wait_for_timeout(500)  # what is drawn anew is pale for a moment
    analyst.settle(page)
    assert find_violations(page) == []
    made, printed = download(page, "HTML"), download(page, "PDF")

    pack = read_file(made)
    assert [each.kind for each in pack.items] == ["number", "words", "sentence", "sentence", "quote", "pin", "chart"]
    assert (pack.title, pack.author, pack.items[1].text) == (TITLE, "Ana López", MINE)
    chart = pack.items[-1]
    assert chart.picture and chart.picture.width > 800
    assert chart.table and (f"{DAY}", f"{DAY}", f"{articles}") in chart.table.rows
    receipts = [read_receipt(each.receipt) for each in pack.items if each.receipt]
    assert [verify(each, reader).state for each in receipts] == ["found"] * 4
    text = " ".join(" ".join(each.extract_text() for each in pypdf.PdfReader(BytesIO(printed)).pages).split())
    for said in ("Was Homs taken", "nobody else was there", "safe and stable", "had captured Homs", number):
        assert said in text

    file = tmp_path / "pack.html"
    file.write_bytes(made)
    colleague = visit(viewport={"width": 400, "height": 800}, color_scheme="dark")
    check_file(colleague, file)
    go_on(colleague, site, file)
    assert len(list((tables / "packs").glob("*.json"))) == 2, "the analyst's own pack is as it was"
    assert analyst.went_elsewhere(urlsplit(site).netloc) == [] and analyst.errors == colleague.errors == []
