"""The page Movements: its map, its counts and lists, and what it says of tables without movements."""

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from streamlit.testing.v1 import AppTest

from dashboard.charts.places import read_route
from dashboard.filters import Filters
from dashboard.queries.movements import count_movements
from dashboard.queries.routes import count_routes, list_drawn, list_ends
from dashboard.store import open_store
from tests.queries.conftest import ARTICLES, QUOTES, write_tables
from tests.sets import write_set

if TYPE_CHECKING:
    from tests.pages.conftest import OpenPage

SCRIPT = "pages/movements.py"
DAY = date(2024, 12, 8)


def html(page: AppTest) -> str:
    assert not page.exception and not page.warning
    return " ".join(each.proto.body for each in page.get("html"))


def clicks(page: AppTest) -> set[str]:
    """What can be clicked on the map."""
    [chart] = page.get("plotly_chart")
    return {each for trace in json.loads(chart.proto.spec)["data"] for [each] in trace.get("customdata", ())}


def test_the_map_draws_the_most_told_routes_and_all_ends(open_page: "OpenPage", sample_tables: Path) -> None:
    reader = open_store(sample_tables).reader()
    page = open_page(sample_tables, SCRIPT, "map=plain")
    routes = {read_route(each) for each in clicks(page)} - {None}
    assert len(routes) == len(list_drawn(reader, Filters(), 99)) > 3
    assert {each for each in clicks(page) if read_route(each) is None} == set(
        list_ends(reader, Filters())["location_id"]
    )
    headers = [each.value for each in page.header]
    assert any(each.value.startswith(f"{count_routes(reader, Filters())} ways from") for each in page.caption)
    assert f"{count_movements(reader, Filters())} movements" in headers
    assert html(page).count('class="dl-item"') == 50, "one screen of them"


def test_a_day_and_a_kind_narrow_the_map_the_counts_and_the_list(open_page: "OpenPage", sample_tables: Path) -> None:
    reader = open_store(sample_tables).reader()
    page = open_page(sample_tables, SCRIPT, f"moment={DAY}&move=withdrawal&map=plain")
    asked = Filters(since=DAY, until=DAY, moves=("withdrawal",))
    found = count_movements(reader, asked)
    assert f"{found} movements" in [each.value for each in page.header]
    assert {route.kind for each in clicks(page) if (route := read_route(each))} == {"withdrawal"}
    assert html(page).count('class="dl-item"') == found
    assert f"movements?from={DAY}&amp;to={DAY}&amp;move=withdrawal" in html(page), "numbers open that day"


def test_filters_that_leave_no_movement_say_so(open_page: "OpenPage", sample_tables: Path) -> None:
    page = open_page(sample_tables, SCRIPT, "move=strike&status=planned&ends=from&map=plain")
    assert "No movement of these articles has all of that." in page.info[0].value
    assert not any(each.value.endswith("movements") for each in page.header)


def test_tables_from_before_there_were_movements_say_what_to_run(open_page: "OpenPage", tmp_path: Path) -> None:
    tables = write_tables(ARTICLES, QUOTES)
    manifest = {"input_digest": "a" * 64, "created": "2025-01-01T00:00:00+00:00", "annotators": {}, "seconds": 1}
    counts = {name: table.num_rows for name, table in tables.items() if name != "movements"}
    write_set(tmp_path, tables, {**manifest, "counts": counts})
    page = open_page(tmp_path, SCRIPT, "move=strike")
    assert "before there were movements." in page.info[0].value and not page.exception
    places = open_page(tmp_path, "pages/locations.py", "map=plain")
    assert not places.exception and "arrows" not in " ".join(each.label for each in places.toggle)
