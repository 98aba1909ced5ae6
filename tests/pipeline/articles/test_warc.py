"""Archives of the web."""

import gzip
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.pipeline.articles import Article, Reject, read_articles, warc

TEXT = "The ferry to Orlin sank at noon on Monday. All ninety passengers were saved, the harbour master of Lórin said."
PAGE = f"<html><head><title>Ferry sinks</title></head><body><article><p>{TEXT}</p><p>{TEXT} Later.</p></article></html>"
ADDRESS = "https://lakecourier.example/ferry"


class Records:
    """Records one after the other, in the layout of ISO 28500 as wget and warcio write it."""

    def __init__(self, *, is_packed: bool = False) -> None:
        self._is_packed = is_packed
        self.data = b""

    def add(self, body: str | bytes = PAGE, status: str = "200 OK", kind: str = "response", **lines: str) -> "Records":
        given = {"Content-Type": "text/html; charset=utf-8"}
        given |= {name.replace("_", "-"): value for name, value in lines.items()}
        head = "".join(f"{name}: {value}\r\n" for name, value in given.items())
        first = "GET /ferry HTTP/1.1" if kind == "request" else f"HTTP/1.1 {status}"
        block = f"{first}\r\n{head}\r\n".encode() + (body.encode() if isinstance(body, str) else body)
        return self.add_block(kind, f"WARC-Target-URI: <{ADDRESS}>\r\n", f"application/http; msgtype={kind}", block)

    def add_block(self, kind: str, line: str, content_type: str, block: bytes) -> "Records":
        head = (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:0>\r\n{line}"
            f"WARC-Date: 2024-12-10T09:00:00Z\r\nContent-Type: {content_type}\r\nContent-Length: {len(block)}\r\n\r\n"
        )
        record = head.encode() + block + b"\r\n\r\n"
        self.data += gzip.compress(record) if self._is_packed else record
        return self

    def add_note(self) -> "Records":
        return self.add_block("warcinfo", "", "application/warc-fields", b"software: a crawler\r\n")


def read(path: Path, data: bytes) -> list[Article | Reject]:
    path.write_bytes(data)
    return list(read_articles([path]))


def rejects(found: list[Article | Reject]) -> list[tuple[str, str]]:
    return [(each.record, each.reason) for each in found if isinstance(each, Reject)]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_each_page_is_an_article_and_all_else_is_counted(tmp_path: Path, name: str) -> None:
    records = Records(is_packed=name.endswith(".gz")).add_note()
    records.add(kind="request").add().add("gone", "404 Not Found").add(b"png", Content_Type="image/png").add(
        PAGE.replace("Orlin", "Lenk")
    )
    found = read(tmp_path / name, records.data)
    articles = [each for each in found if isinstance(each, Article)]
    assert [each.external_id for each in articles] == [f"{name}, record 3", f"{name}, record 6"]
    assert [each.article_id for each in articles] == ["a-3", "a-6"]
    assert [(each.title, each.url) for each in articles] == [("Ferry sinks", ADDRESS)] * 2
    assert all("Lórin" in each.text and each.published is None for each in articles), "not the day of the capture"
    assert rejects(found) == [
        ("record 4", "warc: status 404; the page was not there when it was saved"),
        (
            "records without a page",
            "warc: 3 of 6 records hold no page, and were passed over (1 warcinfo, 1 request, 1 image/png)",
        ),
    ]


CHUNKED = (
    b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (PAGE.encode()[:99], PAGE.encode()[99:])) + b"0\r\n\r\n"
)


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (gzip.compress(PAGE.encode()), {"Content_Encoding": "gzip"}),
        (PAGE, {"Content_Encoding": "gzip"}),  # as some crawlers write it, unpacked
        (zlib.compress(PAGE.encode()), {"Content_Encoding": "deflate"}),
        (zlib.compress(PAGE.encode())[2:-4], {"Content_Encoding": "deflate"}),
        (CHUNKED, {"Transfer_Encoding": "chunked"}),
        (PAGE.encode("cp1252"), {"Content_Type": "text/html; charset=ISO-8859-1"}),
        (PAGE, {"Content_Encoding": "br"}),
    ],
    ids="gzip unpacked zlib deflate chunked latin br".split(),
)
def test_a_page_is_read_as_its_server_meant_it(tmp_path: Path, body: str | bytes, lines: dict[str, str]) -> None:
    [found] = read(tmp_path / "a.warc", Records().add(body, **lines).data)
    assert isinstance(found, Article), found
    assert "Lórin" in found.text


@pytest.mark.parametrize(
    ("body", "lines", "reason"),
    [
        (b"\x0b\x02\x80", {"Content_Encoding": "br"}, "warc: the page is packed by br"),
        (gzip.compress(PAGE.encode())[:-20], {}, "warc: the page is cut short within what is packed"),
        (b"\x1f\x8bxxxxxxxxxxxxxx", {}, "warc: the page cannot be unpacked"),
        (gzip.compress(b"0" * 20_000_000), {}, "too long: a page that unpacks to more than 16,000,000 bytes"),
        ("<p>", {}, "html: no article text found"),
    ],
    ids="br cut damaged bomb empty".split(),
)
def test_a_page_that_cannot_be_read_costs_no_other(
    tmp_path: Path, body: bytes, lines: dict[str, str], reason: str
) -> None:
    found = read(tmp_path / "a.warc", Records().add(body, **lines).add().data)
    assert [type(each) for each in found] == [Reject, Article]
    assert rejects(found)[0][0] == "record 1" and rejects(found)[0][1].startswith(reason)


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda data: data[:-300], "warc: the file ends within the record, "),
        (lambda data: data + b"nonsense\r\n" * 3, "warc: Invalid WARC record"),
        (lambda data: data.replace(b"Content-Length: ", b"Content-Longth: "), "warc: the record does not say how long"),
        (lambda data: data + b"WARC/1.0\r\n" + b"a: b\r\n" * 99, "warc: header lines of more than 500 bytes"),
        (lambda data: data.replace(b"Content-Length: ", b"Content-Length: 0"), ""),
        (lambda data: b"no archive\r\n", "warc: the file does not begin with a record"),
        (lambda data: b"", "empty: no record in the file"),
    ],
    ids="cut garbage endless long zero strange empty".split(),
)
def test_a_file_that_is_damaged_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    damage: Callable[[bytes], bytes], reason: str,
) -> None:  # fmt: skip
    monkeypatch.setattr(warc, "LONGEST_HEAD", 500)
    found = read(tmp_path / "a.warc", damage(Records().add().data))
    assert any(why.startswith(reason) for _, why in rejects(found)) or not reason
    assert capsys.readouterr().err == ""


def test_a_record_that_is_longer_than_it_says_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = Records().add().data
    length = int(data.partition(b"Content-Length: ")[2].partition(b"\r")[0])
    data = data.replace(b"Content-Length: %d" % length, b"Content-Length: %d" % (length - 20)) + Records().add().data
    found = read(tmp_path / "a.warc", data)
    assert any(why.startswith("warc: the record above is longer than it says") for _, why in rejects(found))
    assert capsys.readouterr().err == ""


def test_a_response_without_a_head_ends_nothing(tmp_path: Path) -> None:
    record = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://x.example/\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
    )
    found = read(tmp_path / "a.warc", record + Records().add().data)
    assert [type(each) for each in found] == [Article, Reject]


def test_an_archive_of_the_web_in_an_archive_is_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("x/a.warc.gz", Records(is_packed=True).add().data)
    [found] = read_articles([tmp_path / "a.zip"])
    assert isinstance(found, Article)
    assert found.external_id == "a.zip/x/a.warc.gz, record 1"
