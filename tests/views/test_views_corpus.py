"""The corpus as HTML: days that a bar lists, and what was rejected."""

import pandas as pd

from dashboard.views import corpus
from dashboard.views.markup import table
from tests.views.conftest import View, hrefs, shown


def test_a_bar_lists_its_articles_as_far_as_the_days_of_the_page_reach() -> None:
    week = pd.DataFrame({
        "since": [pd.Timestamp("2024-12-02")], "until": [pd.Timestamp("2024-12-08")], "articles": [3],
    })  # fmt: skip
    drawn = table(week, corpus.day_columns(View(since=pd.Timestamp("2024-12-05").date())))
    assert shown(drawn) == "FromToArticles2024-12-022024-12-083"
    assert hrefs(drawn) == ["articles?from=2024-12-05&to=2024-12-08"]


def test_a_reason_lists_its_rejects() -> None:
    drawn = table(pd.DataFrame({"reason": ["empty <x>"], "rejects": [2]}), corpus.reason_columns(View()))
    assert shown(drawn) == "ReasonRejectsempty <x>2"
    assert hrefs(drawn) == ["about?reason=empty+%3Cx%3E"]
