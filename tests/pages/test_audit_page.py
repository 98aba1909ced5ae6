"""The page Audit: an audit is begun, judged blind by two people, and its result stands there and on About."""

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.app import judging
from dashboard.judgements import log
from dashboard.judgements.audit import Audit
from dashboard.judgements.record import Judgement
from dashboard.wording import EMPTY_DIRECTIVE

if TYPE_CHECKING:
    from tests.pages.conftest import OpenPage

AUDIT, ABOUT = "pages/audit.py", "pages/about.py"


@pytest.fixture
def tables(sample_tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sample's tables, for audits of one test, and nobody is too quick to have read."""
    monkeypatch.setattr(judging, "SHORTEST_LOOK", 0.0)
    return Path(shutil.copytree(sample_tables, tmp_path / "tables"))


def html(page: AppTest) -> str:
    return " ".join(each.proto.body for each in page.get("html")).replace("<bdi>", "").replace("</bdi>", "")


def said(page: AppTest) -> str:
    labels = " ".join(each.value for each in (*page.success, *page.error, *page.warning, *page.info, *page.caption))
    return labels.replace(EMPTY_DIRECTIVE, "").replace("\\", "")


def only_audit(tables: Path) -> Audit:
    [path] = log.list_files(tables)
    audit = log.read_audit(tables, path.stem)
    assert audit is not None
    return audit


def begin(page: AppTest, name: str = "Ada", *, pins_alone: bool = False) -> AppTest:
    page.text_input(key="name").input(name).run()
    if pins_alone:
        page.checkbox(key="judge-actors").uncheck().run()
        page.checkbox(key="judge-quotes").uncheck().run()
    page.slider(key="size").set_value(20).run()
    return page.button(key="begin").click().run()


def key(page: AppTest, name: str) -> str:
    """What the page's address says under this key; "" for nothing."""
    found = page.query_params.get(name, "")
    return found if isinstance(found, str) else str(found[0])


def judge(tables: Path, judge: str, verdicts: dict[int, str], left: int = 0) -> None:
    """Judge all items but the last ones, behind the page's back."""
    audit = only_audit(tables)
    for number in audit.order(judge)[: len(audit.items) - left]:
        log.judge(tables, audit.design.id, Judgement(number, judge, verdicts.get(number, "right")))


def judge_left(page: AppTest, name: str, verdicts: dict[int, str]) -> list[int]:
    """Judge on the page until nothing is left; the items in the order in which they came."""
    page.text_input(key="name").input(name).run()
    page.button(key="judge").click().run()
    order = []
    while number := int(key(page, "item") or 0):
        order.append(number)
        page.button(key=f"{verdicts.get(number, 'right')}-{number}").click().run()
        assert not page.exception and not page.error
    return order


def test_an_audit_is_judged_by_two_and_about_says_what_came_of_it(open_page: "OpenPage", tables: Path) -> None:
    page = begin(open_page(tables, AUDIT, "source=Sample+Wire"), pins_alone=True)
    audit = only_audit(tables)
    assert key(page, "audit") == audit.design.id
    assert audit.design.who == "Ada" and audit.design.filters == "source=Sample+Wire"
    assert {item.kind for item in audit.items.values()} == {"pins"} and len(audit.items) >= 15
    assert "Nobody has judged anything yet" in html(page)
    wrong, untold, differing, *_ = audit.order("Ada")
    verdicts = {wrong: "wrong", untold: "cannot tell"}
    judge(tables, "Ada", verdicts, left=2)
    assert judge_left(page, "Ada", verdicts) == audit.order("Ada")[-2:]
    right, whole = len(audit.items) - 2, len(audit.items) - 1
    assert f"Pins: {right} of {whole} right: " in html(page) and "of 1 nobody could tell" in html(page)
    assert "1 wrong" in [each.value for each in page.header]
    assert f'href="review?mention={audit.items[wrong].article_id}' in html(page), "leads to Review, filled in"

    link = f"audit={audit.design.id}"
    other = open_page(tables, AUDIT, link)
    assert "right:" not in html(other), "whoever has not judged sees no result"
    judge(tables, "Bo", {differing: "wrong"}, left=1)
    judge_left(other, "Bo", {differing: "wrong"})
    assert "Ada and Bo say the same of" in html(other) and "2 items to settle" in [each.value for each in other.header]
    settling = open_page(tables, AUDIT, f"{link}&item={wrong}")
    settling.text_input(key="name").input("Bo").run()
    assert "Ada: wrong and Bo: right" in html(settling)
    settling.button(key=f"wrong-{wrong}").click().run()
    assert "1 item to settle" in [each.value for each in settling.header]

    about = html(open_page(tables, ABOUT))
    assert re.search(
        r"Checked by hand on these articles:</p><ul><li><strong>\d+ of \d+ pins right: \d+ % \(\d+–\d+\)<", about
    )
    assert "judged by 2 people" in about and "source: Sample Wire" in about


def test_nothing_but_the_words_is_shown_to_whoever_judges(open_page: "OpenPage", tables: Path) -> None:
    begin(open_page(tables, AUDIT))
    audit = only_audit(tables)
    judge(tables, "Ada", dict.fromkeys(audit.items, "wrong"))
    number = audit.order("Bo")[0]
    blind = open_page(tables, AUDIT, f"audit={audit.design.id}&item={number}")
    blind.text_input(key="name").input("Bo").run()
    shown = html(blind) + said(blind) + " ".join(each.label for each in blind.button)
    assert "dl-question" in shown and "0 of" in said(blind)
    for word in ("confidence", "stratum", "Ada", "stands for", "judged wrong", f"{audit.items[number].confidence:.2f}"
                 if audit.items[number].confidence else "confidence"):  # fmt: skip
        assert word not in shown, word
    assert {each.proto.type for each in blind.button if str(each.key).endswith(f"-{number}")} == {"secondary"}


def test_one_goes_back_takes_back_and_leaves_a_note(open_page: "OpenPage", tables: Path) -> None:
    page = begin(open_page(tables, AUDIT))
    audit = only_audit(tables)
    page.button(key="judge").click().run()
    first = audit.order("Ada")[0]
    page.text_input(key=f"note-{first}").input("cut short").run()
    page.button(key=f"wrong-{first}").click().run()
    assert key(page, "item") == str(audit.order("Ada")[1])
    assert "is judged <strong>wrong</strong>" in html(page) and ">correct it<" in html(page).replace(
        "<bdi>", ""
    ).replace("</bdi>", "")
    page.button(key="to-Previous").click().run()
    assert page.text_input(key=f"note-{first}").value == "cut short"
    assert page.button(key=f"wrong-{first}").proto.type == "primary"
    page.button(key=f"back-{first}").click().run()
    assert only_audit(tables).said_by("Ada") == {}
    page.button(key="stop").click().run()
    assert page.button(key="judge").label == "Begin to judge"


def test_a_key_that_is_held_judges_nothing_unread(
    open_page: "OpenPage", tables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = begin(open_page(tables, AUDIT))
    page.button(key="judge").click().run()
    monkeypatch.setattr(judging, "SHORTEST_LOOK", 60.0)
    page.button(key=f"right-{key(page, 'item')}").click().run()
    assert "before the sentence could be read" in said(page)
    assert only_audit(tables).judgements == ()


def test_who_may_not_correct_sees_results_and_judges_nothing(
    open_page: "OpenPage", tables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(open_page(tables, AUDIT))
    audit = only_audit(tables)
    judge(tables, "Ada", {})
    monkeypatch.setenv("DATELINE_CORRECTIONS", "off")
    page = open_page(tables, AUDIT)
    assert "switched off" in said(page)
    assert not [each.key for each in page.button if each.key == "begin"]
    for query in (f"audit={audit.design.id}", f"audit={audit.design.id}&item=1"):
        page = open_page(tables, AUDIT, query)
        assert "right: 100 %" in html(page) and "review?" not in html(page)
        assert not [each.key for each in page.button if str(each.key) in ("judge", "right-1")]


def test_without_a_name_nothing_is_begun(open_page: "OpenPage", tables: Path) -> None:
    page = open_page(tables, AUDIT).button(key="begin").click().run()
    assert "write yours" in said(page) and log.list_files(tables) == []


def test_where_there_is_nothing_to_judge_it_is_said(open_page: "OpenPage", nameless_tables: Path) -> None:
    page = begin(open_page(nameless_tables, AUDIT))
    assert not page.exception and "nothing of that to judge" in said(page)


def test_an_audit_that_is_not_there_is_noted(open_page: "OpenPage", tables: Path) -> None:
    page = open_page(tables, AUDIT, "audit=20260101-000000-000000&item=3")
    assert not page.exception and "There is no audit “20260101-000000-000000”" in said(page)
    assert page.button(key="begin")


def test_words_stay_words(open_page: "OpenPage", evil_tables: Path, tmp_path: Path) -> None:
    tables = Path(shutil.copytree(evil_tables, tmp_path / "evil"))
    page = begin(open_page(tables, AUDIT))
    page.button(key="judge").click().run()
    assert not page.exception
    assert "<script>window" not in html(page) and "<img" not in html(page)
    assert "&lt;script&gt;" in html(page)
