"""Charts of actors: who is named most, and when."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.theme import COLOURS, REST, SHAPES, count_axis, lay_out, plain, shorten
from dashboard.wording import plural


def actors_bars(actors: pd.DataFrame, highlighted: Sequence[str]) -> go.Figure:
    """Return horizontal bars of mentions in the order of the rows, from the top; a bar's customdata is the actor_id.

    The `highlighted` ids have their colours, all other bars are grey.
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

    Each has its colour and marker shape. A period without a mention is drawn as zero; one without any article has no
    share, and is a gap in the line. `bucket` is the word for a period in the hover text, such as "week".
    """
    figure = go.Figure()
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
        figure.update_yaxes(title="share of articles", tickformat=".0%", rangemode="tozero", fixedrange=True)
    else:
        figure.update_yaxes(title="mentions", **count_axis(mentions["mentions"]))
    return figure
