"""The charts in the real pages: what the map paints, and where clicks lead."""

import io
import re
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from dashboard.charts.places import basemap
from tests.browser.conftest import Visitor, click_without_a_move

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

# Degrees: longitude, latitude. Upon Damascus lie places within it, and would take its clicks.
DAMASCUS, ALEPPO, HAMA, QAMISHLI = (36.29, 33.51), (37.16, 36.20), (36.75, 35.13), (41.23, 37.05)
# In the desert of Syria and in the sea west of Beirut; across the straight line between Syria and Jordan.
DESERT, SEA = (38.9, 34.6), (34.3, 34.2)
OVER_THE_BORDER = [(38.0, 32.6 + step / 200) for step in range(141)]

# Where a map that is drawn has a place, in pixels of the window.
WHERE = """([longitude, latitude]) => {
    const plot = document.querySelector(".js-plotly-plot"), box = plot.getBoundingClientRect();
    const {map, geo} = plot._fullLayout;
    const {x, y} = map ? map._subplot.map.project([longitude, latitude]) : {};
    const [across, down] = map ? [x, y] : geo._subplot.projection([longitude, latitude]);
    return [Math.round(box.left + across), Math.round(box.top + down)];
}"""
DRAWN = """() => {
    const map = document.querySelector(".js-plotly-plot")?._fullLayout?.map?._subplot?.map;
    return map && map.loaded() && map.areTilesLoaded() && map.queryRenderedFeatures({layers: ["land"]}).length > 0;
}"""
# Where the last chart draws the marker of an actor, in pixels of the window.
NODE = """(actor) => {
    const plot = [...document.querySelectorAll(".js-plotly-plot")].at(-1), box = plot.getBoundingClientRect();
    const nodes = plot._fullData.at(-1), at = nodes.customdata.findIndex((each) => each[0] === actor);
    const {xaxis, yaxis} = plot._fullLayout;
    return [box.left + xaxis._offset + xaxis.l2p(nodes.x[at]), box.top + yaxis._offset + yaxis.l2p(nodes.y[at])];
}"""
NEARER = """([longitude, latitude]) => new Promise((done) => {
    const map = document.querySelector(".js-plotly-plot")._fullLayout.map._subplot.map;
    map.once("idle", () => done(true));
    map.jumpTo({center: [longitude, latitude], zoom: 5.5});
})"""


def colours(page: Page, *places: tuple[float, float]) -> list[tuple[int, ...]]:
    """What the window shows where the map draws these places."""
    image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    found = [image.getpixel(tuple(page.evaluate(WHERE, list(place)))) for place in places]
    return [channels for channels in found if isinstance(channels, tuple)]


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[start : start + 2], 16) for start in (1, 3, 5))


