"""The network of ties: who stands where, how wide a line is, and that a name is only ever text."""

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.theme import COLOURS, REST, SHAPES
from dashboard.charts.ties import BIGGEST, LABEL_LINE, WIDEST, arrange, ties_network

ACTORS = pd.DataFrame(
    {
        "actor_id": ["hts", "assad", "odd", "alone", "observatory"],
        "name": [
            "Hayat Tahrir al-Sham",
            "Bashar al-Assad",
            "<b>A & B</b>",
            "Alone",
            "The Syrian Observatory of It All",
        ],
        "mentions": [100, 25, 4, 50, 1],
    }
)
TIES = pd.DataFrame(
    [("hts", "odd", 10), ("hts", "assad", 4), ("assad", "observatory", 1)],
    columns=["actor_id", "other_id", "together"],
)


def network(**changes: Any) -> go.Figure:
    return ties_network(**{"actors": ACTORS, "ties": TIES, "highlighted": ["assad"], "unit": "sentence", **changes})


def nodes(figure: go.Figure) -> Any:
    return figure.data[-1]


def test_who_has_a_tie_stands_on_the_oval_next_to_the_strongest() -> None:
    assert arrange(ACTORS["actor_id"].tolist(), TIES) == ["hts", "odd", "assad", "observatory"]
    drawn = nodes(network())
    assert [list(each) for each in drawn.customdata] == [["hts"], ["odd"], ["assad"], ["observatory"]]
    assert np.allclose(np.hypot(drawn.x, drawn.y), 1)
    assert network() == network(), "the same ties give the same picture"


def test_labels_stand_outside_and_never_meet() -> None:
    names = [f"actor-{number}" for number in range(15)]
    everyone = pd.DataFrame({"actor_id": names, "name": names, "mentions": 1})
    chain = pd.DataFrame({"actor_id": names[:-1], "other_id": names[1:], "together": 2})
    figure = ties_network(everyone, chain, [], "article")
    drawn = nodes(figure)
    pixels = (figure.layout.height - 32) / 2.12
    for side in ("middle left", "middle right"):
        heights = sorted(y for y, at in zip(drawn.y, drawn.textposition, strict=True) if at == side)
        assert min(np.diff(heights)) * pixels > 28, "two lines of text at 12 pixels"
    assert all((x > 0) == (at == "middle right") for x, at in zip(drawn.x, drawn.textposition, strict=True))


def test_a_line_is_as_wide_as_the_two_are_named_together() -> None:
    lines = [trace for trace in network().data if trace.mode == "lines"]
    assert [trace.line.width for trace in lines] == [WIDEST / 5, WIDEST * 2 / 5, WIDEST]
    assert {trace.line.color for trace in lines} == {REST}
    hovers = next(trace for trace in network().data if trace.mode == "markers").hovertext
    assert list(hovers)[1:] == [
        "Hayat Tahrir al-Sham – Bashar al-Assad<br>4 sentences",
        "Bashar al-Assad – The Syrian Observatory of It All<br>1 sentence",
    ]


def test_area_grows_with_mentions_and_the_chosen_have_colour_and_shape() -> None:
    drawn = nodes(network())
    assert list(drawn.marker.size) == [BIGGEST, 8, BIGGEST / 2, 8]
    assert list(drawn.marker.color) == [REST, REST, COLOURS[0], REST]
    [*_, second] = nodes(network(highlighted=["assad", "observatory"])).marker.symbol
    assert second == SHAPES[1]


def test_a_name_is_text_and_cut_to_two_lines() -> None:
    drawn = nodes(network())
    assert drawn.text[1] == "&lt;b&gt;A &amp; B&lt;/b&gt;"
    assert drawn.text[3] == "The Syrian<br>Observatory of…"
    assert all(len(line) <= LABEL_LINE for line in drawn.text[3].split("<br>"))
    assert drawn.hovertext[3].startswith("The Syrian Observatory of It All<br>1 mention")


def test_without_ties_nobody_stands_there() -> None:
    assert len(nodes(network(ties=TIES.head(0))).x) == 0
