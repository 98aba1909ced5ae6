"""Files whose name does not say what they hold, or says it wrongly."""

import io
import zipfile
from pathlib import Path

import docx
import pytest
from openpyxl import Workbook

from benchmarks.attack.papers import write_pdf
from dashboard.pipeline.articles import Article, Reject, read_articles
from dashboard.pipeline.articles.package import OLE

BODY = (
    "The ferry to Orlin sank at noon on Sunday, and all of the ninety passengers who were on board at that time were"
    " saved by the crew of a trawler. Its owner said that the sea had been calm. The harbour office of Orlin will look"
    " into it, said its head, Marek Nowak."
)


def word() -> bytes:
    document, data = docx.Document(), io.BytesIO()
    document.add_paragraph(BODY)
    document.save(data)
    return data.getvalue()


def workbook() -> bytes:
    book, data = Workbook(), io.BytesIO()
    for row in ("text", BODY):
        book.worksheets[0].append([row])
    book.save(data)
    return data.getvalue()


def package(*parts: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in parts:
            archive.writestr(name, f"<html><body><p>{BODY}</p></body></html>")
    return data.getvalue()


PDF = write_pdf([[(50.0, 700.0, 10.0, BODY)]])
RTF = rb"{\rtf1\ansi " + BODY.encode() + b"}"
HTML = f"\ufeff<!-- saved --><!DOCTYPE html><html><body><article><p>{BODY}</p></article></body></html>".encode()
WORD, WORKBOOK = word(), workbook()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.doc", RTF),
        ("a.doc", HTML),
        ("a.doc", WORD),
        ("a.doc", BODY.encode()),
        ("a.txt", HTML),
        ("a.txt", PDF),
        ("a.docx", RTF),
        ("a.html", PDF),
        ("a.csv", WORKBOOK),
        ("a.xls", WORKBOOK),
        ("a.xml", b'<?xml version="1.0"?>\n' + HTML.removeprefix(b"\xef\xbb\xbf")),
        ("article", BODY.encode()),
        ("article", BODY.encode("utf-16")),
        ("article.2024-12-08", PDF),
        ("article", f'[{{"text": "{BODY}"}}]'.encode()),
        ("article", f"<rss><channel><item><description>{BODY}</description></item></channel></rss>".encode()),
    ],
)
def test_a_file_is_read_as_what_it_holds(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    [found] = read_articles([tmp_path])
    assert isinstance(found, Article), found
    assert found.text == BODY


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.doc", OLE + bytes(600), "unsupported: a document of Word 97; open it and save it as .docx"),
        ("a.txt", OLE + bytes(600), "unsupported: a document of Word 97; open it and save it as .docx"),
        ("a.xls", OLE + bytes(600), "unsupported: a workbook of Excel 97; open it and save it as .xlsx"),
        ("a.xls", b"text\tdate\na\tb", "unsupported: a workbook of Excel 97; open it and save it as .xlsx"),
        ("a.odt", b"PK\x03\x04", "unsupported: a text of OpenDocument; open it and save it as .docx"),
        ("a.odt", package("mimetype", "content.xml"), "unsupported: a text of OpenDocument; open it and save it as "),
        ("a.EPUB", package("mimetype", "chapter1.xhtml"), "unsupported: a book; save its text as .docx or .txt"),
        ("a.docm", WORD, "unsupported: a Word document with macros; open it and save it as .docx"),
        ("a.xlsb", WORKBOOK, "unsupported: a binary workbook; open it and save it as .xlsx"),
        ("picture", b"\x89PNG\r\n" + bytes(600), "unsupported: a name without suffix; articles are read from .txt, "),
        ("log", b"2024-12-08 10:15:01 INFO 127.0.0.1 GET /a 200\n" * 60, "unsupported: a name without suffix; "),
        ("code", b"def read(self, path): return self.files[path].read()\n" * 60, "unsupported: a name without "),
        ("list", b"ferry\ntrawler\nharbour\n" * 60, "unsupported: a name without suffix; "),
        ("a.py", BODY.encode(), "unsupported: .py; "),
        ("LICENSE", BODY.encode(), "unsupported: a name without suffix; "),
        ("empty", b"", "unsupported: a name without suffix; "),
    ],
)
def test_what_is_no_article_is_a_reject_that_says_what_to_do(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "ferry.txt").write_text(BODY)
    rejects = [found for found in read_articles([tmp_path]) if isinstance(found, Reject)]
    assert [(each.path, each.record, each.reason[: len(reason)]) for each in rejects] == [
        (str(tmp_path / name), "", reason)
    ]


ROWS = "title\tdate\ttext\n" + "".join(f"Ferry {day}\t2024-12-0{day}\t{BODY}\n" for day in (1, 2))
LINES = "".join(f'{{"title": "Ferry {day}", "text": "{BODY}"}}\n' for day in (1, 2))
BOX = "".join(f"From - Mon Dec  9 10:15:0{day} 2024\nSubject: Ferry {day}\n\n{BODY}\n\n" for day in (1, 2))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", ROWS.encode()),
        ("a.txt", ROWS.encode("utf-16")),
        ("export", ROWS.replace("\t", ";").encode()),
        ("a.txt", LINES.encode()),
        ("a.txt", f"[{LINES.strip().replace(chr(10), ', ')}]".encode()),
        ("Inbox", BOX.encode()),
    ],
    ids="tabs utf-16 export lines list box".split(),
)
def test_many_articles_under_another_name_are_not_one(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    found = [each for each in read_articles([tmp_path]) if isinstance(each, Article)]
    assert [(each.title, each.text.endswith(BODY)) for each in found] == [("Ferry 1", True), ("Ferry 2", True)]


@pytest.mark.parametrize("first", ["Title, text, date: what they mean", "Article | Source", '{"Ferry": a play}'])
def test_a_text_that_begins_like_a_table_is_a_text(tmp_path: Path, first: str) -> None:
    (tmp_path / "a.txt").write_text(f"{first}\n\n{BODY}")
    [found] = read_articles([tmp_path])
    assert isinstance(found, Article), found


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.xls", HTML, "a workbook of Excel 97"),
        ("a.xls", ROWS.replace("text", "Story").encode(), "a workbook of Excel 97"),
        ("a.msg", OLE + bytes(600), "a message of Outlook"),
    ],
)
def test_a_table_is_not_read_as_one_article(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(data)
    [found] = read_articles([tmp_path / name])
    assert isinstance(found, Reject), found
    assert found.reason.startswith(f"unsupported: {reason}")


def test_a_message_without_a_suffix_is_read(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text(
        f"Received: by x\n\tfor y\nSubject: Ferry\nDate: Mon, 9 Dec 2024 10:15:00 +0000\n\n{BODY}"
    )
    [found] = read_articles([tmp_path])
    assert isinstance(found, Article), found
    assert found.title == "Ferry" and found.published is not None
