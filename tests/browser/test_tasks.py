"""What an analyst does in a day, click by click, with the right answers.

On the sample always. With DATELINE_TASKS, the folder of tables of `articles/fakes.jsonl` (788 articles, which are not
ours to ship), the same tasks are done on these, too. How a wrong pin is put right, and a split made and taken back, is
in `test_review_page.py`.
"""

import csv
import io
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from tests.browser.conftest import Serve, Visit, Visitor

pytestmark = pytest.mark.browser


@dataclass(frozen=True, slots=True)
class Answers:
    """The right answers on one set of articles; `pins` is the number of doubtful pins."""

    month: str
    named_most: str
    said: tuple[str, str, int]  # speaker, place, quotes
    four: tuple[str, ...]
    fifth: str
    day: tuple[str, str, int]  # outlet, day, articles
    pins: int


SAMPLE = Answers(
    "2024-11", "Syrian army", ("Sergei Lavrov", "Syria", 1),
    ("Hezbollah", "Bashar al-Assad", "Israel", "Hayat Tahrir al-Sham"), "Syrian army",
    ("Sample Wire", "2024-12-08", 3), 0,
)  # fmt: skip
FAKES = Answers(
    "2016-11", "United Nations", ("Sergei Lavrov", "Aleppo, Syria", 2),
    ("Islamic State", "Bashar al-Assad", "Syrian army", "Hayat Tahrir al-Sham"), "Russia",
    ("reuters", "2013-08-21", 8), 44,
)  # fmt: skip
OTHERS = os.environ.get("DATELINE_TASKS", "")


@pytest.fixture(scope="module", params=["sample", *(["fakes"] if OTHERS else [])])
def desk(request: pytest.FixtureRequest, serve: "Serve") -> tuple[str, Answers]:
    """The address of a dashboard, and the answers that it must give."""
    if request.param == "fakes":
        return serve(Path(OTHERS)), FAKES
    return request.getfixturevalue("site"), SAMPLE


def choose(page: Page, label: str, typed: str) -> None:
    """Type a name into a box of the sidebar and press Enter."""
    box = page.get_by_test_id("stSidebar").get_by_role("combobox", name=label)
    box.fill(typed)
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("Enter")
    expect(box).to_have_value("")


def name_within(page: Page, where: str) -> None:
    """Say where the chosen names must stand."""
    page.get_by_test_id("stMain").get_by_text(where, exact=True).click()


def number_in_heading(page: Page, noun: str) -> int:
    heading = page.get_by_test_id("stMain").locator("h2").filter(has_text=re.compile(rf"^[\d,]+ {noun}$"))
    return int(heading.inner_text().split()[0].replace(",", ""))


def assert_same_view(one: Page, other: Page) -> None:
    """Both show the same, as soon as both are drawn to the end."""
    for _ in range(20):
        texts = [page.get_by_test_id("stMain").inner_text() for page in (one, other)]
        if texts[0] == texts[1]:
            break
        one.wait_for_timeout(500)
    assert texts[0] == texts[1]


def test_who_is_named_most_in_a_place_and_a_month(laptop: "Visitor", desk: tuple[str, Answers]) -> None:
    site, answers = desk
    page = laptop.open(site)
    choose(page, "Places", "Aleppo")
    page.wait_for_url(re.compile("location="))
    for label in ("From", "To"):
        box = page.get_by_test_id("stSidebar").get_by_role("textbox", name=label, exact=True)
        box.fill(answers.month)
        box.press("Enter")
        page.wait_for_url(re.compile(f"{label.lower()}={answers.month}"))
    name_within(page, "in one sentence")
    page.wait_for_url(re.compile("near=sentence"))
    laptop.follow(page, "Actors")
    first = page.locator(".st-key-actors-listed tbody tr").first
    expect(first.locator("td").first).to_contain_text(answers.named_most)


