"""Bars and lines of actors: what is drawn, in which colour and shape, and that a name is only ever text."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard import settings
from dashboard.charts.actors import actors_bars, actors_lines
from dashboard.charts.theme import COLOURS, LONGEST_NAME, REST, SHAPES, order_by_colour, plain, shorten, whole_step

NAMES = {
    "hezbollah": "Hezbollah",
    "assad": "Bashar al-Assad",
    "observatory": "Syrian Observatory for Human Rights",
    "odd": "<b>A & B</b>",
    "hts": "Hayat Tahrir al-Sham",
}
ACTORS = pd.DataFrame(
    {
        "actor_id": list(NAMES),
        "name": list(NAMES.values()),
        "mentions": [1204, 9, 5, 5, 1],
        "articles": [300, 5, 4, 1, 1],
    }
)
DAYS = pd.to_datetime(["2024-12-07", "2024-12-08", "2024-12-09"])


def over_time(*shown: str) -> pd.DataFrame:
    """Rows as `actors_over_time` gives them: each actor in each bucket."""
    rows = [
        {
            "actor_id": actor,
            "name": NAMES[actor],
            "since": day,
            "until": day,
            "mentions": len(actor) * number,
            "articles": number,
            "of": 4 if number else 0,
            "share": number / 4 if number else None,
        }
        for number, day in enumerate(DAYS)
        for actor in shown
    ]
    return pd.DataFrame(rows, columns=["actor_id", "name", "since", "until", "mentions", "articles", "of", "share"])


def named(figure: go.Figure) -> dict[str, Any]:
    return {trace.name: trace for trace in figure.data}


def test_each_actor_is_a_bar_that_knows_its_id() -> None:
    figure = actors_bars(ACTORS, [])
    [bars] = figure.data
    assert list(bars.x) == [1204, 9, 5, 5, 1]
    assert [list(row) for row in bars.customdata] == [[actor] for actor in NAMES]
    assert list(bars.text) == ["1,204", "9", "5", "5", "1"]
    assert figure.layout.yaxis.autorange == "reversed", "the most named on top"
    assert figure.layout.xaxis.title.text == "mentions"


def test_two_actors_of_one_name_are_two_bars() -> None:
    twins = ACTORS.assign(name="Ahmed Ali")
    [bars] = actors_bars(twins, []).data
    assert len(set(bars.y)) == len(NAMES)


def test_the_highlighted_stand_out_and_the_rest_is_grey() -> None:
    [bars] = actors_bars(ACTORS, ["assad", "nobody", "hts"]).data
    assert list(bars.marker.color) == [REST, COLOURS[0], REST, REST, COLOURS[2]]
    [bars] = actors_bars(ACTORS, list(NAMES)).data
    assert list(bars.marker.color) == [*COLOURS, REST], "four hues and no fifth"


def test_a_name_is_text_and_the_hover_has_all_of_it() -> None:
    figure = actors_bars(ACTORS, [])
    [bars] = figure.data
    assert bars.hovertext[3].startswith("&lt;b&gt;A &amp; B&lt;/b&gt;<br>")
    assert bars.hovertext[2].startswith(f"{NAMES['observatory']}<br>")
    assert "1,204 mentions in 300 articles" in bars.hovertext[0]
    assert list(figure.layout.yaxis.tickvals) == list(NAMES)
    assert figure.layout.yaxis.ticktext[3] == "&lt;b&gt;A &amp; B&lt;/b&gt;"
    assert all(len(name) <= LONGEST_NAME for name in figure.layout.yaxis.ticktext[:3])


def test_more_actors_take_more_room() -> None:
    assert actors_bars(ACTORS, []).layout.height > actors_bars(ACTORS.head(2), []).layout.height


def test_each_highlighted_actor_is_a_line_with_every_zero() -> None:
    figure = actors_lines(over_time("assad", "hts"), ["assad", "hts"], "day")
    lines = named(figure)
    assert list(lines) == ["Bashar al-Assad", "Hayat Tahrir al-Sham"]
    assert list(lines["Bashar al-Assad"].x) == ["2024-12-07", "2024-12-08", "2024-12-09"]
    assert list(lines["Bashar al-Assad"].y) == [0, 5, 10]
    assert figure.layout.showlegend is True
    assert figure.layout.yaxis.title.text == "mentions"


def test_a_share_is_drawn_in_percent_and_a_bar_without_articles_is_a_gap() -> None:
    rows = over_time("assad").assign(of=[0, 4, 8])
    figure = actors_lines(rows, ["assad"], "day", share=True)
    line, articles = figure.data
    assert pd.isna(line.y[:2]).all() and line.y[2] == 0.5, "of four articles no share is drawn"
    assert line.connectgaps is None
    assert list(line.customdata) == ["0 of 0 articles", "1 of 4 articles", "2 of 8 articles"]
    assert list(articles.y) == [0, 4, 8]
    assert figure.layout.yaxis.title.text == "share of articles"
    assert figure.layout.yaxis.tickformat == ".0%"


def test_colour_and_shape_are_those_of_the_bars_and_never_shared() -> None:
    shown = list(NAMES)[: settings.HIGHLIGHTS]
    [bars] = actors_bars(ACTORS, shown).data
    lines = actors_lines(over_time(*shown), shown, "week").data
    assert [line.line.color for line in lines] == list(bars.marker.color)[: len(shown)]
    assert [line.marker.symbol for line in lines] == list(SHAPES)
    assert len(set(COLOURS)) == len(set(SHAPES)) == settings.HIGHLIGHTS


def test_an_actor_without_rows_leaves_the_others_their_colours() -> None:
    [line] = actors_lines(over_time("hts"), ["assad", "hts"], "day").data
    assert (line.line.color, line.marker.symbol) == (COLOURS[1], SHAPES[1])


def test_a_line_is_named_in_text_and_its_hover_says_the_bucket() -> None:
    odd, long = actors_lines(over_time("odd", "observatory"), ["odd", "observatory"], "month").data
    assert odd.name == odd.meta[0] == "&lt;b&gt;A &amp; B&lt;/b&gt;"
    assert len(long.name) <= LONGEST_NAME
    assert long.meta[0] == NAMES["observatory"]
    for line in (odd, long):
        assert line.hovertemplate.startswith("%{meta[0]}<br>month of "), "a name is never part of a template"


def test_without_rows_there_is_no_line() -> None:
    assert len(actors_lines(over_time(), ["assad"], "day").data) == 0


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Hezbollah", "Hezbollah"),
        ("x" * LONGEST_NAME, "x" * LONGEST_NAME),
        ("x" * (LONGEST_NAME + 1), "x" * (LONGEST_NAME - 1) + "…"),
        ("Free Syrian Army in the East of the country", "Free Syrian Army in the Eas…"),
        ("", ""),
    ],
)
def test_a_long_name_is_cut(name: str, shown: str) -> None:
    assert shorten(name) == shown


def test_a_cut_name_never_ends_within_an_entity() -> None:
    name = "x" * (LONGEST_NAME - 3) + "&&&&"
    [line] = actors_lines(over_time("odd").assign(name=name), ["odd"], "day").data
    [bars] = actors_bars(ACTORS.head(1).assign(name=name), []).data
    assert line.name == plain(shorten(name))
    assert bars.hovertext[0].startswith(plain(name))


@pytest.mark.parametrize(("text", "shown"), [("a<br>b", "a&lt;br&gt;b"), ("&lt;", "&amp;lt;"), ("A & B", "A &amp; B")])
def test_plotly_reads_no_html_out_of_a_name(text: str, shown: str) -> None:
    assert plain(text) == shown


@pytest.mark.parametrize(
    ("most", "step"), [(0, 1), (1, 1), (5, 1), (6, 2), (10, 2), (25, 5), (26, 10), (487, 100), (501, 200)]
)
def test_the_axis_of_a_count_has_whole_ticks_and_few(most: int, step: int) -> None:
    assert whole_step(most) == step


def test_an_actor_has_the_colour_of_its_rank_beside_all_others() -> None:
    assert order_by_colour({"assad": 1}) == ["", "assad", "", ""]
    assert order_by_colour({"hts": 6, "assad": 1}) == ["", "assad", "hts", ""]
    assert order_by_colour({"hts": 5, "assad": 1}) == ["", "assad", "hts", ""], (
        "of two of one colour the less named moves"
    )
    assert order_by_colour({}) == ["", "", "", ""]
