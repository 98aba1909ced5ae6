"""What all charts share: the colours and shapes of highlighted actors, the quiet rest, the layout."""

from itertools import cycle
from typing import Any

import pandas as pd
import plotly.graph_objects as go

# Blue, vermillion, green and purple of Okabe and Ito: told apart by colour-blind eyes, 3:1 on both themes; each has a
# marker shape of its own, for print and for eyes that see none of them.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7")
SHAPES = ("circle", "square", "diamond", "triangle-up")
REST = "#8A8F98"

# Characters of a name on an axis; the hover and the table have all of it.
LONGEST_NAME = 28


def lay_out(figure: go.Figure, height: int, **more: Any) -> go.Figure:
    """The same figure without background and frame, so that it sits on either theme."""
    figure.update_layout(
        height=height,
        margin={"l": 0, "r": 8, "t": 8, "b": 0},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        hoverlabel={"align": "left"},
        dragmode=False,
        **more,
    )
    return figure


def count_axis(counts: "pd.Series[int]") -> dict[str, Any]:
    """The axis of these counts: from zero, whole numbers only, five ticks or fewer."""
    most = 0 if counts.empty else int(counts.max())
    return {"rangemode": "tozero", "tickformat": ",d", "tick0": 0, "dtick": whole_step(most), "fixedrange": True}


def whole_step(most: int) -> int:
    """The step 1, 2 or 5 times a power of ten that reaches `most` in at most five."""
    step = 1
    for factor in cycle((2, 2.5, 2)):
        if step * 5 >= most:
            break
        step = int(step * factor)
    return step


def shorten(name: str) -> str:
    """The name, cut to what an axis has room for."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"


def plain(text: str) -> str:
    """The text as Plotly shows it as it is: it reads a few HTML tags otherwise."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
