"""The citation of a quote as HTML: closed, in three forms, each with its file's name, and made of the quote's row."""

import re
from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest

from dashboard.citations import write_bibtex, write_ris, write_text
from dashboard.views import citations
from dashboard.views.quotes import quotation
from tests.views.conftest import View, pieces
from tests.views.test_views_quotes import ROW


def test_a_citation_is_made_of_the_row_of_a_quote() -> None:
    made = citations.cite(View(), ROW)
    assert (made.words, made.parts) == ("“safe … a rumour”", 2)
    assert (made.speaker, made.actor, made.stance) == ("the ministry", "Syrian defence ministry", "denies")
    assert (made.title, made.source, made.published) == ("No rebels", "Sample Wire", date(2024, 12, 7))
    assert made.url == "https://wire.example/1"
    first_words = "safe%E2%80%9D%2C+the+ministry+said%2C+and+all+%E2%80%9Ca+rumour%E2%80%9D."
    assert made.link == f"https://desk.example/articles?article=a&sentence=3&exact={first_words}"
    assert datetime.now(UTC).date() - made.accessed in (timedelta(0), timedelta(1))


def test_what_a_row_lacks_is_in_no_form() -> None:
    lacks = dict.fromkeys(("speaker", "stance", "via", "title", "source", "url"))
    made = citations.cite(View(), {**ROW, **lacks, "actors": [], "published": pd.NaT})
    for form in (write_text(made), write_bibtex(made), write_ris(made)):
        assert not re.search("None|nan|NaT|no date", form)


def test_every_speaker_that_is_known_is_named() -> None:
    made = citations.cite(View(), {**ROW, "speaker": "both", "actors": ["Qatar", "Iran"]})
    assert write_text(made).startswith("both [Qatar and Iran] denies: ")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "wire.example/1", "ftp://wire.example"])
def test_only_an_address_of_the_web_is_cited(url: str) -> None:
    assert citations.cite(View(), {**ROW, "url": url}).url == ""


def test_every_form_is_under_its_button_with_the_name_of_its_file() -> None:
    drawn = quotation(View(), {**ROW, "title": "</pre><b>"})
    made = citations.cite(View(), {**ROW, "title": "</pre><b>"})
    assert '<div class="dl-citation" hidden>' in drawn
    assert pieces(drawn, "button") == ["Cite", "Add to evidence", *["Copy", "Download"] * 4]
    assert pieces(drawn, "pre") == [
        write_text(made), write_bibtex(made), write_ris(made).replace("\r\n", "\n"), "",
    ]  # fmt: skip
    assert re.findall(r'data-name="([^"]+)"', drawn) == ["a-10.txt", "a-10.bib", "a-10.ris", "a-10.receipt.json"]