def apart(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    """The largest difference of one of the three channels, of 255."""
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def open_map(reader: Visitor, site: str, *, dark: bool) -> Page:
    """The page of places once its map is painted: land, sea, a border and the marker of Aleppo."""
    page = reader.open(f"{site}locations")
    page.wait_for_function(DRAWN)
    page.evaluate(NEARER, list(DAMASCUS))
    desert, sea, aleppo, *line = colours(page, DESERT, SEA, ALEPPO, *OVER_THE_BORDER)
    palette = basemap.palette(dark=dark)
    assert apart(desert, rgb(palette.land)) <= 3
    assert apart(sea, rgb(palette.sea)) <= 3
    assert min(apart(aleppo, desert), apart(aleppo, sea)) > 60
    assert apart(line[0], desert) <= 3 and apart(line[-1], desert) <= 3
    border = min(line, key=lambda colour: apart(colour, rgb(palette.border)))
    assert min(apart(border, desert), apart(border, sea), apart(border, aleppo)) >= 8
    return page


def test_the_map_is_painted_a_click_filters_and_the_plain_one_replaces_it(laptop: Visitor, site: str) -> None:
    page = open_map(laptop, site, dark=False)
    click_without_a_move(page, *page.evaluate(WHERE, list(ALEPPO)))
    page.wait_for_url(re.compile(r"/locations\?location=170063&corpus="))
    expect(page.get_by_role("button", name="place: Aleppo, Syria").locator("visible=true")).to_be_visible()

    laptop.settle(page)  # until then the switch of before is there, too
    switch = page.get_by_text("Plain map")
    expect(switch).to_have_count(1)
    switch.click()
    page.wait_for_url(re.compile(r"/locations\?location=170063&map=plain&corpus="))
    page.locator(".js-plotly-plot .scattergeo path").first.wait_for()
    expect(page.get_by_role("region", name="Map")).to_have_count(0)
    laptop.settle(page)
    page.locator("h1").scroll_into_view_if_needed()  # the switch stands below the map
    click_without_a_move(page, *page.evaluate(WHERE, list(HAMA)))
    page.wait_for_url(re.compile(r"/locations\?location=170063&location=170017&map=plain&corpus="))
    assert laptop.went_elsewhere(site.split("/")[2]) == []
    assert laptop.errors == []


def test_the_map_is_dark_where_the_browser_prefers_dark_and_takes_taps(visit: "Visit", site: str) -> None:
    reader = visit(color_scheme="dark", has_touch=True)
    page = open_map(reader, site, dark=True)
    page.touchscreen.tap(*page.evaluate(WHERE, list(ALEPPO)))
    page.wait_for_url(re.compile(r"/locations\?location=170063&corpus="))
    page.get_by_role("button", name="place: Aleppo").wait_for()  # then the menu, which is drawn before, has it as well

    reader.follow(page, "Actors")
    page.locator(".js-plotly-plot .bars .point path").first.tap(force=True)  # Plotly lays its own net over the bars
    page.wait_for_url(re.compile(r"/actors\?actor=[a-z-]+&location=170063&corpus="))
    assert reader.went_elsewhere(site.split("/")[2]) == []
    assert reader.errors == []


def test_a_box_is_drawn_on_the_map_and_escape_draws_none(laptop: Visitor, site: str) -> None:
    page = laptop.open(f"{site}locations")
    page.wait_for_function(DRAWN)
    page.evaluate(NEARER, list(DAMASCUS))
    button = page.get_by_role("button", name="Draw a box")
    button.click()
    page.keyboard.press("Escape")
    expect(page.locator(".dl-sheet")).to_have_count(0)
    button.click()
    page.mouse.move(*page.evaluate(WHERE, [36, 36.5]))
    page.mouse.down()
    page.mouse.move(*page.evaluate(WHERE, [38, 34]), steps=3)
    page.mouse.up()
    page.wait_for_url(re.compile(r"/locations\?box="))
    sides = re.findall(r"box=([-0-9.]+)%2C([-0-9.]+)%2C([-0-9.]+)%2C([-0-9.]+)&", page.url)[0]
    assert [float(side) for side in sides] == pytest.approx([36, 34, 38, 36.5], abs=0.1)
    expect(page.get_by_role("button", name="box: 3").locator("visible=true")).to_be_visible()
    assert laptop.errors == []


def test_a_browser_without_webgl_gets_the_plain_map_which_takes_taps(blind_browser: "Browser", site: str) -> None:
    reader = Visitor(blind_browser.new_context(viewport={"width": 400, "height": 900}, has_touch=True))
    page = reader.open(f"{site}locations?why=170654")
    page.locator(".js-plotly-plot .scattergeo path").first.wait_for()
    expect(page.get_by_text("Your browser has no WebGL")).to_be_visible()
    expect(page.get_by_text("Plain map", exact=True)).to_have_count(0)
    expect(page.get_by_role("heading", name="Why here: Damascus, Syria")).to_be_visible()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 400
    page.locator(".js-plotly-plot").scroll_into_view_if_needed()
    page.touchscreen.tap(*page.evaluate(WHERE, list(QAMISHLI)))
    page.wait_for_url(re.compile(r"/locations\?location=173377&"))
    assert reader.went_elsewhere(site.split("/")[2]) == []
    # A map that was begun before the browser had said what it cannot do complains of just that.
    assert [error for error in reader.errors if "WebGL" not in error] == []


def read_moments(addresses: list[str]) -> list[str]:
    """The moments that the addresses of the map of these days say, in order."""
    pattern = re.compile(r"/locations\?from=2024-12-02&moment=(\d{4}-\d\d-\d\d)&corpus=")
    return [found[1] for each in addresses if (found := pattern.search(each))]


# On a slow machine a day has passed before its address is waited for, so the page writes down all that it has.
WRITE_DOWN = """() => {
    window.shown = [];
    for (const name of ["pushState", "replaceState"]) {
        const change = history[name];
        history[name] = function (...given) { change.apply(this, given); window.shown.push(location.href); };
    }
}"""


def test_time_plays_on_the_map_which_stays_where_it_is(laptop: Visitor, site: str) -> None:
    page = laptop.open(f"{site}locations?from=2024-12-02")
    page.wait_for_function(DRAWN)
    page.get_by_role("button", name="Zoom in").click()
    drawn = "document.querySelector('.js-plotly-plot')._fullLayout.map._subplot.map"
    zoom = f"{drawn}.getZoom()"
    page.wait_for_function(f"!{drawn}.isMoving()")
    zoomed = page.evaluate(zoom)
    page.evaluate(WRITE_DOWN)
    stop = page.get_by_role("button", name="■ Stop")  # Streamlit has a "Stop", too, while it draws
    page.get_by_role("button", name="Play").click()
    page.wait_for_url(re.compile(r"moment=2024-12-0[3-9]&"))
    stop.click()
    assert read_moments(page.evaluate("window.shown"))[:2] == ["2024-12-02", "2024-12-03"]
    slider = page.get_by_role("slider")
    slider.press("End")
    page.wait_for_url(re.compile(r"/locations\?from=2024-12-02&moment=2024-12-09&corpus="))
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"^9 December 2024, \d+ articles$"))
    page.evaluate("window.shown.length = 0")
    page.get_by_role("button", name="Play").click()  # from the end it begins again
    page.wait_for_url(re.compile(r"moment=2024-12-0[2-8]&"))
    stop.click()
    assert read_moments(page.evaluate("window.shown"))[0] == "2024-12-02"
    page.wait_for_function(DRAWN)
    page.wait_for_function(f"Math.abs({zoom} - {zoomed}) < 0.01")
    page.get_by_role("button", name="Show all").click()
    page.wait_for_url(re.compile(r"/locations\?from=2024-12-02&corpus="))
    assert laptop.errors == []


