"""Outlets and silences as HTML: what numbers list, and where a link would be too long."""

from datetime import date

import numpy as np
import pandas as pd

from dashboard.queries.outlets import Groups
from dashboard.queries.silence import Silences
from dashboard.views import outlets, silence
from tests.views.conftest import View, hrefs, shown

GROUPS = Groups(("Post",), ("Radio", "Wire"), np.zeros(4, np.int8))
DAY = pd.Timestamp("2024-12-02")
ROW = {
    "id": "anan", "name": "Lena <Anan>", "kind": "person", "since": DAY, "until": DAY + pd.Timedelta(days=6),
    "articles": 34, "of": 120, "outlets": 3, "of_outlets": 4, "other_of": 61, "other_outlets": 2, "expected": 17.3,
    "chance": 0.0002, "sure": True,
}  # fmt: skip


def test_a_silence_says_its_numbers_with_their_units_and_opens_them() -> None:
    drawn = silence.silences(View(one=("Post",)), pd.DataFrame([ROW]), "actors", GROUPS)
    said = shown(drawn).replace("\u00a0", " ")
    for words in ("Lena <Anan> person sure", "2 to 8 December 2024", "34 of 120 articles, 3 of 4 outlets",
                  "0 of 61 articles, 2 outlets", "17.3", "< 0.1 %"):  # fmt: skip
        assert words in said
    days = "from=2024-12-02&to=2024-12-08"
    assert hrefs(drawn) == [
        "actors?actor=anan", f"silence?{days}&one=Post", f"sentences?source=Post&{days}&named=anan&unit=article",
        f"articles?source=Radio&source=Wire&{days}",
    ]  # fmt: skip


def test_where_all_weeks_are_together_there_is_no_week() -> None:
    drawn = silence.silences(View(weeks=("together",)), pd.DataFrame([ROW]), "actors", GROUPS)
    assert "December" not in shown(drawn) and "Week" not in shown(drawn)


def test_places_and_stories_lead_to_their_own_lists() -> None:
    places, stories = (
        hrefs(silence.silences(View(), pd.DataFrame([{**ROW, "kind": None}]), what, GROUPS)) for what in
        ("places", "stories")
    )  # fmt: skip
    assert places[0].startswith("locations?location=anan") and "at=anan&unit=article" in places[2]
    assert stories[0] == "articles?story=anan" and stories[2].endswith("&story=anan")


def test_the_page_says_how_much_chance_would_list() -> None:
    rows = pd.DataFrame([ROW, {**ROW, "sure": False}])
    said = shown(silence.describe(Silences(rows, 45, 1.23, 2), "actors", together=False))
    assert said == (
        "1 of them is sure; 45 actors were frequent enough to be compared, a week at a time; chance alone would list"
        " 1.2 of them; 2 more left out, because the other group has another spelling."
    )
    nothing = silence.describe(Silences(rows.head(0), 0, 0.0, 0), "stories", together=True)
    assert shown(nothing) == "No story is frequent enough to be compared."


def test_filters_of_sources_stay_and_a_group_that_a_link_cannot_list_has_none() -> None:
    page = View(sources=("Wire", "Post"))
    assert outlets.sources_of(page, ("Radio", "Wire")) == ("Wire",)
    many = tuple(f"Outlet {number}" for number in range(outlets.MOST_LINKED + 1))
    assert outlets.sources_of(View(), many) is None


def test_what_is_collected_is_listed_under_the_days_alone() -> None:
    page = View(actors=("anan",), words="x", since=date(2024, 12, 3))
    assert outlets.collected_address(page, sources=("Post",)) == "articles?source=Post&from=2024-12-03"


def test_groups_can_be_exchanged_and_what_is_in_both_is_said() -> None:
    drawn = outlets.describe_groups(View(one=("Post",), other=("Post", "Radio", "Wire")), GROUPS)
    assert shown(drawn) == ("① Post · ② Radio and Wire · exchange them An outlet in both counts for the first: Post.")
    assert hrefs(drawn) == ["silence?one=Radio&one=Wire&other=Post"]


def test_a_week_without_a_group_is_not_collected() -> None:
    weeks = pd.DataFrame({"one_days": [0, 3, 7], "other_days": [7, 6, 0], "of_days": 7})
    missing = outlets.with_missing(weeks)
    assert missing["one_missing"].tolist() == ["not collected", "4 days", "–"]
    assert missing["other_missing"].tolist() == ["–", "1 day", "not collected"]
