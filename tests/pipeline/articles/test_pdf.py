"""PDF: lines with their places, as programs that print write them; the same was seen in PDFs that Chromium printed."""

import io
import textwrap
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from benchmarks.attack.papers import Line, write_pdf
from dashboard.pipeline.articles import Article, Reject, pdf, read_articles

FIRST = (
    "The ferry to Orlin sank at noon on Sunday, and all of the ninety passengers who were on board at that time were"
    " saved by the crew of a trawler, its owner said in a statement."
)
SECOND = "“We are glad that nobody was hurt,” said Marek Nowak, the head of the harbour office of Orlin, on Monday."
OTHER = "The dockers of Orlin walked out, the union said."


def lay(
    *paragraphs: str, top: float = 700.0, left: float = 50.0, width: int = 50, gap: float = 6.0, indent: float = 0.0
) -> list[Line]:
    """The lines of paragraphs in a column, 12 points from line to line, with a gap between two paragraphs."""
    lines: list[Line] = []
    for paragraph in paragraphs:
        for number, line in enumerate(textwrap.wrap(paragraph, width, break_on_hyphens=False)):
            lines.append((left if number else left + indent, top, 10.0, line))
            top -= 12.0
        top -= gap
    return lines


def read(path: Path, *pages: list[Line], title: str = "") -> list[Article | Reject]:
    (path / "ferry.pdf").write_bytes(write_pdf(pages, title))
    return list(read_articles([path / "ferry.pdf"]))


def article(path: Path, *pages: list[Line], title: str = "") -> Article:
    [found] = read(path, *pages, title=title)
    assert isinstance(found, Article), found
    return found


HEADLINE: Line = (50.0, 760.0, 20.0, "Ferry sinks off Orlin")


@pytest.mark.parametrize(("gap", "indent"), [(6.0, 0.0), (0.0, 12.0)], ids=["gaps", "indents"])
def test_lines_are_joined_to_paragraphs(tmp_path: Path, gap: float, indent: float) -> None:
    found = article(tmp_path, [HEADLINE, *lay(FIRST, SECOND, FIRST, gap=gap, indent=indent)])
    assert found.title == "Ferry sinks off Orlin"
    assert found.text == "\n\n".join(("Ferry sinks off Orlin", FIRST, SECOND, FIRST))


def test_header_lines_are_facts(tmp_path: Path) -> None:
    head = lay("Date: 8 December 2024", "Source: Orlin Herald", top=740.0, gap=0.0)
    found = article(tmp_path, [HEADLINE, *head, *lay(FIRST)])
    assert (found.published, found.source) == (datetime(2024, 12, 8, tzinfo=UTC), "Orlin Herald")
    assert found.text == f"Ferry sinks off Orlin\n\n{FIRST}"


