"""A URL is a view: it shows the same to everyone, and the menu, Back, reload and every widget keep it true."""

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from dashboard.app import sidebar
from dashboard.filters import Filters
from dashboard.queries.corpus import Counts, count_selected
from dashboard.store import open_store

if TYPE_CHECKING:
    from tests.browser.conftest import Visit, Visitor

pytestmark = pytest.mark.browser

NAMES = {"" if script == "streamlit_app.py" else Path(script).stem: label for script, label, _ in sidebar.PAGES}
every_page = pytest.mark.parametrize("name", NAMES, ids=list(NAMES.values()))

QUERY = "actor=hezbollah&near=sentence&from=2024-12-08&to=2024-12-09"
FILTERS = Filters(actors=("hezbollah",), near=("sentence",), since=date(2024, 12, 8), until=date(2024, 12, 9))
CHIPS = ["actor: Hezbollah · in one sentence", "from: 2024-12-08", "to: 2024-12-09"]

# Pages that are of all articles, whatever the filters leave: where a name must stand means nothing there.
OF_ALL = ("review", "about", "add_articles", "audit", "evidence", "watches", "receipts")

# What a page reads besides, and what it then shows.
OWN = {
    "quotes": ("&kind=direct", ["wording: direct"]),
    "sentences": ("&named=hezbollah&unit=article", ["mentions of: Hezbollah"]),
}

# The rows of a page's list, and which of the counts says how many they are.
ROWS = {
    "articles": (".dl-table tbody tr", "articles"),
    "sentences": (".dl-item", "articles"),
    "actors": (".st-key-actors-listed tbody tr", "actors"),
    "locations": (".dl-scroll >> nth=0 >> tbody tr", "places"),
}


CHIP = '[class*="st-key-chip-"] button:visible'


def expect_chips(page: Page, expected: list[str]) -> None:
    """The active filters are these, as they are written on their buttons."""
    expect(page.locator(CHIP)).to_have_text([re.compile(f"{re.escape(each)}$") for each in expected])


def expected_chips(name: str) -> list[str]:
    """The filters of QUERY as this page writes them."""
    return [CHIPS[0].partition(" · ")[0], *CHIPS[1:]] if name in OF_ALL else CHIPS


def expect_no_chips(page: Page) -> None:
    expect(page.locator(CHIP)).to_have_count(0)


def corpus_line(page: Page) -> str:
    return page.get_by_test_id("stMain").get_by_test_id("stCaptionContainer").first.inner_text()


def expect_selected(page: Page, articles: str) -> None:
    expect(page.get_by_test_id("stMain").get_by_test_id("stCaptionContainer").first).to_contain_text(articles)


@pytest.fixture(scope="module")
def selected(sample_tables: Path, sample_size: int) -> Counts:
    """How much QUERY selects of the sample."""
    counts = count_selected(open_store(sample_tables).reader(), FILTERS)
    assert 0 < counts.articles < sample_size / 3
    return counts


@pytest.fixture(scope="module")
def phone(visit: "Visit") -> "Visitor":
    """A reader with a narrow screen who prefers the dark."""
    return visit(viewport={"width": 400, "height": 800}, color_scheme="dark")


def assert_listed(page: Page, name: str, selected: Counts) -> None:
    """What the page lists is narrowed by its link."""
    if name == "":
        assert page.locator(".dl-counts b").first.inner_text() == str(selected.articles)
    if name == "quotes":
        assert {each.inner_text() for each in page.locator(".dl-tag:first-of-type").all()} == {"direct"}
    if name in ROWS:
        rows, counted = ROWS[name]
        assert page.locator(rows).count() == getattr(selected, counted) <= 50


