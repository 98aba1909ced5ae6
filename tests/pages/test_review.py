"""The page Review: what it says before a correction is saved, what saving does, and that words stay words."""

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.accounts import Account
from dashboard.app import signing
from dashboard.corrections.log import FILE, read_log, save
from dashboard.corrections.record import Correction
from dashboard.filters import read_filters
from dashboard.gazetteer import GazetteerFile, used_path
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
    assert "1 correction" in [each.value for each in page.header]
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
    assert "nor the gazetteer have a place “nonsense”" in said(page)
    assert [each.key for each in page.button if each.key == "save"] == [], "it would lose its text at once"
    page = open_page(tables, REVIEW, "change=wrong-place&written=Mount+Bental&right-place=169577")
    sign(page)
    reader = open_store(tables).reader()
    assert reader.execute("SELECT state, mentions FROM corrections").fetchall() == [("applied", 1)]
    assert reader.execute("SELECT location_id FROM entities WHERE surface = 'Mount Bental'").fetchall() == [("169577",)]


def test_a_name_is_placed_where_no_table_has_a_place(
    open_page: "OpenPage", tables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [place] = GazetteerFile(used_path()).search("Kafr Zayta, Syria", 1)
    query = f"change=wrong-place&written=Mount+Bental&right-place={place.location_id}"
    sign(open_page(tables, REVIEW, query))
    [correction] = read_log(tables).corrections
    assert correction.place and (correction.place.name, correction.place.latitude) == (place.name, place.latitude)
    for script in ("pages/locations.py", "pages/sentences.py"):
        filtered = open_page(tables, script, f"location={place.location_id}")
        assert not filtered.exception and not filtered.warning, "the place is known as a filter"
        assert filtered.caption[0].value.startswith("1 of ")
    monkeypatch.setenv("DATELINE_CACHE", str(tables / "none"))
    page = open_page(tables, REVIEW, query.replace("Mount+Bental", "Homs") + "&location=169577")
    assert "the gazetteer is not on this machine" in " ".join(each.value for each in page.caption)
    assert page.button(key="save"), "the tables have the place by now"


def test_others_are_corrected_together_and_taken_back_together(open_page: "OpenPage", tables: Path) -> None:
    page = open_page(tables, REVIEW, "change=hide&actor=mohammed-al-bashir&back=actors%3Factor%3Dsyria")
    page.button(key="tick-all").click().run()
    ticks = len(page.checkbox)
    assert page.button(key="save").label == f"Save all {ticks + 1}"
    page = sign(page)
    assert "Saved." in said(page) and "← Back to Actors" in html(page), "and the way back"
    corrections = read_log(tables).corrections
    assert ticks > 0 and len({each.actor for each in corrections}) == ticks + 1
    assert {each.batch for each in corrections} == {corrections[0].id}
    assert f"and {ticks} other" in html(page)
    page.button(key="undo-saved").click().run()
    assert read_log(tables).not_taken_back() == []
    page.button(key=f"undo-{corrections[0].id}").click().run()
    assert read_log(tables).not_taken_back() == [*corrections], "brought back"


def test_a_correction_of_a_sentence_can_reach_further(open_page: "OpenPage", tables: Path) -> None:
    listed = html(open_page(tables, "pages/sentences.py", "at=169577"))
    mention = listed.split("review?mention=")[1].split("&")[0].replace("%40", "@")
    sign(open_page(tables, REVIEW, f"change=not-a-place&mention={mention}&reach=everywhere"))
    [correction] = read_log(tables).corrections
    assert (correction.articles, correction.sentence, correction.location) == ((), "", "169577")


@pytest.mark.parametrize("query", [
    "", "change=merge", "change=merge&actor=syria", "change=rename&actor=syria", "change=split&actor=syria",
    "change=split&actor=syria&into=hezbollah", "change=wrong-place", "change=wrong-place&location=169577&written=Homs",
])  # fmt: skip
def test_what_is_missing_is_said(open_page: "OpenPage", sample_tables: Path, query: str) -> None:
    page = open_page(sample_tables, REVIEW, query)
    assert not page.exception
    said = [each.value for each in page.caption if each.value.startswith(("Choose", "Write"))]
    assert len(said) == 1
    assert not [each for each in page.button if each.key == "save"]


def test_only_a_place_can_be_none(open_page: "OpenPage", read_boxes: "ReadBoxes", tables: Path) -> None:
    boxes = read_boxes(open_page(tables, REVIEW, "change=not-a-place"))
    assert "pick-locations" in boxes and "pick-written" not in boxes, "what is on no map is no place already"


def test_what_is_chosen_is_named(open_page: "OpenPage", read_boxes: "ReadBoxes", tables: Path) -> None:
    boxes = read_boxes(open_page(tables, REVIEW, "change=wrong-place&written=Mount+Bental&right-place=169577"))
    names = {key: [each["name"] for each in box["chosen"]] for key, box in boxes.items() if key.startswith("pick")}
    assert names == {
        "pick-change": ["This is another place"], "pick-locations": [], "pick-written": ["Mount Bental"],
        "pick-right_place": ["Homs, Homs Governorate, Syria"],
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
        "2 lines of corrections.jsonl are ignored: line 2 has the kind 'bless', which this version does not know; "
        "line 3 is cut short or no JSON. Mend them or remove them.",
    ):
        assert part in said(page)
    assert "lost its text" in html(page)


def test_no_line_of_the_file_ends_a_page(open_page: "OpenPage", tables: Path) -> None:
    (tables / FILE).write_bytes(ALL)
    page = open_page(tables, REVIEW)
    assert not page.exception
    [note] = [each.value for each in page.warning if "ignored" in each.value]
    assert f"{len(BAD)} lines of corrections" in said(page) and f"and {len(BAD) - 3} more" in note
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


def test_the_server_saves_nothing_for_whom_no_role_lets(
    open_page: "OpenPage", tables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing, "find_here", lambda: Account("Ana", may_correct=True))
    page = open_page(tables, REVIEW, "change=hide&actor=hezbollah")
    assert [each.key for each in page.text_input if each.key == "name"] == []
    page.text_input(key="why").input("x")
    monkeypatch.setattr(signing, "find_here", lambda: Account("Ana", may_correct=False))
    page.button(key="save").click().run()
    assert not (tables / FILE).exists()
    assert "Ana, who may read and not correct" in said(page)
    assert "review?" not in html(open_page(tables, "pages/actors.py", "actor=hezbollah"))


def test_where_a_proxy_says_who_somebody_is_nobody_else_can_correct(
    open_page: "OpenPage", tables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_USER_HEADER", "X-Forwarded-User")
    assert "nobody says who you are" in said(open_page(tables, REVIEW, "change=hide&actor=hezbollah"))


def test_what_readers_write_is_text(open_page: "OpenPage", tables: Path) -> None:
    save(tables, Correction("rename", who=EVIL, why=EVIL, actor="hezbollah", name=EVIL))
    save(tables, Correction("split", who=EVIL, why=EVIL, actor="syria", into="x", name=EVIL, surfaces=(EVIL, "Syria")))
    page = open_page(tables, REVIEW, "change=merge&actor=hezbollah&into=x")
    assert not page.exception
    assert "<script" not in html(page) and "<img" not in html(page)
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


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("back=https://evil.example/", "The link's back leads to no page of this dashboard"),
        ("like=other", "There is no pattern “other” of others like it"),
        ("change=merge&actor=hezbollah&into=syria&like=other", "There is no pattern “other” of others like it"),
        ("right-place=276781", "The link's right-place is of a name on the map, and the link names none"),
        ("change=wrong-place&right-place=276781", "The link's right-place is of a name on the map"),
    ],
)
def test_what_a_link_asks_in_vain_is_said(open_page: "OpenPage", sample_tables: Path, query: str, note: str) -> None:
    page = open_page(sample_tables, REVIEW, query)
    assert not page.exception
    assert note in said(page)
