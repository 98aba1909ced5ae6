"""The box of days: what is typed, what the calendar and the buttons choose, and what cannot be read."""

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page, expect

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser


def field(page: Page, label: str) -> Locator:
    return page.get_by_test_id("stSidebar").get_by_role("textbox", name=label, exact=True)


def button(page: Page, label: str) -> Locator:
    return page.get_by_test_id("stSidebar").get_by_role("button", name=label, exact=True)


def test_days_apply_on_enter_and_on_tab_and_back_takes_them_away(laptop: "Visitor", site: str) -> None:
    page = laptop.open(f"{site}about?q=Syria")
    field(page, "From").fill("2024-11")
    field(page, "From").press("Enter")
    page.wait_for_url(f"{site}about?from=2024-11-01&q=Syria&corpus=*")
    field(page, "To").fill("2024-11")
    field(page, "To").press("Tab")
    page.wait_for_url(f"{site}about?from=2024-11-01&to=2024-11-30&q=Syria&corpus=*")
    expect(field(page, "To")).to_have_value("2024-11-30")
    expect(button(page, "Calendar: To")).to_be_focused()
    page.go_back()
    page.wait_for_url(f"{site}about?from=2024-11-01&q=Syria&corpus=*")
    expect(field(page, "To")).to_have_value("")


# Goes back as soon as the address names the last day, before the page has followed.
GO_BACK = """() => {
    const watch = setInterval(() => {
        if (!location.search.includes("to=2024-11-30")) return;
        clearInterval(watch);
        history.back();
        window.wentBack = true;
    }, 1);
}"""


def test_going_back_before_the_page_has_followed_takes_the_days_away(laptop: "Visitor", site: str) -> None:
    page = laptop.open(f"{site}about?q=Syria")
    field(page, "From").fill("2024-11")
    field(page, "From").press("Enter")
    page.wait_for_url(f"{site}about?from=2024-11-01&q=Syria&corpus=*")
    page.evaluate(GO_BACK)
    field(page, "To").fill("2024-11")
    field(page, "To").press("Enter")
    page.wait_for_function("() => window.wentBack")
    expect(field(page, "To")).to_have_value("")
    expect(field(page, "From")).to_have_value("2024-11-01")
    page.wait_for_url(f"{site}about?from=2024-11-01&q=Syria&corpus=*")


def test_what_cannot_be_read_stays_and_applies_nothing(laptop: "Visitor", site: str) -> None:
    page = laptop.open(f"{site}about?from=2024-12-01")
    alert = page.get_by_test_id("stSidebar").get_by_role("alert")
    for typed, problem in (
        ("2024-02-30", "To: “2024-02-30” is not a day. Write 2016-11-30, 2016-11 or 2016."),
        ("1066", "To: write a day from 1800-01-01 to 2100-12-31."),
        ("2024-11", "From is after To. Change one of them."),
    ):
        field(page, "To").fill(typed)
        field(page, "To").press("Enter")
        expect(alert).to_have_text(problem)
        expect(field(page, "To")).to_have_attribute("aria-invalid", "true")
    assert page.url == f"{site}about?from=2024-12-01"
    field(page, "From").fill("2024-11-27")
    field(page, "From").press("Enter")
    page.wait_for_url(f"{site}about?from=2024-11-27&to=2024-11-30&corpus=*")
    expect(alert).to_have_count(0)


def test_the_calendar_opens_where_the_articles_are_and_a_click_beside_it_works(laptop: "Visitor", site: str) -> None:
    page = laptop.open(f"{site}about")
    button(page, "Calendar: From").click()
    page.keyboard.press("Enter")  # takes the day on which it opens: the articles are of 27 November to 9 December 2024
    page.wait_for_url(f"{site}about?from=2024-12-09&corpus=*")
    button(page, "Calendar: To").click()
    laptop.follow(page, "Articles")


def test_a_button_counts_back_from_the_newest_article(laptop: "Visitor", site: str) -> None:
    page = laptop.open(f"{site}about")
    week = button(page, "Last 7 days")
    expect(week).to_have_attribute("title", "2024-12-03 to 2024-12-09")
    week.press("Enter")
    page.wait_for_url(f"{site}about?from=2024-12-03&to=2024-12-09&corpus=*")
    expect(week).to_have_attribute("aria-pressed", "true")
    expect(week).to_be_focused()
    button(page, "All days").press("Enter")
    page.wait_for_url(f"{site}about")
