"""Pages of an address, fetched in a process of its own from a site in this one."""

from pathlib import Path

import pytest

from dashboard.additions import pages
from dashboard.additions.pages import fetch_pages
from dashboard.errors import InputError
from tests.fetch.conftest import Site, article, site

__all__ = ["site"]


def test_a_page_comes_with_its_address_and_what_fails_with_the_reason(site: Site) -> None:
    found, failures = fetch_pages(f" {site.put('/ferry', article())} ")
    [page] = found
    assert page.address == site.url("/ferry") and page.name.endswith(".html")
    assert b"Ferry sinks off Latakia" in page.data and failures == []
    odd = site.put("/a,-b;+c", article())
    assert [each.address for each in fetch_pages(odd)[0]] == [odd], "though the report is safe for spreadsheets"
    assert fetch_pages(site.url("/gone")) == ([], [f"{site.url('/gone')}: status: 404 Not Found"])
    assert fetch_pages("http://10.0.0.7/")[1][0].startswith("http://10.0.0.7/: private: ")


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://a.example/x", "javascript:alert(1)"])
def test_nothing_but_web_addresses_is_asked_for(address: str) -> None:
    with pytest.raises(InputError, match="begin with http:// or https://"):
        fetch_pages(address)


def test_a_path_is_no_file_of_addresses_and_no_option(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "list.txt").write_text("http://10.0.0.7/")
    for given in (str(tmp_path / "list.txt"), "--entries 5"):
        found, failures = fetch_pages(given)
        assert found == [] and failures[0].startswith("https://")
    monkeypatch.setenv("DATELINE_FETCH", "off")
    with pytest.raises(InputError, match="DATELINE_FETCH is off"):
        fetch_pages("a.example")


def test_a_site_that_hangs_does_not_hang_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "LONGEST", 0.01)
    with pytest.raises(InputError, match="takes longer than 0 seconds"):
        fetch_pages("a.example")