@every_page
def test_deep_link_shows_its_filters_and_what_they_leave(
    phone: "Visitor", site: str, selected: Counts, sample_size: int, name: str
) -> None:
    page = phone.open(f"{site}{name}?{QUERY}{OWN.get(name, ('',))[0]}")
    expect(page.locator("h1")).to_have_text(NAMES[name])
    expect_selected(page, f"{selected.articles} of {sample_size} articles selected")
    expect_chips(page, [*expected_chips(name), *OWN.get(name, ("", []))[1]])
    expect(page.get_by_test_id("stAlertContentWarning")).to_have_count(0)
    assert_listed(page, name, selected)
    assert max(background(page)) < 60, "dark, as the browser prefers"
    for box in ("document.scrollingElement", "document.querySelector('[data-testid=stMain]')"):
        assert page.evaluate(f"{box}.scrollWidth - {box}.clientWidth") <= 0, "no wider than a phone"
    if name in ("actors", "locations"):
        wider = page.locator(".dl-scroll").evaluate_all("all => all.map(each => each.scrollWidth - each.clientWidth)")
        assert wider and max(wider) <= 0, "every number of a table is in sight"
        head = page.locator(".dl-scroll th").first.evaluate("th => getComputedStyle(th).backgroundColor")
        assert head == f"rgb{background(page)}", "rows scroll under the headings unseen"
    assert any(url.startswith("ws://") for url in phone.requests)
    assert phone.went_elsewhere(site.split("/")[2]) == []
    assert phone.errors == []


def background(page: Page) -> tuple[int, ...]:
    colour = page.get_by_test_id("stApp").evaluate("app => getComputedStyle(app).backgroundColor")
    return tuple(int(channel) for channel in re.findall(r"\d+", colour)[:3])


def test_menu_back_and_reload_keep_the_filters(
    laptop: "Visitor", site: str, selected: Counts, sample_size: int
) -> None:
    page = laptop.open(f"{site}?{QUERY}")
    addresses = []
    for name, label in NAMES.items():
        laptop.follow(page, label)
        assert re.fullmatch(f"{site}{name}\\?{QUERY}(&corpus=[0-9a-f]{{6}})?", page.url)
        expect_chips(page, expected_chips(name))
        assert min(background(page)) > 240  # light, as the browser prefers
        addresses.append((page.url, label))
    for address, label in reversed(addresses[-4:-1]):
        page.go_back()
        page.locator("h1", has_text=re.compile(f"^{label}$")).wait_for()
        assert page.url == address
        expect_selected(page, f"{selected.articles} of {sample_size} articles selected")
    page.reload()
    laptop.settle(page)
    expect_chips(page, expected_chips(urlsplit(page.url).path.strip("/")))
    expect(page.get_by_test_id("stSidebar").get_by_label("Actors").first).to_be_visible()
    assert laptop.went_elsewhere(site.split("/")[2]) == []
    assert laptop.errors == []


def test_widgets_write_the_address_and_it_opens_the_same_view(laptop: "Visitor", site: str, sample_size: int) -> None:
    page = laptop.open(f"{site}quotes")
    whole = corpus_line(page)
    sidebar = page.get_by_test_id("stSidebar")
    for label, name, parameter in (
        ("Actors", "Hezbollah", "actor=hezbollah"),
        ("Places", "Homs, Syria", "location=169577"),
    ):
        sidebar.get_by_role("combobox", name=label).fill(name)
        page.get_by_role("option").filter(has=page.get_by_text(name, exact=True)).first.click()
        page.wait_for_url(re.compile(parameter))
    page.get_by_test_id("stMain").get_by_text("in one sentence", exact=True).click()
    page.wait_for_url(re.compile(r"near=sentence"))
    words = sidebar.get_by_label("Words in the text")
    words.fill('"security sources"  withdrew')
    words.press("Enter")
    page.wait_for_url(re.compile(r"q=%22security\+sources%22\+withdrew"))
    expect_selected(page, f"of {sample_size} articles selected")
    laptop.settle(page)

    shown = [
        "actor: Hezbollah · in one sentence", "place: Homs, Syria · in one sentence",
        'words: "security sources" withdrew',
    ]  # fmt: skip
    expect_chips(page, shown)
    line, items, written = corpus_line(page), page.locator(".dl-item").all_inner_texts(), words.input_value()
    assert items != [] and line != whole

    laptop.open(page.url)
    expect_chips(page, shown)
    assert corpus_line(page) == line
    assert page.locator(".dl-item").all_inner_texts() == items
    assert words.input_value() == written


