"""The page Review: what it says before a correction is saved, what saving does, and that words stay words."""

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.app.signing import REMEMBER
from dashboard.corrections.log import FILE, read_log, save
from dashboard.corrections.record import Correction
from dashboard.filters import read_filters
from dashboard.queries import mentions
from dashboard.store import open_store
from dashboard.wording import EMPTY_DIRECTIVE
from tests.corrections.test_corrections_record import ALL, BAD

if TYPE_CHECKING:
    from tests.pages.conftest import OpenPage, ReadBoxes

REVIEW = "pages/review.py"
EVIL = '<script>window.pwned=1</script><img src=x onerror="window.pwned=1"> **bold** [x](javascript:alert(1))'


@pytest.fixture
def tables(sample_tables: Path, tmp_path: Path) -> Path:
    """A copy of the sample's tables, for corrections of one test."""
    return Path(shutil.copytree(sample_tables, tmp_path / "tables"))


def html(page: AppTest) -> str:
    return "".join(each.proto.body for each in page.get("html"))


def sign(page: AppTest, why: str = "read the articles") -> AppTest:
    """The page after its form was signed and saved."""
    page.text_input(key="name").input("Ada").run()
    page.text_input(key="why").input(why).run()
    return page.button(key="save").click().run()


def said(page: AppTest) -> str:
    labels = " ".join(each.value for each in (*page.success, *page.error, *page.warning, *page.info))
    return labels.replace(EMPTY_DIRECTIVE, "").replace("\\", "")


def test_a_merge_is_saved_shown_and_taken_back(open_page: "OpenPage", tables: Path) -> None:
    page = open_page(tables, REVIEW, "change=merge&actor=hezbollah&into=syria")
    assert "This changes" in html(page) and "sentences?named=hezbollah&amp;unit=article" in html(page)
    page = sign(page)
    assert not page.exception
    assert "Saved." in said(page)
    [correction] = read_log(tables).corrections
    assert correction.says_the_same(Correction("merge", actor="hezbollah", into="syria"))
    assert page.query_params == {}
    assert "1 correction" in [each.value for each in page.subheader]
    old = open_page(tables, "pages/quotes.py", "speaker=hezbollah&via=hezbollah&actor=hezbollah")
    assert "“hezbollah” was merged into Syria (see Review)." in said(old)
    assert not old.warning
    assert not open_page(tables, "pages/sentences.py", "named=hezbollah").warning
    page = open_page(tables, REVIEW)
    page.text_input(key="name").input("Bo").run()
    page.button(key=f"undo-{correction.id}").click().run()
    assert read_log(tables).not_taken_back() == []
    assert not open_page(tables, "pages/actors.py", "actor=hezbollah").info
    assert page.button(key=f"undo-{correction.id}").label == "Bring back"
    page.button(key=f"undo-{correction.id}").click().run()
    assert read_log(tables).not_taken_back() == [correction]


