"""Actors as HTML: the card of one, and where names and numbers lead."""

from typing import Any

import pandas as pd
import pytest

from dashboard.filters import Filters
from dashboard.queries.card import Card
from dashboard.views import actors
from dashboard.views.markup import table
from tests.views.conftest import View, hrefs, pieces, shown

NO_ROWS = pd.DataFrame()
END = {"article_id": "a", "title": "T", "source": "Wire", "published": pd.Timestamp("2024-12-07"), "sentence": 3}


def card(**changes: Any) -> Card:
    given: dict[str, Any] = {
        "actor_id": "stoere", "name": "Jonas <Støre>", "kind": "person", "country_code": "NO", "unsure": False,
        "mentions": 5, "articles": 3, "stories": 2, "undated": 0, "quotes_by": 1, "quotes_about": 0,
        "ends": pd.DataFrame([END, {**END, "article_id": "b", "sentence": 0}]), "aliases": NO_ROWS, "roles": NO_ROWS,
        "places": NO_ROWS,
    }  # fmt: skip
    return Card(**{**given, **changes})


@pytest.mark.parametrize(
    ("code", "about"), [("NO", "person · Norway"), ("QQ", "person · QQ"), (None, "person")]
)  # fmt: skip
def test_a_card_says_who_it_is_and_of_which_country(code: str | None, about: str) -> None:
    drawn = actors.card_heading(View(), card(country_code=code))
    assert pieces(drawn, 'h2 class="dl-name"') == ["Jonas <Støre>"]
    assert pieces(drawn, 'p class="dl-quiet"')[0] == about


def test_a_card_says_who_may_be_several_people() -> None:
    assert "unsure" in shown(actors.card_heading(View(), card(unsure=True)))


def test_a_card_leads_to_where_the_actor_was_named_first_and_last() -> None:
    drawn = actors.card_heading(View(), card(undated=2))
    assert "First named 2024-12-07 · Wire · TLast named 2024-12-07 · Wire · T2 mentions without a date" in shown(drawn)
    assert hrefs(drawn) == [
        "articles?article=a&sentence=3", "articles?article=b&sentence=0", "sentences?named=stoere&undated=yes",
    ]  # fmt: skip
    undated = shown(actors.card_heading(View(), card(ends=NO_ROWS, undated=1)))
    assert undated.endswith("Named only in articles without a date: 1 mention without a date")
    assert actors.card_heading(View(), card(ends=NO_ROWS)).count("dl-quiet") == 1


def test_the_numbers_of_a_card_open_what_they_count() -> None:
    drawn = actors.card_counts(View(), card())
    why = "Why this number of mentions?"
    assert shown(drawn) == f"5mentions3articles2stories1quotes by it0quotes that name it{why}"
    assert hrefs(drawn) == [
        "sentences?named=stoere", "sentences?named=stoere&unit=article", "sentences?named=stoere&unit=story",
        "quotes?speaker=stoere", "number?named=stoere",
    ]  # fmt: skip
    assert "number" not in actors.card_counts(View(), card(mentions=0)).replace("numbers", "")


def test_a_name_adds_its_actor_to_the_filters_and_opens_its_card() -> None:
    assert actors.actor_address(View(), "assad") == "actors?actor=assad"
    compared = View(actors=("iraq",), count=("share",), screen=3)
    assert actors.actor_address(compared, "assad") == "actors?actor=iraq&actor=assad&card=assad&count=share"
    assert actors.show_actor(Filters(actors=("iraq", "assad"), screen=3), "assad").card == ("assad",)


def test_a_card_says_why_a_name_is_the_actor_with_a_sentence_for_each_reason() -> None:
    row = {**END, "surface": "St<ø>re", "mentions": 3, "articles": 1, "surfaces": 3, "text": "Then St<ø>re left.",
           "start": 5, "end": 12, "reason": "surname of Jonas Støre, named in sentence 1"}  # fmt: skip
    reasons = pd.DataFrame([row, {**row, "reason": None}, {**row, "surface": "Jonas", "mentions": 1}])
    drawn = actors.explain(View(), "stoere", reasons)
    assert pieces(drawn, "h3") == ["“St<ø>re”", "“Jonas”"]
    assert pieces(drawn, 'mark class="hit"') == ["St<ø>re"] * 3
    assert "surname of Jonas Støre, named in sentence 1" in shown(drawn) and actors.CORRECTED in shown(drawn)
    assert shown(drawn).endswith("1 more name, each written less often: all its sentences.")
    assert hrefs(drawn)[:2] == ["sentences?named=stoere&written=St%3C%C3%B8%3Ere", "articles?article=a&sentence=3"]
    assert actors.explain(View(), "stoere", NO_ROWS) == ""


def test_the_country_of_a_place_is_named() -> None:
    places = pd.DataFrame([
        {"location_id": "1", "name": "Oslo", "country_code": "NO", "sentences": 2, "articles": 1},
        {"location_id": "2", "name": "Black Sea", "country_code": None, "sentences": 0, "articles": 1},
    ])  # fmt: skip
    drawn = table(places, actors.place_columns(View(), "stoere"))
    assert shown(drawn) == "PlaceCountrySentencesArticlesOsloNorway21Black Sea–01"


def test_a_heading_sorts_the_list_and_then_turns_it_round() -> None:
    name, _, mentions, _ = actors.columns(View())
    assert (name.order, mentions.order) == ("", "descending")
    assert "sort=name" in name.sort_href and "sort=mentions" in mentions.sort_href
