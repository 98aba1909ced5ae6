"""Why this number: each step and each unit opens its sentences, and what is said of how sure it is."""

import re
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from dashboard.columns.origins import WHYS
from dashboard.filters import STEPS
from dashboard.queries.certainty import Certainty
from dashboard.queries.unfolding import Step, Unfolding
from dashboard.queries.units import Units
from dashboard.views import number
from dashboard.views.markup import table
from tests.views.conftest import View, hrefs, shown

SURE = Certainty(37, 33.4, 2.2, 28, 41)
ORIGIN = {"origin_id": "outlet:<b>", "name": "<b>Wire</b>", "articles": 4, "outlets": 2, **dict.fromkeys(WHYS, 0)}


def unfolding(unit: str = "mention", shown: int = 37, certainty: Certainty = SURE, **steps: int) -> Unfolding:
    found = {"found": 40, "copies": -3, **{name.replace("_", "-"): each for name, each in steps.items()}}
    made = tuple(Step(*each) for each in found.items())
    return Unfolding(unit, shown, Units(37, 12, 8, 5, 2), certainty, made)


def rows(markup: str) -> list[str]:
    """The text of each row of a table but the headings."""
    return [" ".join(re.findall(r">([^<>]+)<", row)) for row in markup.split("<tr>")[2:]]


def test_the_headline_has_every_unit_and_the_bar_at_its_own() -> None:
    page = View(at=("1",), copies=("once",), screen=2)
    drawn = number.headline(page, unfolding())
    assert shown(drawn) == "37mentions (28–41)12articles8stories5outlets2origins"
    assert hrefs(drawn) == [
        f"sentences?copies=once&at=1{unit}"
        for unit in ("", "&unit=article", "&unit=story", "&unit=outlet", "&unit=origin")
    ]
    articles = number.headline(View(at=("1",), unit=("article",)), unfolding("article", 12))
    assert shown(articles) == "37mentions12articles (28–41)8stories5outlets2origins"


def test_the_ledger_ends_with_the_number_and_each_step_opens_its_sentences() -> None:
    page = View(at=("1",), copies=("once",), unit=("article",))
    drawn = number.ledger(page, unfolding("article", 12, moved_here=4, repeated=-25, demonym=-4))
    assert rows(drawn) == [
        "found 40 mentions that the program found in the selected articles",
        "less 3 in copies of a story that is counted once",
        "plus 4 that corrections brought here",
        "less 4 that are adjectives or names of a people",
        "makes 37 mentions",
        "less 25 that follow a first one of the same article",
        "makes 12 articles",
    ]
    assert hrefs(drawn) == [
        f"sentences?copies=once&at=1{more}"
        for more in (
            "&step=found", "&step=copies", "&step=moved-here", "&step=demonym", "", "&unit=article&step=repeated",
            "&unit=article",
        )
    ]  # fmt: skip


def test_every_step_and_every_reason_has_words() -> None:
    assert tuple(number.STEPS) == STEPS
    assert tuple(number.WHYS) == WHYS
    for step in STEPS:
        said = shown(number.explain_step(View(), step, ("article",)))
        assert said.endswith(". Why the number?") and "{" not in said


@pytest.mark.parametrize(
    ("certainty", "said"),
    [
        (SURE, "between 28 and 41. That follows from the confidence of each pin, by which 4 of 37 mentions may be wrong"
               ", and 2 more, pinned elsewhere"),
        (Certainty(37, 33.4, 0.2, 28, 41), "may be wrong; mentions of one name"),
        (Certainty(30, 25.0, lacking="actor"), "no error bar for actors"),
        (Certainty(30, 25.0, lacking="unjudged"), "only 30 of 37 mentions have a confidence"),
        (Certainty(0, 0.0, lacking="other"), "no error bar"),
    ],
)  # fmt: skip
def test_the_bar_is_explained_or_its_absence(certainty: Certainty, said: str) -> None:
    drawn = shown(number.explain_certainty(View(), unfolding(certainty=certainty)))
    assert said in drawn
    assert ("Names that the program did not recognise" in drawn) == (certainty.low is not None)


def test_the_number_of_an_actor_tells_of_what_is_written_alike() -> None:
    found = replace(unfolding(certainty=Certainty(30, 25.0, lacking="actor")), alike=2)
    drawn = number.explain_certainty(View(named=("afp",), unit=("story",)), found)
    assert "for others or for none: 2 more mentions." in shown(drawn)
    assert hrefs(drawn) == ["sentences?named=afp&step=alike"]


def test_an_origin_says_why_it_is_one_and_its_words_stay_words() -> None:
    described = number.describe_origins(pd.DataFrame([{**ORIGIN, "agency": 3, "copy": 1}]))
    assert described["why"].tolist() == ["3 credit it, 1 copies its report"]
    drawn = table(described, number.origin_columns(View(named=("afp",), unit=("story",))))
    assert "<b>" not in drawn and "<b>Wire</b>" in shown(drawn)
    assert hrefs(drawn) == [
        f"sentences?named=afp&unit={unit}&origin=outlet%3A%3Cb%3E" for unit in ("article", "outlet")
    ]


def test_a_list_leads_to_its_number() -> None:
    filters: dict[str, Any] = {"named": ("afp",), "beside": ("iraq",), "within": ("article",), "screen": 3}
    drawn = number.explain_unit(View(**filters), "mention")
    assert hrefs(drawn) == ["number?named=afp&with=iraq&within=article"]
