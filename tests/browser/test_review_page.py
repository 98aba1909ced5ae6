"""A correction in a real browser: made by hand, seen by everybody at once, followed by old links, taken back."""

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from dashboard.filters import Filters
from dashboard.queries.mentions import count_mentions
from dashboard.store import open_store

if TYPE_CHECKING:
    from tests.browser.conftest import Serve, Visit, Visitor

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(serve: "Serve", sample_tables: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A server over a copy of the sample, which the tests may correct."""
    return serve(Path(shutil.copytree(sample_tables, tmp_path_factory.mktemp("corrected") / "tables")))


@pytest.fixture(scope="module")
def apart(sample_tables: Path) -> list[int]:
    """How many mentions Hezbollah and Israel have in the sample."""
    reader = open_store(sample_tables).reader()
    return [count_mentions(reader, Filters(named=(each,))) for each in ("hezbollah", "israel")]


def choose(page: Page, label: str, name: str) -> None:
    """Choose a name in a box of the form."""
    box = page.get_by_test_id("stMain").get_by_role("combobox", name=re.compile(f"{label}$"))
    box.fill(name)
    page.get_by_role("option").filter(has=page.get_by_text(name, exact=True)).first.click()


def mentions(reader: "Visitor", site: str, actor_id: str) -> int:
    """How many sentences the page lists that name the actor, or whom it is now; 0 where it is no actor."""
    page = reader.open(f"{site}sentences?named={actor_id}")
    return int(page.locator("h2").filter(has_text=re.compile("mentions?$")).inner_text().split()[0])


def test_a_merge_is_made_seen_followed_and_taken_back(
    laptop: "Visitor", visit: "Visit", site: str, apart: list[int]
) -> None:
    page = laptop.open(f"{site}actors?actor=hezbollah")
    begin = page.get_by_role("link", name="merge", exact=True).get_attribute("href")
    assert begin == "review?actor=hezbollah&change=merge&back=actors%3Factor%3Dhezbollah"
    page.goto(f"{site}{begin}")
    choose(page, "is the same as", "Israel")
    page.wait_for_url(re.compile("into=israel"))
    expect(page.get_by_role("link", name=re.compile(r"^\d+ mentions$")).first).to_have_text(f"{apart[0]} mentions")
    page.get_by_role("textbox", name="Your name").fill("Ada; Zoë")
    page.get_by_role("textbox", name="Why").fill("one <b>house</b>")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_test_id("stAlertContentSuccess")).to_contain_text("Saved.")
    page.wait_for_url(f"{site}review?back=*")
    back = page.get_by_role("link", name="← Back to Actors")
    expect(back).to_have_attribute("href", "actors?actor=hezbollah")
    entry = page.locator(".dl-entry").filter(has_text="one <b>house</b>")  # another test may have corrected, too
    expect(entry).to_contain_text(f"changes {apart[0]} mentions in")

    colleague = visit()
    assert [mentions(colleague, site, each) for each in ("israel", "hezbollah")] == [sum(apart)] * 2, (
        "without a restart"
    )
    old = colleague.tab().get_by_test_id("stAlertContentInfo")
    expect(old).to_contain_text("“hezbollah” was merged into Israel")
    page.get_by_role("link", name=f"{apart[0]} mentions").click()
    expect(page.locator("h2").filter(has_text="mentions")).to_have_text(f"{apart[0]} mentions")

    laptop.follow(page, "Review")
    # A link of our own loads the page anew.
    expect(page.get_by_role("textbox", name="Your name")).to_have_value("Ada; Zoë")
    page.get_by_role("button", name="Undo").first.click()  # the newest stands first
    expect(entry).to_contain_text("taken back by Ada; Zoë")
    assert [mentions(colleague, site, each) for each in ("hezbollah", "israel")] == apart
    laptop.follow(page, "Articles")
    laptop.follow(page, "Review")
    expect(page.get_by_role("textbox", name="Your name")).to_have_value("Ada; Zoë")
    assert laptop.errors == colleague.errors == []


def test_a_wrong_pin_is_put_where_no_table_has_a_place(laptop: "Visitor", site: str) -> None:
    page = laptop.open(f"{site}locations?why=169577")
    page.get_by_role("link", name="correct", exact=True).first.click()
    page.wait_for_url(re.compile("/review"))
    box = page.get_by_test_id("stMain").get_by_role("combobox", name=re.compile("” is$"))
    box.fill("Kafr, Hama")
    page.get_by_role("option").filter(has=page.get_by_text("Kafr Zayta, Hama Governorate, Syria")).click()
    page.wait_for_url(re.compile("right-place="))
    page.get_by_role("textbox", name="Your name").fill("Cy")
    save = page.get_by_role("button", name="Save")
    save.click()
    expect(page.get_by_test_id("stAlertContentError")).to_contain_text("needs a name and a reason")
    error = page.get_by_test_id("stAlertContentError").bounding_box()
    button = save.bounding_box()
    assert error and button and abs(error["y"] - button["y"]) < 100, "beside the button"
    page.get_by_role("textbox", name="Why").fill("read the article")
    save.click()
    expect(page.get_by_test_id("stAlertContentSuccess")).to_be_in_viewport()
    page.get_by_role("link", name="← Back to Places").click()
    page.wait_for_url(re.compile("/locations"))
    expect(page.get_by_role("link", name="Kafr Zayta").first).to_be_visible()
    laptop.follow(page, "Review")
    page.get_by_role("textbox", name="Your name").fill("Cy")
    page.get_by_role("button", name="Undo").first.click()
    expect(page.locator(".dl-entry").first).to_contain_text("taken back by Cy")
    assert laptop.errors == []


def test_a_click_on_empty_land_offers_the_towns_nearest_to_it(laptop: "Visitor", site: str) -> None:
    page = laptop.open(f"{site}review?change=wrong-place&location=169577&written=Homs")
    page.get_by_text("Choose on a map").click()
    chart = page.locator(".st-key-right-map .js-plotly-plot")
    expect(chart.locator("canvas").first).to_be_visible(timeout=20_000)
    page.wait_for_function("document.querySelector('.st-key-right-map .js-plotly-plot')._fullLayout.map._subplot.map")
    page.wait_for_timeout(600)  # the component looks for the map every 200 ms
    chart.click(position={"x": 500, "y": 250}, force=True)
    page.locator("[class*=st-key-near-] button").first.click()
    page.wait_for_url(re.compile("right-place="))
    expect(page.get_by_role("button", name="Save")).to_be_visible()
    assert laptop.errors == []


def test_one_mention_is_taken_off_the_map_from_its_sentence(laptop: "Visitor", site: str) -> None:
    page = laptop.open(f"{site}sentences?at=169577")
    total = page.locator("h2").filter(has_text="mentions").inner_text()
    page.get_by_role("link", name="correct", exact=True).first.click()
    page.wait_for_url(re.compile(r"/review\?mention="))
    choose(page, "What is wrong", "This is no place")
    page.wait_for_url(re.compile("change=not-a-place"))
    expect(page.get_by_role("link", name="1 mention", exact=True)).to_be_visible()
    page.get_by_role("textbox", name="Your name").fill("Bo")
    page.get_by_role("textbox", name="Why").fill("a ship")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_test_id("stAlertContentSuccess")).to_be_visible()
    page = laptop.open(f"{site}sentences?at=169577")
    left = page.locator("h2").filter(has_text="mentions").inner_text()
    assert int(left.split()[0]) == int(total.split()[0]) - 1
