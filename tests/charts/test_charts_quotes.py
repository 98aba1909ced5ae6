"""Charts of quotes: a bar for each way of sourcing, stacked, that says what it counts and leads to it."""

import re
from typing import Any

import pandas as pd

from dashboard import settings
from dashboard.charts.quotes import FILLS, sourcing_bars, sourcing_bars_by_day
from dashboard.tables.contract import SOURCINGS

COUNTS: dict[str, Any] = {
    "quotes": [5, 1], "named": [2, 0], "organisation": [1, 0], "unnamed official": [0, 0], "unnamed": [1, 1],
    "unknown": [1, 0],
}  # fmt: skip


def test_bars_stand_in_the_order_of_the_ladder() -> None:
    assert tuple(FILLS) == SOURCINGS


def test_the_dots_of_the_tags_have_the_colours_of_the_bars() -> None:
    style = (settings.CHECKOUT / "dashboard" / "app" / "style.css").read_text("utf-8")
    for sourcing, (colour, hatch) in FILLS.items():
        rules = re.findall(rf"\.dl-dot(?:\.{sourcing.replace(' ', '-')})? {{([^}}]*)}}", style)
        [name] = re.findall(r"var\((--dl-\w+)\)", rules[-1])[:1]
        assert f"{name}: {colour.lower()};" in style, sourcing
        assert bool(hatch) == ("repeating-linear-gradient" in rules[-1]), sourcing


def test_bars_of_groups_lead_to_them_and_say_counts_and_shares() -> None:
    groups = pd.DataFrame({"value": ["assad", "x"], "name": ["Assad & <b>Co</b>", "X"], **COUNTS})
    figure = sourcing_bars(groups)
    assert figure.layout.barmode == "stack"
    named = figure.data[0]
    assert (list(named.x), list(named.y)) == ([2, 0], ["assad", "x"])
    assert [each[0] for each in named.customdata] == ["assad", "x"]
    assert named.hovertext[0] == "Assad &amp; &lt;b&gt;Co&lt;/b&gt;<br>named: 2 of 5 quotes (40%)"
    assert figure.layout.yaxis.ticktext[0] == "Assad &amp; &lt;b&gt;Co&lt;/b&gt;"


def test_bars_of_days_lead_to_the_first_day() -> None:
    days = pd.DataFrame({"since": pd.to_datetime(["2024-12-01", "2025-01-01"]), **COUNTS})
    figure = sourcing_bars_by_day(days, "month")
    unnamed = figure.data[3]
    assert (list(unnamed.x), list(unnamed.y)) == (["2024-12-01", "2025-01-01"], [1, 1])
    assert [each[0] for each in unnamed.customdata] == ["2024-12-01", "2025-01-01"]
    assert unnamed.hovertext[1] == "month of 2025-01-01<br>unnamed: 1 of 1 quotes (100%)"
