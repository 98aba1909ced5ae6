"""Lists that show their first values only: each part has the next ones, and nothing is left out or shown twice."""

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import settings
from dashboard.filters import FILTERS, LISTS, Filters, read_filters
from dashboard.queries.corpus import count_rejects
from dashboard.queries.locations import count_places, names_unplaced, places_ranked
from dashboard.queries.quotes import count_sourcing, count_values
from dashboard.store import open_store

if TYPE_CHECKING:
    from tests.pages.conftest import OpenPage


def html(page: AppTest) -> str:
    assert not page.exception and not page.warning
    return " ".join(each.proto.body for each in page.get("html"))


def captions(page: AppTest) -> str:
    return " ".join(each.value for each in page.caption)


def column(table: str) -> list[str]:
    """The text of the first cell of each row."""
    return [re.sub("<[^>]*>", "", row) for row in re.findall(r"<tr><td[^>]*>(.*?)</td>", table)]


def test_the_lists_are_those_of_the_facets_and_of_other_pages() -> None:
    changes = {"moved-actors", "moved-places", "first-actors", "first-places", "first-speakers"}
    others = {"source", "unplaced", "gone-actors", "gone-places", "sayings", "routes", "outlets", "weeks", "placeless"}
    others |= {"silent-actors", "silent-places", "silent-stories"}
    assert set(LISTS) == {each.key for each in FILTERS.values() if each.counted} | others | changes


@pytest.mark.parametrize("field", ["speakers", "quote_locations"])
def test_a_facet_leads_to_its_next_values(
    open_page: "OpenPage", sample_tables: Path, monkeypatch: pytest.MonkeyPatch, field: str
) -> None:
    monkeypatch.setattr(settings, "VALUES_A_LIST", 3)
    heading, query = FILTERS[field].heading, "kind=direct"
    found: list[str] = []
    while True:
        drawn = html(open_page(sample_tables, "pages/quotes.py", query))
        table, after = drawn.split(f">{heading}</th>")[1].split("</table></div>")[:2]
        found += column(table)
        links = re.findall(r'<a href="quotes\?([^"]*)"[^>]*><bdi>(more|first)<', after.partition("<table")[0])
        more = [address for address, name in links if name == "more"]
        if not more:
            break
        query = more[0].replace("&amp;", "&")
    assert [name for _, name in links] == ["first"], "there is a way back"
    whole = count_values(open_store(sample_tables).reader(), Filters(kinds=("direct",)), field)
    assert found == whole["name"].tolist() and len(found) > 6


def test_names_that_are_not_on_the_map_are_turned_by_buttons(
    open_page: "OpenPage", sample_tables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "ROWS_A_SCREEN", 3)
    whole = names_unplaced(open_store(sample_tables).reader(), Filters())["surface"].tolist()
    page = open_page(sample_tables, "pages/locations.py")
    found: list[str] = []
    while True:
        found += column(html(page).split("Name as written")[1])
        if page.button(key="unplaced-More").disabled:
            break
        page = page.button(key="unplaced-More").click().run()
    assert found == whole and len(whole) > 6
    assert page.query_params["list"] == "unplaced"
    page = page.button(key="unplaced-First").click().run()
    assert "list" not in page.query_params and "Rows 1 to 3" in captions(page)


def test_places_are_listed_by_screens_and_the_map_says_what_it_leaves_out(
    open_page: "OpenPage", sample_tables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "MARKERS", 3)
    monkeypatch.setattr(settings, "ROWS_A_SCREEN", 5)
    reader = open_store(sample_tables).reader()
    total, names = count_places(reader, Filters()), places_ranked(reader, Filters())["name"].tolist()
    page = open_page(sample_tables, "pages/locations.py", "screen=2&map=plain")
    assert column(html(page).split(">Place</a></th>")[1].split("</table>")[0]) == names[5:10]
    assert f"The map has the 3 most named of {total} places." in captions(page)
    assert f"{total} places" in [each.value for each in page.header]
    few = open_page(sample_tables, "pages/locations.py", "q=Maher&map=plain")
    assert "most named" not in captions(few) or count_places(reader, Filters(words="Maher")) > 3


def test_a_chosen_place_is_on_the_map_wherever_it_ranks(
    open_page: "OpenPage", sample_tables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "MARKERS", 1)
    reader = open_store(sample_tables).reader()
    last = places_ranked(reader, Filters(locations=("169577",)))["location_id"].iloc[-1]
    page = open_page(sample_tables, "pages/locations.py", f"location=169577&location={last}&map=plain")
    [spec] = [each.proto.spec for each in page.get("plotly_chart")]
    assert f'"{last}"' in spec and json.loads(spec)["data"]


@pytest.mark.parametrize("field", ["about", "sources"])
def test_groups_of_quotes_are_turned_and_their_chart_stays(
    open_page: "OpenPage", sample_tables: Path, monkeypatch: pytest.MonkeyPatch, field: str
) -> None:
    monkeypatch.setattr(settings, "VALUES_A_LIST", 2)
    key, heading = FILTERS[field].key, {"about": "Actor", "sources": "Outlet"}[field]
    whole = count_sourcing(open_store(sample_tables).reader(), Filters(), field)["name"].tolist()
    page = open_page(sample_tables, "pages/sourcing.py", f"list={key}&part=2")
    assert column(html(page).split(f">{heading}</th>")[1].split("</table>")[0]) == whole[2:4]
    chart = page.get("plotly_chart")[0 if field == "about" else 1].proto.spec
    assert whole[0] in chart, "the chart shows those with the most quotes"
    beyond = open_page(sample_tables, "pages/sourcing.py", f"list={key}&part=999")
    assert not beyond.exception and "The list ends before this part." in captions(beyond)


def test_rejects_are_listed_by_screens(
    open_page: "OpenPage", odd_tables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "ROWS_A_SCREEN", 3)
    page = open_page(odd_tables, "pages/about.py", "screen=2")
    assert "Rows 4 to 4 of 4" in captions(page)
    assert count_rejects(open_store(odd_tables).reader(), Filters())["rejects"].sum() == 4


def test_a_filter_that_is_changed_begins_the_lists_again(open_page: "OpenPage", sample_tables: Path) -> None:
    page = open_page(sample_tables, "pages/quotes.py", "list=about&part=2&screen=1&kind=direct&q=Syria")
    page.button(key="chip-kind-direct").click().run()
    assert set(page.query_params) - {"corpus"} == {"q"}
    filters, notes = read_filters(parse_qs("list=about&part=2&screen=3&q=x"))
    assert filters.at_start() == Filters(words="x") and notes == []