def test_a_paragraph_goes_on_in_the_next_column_and_on_the_next_page(tmp_path: Path) -> None:
    lines = lay(FIRST, SECOND)
    columns = [*lines[:2], *((300.0, y + 24.0, size, text) for _, y, size, text in lines[2:])]
    assert article(tmp_path, columns).text == f"{FIRST}\n\n{SECOND}"
    assert article(tmp_path, lines[:3], lines[3:]).text == f"{FIRST}\n\n{SECOND}"


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("the transpor-", "tation ministry"), "the transportation ministry"),
        (("the Anglo-", "American ferry"), "the Anglo-American ferry"),
        (("the co-", "operative owner"), "the co-operative owner"),
        (("a well-known boat, and well-", "known men"), "a well-known boat, and well-known men"),
        (("the harbour had a ferry, a harbour-", "ferry in a harbour"), "a harbour-ferry in a harbour"),
        (("the transpor\xad", "tation ministry"), "the transportation ministry"),
        (("from 2023-", "2024 on"), "from 2023-2024 on"),
        (("waves – ", "and wind"), "waves – and wind"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_is_mended_where_it_broke_a_word(
    tmp_path: Path, lines: tuple[str, ...], text: str
) -> None:
    begin = [(50.0, 700.0, 10.0, "A ferry sank at noon on Sunday and nobody was hurt, said")]
    found = article(tmp_path, [*begin, *((50.0, 688.0 - 12 * n, 10.0, line) for n, line in enumerate(lines))])
    assert text in found.text


def test_what_repeats_at_the_edges_is_left_out(tmp_path: Path) -> None:
    def edges(number: int) -> list[Line]:
        return [
            (50.0, 800.0, 8.0, f"Orlin Herald, {number} December 2024"),
            (50.0, 788.0, 8.0, "World"),
            (300.0, 30.0, 8.0, f"Page {number} of 3"),
        ]

    texts = (FIRST, SECOND, OTHER)
    found = article(tmp_path, *([*edges(number), *lay(text)] for number, text in enumerate(texts, 1)))
    assert found.text == "\n\n".join(texts)


def test_what_a_browser_prints_around_a_page_is_left_out_and_gives_the_address(tmp_path: Path) -> None:
    around: list[Line] = [
        (24.0, 820.0, 8.0, "12/9/24, 1:51 PM"),
        (290.0, 820.0, 8.0, "Ferry sinks off Orlin | Orlin Herald"),
        (24.0, 15.0, 8.0, "https://orlin.example/ferry"),
        (560.0, 15.0, 8.0, "1/1"),
    ]
    found = article(tmp_path, [HEADLINE, *lay(FIRST), *around], title="Ferry sinks off Orlin | Orlin Herald")
    assert found.text == f"Ferry sinks off Orlin\n\n{FIRST}"
    assert (found.title, found.url) == ("Ferry sinks off Orlin", "https://orlin.example/ferry")


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("Ferry sinks off Orlin", "Ferry sinks off Orlin"),
        ("Microsoft Word - x.doc", "By Ann Lowe"),
        ("", "By Ann Lowe"),
    ],
)
def test_the_title_of_the_file_counts_only_if_a_person_wrote_it(tmp_path: Path, given: str, title: str) -> None:
    assert article(tmp_path, lay("By Ann Lowe", FIRST), title=given).title == title


def test_a_delivery_of_nexis_is_split(tmp_path: Path) -> None:
    """Each article on pages of its own, with its number of pages and its title above them."""
    fields = ("Copyright 2024 Herald Group", "Section: NEWS; Pg. 3", "Length: 40 words", "Body")
    end = ("Load-Date: December 9, 2024", "End of Document")
    pages = [
        lay("Page 1 of 2", "Ferry sinks off Orlin", top=820.0, gap=0.0)
        + lay("Ferry sinks off Orlin", "Orlin Herald", "December 8, 2024 Sunday", *fields, FIRST),
        lay("Page 2 of 2", "Ferry sinks off Orlin", top=820.0, gap=0.0) + lay(SECOND, *end),
        lay("Page 1 of 1", "Dockers walk out", top=820.0, gap=0.0)
        + lay("Dockers walk out", "Baltic Post", "December 9, 2024 Monday", *fields, OTHER, *end),
    ]
    ferry, dockers = read(tmp_path, *pages)
    assert isinstance(ferry, Article), ferry
    assert isinstance(dockers, Article), dockers
    assert (ferry.title, ferry.source) == ("Ferry sinks off Orlin", "Orlin Herald")
    assert ferry.text == f"Ferry sinks off Orlin\n\n{FIRST}\n\n{SECOND}"
    assert (dockers.title, dockers.source, dockers.text) == (
        "Dockers walk out", "Baltic Post", f"Dockers walk out\n\n{OTHER}",
    )  # fmt: skip


