"""What Chromium paints: land, sea, borders and markers, in both themes, with and without WebGL; no request leaves the
machine. And which marker a click takes.

A page of its own, with the plotly.js that the Python package brings, the outlines from `static/` and the script that
every chart of the dashboard comes with; the dashboard's own page is another test's.
"""

import functools
import http.server
import io
import itertools
import math
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import plotly.offline
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from dashboard import settings
from dashboard.charts import places as chart
from dashboard.charts.clicks import HOVER_AT_PRESS
from dashboard.charts.places import arrows, basemap
from tests.browser.conftest import click_without_a_move

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><div id="map"></div>
<script src="plotly.js"></script>
SCRIPT
<script>
  const map = document.getElementById("map");
  const figure = FIGURE;
  Plotly.newPlot(map, figure.data, figure.layout, {responsive: true, displayModeBar: false}).then(() => {
    map.on("plotly_click", (click) => { window.clicked = click.points[0].customdata[0]; });
    // With WebGL the outlines come later than the first picture.
    const drawn = map._fullLayout.map && map._fullLayout.map._subplot.map;
    const ready = () => { window.drawn = true; };
    if (drawn && !(drawn.loaded() && drawn.areTilesLoaded())) drawn.once("idle", ready); else ready();
  });
  // Pixels of the page at which the map draws a place.
  window.where = (longitude, latitude) => {
    const layout = map._fullLayout, box = map.getBoundingClientRect();
    const point = layout.map
      ? layout.map._subplot.map.project([longitude, latitude])
      : layout.geo._subplot.projection([longitude, latitude]);
    return [box.left + (point.x ?? point[0]), box.top + (point.y ?? point[1])];
  };
  // A mouse that moves over one marker to another and clicks there, all within a millisecond or so.
  window.rush = (from, to) => {
    const pass = (type, [clientX, clientY]) => document.elementFromPoint(clientX, clientY).dispatchEvent(
      new MouseEvent(type, {clientX, clientY, view: window, bubbles: true}));
    pass("mousemove", from);
    for (const type of ["mousemove", "pointerdown", "mousedown", "mouseup", "click"]) pass(type, to);
  };
