"""Charts of quotes: on whose word they stand. The numbers above them are their legend."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.theme import COLOURS, REST, count_axis, lay_out, plain, shorten

# Blue for sources with a name, vermillion for those without, grey where none was found; hatched where it is not a
# person but an organisation, or an official. The dots of the quotes' tags (style.css) are the same.
FILLS = {
    "named": (COLOURS[0], ""), "organisation": (COLOURS[0], "/"), "unnamed official": (COLOURS[1], "/"),
    "unnamed": (COLOURS[1], ""), "unknown": (REST, ""),
}  # fmt: skip


def sourcing_bars(groups: pd.DataFrame) -> go.Figure:
    """Horizontal stacked bars of quotes, a bar a row (value, name and a column for each way of sourcing), the first on
    top; customdata is the value."""
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
    """Stacked bars of quotes a day, week or month; customdata is the first day as an ISO date."""
    first = pd.to_datetime(days["since"]).dt.strftime("%Y-%m-%d")
    names = [f"{bucket} of {moment:%Y-%m-%d}" for moment in pd.to_datetime(days["since"])]
    figure = lay_out(
        _stack(days, first, names, horizontal=False), height=260, barmode="stack", bargap=0.1, showlegend=False
    )
    figure.update_xaxes(type="date", showgrid=False, fixedrange=True)
    figure.update_yaxes(title="quotes", **count_axis(days["quotes"]))
    return figure


def _stack(rows: pd.DataFrame, values: "pd.Series[str]", names: Sequence[str], *, horizontal: bool) -> go.Figure:
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
