"""What is fetched, kept, asked for again and told, of pages on a server in this process."""

import csv
import gzip
import json
import re
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from dashboard.errors import InputError, SettingError
from dashboard.fetch import Failure, Fetched, Page, client, fetch, fetching, hosts
from dashboard.fetch.addresses import read_address
from dashboard.fetch.ledger import FOLDER, open_ledger
from dashboard.fetch.report import report_path
from dashboard.pipeline.articles import Article, read_articles
from tests.fetch.conftest import TEXT, Site, article


def states(found: Fetched) -> list[str]:
    return [each.state for each in found.pages]


def reasons(found: Fetched) -> list[str]:
    return [each.reason for each in found.failures]


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and FOLDER not in path.parts)


def read(folder: Path) -> list[Article]:
    found = list(read_articles([folder]))
    assert all(isinstance(each, Article) for each in found), found
    return [each for each in found if isinstance(each, Article)]


def test_a_page_becomes_an_article_with_its_address(tmp_path: Path, site: Site) -> None:
    address = site.put("/2024/ferry--sinks?id=7&utm_source=mail", article())
    found = fetch([address], tmp_path)
    assert states(found) == ["new"]
    assert files(tmp_path) == [found.pages[0].path]
    (read_back,) = read(tmp_path)
    assert (read_back.title, read_back.url) == ("Ferry sinks off Latakia", site.url("/2024/ferry--sinks?id=7"))
    assert read_back.source == "127.0.0.1"
    assert TEXT in read_back.text


def test_the_address_that_a_page_declares_comes_first(tmp_path: Path, site: Site) -> None:
    site.put("/x", article(head='<link rel="canonical" href="https://orlin.example/ferry">'))
    fetch([site.url("/x")], tmp_path)
    assert [each.url for each in read(tmp_path)] == ["https://orlin.example/ferry"]


@pytest.mark.parametrize(
    ("headers", "head"),
    [
        ("text/html; charset=windows-1251", ""),
        ("text/html; charset=windows-1251", '<meta charset="iso-8859-1">'),
        ("text/html", f'<meta name="x" content="{"x" * 900}"><meta charset="windows-1251">'),
    ],
    ids=["the server's", "the server's before the page's", "the page's, at its end"],
)
def test_the_encoding_of_a_page_is_kept(tmp_path: Path, site: Site, headers: str, head: str) -> None:
    page = article("Паром", head, f"{TEXT} Паром затонул.").decode().replace("“", '"').replace("”", '"')
    site.put("/x" + "y" * 300, page.encode("cp1251"), Content_Type=headers)
    fetch([site.url("/x" + "y" * 300)], tmp_path)
    assert "Паром затонул" in read(tmp_path)[0].text


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_pages_with_a_byte_order_mark_are_read(tmp_path: Path, site: Site, encoding: str) -> None:
    site.put("/x", article().decode().encode(encoding), Content_Type="text/html; charset=utf-8")
    fetch([site.url("/x")], tmp_path)
    assert [(each.title, each.url) for each in read(tmp_path)] == [("Ferry sinks off Latakia", site.url("/x"))]


def test_plain_text_has_its_address_too(tmp_path: Path, site: Site) -> None:
    site.put("/x", f"Ferry sinks\n\n{TEXT} Für".encode("cp1252"), Content_Type="text/plain; charset=windows-1252")
    fetch([site.url("/x")], tmp_path)
    (found,) = read(tmp_path)
    assert (found.title, found.url, "Für" in found.text) == ("Ferry sinks", site.url("/x"), True)


def test_a_pdf_is_kept_as_it_came(tmp_path: Path, site: Site) -> None:
    site.put("/report", b"%PDF-1.7 \x00\xff", Content_Type="application/pdf")
    (page,) = fetch([site.url("/report")], tmp_path).pages
    assert (page.path.suffix, page.path.read_bytes()) == (".pdf", b"%PDF-1.7 \x00\xff")


