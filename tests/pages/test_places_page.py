"""The page Places: what it shows of one day, its words for the map, and where its links lead."""

import json
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from streamlit.testing.v1 import AppTest

from dashboard.charts.places import read_route
from dashboard.filters import Filters
from dashboard.queries.articles import count_articles
from dashboard.queries.locations import how_sure, places_ranked
from dashboard.queries.routes import list_drawn
from dashboard.store import open_store
from dashboard.views import locations

if TYPE_CHECKING:
    from tests.pages.conftest import OpenPage, ReadBoxes

DAY = date(2024, 12, 8)


def html(page: AppTest) -> str:
    assert not page.exception
    return " ".join(each.proto.body for each in page.get("html"))


def figure(page: AppTest) -> dict[str, Any]:
    [chart] = page.get("plotly_chart")
    return dict(json.loads(chart.proto.spec))


def drawn(page: AppTest) -> set[str]:
    """The ids of the places that the map draws."""
    clicked = {each for trace in figure(page)["data"] for [each] in trace.get("customdata", ())}
    return {each for each in clicked if read_route(each) is None}


def arrows(page: AppTest) -> set[tuple[str, str, str]]:
    """The routes that the map draws."""
    clicked = {each for trace in figure(page)["data"] for [each] in trace.get("customdata", ())}
    return {route for each in clicked if (route := read_route(each))}


def test_an_article_without_a_place_is_told_to_be_ignored(open_page: "OpenPage", sample_tables: Path) -> None:
    found = [
        [each.value for each in open_page(sample_tables, "pages/locations.py", f"article=a&{rest}").warning]
        for rest in ("", "why=276781", "location=276781")
    ]
    assert any("it names no place, and was ignored" in note for note in found[0])
    assert not any("it names no place" in note for note in found[1] + found[2])


def test_a_moment_shows_its_day_without_touching_from_and_to(
    open_page: "OpenPage", read_boxes: "ReadBoxes", sample_tables: Path, sample_size: int
) -> None:
    page = open_page(sample_tables, "pages/locations.py", f"moment={DAY}&map=plain")
    reader, on_the_day = open_store(sample_tables).reader(), Filters(since=DAY, until=DAY)
    of_day = places_ranked(reader, on_the_day)
    assert drawn(page) == set(of_day["location_id"])
    assert f"{len(of_day)} places" in [each.value for each in page.header]
    assert f"from={DAY}&amp;to={DAY}&amp;at={of_day['location_id'].iloc[0]}" in html(page), "numbers open that day"
    first = re.search(r'<a href="(locations\?location=[^"]*)"', html(page))
    assert first and f"moment={DAY}" in first[1] and "from=" not in first[1], "a place is filtered on the same day"
    whole = open_page(sample_tables, "pages/locations.py", "map=plain")
    assert figure(page)["layout"]["geo"] == figure(whole)["layout"]["geo"], "the map stays where it is"
    line, all_days = read_boxes(page)["timeline"], read_boxes(whole)["timeline"]
    here = {"first": f"{DAY}", "name": "8 December 2024", "articles": count_articles(reader, on_the_day)}
    assert line["buckets"][line["here"]] == here
    assert all_days["here"] is None and all_days["buckets"] == line["buckets"]
    assert sum(each["articles"] for each in line["buckets"]) == sample_size
    assert all_days["whole"].startswith(f"{sample_size} articles, ")


def test_a_moment_that_no_article_is_near_is_said(open_page: "OpenPage", sample_tables: Path) -> None:
    page = open_page(sample_tables, "pages/locations.py", "moment=1999-01-01&map=plain")
    assert "None of these articles is of 1999" in page.warning[0].value.replace("\\", "")
    assert drawn(page) == drawn(open_page(sample_tables, "pages/locations.py", "map=plain"))


def test_the_map_is_told_in_words_and_its_ranking_explained(
    open_page: "OpenPage", sample_tables: Path, sample_size: int
) -> None:
    page = open_page(sample_tables, "pages/locations.py", "map=plain")
    ranked = places_ranked(open_store(sample_tables).reader(), Filters())
    [alt] = [each.proto.alt for each in page.get("plotly_chart")]
    first = ranked.iloc[0]
    assert alt.startswith(f"Map of {len(ranked)} places named in {sample_size} articles; ")
    assert f"; the most named: {first['name']} " in alt
    assert "keyboard" not in alt and "The table of places below" in alt
    assert '<a href="sentences?sense=demonym&amp;corpus=' in html(page)
    words = [re.sub("<[^>]*>", "", locations.MAP_LEGEND), *(each.label for each in page.toggle)]
    assert "outlined: named only for a government" in words[0] and "hollow" not in " ".join(words).lower()


def test_a_chosen_place_says_its_numbers_and_is_corrected_in_one_click(
    open_page: "OpenPage", sample_tables: Path
) -> None:
    page = open_page(sample_tables, "pages/locations.py", "location=170654&map=plain")
    reader, asked = open_store(sample_tables).reader(), Filters(locations=("170654",))
    ranked = how_sure(reader, asked, places_ranked(reader, asked))
    [place] = ranked[ranked["location_id"] == "170654"].to_dict("records")
    [line] = re.findall(r'<ul class="dl-chosen">.*?</ul>', html(page))
    assert "Damascus, Syria" in line and f"{place['mentions']} mentions as a place" in line
    assert f"how sure: least {place['least']:.2f}, median {place['median']:.2f}" in line
    assert 'href="review?location=170654&amp;written=Damascus&amp;change=wrong-place&amp;back=locations' in line
    away = open_page(sample_tables, "pages/locations.py", "location=170654&moment=2024-12-01&map=plain")
    assert not away.exception


def test_the_map_has_the_arrows_of_its_day_and_none_where_the_link_wants_none(
    open_page: "OpenPage", sample_tables: Path
) -> None:
    reader = open_store(sample_tables).reader()
    page = open_page(sample_tables, "pages/locations.py", f"moment={DAY}&map=plain")
    routes = list_drawn(reader, Filters(since=DAY, until=DAY), 99)
    ends = routes[["from_location_id", "to_location_id", "kind"]]
    assert arrows(page) == {tuple(row) for row in ends.to_numpy().tolist()} != set()
    [alt] = [each.proto.alt for each in page.get("plotly_chart")]
    assert f"{len(routes)} arrows of movements; the most told: " in alt and 'class="dl-move strike"' in html(page)
    without = open_page(sample_tables, "pages/locations.py", f"moment={DAY}&map=plain&arrows=no")
    assert arrows(without) == set() and drawn(without) == drawn(page)
    assert "dl-move" not in html(without)
