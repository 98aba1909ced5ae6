"""Charts of actors: who is named most, and when."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard import settings
from dashboard.charts.theme import COLOURS, REST, SHAPES, count_axis, lay_out, plain, shorten
from dashboard.wording import plural


def actors_bars(actors: pd.DataFrame, highlighted: Sequence[str]) -> go.Figure:
    """Return horizontal bars of mentions in the order of the rows, from the top; a bar's customdata is the actor_id.

    The `highlighted` ids, in the order of the colours, have their colours; all other bars are grey.
    """
    colours = dict(zip(highlighted, COLOURS, strict=False))
    bars = go.Bar(
        y=actors["actor_id"],
        x=actors["mentions"],
        orientation="h",
        customdata=actors[["actor_id"]].to_numpy(),
        marker={"color": [colours.get(actor, REST) for actor in actors["actor_id"]]},
        text=actors["mentions"].map("{:,}".format),
        textposition="outside",
        cliponaxis=False,
        hovertext=[
            f"{plain(row['name'])}<br>{plural(row['mentions'], 'mention')} in {plural(row['articles'], 'article')}"
            for row in actors.to_dict("records")
        ],
        hoverinfo="text",
    )
    figure = lay_out(go.Figure(bars), height=60 + 26 * len(actors), bargap=0.25)
    figure.update_layout(margin_r=40)  # room for the number beside the longest bar
    names = [plain(shorten(name)) for name in actors["name"]]
    figure.update_yaxes(
        autorange="reversed", tickvals=actors["actor_id"], ticktext=names, automargin=True, fixedrange=True
    )
    figure.update_xaxes(title="mentions", showgrid=False, **count_axis(actors["mentions"]))
    return figure


def actors_lines(mentions: pd.DataFrame, highlighted: Sequence[str], bucket: str, *, share: bool = False) -> go.Figure:
    """Return a line for each highlighted actor: its mentions over time, or with `share` its share of the articles.

    Each has the colour and marker shape of its place in `highlighted`, where "" stands for none. A period without a
    mention is drawn as zero; one of few articles has no share, and is a gap in the line. Below the shares stand bars of
    the articles that they are of. `bucket` is the word for a period in the hover text, such as "week".
    """
    figure = go.Figure()
    if share:
        mentions = mentions.assign(share=mentions["share"].where(mentions["of"] >= settings.SHARE_ARTICLES))
    column, said = ("share", "%{y:.0%}: %{customdata}") if share else ("mentions", "%{y:,} mentions")
    for number, actor in enumerate(highlighted):
        rows = mentions[mentions["actor_id"] == actor]
        if rows.empty:
            continue
        name = rows["name"].iloc[0]
        figure.add_scatter(
            x=pd.to_datetime(rows["since"]).dt.strftime("%Y-%m-%d"),
            y=rows[column],
            name=plain(shorten(name)),
            meta=[plain(name)],  # not in the template itself, where braces would be replaced
            customdata=[f"{row['articles']:,} of {plural(row['of'], 'article')}" for row in rows.to_dict("records")],
            mode="lines+markers",
            line={"color": COLOURS[number], "width": 2},
            marker={"symbol": SHAPES[number], "size": 8},
            hovertemplate=f"%{{meta[0]}}<br>{bucket} of %{{x|%e %B %Y}}<br>{said}<extra></extra>",
        )
    legend = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}
    figure = lay_out(figure, height=320, legend=legend, showlegend=True)
    figure.update_xaxes(type="date", showgrid=False, fixedrange=True)
    if share:
        figure.update_yaxes(
            title="share of articles", tickformat=".0%", rangemode="tozero", fixedrange=True, domain=(0.34, 1)
        )
        _add_articles(figure, mentions, bucket)
    else:
        figure.update_yaxes(title="mentions", **count_axis(mentions["mentions"]))
    return figure


def _add_articles(figure: go.Figure, mentions: pd.DataFrame, bucket: str) -> None:
    """Add bars of all articles of each period below the lines, on the same axis of days."""
    periods = mentions.drop_duplicates("since")
    figure.add_bar(
        x=pd.to_datetime(periods["since"]).dt.strftime("%Y-%m-%d"),
        y=periods["of"],
        yaxis="y2",
        marker={"color": REST},
        hovertemplate=f"{bucket} of %{{x|%e %B %Y}}<br>%{{y:,}} articles<extra></extra>",
        showlegend=False,
    )
    axis = count_axis(periods["of"])
    figure.update_layout(
        yaxis2={**axis, "dtick": 2 * axis["dtick"], "title": "of so many<br>articles", "domain": (0, 0.22)},
        xaxis_anchor="y2", bargap=0.3,
    )  # fmt: skip