@pytest.mark.parametrize(("query", "name", "kind"), [
    ("change=split&actor=hezbollah&written=Hezbollah", "Other", "split"),
    ("change=split&actor=hezbollah&in=2024-12-07-homs-denial&into=syria", None, "split"),
    ("change=rename&actor=hezbollah", "Hizb", "rename"),
    ("change=hide&actor=hezbollah", None, "hide"),
    ("change=not-a-place&location=169577&written=Homs", None, "not-a-place"),
    ("change=not-a-place&location=169577&written=Homs&in=2024-12-07-homs-denial", None, "not-a-place"),
])  # fmt: skip
def test_what_is_announced_is_what_changes(
    open_page: "OpenPage", tables: Path, query: str, name: str | None, kind: str
) -> None:
    page = open_page(tables, REVIEW, query)
    if name:
        page.text_input(key="new-name").input(name).run()
    announced = html(page).split("This changes")[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
    filters, notes = read_filters(parse_qs(announced.partition("?")[2]))
    before = mentions.count_mentions(open_store(tables).reader(), filters)
    page = sign(page)
    assert not page.exception and "Saved." in said(page)
    reader = open_store(tables).reader()
    assert reader.execute("SELECT kind, state, mentions FROM corrections").fetchall() == [(kind, "applied", before)]
    assert before > 0 and notes == []


def test_one_mention_is_corrected_from_its_sentence(open_page: "OpenPage", tables: Path) -> None:
    listed = html(open_page(tables, "pages/sentences.py", "at=169577"))
    mention = listed.split("review?mention=")[1].split("&")[0]
    page = open_page(tables, REVIEW, f"change=not-a-place&mention={mention.replace('%40', '@')}")
    assert "1 mention" in html(page)
    assert 'class="hit"' in html(page), "the sentence that is corrected"
    sign(page)
    [correction] = read_log(tables).corrections
    assert correction.sentence and correction.articles and correction.location == "169577"
    assert open_store(tables).reader().execute("SELECT state FROM corrections").fetchall() == [("applied",)]


def test_a_name_that_nothing_was_weighed_for_is_placed_where_the_tables_know_a_place(
    open_page: "OpenPage", tables: Path
) -> None:
    page = open_page(tables, REVIEW, "change=wrong-place&written=Mount+Bental&right-place=nonsense")
    assert "no place “nonsense”" in said(page)
    assert [each.key for each in page.button if each.key == "save"] == [], "it would lose its text at once"
    page = open_page(tables, REVIEW, "change=wrong-place&written=Mount+Bental&right-place=169577")
    sign(page)
    reader = open_store(tables).reader()
    assert reader.execute("SELECT state, mentions FROM corrections").fetchall() == [("applied", 1)]
    assert reader.execute("SELECT location_id FROM entities WHERE surface = 'Mount Bental'").fetchall() == [("169577",)]


def test_only_a_place_can_be_none(open_page: "OpenPage", read_boxes: "ReadBoxes", tables: Path) -> None:
    boxes = read_boxes(open_page(tables, REVIEW, "change=not-a-place"))
    assert "pick-locations" in boxes and "pick-written" not in boxes, "what is on no map is no place already"


def test_what_is_chosen_is_named(open_page: "OpenPage", read_boxes: "ReadBoxes", tables: Path) -> None:
    boxes = read_boxes(open_page(tables, REVIEW, "change=wrong-place&written=Mount+Bental&right-place=169577"))
    names = {key: [each["name"] for each in box["chosen"]] for key, box in boxes.items() if key.startswith("pick")}
    assert names == {
        "pick-change": ["This is another place"], "pick-locations": [], "pick-written": ["Mount Bental"],
        "pick-right_place": ["Homs, Syria"],
    }  # fmt: skip


def test_a_mention_that_is_not_there_is_said(open_page: "OpenPage", tables: Path) -> None:
    page = open_page(tables, REVIEW, "change=wrong-place&mention=nowhere%401")
    assert not page.exception and "no mention “nowhere@1”" in said(page)


def test_a_contradiction_is_shown_with_its_author_and_reason(open_page: "OpenPage", tables: Path) -> None:
    first = save(tables, Correction("rename", who="Bo *x*", why="<b>as AFP has it</b>", actor="hezbollah", name="Hizb"))
    page = open_page(tables, REVIEW, "change=rename&actor=hezbollah")
    page.text_input(key="new-name").input("Party of God").run()
    assert "contradicts" in said(page)
    assert html(page).count("&lt;b&gt;as AFP has it&lt;/b&gt;") == 2, "above the button, and in the list"
    sign(page)
    states = (
        open_store(tables).reader().execute("SELECT state, because_who FROM corrections ORDER BY number").fetchall()
    )
    assert states == [("contradicted", "Ada"), ("applied", None)]
    assert first in read_log(tables).not_taken_back()


def test_what_was_not_touched_stays_when_a_box_is_written(
    open_page: "OpenPage", read_boxes: "ReadBoxes", tables: Path
) -> None:
    save(tables, Correction("rename", who="Bo", why="x", actor="syria", name="Hezbollah"))
    page = open_page(tables, "pages/actors.py", "actor=syria&actor=hezbollah")
    names = [each["name"] for each in read_boxes(page)["filter-actors"]["chosen"]]
    assert names == ["Hezbollah [syria]", "Hezbollah [hezbollah]"]
    words = page.text_input(key="filter-words").input("Homs").run()
    assert words.query_params["actor"] == ["syria", "hezbollah"]


def test_without_a_name_or_a_reason_nothing_is_saved(open_page: "OpenPage", tables: Path) -> None:
    page = open_page(tables, REVIEW, "change=hide&actor=hezbollah")
    page.button(key="save").click().run()
    assert "Not saved: a correction needs a name and a reason" in said(page)
    assert not (tables / FILE).exists()


def test_to_take_back_needs_a_name_and_no_reason(open_page: "OpenPage", tables: Path) -> None:
    hidden = save(tables, Correction("hide", who="Bo", why="x", actor="hezbollah"))
    page = open_page(tables, REVIEW).button(key=f"undo-{hidden.id}").click().run()
    assert "in somebody’s name; write yours above" in said(page) and "reason" not in said(page)
    assert read_log(tables).not_taken_back() == [hidden]


def test_the_name_of_another_actor_is_pointed_out(open_page: "OpenPage", tables: Path) -> None:
    page = open_page(tables, REVIEW, "change=rename&actor=hezbollah")
    assert "Another actor" not in said(page.text_input(key="new-name").input("Hezbollah").run())
    assert "Another actor is called so, too" in said(page.text_input(key="new-name").input("syria").run())


def test_what_lost_its_text_or_cannot_be_read_is_said(open_page: "OpenPage", tables: Path) -> None:
    save(tables, Correction("hide", who="Ada", why="x", actor="nobody"))
    with (tables / FILE).open("a") as file:
        file.write(json.dumps({"id": "2", "when": "2031-01-01", "who": "A", "why": "x", "kind": "bless"}) + '\n{"kin')
    page = open_page(tables, REVIEW)
    assert not page.exception
    for part in (
        "1 correction of 1 lost the text",
        "'bless', which this version",
        "Line 3 of corrections.jsonl is cut short",
    ):
        assert part in said(page)
    assert "lost its text" in html(page)


def test_no_line_of_the_file_ends_a_page(open_page: "OpenPage", tables: Path) -> None:
    (tables / FILE).write_bytes(ALL)
    page = open_page(tables, REVIEW)
    assert not page.exception
    assert "Line 2 of corrections.jsonl is nested too deeply" in said(page)
    assert f"And {len(BAD) - 10} more lines; `dateline preprocess` lists all of them." in said(page)
    assert page.get("download_button")
    assert not open_page(tables, "streamlit_app.py").exception


def test_nothing_can_be_changed_where_it_is_switched_off(
    open_page: "OpenPage", tables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(tables, Correction("hide", who="Ada", why="x", actor="hezbollah"))
    monkeypatch.setenv("DATELINE_CORRECTIONS", "off")
    page = open_page(tables, REVIEW, "change=hide&actor=syria")
    assert not page.exception
    assert "switched off" in said(page)
    assert [each.key for each in page.button if str(each.key).startswith(("undo", "save"))] == []
    assert "hidden by a correction" in said(open_page(tables, "pages/actors.py", "actor=hezbollah"))


def test_what_readers_write_is_text(open_page: "OpenPage", tables: Path) -> None:
    save(tables, Correction("rename", who=EVIL, why=EVIL, actor="hezbollah", name=EVIL))
    save(tables, Correction("split", who=EVIL, why=EVIL, actor="syria", into="x", name=EVIL, surfaces=(EVIL, "Syria")))
    page = open_page(tables, REVIEW, "change=merge&actor=hezbollah&into=x")
    assert not page.exception
    theirs = html(page).replace(REMEMBER, "")
    assert "<script" not in theirs and "<img" not in theirs
    told = open_page(tables, REVIEW, "change=rename&actor=hezbollah")
    told.text_input(key="new-name").input("N").run()
    assert "<img" not in html(told)


def test_the_list_says_who_was_renamed(open_page: "OpenPage", tables: Path) -> None:
    for each in (
        Correction("rename", who="Bo", why="x", actor="hezbollah", name="Hizb"),
        Correction("split", who="Bo", why="x", actor="hezbollah", into="wing", name="Wing", surfaces=("Hezbollah",)),
        Correction("rename", who="Bo", why="x", actor="hezbollah", name="Party"),
        Correction("rename", who="Bo", why="x", actor="wing", name="Arm"),
    ):
        save(tables, each, [other.id for other in read_log(tables).corrections])
    entries = re.findall(r"<p>(.*?) <span", html(open_page(tables, REVIEW)))
    assert [re.sub(r"<.*?>", "", each) for each in entries] == [
        "Wing is called “Arm”", "Hezbollah is called “Party”", "“Hezbollah” is Arm, not Hezbollah",
        "Hezbollah is called “Hizb”",
    ]  # fmt: skip
