"""The network of ties: actors on an oval, and a line between two that are named together, wider the more often.

It is an oval and not a force-directed layout, because its labels overlap at no width, the same ties give the same
picture, and no library is needed. Neighbours on the oval are strongly tied, so that most lines are short.
"""

import math
import textwrap
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.theme import COLOURS, REST, SHAPES, lay_out, plain
from dashboard.wording import plural

# Pixels: the height of the chart, and the width kept for labels on either side; the oval takes the rest. On a phone of
# 400 pixels, that is about a third for each.
HEIGHT, LABEL_ROOM = 460, 112
# Characters in one of the two lines of a label: as many as fit into 112 pixels in a font of 12 pixels.
LABEL_LINE = 17

# Pixels: the widest line and the diameter of the largest marker; width and area grow with the count. A trace has one
# width and takes milliseconds to make, so lines have one of only this many widths.
WIDEST, BIGGEST, WIDTHS = 10.0, 26.0, 5

# Positions, from 0 to 1, of the points of a curve: enough to look round, few enough for a hundred ties.
CURVE = np.linspace(0, 1, 13)
# The row of a trace that separates two curves.
GAP = np.full((1, 2), np.nan)


def ties_network(actors: pd.DataFrame, ties: pd.DataFrame, highlighted: Sequence[str], unit: str) -> go.Figure:
    """Return the network of `ties` (actor_id, other_id, together) between `actors` (actor_id, name, mentions).

    A marker's customdata is the actor_id; a line has none. `unit` is what `together` counts, such as "sentence".
    """
    order = arrange(actors["actor_id"].tolist(), ties)
    drawn = actors.set_index("actor_id").loc[order]
    points = dict(zip(order, _oval(len(order)), strict=True))
    figure = go.Figure([*_lines(ties, drawn["name"], points, unit), _markers(drawn, points, highlighted)])
    figure = lay_out(figure, height=HEIGHT)
    figure.update_layout(margin={"l": LABEL_ROOM, "r": LABEL_ROOM, "t": 16, "b": 16}, hovermode="closest")
    axis = {"visible": False, "fixedrange": True, "range": [-1.06, 1.06]}
    figure.update_xaxes(**axis)
    figure.update_yaxes(**axis)
    return figure


def _lines(
    ties: pd.DataFrame, names: "pd.Series[str]", points: Mapping[str, np.ndarray], unit: str
) -> list[go.Scatter]:
    """Return the traces of the lines, the widest last and so on top, and one with their hover texts.

    `names` and `points` are by actor_id.
    """
    strongest = max(ties["together"], default=1)
    curves: dict[int, list[np.ndarray]] = {}
    middles, hovers = [], []
    for row in ties.to_dict("records"):
        curve = _curve(points[row["actor_id"]], points[row["other_id"]])
        curves.setdefault(math.ceil(WIDTHS * row["together"] / strongest), []).extend((curve, GAP))
        middles.append(curve[len(CURVE) // 2])
        pair = " – ".join(plain(names[row[column]]) for column in ("actor_id", "other_id"))
        hovers.append(f"{pair}<br>{plural(row['together'], unit)}")
    traces = []
    for level, of_level in sorted(curves.items()):
        x, y = np.concatenate(of_level).T
        line = {"color": REST, "width": WIDEST * level / WIDTHS}
        traces.append(go.Scatter(x=x, y=y, mode="lines", line=line, opacity=0.55, hoverinfo="skip", showlegend=False))
    # Plotly shows hover texts at points only, so an invisible marker in the middle of each line carries its text.
    hover = go.Scatter(
        x=[x for x, _ in middles], y=[y for _, y in middles], mode="markers", marker={"size": 12, "opacity": 0},
        hovertext=hovers, hoverinfo="text", showlegend=False,
    )  # fmt: skip
    return [*traces, hover]


def _markers(actors: pd.DataFrame, points: Mapping[str, np.ndarray], highlighted: Sequence[str]) -> go.Scatter:
    """Return the trace of the actors, with their names beside them; actors and points are by actor_id."""
    styles = {actor: (COLOURS[n], SHAPES[n]) for n, actor in enumerate(highlighted[: len(COLOURS)])}
    biggest = max(actors["mentions"], default=1)
    rows = actors.to_dict("records")
    return go.Scatter(
        x=[points[actor][0] for actor in actors.index],
        y=[points[actor][1] for actor in actors.index],
        mode="markers+text",
        text=[_label(name) for name in actors["name"]],
        textposition=["middle right" if points[actor][0] > 0 else "middle left" for actor in actors.index],
        textfont={"size": 12},
        cliponaxis=False,
        customdata=[[actor] for actor in actors.index],
        hovertext=[f"{plain(row['name'])}<br>{plural(row['mentions'], 'mention')}" for row in rows],
        hoverinfo="text",
        marker={
            "size": [max(8.0, BIGGEST * (count / biggest) ** 0.5) for count in actors["mentions"]],
            "color": [styles.get(actor, (REST, ""))[0] for actor in actors.index],
            "symbol": [styles.get(actor, ("", "circle"))[1] for actor in actors.index],
            "opacity": 1,
            "line": {"width": 0},
        },
        showlegend=False,
    )


def arrange(actors: Sequence[str], ties: pd.DataFrame) -> list[str]:
    """Return the actors that have a tie, each followed by the remaining one that is tied to it most.

    Where several are tied equally to it, the one with most ties to all before it follows, then the one given first.
    """
    strength: dict[tuple[str, str], int] = {}
    for row in ties.to_dict("records"):
        for pair in ((row["actor_id"], row["other_id"]), (row["other_id"], row["actor_id"])):
            strength[pair] = row["together"]
    tied = {actor for pair in strength for actor in pair}
    left = [actor for actor in actors if actor in tied]
    order = left[:1]
    left = left[1:]
    while left:
        following = max(left, key=lambda actor: _closeness(actor, order, strength))
        left.remove(following)
        order.append(following)
    return order


def _closeness(actor: str, order: Sequence[str], strength: Mapping[tuple[str, str], int]) -> tuple[int, int]:
    """Return how strongly the actor is tied to the last one in the order, and to all in it together."""
    return strength.get((order[-1], actor), 0), sum(strength.get((placed, actor), 0) for placed in order)


def _oval(number: int) -> np.ndarray:
    """Return this many points of an oval, clockwise from the top: half of them on the right, none at top or bottom."""
    right = (number + 1) // 2
    angles = [np.pi * (each + 0.5) / right for each in range(right)]
    angles += [np.pi + np.pi * (each + 0.5) / (number - right) for each in range(number - right)]
    return np.stack([np.sin(angles), np.cos(angles)], axis=1)


def _curve(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return the points of a curve between two points of the oval, bent towards the middle."""
    t = CURVE[:, None]
    towards = 0.35 * (one + other) / 2
    curve: np.ndarray = (1 - t) ** 2 * one + 2 * t * (1 - t) * towards + t**2 * other
    return curve


def _label(name: str) -> str:
    """Return the name in at most two lines, escaped."""
    lines = textwrap.wrap(name, LABEL_LINE, max_lines=2, placeholder="…") or [name]
    return "<br>".join(plain(line) for line in lines)
