"""A link that was made on a set that is kept offers it as it was, and what is shown then stays on that set."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dashboard.tables.files import read_set
from dashboard.tables.sets import drop_sets
from tests.sets import write_set

if TYPE_CHECKING:
    from tests.pages.conftest import OpenPage

OLD, NEW = "0" * 64, "1" * 64


@pytest.fixture(scope="module")
def kept_tables(sample_tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two sets; the current one has an article less than the one before."""
    folder, found = tmp_path_factory.mktemp("kept"), read_set(sample_tables)
    manifest = {**found.manifest, "input_digest": OLD, "created": "2024-12-09T08:00:00+00:00"}
    write_set(folder, found.tables, manifest)
    counts = {**found.manifest["counts"], "articles": found.manifest["counts"]["articles"] - 1}
    fewer = {name: table if name != "articles" else table.slice(1) for name, table in found.tables.items()}
    write_set(
        folder, fewer, {**manifest, "input_digest": NEW, "created": "2024-12-10T08:00:00+00:00", "counts": counts}
    )
    return folder


def test_a_link_to_a_kept_set_can_be_opened_as_it_was(
    open_page: "OpenPage", kept_tables: Path, sample_size: int
) -> None:
    page = open_page(kept_tables, "pages/articles.py", f"corpus={OLD[:6]}&q=Homs")
    assert f"{sample_size - 1} articles" in page.caption[0].value
    [note] = [each.value for each in page.warning]
    assert "made on the tables of 2024" in note and "what is known now" in note
    page.button(key="show-kept").click().run()
    assert page.query_params["set"] == page.query_params["corpus"] == OLD[:6]
    assert page.query_params["q"] == "Homs"
    assert f"{sample_size} articles" in page.caption[0].value and "2024-12-09" in page.info[0].value
    assert not page.warning


def test_a_change_of_a_filter_stays_on_the_kept_set_until_now_is_asked_for(
    open_page: "OpenPage", kept_tables: Path, sample_size: int
) -> None:
    page = open_page(kept_tables, "pages/articles.py", f"set={OLD[:6]}&q=Homs")
    page.button(key="clear").click().run()
    assert (page.query_params["set"], "q" in page.query_params) == (OLD[:6], False)
    assert f"{sample_size} articles" in page.caption[0].value
    page.button(key="show-now").click().run()
    assert "set" not in page.query_params
    assert f"{sample_size - 1} articles" in page.caption[0].value


def test_a_mark_that_was_cut_or_is_too_long_shows_the_set_that_it_says(
    open_page: "OpenPage", kept_tables: Path, sample_size: int
) -> None:
    for mark in (OLD[:3], OLD[:9]):
        page = open_page(kept_tables, "pages/articles.py", f"set={mark}")
        assert f"{sample_size} articles" in page.caption[0].value and "2024-12-09" in page.info[0].value


@pytest.mark.parametrize("query", ["set=abcdef", "corpus=abcdef", "set=../../etc"])
def test_a_set_that_is_not_kept_is_said_and_the_current_one_shown(
    open_page: "OpenPage", kept_tables: Path, sample_size: int, query: str
) -> None:
    page = open_page(kept_tables, "pages/articles.py", query)
    assert f"{sample_size - 1} articles" in page.caption[0].value
    assert "made on other tables" in page.warning[0].value
    assert not [each for each in page.button if each.key in ("show-kept", "show-now")]


def test_links_of_a_kept_set_lead_to_it(open_page: "OpenPage", kept_tables: Path) -> None:
    page = open_page(kept_tables, "streamlit_app.py", f"set={OLD[:6]}")
    body = " ".join(each.proto.body for each in page.get("html"))
    links = re.findall(r'href="((?:quotes|actors|locations)[^"]*)"', body)
    assert links and all(f"set={OLD[:6]}" in link and f"corpus={OLD[:6]}" in link for link in links)


def test_a_set_that_was_dropped_is_not_offered(open_page: "OpenPage", sample_tables: Path, tmp_path: Path) -> None:
    found = read_set(sample_tables)
    for digest in (OLD, NEW):
        write_set(tmp_path, found.tables, {**found.manifest, "input_digest": digest})
    drop_sets(tmp_path, 1)
    page = open_page(tmp_path, "pages/articles.py", f"corpus={OLD[:6]}")
    assert "made on other tables" in page.warning[0].value


def test_the_overview_says_what_is_new_and_lists_it(open_page: "OpenPage", kept_tables: Path, sample_size: int) -> None:
    """The current set has an article less than the one before, so that nothing is new; turned round, one is."""
    page = open_page(kept_tables, "streamlit_app.py")
    body = " ".join(each.proto.body for each in page.get("html"))
    assert "Since 2024-12-09, 08:00 UTC: " in body and "new article" not in body
    none = open_page(kept_tables, "pages/articles.py", f"new={OLD[:6]}")
    assert "Nothing is left" in none.info[0].value
    one = open_page(kept_tables, "pages/articles.py", f"set={OLD[:6]}&new={NEW[:6]}")
    assert one.caption[0].value.startswith(f"1 of {sample_size} articles selected")
    lost = open_page(kept_tables, "pages/articles.py", "new=abcdef")
    assert "kept no more" in lost.warning[0].value
