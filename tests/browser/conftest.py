"""A real server and a real Chromium: every request that a page makes is written down."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    WebSocket,
    expect,
    sync_playwright,
)

from dashboard import settings

# WebGL in software where there is no other, and nothing that Chromium asks its maker for on its own. The page itself
# is not drawn by WebGL: with `--use-angle=swiftshader` it would be, and take half as long again.
QUIET = (
    "--no-sandbox", "--no-first-run", "--disable-quic", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--enable-unsafe-swiftshader",
)  # fmt: skip

# A name by which this machine is known to the browser alone, as a colleague's browser knows the server.
SECOND_NAME = "newsroom.example"

# Seconds that a server may take to start, and milliseconds that a page may take: other work may hold the processors.
PATIENCE, PAGE_PATIENCE = 60.0, 30_000

# Tables, further options of `streamlit run` and settings -> the address of a server that shows them.
type Serve = Callable[..., str]


class Visitor:
    """One reader's browser window: opens pages, and knows where their requests went."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.requests: list[str] = []
        self.errors: list[str] = []
        context.set_default_timeout(PAGE_PATIENCE)
        context.on("request", self._note)
        context.on("page", self._listen)

    def open(self, address: str) -> Page:
        """The tab at this address, drawn; a new tab each time would compile all scripts anew, for twice the time."""
        page = self.tab()
        page.goto(address)
        self.settle(page)
        return page

    def tab(self) -> Page:
        """The window's one tab."""
        return self.context.pages[0] if self.context.pages else self.context.new_page()

    def settle(self, page: Page) -> None:
        """Wait until the page's script has run; after a click, wait for what the click changes instead."""
        page.locator("h1").first.wait_for()
        page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
        expect(page.locator('[data-testid="stSkeleton"]')).to_have_count(0)
        page.locator("html.dl-drawn").wait_for(state="attached")  # before, nothing of the page is seen

    def follow(self, page: Page, label: str) -> None:
        """Go to another page by the menu."""
        link = page.get_by_test_id("stSidebar").get_by_role("link", name=label, exact=True)
        if not link.is_visible():
            page.get_by_test_id("stSidebar").get_by_text("More", exact=True).click()
        link.click()
        page.locator("h1", has_text=re.compile(f"^{label}$")).wait_for()
        self.settle(page)

    def went_elsewhere(self, *hosts: str) -> list[str]:
        """Requests to other hosts than these; `data:` and `blob:` stay in the browser."""
        here = tuple(f"{scheme}://{host}/" for host in hosts for scheme in ("http", "ws"))
        return [
            url for url in self.requests if not url.startswith((*here, *(f"blob:{each}" for each in here), "data:"))
        ]

    def _note(self, request: Request) -> None:
        self.requests.append(request.url)

    def _listen(self, page: Page) -> None:
        page.on("websocket", self._note_socket)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._note_console)

    def _note_console(self, message: ConsoleMessage) -> None:
        """An error is what the browser did not do since the server's policy forbids it."""
        if "Content Security Policy" in message.text:
            self.errors.append(message.text)

    def _note_socket(self, socket: WebSocket) -> None:
        self.requests.append(socket.url)


def click_without_a_move(page: Page, x: float, y: float) -> None:
    """Click where the mouse was not moved to; Playwright's own click moves it there first."""
    devtools = page.context.new_cdp_session(page)
    for event in ("mousePressed", "mouseReleased"):
        devtools.send(
            "Input.dispatchMouseEvent",
            {"type": event, "x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1},
        )
    devtools.detach()


# Options of the window, such as `color_scheme` -> a reader in a window of their own.
type Visit = Callable[..., Visitor]


@pytest.fixture(scope="session")
def chromium() -> str:
    """Chromium's path; where there is none the test is skipped, but never on CI."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    message = "no chromium, chromium-browser or google-chrome on the PATH"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def playwright(chromium: str) -> Iterator[Playwright]:
    expect.set_options(timeout=PAGE_PATIENCE)
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    names = f"--host-resolver-rules=MAP {SECOND_NAME} 127.0.0.1"
    browser = playwright.chromium.launch(executable_path=chromium, args=[*QUIET, names])
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def blind_browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    """Chromium without WebGL."""
    browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-3d-apis"])
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def visit(browser: Browser) -> Iterator[Visit]:
    """A reader in a window of their own."""
    opened: list[Visitor] = []

    def visit(**options: Any) -> Visitor:
        opened.append(_open_window(browser, **options))
        return opened[-1]

    yield visit
    for each in opened:
        each.context.close()


@pytest.fixture(scope="session")
def laptop_window(browser: Browser) -> Iterator[Visitor]:
    window = _open_window(browser, color_scheme="light")
    yield window
    window.context.close()


@pytest.fixture
def laptop(laptop_window: Visitor) -> Visitor:
    """A reader with a wide screen who prefers the light; tests share the window and what it has compiled.

    Its requests are those of one test, its errors those of all so far.
    """
    laptop_window.tab().goto("about:blank")
    laptop_window.requests.clear()
    return laptop_window


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Starts `streamlit run` as the Makefile does, over some tables, until the session ends."""
    running: list[subprocess.Popen[bytes]] = []
    logs = tmp_path_factory.mktemp("servers")

    def serve(tables: Path, *options: str, path: str = "", **settings_of: str) -> str:
        port = _free_port()
        command = [sys.executable, "-m", "streamlit", "run", f"--server.port={port}", *options]
        log = logs / f"{port}.log"
        with log.open("wb") as out:
            running.append(
                subprocess.Popen(
                    command, cwd=settings.CHECKOUT, env={**os.environ, "DATELINE_TABLES": str(tables), **settings_of},
                    stdout=out, stderr=subprocess.STDOUT,
                )
            )  # fmt: skip
        address = f"http://localhost:{port}/{path}"
        _wait(f"{address}_stcore/health", log)
        return address

    yield serve
    for server in running:
        server.terminate()
    for server in running:
        server.wait(10)


@pytest.fixture(scope="session")
def site(serve: Serve, sample_tables: Path) -> str:
    """Address of the dashboard over the sample; it ends with a slash."""
    return serve(sample_tables)


@pytest.fixture(scope="session")
def inside(serve: Serve, sample_tables: Path) -> str:
    """Address of the dashboard over the sample below a path, by the second name; it ends with a slash."""
    names = (f"--server.allowedHosts={each}" for each in ("localhost", SECOND_NAME))
    return serve(sample_tables, *names, "--server.baseUrlPath=inside", path="inside/").replace("localhost", SECOND_NAME)


def _open_window(browser: Browser, **options: Any) -> Visitor:
    """A window in which nothing is animated: to paint the frames takes longer than to draw the page."""
    window = {"viewport": {"width": 1300, "height": 900}, "reduced_motion": "reduce"}
    return Visitor(browser.new_context(**{**window, **options}))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(address: str, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            with urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:  # no answer yet, or none in time
            time.sleep(0.1)
    pytest.fail(f"no answer from {address} within {PATIENCE:.0f} s; its log: {log.read_text()}")
