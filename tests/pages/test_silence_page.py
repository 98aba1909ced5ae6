"""The page Silence: groups of outlets in the URL, what one leaves out, and what is not collected."""

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import settings
from dashboard.filters import read_filters
from dashboard.queries.articles import count_articles
from dashboard.queries.mentions import count_mentions
from dashboard.queries.silence import list_silences
from dashboard.store import open_store
from tests.queries.test_queries_silence import FOUND, Report, carry, write_reports
from tests.sets import write_set

if TYPE_CHECKING:
    from tests.pages.conftest import OpenPage

SCRIPT = "pages/silence.py"
LINK = "one=North+Post&one=North+Radio&other=South+Post&other=South+Radio"


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two weeks of two groups: one name is silent in the first, in the second the other group is not collected."""
    folder = tmp_path_factory.mktemp("silence") / "tables"
    reports = (*FOUND, *carry(("anan",), (9, 10)), Report(2, None), Report(None, "South Post"))
    counts = {"articles": len(reports), "rejects": 0}
    manifest = {"input_digest": "abcdef0123", "created": "2025-01-01T00:00:00+00:00", "counts": counts}
    write_set(folder, write_reports(*reports), manifest)
    return folder


def html(page: AppTest) -> str:
    assert not page.exception and not page.warning
    return " ".join(each.proto.body for each in page.get("html"))


def test_without_groups_the_page_shows_what_is_collected_and_where_to_begin(
    open_page: "OpenPage", tables: Path
) -> None:
    page = open_page(tables, SCRIPT)
    assert page.header[0].value == "What is collected"
    drawn = html(page)
    assert 'href="silence?one=North+Post&amp;corpus=abcdef"' in drawn
    assert "1 article of unknown outlets: in no group; 1 article without a date: in no week." in drawn
    assert len(page.get("plotly_chart")) == 1


def test_two_groups_are_compared_and_every_number_opens_its_rows(open_page: "OpenPage", tables: Path) -> None:
    page = open_page(tables, SCRIPT, LINK)
    assert [each.value for each in page.header][:3] == [
        "1 actor in ① alone", "0 places in ① alone", "0 stories in ① alone",
    ]  # fmt: skip
    drawn = html(page)
    row = drawn[drawn.index("Lena Anan") :].partition("</tr>")[0]
    assert "2 to 8 December 2024" in row and "2 of 2 outlets" in row
    reader = open_store(tables).reader()
    links = {words: link.replace("&amp;", "&") for link, words in re.findall(r'href="([^"]*)"[^>]*><bdi>([^<]*)', row)}
    ours, theirs = (
        read_filters(parse_qs(urlsplit(links[each]).query))[0] for each in ("6 of 6 articles", "6 articles")
    )
    assert count_mentions(reader, ours) == 6
    assert count_articles(reader, theirs) == 6
    week = read_filters(parse_qs(urlsplit(links["2 to 8 December 2024"]).query))[0]
    assert list_silences(reader, week)["id"].tolist() == ["anan"] and week.one == ("North Post", "North Radio")


def test_a_week_that_is_not_collected_is_called_so(open_page: "OpenPage", tables: Path) -> None:
    drawn = html(open_page(tables, SCRIPT, LINK))
    weeks = drawn[drawn.index("Week from") :].partition("</table>")[0]
    latest = weeks.partition("<tbody>")[2].partition("</tr>")[0]
    assert "2024-12-09" in latest and "not collected" in latest
    assert re.findall(r'<td class="n">(?:<bdi>)?(\d+)', latest)[-1] == "0"


def test_all_weeks_are_compared_together_with_the_toggle(open_page: "OpenPage", tables: Path) -> None:
    page = open_page(tables, SCRIPT, LINK).toggle(key="filter-weeks").set_value(True).run()
    assert page.query_params["weeks"] == "together" or page.query_params["weeks"] == ["together"]
    assert "a week at a time" not in html(page)


def test_an_outlet_that_is_unknown_here_is_said_and_one_in_both_groups_counts_for_the_first(
    open_page: "OpenPage", tables: Path
) -> None:
    page = open_page(tables, SCRIPT, "one=Nobody&one=North+Post&other=North+Post&other=South+Post")
    assert "Nobody" in page.warning[0].value
    assert "An outlet in both counts for the first: North Post." in " ".join(
        each.proto.body for each in page.get("html")
    )


def test_lists_are_turned_in_parts(open_page: "OpenPage", tables: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "VALUES_A_LIST", 1)
    page = open_page(tables, SCRIPT, LINK)
    page = page.button(key="weeks-More").click().run()
    assert "2024-12-02" in html(page).partition("Week from")[2].partition("</table>")[0]
    page = page.button(key="outlets-More").click().run()
    assert page.query_params["list"] in ("outlets", ["outlets"])