# The first day is asked for, and before the page shows it the slider is moved to the last, which has not settled yet.
MOVE_TWICE = """slider => {
    const wait = window.setTimeout;
    window.setTimeout = (run, delay) => delay === 250 ? (window.settle = run, 0) : wait(run, delay);
    slider.parentElement.querySelector(".bars i").click();
    slider.value = slider.max;
    slider.dispatchEvent(new Event("input"));
}"""


def test_the_slider_stays_where_it_was_moved_while_an_earlier_day_comes(laptop: Visitor, site: str) -> None:
    page = laptop.open(f"{site}locations?from=2024-12-06")
    slider = page.get_by_role("slider")
    slider.evaluate(MOVE_TWICE)
    page.wait_for_url(re.compile(r"/locations\?from=2024-12-06&moment=2024-12-06&corpus="))
    laptop.settle(page)
    expect(slider).to_have_attribute("aria-valuetext", re.compile("^9 December 2024, "))
    page.evaluate("window.settle()")
    page.wait_for_url(re.compile(r"/locations\?from=2024-12-06&moment=2024-12-09&corpus="))


def test_the_time_line_goes_back_with_the_page(laptop: Visitor, site: str) -> None:
    page = laptop.open(f"{site}locations?from=2024-12-06")
    slider = page.get_by_role("slider")
    whole = slider.get_attribute("aria-valuetext") or ""
    assert whole.startswith("all: ")
    slider.press("Home")
    page.wait_for_url(re.compile(r"/locations\?from=2024-12-06&moment=2024-12-06&corpus="))
    expect(page.get_by_role("button", name="Show all")).to_be_enabled()
    page.wait_for_function(DRAWN)
    page.go_back()
    expect(slider).to_have_attribute("aria-valuetext", whole)
    expect(page.get_by_role("button", name="Show all")).to_be_disabled()


