from datetime import UTC, datetime
from pathlib import Path

import pytest

from dashboard.pipeline.articles import Article, Reject, read_articles

BODY = "The ferry to Orlin sank at noon on Sunday.\n\nAll ninety passengers were saved, its owner said."
OTHER = "The dockers of Orlin walked out, the union said."

NEXIS = f"""
                               1 of 2 DOCUMENTS

                                 Orlin Herald

                       December 8, 2024 Sunday
                             Final Edition

Ferry sinks off Orlin

BYLINE: By Jane Wanjiru

SECTION: News; Pg. 3

LENGTH: 40 words

{BODY}

LOAD-DATE: December 9, 2024

LANGUAGE: ENGLISH

                       Copyright 2024 Herald Group

                               2 of 2 DOCUMENTS

                                 Baltic Post

                           December 9, 2024 Monday

Dockers walk out

LENGTH: 20 words

{OTHER}
"""

LEXIS = f"""Ferry sinks off Orlin

Orlin Herald

December 8, 2024 Sunday

Copyright 2024 Herald Group All Rights Reserved

Section: NEWS; Pg. 3

Length: 40 words

Byline: Jane Wanjiru

Body

{BODY}

Load-Date: December 9, 2024

End of Document

Dockers walk out

Baltic Post

December 9, 2024 Monday

Body

{OTHER}

End of Document
"""

FACTIVA = f"""News
Ferry sinks off Orlin
Jane Wanjiru
40 words
8 December 2024
10:15
Orlin Herald
ORLHER
English
Copyright 2024 Herald Group

{BODY}

Document ORLHER0020241208ekc80001x

Dockers walk out
20 words
9 December 2024
Baltic Post
BALPOS
English
(c) 2024 Baltic Post

{OTHER}

Document BALPOS0020241209ekc90001x
"""

TAGGED = f"""HD  Ferry sinks off Orlin
BY  Jane Wanjiru
WC  40 words
PD  8 December 2024
SN  Orlin Herald
LA  English
LP
{BODY.partition(chr(10))[0]}
TD
{BODY.rpartition(chr(10))[2]}
AN  Document ORLHER0020241208ekc80001x

HD  Dockers walk out
PD  9 December 2024
SN  Baltic Post
LP
{OTHER}
AN  Document BALPOS0020241209ekc90001x
"""

PROQUEST = f"""____________________________________________________________

Document 1 of 2

Title: Ferry sinks off Orlin

Author: Wanjiru, Jane

Publication title: Orlin Herald

Publication date: Dec 8, 2024

ProQuest document ID: 77

Full text: {BODY}

Subject: Ferries

____________________________________________________________

Document 2 of 2

Title: Dockers walk out

Publication title: Baltic Post

Publication date: Dec 9, 2024

Full text: {OTHER}

____________________________________________________________
"""


@pytest.mark.parametrize(
    "text", [NEXIS, LEXIS, FACTIVA, TAGGED, PROQUEST], ids="Nexis Lexis Factiva tagged ProQuest".split()
)
def test_a_collection_is_split_into_its_articles(tmp_path: Path, text: str) -> None:
    check(tmp_path / "a.txt", text)


def page(*articles: str) -> str:
    head = "<!DOCTYPE html><html><head><title>Factiva</title></head><body><h1>Dow Jones</h1>"
    return f"{head}{''.join(articles)}</body></html>"


def test_a_page_of_factiva_is_split(tmp_path: Path) -> None:
    """The elements and classes are those of Factiva's "Format for Saving", "Article Format"."""
    first, second = BODY.split("\n\n")
    form = """<div id="article-{1}" class="article"><div class="article enArticle"><p>
        </p><div>News; 1</div><div id="hd"><span class="enHeadline">{0}  </span></div><div class="author">
        By Jane Wanjiru </div><div>1,877 words</div><div>{2}</div><div>{3}</div><div>ORLHER</div><div>1</div>
        <div>English</div>
        <div>Copyright 2024 Herald Group.  All Rights Reserved.  </div><p></p>{4}<p>Document {1}</p></div></div><br>"""
    text = "".join(f'<p class="articleParagraph enarticleParagraph">{each}  </p>' for each in (first, second))
    ferry = form.format("Ferry sinks off Orlin", "ORLHER0020241208ekc80001x", "8 December 2024", "Orlin Herald", text)
    other = f'<p class="articleParagraph enarticleParagraph">{OTHER}</p>'
    dockers = form.format("Dockers walk out", "BALPOS0020241209ekc90001x", "9 December 2024", "Baltic Post", other)
    check(tmp_path / "a.html", page(ferry, dockers))


def test_a_page_of_factiva_with_its_codes_is_split(tmp_path: Path) -> None:
    """ "Full Article/Report plus Indexing": a table an article."""
    first, second = BODY.split("\n\n")
    rows = (
        {"SE": "News", "HD": "Ferry sinks off Orlin", "PD": "8 December 2024", "SN": "Orlin Herald",
         "LP": f"<p>{first}</p>", "TD": f"<p>{second}</p>", "IN": "imed : Media",
         "AN": "Document ORLHER0020241208ekc80001x"},
        {"HD": "Dockers walk out", "PD": "9 December 2024", "SN": "Baltic Post", "TD": f"<p>{OTHER}</p>",
         "AN": "Document BALPOS0020241209ekc90001x"},
    )  # fmt: skip
    tables = (
        "".join(f'<tr><td class="index"><b>{code}</b></td><td>{value}</td></tr>' for code, value in each.items())
        for each in rows
    )
    check(tmp_path / "a.html", page(*(f"<table>{each}</table>" for each in tables)))