def test_what_somebody_said_of_a_place_with_its_citation(
    laptop: "Visitor", visit: "Visit", desk: tuple[str, Answers]
) -> None:
    """The quotes are those of the speaker that name the place; a colleague who opens the link sees the same."""
    site, answers = desk
    speaker, place, quotes = answers.said
    page = laptop.open(f"{site}quotes")
    choose(page, "Actors", speaker)
    page.wait_for_url(re.compile("actor="))
    choose(page, "Places", place.partition(",")[0])
    page.wait_for_url(re.compile("location="))
    expect(page.get_by_role("button", name=re.compile(f"actor: {speaker} · in the quote"))).to_be_visible()
    expect(page.locator("h2").filter(has_text=f"{quotes} quote")).to_be_visible()
    items = page.get_by_test_id("stMain").locator(".dl-item")
    expect(items).to_have_count(quotes)
    for item in items.all():
        expect(item).to_contain_text(speaker.split()[-1])
    items.first.get_by_role("button", name="Cite").click()
    expect(page.locator(".dl-citation").first).to_contain_text(site)
    colleague = visit().open(page.url)
    assert_same_view(colleague, laptop.open(page.url))


def test_four_actors_are_compared_and_a_fifth_is_refused_aloud(laptop: "Visitor", desk: tuple[str, Answers]) -> None:
    site, answers = desk
    page = laptop.open(f"{site}actors")
    for name in answers.four:
        choose(page, "Actors", name)
        expect(page.get_by_role("button", name=re.compile(f"actor: {name}"))).to_be_visible()
    legend = page.get_by_test_id("stMain").locator(".legendtext")
    expect(legend).to_have_count(4)
    assert set(legend.all_text_contents()) == set(answers.four)
    before = page.url
    choose(page, "Actors", answers.fifth)
    expect(page.get_by_test_id("stAlertContentWarning")).to_contain_text(f"4 at most. Left out: {answers.fifth}")
    assert page.url == before


def test_a_number_opens_the_sentences_that_it_counts(laptop: "Visitor", desk: tuple[str, Answers]) -> None:
    site, _ = desk
    page = laptop.open(site)
    count = page.get_by_test_id("stMain").locator("table a[href^=sentences]").first
    number = int(count.inner_text().replace(",", ""))
    count.click()
    page.wait_for_url(re.compile("/sentences"))
    laptop.settle(page)
    assert number_in_heading(page, "mentions") == number
    expect(page.locator("mark.hit").first).to_be_visible()


def test_an_outlet_on_a_day(laptop: "Visitor", desk: tuple[str, Answers]) -> None:
    site, answers = desk
    outlet, day, articles = answers.day
    page = laptop.open(f"{site}articles?source={outlet}&from={day}&to={day}")
    assert number_in_heading(page, "articles?") == articles
    expect(page.get_by_test_id("stMain").locator("tbody tr").first).to_contain_text(day)


def test_what_is_seen_is_taken_along(laptop: "Visitor", desk: tuple[str, Answers]) -> None:
    """The map as GeoJSON and as an image, and the table with the link that shows it again."""
    site, _ = desk
    page = laptop.open(f"{site}locations")
    places = number_in_heading(page, "places")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download GeoJSON").click()
    collection = json.loads(Path(download.value.path()).read_text("utf-8"))
    assert len(collection["features"]) == places
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").first.click()
    text = Path(download.value.path()).read_text("utf-8-sig")
    assert any(line.startswith(f"# Link: {site}locations") for line in text.replace('"', "").splitlines())
    rows = list(csv.reader(io.StringIO("\n".join(line for line in text.splitlines() if not line.startswith("#")))))
    assert len([row for row in rows if row]) == places + 1


def test_doubtful_pins_are_found(laptop: "Visitor", desk: tuple[str, Answers]) -> None:
    site, answers = desk
    page = laptop.open(site)
    laptop.follow(page, "Doubtful pins")
    if answers.pins:
        assert number_in_heading(page, "pins") == answers.pins
        expect(page.get_by_role("link", name="put it right").first).to_be_visible()
    else:
        expect(page.get_by_test_id("stMain").locator("h2").filter(has_text=re.compile("^0 pins$"))).to_be_visible()
