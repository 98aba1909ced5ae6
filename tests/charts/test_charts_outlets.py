"""The calendar of outlets: blue where there are articles, grey where nothing is collected."""

import numpy as np
import pandas as pd

from dashboard.charts.outlets import calendar

DAYS = pd.to_datetime(["2024-12-02", "2024-12-03"] * 2)
COLLECTED = pd.DataFrame({
    "source": ["A <b>", "A <b>", "Post", "Post"], "since": DAYS, "until": DAYS,
    "articles": [4, 0, 1, 9], "days": [1, 0, 1, 1], "missing": [0, 1, 0, 0],
})  # fmt: skip


def test_each_cell_is_of_articles_or_not_collected_and_says_which() -> None:
    articles, nothing = calendar(COLLECTED, {"Post": "②"}, "day").data
    assert np.isnan(articles.z).tolist() == [[False, True], [False, False]]
    assert np.isnan(nothing.z).tolist() == [[True, False], [True, True]]
    assert articles.text[0].tolist() == [
        "A &lt;b&gt;<br>2024-12-02<br>4 articles", "A &lt;b&gt;<br>2024-12-03<br>not collected",
    ]  # fmt: skip
    assert articles.z[1][1] > articles.z[0][0] > articles.z[1][0], "the more the darker"


def test_the_rows_are_in_the_order_of_the_frame_with_the_sign_of_their_group() -> None:
    figure = calendar(COLLECTED, {"Post": "②"}, "day")
    assert list(figure.layout.yaxis.ticktext) == ["A &lt;b&gt;", "② Post"]
    assert figure.layout.yaxis.autorange == "reversed"


def test_of_a_few_days_each_is_written_once() -> None:
    assert calendar(COLLECTED, {}, "day").layout.xaxis.dtick == 86_400_000
    assert calendar(COLLECTED, {}, "month").layout.xaxis.dtick is None


def test_of_weeks_the_days_that_are_not_collected_are_said() -> None:
    week = COLLECTED.head(1).assign(missing=3)
    text = calendar(week, {}, "week").data[0].text[0][0]
    assert text == "A &lt;b&gt;<br>week from 2024-12-02<br>4 articles; 3 days not collected"
