"""Charts of outlets: on which days the tables have articles of each."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.theme import COLOURS, lay_out, plain, shorten
from dashboard.wording import plural

# Pixels of an outlet's row, and of the axis below.
ROW, AXIS = 22, 60

# Days of which each is written below its column; of more the chart chooses.
WEEK = 7

# The blue of articles, from one to the most in a cell; its faintest is darker than the grey of days without any.
ARTICLES = [[0, "rgba(0, 114, 178, 0.5)"], [1, COLOURS[0]]]
NOTHING = [[0, "rgba(138, 143, 152, 0.18)"], [1, "rgba(138, 143, 152, 0.18)"]]


def calendar(collected: pd.DataFrame, sides: Mapping[str, str], bucket: str) -> go.Figure:
    """Return a row for each outlet and a cell for each day, week or month: blue where the outlet has articles, the more
    the darker; else grey, not collected.

    `collected` has the columns of `queries.outlets.list_collected`, `sides` the sign of its group for each outlet.
    """
    names = list(dict.fromkeys(collected["source"]))
    days = pd.to_datetime(collected["since"]).dt.strftime("%Y-%m-%d")
    columns = list(dict.fromkeys(days))
    shape = (len(names), len(columns))
    counts = collected["articles"].to_numpy(float).reshape(shape)
    said = np.array([_say(row, bucket) for row in collected.to_dict("records")], dtype=str).reshape(shape)
    figure = go.Figure()
    for cells, scale in ((np.where(counts > 0, np.sqrt(counts), np.nan), ARTICLES),
                         (np.where(counts > 0, np.nan, 0.0), NOTHING)):  # fmt: skip
        figure.add_heatmap(
            x=columns, y=list(range(len(names))), z=cells, text=said, hoverinfo="text", hoverongaps=False,
            colorscale=scale, showscale=False, xgap=1, ygap=2, zmin=0 if scale is NOTHING else 1,
            zmax=1 if scale is NOTHING else max(float(np.sqrt(counts.max(initial=0))), 2),
        )  # fmt: skip
    lay_out(figure, height=AXIS + ROW * len(names))
    labels = [plain(f"{sides.get(name, '')} {shorten(name)}".strip()) for name in names]
    figure.update_yaxes(
        autorange="reversed", tickvals=list(range(len(names))), ticktext=labels, automargin=True, fixedrange=True,
        showgrid=False, zeroline=False,
    )  # fmt: skip
    figure.update_xaxes(type="date", showgrid=False, fixedrange=True)
    if bucket == "day" and len(columns) <= WEEK:  # or noon would be written between the days
        figure.update_xaxes(dtick=86_400_000, tickformat="%b %-d<br>%Y")
    return figure


def _say(row: Mapping[Any, Any], bucket: str) -> str:
    """What stands on a cell that is pointed at."""
    when = f"{bucket} from {row['since']:%Y-%m-%d}" if bucket != "day" else f"{row['since']:%Y-%m-%d}"
    articles, missing = row["articles"], row["missing"]
    if not articles:
        what = "not collected"
    elif bucket == "day" or not missing:
        what = plural(articles, "article")
    else:
        what = f"{plural(articles, 'article')}; {plural(missing, 'day')} not collected"
    return f"{plain(row['source'])}<br>{when}<br>{what}"
