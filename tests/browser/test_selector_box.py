"""The box that asks the server, by keyboard: one value at a time, in the address, on a laptop and on a phone."""

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page, expect

if TYPE_CHECKING:
    from tests.browser.conftest import Visit, Visitor

pytestmark = pytest.mark.browser


def box_of(page: Page, label: str) -> Locator:
    return page.get_by_test_id("stSidebar").get_by_role("combobox", name=label, exact=True)


def active_option(page: Page, box: Locator) -> str:
    """The name of the option that a screen reader reads as the active one; "" where none is."""
    active = box.get_attribute("aria-activedescendant")
    return page.locator(f"#{active} .name").inner_text() if active else ""


def test_a_value_is_found_and_taken_by_keyboard(laptop: "Visitor", site: str) -> None:
    page = laptop.open(f"{site}quotes?q=Syria")
    box = box_of(page, "Actors")
    box.focus()
    expect(page.get_by_role("option")).to_have_count(20)
    expect(box).to_have_attribute("aria-expanded", "true")
    assert active_option(page, box) == "", "Enter takes nothing that the reader did not mean"
    page.keyboard.press("Enter")
    page.keyboard.type("assad")
    expect(page.get_by_role("option").first).to_have_text(re.compile("^Bashar al-Assad"))
    assert active_option(page, box) == "Bashar al-Assad"
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}quotes?actor=bashar-al-assad&q=Syria&corpus=*")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(box).to_be_focused()
    page.keyboard.type("hez")
    expect(page.get_by_role("option").first).to_have_text(re.compile("^Hezbollah"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}quotes?actor=bashar-al-assad&actor=hezbollah&q=Syria&corpus=*")
    page.reload()
    laptop.settle(page)
    tokens = page.get_by_test_id("stSidebar").get_by_role("button", name=re.compile("^Take .* away$"))
    expect(tokens).to_have_count(2)
    box.press("Backspace")
    page.wait_for_url(f"{site}quotes?actor=bashar-al-assad&q=Syria&corpus=*")
    expect(tokens).to_have_count(1)
    tokens.press("Enter")
    page.wait_for_url(f"{site}quotes?q=Syria&corpus=*")
    assert laptop.errors == []


def test_enter_before_the_answer_takes_the_first_alone(laptop: "Visitor", site: str) -> None:
    page = laptop.open(f"{site}about")
    box_of(page, "Places").press_sequentially("hom")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}about?location=169577&corpus=*")


def test_escape_and_tab_take_nothing(laptop: "Visitor", site: str) -> None:
    page = laptop.open(f"{site}about")
    box = box_of(page, "Places")
    for key in ("Escape", "Tab"):
        box.press_sequentially("hom")
        expect(page.get_by_role("option").first).to_be_visible()
        page.keyboard.press(key)
        expect(page.get_by_role("listbox", name="Places")).to_have_count(0)
        expect(box).to_have_value("")
        expect(box).to_have_attribute("aria-expanded", "false")
    assert page.url == f"{site}about"


def test_what_nothing_is_called_is_said(laptop: "Visitor", site: str) -> None:
    page = laptop.open(f"{site}about")
    box_of(page, "Actors").press_sequentially("zebra")
    expect(page.get_by_role("status").filter(has_text="Nothing is called so.")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("option")).to_have_count(0)
    assert page.url == f"{site}about"


def test_while_the_user_types_the_page_is_not_drawn(laptop: "Visitor", site: str) -> None:
    page = laptop.open(f"{site}about")
    page.evaluate("document.querySelector('h1').dataset.kept = 'yes'")
    frames: list[int] = []
    box = box_of(page, "Actors")
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.on("Network.webSocketFrameReceived", lambda event: frames.append(len(event["response"]["payloadData"])))
    box.press_sequentially("a")
    expect(page.get_by_role("option")).to_have_count(20)
    assert sum(frames) < 40_000, "the box and its answer, twice at most"
    assert page.locator("h1").get_attribute("data-kept") == "yes"


def test_on_a_phone_the_list_is_in_sight(visit: "Visit", site: str) -> None:
    phone = visit(viewport={"width": 400, "height": 700}, color_scheme="dark")
    page = phone.open(f"{site}about")
    page.get_by_test_id("stExpandSidebarButton").click()
    box_of(page, "Actors").press_sequentially("syr")
    option = page.get_by_role("option").first
    option.click()
    page.wait_for_url(f"{site}about?actor=*")
    box_of(page, "Places").focus()
    expect(page.get_by_role("option")).to_have_count(20)
    place = page.get_by_role("listbox", name="Places").bounding_box()
    assert place and place["x"] >= 0 and place["x"] + place["width"] <= 400
    assert phone.errors == []
