"""Stories: the list, one story with its lineage and its quotes, and links to what is none."""

import html
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.filters import Filters
from dashboard.queries.stories import count_sayings, count_stories, list_stories
from dashboard.store import open_store

if TYPE_CHECKING:
    from tests.pages.conftest import OpenPage

STORIES = "pages/stories.py"


def drawn(page: AppTest) -> str:
    assert not page.exception
    return " ".join(each.proto.body for each in page.get("html"))


def words(page: AppTest) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", drawn(page)))


@pytest.fixture(scope="module")
def largest(sample_tables: Path) -> str:
    """The story of the sample that most articles carry."""
    return str(list_stories(open_store(sample_tables).reader(), Filters(), 1, sort="-copies")["story_id"][0])


def test_the_list_leads_to_each_story(open_page: "OpenPage", sample_tables: Path) -> None:
    page = open_page(sample_tables, STORIES)
    total = count_stories(open_store(sample_tables).reader(), Filters())
    assert page.header[0].value.startswith(f"{total} stor") and total > 0
    assert len(set(re.findall(r'href="stories\?story=([^"&]*)', drawn(page)))) == total


def test_a_story_shows_its_lineage_and_its_quotes(open_page: "OpenPage", sample_tables: Path, largest: str) -> None:
    page = open_page(sample_tables, STORIES, f"story={largest}")
    assert [each.value for each in page.header][:2] == ["Who has it from whom", "What became of its quotes"]
    assert re.search(r"\d+\s% of its words from", words(page)) and "First: " in words(page)
    assert "compare=" in drawn(page) and not page.warning
    if count_sayings(open_store(sample_tables).reader(), Filters(story=largest)):
        assert 'class="dl-wording"' in drawn(page)


def test_a_link_to_what_is_no_story_says_so(open_page: "OpenPage", sample_tables: Path) -> None:
    page = open_page(sample_tables, STORIES, "story=nothing")
    assert "nothing" in page.warning[0].value and "of several articles" in page.header[0].value
    assert 'href="stories?story=' in drawn(page), "the others are there"


def test_filters_without_a_copy_say_so(open_page: "OpenPage", sample_tables: Path) -> None:
    page = open_page(sample_tables, STORIES, "to=2024-11-27")
    assert page.header[0].value == "0 stories of several articles"
    assert page.info[0].value == "No report here has a copy."
