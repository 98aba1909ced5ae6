"""Charts of quotes by their sourcing. They have no legend: the counts above them on the page have their colours."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.theme import COLOURS, REST, count_axis, lay_out, plain, shorten

# Sourcing -> colour and hatching. Blue: the source is named; vermillion: it is not; grey: none was found. Hatched: an
# organisation instead of a person, and an official among those not named. The dots of tags in style.css are the same.
FILLS = {
    "named": (COLOURS[0], ""), "organisation": (COLOURS[0], "/"), "unnamed official": (COLOURS[1], "/"),
    "unnamed": (COLOURS[1], ""), "unknown": (REST, ""),
}  # fmt: skip


def sourcing_bars(groups: pd.DataFrame) -> go.Figure:
    """Return stacked horizontal bars of quotes in the order of the rows, from the top; a bar's customdata is its value.

    A row has value, name, quotes, and the number of quotes for each sourcing.
    """
    figure = _stack(groups, groups["value"], [plain(name) for name in groups["name"]], horizontal=True)
    lay_out(figure, height=60 + 28 * len(groups), bargap=0.25, barmode="stack", showlegend=False)
    names = [plain(shorten(name)) for name in groups["name"]]
    figure.update_yaxes(
        autorange="reversed",
        type="category",
        tickvals=groups["value"],
        ticktext=names,
        automargin=True,
        fixedrange=True,
    )
    figure.update_xaxes(title="quotes", showgrid=False, **count_axis(groups["quotes"]))
    return figure


def sourcing_bars_by_day(days: pd.DataFrame, bucket: str) -> go.Figure:
    """Return stacked bars of quotes by day, week or month; a bar's customdata is its first day as an ISO date.

    `bucket` is the word for the period of a bar in its hover text, such as "week".
    """
    first = pd.to_datetime(days["since"]).dt.strftime("%Y-%m-%d")
    names = [f"{bucket} of {moment:%Y-%m-%d}" for moment in pd.to_datetime(days["since"])]
    figure = lay_out(
        _stack(days, first, names, horizontal=False), height=260, barmode="stack", bargap=0.1, showlegend=False
    )
    figure.update_xaxes(type="date", showgrid=False, fixedrange=True)
    figure.update_yaxes(title="quotes", **count_axis(days["quotes"]))
    return figure


def _stack(rows: pd.DataFrame, values: "pd.Series[str]", names: Sequence[str], *, horizontal: bool) -> go.Figure:
    """Return a bar for each row, in parts by sourcing; `values` are its customdata, `names` begin its hover texts."""
    figure = go.Figure()
    for sourcing, (colour, hatch) in FILLS.items():
        counts = rows[sourcing]
        hover = [
            f"{name}<br>{sourcing}: {count:,} of {whole:,} quotes ({count / whole:.0%})"
            for name, count, whole in zip(names, counts, rows["quotes"], strict=True)
        ]
        along: dict[str, Any] = {"x": counts, "y": values} if horizontal else {"x": values, "y": counts}
        figure.add_bar(
            **along, name=sourcing, orientation="h" if horizontal else "v", customdata=[[each] for each in values],
            marker={"color": colour, "pattern": {"shape": hatch, "fillmode": "replace"}}, hovertext=hover,
            hoverinfo="text",
        )  # fmt: skip
    return figure
