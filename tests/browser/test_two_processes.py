"""Two processes behind nginx, as docs/serving.md configures it: each browser stays with one, both show the same."""

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

from dashboard import settings

if TYPE_CHECKING:
    from tests.browser.conftest import Serve, Visit, Visitor

pytestmark = pytest.mark.browser

COOKIE = "dateline_process"

# Cookies that are tried until one leads to the other process.
COOKIES = 100

# Seconds until a request is noted at the latest.
PATIENCE = 10

# Paths are below the folder that nginx is given. Its log says which cookie went to which process.
AROUND = """
daemon off;
master_process off;
pid nginx.pid;
events {}
http {
    log_format route "$dateline_process $upstream_addr $uri";
    access_log requests.log route;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    include dateline.conf;
}
"""


class Proxy:
    """A running nginx: its address, and the requests that it has passed on."""

    def __init__(self, address: str, log: Path) -> None:
        self.address = address
        self._log = log

    def requests_of(self, cookie: str) -> list[tuple[str, str]]:
        """Process and path of each request with this cookie so far; a WebSocket is among them when it is closed."""
        lines = [line.split() for line in self._log.read_text().splitlines()]
        return [(process, path) for route, process, path in lines if route == cookie]

    def process_of(self, cookie: str) -> str:
        """The process that answers whoever has this cookie, of which there is one; nginx notes what is over."""
        until = time.monotonic() + PATIENCE
        while not self.requests_of(cookie) and time.monotonic() < until:
            time.sleep(0.05)
        [process] = {process for process, _ in self.requests_of(cookie)}
        return process


def cookie_of(reader: "Visitor") -> str:
    """The reader's cookie that the proxy goes by."""
    [cookie] = [each["value"] for each in reader.context.cookies() if each["name"] == COOKIE]
    return str(cookie)


@pytest.fixture(scope="module")
def proxy(serve: "Serve", sample_tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """nginx in front of two processes over a copy of the sample; without nginx the tests are skipped."""
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/local/bin:/usr/bin")
    if nginx is None:
        pytest.skip("no nginx in /usr/sbin, /usr/local/sbin or on the PATH")
    folder = tmp_path_factory.mktemp("nginx")
    tables = Path(shutil.copytree(sample_tables, folder / "tables"))
    page = (settings.CHECKOUT / "docs" / "serving.md").read_text("utf-8")
    [site] = re.findall(r"^```nginx\n(.+?)^```", page, re.DOTALL | re.MULTILINE)
    for documented in ("127.0.0.1:8501", "127.0.0.1:8502"):
        address = serve(tables, "--server.baseUrlPath=dateline", path="dateline/")
        site = site.replace(documented, f"127.0.0.1:{address.split(':')[2].split('/')[0]}")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / "dateline.conf").write_text(site.replace("listen 80;", f"listen 127.0.0.1:{port};"))
    (folder / "nginx.conf").write_text(AROUND)
    command = [nginx, "-p", str(folder), "-c", "nginx.conf", "-e", "errors.log"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        while process.poll() is None and not (folder / "nginx.pid").exists():
            time.sleep(0.05)
        assert process.stderr is not None
        assert process.poll() is None, process.stderr.read()
        yield Proxy(f"http://127.0.0.1:{port}/dateline/", folder / "requests.log")
        process.terminate()


@pytest.fixture(scope="module")
def readers(proxy: Proxy, visit: "Visit") -> tuple["Visitor", "Visitor"]:
    """Two readers, each with another process: one with the cookie that the proxy gave, one with a cookie of ours."""
    one, other = visit(), visit()
    one.open(proxy.address)
    for number in range(COOKIES):
        cookie = f"browser-{number}"
        with urlopen(Request(f"{proxy.address}_stcore/health", headers={"Cookie": f"{COOKIE}={cookie}"})):
            pass
        if proxy.process_of(cookie) != proxy.process_of(cookie_of(one)):
            other.context.add_cookies([{"name": COOKIE, "value": cookie, "url": proxy.address}])
            return one, other
    pytest.fail(f"{COOKIES} cookies lead to one process")


def test_each_reader_filters_and_downloads_at_one_process(
    proxy: Proxy, readers: tuple["Visitor", "Visitor"], sample_size: int, tmp_path: Path
) -> None:
    for reader in readers:
        page = reader.open(f"{proxy.address}locations?actor=hezbollah")
        selected = page.get_by_test_id("stCaptionContainer").first
        expect(selected).to_have_text(re.compile(rf"^[1-9]\d? of {sample_size} articles selected"))
        page.get_by_text("Plain map").click()
        page.wait_for_url(re.compile("map=plain"))
        reader.settle(page)  # a button that is being drawn anew downloads nothing
        with page.expect_download() as started:
            page.get_by_role("button", name="Download CSV").first.click()
        started.value.save_as(tmp_path / "places.csv")
        assert '"location_id"' in (tmp_path / "places.csv").read_text("utf-8-sig")
        page.close()  # and with it the WebSocket, which nginx notes then
        until = time.monotonic() + PATIENCE
        paths: list[str] = []
        while "/dateline/_stcore/stream" not in paths and time.monotonic() < until:
            time.sleep(0.05)
            paths = [path for _, path in proxy.requests_of(cookie_of(reader))]
        assert any("/media/" in path for path in paths)
        assert "/dateline/_stcore/stream" in paths
        assert reader.errors == []
    one, other = readers
    assert proxy.process_of(cookie_of(one)) != proxy.process_of(cookie_of(other))


def test_a_correction_saved_by_one_process_is_shown_by_the_other(
    proxy: Proxy, readers: tuple["Visitor", "Visitor"]
) -> None:
    writer, colleague = readers

    def count(reader: "Visitor") -> int:
        page = reader.open(f"{proxy.address}sentences?at=169577")
        return int(page.locator("h2").filter(has_text="mentions").inner_text().split()[0])

    before = count(colleague)
    assert count(writer) == before
    page = writer.tab()
    page.get_by_role("link", name="correct", exact=True).first.click()
    page.wait_for_url(re.compile(r"/dateline/review\?mention="))
    page.get_by_test_id("stMain").get_by_role("combobox", name=re.compile("What is wrong$")).fill("This is no place")
    page.get_by_role("option", name="This is no place", exact=True).click()
    page.get_by_role("textbox", name="Your name").fill("Bo")
    page.get_by_role("textbox", name="Why").fill("a ship")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_test_id("stAlertContentSuccess")).to_be_visible()
    assert count(colleague) == before - 1
    assert proxy.process_of(cookie_of(writer)) != proxy.process_of(cookie_of(colleague))
