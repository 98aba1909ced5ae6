"""Audits as HTML: plain questions, nothing that gives an answer away, and words that stay words."""

import re
from dataclasses import replace

import pytest

from dashboard.judgements.agreement import compare_judges
from dashboard.judgements.record import Finding, Item
from dashboard.views import audits
from tests import audits as make
from tests.views.conftest import View, hrefs, pieces, shown

EVIL = '<script>window.pwned=1</script>"&'
PIN = make.item(1)
ACTOR = replace(PIN, kind="actors", found=Finding(("bashar-al-assad",), ("Bashar al-Assad",), "person"))
QUOTE = replace(
    PIN, kind="quotes", spans=((0, 9), (24, 31)), said_by=((11, 16),),
    found=Finding(("a", "b"), ("A", "B"), speaker="he"),
)  # fmt: skip
CLAIM = replace(PIN, kind="claims", found=Finding(("169577",), ("Homs",), "killed: ≥ 20 people", speaker="the army"))
MOVEMENT = replace(
    PIN, kind="movements", found=Finding(("169577", ""), ("Homs", ""), "withdrawal", "planned", speaker="the army")
)  # fmt: skip


@pytest.mark.parametrize(
    ("item", "question"),
    [
        (PIN, "Does “Homs” here mean the place Homs, Syria?town · Syria · 34.73° N, 36.72° E"),
        (replace(PIN, found=replace(PIN.found, sense="actor")),
         "Does “Homs” here stand for a government, an army or the people of Homs, Syria?town · Syria"),
        (replace(PIN, found=replace(PIN.found, latitude=-1.0, longitude=-2.0)), "1.00° S, 2.00° W"),
        (ACTOR, "Is “Homs” here Bashar al-Assad (person)?"),
        (replace(ACTOR, found=replace(ACTOR.found, label="other")), "Is “Homs” here Bashar al-Assad?"),
        (QUOTE, "Did A and B, here “he”, say this?"),
        (replace(QUOTE, found=Finding((), (), speaker="a source")), "Did “a source” say this?"),
        (replace(QUOTE, found=Finding(("a",), ("A",), speaker="A")), "Did A say this?"),
        (CLAIM, "Does the army say this in Homs: killed: ≥ 20 people?"),
        (replace(CLAIM, found=Finding((), (), "taken: taken", speaker="Wire")), "Does Wire say this: taken: taken?"),
        (MOVEMENT, "Is this a withdrawal, planned: the army, Homs → …?"),
    ],
)  # fmt: skip
def test_a_finding_is_asked_as_a_plain_question(item: Item, question: str) -> None:
    assert question in shown(audits.question(item))


def test_the_words_stand_marked_in_their_sentences() -> None:
    drawn = audits.passage(QUOTE)
    assert pieces(drawn, 'mark class="hit"') == ["Homs fell"], "the second part is behind the sentence"
    assert pieces(drawn, 'mark class="speaker"') == ["Assad"]
    assert "A title · Wire · 2024-12-08" in shown(drawn)
    long = replace(PIN, text="before " * 100 + make.TEXT + " after" * 100, first=700, last=730, spans=((700, 704),))
    assert "More of the article" in shown(audits.passage(long)) and shown(audits.passage(long)).startswith("… before")
    assert "More of the article" not in shown(audits.passage(PIN))


def test_nothing_gives_the_answer_away() -> None:
    for item in (PIN, ACTOR, QUOTE, CLAIM, MOVEMENT):
        seen = str(audits.question(item) + audits.passage(item) + audits.rule(item))
        assert not re.search("confiden|0.43|strat|sure|weigh", seen)


def test_words_of_others_stay_words() -> None:
    found = Finding((EVIL,), (EVIL,), EVIL, "place", EVIL, EVIL, EVIL, 1.0, 1.0)
    item = replace(PIN, text=EVIL * 3, last=len(EVIL), title=EVIL, source=EVIL, day=EVIL, found=found, article_id=EVIL)
    audit = make.audit([item, replace(item, number=2)], {EVIL: "wr", "Bo": "rr"})
    page = View()
    for kind in ("pins", "actors", "quotes"):
        each = replace(item, kind=kind)
        for drawn in (audits.question(each), audits.passage(each), audits.judged(each, "wrong", EVIL)):
            assert "<script" not in drawn and "&lt;script&gt;" in drawn
    [agreed] = compare_judges(audit)
    design = replace(audit.design, who=EVIL, filters_in_words=(EVIL,), tables_made=EVIL)
    audit = replace(audit, design=design)
    for drawn in (
        audits.describe_design(audit), audits.progress(audit), audits.agreement(agreed), audits.verdicts(audit, 1),
        audits.outcomes(page, audit, [1], settles=True), audits.checked_by_hand(page, [audit], "set", 0),
    ):  # fmt: skip
        assert "&lt;script&gt;" in drawn and "<script" not in drawn


def test_what_is_wrong_is_put_right_from_its_link() -> None:
    assert audits.correct_address(PIN, "audit?audit=x").startswith(
        "review?mention=a1%40100&change=wrong-place&back=audit"
    )
    assert audits.correct_address(ACTOR, "") == "review?actor=bashar-al-assad&written=Homs&change=split"
    assert audits.correct_address(QUOTE, "") == "review?actor=a&in=a1&change=split"
    assert audits.correct_address(replace(QUOTE, found=Finding((), (), speaker="he")), "") == ""
    assert audits.correct_address(CLAIM, "") == audits.correct_address(MOVEMENT, "") == "", "the pin is put right"
    assert hrefs(audits.judged(PIN, "right", "review?x")) == []
    assert hrefs(audits.judged(PIN, "wrong", "review?x")) == ["review?x"]


def test_about_says_what_came_of_the_newest_audit_that_was_finished() -> None:
    items = [make.item(number) for number in range(1, 51)]
    done = make.audit(items, {"Ada": "r" * 46 + "w" * 4})
    begun = make.audit(items, {"Ada": "r" * 49 + "-"})
    said = shown(audits.checked_by_hand(View(), [begun, done], "set", 0))
    assert said.startswith(
        "Checked by hand on these articles:46 of 50 pins right: 92 % (81–97)Drawn from all 100 articles and judged "
        "by one person, last on 2026-11-20: the audit."
    )
    later = shown(audits.checked_by_hand(View(), [done], "another set", 2))
    assert later.startswith("Checked by hand on earlier articles:46 of 50")
    assert "It was of the tables of 2026-11-20; they were made anew since. Corrections saved since: 2." in later
    assert audits.checked_by_hand(View(), [begun], "set", 0) == ""


def test_agreement_is_said_in_words() -> None:
    items = [make.item(number) for number in (1, 2, 3, 4)]
    [found] = compare_judges(make.audit(items, {"Ada": "rrww", "Bo": "rwww"}))
    assert shown(audits.agreement(found)).startswith(
        "Ada and Bo say the same of 3 of the 4 items that both could tell. Cohen’s kappa 0.50: 1 is full agreement"
    )
    [alike] = compare_judges(make.audit(items, {"Ada": "rrrr", "Bo": "rrrr"}))
    assert "kappa has no value, since both call all of them the same" in shown(audits.agreement(alike))
    [none] = compare_judges(make.audit(items, {"Ada": "cccc", "Bo": "rrrr"}))
    assert "could both tell none" in shown(audits.agreement(none))