def test_an_export_of_factiva_is_split(tmp_path: Path) -> None:
    """The lines of a head stand below one another without a gap, and each page ends with Factiva's name."""
    head = ("10:15", "Orlin Herald", "ORLHER", "English", "Copyright 2024 Herald Group. All rights reserved.")
    foot: list[Line] = [(50.0, 20.0, 7.0, "Page 1 of 2 © 2024 Factiva, Inc. All rights reserved.")]
    pages = [
        lay("News", "Ferry sinks off Orlin", "By Jane Wanjiru", "40 words", "8 December 2024", *head, gap=0.0)
        + lay(FIRST, "Document ORLHER0020241208ekc80001x", top=570.0),
        lay("Dockers walk out", "20 words", "9 December 2024", *head, gap=0.0)
        + lay(OTHER, "Document ORLHER0020241209ekc90001x", top=570.0),
    ]
    ferry, dockers = read(tmp_path, *([*page, *foot] for page in pages))
    assert isinstance(ferry, Article), ferry
    assert isinstance(dockers, Article), dockers
    assert (ferry.title, ferry.text) == ("Ferry sinks off Orlin", f"Ferry sinks off Orlin\n\n{FIRST}")
    assert (dockers.source, dockers.published) == ("Orlin Herald", datetime(2024, 12, 9, tzinfo=UTC))
    assert dockers.text == f"Dockers walk out\n\n{OTHER}"


def encrypted(password: str) -> bytes:
    writer, data = PdfWriter(clone_from=PdfReader(io.BytesIO(write_pdf([lay(FIRST)])))), io.BytesIO()
    writer.encrypt(password, owner_password="owner", algorithm="RC4-128")
    writer.write(data)
    return data.getvalue()


def test_a_pdf_that_may_be_read_but_not_changed_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(encrypted(""))
    [found] = read_articles([tmp_path])
    assert isinstance(found, Article)
    assert found.text == FIRST


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (write_pdf([[], []]), "pdf: it has no text layer, as in a scan; make one by recognition (OCR)"),
        (write_pdf([lay(FIRST), [], []]), "pdf: 2 of 3 pages have no text layer, as in a scan; make one by recog"),
        (write_pdf([lay("\x01" * 40), lay("\x02" * 40)]), "pdf: its fonts do not say which letters they show; "),
        (encrypted("secret"), "pdf: protected by a password; save it without one"),
        (b"%PDF-1.4\nnothing", "pdf: damaged ("),
        (write_pdf([lay(FIRST)]).replace(b"/Kids", b"/Kinds"), "pdf: "),
    ],
    ids="scan mixed letters password damaged pages".split(),
)
def test_what_cannot_be_read_is_one_reject(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "a.pdf").write_bytes(data)
    [found] = read_articles([tmp_path])
    assert isinstance(found, Reject), found
    assert (found.record, found.reason[: len(reason)]) == ("", reason)


@pytest.mark.parametrize("bound", ["LONGEST_PDF", "MOST_PAGES", "MOST_OPERATIONS", "MOST_SECONDS"])
def test_a_pdf_beyond_a_bound_is_one_reject(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str) -> None:
    monkeypatch.setattr(pdf, bound, -1)
    [found] = read(tmp_path, lay(FIRST, SECOND))
    assert isinstance(found, Reject)
    assert found.reason.startswith("too long: ")


def test_pages_that_are_pictures_are_a_reject_beside_those_with_text(tmp_path: Path) -> None:
    reader = PdfReader(io.BytesIO(write_pdf([lay(FIRST), lay(SECOND), lay(OTHER), [], []])))
    writer = PdfWriter()
    for page in reader.pages:
        writer.add_page(page)
    picture = StreamObject()
    picture.update({NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Image")})
    drawn = DictionaryObject({NameObject("/X"): writer._add_object(picture)})
    writer.pages[3][NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): drawn})
    writer.write(tmp_path / "a.pdf")
    found, reject = read_articles([tmp_path / "a.pdf"])
    assert isinstance(found, Article) and isinstance(reject, Reject)
    assert (reject.record, reject.reason[:34]) == ("page 4", "pdf: 1 page without a text layer, ")
