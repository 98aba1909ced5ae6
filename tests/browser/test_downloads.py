"""What leaves the browser as a file: charts as images, and the rows of a page by the links at its end."""

import json
import re
import struct
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser


def save(page: Page, title: str, form: str) -> tuple[str, bytes]:
    """The name of the file and what is in it."""
    with page.expect_download() as download:
        page.get_by_role("button", name=f"Download “{title}” as {form}").click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def test_a_chart_is_saved_as_svg_with_its_words(laptop: "Visitor", site: str) -> None:
    page = laptop.open(f"{site}actors?actor=hezbollah&from=2024-12-01&to=2024-12-31&q=Syria%20%3C")
    page.locator(".js-plotly-plot .bars path").first.wait_for()
    drawn = page.evaluate("JSON.stringify(document.querySelector('.js-plotly-plot').layout.margin)")
    name, content = save(page, "Mentions by actor", "SVG")
    assert name == "dateline-mentions-by-actor-2024-12.svg"
    found = ElementTree.fromstring(content).iter("{http://www.w3.org/2000/svg}text")
    texts = ["".join(each.itertext()) for each in found]
    words = re.sub(r"\s", "", "".join(texts))  # lines end where the image does
    assert {"Mentions by actor", "Hezbollah"} <= {*texts}
    assert "actor:Hezbollah·namedin:article·from:2024-12-01·to:2024-12-31·words:Syria<" in words
    assert re.search(r"Dateline·\d+articles?·tablesmade\d{4}-\d\d-\d\d", words)
    assert f"{site}actors?actor=hezbollah&from=2024-12-01&to=2024-12-31&q=Syria+%3C&corpus=" in words
    after = page.evaluate("JSON.stringify(document.querySelector('.js-plotly-plot').layout.margin)")
    assert after == drawn, "the chart on the page stays as it was"


def test_the_map_is_saved_as_png_and_nothing_leaves_the_browser(laptop: "Visitor", site: str) -> None:
    page = laptop.open(f"{site}locations")
    name, content = save(page, "Places", "PNG")
    assert name == "dateline-places.png"
    assert content.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", content[16:24])
    assert min(width, height) > 800 and len(content) > 50_000, "a map, not an empty frame"
    assert laptop.went_elsewhere(urlsplit(site).netloc) == []
    assert laptop.errors == []


def test_the_links_to_its_data_lead_to_the_rows_of_the_page(laptop: "Visitor", inside: str) -> None:
    page = laptop.open(f"{inside}locations?actor=hezbollah&sort=name&map=plain")
    data = page.locator(".dl-data")
    assert [each.strip() for each in data.locator("a").all_text_contents()[:4]] == ["JSON", "CSV", "GeoJSON", "Parquet"]
    with page.expect_download() as download:
        data.get_by_role("link", name="CSV").first.click()
    assert download.value.suggested_filename == "dateline-places.csv"
    lines = Path(download.value.path()).read_text("utf-8-sig").splitlines()
    rows = [line for line in lines if not line.startswith("# ")][1:]
    total = int((page.locator("h2", has_text=re.compile(r"^\d+ places?$")).text_content() or "").split()[0])
    assert len(rows) == total > 1
    assert f"# Link: {inside}locations?actor=hezbollah&sort=name" in "\n".join(lines)
    data.get_by_role("link", name="GeoJSON").click()
    page.wait_for_url("**/inside/locations.geojson?**")
    found = json.loads(page.locator("body").inner_text())
    assert [each["properties"]["name"] for each in found["features"]] == sorted(
        each["properties"]["name"] for each in found["features"]
    )
    assert (found["dateline"]["of"], found["dateline"]["notes"]) == (total, [])
    assert laptop.went_elsewhere(urlsplit(inside).netloc) == []
