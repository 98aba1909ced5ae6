"""Charts of claims: who puts a figure at how many, over time."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.theme import COLOURS, REST, SHAPES, count_axis, lay_out, plain, shorten
from dashboard.wording import text_of

OTHERS = "others"

# Marks that would fill the width of the chart: neighbours of one day do not cover each other.
SIDE_BY_SIDE = 50


def figures_over_time(claims: pd.DataFrame, unit: str) -> go.Figure:
    """Return a mark for each figure at the day of its article, with a line over the range that its words leave open;
    its customdata is the day as an ISO date.

    The rows are those of `list_claims` of this unit. Those who give most figures have the colours and shapes, as many
    as there are; all others are grey. Of two who are called the same, each has its outlet behind its name. An arrow
    above a mark says “at least”, one below it “at most”. The marks of one day stand side by side.
    """
    days = claims["published"].dt.floor("D")
    apart = max(days.max() - days.min(), pd.Timedelta(days=1)) / SIDE_BY_SIDE
    tellers = claims["teller"] + ":" + claims["teller_id"]
    firsts = claims.assign(who=tellers).drop_duplicates("who").set_index("who")[["said_by", "source"]]
    alike = firsts["said_by"].duplicated(keep=False)
    names = firsts["said_by"].where(~alike, firsts["said_by"] + ", " + firsts["source"].fillna("unknown outlet"))
    most = tellers.value_counts().index[: len(COLOURS)]
    figure = go.Figure()
    for number, who in enumerate([*most, OTHERS]):
        of = ~tellers.isin(most) if who == OTHERS else tellers == who
        rows = claims[of]
        if rows.empty:
            continue
        name = names.get(who, OTHERS)
        colour, shape = (COLOURS[number], SHAPES[number]) if who != OTHERS else (REST, "circle-open")
        value = rows["low"].fillna(rows["high"])
        figure.add_scatter(
            x=days[of] + number * apart, y=value, name=plain(shorten(name)), mode="markers+text",
            marker={"symbol": shape, "size": 10, "color": colour},
            text=np.select([rows["high"].isna(), rows["low"].isna()], ["↑", "↓"], ""), textfont={"size": 16},
            textposition=np.where(rows["high"].isna(), "top center", "bottom center"), cliponaxis=False,
            error_y={
                "type": "data", "array": (reach := rows["high"] - value).where(reach > 0), "symmetric": False,
                "color": colour, "thickness": 2, "width": 4,
            },
            customdata=[[each] for each in rows["published"].dt.strftime("%Y-%m-%d")],
            hovertext=[_say(row) for row in rows.to_dict("records")], hoverinfo="text",
        )  # fmt: skip
    legend = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}
    figure = lay_out(figure, height=320, legend=legend, showlegend=True)
    figure.update_xaxes(type="date", showgrid=False, fixedrange=True, tickformat="%Y-%m-%d", dtick=_step(claims))
    figure.update_yaxes(title=plain(unit), **count_axis(claims[["low", "high"]].max(axis=1)))
    return figure


def _step(claims: pd.DataFrame) -> int | None:
    """Milliseconds between two ticks where the days are few, or Plotly names a day several times."""
    days = (claims["published"].max() - claims["published"].min()).days
    return 86_400_000 if days <= 7 else None


def _say(row: Mapping[Any, Any]) -> str:
    said = f"{plain(row['said_by'])}: {plain(row['answer'])}"
    return f"{said}<br>{row['published']:%Y-%m-%d}, {plain(text_of(row['source']) or 'unknown outlet')}"
