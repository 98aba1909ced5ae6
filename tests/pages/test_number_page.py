"""Why this number, and what the page Sentences says of its number."""

import html
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import EVIL

if TYPE_CHECKING:
    from tests.pages.conftest import OpenPage

NUMBER, SENTENCES = "pages/number.py", "pages/sentences.py"


def drawn(page: AppTest) -> str:
    assert not page.exception
    return " ".join(each.proto.body for each in page.get("html"))


def words(page: AppTest) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", drawn(page)))


def test_a_place_unfolds_with_its_bar_and_its_origins(open_page: "OpenPage", sample_tables: Path) -> None:
    page = open_page(sample_tables, NUMBER, "at=170654&copies=once")
    headings = [each.value for each in page.header]
    assert headings[1:3] == ["From what was found to what is counted", "How sure it is"]
    assert re.fullmatch(r"\d+ mentions", headings[0]) and re.fullmatch(r"\d+ origins", headings[3])
    said = words(page)
    assert "in copies of a story that is counted once" in said and "In nine of ten cases the true number" in said
    assert re.search(r"mentions \(\d+–\d+\)", said) and "Agence France-Presse" in said
    assert len(page.get("download_button")) == 2


def test_the_unit_is_switched_and_the_number_with_it(open_page: "OpenPage", sample_tables: Path) -> None:
    page = open_page(sample_tables, NUMBER, "named=syria")
    page.radio(key="filter-unit").set_value("origin").run()
    assert not page.exception
    assert re.fullmatch(r"\d+ origins", page.header[0].value) and page.header[0].value == page.header[3].value
    assert "origin" in page.query_params["unit"]
    assert "that follow a first one of the same origin" in words(page) and "no error bar for actors" in words(page)


def test_a_number_of_nothing_leads_back_to_sentences(open_page: "OpenPage", sample_tables: Path) -> None:
    page = open_page(sample_tables, NUMBER, "written=Nowhere")
    assert page.header[0].value == "0 mentions"
    assert "Nothing was found" in page.info[0].value
    assert 'href="sentences?' in drawn(page)


def test_a_list_of_sentences_says_its_number_in_every_unit(open_page: "OpenPage", sample_tables: Path) -> None:
    page = open_page(sample_tables, SENTENCES, "at=170654&unit=outlet")
    said = words(page)
    assert "The first mention of each outlet. Why this number?" in re.sub(r"\s+", " ", said)
    assert re.search(r"outlets \(\d+–\d+\)", said)
    [address] = re.findall(r'href="(number\?[^"]*)"', drawn(page))
    assert "at=170654" in address and "unit=outlet" in address


@pytest.mark.parametrize("step", ["found", "copies"])
def test_a_step_of_a_number_is_a_list_of_mentions(open_page: "OpenPage", sample_tables: Path, step: str) -> None:
    page = open_page(sample_tables, SENTENCES, f"at=170654&copies=once&unit=article&step={step}")
    assert re.fullmatch(r"\d+ mentions?", page.header[0].value)
    assert "Why the number?" in words(page) and "origins" not in words(page)


def test_words_of_others_stay_words_on_both_pages(open_page: "OpenPage", evil_tables: Path) -> None:
    for script in (NUMBER, SENTENCES):
        page = open_page(evil_tables, script, "at=170654")
        assert "<script>window" not in drawn(page) and "<img" not in drawn(page)
    assert EVIL.split()[0] in words(open_page(evil_tables, NUMBER, "at=170654"))