def test_a_page_that_has_not_changed_is_not_written_again(tmp_path: Path, site: Site) -> None:
    def reply(handler: BaseHTTPRequestHandler) -> None:
        same = handler.headers["If-None-Match"] == '"1"' and handler.headers["If-Modified-Since"] == "Mon"
        body = b"" if same else article()
        handler.send_response(304 if same else 200)
        handler.send_header("ETag", '"1"')
        handler.send_header("Last-Modified", "Mon")
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    site.pages["/x"] = reply
    site.put("/same", article())
    site.put("/other", article())
    addresses = [site.url("/x"), site.url("/same"), site.url("/other")]
    first = fetch(addresses, tmp_path)
    assert states(first) == ["new", "new", "new"]
    before = {path: path.stat().st_mtime_ns for path in files(tmp_path)}
    site.put("/other", article("Ferry raised"))
    again = fetch(addresses, tmp_path)
    assert {each.address: each.state for each in again.pages} == dict(
        zip(addresses, ["unchanged", "unchanged", "changed"], strict=True)
    )
    after = {path: path.stat().st_mtime_ns for path in files(tmp_path)}
    changed = next(each.path for each in again.pages if each.state == "changed")
    assert [path for path in after if after[path] != before[path]] == [changed]
    # What was taken away is asked for in full.
    first.pages[0].path.unlink()
    assert states(fetch(addresses[:1], tmp_path)) == ["new"]


def test_two_addresses_of_one_page_are_one_file(tmp_path: Path, site: Site) -> None:
    site.put("/a", article())
    site.put("/short", status=301, Location="/a?utm_medium=x")
    site.put("/a?utm_medium=x", article())
    found = fetch([site.url("/a"), site.url("/short"), site.url("/a#top"), site.url("/a")], tmp_path)
    assert states(found) == ["new", "unchanged"]
    assert len(files(tmp_path)) == 1


RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Orlin Herald</title>{}</channel></rss>"""


def feed(*items: tuple[str, str]) -> bytes:
    entries = "".join(f"<item><link>{link}</link><pubDate>{date}</pubDate></item>" for link, date in items)
    return RSS.format(entries).encode()


def day(number: int) -> str:
    return f"Mon, {number:02} Dec 2024 10:00:00 GMT"


def test_of_a_feed_the_newest_entries_are_fetched(tmp_path: Path, site: Site) -> None:
    for number in range(1, 5):
        site.put(f"/{number}", article(f"Ferry {number} sinks"))
    site.put("/feed", feed(*((f"/{number}", day(number)) for number in (2, 4, 1, 3))), Content_Type="text/plain")
    found = fetch([site.url("/feed")], tmp_path, entries=3)
    assert site.paths == ["/feed", "/4", "/3", "/2"]
    assert states(found) == ["new"] * 3
    assert found.notes == (
        f"{site.url('/feed')} lists 4 pages, of which the newest 3 are fetched; --entries takes more",
    )


def test_pages_of_a_feed_are_asked_for_again_when_it_says_so_or_after_a_day(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.put("/1", article())
    site.put("/feed", feed((site.url("/1"), day(1)), (site.url("/gone"), day(2))))
    first = fetch([site.url("/feed")], tmp_path)
    assert (states(first), reasons(first)) == (["new"], ["status: 404 Not Found"])
    second = fetch([site.url("/feed")], tmp_path)
    assert (states(second), reasons(second)) == (
        ["unchanged"], ["status: 404 Not Found (as before; not asked again yet)"],
    )  # fmt: skip
    assert site.paths == ["/feed", "/gone", "/1", "/feed"]
    monkeypatch.setattr(fetching, "ASKED_AGAIN", fetching.ASKED_AGAIN * 0)
    fetch([site.url("/feed")], tmp_path)
    assert site.paths[4:] == ["/feed", "/gone", "/1"]


def test_what_a_setting_kept_out_is_asked_for_when_it_allows_it(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.put("/feed", feed((f"http://127.0.0.2:{site.port}/1", day(1))), ETag='"f"')
    assert reasons(fetch([site.url("/feed")], tmp_path))[0].startswith("private: ")
    monkeypatch.setenv("DATELINE_FETCH_PRIVATE", "127.0.0.0/8")
    found = fetch([site.url("/feed")], tmp_path)
    assert "private" not in reasons(found)[0]


def test_what_was_taken_out_of_the_folder_does_not_come_back_from_a_feed(tmp_path: Path, site: Site) -> None:
    site.put("/1", article())
    site.put("/feed", feed((site.url("/1"), day(1))))
    fetch([site.url("/feed")], tmp_path)
    for path in files(tmp_path):
        path.unlink()
    found = fetch([site.url("/feed")], tmp_path)
    assert (files(tmp_path), found.pages) == ([], ())
    assert "lists 1 page that somebody took out" in found.notes[0]
    assert states(fetch([site.url("/1")], tmp_path)) == ["new"]


@pytest.mark.parametrize(("status", "are_whole"), [(200, True), (404, True), (500, False)])
def test_a_feed_is_asked_whether_it_changed_once_all_its_pages_answered(
    tmp_path: Path, site: Site, status: int, are_whole: bool
) -> None:
    site.put("/1", article(), status)
    site.put("/feed", feed((site.url("/1"), day(1))), ETag='"f"')
    fetch([site.url("/feed")], tmp_path)
    site.put("/feed", status=304)
    found = fetch([site.url("/feed")], tmp_path)
    assert site.asked[-1][1].get("If-None-Match") == ('"f"' if are_whole else None)
    if are_whole:
        assert re.fullmatch(rf"{site.url('/feed')} has not changed since [\d-]+ [\d:]+ UTC", found.notes[0])
        assert found.failures == ()


def test_a_list_that_was_cut_is_read_again(tmp_path: Path, site: Site) -> None:
    for path in ("/1", "/2"):
        site.put(path, article())
    site.put("/feed", feed((site.url("/1"), day(1)), (site.url("/2"), day(2))), ETag='"f"')
    fetch([site.url("/feed")], tmp_path, entries=1)
    assert states(fetch([site.url("/feed")], tmp_path, entries=2)) == ["unchanged", "new"]


def test_maps_of_sites_and_an_index_of_them_are_read(tmp_path: Path, site: Site) -> None:
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    maps = "".join(f"<sitemap><loc>{site.url(f'/map{number}')}</loc></sitemap>" for number in (1, 2))
    site.put("/index", f"<sitemapindex {space}>{maps}</sitemapindex>".encode(), ETag='"i"')
    # As news sites write it: the picture's address stands beside that of the page.
    site.put("/map1", gzip.compress(
        f"""<?xml version="1.0"?><urlset {space} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
        xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
        <url><!-- old --><loc>{site.url("/old")}</loc><lastmod>2024-12-01</lastmod></url>
        <url><loc>{site.url("/new")}</loc><image:image><image:loc>{site.url("/new.jpg")}</image:loc></image:image>
        <news:news><news:publication_date>2024-12-03T10:00:00+02:00</news:publication_date></news:news></url>
        </urlset>""".encode()
    ), Content_Type="application/octet-stream")  # fmt: skip
    site.put("/map2", f"<urlset {space}><url><loc>{site.url('/undated')}</loc></url></urlset>".encode())
    for path in ("/old", "/new", "/undated"):
        site.put(path, article())
    found = fetch([site.url("/index")], tmp_path)
    assert site.paths == ["/index", "/map1", "/map2", "/new", "/old", "/undated"]
    assert (states(found), found.failures) == (["new"] * 3, ())
    fetch([site.url("/index")], tmp_path)
    assert site.paths[6:] == ["/index", "/map1", "/map2"]
    assert "If-None-Match" not in site.asked[6][1], "an index says nothing of whether its maps changed"


def test_a_feed_leads_to_no_other_feed(tmp_path: Path, site: Site) -> None:
    site.put("/feed", feed((site.url("/other"), day(1)), ("file:///etc/passwd", day(2))))
    site.put("/other", feed((site.url("/1"), day(1))))
    assert sorted(reasons(fetch([site.url("/feed")], tmp_path))) == [
        "address: only addresses that begin with http:// or https:// are fetched",
        "type: a feed or map of a site that another one lists",
    ]


@pytest.mark.parametrize(
    ("kind", "body", "said"),
    [
        ("image/png", b"\x89PNG", "type: image/png; HTML, plain text, PDF, feeds and maps of sites are kept"),
        ("application/json", b"{}", "type: application/json;"),
        ("application/xml", b"<a><b/></a>", "type: XML whose outermost element is 'a';"),
        ("application/octet-stream", b"\x7fELF", "type: application/octet-stream;"),
        ("text/html", b" \n", "empty: the page holds nothing"),
    ],
)
def test_what_is_no_page_is_not_kept(tmp_path: Path, site: Site, kind: str, body: bytes, said: str) -> None:
    site.put("/x", body, Content_Type=kind)
    found = fetch([site.url("/x")], tmp_path)
    assert found.failures[0].reason.startswith(said)
    assert (found.failures[0].status, files(tmp_path)) == (200, [])


def test_robots_txt_is_heeded(tmp_path: Path, site: Site) -> None:
    site.put("/robots.txt", b"\xef\xbb\xbfUser-agent: dateline\nDisallow: /*/draft$\n\nUser-agent: *\nDisallow: /\n")
    for path in ("/a/draft", "/a/draft2"):
        site.put(path, article())
    site.put("/moved", status=302, Location="/a/draft")
    found = fetch([site.url(path) for path in ("/a/draft", "/moved", "/a/draft2")], tmp_path)
    assert reasons(found) == ["robots: robots.txt of 127.0.0.1 does not allow this page to programs"] * 2
    assert (site.paths, site.robots) == (["/moved", "/a/draft2"], 1)


@pytest.mark.parametrize("rule", ["Crawl-delay: 1e300", f"Request-rate: 1/{'9' * 4_000}", "Crawl-delay: nan\n\x00\xff"])
def test_odd_numbers_in_robots_txt_end_nothing(tmp_path: Path, site: Site, rule: str) -> None:
    site.put("/robots.txt", f"User-agent: *\n{rule}\n".encode("latin-1"))
    site.put("/x", article())
    assert states(fetch([site.url("/x")], tmp_path)) == ["new"]


@pytest.mark.parametrize("status", [500, 429])
def test_where_robots_txt_cannot_be_read_nothing_is_asked(tmp_path: Path, site: Site, status: int) -> None:
    site.put("/robots.txt", status=status)
    site.put("/x", article())
    (reason,) = reasons(fetch([site.url("/x")], tmp_path))
    assert reason.startswith(f"robots: robots.txt of 127.0.0.1 cannot be read (status: {status}")
    assert site.paths == []


def test_a_host_is_asked_at_its_pace(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosts, "DELAY", 1.0)
    waits: list[float] = []
    for path in ("/1", "/2"):
        site.put(path, article())
    fetch([site.url("/1"), site.url("/2")], tmp_path, wait=waits.append)
    site.put("/robots.txt", b"User-agent: *\nCrawl-delay: 7\n")
    fetch([site.url("/1"), site.url("/2")], tmp_path, wait=waits.append)
    assert [round(each) for each in waits] == [1, 7]


def test_all_ports_of_a_host_have_one_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client.Client, "ask", lambda _, url, **__: client.Answer(url, 200, {}, b""))
    waits: list[float] = []
    entered = hosts.Hosts(client.Client(), waits.append, time.monotonic() + 60)
    for address in ("http://news.example/", "https://news.example/", "http://other.example/"):
        entered.enter(read_address(address))
    assert [round(each) for each in waits] == [1]


def test_what_has_no_time_is_told_and_comes_first_the_next_time(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.put("/robots.txt", b"User-agent: *\nCrawl-delay: 600\n")
    for path in ("/1", "/2"):
        site.put(path, article())
    addresses = [site.url("/1"), site.url("/2")]
    found = fetch(addresses, tmp_path, minutes=1)
    assert reasons(found) == ["time: the run was over before this page's turn; run the same command again"]
    fetch(addresses, tmp_path, minutes=1)
    assert site.paths == ["/1", "/2"]


def test_a_host_that_fails_again_and_again_is_left_alone(tmp_path: Path, site: Site) -> None:
    for number in range(5):
        site.put(f"/{number}", status=503)
    found = fetch([site.url(f"/{number}") for number in range(5)], tmp_path)
    assert len(site.asked) == 3
    assert reasons(found)[3] == (
        "skipped: 127.0.0.1 was asked no more in this run, after: status: 503 Service Unavailable"
    )


def test_a_host_that_says_it_is_too_much_is_left_alone_at_once(tmp_path: Path, site: Site) -> None:
    site.put("/0", status=429, Retry_After="120")
    site.put("/1", article())
    found = fetch([site.url("/0"), site.url("/1")], tmp_path)
    assert site.paths == ["/0"]
    assert reasons(found)[0] == "status: 429 Too Many Requests; asked to wait 120 seconds"


def test_the_site_is_told_who_asks(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_FETCH_USER", "desk@example.org")
    site.put("/x", article())
    fetch([site.url("/x")], tmp_path)
    assert re.fullmatch(r"Dateline/[\d.]+ \(desk@example.org\)", site.asked[0][1]["User-Agent"])


def test_every_address_has_a_row_in_the_report(tmp_path: Path, site: Site) -> None:
    site.put("/x", article())
    found = fetch([site.url("/x"), site.url("/gone"), "=cmd|' /C calc'!A0"], tmp_path)
    rows = list(csv.reader(report_path(tmp_path).read_text("utf-8-sig").splitlines()))
    assert rows[0] == ["address", "status", "result", "file"]
    assert sorted(rows[1:]) == sorted([
        ["'=cmd|' /C calc'!A0", "", "address: only addresses that begin with http:// or https:// are fetched", ""],
        [site.url("/gone"), "404", "status: 404 Not Found", ""],
        [site.url("/x"), "", "new", found.pages[0].path.relative_to(tmp_path).as_posix()],
    ])  # fmt: skip


def test_what_was_done_before_an_interrupt_stays(tmp_path: Path, site: Site) -> None:
    for number in range(3):
        site.put(f"/{number}", article(), ETag=f'"{number}"')
    done: list[Page | Failure] = []

    def stop(each: Page | Failure) -> None:
        done.append(each)
        if len(done) == 2:
            raise KeyboardInterrupt

    addresses = [site.url(f"/{number}") for number in range(3)]
    with pytest.raises(KeyboardInterrupt):
        fetch(addresses, tmp_path, on_each=stop)
    assert len(files(tmp_path)) == 2
    assert len(report_path(tmp_path).read_text().splitlines()) == 3
    site.put("/0", status=304)
    found = fetch(addresses, tmp_path)
    assert {each.address: each.state for each in found.pages}[addresses[0]] == "unchanged"
    assert site.paths[2] == "/2", "what was not asked for comes first"


def test_a_ledger_that_was_cut_off_loses_one_line(tmp_path: Path, site: Site) -> None:
    for number in range(2):
        site.put(f"/{number}", article(), ETag=f'"{number}"')
    addresses = [site.url(f"/{number}") for number in range(2)]
    fetch(addresses, tmp_path)
    ledger = tmp_path / FOLDER / "fetched.jsonl"
    ledger.write_bytes(b'\xff\n7\n{"address": 1}\n{"address": "x", "asked": "once"}\n' + ledger.read_bytes()[:-9])
    for number in range(2):
        site.put(f"/{number}", article(), ETag=f'"{number}"')
    fetch(addresses, tmp_path)
    told = {path: headers.get("If-None-Match") for path, headers in site.asked[2:]}
    assert told == {"/0": '"0"', "/1": None}
    assert {json.loads(line)["address"] for line in ledger.read_text().splitlines()} == set(addresses)


def test_a_run_has_an_end_in_bytes(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "LONGEST_RUN", 100)
    for path in ("/1", "/2"):
        site.put(path, article())
    found = fetch([site.url("/1"), site.url("/2")], tmp_path)
    assert (site.paths, reasons(found)[0][:9]) == (["/1"], "too much:")


def test_what_lies_in_the_way_costs_one_page(tmp_path: Path, site: Site) -> None:
    (tmp_path / f"127.0.0.1-{site.port}").write_text("mine")
    site.put("/x", article())
    (reason,) = reasons(fetch([site.url("/x")], tmp_path))
    assert reason.startswith("folder: ")


def test_one_fetch_at_a_time_writes_to_a_folder(tmp_path: Path) -> None:
    with open_ledger(tmp_path), pytest.raises(InputError, match="another fetch writes to"):
        fetch(["http://127.0.0.1/"], tmp_path)


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    with pytest.raises(InputError, match="is no folder"):
        fetch(["http://127.0.0.1/"], tmp_path / "x")


def test_nothing_is_fetched_where_a_setting_forbids_it(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_FETCH", "off")
    with pytest.raises(SettingError, match="DATELINE_FETCH is off"):
        fetch([site.url("/x")], tmp_path / "new")
    assert (site.asked, site.robots, list(tmp_path.iterdir())) == ([], 0, [])


def test_a_slow_answer_has_an_end(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n")
        if handler.path == "/body":
            handler.wfile.write(b"\r\n<html>")
        for _ in range(200):
            handler.wfile.write(b"x" if handler.path == "/body" else b"X-A: b\r\n")
            handler.wfile.flush()
            time.sleep(0.05)

    monkeypatch.setattr(client, "SECONDS", 0.5)
    site.pages |= {"/body": drip, "/head": drip}
    began = time.monotonic()
    found = fetch([site.url("/body"), site.url("/head")], tmp_path)
    assert reasons(found) == ["slow: no whole answer within 0.5 seconds"] * 2
    assert time.monotonic() - began < 5
    assert files(tmp_path) == []


def test_a_long_answer_has_an_end(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = 0

    def pour(handler: BaseHTTPRequestHandler) -> None:
        nonlocal sent
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n")
        while sent < 500_000_000:
            sent += handler.connection.send(b"<p>x</p>" * 8_000)

    monkeypatch.setattr(client, "LONGEST_PAGE", 1_000_000)
    site.pages["/endless"] = pour
    site.put("/bomb", gzip.compress(bytes(30_000_000)), Content_Encoding="gzip")
    found = fetch([site.url("/endless"), site.url("/bomb")], tmp_path)
    assert reasons(found) == ["too long: a page has 1,000,000 bytes or fewer"] * 2
    assert sent < 100_000_000


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\nContent-Type: text/html\r\n\r\n<html>",
            "the connection broke off before the end",
        ),
        (
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope",
            "the answer cannot be unpacked",
        ),
        (b"garbage\r\n\r\n", "network: "),
        (b"", "network: "),
        (b"HTTP/1.1 304 Not Modified\r\n\r\n", "status: 304 Not Modified, which was not asked for"),
        (b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n", "redirects: "),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 1\r\n\r\nx", "type: packed as br"),
    ],
    ids="short bad-gzip garbage nothing not-asked nowhere brotli".split(),
)
def test_a_broken_answer_is_one_line(tmp_path: Path, site: Site, reply: bytes, said: str) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(reply)
        handler.close_connection = True

    site.pages["/x"] = answer
    (reason,) = reasons(fetch([site.url("/x")], tmp_path))
    assert said in reason
    assert "\n" not in reason
    assert "object at" not in reason


def test_redirects_have_an_end(tmp_path: Path, site: Site) -> None:
    site.put("/x", status=302, Location="/x")
    (reason,) = reasons(fetch([site.url("/x")], tmp_path))
    assert reason.startswith("redirects: more than 5 in a row")
    assert len(site.asked) == 6
