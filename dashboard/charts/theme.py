"""What all charts share: the colours and marker shapes of highlighted actors, the grey of all others, the layout."""

import html
from collections.abc import Mapping
from itertools import cycle
from typing import Any

import pandas as pd
import plotly.graph_objects as go

# Blue, vermillion, green and purple of the palette of Okabe and Ito, which colour-blind people can tell apart; their
# contrast is at least 3:1 in both themes. Each has its own marker shape, for print and for those who see no colours.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7")
SHAPES = ("circle", "square", "diamond", "triangle-up")
REST = "#8A8F98"

# Characters of a name on an axis at most; the hover text and the table show the whole name.
LONGEST_NAME = 28


def order_by_colour(ranks: Mapping[str, int]) -> list[str]:
    """Return the actors in the order of COLOURS, "" where a colour is not used; at most as many as there are colours.

    `ranks` says how many actors are named more often in the whole set, whatever the filters. An actor has the colour of
    its rank, so it has the same one on every page and beside every other actor. Only where two have the same, the one
    that is named less takes the next colour that is free.
    """
    slots = [""] * len(COLOURS)
    for actor in sorted(ranks, key=lambda each: ranks[each])[: len(COLOURS)]:
        wanted = [(ranks[actor] + step) % len(COLOURS) for step in range(len(COLOURS))]
        slots[next(slot for slot in wanted if not slots[slot])] = actor
    return slots


def lay_out(figure: go.Figure, height: int, **more: Any) -> go.Figure:
    """Return the figure, changed: without background and frame, so that it fits both themes."""
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
    """Return the axis for these counts: from zero, with ticks at whole numbers only, five at most above zero."""
    most = 0 if counts.empty else int(counts.max())
    return {"rangemode": "tozero", "tickformat": ",d", "tick0": 0, "dtick": whole_step(most), "fixedrange": True}


def whole_step(most: int) -> int:
    """Return the smallest of 1, 2, 5, 10, 20, 50 and so on, five times which is at least `most`."""
    step = 1
    for factor in cycle((2, 2.5, 2)):
        if step * 5 >= most:
            break
        step = int(step * factor)
    return step


def shorten(name: str) -> str:
    """Return the name, cut after LONGEST_NAME characters."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"


def plain(text: str) -> str:
    """Return the text escaped, so that Plotly shows it as it is and reads no HTML tag in it."""
    return html.escape(text, quote=False)
