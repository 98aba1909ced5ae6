"""Charts of articles: how many appeared when."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.theme import COLOURS, count_axis, lay_out


def articles_bars(articles: pd.DataFrame, bucket: str, height: int) -> go.Figure:
    """Return bars of articles by day, week or month, of which a stretch can be selected by drawing over it.

    A bar's customdata is its first and last day as ISO dates; `height` is in pixels.

    `bucket` is the word for the period of a bar in its hover text, such as "week".
    """
    days = articles.assign(
        first=pd.to_datetime(articles["since"]).dt.strftime("%Y-%m-%d"),
        last=pd.to_datetime(articles["until"]).dt.strftime("%Y-%m-%d"),
    )
    bars = go.Bar(
        x=days["first"],
        y=days["articles"],
        customdata=days[["first", "last"]].to_numpy(),
        marker={"color": COLOURS[0]},
        hovertemplate=f"{bucket} of %{{x|%e %B %Y}}<br>%{{y}} articles<extra></extra>",
    )
    figure = lay_out(go.Figure(bars), height=height, bargap=0.15)
    figure.update_layout(dragmode="select", selectdirection="h")
    figure.update_xaxes(type="date", showgrid=False, fixedrange=True)
    figure.update_yaxes(title="articles", **count_axis(articles["articles"]))
    return figure
