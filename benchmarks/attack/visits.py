"""Visits to pages in Chromium, which write down whatever runs, asks for something elsewhere or leads there."""

import shutil
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Dialog, Page, Request, Route, sync_playwright
from playwright.sync_api import TimeoutError as TookTooLong

OPTIONS = (
    "--no-sandbox", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--enable-unsafe-swiftshader",
)  # fmt: skip

# Milliseconds until a page must stand.
PATIENCE = 60_000

# Milliseconds after which what a page loads late has come.
PAUSE = 300

# What in a page would be made of others' words: elements that load or run, and links that lead out or run.
LIVE = """() => [...document.querySelectorAll(
    "iframe, object, embed, base, form[action], img[src*='evil'], [onerror], [onload], [onfocus]"
  )].map((each) => each.outerHTML.slice(0, 120)).concat(
    [...document.links, ...document.querySelectorAll("svg a")]
      .map((each) => each.getAttribute("href") ?? each.getAttribute("xlink:href") ?? "")
      .filter((href) => /evil\\.example|^\\s*(javascript|data|vbscript):/i.test(
        new URL(href, location).origin === location.origin ? "" : href)))"""


class Visits:
    """One tab of Chromium at a dashboard; a context, which ends it."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._host = urlsplit(address).netloc
        self._faults: list[str] = []

    def __enter__(self) -> Self:
        """Start Chromium."""
        self._playwright = sync_playwright().start()
        path = next((found for name in ("chromium", "google-chrome") if (found := shutil.which(name))), None)
        self._browser = self._playwright.chromium.launch(executable_path=path, args=[*OPTIONS])
        context = self._browser.new_context(viewport={"width": 1300, "height": 800}, reduced_motion="reduce")
        context.set_default_timeout(PATIENCE)
        context.route("**/*", self._route)
        self.page: Page = context.new_page()
        self.page.on("dialog", self._note_dialog)
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self._faults.append(f"error of a script: {str(error)[:200]}"))
        context.on("page", lambda page: self._faults.append(f"another tab: {page.url}"))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End Chromium."""
        self._browser.close()
        self._playwright.stop()

    def open(self, link: str) -> None:
        """Open a page of the dashboard, with all that is folded in it, and look at what stands there."""
        try:
            self.page.goto(f"{self._address}{link}")
            self.settle()
        except TookTooLong:
            self._faults.append("the page does not come to rest")
        self.look()

    def settle(self) -> None:
        """Wait until the page stands, and unfold it."""
        self.page.locator("html.dl-drawn").wait_for(state="attached")
        self.page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
        self.page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
        self.page.wait_for_timeout(PAUSE)

    def look(self) -> None:
        """Note what stands in the page that may not."""
        if self.page.evaluate("window.pwned") is not None:
            self._faults.append("a script ran")
        self._faults += [f"live: {each}" for each in self.page.evaluate(LIVE)]
        for each in self.page.locator('.stException, [data-testid="stAlertContentError"]').all_inner_texts():
            self._faults.append(f"an error: {each[:200]}")
        if urlsplit(self.page.url).netloc != self._host:
            self._faults.append(f"left for {self.page.url[:100]}")

    def take_faults(self) -> list[str]:
        """What was noted since the last time."""
        faults, self._faults = [*dict.fromkeys(self._faults)], []
        return faults

    def _route(self, route: Route, request: Request) -> None:
        if urlsplit(request.url).netloc == self._host or request.url.startswith(("data:", "blob:")):
            route.continue_()
        else:
            self._faults.append(f"request to {request.url[:100]}")
            route.abort()

    def _note_dialog(self, dialog: Dialog) -> None:
        self._faults.append(f"a dialog: {dialog.message[:60]}")
        dialog.dismiss()

    def _note_console(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self._faults.append(f"kept back by the policy: {message.text[:300]}")
