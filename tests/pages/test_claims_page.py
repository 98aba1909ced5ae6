"""The page Claims: its list of matters, the grid of one, and what it and Disputes say of tables without claims."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.queries.conftest import CLAIMS, DISPUTED, DISPUTES, write_tables
from tests.sets import write_set

if TYPE_CHECKING:
    from tests.pages.conftest import OpenPage

SCRIPT = "pages/claims.py"
MANIFEST: dict[str, Any] = {"created": "2025-01-01T00:00:00+00:00", "annotators": {}, "seconds": 1}


def write(folder: Path, *without: str) -> Path:
    """A set of the articles that contradict one another; its manifest does not count these tables."""
    tables = write_tables(DISPUTED, DISPUTES, claims=CLAIMS)
    counts = {name: table.num_rows for name, table in tables.items() if name not in without}
    write_set(folder, tables, {**MANIFEST, "input_digest": "a" * 64, "counts": counts})
    return folder


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("claims"))


def html(page: AppTest) -> str:
    assert not page.exception and not page.warning
    return " ".join(each.proto.body for each in page.get("html"))


def headers(page: AppTest) -> list[str]:
    return [each.value for each in page.main.header]


def test_matters_are_listed_and_lead_to_their_grid(open_page: "OpenPage", tables: Path) -> None:
    page = open_page(tables, SCRIPT)
    assert headers(page)[0] == "4 matters"
    assert "claims?from=2024-12-07&amp;to=2024-12-08&amp;at=169577&amp;matter=control" in html(page)


def test_claims_that_no_grid_has_are_listed_below(open_page: "OpenPage", tables: Path) -> None:
    page = open_page(tables, SCRIPT)
    assert headers(page)[1] == "1 claim of no known place or day"
    assert html(page).count('class="dl-item"') == 1


def test_one_matter_at_one_place_is_a_grid_with_its_claims(open_page: "OpenPage", tables: Path) -> None:
    page = open_page(tables, SCRIPT, "matter=control&at=169577")
    assert headers(page) == ["Control of Homs, Syria", "6 claims"]
    assert html(page).count('class="dl-grid"') == 1 and html(page).count('class="dl-item"') == 6
    assert not page.get("plotly_chart"), "who has a place is no figure"


def test_figures_have_a_chart(open_page: "OpenPage", tables: Path) -> None:
    page = open_page(tables, SCRIPT, "matter=killed&at=169577")
    assert "Who puts it at how many people" in headers(page)
    [chart] = page.get("plotly_chart")
    assert sum(len(trace["x"]) for trace in json.loads(chart.proto.spec)["data"]) == 6


def test_filters_that_leave_no_claim_say_so(open_page: "OpenPage", tables: Path) -> None:
    page = open_page(tables, SCRIPT, "matter=money")
    assert "No claim is found in these articles." in page.info[0].value
    page = open_page(tables, SCRIPT, "matter=killed&at=169577&to=2024-12-07")
    assert "No claim of this is left." in page.info[0].value and headers(page) == ["Killed in Homs, Syria"]


def test_disputes_can_be_of_one_matter(open_page: "OpenPage", tables: Path) -> None:
    assert headers(open_page(tables, "pages/disputes.py")) == ["7 disputes"]
    assert headers(open_page(tables, "pages/disputes.py", "matter=killed&at=169577")) == ["2 disputes"]


@pytest.mark.parametrize("script", [SCRIPT, "pages/disputes.py"])
def test_tables_from_before_there_were_claims_say_what_to_run(
    open_page: "OpenPage", tmp_path: Path, script: str
) -> None:
    page = open_page(write(tmp_path, "claims"), script)
    assert "before there were claims." in page.info[0].value and not headers(page)
