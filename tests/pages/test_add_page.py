"""The page Add articles without a browser: for whom it is, what it says before, during and after a run."""

import json
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.additions import run as runs
from dashboard.additions.folder import ADDED, begin_draft, keep, list_additions, put_file, take_back
from dashboard.additions.pages import WebPage
from dashboard.additions.run import ENDED, READING, STATE, Run
from dashboard.app.sidebar import ADD
from dashboard.tables.sets import find_root, read_manifest
from dashboard.wording import EMPTY_DIRECTIVE

if TYPE_CHECKING:
    from tests.pages.conftest import OpenPage


@pytest.fixture
def tables(sample_tables: Path, tmp_path: Path) -> Path:
    """A copy of the tables of the sample, in which something can be added."""
    return Path(shutil.copytree(sample_tables, tmp_path / "tables", symlinks=True))


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The tables for which a run was started; none is."""
    found: list[Path] = []
    for module in ("dashboard.additions.run", "dashboard.app.drafts"):
        monkeypatch.setattr(f"{module}.start_run", found.append)
    return found


def add(tables: Path, name: str = "sea.txt") -> str:
    """The id of a new addition."""
    draft = begin_draft(tables)
    return keep(draft, {put_file(draft, name, b"text"): name}, "Ana").id


def say(tables: Path, run: Run) -> None:
    """Let this be the last run."""
    (tables / ADDED).mkdir(exist_ok=True)
    runs._write_run(tables / ADDED / STATE, run)


def plain(page: AppTest) -> str:
    """All that the page says in notes, captions and HTML."""
    notes = (*page.info, *page.warning, *page.error, *page.success, *page.caption)
    said = [*(each.value for each in notes), *(each.proto.body for each in page.get("html"))]
    return " ".join(said).replace(EMPTY_DIRECTIVE, "").replace("\\", "")


def keys(page: AppTest) -> list[str]:
    return [str(each.key) for each in page.button]


def test_the_sample_says_that_it_makes_room(open_page: "OpenPage", tables: Path) -> None:
    page = open_page(tables, ADD)
    assert "You see the sample articles. They make room for yours" in plain(page)
    assert "Nothing was added in the browser yet." in plain(page)
    assert "add" not in keys(page) and "anew" not in keys(page)


def test_where_it_is_switched_off_the_page_says_how_it_is_switched_on(
    open_page: "OpenPage", tables: Path, started: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = add(tables)
    page = open_page(tables, ADD)
    assert f"turn-{made}" in keys(page)
    monkeypatch.setenv("DATELINE_ADD", "off")
    page.button(key=f"turn-{made}").click().run()
    assert "switched off on this server (DATELINE_ADD=off)" in plain(page)
    assert not [each for each in list_additions(tables) if each.taken_back] and not started, "a click changes nothing"
    assert keys(page) == ["clear"] or "anew" not in keys(page)
    assert "Add articles" not in [each.proto.label for each in page.sidebar.get("page_link")]
    monkeypatch.setenv("DATELINE_ADD", "on")
    assert "Add articles" in [each.proto.label for each in open_page(tables, ADD).sidebar.get("page_link")]


def test_without_tables_articles_can_be_added(open_page: "OpenPage", tmp_path: Path) -> None:
    page = open_page(tmp_path / "none", ADD)
    assert not page.exception and [each.value for each in page.title] == ["Add articles"]
    assert "Nothing was added" in plain(page)
    overview = open_page(tmp_path / "none", "streamlit_app.py")
    assert [each.proto.label for each in overview.main.get("page_link")] == ["Or add articles here, in the browser"]


def test_a_pasted_text_is_looked_at_and_added(open_page: "OpenPage", tables: Path, started: list[Path]) -> None:
    page = open_page(tables, ADD)
    page.text_area(key="pasted-text").set_value("Storm **closes** <b>Beirut</b>\n\nA storm closed the port on Tuesday.")
    page.text_input(key="pasted-outlet").set_value("Orlin Herald")
    page.button(key="FormSubmitter:pasted-Take this text").click().run()
    assert not page.exception
    assert "1 article without a date" in plain(page) and "Storm **closes** &lt;b&gt;Beirut" in plain(page)
    page.button(key="add").click().run()
    assert not page.exception and started == [tables]
    [made] = list_additions(tables)
    assert (made.articles, made.files) == (1, (("pasted-text.json", "pasted: Storm **closes** <b>Beirut</b>"),))
    assert "Not in the tables yet." in plain(page)


def test_an_address_is_fetched_and_what_fails_is_said(
    open_page: "OpenPage", tables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    came = WebPage("https://a.example/ferry?x=<b>", "ferry-1.html", b"<html><p>Too short.</p></html>")
    failed = [f"https://a.example/{number}: status: 404 Not Found" for number in range(5)]
    monkeypatch.setattr("dashboard.app.drafts.fetch_pages", lambda address: ([came], failed))
    page = open_page(tables, ADD)
    [box] = [each for each in page.text_input if each.label.startswith("The address")]
    box.set_value("https://a.example/feed")
    page.button(key="FormSubmitter:fetched-Fetch").click().run()
    assert not page.exception
    assert "https://a.example/2: status: 404 Not Found; and 2 more" in plain(page)
    chosen = page.button(key="chosen-ferry-1.html").label.replace(EMPTY_DIRECTIVE, "").replace("\\", "")
    assert chosen == "https://a.example/ferry?x=<b>"
    assert "no article was found in it" in plain(page)
    monkeypatch.setenv("DATELINE_FETCH", "off")
    assert [each.label for each in open_page(tables, ADD).tabs] == ["Files", "Text"]


def test_columns_of_a_table_are_named_by_hand(open_page: "OpenPage", tables: Path, started: list[Path]) -> None:
    page = open_page(tables, ADD)
    draft = page.session_state["draft"]
    draft.put("news.csv", b"Kopf;Volltext\nFerry sinks;A ferry sank off Latakia on Monday, and all were saved.\n")
    page.run()
    assert "no article was found in it" in plain(page)
    draft.put("sea.txt", b"Ferry sinks\n\nA ferry sank off Latakia on Monday, and all were saved.\n")
    page.run()
    [columns] = page.main.expander
    assert columns.proto.expanded, "it is asked for the column, though another file gives an article"
    [box] = [each for each in page.selectbox if each.label == "Text"]
    assert box.options == ["Kopf", "Volltext"]
    box.select("Volltext").run()
    assert "no article was found in it" not in plain(page)
    page.button(key="add").click().run()
    [made] = list_additions(tables)
    assert (made.articles, made.columns) == (2, {"text": "Volltext"}) and started == [tables]


def test_what_cannot_be_put_on_the_disk_is_said(
    open_page: "OpenPage", tables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page(tables, ADD)
    monkeypatch.setattr("dashboard.app.drafts.MOST_BYTES", 3)
    page.text_area(key="pasted-text").set_value("A storm closed the port on Tuesday.")
    page.button(key="FormSubmitter:pasted-Take this text").click().run()
    assert "Not done: pasted text.txt is left out" in plain(page)


@pytest.mark.parametrize(
    ("run", "said"),
    [
        (Run(READING, 0, 0, 3), "The last run was cut off. The tables are as they were before it."),
        (Run(READING, 0, 0, error="<b>no</b> room"), "tables are as they were before it: <b>no</b> room."),
        (Run(ENDED, 0, 0, notes=("/usb is not there any more",)), "/usb is not there any more."),
    ],
)
def test_the_end_of_a_run_is_said_with_what_can_be_done(
    open_page: "OpenPage", tables: Path, started: list[Path], run: Run, said: str
) -> None:
    add(tables)
    say(tables, run)
    page = open_page(tables, ADD)
    assert said in plain(page)
    page.button(key="anew").click().run()
    assert started == [tables]


def test_what_is_in_the_tables_is_counted_and_can_be_taken_back(
    open_page: "OpenPage", tables: Path, started: list[Path]
) -> None:
    made = add(tables)
    path = find_root(tables) / "manifest.json"
    manifest = {**read_manifest(tables), "added": {made: {"articles": 3, "rejects": 1}}, "inputs": ["/gone/news"]}
    path.write_text(json.dumps(manifest))
    page = open_page(tables, ADD)
    assert "3 articles" in plain(page) and "1 reject" in plain(page)
    assert "/gone/news, from which these tables were made, cannot be found now." in plain(page)
    assert "sample" not in plain(page) and "anew" not in keys(page)
    page.button(key=f"turn-{made}").click().run()
    assert started == [tables]
    assert "Taken back on" in plain(page) and "its articles leave with the next run" in plain(page)
    page.button(key=f"turn-{made}").click().run()
    assert not list_additions(tables)[0].taken_back


def test_while_a_run_works_every_page_says_so(open_page: "OpenPage", tables: Path) -> None:
    say(tables, Run("starting", time.time(), time.time()))
    assert "The tables are made anew: starting." in plain(open_page(tables, "streamlit_app.py"))
    page = open_page(tables, ADD)
    assert "You can go on to other pages" in plain(page)


def test_of_many_additions_the_newest_are_listed(open_page: "OpenPage", tables: Path) -> None:
    for _ in range(22):
        take_back(tables, add(tables), "")
    page = open_page(tables, ADD)
    assert sum(each.startswith("turn-") for each in keys(page)) == 20
    page.button(key="more-additions").click().run()
    assert sum(each.startswith("turn-") for each in keys(page)) == 22
    assert "more-additions" not in keys(page)
