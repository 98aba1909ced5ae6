"""The reader in the browser: a link to one sentence brings it into view."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from dashboard.tables.files import read_set

if TYPE_CHECKING:
    from tests.browser.conftest import Visit, Visitor

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def last_sentence(sample_tables: Path) -> tuple[str, int, str]:
    """The last sentence of the longest article: the article's id, its number and its text."""
    tables = read_set(sample_tables).tables
    article = max(tables["articles"].to_pylist(), key=lambda row: len(row["text"]))
    rows = [row for row in tables["sentences"].to_pylist() if row["article_id"] == article["article_id"]]
    last = max(rows, key=lambda row: row["sentence"])
    return article["article_id"], last["sentence"], article["text"][last["start"] : last["end"]]


def test_the_lit_sentence_of_a_link_is_in_view(visit: "Visit", site: str, last_sentence: tuple[str, int, str]) -> None:
    article, number, text = last_sentence
    page = visit(viewport={"width": 400, "height": 600}).open(f"{site}articles?article={article}&sentence={number}")
    lit = page.locator("#lit")
    expect(lit).to_be_in_viewport(ratio=1)
    assert lit.inner_text().strip() == text.strip()
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollTop") > 100


def test_a_click_on_a_quote_leads_to_its_citation(laptop: "Visitor", site: str) -> None:
    page = laptop.open(f"{site}articles?article=2024-12-07-homs-denial")
    page.locator("mark.quote a").filter(has_text="suddenly everyone was scared").first.click()
    page.wait_for_url(re.compile(r"/articles\?article=2024-12-07-homs-denial&sentence=\d+&corpus="))
    page.get_by_role("button", name="Cite").first.click()
    expect(page.locator(".dl-citation pre").first).to_contain_text("suddenly everyone was scared")


def test_a_number_leads_to_its_sentences_and_they_to_the_lit_one(laptop: "Visitor", site: str) -> None:
    page = laptop.open(f"{site}actors")
    row = page.locator(".dl-table tbody tr").filter(has_text="Hezbollah").first
    count = row.locator("td.n a").first
    number = count.inner_text()
    count.click()
    page.wait_for_url(re.compile(r"/sentences\?named=hezbollah&corpus="))
    expect(page.get_by_role("heading", name=f"{number} mentions")).to_be_visible()
    laptop.settle(page)
    assert page.locator(".dl-item").count() == int(number)
    assert page.locator(".dl-item mark").count() == int(number)
    page.locator(".dl-item a").first.click()
    page.wait_for_url(re.compile(r"/articles\?article=.*&sentence=\d+&corpus="))
    expect(page.locator("#lit")).to_be_in_viewport()
