"""Rich text as Word, TextEdit and archives of news write it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from dashboard.pipeline.articles import Article, Reject, read_articles
from dashboard.pipeline.articles import rtf as reader

BODY = "The ferry to Orlin sank at noon on Sunday.\n\nAll ninety passengers were saved, its owner said."
OTHER = "The dockers of Orlin walked out, the union said."

HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\froman\fcharset238 Times CE;}}"
    r"{\colortbl;\red0\green0\blue0;}{\stylesheet{\s0 Normal;}}"
)


def rtf(*paragraphs: str, info: str = "") -> bytes:
    """Each paragraph as Word writes it: set to the defaults first, and ended by \\par. Line breaks are no text."""
    text = "".join(rf"\pard\plain\f0\fs20 {paragraph}\par" + "\r\n" for paragraph in paragraphs)
    return f"{HEAD}{info}\r\n{text}}}".encode("cp1252")


def read(path: Path, data: bytes) -> list[Article | Reject]:
    path.write_bytes(data)
    return list(read_articles([path]))


def article(path: Path, data: bytes) -> Article:
    [found] = read(path / "ferry.rtf", data)
    assert isinstance(found, Article), found
    return found


def test_a_paragraph_is_a_paragraph_with_title_and_header_lines(tmp_path: Path) -> None:
    head = ("Ferry sinks off Orlin", "Date: 2021-05-03", r"Source: Orlin\line Agency: Reuters")
    found = article(tmp_path, rtf(*head, *BODY.split("\n\n")))
    assert (found.title, found.text) == ("Ferry sinks off Orlin", f"Ferry sinks off Orlin\n\n{BODY}")
    assert (found.published, found.agency) == (datetime(2021, 5, 3, tzinfo=UTC), "Reuters")


def test_signs_are_read_in_every_form(tmp_path: Path) -> None:
    words = r"Caf\'e9 \ldblquote Orlin\rdblquote  \u8211?\u-10179?\u-8704? \{a\} \f1 \'9aal so\-me 5\~km{\b  bold}"
    assert (
        article(tmp_path, rtf("Ferry sinks", words)).text == "Ferry sinks\n\nCafé “Orlin” –😀 {a} šal some 5\xa0km bold"
    )


def test_what_is_no_text_of_the_article_is_left_out(tmp_path: Path) -> None:
    out = (
        r"{\header\pard Page 1 of 2\par}{\footer Orlin Herald}{\*\generator Word;}{\footnote A note.}"
        r"{\*\annotation Is this true?}{\pict\wmetafile8 0100}{\pict\jpegblip\bin13 }}}}\par {{{{}"
        r"{\deleted\revauth1 burned and }{\listtext\'b7\tab}"
    )
    link = r'{\field{\*\fldinst HYPERLINK "https://x.example/"}{\fldrslt on Sunday}}'
    text = rf"The ferry to Orlin {out}sank at noon {link}."
    found = article(tmp_path, rtf("Ferry sinks", text))
    assert found.text == "Ferry sinks\n\nThe ferry to Orlin sank at noon on Sunday."


@pytest.mark.parametrize(
    ("given", "title"),
    [(r"Ferry sinks off Orlin \'96 owner", "Ferry sinks off Orlin – owner"), ("Microsoft Word - a.doc", "By Ann Lowe")],
)
def test_the_title_of_the_file_counts_only_if_a_person_wrote_it(tmp_path: Path, given: str, title: str) -> None:
    info = rf"{{\info{{\title {given}}}{{\author A}}}}"
    assert article(tmp_path, rtf("By Ann Lowe", *BODY.split("\n\n"), info=info)).title == title


def check(found: list[Article | Reject]) -> None:
    ferry, dockers = found
    assert isinstance(ferry, Article), ferry
    assert isinstance(dockers, Article), dockers
    assert (ferry.title, ferry.source) == ("Ferry sinks off Orlin", "Orlin Herald")
    assert ferry.text == f"Ferry sinks off Orlin\n\n{BODY}"
    assert ferry.published == datetime(2024, 12, 8, tzinfo=UTC)
    assert (dockers.title, dockers.source) == ("Dockers walk out", "Baltic Post")
    assert dockers.text == f"Dockers walk out\n\n{OTHER}"
    assert dockers.published == datetime(2024, 12, 9, tzinfo=UTC)


def test_an_export_of_factiva_with_its_codes_is_split(tmp_path: Path) -> None:
    """A row of a table a field, in two cells: the code in bold, and the value with its paragraphs."""
    row = r"\trowd\cellx900\cellx9000\pard\intbl{{\b {0}}}\cell \pard\intbl {1}\cell\row "
    first, second = BODY.split("\n\n")
    articles = (
        {"SE": "News", "HD": r"{\b Ferry sinks off Orlin}", "BY": "By Jane Wanjiru", "WC": "40 words",
         "PD": "8 December 2024", "SN": "Orlin Herald", "SC": "ORLHER", "LA": "English", "LP": rf"{first}\par",
         "TD": rf"{second}\par", "NS": "gcat : Political", "IPD": "IN a moment", "PUB": "Herald Group",
         "AN": "Document ORLHER0020241208ekc80001x"},
        {"HD": "Dockers walk out", "PD": "9 December 2024", "SN": "Baltic Post", "TD": OTHER,
         "AN": "Document BALPOS0020241209ekc90001x"},
    )  # fmt: skip
    rows = "".join(
        "".join(row.format(code, value) for code, value in each.items()) + r"\pard\par" + "\n" for each in articles
    )
    check(read(tmp_path / "a.rtf", f"{HEAD}{rows}}}".encode()))


def test_an_export_of_nexis_is_split(tmp_path: Path) -> None:
    fields = (r"\line Copyright 2024 Herald Group", r"{\b Section:}\~NEWS", r"{\b Length:}\~40 words", r"{\b Body}", "")
    end = (r"{\b Load-Date:}\~December 9, 2024", r"\line{\b End of Document}", r"\page")
    check(
        read(
            tmp_path / "a.rtf",
            rtf(
                *(r"{\i Ferry sinks off Orlin}", "Orlin Herald", "December 8, 2024 Sunday 7:05 PM GMT", "", *fields),
                *(*BODY.split("\n\n"), *end),
                *("Dockers walk out", "(Corrected)", "Baltic Post", "December 9, 2024 Monday", *fields, OTHER, *end),
            ),
        )
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"Ferry sinks", "rtf: the file does not begin as rich text; save it again as .rtf"),
        (rtf(""), "rtf: no text; the pages may be pictures; save the text of the article as .rtf or .txt"),
        (rtf(rf"{BODY}\uc"), "rtf: TypeError while it was read; open it in a word processor and save it again"),
        (rtf(r"\f1" * 50_000).replace(b"Times CE;}", b""), "rtf: a table of fonts with more than 100,000 characters"),
    ],
)
def test_what_cannot_be_read_is_one_reject(tmp_path: Path, data: bytes, reason: str) -> None:
    [found] = read(tmp_path / "a.rtf", data)
    assert isinstance(found, Reject)
    assert (found.record, found.reason[: len(reason)]) == ("", reason)


def test_a_file_beyond_the_bound_is_one_reject(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "LONGEST_RTF", 5_000)
    picture = r"{\pict " + "00" * 10_000 + "}"
    assert isinstance(read(tmp_path / "a.rtf", rtf("Ferry sinks", f"{BODY}{picture}"))[0], Article)
    [found] = read(tmp_path / "a.rtf", rtf("Ferry sinks", BODY * 100))
    assert isinstance(found, Reject)
    assert found.reason.startswith("too long: ")
