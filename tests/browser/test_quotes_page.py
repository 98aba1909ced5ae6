"""The quote browser in the browser: a citation opens, a facet narrows, and Arabic runs from right to left."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, expect

from dashboard.pipeline.corpus import preprocess

if TYPE_CHECKING:
    from tests.browser.conftest import Serve, Visit, Visitor

pytestmark = pytest.mark.browser

ARABIC = "دخلت قواتنا مدينة حمص اليوم،"
OUTLET = "صحيفة (حمص)"
ARTICLE = f"""Rebels say that the city of Homs is theirs
date: 2024-12-07T21:00:00Z
source: {OUTLET}

Rebel commander Hassan Abdel Ghani said on Saturday that his men had entered the city of Homs after days of fighting.

“{ARABIC}” Hassan Abdel Ghani said in the city of Homs on Saturday night, as residents left for the coast in their cars.

{ARABIC}

Syria’s defence ministry denied late on Saturday that rebels were inside the city, which it said was safe and stable.
"""


@pytest.fixture(scope="module")
def writer(visit: "Visit") -> "Visitor":
    """A reader who takes citations along, and may look into the clipboard to see what was copied."""
    return visit(permissions=["clipboard-read", "clipboard-write"])


@pytest.fixture(scope="module")
def arabic_site(serve: "Serve", sample_tables: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """An English article with an Arabic quotation, an Arabic paragraph and an Arabic outlet."""
    folder = tmp_path_factory.mktemp("arabic")
    (folder / "taken.txt").write_text(ARTICLE, "utf-8")
    preprocess([folder / "taken.txt"], folder / "tables")
    return serve(folder / "tables")


def test_a_citation_opens_in_place_and_its_forms_are_copied_and_saved(writer: "Visitor", site: str) -> None:
    page = writer.open(f"{site}quotes?said=%22suddenly+everyone%22")
    button = page.get_by_role("button", name="Cite")
    citation = page.locator(".dl-citation")
    expect(citation).to_be_hidden()
    button.press("Enter")
    expect(citation).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    citation.get_by_role("button", name="Copy").nth(2).focus()  # that of RIS
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Copied")).to_be_focused()
    ris = page.evaluate("navigator.clipboard.readText()")
    with page.expect_download() as download:
        citation.get_by_role("button", name="Download").nth(2).click()
    assert re.fullmatch(r"2024-12-07-homs-denial-\d+-\d+\.ris", download.value.suggested_filename)
    saved = Path(download.value.path()).read_bytes().decode()
    assert saved.replace("\r\n", "\n") == ris.replace("\r\n", "\n")  # some clipboards keep no CR
    assert saved.count("\n") == saved.count("\r\n") > 8
    [link] = re.findall(r"UR  - (\S+)", saved)
    assert re.match(f"{site}articles\\?article=2024-12-07-homs-denial&sentence=\\d+&exact=", link)
    expect(page.get_by_role("button", name="Copied")).to_have_count(0)  # it can be copied again
    button.press("Enter")
    expect(citation).to_be_hidden()
    expect(writer.open(link).locator("#lit")).to_contain_text("suddenly everyone was scared")
    assert writer.errors == []
    assert writer.went_elsewhere(site.split("/")[2]) == []


def test_a_copy_needs_no_https(writer: "Visitor", site: str, inside: str) -> None:
    page = writer.open(f"{inside}quotes?said=%22suddenly+everyone%22")
    assert not page.evaluate("isSecureContext")
    page.get_by_role("button", name="Cite").click()
    page.get_by_role("button", name="Copy").first.click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    secure = writer.open(f"{site}about")
    copied = secure.evaluate("navigator.clipboard.readText()")
    assert "suddenly everyone was scared" in copied
    assert f"Sentence: {inside}" in copied


def test_a_number_beside_a_value_leaves_as_many_quotes(laptop: "Visitor", site: str) -> None:
    page = laptop.open(f"{site}quotes?actor=hezbollah&near=article")
    row = page.locator(".dl-facets tr").filter(has_text="unnamed").last
    number = row.locator("td.n").inner_text()
    row.locator("td.n a").click()
    page.wait_for_url(re.compile(r"/quotes\?actor=hezbollah&near=article&sourcing=unnamed&corpus="))
    expect(page.get_by_role("heading", name=re.compile(f"^{number} quotes?$"))).to_be_visible()
    ticked = page.locator(".dl-facets a").filter(has_text="✓ unnamed")
    ticked.click()
    page.wait_for_url(re.compile(r"/quotes\?actor=hezbollah&near=article&corpus="))


def runs_from_the_right(words: Locator) -> bool:
    """Whether the first character of the words stands to the right of the last, its comma."""
    return bool(
        words.evaluate("""element => {
        const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        const nodes = [];
        while (walker.nextNode()) nodes.push(walker.currentNode);
        const at = (node, start) => {
            const range = document.createRange();
            range.setStart(node, start);
            range.setEnd(node, start + 1);
            return range.getBoundingClientRect();
        };
        const last = nodes.at(-1);
        return at(nodes[0], 0).left > at(last, last.length - 1).right;
    }""")
    )


def test_arabic_runs_from_right_to_left_within_an_english_sentence(laptop: "Visitor", arabic_site: str) -> None:
    page = laptop.open(f"{arabic_site}quotes?source={OUTLET}")
    item = page.locator(".dl-item").filter(has_text=ARABIC)
    assert item.locator(".dl-said").evaluate("element => getComputedStyle(element).direction") == "ltr"
    assert runs_from_the_right(item.locator(".dl-words").filter(has_text=ARABIC))
    expect(page.locator('[class*="st-key-chip-"] button:visible')).to_contain_text(f"source: \u2068{OUTLET}\u2069")
    item.locator(".dl-quiet a").first.click()
    page.wait_for_url(re.compile(r"/articles\?.*sentence="))
    text = page.locator(".dl-text > div[dir]").filter(has_text=ARABIC)
    expect(text).to_have_count(2)
    assert [text.nth(each).get_attribute("dir") for each in (0, 1)] == ["ltr", "rtl"]
    assert runs_from_the_right(text.nth(0).locator("mark.quote").first)
    assert runs_from_the_right(text.nth(1))
