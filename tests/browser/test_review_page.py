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
    return int(page.locator("h3").filter(has_text=re.compile("mentions?$")).inner_text().split()[0])


def test_a_merge_is_made_seen_followed_and_taken_back(
    laptop: "Visitor", visit: "Visit", site: str, apart: list[int]
) -> None:
    page = laptop.open(f"{site}actors?actor=hezbollah")
    begin = page.get_by_role("link", name="merge", exact=True).get_attribute("href")
    assert begin == "review?actor=hezbollah&change=merge"
    page.goto(f"{site}{begin}")
    choose(page, "is", "Israel")
    page.wait_for_url(re.compile("into=israel"))
    expect(page.get_by_role("link", name=re.compile(r"^\d+ mentions$")).first).to_have_text(f"{apart[0]} mentions")
    page.get_by_role("textbox", name="Your name").fill("Ada; Zoë")
    page.get_by_role("textbox", name="Why").fill("one <b>house</b>")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_test_id("stAlertContentSuccess")).to_contain_text("Saved.")
    page.wait_for_url(f"{site}review")
    entry = page.locator(".dl-entry").filter(has_text="one <b>house</b>")  # another test may have corrected, too
    expect(entry).to_contain_text(f"changes {apart[0]} mentions in")

    colleague = visit()
    assert [mentions(colleague, site, each) for each in ("israel", "hezbollah")] == [sum(apart)] * 2, (
        "without a restart"
    )
    old = colleague.tab().get_by_test_id("stAlertContentInfo")
    expect(old).to_contain_text("“hezbollah” was merged into Israel")
    page.get_by_role("link", name=f"{apart[0]} mentions").click()
    expect(page.locator("h3").filter(has_text="mentions")).to_have_text(f"{apart[0]} mentions")

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


def test_one_mention_is_taken_off_the_map_from_its_sentence(laptop: "Visitor", site: str) -> None:
    page = laptop.open(f"{site}sentences?at=169577")
    total = page.locator("h3").filter(has_text="mentions").inner_text()
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
    left = page.locator("h3").filter(has_text="mentions").inner_text()
    assert int(left.split()[0]) == int(total.split()[0]) - 1
