"""Charts of claims: a mark for each figure, with the range that its words leave open."""

from typing import Any

import numpy as np
import pandas as pd

from dashboard.charts.claims import OTHERS, figures_over_time
from dashboard.charts.theme import COLOURS, SHAPES


def figure(said_by: str, low: float | None, high: float | None, day: str = "2024-12-08") -> dict[str, Any]:
    bounds = {"low": np.nan if low is None else low, "high": np.nan if high is None else high}
    said = {"said_by": said_by, "teller": "described", "teller_id": said_by.casefold()}
    return {**said, "answer": "<b>some", "source": "Wire", "published": pd.Timestamp(day), **bounds}


def test_each_figure_has_a_mark_at_its_day_and_a_line_over_its_range() -> None:
    drawn = figures_over_time(
        pd.DataFrame([figure("Army", 4, 4), figure("Army", 5, 9, "2024-12-09"), figure("HTS", 7, None)]), "people"
    )
    army, hts = drawn.data
    assert (army.name, hts.name) == ("Army", "HTS")
    assert [f"{each:%Y-%m-%d}" for each in pd.to_datetime(army.x)] == ["2024-12-08", "2024-12-09"]
    assert army.x[0] < hts.x[0] < army.x[1], "those of one day stand side by side"
    assert list(army.y) == [4, 5]
    assert np.isnan(army.error_y.array[0]) and army.error_y.array[1] == 4
    assert (army.marker.symbol, hts.marker.symbol) == (SHAPES[0], SHAPES[1]), "each keeps its own shape"
    assert army.customdata[1][0] == "2024-12-09"
    assert "&lt;b&gt;some" in army.hovertext[0]


def test_few_have_colours_and_the_rest_are_others() -> None:
    names = [f"Source {number}" for number in range(len(COLOURS) + 2)]
    drawn = figures_over_time(pd.DataFrame([figure(name, None, 3) for name in names]), "people")
    assert [each.name for each in drawn.data] == [*names[: len(COLOURS)], OTHERS]
    assert len(drawn.data[-1].y) == 2 and drawn.data[-1].marker.symbol == "circle-open"


def test_an_arrow_leads_from_a_bound_to_where_the_figure_may_be() -> None:
    rows = [figure("Army", 58, None), figure("Army", None, 9), figure("Army", 4, 4)]
    (army,) = figures_over_time(pd.DataFrame(rows), "people").data
    assert list(zip(army.text, army.textposition, strict=True))[:2] == [("↑", "top center"), ("↓", "bottom center")]
    assert army.text[2] == ""


def test_two_who_are_called_the_same_have_marks_of_their_own() -> None:
    rows = [figure("guard", 4, 4) | {"teller_id": "guard@a"}, figure("guard", 5, 5) | {"teller_id": "guard@b"}]
    drawn = figures_over_time(pd.DataFrame([*rows, rows[1] | {"source": "Post"}]), "people")
    assert [each.name for each in drawn.data] == ["guard, Wire", "guard, Wire"]
    assert [len(each.y) for each in drawn.data] == [2, 1]
