"""Word documents, written by python-docx; what it cannot write (tracked changes, links) is put in as Word writes it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph

from dashboard.pipeline.articles import Article, Reject, package, read_articles
from dashboard.pipeline.articles import docx as reader
from tests.packages import change_part

BODY = "The ferry to Orlin sank at noon on Sunday.\n\nAll ninety passengers were saved, its owner said."
OTHER = "The dockers of Orlin walked out, the union said."


def make(*paragraphs: str, title: str = "") -> Document:
    document = docx.Document()
    document.core_properties.title = title
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return document


def save(document: Document, path: Path) -> Path:
    document.save(str(path))
    return path


def article(path: Path, document: Document) -> Article:
    [found] = read_articles([save(document, path / "ferry.docx")])
    assert isinstance(found, Article), found
    return found


def reason(path: Path) -> str:
    [found] = read_articles([path])
    assert isinstance(found, Reject), found
    assert found.record == ""
    return found.reason


def put(paragraph: Paragraph, xml: str) -> None:
    """Append what Word writes within a paragraph."""
    paragraph._p.append(parse_xml(xml.replace(">", f" {nsdecls('w')}>", 1)))


def test_a_paragraph_is_a_paragraph_and_the_first_one_the_title(tmp_path: Path) -> None:
    found = article(tmp_path, make("Ferry sinks off Orlin", "", *BODY.split("\n\n")))
    assert (found.title, found.text) == ("Ferry sinks off Orlin", f"Ferry sinks off Orlin\n\n{BODY}")
    assert (found.published, found.source, found.external_id) == (None, None, "ferry")


def test_header_lines_are_facts_one_a_paragraph_or_in_one(tmp_path: Path) -> None:
    lines = ("Weather: calm", "Date: 2021-05-03", "Source: Orlin Herald")
    for head in (lines, ("\n".join(lines),)):
        found = article(tmp_path, make("Ferry sinks off Orlin", *head, *BODY.split("\n\n")))
        assert found.text == f"Ferry sinks off Orlin\n\n{BODY}"
        assert (found.published, found.source) == (datetime(2021, 5, 3, tzinfo=UTC), "Orlin Herald")


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("Ferry sinks off Orlin", "Ferry sinks off Orlin"),
        ("Microsoft Word - news_8.docx", "By Ann Lowe"),
        ("Untitled document", "By Ann Lowe"),
        ("Press Review Template", "By Ann Lowe"),
        ("news", "By Ann Lowe"),
    ],
)
def test_the_title_of_the_file_counts_only_if_a_person_wrote_it(tmp_path: Path, given: str, title: str) -> None:
    found = article(tmp_path, make("By Ann Lowe", *BODY.split("\n\n"), title=given))
    assert found.title == title
    assert found.text.startswith(title)


def test_a_heading_in_the_text_is_believed_more_than_the_property(tmp_path: Path) -> None:
    document = make("WORLD", title="Monday's press review")
    document.add_heading("Ferry sinks off Orlin", level=1)
    for paragraph in ("Source: Orlin Herald", *BODY.split("\n\n")):
        document.add_paragraph(paragraph)
    found = article(tmp_path, document)
    assert (found.title, found.source) == ("Ferry sinks off Orlin", "Orlin Herald")
    assert found.text == f"Ferry sinks off Orlin\n\nWORLD\n\n{BODY}"


def test_what_was_deleted_is_not_read_and_what_was_inserted_is(tmp_path: Path) -> None:
    document = make("Ferry sinks off Orlin")
    paragraph = document.add_paragraph("The ferry to Orlin ")
    put(paragraph, "<w:del><w:r><w:delText>burned</w:delText></w:r></w:del>")
    put(paragraph, "<w:moveFrom><w:r><w:t>never sailed</w:t></w:r></w:moveFrom>")
    put(paragraph, "<w:ins><w:r><w:t>sank at noon</w:t></w:r></w:ins>")
    put(paragraph, '<w:hyperlink w:anchor="a"><w:r><w:t> on Sunday</w:t></w:r></w:hyperlink>')
    put(paragraph, "<w:r><w:rPr><w:vanish/></w:rPr><w:t> or so they say</w:t></w:r>")
    put(paragraph, "<w:r><w:instrText> PAGE </w:instrText></w:r>")
    joined = document.add_paragraph(", its")
    put(paragraph, "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>")
    put(joined, "<w:r><w:t> owner said.</w:t></w:r>")
    found = article(tmp_path, document)
    assert found.text == "Ferry sinks off Orlin\n\nThe ferry to Orlin sank at noon on Sunday, its owner said."


def test_headers_footers_and_comments_are_no_text_and_tables_are(tmp_path: Path) -> None:
    document = make("Ferry sinks off Orlin", *BODY.split("\n\n"))
    document.sections[0].header.paragraphs[0].text = "Page 1 of 2"
    document.sections[0].footer.paragraphs[0].text = "Orlin Herald"
    document.add_comment(document.paragraphs[1].runs, text="Is this true?", author="A")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Saved", "90"
    found = article(tmp_path, document)
    assert found.text == f"Ferry sinks off Orlin\n\n{BODY}\n\nSaved\t90"


def test_a_page_that_is_laid_out_with_a_table_or_a_text_box_is_read(tmp_path: Path) -> None:
    document = make("Ferry sinks off Orlin")
    first, second = BODY.split("\n\n")
    cell, beside = document.add_table(rows=1, cols=2).rows[0].cells
    cell.text, beside.text = f"{first} {first}", second
    box = "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>Calm seas.</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    put(document.add_paragraph(), box)
    assert article(tmp_path, document).text == f"Ferry sinks off Orlin\n\n{first} {first}\n\n{second}\n\nCalm seas."


def nexis(document: Document, title: str, source: str, day: str, *text: str) -> None:
    """An article as Nexis writes it: the title is a link, each field a paragraph, line breaks where it draws lines."""
    put(
        document.add_paragraph(),
        f'<w:hyperlink w:anchor="a"><w:r><w:rPr><w:b/></w:rPr><w:t>{title}</w:t></w:r></w:hyperlink>',
    )
    fields = ("Section:\xa0NEWS; Pg. 3", "Length:\xa040 words", "Byline:\xa0Jane Wanjiru", "Body", "")
    for paragraph in (source, day, "", "\nCopyright 2024 Herald Group All Rights Reserved", *fields, *text):
        document.add_paragraph(paragraph)
    ends = (
        "Classification",
        "Language:\xa0ENGLISH",
        "Publication-Type:\xa0Newspaper",
        "Load-Date:\xa0December 9, 2024",
    )
    for paragraph in (*ends, "\nEnd of Document"):
        document.add_paragraph(paragraph)


def test_a_delivery_of_nexis_is_split_below_its_list_of_contents(tmp_path: Path) -> None:
    """The order and the fields are those of deliveries of Nexis Advance and Nexis Uni of 2018 to 2024."""
    document = make(
        "User Name: \xa0Ann Lowe",
        "Date and Time: \xa0Monday, December 9, 2024 7:11:00 PM JST",
        "Job Number: \xa079565034",
        "Documents (2)",
        "1. Ferry sinks off Orlin",
        "Client/Matter: \xa0-None-",
        "2. Dockers walk out",
    )
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Content Type", "Narrowed by"
    nexis(
        document, "Ferry sinks off Orlin", "Orlin Herald", "December 8, 2024 Sunday, Final Edition", *BODY.split("\n\n")
    )
    nexis(document, "Dockers walk out", "Baltic Post", "December 9, 2024 Monday", OTHER)
    check(tmp_path, document)


def test_an_export_of_factiva_is_split(tmp_path: Path) -> None:
    """One paragraph a line of the head, as Factiva displays an article and writes it into rich text and Word."""
    document = make(
        *("News", "Ferry sinks off Orlin", "By Jane Wanjiru and the staff of the harbour desk", "40 words"),
        *("8 December 2024", "10:15", "Orlin Herald", "ORLHER", "3", "English", "Copyright 2024 Herald Group. "),
        *BODY.split("\n\n"),
        "Document ORLHER0020241208ekc80001x",
        *(
            "Dockers walk out",
            "20 words",
            "9 December 2024",
            "Baltic Post",
            "BALPOS",
            "English",
            "(c) 2024 Baltic Post",
        ),
        OTHER,
        "Document BALPOS0020241209ekc90001x",
    )
    check(tmp_path, document)


def test_an_export_of_factiva_with_its_codes_is_split(tmp_path: Path) -> None:
    """A table of two columns an article: the code of a field, and its value."""
    document = make()
    for rows in (
        {"SE": "News", "HD": "Ferry sinks off Orlin", "BY": "Jane Wanjiru", "WC": "40 words", "PD": "8 December 2024",
         "SN": "Orlin Herald", "LA": "English", "LP": BODY.split("\n\n", maxsplit=1)[0], "TD": BODY.split("\n\n")[1],
         "NS": "gcat : Political", "AN": "Document ORLHER0020241208ekc80001x"},
        {"HD": "Dockers walk out", "PD": "9 December 2024", "SN": "Baltic Post", "LP": OTHER,
         "AN": "Document BALPOS0020241209ekc90001x"},
    ):  # fmt: skip
        table = document.add_table(rows=0, cols=2)
        for code, value in rows.items():
            cells = table.add_row().cells
            cells[0].text, cells[1].text = code, value
    check(tmp_path, document)


def check(path: Path, document: Document) -> None:
    """The two articles are found in the document."""
    ferry, dockers = read_articles([save(document, path / "a.docx")])
    assert isinstance(ferry, Article), ferry
    assert isinstance(dockers, Article), dockers
    assert (ferry.title, ferry.source) == ("Ferry sinks off Orlin", "Orlin Herald")
    assert ferry.text == f"Ferry sinks off Orlin\n\n{BODY}"
    assert ferry.published == datetime(2024, 12, 8, tzinfo=UTC)
    assert (dockers.title, dockers.source) == ("Dockers walk out", "Baltic Post")
    assert dockers.text == f"Dockers walk out\n\n{OTHER}"
    assert dockers.published == datetime(2024, 12, 9, tzinfo=UTC)
    assert (ferry.external_id, dockers.external_id) == ("a.docx, document 1", "a.docx, document 2")


def test_a_collection_in_which_nothing_is_found_is_one_reject(tmp_path: Path) -> None:
    path = save(make("Ferry sinks", "Body", BODY, "End of Document"), tmp_path / "a.docx")
    assert reason(path).startswith("collection: it looks like an export of Lexis Advance")


@pytest.mark.parametrize(
    ("edit", "found"),
    [
        (lambda data: data[: len(data) // 2], "docx: the file is damaged or no .docx file; save it again as .docx"),
        (lambda data: b"no package", "docx: the file is damaged or no .docx file; save it again as .docx"),
        (
            lambda data: change_part(data, "word/document.xml", lambda part: part[:-20]),
            "docx: XMLSyntaxError",
        ),
        (
            lambda data: change_part(data, "word/document.xml", lambda part: re.sub(b"<w:t>.*</w:t>", b"", part)),
            "docx: no text; the pages may be pictures; save the text of the article as .docx or .txt",
        ),
        (
            lambda data: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "docx: protected by a password; save it without one",
        ),
        (
            lambda data: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            "docx: a file of an old office program under a new name; open it and save it in the new format",
        ),
    ],
    ids="cut none broken empty password old".split(),
)
def test_what_cannot_be_read_is_one_reject(tmp_path: Path, edit: Callable[[bytes], bytes], found: str) -> None:
    path = save(make("Ferry sinks off Orlin"), tmp_path / "a.docx")
    path.write_bytes(edit(path.read_bytes()))
    assert reason(path).startswith(found)


def test_entities_of_the_file_are_not_resolved(tmp_path: Path) -> None:
    path = save(make("Ferry sinks off Orlin", BODY), tmp_path / "a.docx")
    entity = b'<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'

    def edit(part: bytes) -> bytes:
        return part.replace(b"<w:document", entity + b"<w:document", 1).replace(b"Ferry sinks", b"Ferry &a; sinks")

    path.write_bytes(change_part(path.read_bytes(), "word/document.xml", edit))
    [found] = read_articles([path])
    assert isinstance(found, Reject) or "root" not in found.text


@pytest.mark.parametrize(
    ("module", "bound", "found"),
    [
        (reader, "LONGEST_PART", "too long: [Content_Types].xml has "),
        (reader, "MOST_TAGS", "too long: [Content_Types].xml has "),
        (package, "MOST_UNPACKED", "too long: "),
        (package, "MOST_PARTS", "too long: "),
    ],
)
def test_a_document_beyond_a_bound_is_one_reject(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: ModuleType, bound: str, found: str
) -> None:
    monkeypatch.setattr(module, bound, 10)
    assert reason(save(make("Ferry sinks off Orlin", BODY), tmp_path / "a.docx")).startswith(found)


def test_the_bounds_are_above_real_collections() -> None:
    # 50 articles of Nexis are 2.5 MB.
    assert reader.LONGEST_PART >= 500 / 50 * 2_500_000
