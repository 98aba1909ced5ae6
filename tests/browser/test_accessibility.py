"""Every page can be used without seeing it or with a keyboard alone, in both themes, on a laptop and on a phone."""

from typing import TYPE_CHECKING, Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from dashboard.app.sidebar import PAGES, name_in_url
from tests.browser.conftest import Visitor

if TYPE_CHECKING:
    from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

# One view of every page; where filters are set, those that draw most: chips, a card, why here, a form.
FILTERED = {
    "actors": "actors?actor=hezbollah&location=170654", "locations": "locations?location=170654",
    "disputes": "disputes?not-via=afp", "review": "review?change=wrong-place",
    "number": "number?at=170654&copies=once&unit=article",
}  # fmt: skip
NAMES = [*(name_in_url(label) for _, label, *_ in PAGES), "components", "number"]
VIEWS = [FILTERED.get(name, name) for name in NAMES]

GRAVE = ("critical", "serious", "moderate")
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def find_violations(page: Page) -> list[str]:
    """What axe finds that is grave, one line an element."""
    found: dict[str, Any] = Axe().run(page).response
    return [
        f"{each['impact']} {each['id']}: {node['html'][:200]} {node.get('failureSummary', '')[-150:]}"
        for each in found["violations"]
        if each["impact"] in GRAVE
        for node in each["nodes"]
    ]


@pytest.fixture(scope="module")
def window(visit: "Visit") -> Visitor:
    return visit(viewport={"width": 1300, "height": 800})


@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing_grave(window: Visitor, site: str, view: str) -> None:
    found = {}
    for scheme in SCHEMES:
        # Opened anew in each theme: a page that changes its theme while it is open draws both for a while.
        window.tab().emulate_media(color_scheme=scheme)
        page = window.open(f"{site}{view}")
        for width in (1300, 400):
            page.set_viewport_size({"width": width, "height": 800})
            window.settle(page)
            found[scheme, width] = find_violations(page)
    assert found == {each: [] for each in found}


# Whether the last cell of the page is seen at once, when the page is shown that was hidden while it was drawn.
SHOW_AGAIN = """async () => {
    const cell = [...document.querySelectorAll("td")].at(-1), list = document.documentElement.classList;
    list.remove("dl-drawn");
    while (getComputedStyle(cell).visibility !== "hidden") await new Promise(requestAnimationFrame);
    list.add("dl-drawn");
    return getComputedStyle(cell).visibility;
}"""


def test_where_no_motion_is_wanted_the_page_appears_at_once(visit: "Visit", site: str) -> None:
    page = visit(reduced_motion="reduce").open(f"{site}quotes")
    assert page.evaluate(SHOW_AGAIN) == "visible"
