"""Bars of articles: one a bucket, zeros too, each knowing the days that a click leads to."""

import pandas as pd
import pytest

from dashboard.charts.articles import articles_bars
from dashboard.charts.theme import COLOURS

WEEKS = pd.DataFrame(
    {
        "since": pd.to_datetime(["2024-12-02", "2024-12-09", "2024-12-16"]),
        "until": pd.to_datetime(["2024-12-08", "2024-12-15", "2024-12-22"]),
        "articles": [12, 0, 3],
    }
)


def test_each_bucket_is_a_bar_that_knows_its_days() -> None:
    [bars] = articles_bars(WEEKS, "week", 120).data
    assert list(bars.x) == ["2024-12-02", "2024-12-09", "2024-12-16"]
    assert list(bars.y) == [12, 0, 3]
    assert [list(days) for days in bars.customdata] == [
        ["2024-12-02", "2024-12-08"], ["2024-12-09", "2024-12-15"], ["2024-12-16", "2024-12-22"],
    ]  # fmt: skip
    assert bars.marker.color == COLOURS[0]


@pytest.mark.parametrize("bucket", ["day", "week", "month"])
def test_the_unit_is_said(bucket: str) -> None:
    figure = articles_bars(WEEKS, bucket, 120)
    assert figure.layout.yaxis.title.text == "articles"
    assert figure.data[0].hovertemplate.startswith(f"{bucket} of ")
    assert "articles" in figure.data[0].hovertemplate


def test_the_axis_begins_at_zero_and_counts_in_whole_articles() -> None:
    axis = articles_bars(WEEKS, "week", 120).layout.yaxis
    assert axis.rangemode == "tozero"
    assert axis.tickformat == ",d"


def test_it_sits_on_either_theme() -> None:
    layout = articles_bars(WEEKS, "week", 120).layout
    assert layout.paper_bgcolor == layout.plot_bgcolor == "rgba(0,0,0,0)"


def test_without_articles_there_is_no_bar() -> None:
    [bars] = articles_bars(WEEKS.iloc[:0], "day", 120).data
    assert list(bars.x) == []