def test_chips_take_one_filter_away_and_clear_all_takes_all(laptop: "Visitor", site: str, sample_size: int) -> None:
    page = laptop.open(f"{site}quotes?{QUERY}&kind=direct&screen=7")
    page.get_by_role("button", name="from: 2024-12-08").click()
    page.wait_for_url(re.compile(r"/quotes\?actor=hezbollah&near=sentence&to=2024-12-09&kind=direct&corpus="))
    expect(page.get_by_role("button", name="from: 2024-12-08")).to_have_count(0)
    page.get_by_role("button", name="wording: direct").click()
    page.wait_for_url(re.compile(r"/quotes\?actor=hezbollah&near=sentence&to=2024-12-09&corpus="))
    page.get_by_test_id("stButton").get_by_role("button", name="Clear all").click()
    page.wait_for_url(f"{site}quotes")
    expect_selected(page, f"{sample_size} articles ·")
    expect_no_chips(page)


def test_what_is_not_known_is_noted_where_it_can_be_read(laptop: "Visitor", site: str) -> None:
    page = laptop.open(f"{site}actors?actor=hezbollah&actr=1&from=soon&corpus=000000")
    expect(page.get_by_test_id("stAlert")).to_have_text(
        [re.compile("“actr” is not known"), re.compile("from=soon cannot be read"), re.compile("made on other tables")]
    )
    expect_chips(page, ["actor: Hezbollah · anywhere in the article"])


def test_an_address_opens_below_a_path_and_under_a_second_host_name(
    visit: "Visit", inside: str, selected: Counts, sample_size: int
) -> None:
    reader = visit()
    page = reader.open(f"{inside.rstrip('/')}?{QUERY}")
    page.get_by_role("link", name=re.compile("articles$")).click()
    page.wait_for_url(re.compile(f"{inside}articles\\?{QUERY}&corpus="))
    expect_selected(page, f"{selected.articles} of {sample_size} articles selected")
    with page.expect_response(f"{inside}app/static/basemap/countries.geojson") as outlines:
        reader.follow(page, "Places")
        page.get_by_role("region", name="Map").wait_for()
    assert outlines.value.ok
    page.get_by_role("link", name="Homs").first.click()
    page.wait_for_url(re.compile(f"{inside}locations\\?actor=hezbollah&location=169577&near=sentence&"))
    reader.settle(page)
    expect_chips(page, [CHIPS[0], "place: Homs, Syria · in one sentence", *CHIPS[1:]])
    assert reader.went_elsewhere(urlsplit(inside).netloc) == []
    asked = [urlsplit(url).path for url in reader.requests if not url.startswith(("blob:", "data:"))]
    assert [path for path in asked if not path.startswith("/inside/")] == ["/inside"]


def test_what_is_left_out_is_in_the_link_and_leads_to_the_full_picture(phone: "Visitor", site: str) -> None:
    page = phone.open(f"{site}locations?from=2024-12-05&to=2024-12-09&not-via=afp")
    without = "without Agence France-Presse"
    expect_chips(page, ["from: 2024-12-05", "to: 2024-12-09", without])
    block = page.locator(".dl-remains")
    expect(block).to_contain_text("Without Agence France-Presse")
    expect(block).to_contain_text("27 of 35 articles")
    expect(page.locator("h2", has_text="places named no more")).to_be_visible()
    block.get_by_role("link", name="See the full picture").click()
    expect_chips(page, ["from: 2024-12-05", "to: 2024-12-09"])
    expect(page.locator(".dl-remains")).to_have_count(0)
    assert "not-via" not in page.url and "from=2024-12-05" in page.url
    page.go_back()
    expect(page.locator(".dl-remains")).to_contain_text("27 of 35 articles")
    page.locator(CHIP, has_text=without).click()
    expect_chips(page, ["from: 2024-12-05", "to: 2024-12-09"])
    assert phone.errors == []
