"""The page Watches: what fired, the list, the form for a new watch, and files of watches."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.digests.making import make_digest
from dashboard.filters import Filters
from dashboard.store import open_store
from dashboard.watches.log import keep, read_watches
from dashboard.watches.record import make_watch
from dashboard.watches.sharing import write_file
from dashboard.wording import label
from tests.digests.conftest import DENIED, HOMS, QUIET, SAVED, add_set

if TYPE_CHECKING:
    from tests.pages.conftest import OpenPage

PAGE = "pages/watches.py"
type Open = Callable[[str], AppTest]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tables with an older set, not to be changed."""
    folder = tmp_path_factory.mktemp("watched") / "tables"
    folder.mkdir()
    add_set(folder, 1, 8)
    add_set(folder, 6, 9)
    open_store(folder)
    return folder


@pytest.fixture
def tables(written: Path, tmp_path: Path) -> Path:
    return copytree(written, tmp_path / "tables", symlinks=True)


@pytest.fixture
def watches(open_page: "OpenPage", tables: Path) -> Open:
    """The page with a query."""

    def watches(query: str = "") -> AppTest:
        page = open_page(tables, PAGE, query)
        assert not page.exception
        return page

    return watches


def html(page: AppTest) -> str:
    return " ".join(each.proto.body for each in page.get("html"))


def headers(page: AppTest) -> list[str]:
    return [each.value for each in page.main.header]


def test_where_nothing_is_watched_it_says_how(watches: Open) -> None:
    page = watches("")
    assert "press “Watch this view”" in page.info[0].value
    assert headers(page) == ["What fired", "Share watches"]


def test_what_fired_stands_above_the_list(watches: Open, tables: Path) -> None:
    keep(tables, [HOMS, DENIED, QUIET, SAVED])
    make_digest(tables, open_store(tables))
    page = watches("")
    assert headers(page) == ["What fired", "3 watches", "1 saved view", "Share watches"]
    shown = re.sub("<[^>]+>", "", html(page))
    assert "2 of 3 watches fired." in shown
    assert shown.count("Last fired in the tables of 2024-12-20, 09:00 UTC.") == 2
    assert "Nothing new. It has not fired yet. Made by somebody" in shown
    page.button(key=f"remove-{read_watches(tables).kept[0].id}").click().run()
    assert "“Homs” was removed" in page.success[0].value
    assert [each.name for each in read_watches(tables).kept] == ["Denials", "Baghdad", "A view"]


def test_a_view_is_watched_under_a_name(watches: Open, tables: Path) -> None:
    link = "locations?location=169577"
    page = watches(f"watch={quote(link)}")
    assert headers(page)[0] == "A new watch"
    assert "place: Homs, Syria" in html(page) and f'href="{link}"' in html(page)
    expected = label("In the present tables it would have fired: 3 new articles.")
    assert expected in [each.label for each in page.expander]
    page.text_input(key="name").set_value("Ana")
    page.text_input(key=f"watch-name-{link}").set_value("Homs, today").run()
    page.radio(key="watch-rule").set_value("more").run()
    page.button(key="keep-watch").click().run()
    [kept] = read_watches(tables).kept
    assert (kept.name, kept.page, kept.query, kept.rule, kept.who) == (
        "Homs, today", "locations", "location=169577", "more", "Ana",
    )  # fmt: skip
    assert "watch" not in page.query_params and "Not looked at yet." in html(page)
    page.button(key="look-now").click().run()
    assert "not judged: the 28 days before hold" in html(page)


def test_a_saved_view_opens_by_its_link(watches: Open, tables: Path) -> None:
    page = watches(f"watch={quote('./?actor=assad&near=sentence&new=000001')}")
    page.text_input(key="watch-name-./?actor=assad&near=sentence&new=000001").set_value("x").run()
    page.radio(key="watch-rule").set_value("none").run()
    page.button(key="keep-watch").click().run()
    assert 'href="./?actor=assad&amp;near=sentence"' in html(page)
    assert headers(page) == ["What fired", "1 saved view", "Share watches"]


@pytest.mark.parametrize(
    "link", ["https://evil.example/", "review?change=hide", "javascript:alert(1)", "//evil.example"]
)
def test_a_link_to_elsewhere_is_ignored(watches: Open, link: str) -> None:
    page = watches(f"watch={quote(link)}")
    assert "leads to no page that can be watched" in page.warning[0].value
    assert headers(page)[0] == "What fired"


def test_who_may_not_correct_sees_and_changes_nothing(
    watches: Open, tables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(tables, [HOMS])
    monkeypatch.setenv("DATELINE_CORRECTIONS", "off")
    page = watches(f"watch={quote('quotes')}")
    assert "Corrections are switched off on this server\\. Watches can be seen" in page.info[0].value
    assert [
        each.key for each in page.button if str(each.key).startswith(("remove", "look", "keep", "FormSubmitter"))
    ] == []
    assert "Homs" in html(page)


def test_a_file_of_a_colleague_is_taken_without_duplicates(watches: Open, tables: Path) -> None:
    keep(tables, [HOMS])
    page = watches("")
    page.text_area(key="given-text").set_value(write_file([HOMS, DENIED]).decode())
    page.button(key="FormSubmitter:take-watches-Add them").click().run()
    assert "1 watch added" in page.success[0].value and "1 stood in the list already" in page.success[0].value
    assert [each.name for each in read_watches(tables).kept] == ["Homs", "Denials"]
    page.text_area(key="given-text").set_value(json.dumps({"dateline_watches": 1, "watches": [{"name": "x"}]}))
    page.button(key="FormSubmitter:take-watches-Add them").click().run()
    assert "watch 1 of the file cannot be taken" in page.error[0].value


def test_names_of_watches_are_no_markup(watches: Open, tables: Path) -> None:
    keep(tables, [make_watch("<img src=x onerror=1> **b**", "quotes", Filters(said="<b>"), "any", "<i>")])
    make_digest(tables, open_store(tables))
    page = watches("")
    assert "&lt;img src=x onerror=1&gt; **b**" in html(page) and "<img" not in html(page) and "<i>" not in html(page)


def test_every_page_of_articles_leads_to_a_watch_of_its_view(open_page: "OpenPage", tables: Path) -> None:
    page = open_page(tables, "pages/quotes.py", "speaker=hezbollah&screen=1&new=000001")
    [address] = re.findall(r'class="dl-watch" href="([^"]+)"', html(page))
    assert address == "watches?watch=quotes%3Fspeaker%3Dhezbollah"
    assert "dl-watch" not in html(open_page(tables, "pages/about.py"))
