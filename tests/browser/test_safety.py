"""Words from articles are words: on no page are they run as HTML, rendered as Markdown or followed as links."""

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page

from dashboard.app import sidebar
from dashboard.tables.files import read_set

if TYPE_CHECKING:
    from tests.browser.conftest import Serve, Visitor

pytestmark = pytest.mark.browser

ARTICLE = "2024-12-08-damascus-falls"
SEEN = "<script>window.pwned=1</script><img src=x"


@pytest.fixture(scope="module")
def evil(evil_tables: Path) -> str:
    """The text that stands everywhere in these tables."""
    text = read_set(evil_tables).tables["articles"]["title"][0].as_py()
    assert isinstance(text, str)
    return text


@pytest.fixture(scope="module")
def evil_site(serve: "Serve", evil_tables: Path) -> str:
    return serve(evil_tables)


def assert_only_words(page: Page) -> None:
    """Nothing was run or rendered, and the markup is there to read."""
    closed = page.get_by_test_id("stMain").locator("[data-testid=stExpander] details:not([open]) summary")
    while closed.count():
        closed.first.click()
    assert page.evaluate("window.pwned") is None
    assert page.locator("img[src=x], strong:has-text('bold'), b:has-text('bold'), .js-plotly-plot svg a").count() == 0
    assert page.locator('a[href^="javascript"], a[href$="alert(1)"], [onerror]').count() == 0
    assert page.evaluate("[...document.links].filter(each => each.host === 'evil.example').length") == 0
    assert page.locator("script:not([src])").filter(has_text="pwned").count() == 0
    assert SEEN in page.get_by_test_id("stMain").inner_text()


def test_markup_in_articles_stays_words_on_every_page(laptop: "Visitor", evil_site: str, evil: str) -> None:
    query = urlencode({"source": evil, "actor": "hezbollah", "location": "170654", "q": "window"}, doseq=True)
    page = laptop.open(f"{evil_site}?{query}")
    for _, label, _ in sidebar.PAGES:
        laptop.follow(page, label)
        assert "source: " + evil in [
            text.removeprefix("close").strip()
            for text in page.locator('[class*="st-key-chip-"] button:visible').all_inner_texts()
        ]
        if label == "Actors":
            page.locator(".js-plotly-plot .bars .point path").first.hover(force=True)
            hover = page.locator(".hoverlayer text").first
            assert SEEN in (hover.text_content() or "").replace("\xa0", " ")
        assert_only_words(page)
    page.get_by_role("combobox", name="Sources").click()
    assert_only_words(page)
    assert laptop.errors == []
    assert laptop.went_elsewhere(evil_site.split("/")[2]) == []


def test_markup_in_a_text_stays_words_in_the_reader(laptop: "Visitor", evil_site: str) -> None:
    page = laptop.open(f"{evil_site}articles?article={ARTICLE}&sentence=3&q=window")
    page.locator("#lit").wait_for()
    assert_only_words(page)
    assert page.locator("mark.actor").count() > 3


# What Streamlit makes links, pictures, colours, formulas and other signs of, where it is given no label.
RENDERED = (
    "http://evil.example/phish", "(www.evil.example)", "a@evil.example", ":material/delete:", ":streamlit:",
    ":smile:", ":red[warning]", "$x^2$", "-> b -- c", "[x](http://evil.example)",
)  # fmt: skip


def drawn_of_words(page: Page) -> list[str]:
    """Whatever in the notes, buttons, headings and captions is more than text, but links within the page."""
    drawn = ":is(a:not([href^='#']), img, [role=img], .katex, strong, em, code, [class*=Color])"
    inside = f":is([data-testid=stMarkdownContainer], [data-testid=stCaptionContainer]) {drawn}"
    found: list[str] = page.get_by_test_id("stMain").locator(inside).evaluate_all("all => all.map(e => e.outerHTML)")
    return found


def test_words_of_a_link_are_text_in_notes_and_buttons(laptop: "Visitor", site: str, sample_size: int) -> None:
    words = " ".join(RENDERED)
    page = laptop.open(f"{site}?{urlencode({'location': RENDERED, 'q': words}, doseq=True)}")
    notes = page.get_by_test_id("stAlertContainer").get_by_test_id("stMarkdownContainer").all_inner_texts()
    ignored = [f"These tables have no place “{each}”; it was ignored." for each in RENDERED]
    assert notes == [*ignored, f"Nothing is left. Without “words: {words}” there would be {sample_size} articles."]
    chip = page.locator('[class*="st-key-chip-"]').get_by_test_id("stMarkdownContainer")
    assert set(chip.all_text_contents()) == {f"words: {words}"}  # the button and its tooltip
    assert drawn_of_words(page) == []
    assert laptop.went_elsewhere(site.split("/")[2]) == []


def test_markup_in_a_link_stays_words(laptop: "Visitor", evil_site: str, evil: str) -> None:
    query = urlencode({evil: "1", "actor": evil, "q": evil, "article": evil})
    page = laptop.open(f"{evil_site}articles?{query}")
    assert_only_words(page)


@pytest.mark.parametrize(("name", "query"), [("articles", ""), ("quotes", "?kind=direct"), ("sentences", "?of=actors")])
def test_download_has_every_row_of_the_list_and_no_formula(
    laptop: "Visitor", evil_site: str, evil: str, name: str, query: str
) -> None:
    page = laptop.open(f"{evil_site}{name}{query}")
    listed = page.get_by_test_id("stMain").get_by_role("heading", name=re.compile(r"^[\d,]+ [a-z]+$")).inner_text()
    with page.expect_download() as download:
        page.get_by_test_id("stDownloadButton").get_by_role("button").click()
    assert download.value.suggested_filename == f"dateline-{name}.csv"
    content = Path(download.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")  # what spreadsheets read UTF-8 by
    lines = content.decode("utf-8-sig").splitlines(keepends=True)
    head = [line for line in lines if line.startswith("# ")]
    assert head[1].startswith(f"# Link: {evil_site}{name}{query or '?'}"), "the link that shows the same"
    rows = list(csv.DictReader(io.StringIO("".join(lines[len(head) :]), newline="")))
    assert len(rows) == int(listed.split()[0].replace(",", "")) > 10
    assert {row["title"] for row in rows} == {f"'{evil}"}
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]
