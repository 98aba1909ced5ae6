"""What stands beside the full picture: on every page that the filters narrow, in its words and with its links."""

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.app import sidebar
from dashboard.filters import Filters, read_filters
from dashboard.queries.corpus import count_selected
from dashboard.queries.mentions import count_mentions
from dashboard.queries.movements import count_movements
from dashboard.queries.remains import list_gone_actors, list_gone_places
from dashboard.store import open_store
from dashboard.wording import plural
from tests.browser.test_links import OF_ALL

if TYPE_CHECKING:
    from tests.pages.conftest import OpenPage, ReadBoxes

QUERY = "from=2024-12-05&to=2024-12-09&not-via=afp"
FILTERS, _ = read_filters(parse_qs(QUERY))


def html(page: AppTest) -> str:
    assert not page.exception
    return " ".join(each.proto.body for each in page.get("html"))


def block(page: AppTest) -> str:
    """The block, or nothing where the page has none."""
    found = re.search(r'<section class="dl-remains".*?</section>', html(page), re.DOTALL)
    return found[0] if found else ""


def plain(markup: str) -> str:
    return re.sub("<[^>]*>", "", markup)


@pytest.mark.parametrize("script", [script for script, *_ in sidebar.PAGES])
def test_every_page_that_is_narrowed_says_what_stands(open_page: "OpenPage", sample_tables: Path, script: str) -> None:
    page = open_page(sample_tables, script, QUERY)
    if Path(script).stem in OF_ALL:
        assert not block(page), "it is of all articles"
        return
    reader = open_store(sample_tables).reader()
    now, full = count_selected(reader, FILTERS), count_selected(reader, FILTERS.complete())
    assert now.articles < full.articles
    said = plain(block(page))
    assert said.startswith("Without Agence France-Presse · See the full picture")
    assert f"{now.articles} of {plural(full.articles, 'article')}" in said
    assert [each.label for each in page.button if "without" in each.label] == ["without Agence France\\-Presse"]


def test_a_page_says_where_nothing_is_gone(open_page: "OpenPage", sample_tables: Path) -> None:
    ending = "Here this changes no number."
    assert plain(block(open_page(sample_tables, "pages/locations.py", "not-actor=hezbollah"))).endswith(ending)
    assert ending not in block(open_page(sample_tables, "pages/locations.py", QUERY))


def test_without_such_a_filter_there_is_no_block(open_page: "OpenPage", sample_tables: Path) -> None:
    assert not block(open_page(sample_tables, "pages/locations.py", "from=2024-12-05"))


def test_its_numbers_open_what_stands_and_the_full_picture(open_page: "OpenPage", sample_tables: Path) -> None:
    found = block(open_page(sample_tables, "pages/locations.py", QUERY))
    reader = open_store(sample_tables).reader()
    links = re.findall(r'<a href="sentences\?([^"]*of=[^"]*)"[^>]*><bdi>([\d,]+)', found)
    assert len(links) == 4, "mentions of actors and of places, those that stand and all"
    for address, number in links:
        filters, notes = read_filters(parse_qs(address.replace("&amp;", "&")))
        assert (count_mentions(reader, filters), notes) == (int(number.replace(",", "")), [])
    pairs = re.findall(r'<a href="movements\?([^"]*)"[^>]*><bdi>([\d,]+)', found)
    moved = [(read_filters(parse_qs(address.replace("&amp;", "&")))[0], int(number)) for address, number in pairs]
    assert [number for _, number in moved] == [count_movements(reader, filters) for filters, _ in moved]
    assert moved[0][1] < moved[1][1], "what stands, and all"
    [full] = re.findall(r'<a href="(locations\?[^"]*)"[^>]*><bdi>See the full picture', found)
    assert "not-via" not in full and "from=2024-12-05" in full


def test_who_and_what_is_gone_is_named_and_listed(open_page: "OpenPage", sample_tables: Path) -> None:
    reader = open_store(sample_tables).reader()
    places, actors = list_gone_places(reader, FILTERS), list_gone_actors(reader, FILTERS)
    assert len(places) > 2 and len(actors) > 2
    page = open_page(sample_tables, "pages/locations.py", f"{QUERY}&map=plain")
    assert f"{len(places)} places named no more" in [each.value for each in page.header]
    assert set(places["name"]) <= set(re.findall(r"<bdi>([^<]*)</bdi>", html(page)))
    assert "thin and grey" in html(page)
    page = open_page(sample_tables, "pages/actors.py", QUERY)
    assert f"{len(actors)} actors named no more" in [each.value for each in page.header]
    assert set(actors["name"]) <= set(re.findall(r"<bdi>([^<]*)</bdi>", html(page)))


def test_what_is_chosen_and_left_out_at_once_is_said(open_page: "OpenPage", sample_tables: Path) -> None:
    page = open_page(sample_tables, "pages/articles.py", "source=Sample+Wire&not-source=Sample+Wire")
    [note] = [each.value for each in page.warning]
    assert note.startswith("“Sample Wire” is chosen and left out at once")
    said = " ".join(each.value for each in page.info).replace("\\", "")
    assert "Nothing is left without the outlet Sample Wire." in said
    page = open_page(sample_tables, "pages/quotes.py", "speaker=hezbollah&not-actor=hezbollah")
    assert "“Hezbollah” is chosen and left out at once" in page.warning[0].value
    named = open_page(sample_tables, "pages/actors.py", "actor=hezbollah&not-actor=hezbollah")
    assert not named.warning, "others may name it"


def test_the_reader_says_that_its_article_is_left_out(open_page: "OpenPage", sample_tables: Path) -> None:
    columns = open_store(sample_tables).reader().columns
    origins = [columns.text("origins.id", origin) for origin in columns["articles.origin"]]
    by_afp = [each == "medium:afp" for each in origins]
    for number in (by_afp.index(True), by_afp.index(False)):
        article = columns.text("articles.id", number)
        page = open_page(sample_tables, "pages/articles.py", f"article={article}&not-via=afp")
        assert any("it is left out" in each.value for each in page.info) == by_afp[number]


def test_the_boxes_that_leave_out_have_names(
    open_page: "OpenPage", read_boxes: "ReadBoxes", sample_tables: Path
) -> None:
    boxes = read_boxes(open_page(
        sample_tables, "pages/articles.py", f"{QUERY}&not-sourcing=unnamed&not-actor=hezbollah&not-source=Sample+Wire"
    ))  # fmt: skip
    chosen = {key: [each["name"] for each in box["chosen"]] for key, box in boxes.items() if "not_" in key}
    assert chosen == {
        "filter-not_sources": ["Sample Wire"], "filter-not_via": ["Agence France-Presse"],
        "filter-not_sourcings": ["unnamed"], "filter-not_actors": ["Hezbollah"],
    }  # fmt: skip
    assert Filters().complete() == Filters()