</script>""".replace("SCRIPT", HOVER_AT_PRESS)

DAMASCUS, HOMS = (36.29, 33.51), (36.71, 34.73)
# The marker of a town that stands half on that of Damascus, and a point on both.
DOUMA, OVERLAP = (36.56, 33.51), (36.47, 33.51)
# Countries are drawn somewhere in their middle, and the flat map is no wider than in the page.
SYRIA, JORDAN = (39.3, 35.6), (37.4, 32.0)
# In the desert between the two; in the sea west of Beirut.
SYRIAN_DESERT, SEA = (38.9, 34.6), (34.3, 34.2)
# Across the straight line between Syria and Jordan, from the south.
OVER_THE_BORDER = [(38.0, 32.6 + step / 200) for step in range(141)]


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def map_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A folder and the URL at which it is served on this machine."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "plotly.js").write_text(plotly.offline.get_plotlyjs(), "utf-8")
    shutil.copy(settings.BASEMAP, folder)
    handler = functools.partial(QuietHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield folder, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def some_places() -> pd.DataFrame:
    rows = [
        ("170654", "Damascus", "SY", "Dimashq", "PPLC", DAMASCUS[1], DAMASCUS[0], 120, 0, 60),
        ("170891", "Douma", "SY", "Rif-dimashq", "PPL", DOUMA[1], DOUMA[0], 30, 0, 9),
        ("169577", "Homs", "SY", "Homs", "PPLA", HOMS[1], HOMS[0], 0, 40, 21),
        ("163843", "Syria", "SY", None, "PCLI", SYRIA[1], SYRIA[0], 120, 0, 30),
        ("248816", "Jordan", "JO", None, "PCLI", JORDAN[1], JORDAN[0], 0, 120, 30),
        ("281184", "Jerusalem", "IL", "Jerusalem", "PPLC", 31.77, 35.21, 9, 0, 5),
    ]
    columns = "location_id name country_code admin1 feature latitude longitude mentions actor_mentions articles"
    return pd.DataFrame(rows, columns=columns.split())


def a_route() -> pd.DataFrame:
    """A route over the desert, told by so many stories that its arrow is as wide as any."""
    row = {"from_location_id": "1", "from_place": "Here", "from_longitude": 38.4, "from_latitude": 33.3,
           "to_location_id": "2", "to_place": "There", "to_longitude": 39.4, "to_latitude": 33.3, "kind": "advance",
           "movements": 20, "articles": 20, "stories": arrows.FULL_WIDTH, "planned": 0, "denied": 0,
           "first": pd.NaT, "last": pd.NaT, "movers": ["Somebody"], "told_by": []}  # fmt: skip
    return pd.DataFrame([row])


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """A tab for maps of both themes: plotly.js is compiled in it once."""
    with browser.new_context(viewport={"width": 1000, "height": 600}) as context:
        yield context.new_page()


@pytest.fixture(scope="module")
def blind_tab(blind_browser: Browser) -> Iterator[Page]:
    """The same without WebGL."""
    with blind_browser.new_context(viewport={"width": 1000, "height": 600}) as context:
        yield context.new_page()


def open_map(page: Page, site: tuple[Path, str], figure: go.Figure) -> list[str]:
    """Draw the map in the page; return the URLs it asked for."""
    folder, url = site
    name = f"{len(list(folder.glob('*.html')))}.html"  # of its own: a page that is rewritten at once looks unchanged
    (folder / name).write_text(PAGE.replace("FIGURE", figure.to_json()), "utf-8")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{url}/{name}")
    page.wait_for_function("window.drawn === true", timeout=60_000)
    return asked


class Picture:
    """A screenshot that is asked by longitude and latitude."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")

    def pixel(self, place: tuple[float, float]) -> tuple[int, int]:
        x, y = self.page.evaluate("place => window.where(...place)", list(place))
        return round(x), round(y)

    def colour(self, place: tuple[float, float]) -> tuple[int, ...]:
        return self.at(*self.pixel(place))

    def at(self, x: int, y: int) -> tuple[int, ...]:
        channels = self.image.getpixel((x, y))
        assert isinstance(channels, tuple)
        return tuple(round(channel) for channel in channels)


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[start : start + 2], 16) for start in (1, 3, 5))


