"""Articles are added in a real browser by the real model, seen on all pages, and taken back; and by nobody else."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import FilePayload, expect

from dashboard.tables.sets import read_manifest
from tests.browser.test_handshakes import ask

if TYPE_CHECKING:
    from tests.browser.conftest import Serve, Visit, Visitor

pytestmark = pytest.mark.browser

# Milliseconds that a run may take: it loads the model, while other work may hold the processors.
LONGEST = 120_000

NAME = "../../<img src=x onerror=window.pwned=1>.txt"
NEWS = (
    "<script>window.pwned=1</script> Ferry sinks off Latakia\ndate: 2024-12-03\nsource: Orlin **Herald**\n\n"
    "A ferry sank off Latakia on Monday. “We saved all of them,” said Captain Ada Holt in Damascus.\n"
)


@pytest.fixture(scope="module")
def tables(sample_tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(sample_tables, tmp_path_factory.mktemp("added") / "tables", symlinks=True))


@pytest.fixture(scope="module")
def site(serve: "Serve", tables: Path) -> str:
    """A server over a copy of the sample, to which the test may add."""
    return serve(tables)


def test_articles_are_added_seen_and_taken_back(
    laptop: "Visitor", visit: "Visit", site: str, tables: Path, sample_size: int
) -> None:
    page = laptop.open(f"{site}add_articles")
    page.locator("input[type=file]").set_input_files([
        FilePayload(name=NAME, mimeType="text/plain", buffer=NEWS.encode()),
        FilePayload(name="scan.exe", mimeType="text/plain", buffer=b"MZ"),
    ])  # fmt: skip
    add = page.get_by_role("button", name="Add 1 article")
    expect(add).to_be_enabled()
    expect(page.get_by_role("heading", name="1 reject")).to_be_visible()
    cells = page.locator(".dl-table").first.locator("td").all_inner_texts()
    assert cells[0] == "<script>window.pwned=1</script> Ferry sinks off Latakia"
    assert cells[1:4] == ["2024-12-03", "Orlin **Herald**", "English"]
    page.set_viewport_size({"width": 400, "height": 900})
    outlet = page.locator(".dl-table").first.locator("td").nth(2)
    assert outlet.evaluate("cell => cell.clientWidth") >= 96, "the words of an outlet are not broken on a phone"
    page.set_viewport_size({"width": 1300, "height": 900})
    assert page.evaluate("window.pwned") is None and page.locator("img[src=x]").count() == 0
    add.click()
    expect(page.get_by_text("You can go on to other pages")).to_be_visible()

    colleague = visit()
    other = colleague.open(f"{site}add_articles")
    expect(other.get_by_text("You can go on to other pages")).to_be_visible()
    laptop.follow(page, "About")
    laptop.follow(page, "Add articles")
    expect(page.get_by_text("All pages show them now.")).to_be_visible(timeout=LONGEST)
    page.get_by_test_id("stMain").get_by_role("link", name="1 article").first.click()
    page.wait_for_url("**/articles?added=*")
    laptop.settle(page)
    assert page.locator(".dl-table tbody tr").count() == 1
    assert "Ferry sinks off Latakia" in page.locator(".dl-table tbody").inner_text()
    assert page.evaluate("window.pwned") is None
    [added] = (tables / "added").glob("[0-9]*")
    assert {each.name for each in added.glob("[!.]*")} == {"img-src-x-onerror-window.pwned-1.txt", "scan.exe"}
    assert read_manifest(tables)["counts"]["articles"] == 1, "the sample has made room"

    expect(other.get_by_text("1 article, 1 reject")).to_be_visible()
    other.get_by_role("button", name="Take back").click()
    expect(other.get_by_text("Taken back on")).to_be_visible()
    expect(other.get_by_text(f"{sample_size} articles ·").first).to_be_visible(timeout=LONGEST)
    assert laptop.errors == colleague.errors == []


def test_files_of_others_are_refused(site: str, inside: str) -> None:
    here = urlsplit(site).netloc
    path = "/_stcore/upload_file/session/file"
    assert ask(site, path, "PUT", Host=here, Origin=f"http://{here}")[0] == 403, "Streamlit's token is missing"
    assert ask(site, path, "PUT", Host=here, Origin="http://evil.example")[0] == 405
    shared = urlsplit(inside)
    address = inside.replace(str(shared.hostname), "localhost")
    assert ask(address, f"/inside{path}", "PUT", Host=shared.netloc, Origin=f"http://{shared.netloc}")[0] == 403
