"""Pages that a browser saved, with a folder beside them or in one file."""

import zipfile
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import pytest

from dashboard.pipeline.articles import Article, Reject, read_articles
from dashboard.pipeline.articles.saved import find_parts

TEXT = "The ferry to Orlin sank at noon on Monday. All ninety passengers were saved, the harbour master said."
PAGE = (
    '<html><head><title>Ferry sinks</title><meta property="article:published_time" content="2024-12-08T10:15:00+03:00">'
    f"</head><body><article><h1>Ferry sinks</h1><p>{TEXT}</p><p>{TEXT} Lórin.</p></article></body></html>"
)
FRAME = "<html><body><p>Buy a ferry! Only today, for ninety passengers and their dogs.</p></body></html>"

# As Chrome writes it.
SNAPSHOT = """From: <Saved by Blink>
Snapshot-Content-Location: https://lakecourier.example/ferry
Subject: Ferry sinks
Date: Tue, 10 Dec 2024 09:00:00 +0000
MIME-Version: 1.0
Content-Type: multipart/related;
\ttype="text/html";
\tboundary="----MultipartBoundary--abc----"


------MultipartBoundary--abc----
Content-Type: text/html
Content-ID: <frame-1@mhtml.blink>
Content-Transfer-Encoding: 8bit
Content-Location: https://lakecourier.example/ferry

{page}
------MultipartBoundary--abc----
Content-Type: text/html
Content-ID: <frame-2@mhtml.blink>
Content-Location: https://ads.example/frame

<html><body><p>Buy a ferry! Only today, for ninety passengers and their dogs.</p></body></html>
------MultipartBoundary--abc------
"""


@pytest.mark.parametrize(
    "folder", ["Ferry sinks_files", "Ferry sinks-Dateien", "Ferry sinks_fichiers", "Ferry sinks.files"]
)
def test_a_saved_page_with_its_folder_is_one_article(tmp_path: Path, folder: str) -> None:
    files = {"Ferry sinks.html": PAGE, f"{folder}/ad.html": FRAME, f"{folder}/a/b.js": "x", f"{folder}/c.png": "x"}
    for name, text in files.items():
        (tmp_path / "news" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "news" / name).write_text(text)
    with zipfile.ZipFile(tmp_path / "news.zip", "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    for path in (tmp_path / "news", tmp_path / "news.zip"):
        [found] = read_articles([path])
        assert isinstance(found, Article)
        assert found.title == "Ferry sinks"


def test_only_the_folder_of_a_page_is_passed_over() -> None:
    names = (
        "a.html",
        "a_files/x.html",
        "b_files/x.html",
        "a/a_files/x.html",
        "a files/x.html",
        "c/a.htm",
        "c/A_FILES/x.js",
    )
    parts = find_parts([PurePosixPath(name) for name in names])
    assert {str(path) for path in parts} == {"a_files/x.html"}


def read(path: Path, data: bytes) -> Article | Reject:
    path.write_bytes(data)
    [found] = read_articles([path])
    return found


@pytest.mark.parametrize("name", ["a.mhtml", "a.mht"])
def test_a_page_in_one_file_is_read_with_its_address(tmp_path: Path, name: str) -> None:
    found = read(tmp_path / name, SNAPSHOT.format(page=PAGE).replace("\n", "\r\n").encode())
    assert isinstance(found, Article)
    assert (found.title, found.url) == ("Ferry sinks", "https://lakecourier.example/ferry")
    assert found.published == datetime(2024, 12, 8, 7, 15, tzinfo=UTC), "not the day on which it was saved"
    assert "Lórin" in found.text and "Buy" not in found.text


def test_a_page_without_a_date_has_none(tmp_path: Path) -> None:
    found = read(tmp_path / "a.mhtml", SNAPSHOT.format(page=PAGE.replace("2024-12-08T10:15:00+03:00", "")).encode())
    assert isinstance(found, Article)
    assert found.published is None


def test_the_page_is_the_part_that_the_file_names_in_its_encoding(tmp_path: Path) -> None:
    data = SNAPSHOT.replace('type="text/html"', 'start="<frame-2@mhtml.blink>"').replace(
        "Content-Type: text/html\nContent-ID: <frame-2", "Content-Type: text/html; charset=cp1252\nContent-ID: <frame-2"
    )
    body = f"<p>{TEXT}</p><p>{TEXT} Lórin paid £9.</p>"
    data = data.format(page=PAGE).replace("<p>Buy a ferry! Only today, for ninety passengers and their dogs.</p>", body)
    found = read(tmp_path / "a.mhtml", data.encode("cp1252"))
    assert isinstance(found, Article)
    assert found.url == "https://ads.example/frame"
    assert "Lórin paid £9." in found.text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "mail: no header lines"),
        (b"Subject: x\nContent-Type: image/png\n\nx", "mhtml: no page in the file"),
        (SNAPSHOT.format(page="<p>").encode(), "html: no article text found"),
    ],
)
def test_a_file_without_a_page_is_one_reject(tmp_path: Path, data: bytes, reason: str) -> None:
    found = read(tmp_path / "a.mhtml", data)
    assert isinstance(found, Reject)
    assert found.reason.startswith(reason)


def test_what_no_browser_puts_into_the_folder_of_a_page_is_read(tmp_path: Path) -> None:
    (tmp_path / "news.html").write_text(PAGE)
    (tmp_path / "news_files").mkdir()
    (tmp_path / "news_files" / "frame.html").write_text(FRAME)
    (tmp_path / "news_files" / "a.csv").write_text(f'text\n"{TEXT} Later."\n')
    assert [each.article_id for each in read_articles([tmp_path]) if isinstance(each, Article)] == ["news", "a-2"]