def apart(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    """Return the largest difference of one of the three channels, of 255."""
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def assert_painted(picture: Picture, dark: bool) -> None:
    colours = basemap.palette(dark)
    land, sea, border = rgb(colours.land), rgb(colours.sea), rgb(colours.border)
    assert apart(picture.colour(SYRIAN_DESERT), land) <= 3
    assert apart(picture.colour(SEA), sea) <= 3
    assert apart(picture.colour(DAMASCUS), rgb(basemap.palette(dark).marker)) <= 25  # the land shines through
    line = [picture.colour(place) for place in OVER_THE_BORDER]
    assert apart(line[0], land) <= 3 and apart(line[-1], land) <= 3
    # A line of about a pixel is mixed with the land on both sides.
    assert min(apart(colour, border) for colour in line) < apart(land, border) * 0.6
    ground = [land, sea, border, rgb(basemap.palette(dark).marker)]
    assert min(apart(a, b) for index, a in enumerate(ground) for b in ground[:index]) >= 10


def assert_countries_are_pale(picture: Picture, dark: bool) -> None:
    """The middle of a country is mixed with the land, that of a hollow one is the land; both have two edges."""
    land, blue = rgb(basemap.palette(dark).land), rgb(basemap.palette(dark).marker)
    assert 15 < apart(picture.colour(SYRIA), land) < apart(blue, land) * 0.4
    assert apart(picture.colour(JORDAN), land) <= 3
    for country in (SYRIA, JORDAN):
        x, y = picture.pixel(country)
        outward = [picture.at(x, y - step) for step in range(10, 30)]
        edge = [apart(colour, land) > apart(blue, land) * 0.5 for colour in outward]
        assert [inked for inked, _ in itertools.groupby(edge)].count(True) == 2, outward


def assert_a_click_takes_what_it_hits(picture: Picture) -> None:
    """Without a move before it, right after a move over another marker, and where a marker stands on another."""
    page, damascus, syria = picture.page, picture.pixel(DAMASCUS), picture.pixel(SYRIA)
    for pixel, location_id in ((damascus, "170654"), (syria, "163843"), (picture.pixel(OVERLAP), "170891")):
        click_without_a_move(page, *pixel)
        page.wait_for_function(f"window.clicked === '{location_id}'", timeout=10_000)
    for start, end, location_id in ((damascus, syria, "163843"), (syria, damascus, "170654")):
        page.evaluate("([start, end]) => window.rush(start, end)", [start, end])
        assert page.evaluate("window.clicked") == location_id


def assert_an_arrow_is_painted_and_clicked(picture: Picture, dark: bool) -> None:
    """Its line, its head where it ends, and nothing behind that; a click on the line takes it."""
    [arrow] = arrows.list_arrows(a_route(), {})
    colour, land = rgb(arrows.draw_colour(arrow.line, dark)), rgb(basemap.palette(dark).land)
    middle = (arrow.longitudes[arrows.POINTS // 2], arrow.latitudes[arrows.POINTS // 2])
    assert apart(picture.colour(middle), colour) <= 10
    x, y = picture.pixel((arrow.longitudes[-1], arrow.latitudes[-1]))
    across, along = math.sin(math.radians(arrow.bearing)), -math.cos(math.radians(arrow.bearing))
    # On both sides of the line, where only a head is as wide.
    for side in (-1, 1):
        back, aside = 0.15 * arrow.head, side * (arrow.width / 2 + 1)
        beside = round(x - back * across - aside * along), round(y - back * along + aside * across)
        assert apart(picture.at(*beside), colour) < apart(picture.at(*beside), land) / 2, (side, beside)
    assert apart(picture.at(round(x + arrow.head * across), round(y + arrow.head * along)), land) <= 3
    click_without_a_move(picture.page, *picture.pixel(middle))
    picture.page.wait_for_function("window.clicked === '1→2→advance'", timeout=10_000)


def assert_nothing_left(asked: list[str], site: tuple[Path, str]) -> None:
    here = (site[1], f"blob:{site[1]}", "data:")
    assert asked and [url for url in asked if not url.startswith(here)] == []


@pytest.mark.parametrize("dark", [False, True])
def test_the_map_is_painted(tab: Page, map_site: tuple[Path, str], dark: bool) -> None:
    outlines = f"{map_site[1]}/{settings.BASEMAP.name}"
    figure = chart.place_map(some_places(), outlines, dark=dark, routes=a_route())
    asked = open_map(tab, map_site, figure)
    picture = Picture(tab)
    assert_painted(picture, dark)
    assert apart(picture.colour(HOMS), rgb(basemap.palette(dark).land)) <= 3  # hollow
    assert_countries_are_pale(picture, dark)
    for place, location_id in ((DAMASCUS, "170654"), (SYRIA, "163843")):
        tab.mouse.click(*picture.pixel(place))
        tab.wait_for_function(f"window.clicked === '{location_id}'", timeout=10_000)
    assert_a_click_takes_what_it_hits(picture)
    assert_an_arrow_is_painted_and_clicked(picture, dark)
    assert any(url.endswith(settings.BASEMAP.name) for url in asked)
    assert_nothing_left(asked, map_site)


@pytest.mark.parametrize("dark", [False, True])
def test_the_flat_map_is_painted_without_webgl(blind_tab: Page, map_site: tuple[Path, str], dark: bool) -> None:
    asked = open_map(blind_tab, map_site, chart.place_map_flat(some_places(), dark=dark, routes=a_route()))
    assert blind_tab.evaluate("document.createElement('canvas').getContext('webgl2')") is None
    picture = Picture(blind_tab)
    assert_painted(picture, dark)
    assert_countries_are_pale(picture, dark)
    assert_a_click_takes_what_it_hits(picture)
    assert_an_arrow_is_painted_and_clicked(picture, dark)
    assert_nothing_left(asked, map_site)