def test_a_page_of_nexis_is_split(tmp_path: Path) -> None:
    blocks = "".join(f"<div class='c0'><p class='c1'><span>{block}</span></p></div>" for block in NEXIS.split("\n\n"))
    check(tmp_path / "a.html", page(blocks))


def check(path: Path, text: str) -> None:
    """The two articles are found."""
    path.write_text(text)
    ferry, dockers = read_articles([path])
    assert isinstance(ferry, Article), ferry
    assert isinstance(dockers, Article), dockers
    assert (ferry.title, ferry.source) == ("Ferry sinks off Orlin", "Orlin Herald")
    assert ferry.text == f"Ferry sinks off Orlin\n\n{BODY}"
    assert ferry.published == datetime(2024, 12, 8, tzinfo=UTC)
    assert (dockers.title, dockers.source) == ("Dockers walk out", "Baltic Post")
    assert dockers.text == f"Dockers walk out\n\n{OTHER}"
    assert dockers.published == datetime(2024, 12, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["1 of 2 DOCUMENTS\n\nnothing that is known", f"Title\n\nBody\n\n{BODY}\n\nEnd of Document\n"]
)
def test_a_collection_in_which_nothing_is_found_is_one_reject(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text)
    [found] = read_articles([tmp_path])
    assert isinstance(found, Reject)
    assert found.reason.startswith("collection: it looks like an export of ")


def test_a_text_that_speaks_of_documents_is_no_collection(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        f"Ferry sinks\n\nHe read 1 of 20 documents. {BODY}\n\nDocument ABC was not among them."
    )
    [found] = read_articles([tmp_path])
    assert isinstance(found, Article)


@pytest.mark.parametrize(
    "text",
    [
        NEXIS.replace("December 9, 2024 Monday", "without a date"),
        LEXIS.replace("December 9, 2024 Monday", "without a date"),
        FACTIVA.replace("9 December 2024", "without a date"),
        PROQUEST.replace(f"Full text: {OTHER}", "No text was exported."),
    ],
    ids="Nexis Lexis Factiva ProQuest".split(),
)
def test_a_part_that_cannot_be_read_is_a_reject_and_not_lost(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text)
    ferry, dockers = read_articles([tmp_path])
    assert isinstance(ferry, Article)
    assert isinstance(dockers, Reject)
    assert (dockers.record, dockers.reason.partition(":")[0]) == ("document 2", "collection")


def list_found(path: Path, text: str) -> list[Article | Reject]:
    path.write_text(text)
    return list(read_articles([path]))


def test_words_before_a_colon_end_no_text_of_proquest(tmp_path: Path) -> None:
    text = PROQUEST.replace(BODY, f"{BODY}\n\nMarek Nowak: We saved them all.\n\nThen they went home.")
    ferry, _ = list_found(tmp_path / "a.txt", text)
    assert isinstance(ferry, Article)
    assert ferry.text.endswith("Marek Nowak: We saved them all.\n\nThen they went home.")


def test_a_paragraph_may_begin_with_what_is_a_code_above_the_text(tmp_path: Path) -> None:
    ferry, _ = list_found(tmp_path / "a.txt", TAGGED.replace("TD\n", "TD\nLA police came.\n\nPD officers, too.\n\n"))
    assert isinstance(ferry, Article)
    assert "LA police came.\n\nPD officers, too.\n\nAll ninety passengers" in ferry.text


@pytest.mark.parametrize(
    ("text", "end"),
    [(LEXIS, "End of Document\n"), (FACTIVA, "Document BALPOS0020241209ekc90001x\n"),
     (TAGGED, "AN  Document BALPOS0020241209ekc90001x\n")],
    ids="Lexis Factiva tagged".split(),
)  # fmt: skip
def test_the_last_article_of_a_file_that_was_cut_short_is_read(tmp_path: Path, text: str, end: str) -> None:
    assert text.endswith(end)
    check(tmp_path / "a.txt", text.removesuffix(end))


def test_what_was_searched_for_is_no_article(tmp_path: Path) -> None:
    check(
        tmp_path / "a.txt",
        f"{FACTIVA}\nSearch Summary\nText\nferry and Orlin\nDate\nIn the last year\nResults Found\n2\n",
    )


def test_a_day_in_the_text_is_not_that_of_the_article(tmp_path: Path) -> None:
    later = f"On December 1, 2019 they had begun. {OTHER}"
    text = NEXIS.replace("December 9, 2024 Monday", "9 décembre 2024").replace(OTHER, f"{later * 3}\n\nIt ended.")
    _, dockers = list_found(tmp_path / "a.txt", text)
    assert isinstance(dockers, Reject), dockers