def test_the_evidence_of_a_sentence_is_a_click_away(laptop: "Visitor", site: str) -> None:
    page = laptop.open(f"{site}sentences?at=170654")
    page.get_by_role("link", name="why here").first.click()
    page.wait_for_url(re.compile(r"/locations\?why=170654&article=.*&corpus="))
    expect(page.get_by_role("heading", name="Why here: Damascus, Syria")).to_be_visible()
    card = page.locator(".dl-why").first
    card.get_by_text("What decided against").first.wait_for()
    assert "Damascus" in card.locator("mark").first.inner_text()
    page.get_by_role("link", name="see all articles").click()
    page.wait_for_url(re.compile(r"/locations\?why=170654&corpus="))
    page.locator(".dl-why a", has_text="mentions").first.click()
    page.wait_for_url(re.compile(r"/sentences\?written=Damascus&at=170654&corpus="))


def test_a_click_on_an_actor_filters_by_it_once(laptop: "Visitor", site: str) -> None:
    page = laptop.open(f"{site}actors")
    bar = page.locator(".js-plotly-plot .bars .point path").first
    bar.click(force=True)  # Plotly lays its own net over the bars
    page.wait_for_url(re.compile(r"/actors\?actor=[a-z-]+&corpus="))
    first = page.url
    chip = page.locator('[class*="st-key-chip-actor-"] button:visible')
    expect(chip).to_have_count(1)
    chip.click()
    page.wait_for_url(f"{site}actors")
    expect(chip).to_have_count(0)
    laptop.settle(page)
    assert page.url == f"{site}actors"  # the bar is still selected, and does not filter again by itself
    page.locator(".js-plotly-plot .bars .point path").nth(1).click(force=True)
    page.wait_for_url(re.compile(r"/actors\?actor=[a-z-]+&corpus="))
    assert page.url != first


def test_a_click_in_the_network_opens_a_card_and_a_cell_its_sentences(laptop: "Visitor", site: str) -> None:
    page = laptop.open(f"{site}actors?actor=hezbollah")
    network = page.locator(".js-plotly-plot").last
    network.scroll_into_view_if_needed()
    label = network.locator(".textpoint", has_text=re.compile("^Israel$"))
    expect(label).to_be_visible()
    click_without_a_move(page, *page.evaluate(NODE, "israel"))
    page.wait_for_url(re.compile(r"/actors\?actor=hezbollah&actor=israel&card=israel&corpus="))
    expect(page.locator(".dl-name")).to_have_text("Israel")

    laptop.settle(page)  # or the number is of the matrix before the click, and the link of the one after it
    cell = page.locator('.dl-matrix td.n a[href*="named=hezbollah&with=israel"]').first
    number = cell.inner_text()
    cell.click()
    page.wait_for_url(re.compile(r"/sentences\?.*named=hezbollah&with=israel&unit=sentence"))
    laptop.settle(page)
    expect(page.locator(".dl-item")).to_have_count(int(number))
    assert page.locator(".dl-item").first.locator("mark").count() >= 2, "both are lit"


def test_switches_and_slider_write_the_address(laptop: "Visitor", site: str) -> None:
    page = laptop.open(f"{site}actors")
    page.get_by_text("Share of articles", exact=True).click()
    page.wait_for_url(re.compile(r"/actors\?count=share&corpus="))
    page.get_by_text("Article", exact=True).click()
    page.wait_for_url(re.compile(r"/actors\?count=share&within=article&corpus="))
    page.get_by_text("Ties of at least so many articles").wait_for()
    page.get_by_role("slider").press("End")
    page.wait_for_url(re.compile(r"/actors\?count=share&within=article&ties=\d+&corpus="))
    strongest = page.url.partition("ties=")[2].partition("&")[0]
    expect(page.get_by_role("slider")).to_have_value(strongest)


def test_a_click_on_a_bar_of_days_narrows_to_them(laptop: "Visitor", site: str) -> None:
    page = laptop.open(site)
    page.locator(".js-plotly-plot .bars .point path").first.click(force=True)
    page.wait_for_url(re.compile(r"\?from=2024-11-27&to=2024-11-27&corpus="))
    expect(page.locator(".dl-counts b").first).to_have_text("2")
