"""The page Evidence: a pack is opened, written between, ordered, compared, withheld and put aside."""

import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dashboard.app import desk
from dashboard.errors import DiskError, EvidenceError
from dashboard.evidence.folder import begin_pack, change_pack, open_pack
from dashboard.evidence.pack import Pack, Picture, dump_pack
from dashboard.evidence.taking import Shelf, take
from dashboard.store import open_store
from dashboard.tables.files import read_set
from dashboard.wording import plural
from tests.evidence.conftest import draw_png, make_item
from tests.pages.test_pages import html, plain

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from tests.pages.conftest import OpenPage

SCRIPT = "pages/evidence.py"
REFS = (
    "sentence:2024-12-07-homs-denial:1", "quote:2024-12-08-hezbollah-withdraws-812-832",
    "number:sentences?at=169577&unit=article", "pin:169577?",
)  # fmt: skip


@pytest.fixture(scope="module")
def tables(sample_tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's tables, to be written beside."""
    return shutil.copytree(sample_tables, tmp_path_factory.mktemp("evidence") / "tables", symlinks=True)


@pytest.fixture(scope="module")
def of_homs(tables: Path) -> Pack:
    """A pack of what the sample says of Homs."""
    shelf = Shelf(open_store(tables).reader(), "http://desk.example/")
    return Pack("Was Homs taken?", "Ana", tuple(take(shelf, ref) for ref in REFS))


@pytest.fixture(scope="module")
def naming_homs(tables: Path) -> str:
    """In how many articles Homs is named as a place, by the rows of the tables."""
    rows = read_set(tables).tables["entities"].to_pylist()
    found = {row["article_id"] for row in rows if row["location_id"] == "169577" and row["sense"] == "place"}
    return plural(len(found), "article")


@pytest.fixture
def pack_id(tables: Path, of_homs: Pack) -> str:
    """The same, on the server."""
    return begin_pack(tables, of_homs)


def go_on(page: "AppTest", pack_id: str) -> "AppTest":
    """The page in a browser that fills this pack."""
    page.session_state["pack"] = pack_id
    return page.run()


def test_without_a_pack_the_page_says_how_to_fill_one(open_page: "OpenPage", tables: Path) -> None:
    page = open_page(tables, SCRIPT)
    assert not page.exception and "Nothing is in it yet" in html(page)
    assert 'href="sentences?corpus=' in html(page)
    page.button[-1].click().run()
    assert not page.exception and page.text_area[0].label == "Your words"


def test_a_pack_is_read_by_its_link_and_gone_on_with(open_page: "OpenPage", tables: Path, pack_id: str) -> None:
    page = open_page(tables, SCRIPT, f"pack={pack_id}")
    assert not page.exception and not page.warning
    assert "4 items" in [each.value for each in page.header] and not [
        each for each in page.text_input if each.label == "Title"
    ]
    assert page.subheader[0].value == "Was Homs taken?" and "Ana" in [each.value for each in page.caption]
    assert not [each for each in page.button if each.label in ("Remove", "Up")], "a reader changes nothing yet"
    [button] = [each for each in page.button if each.label == "Go on with this pack"]
    button.click().run()
    assert page.session_state["pack"] == pack_id and page.text_input(key="pack-title").value == "Was Homs taken?"
    unknown = open_page(tables, SCRIPT, f"pack={'x' * 22}")
    assert "no pack of this link" in unknown.warning[0].value and "Nothing is in it yet" in html(unknown)


def test_items_print_in_their_order_with_her_words_between(
    open_page: "OpenPage", tables: Path, pack_id: str, naming_homs: str
) -> None:
    page = go_on(open_page(tables, SCRIPT), pack_id)
    drawn = html(page)
    for said in (
        "Syria’s defence ministry denied late on Saturday", "Hayat Tahrir al-Sham", naming_homs,
        "of the place: Homs, Syria", "34.7240° N",
    ):  # fmt: skip
        assert said in drawn
    first = open_pack(tables, pack_id).items[0].id  # type: ignore[union-attr]
    page.button(key=f"Down-{first}").click().run()
    page.button(key=f"Write below-{first}").click().run()
    words = page.text_area[0]
    words.set_value("So says the ministry.\n\nNobody else does.").run()
    page.text_input(key="pack-title").set_value("Who has Homs?").run()
    pack = open_pack(tables, pack_id)
    assert pack and pack.title == "Who has Homs?"
    assert [each.kind for each in pack.items] == ["quote", "sentence", "words", "number", "pin"]
    assert pack.items[2].text == "So says the ministry.\n\nNobody else does."
    page.button(key=f"Remove-{first}").click().run()
    assert [each.kind for each in open_pack(tables, pack_id).items] == ["quote", "words", "number", "pin"]  # type: ignore[union-attr]
    assert not page.exception


def test_what_cannot_be_saved_stays_in_its_box_and_is_said(
    open_page: "OpenPage", tables: Path, pack_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise EvidenceError("the disk is full")

    page = go_on(open_page(tables, SCRIPT), pack_id)
    monkeypatch.setattr(desk, "change_pack", refuse)
    page.text_input(key="pack-title").set_value("Mine").run()
    assert page.text_input(key="pack-title").value == "Mine" and "the disk is full" in page.error[0].value
    monkeypatch.undo()
    change_pack(tables, pack_id, lambda pack: replace(pack, title="A colleague's"))
    monkeypatch.setenv("DATELINE_TABLES", str(tables))
    assert page.run().text_input(key="pack-title").value == "A colleague's", "what is new in the pack is shown"


def test_two_who_write_in_one_pack_do_not_undo_each_other(open_page: "OpenPage", tables: Path, pack_id: str) -> None:
    page = go_on(open_page(tables, SCRIPT), pack_id)
    change_pack(tables, pack_id, lambda pack: replace(pack, title="A colleague's"))
    page.text_input(key="pack-author").set_value("Bo").run()
    pack = open_pack(tables, pack_id)
    assert pack and (pack.title, pack.author) == ("A colleague's", "Bo")


def test_words_of_a_paragraph_that_is_gone_are_given_back(open_page: "OpenPage", tables: Path, pack_id: str) -> None:
    change_pack(tables, pack_id, lambda pack: replace(pack, items=(make_item(1, "words"), *pack.items)))
    page = go_on(open_page(tables, SCRIPT), pack_id)
    change_pack(tables, pack_id, lambda pack: replace(pack, items=pack.items[1:]))
    page.text_area[0].set_value("Long thought about").run()
    assert "your words were not saved: Long thought about" in plain(page.error[0].value)


def test_a_pack_that_cannot_be_deleted_says_so(
    open_page: "OpenPage", tables: Path, pack_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise DiskError("the disk is full")

    page = go_on(open_page(tables, SCRIPT), pack_id)
    monkeypatch.setattr(desk, "throw_away", refuse)
    [button] = [each for each in page.button if each.label == "Delete it"]
    button.click().run()
    assert not page.exception and "the disk is full" in page.error[0].value and open_pack(tables, pack_id)


def test_the_menu_says_how_much_is_in_it_and_buttons_what_is(open_page: "OpenPage", tables: Path, pack_id: str) -> None:
    page = go_on(open_page(tables, "pages/sentences.py", "at=169577&unit=article"), pack_id)
    assert "Evidence (4)" in [each.proto.label for each in page.sidebar.get("page_link")]
    buttons = dict(re.findall(r'data-act="take" data-ref="([^"]*)">([^<]*)<', html(page)))
    assert buttons["number:sentences?at=169577&amp;unit=article"] == "In evidence ✓"
    assert buttons["sentence:2024-12-08-damascus-falls:11"] == "Add to evidence"


def test_it_is_compared_with_the_tables_and_taken_over(
    open_page: "OpenPage", tables: Path, pack_id: str, naming_homs: str
) -> None:
    change_pack(tables, pack_id, lambda pack: replace(pack, items=tuple(
        replace(each, heading="9 articles") if each.kind == "number" else each for each in pack.items
    )))  # fmt: skip
    page = go_on(open_page(tables, SCRIPT), pack_id)
    page.button(key="compare").click().run()
    now = f"It was “9 articles”, and is “{naming_homs} ("
    assert any(now in each.value.replace("\\", "") for each in page.caption)
    [button] = [each for each in page.button if each.label == "Take over what is there now"]
    button.click().run()
    assert not page.exception
    assert [each.heading for each in open_pack(tables, pack_id).items if each.kind == "number"] != ["9 articles"]  # type: ignore[union-attr]
    page.button(key="compare").click().run()
    assert "all are as they were taken" in page.success[0].value


def test_a_pack_without_names_is_not_compared(open_page: "OpenPage", tables: Path, pack_id: str) -> None:
    change_pack(tables, pack_id, lambda pack: replace(pack, withheld=True))
    page = go_on(open_page(tables, SCRIPT), pack_id)
    assert not [each for each in page.button if each.key == "compare"]
    assert any("Names were withheld in this pack" in each.value for each in page.caption)


def test_names_are_withheld_in_files_and_said_how_often(open_page: "OpenPage", tables: Path, pack_id: str) -> None:
    page = go_on(open_page(tables, SCRIPT), pack_id)
    page.text_area(key="withheld").set_value("Homs\nNobody Here").run()
    said = " ".join(plain(each.value) for each in page.markdown)
    assert re.search(r"Homs: \d+ times", said) and "Nobody Here: stands nowhere" in said
    page.text_area(key="withheld").set_value("…").run()
    assert "No file can be made" in page.error[0].value and not page.exception


def test_hostile_words_of_a_pack_are_shown_and_not_run(open_page: "OpenPage", tables: Path) -> None:
    evil = '<img src=x onerror="alert(1)">'
    item = make_item(1, "sentence", heading=evil, note=evil)
    pack = Pack(evil, evil, (item, make_item(2, "chart", heading=evil)))
    page = open_page(tables, SCRIPT, f"pack={begin_pack(tables, pack)}")
    assert not page.exception and "<img" not in html(page) and "&lt;img src=x" in html(page)


def test_a_file_that_is_no_pack_is_told(open_page: "OpenPage", tables: Path, pack_id: str) -> None:
    (tables / "packs" / f"{pack_id}.json").write_bytes(dump_pack(Pack("x"))[:20])
    page = open_page(tables, SCRIPT, f"pack={pack_id}")
    assert not page.exception and "cannot be read" in page.error[0].value


def test_a_pack_is_put_aside_and_thrown_away(open_page: "OpenPage", tables: Path, pack_id: str) -> None:
    page = go_on(open_page(tables, SCRIPT), pack_id)
    [button] = [each for each in page.button if each.label == "Begin another pack"]
    button.click().run()
    assert "Nothing is in it yet" in html(page) and open_pack(tables, pack_id)
    page = go_on(page, pack_id)
    [button] = [each for each in page.button if each.label == "Delete it"]
    button.click().run()
    assert open_pack(tables, pack_id) is None and not page.exception


def test_a_pack_that_cannot_be_thrown_away_stays_and_the_page_says_why(
    open_page: "OpenPage", tables: Path, pack_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(37, "No locks available")

    page = go_on(open_page(tables, SCRIPT), pack_id)
    monkeypatch.setattr("fcntl.flock", refuse)
    [button] = [each for each in page.button if each.label == "Delete it"]
    button.click().run()
    assert not page.exception and open_pack(tables, pack_id)
    assert page.error[0].value.startswith("Nothing was deleted") and "No locks available" in page.error[0].value


def test_a_chart_of_a_pack_is_seen(open_page: "OpenPage", tables: Path) -> None:
    item = make_item(1, "chart", heading="Bars", picture=Picture(draw_png(), "Bars of two days", 40, 20))
    page = open_page(tables, SCRIPT, f"pack={begin_pack(tables, Pack(items=(item,)))}")
    assert not page.exception and page.get("image")
