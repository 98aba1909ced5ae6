"""Arrows: which routes have one, how each is drawn, and what a click on it says."""

import itertools
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.charts import places as chart
from dashboard.charts.places import arrows, basemap
from dashboard.charts.places.extents import to_mercator
from dashboard.tables.contract import MOVES

OUTLINES = "http://dateline.test/app/static/basemap/countries.geojson"
POINTS = {"homs": (36.7, 34.7), "latakia": (35.8, 35.5), "fiji": (178.0, -18.0), "samoa": (-172.0, -13.8)}


def route(origin: str, goal: str, kind: str = "withdrawal", **columns: Any) -> dict[str, Any]:
    ends: dict[str, Any] = {}
    for end, name in (("from", origin), ("to", goal)):
        longitude, latitude = POINTS.get(name, (None, None))
        ends |= {f"{end}_location_id": name or None, f"{end}_place": name.title() or None,
                 f"{end}_latitude": latitude, f"{end}_longitude": longitude}  # fmt: skip
    counts = {"movements": 2, "articles": 2, "stories": 1, "planned": 0, "denied": 0}
    day = pd.Timestamp("2024-12-08")
    return {**ends, "kind": kind, **counts, "first": day, "last": day, "movers": ["Ada & Co"],
            "told_by": ["Sample Wire itself"], **columns}  # fmt: skip


def frame(*routes: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(list(routes))


def drawn(*routes: dict[str, Any]) -> list[arrows.Arrow]:
    return arrows.list_arrows(frame(*routes), {"latakia": 20.0})


def ends() -> pd.DataFrame:
    rows = [("homs", "Homs", 3, 0, 2, 0), ("latakia", "Latakia", 0, 1, 0, 0)]
    columns = ["location_id", "name", "leaving", "reaching", "only_from", "only_to"]
    found = pd.DataFrame(rows, columns=columns).assign(country_code="SY", admin1=None, feature="PPL", articles=2)
    points = [POINTS[place] for place in found["location_id"]]
    return found.assign(longitude=[each[0] for each in points], latitude=[each[1] for each in points])


def maps(*routes: dict[str, Any], dark: bool = False) -> list[go.Figure]:
    shown = chart.mark_ends(ends())
    return [
        chart.place_map(shown, OUTLINES, dark=dark, routes=frame(*routes)),
        chart.place_map_flat(shown, dark=dark, routes=frame(*routes)),
    ]


def layers(figure: go.Figure) -> list[str]:
    return [layer["id"] for layer in figure.layout.map.style["layers"]]


def test_an_arrow_goes_from_one_place_to_the_other_in_a_bow_to_its_left() -> None:
    there, back = drawn(route("homs", "latakia"), route("latakia", "homs"))
    assert (there.longitudes[0], there.latitudes[0]) == POINTS["homs"]
    assert (there.longitudes[-1], there.latitudes[-1]) == POINTS["latakia"]
    middle = arrows.POINTS // 2
    for arrow, way in ((there, ("homs", "latakia")), (back, ("latakia", "homs"))):
        (x, south), (east, north) = ((POINTS[name][0], to_mercator(POINTS[name][1])) for name in way)
        across = (east - x) * (to_mercator(arrow.latitudes[middle]) - south)
        assert across - (north - south) * (arrow.longitudes[middle] - x) > 0, "on the left of its way"
    assert there.longitudes[middle] != back.longitudes[middle], "the way back is another line"
    assert -90 < there.bearing < 0 and 90 < back.bearing < 180, "north-west, and south-east"


def test_kinds_between_the_same_places_bend_more_and_more() -> None:
    first, second = drawn(route("homs", "latakia"), route("homs", "latakia", "flight"))
    assert first.latitudes[0] == second.latitudes[0] and first.latitudes[9] != second.latitudes[9]


def test_an_arrow_over_the_date_line_takes_the_short_way() -> None:
    [arrow] = drawn(route("fiji", "samoa"))
    assert max(arrow.longitudes) - min(arrow.longitudes) < 20


def test_what_has_not_two_places_has_no_arrow() -> None:
    assert drawn(route("homs", ""), route("", "latakia"), route("homs", "homs")) == []
    assert arrows.list_arrows(None, {}) == arrows.list_arrows(frame(), {}) == []


def test_width_grows_with_the_stories_and_not_with_copies() -> None:
    copied, told, widest = drawn(
        route("homs", "latakia", articles=50, stories=1), route("latakia", "homs", stories=10),
        route("homs", "fiji", stories=40),
    )  # fmt: skip
    assert copied.width == arrows.NARROWEST < told.width < widest.width == arrows.WIDEST


def test_what_is_only_planned_is_dotted_and_kinds_differ_in_their_dashes() -> None:
    for kind in MOVES:
        planned, partly = drawn(route("homs", "latakia", kind, planned=2), route("latakia", "homs", kind, planned=1))
        assert arrows.write_dashes(planned) == arrows.DOTTED != arrows.write_dashes(partly)
    looks = [(line.dashes, line.double) for line in arrows.LINES.values()]
    assert len(set(looks)) == len(looks) == len(MOVES)


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("dark", [False, True])
def test_every_line_stands_out_from_land_and_sea(dark: bool) -> None:
    colours = basemap.palette(dark)
    for line, ground in itertools.product(arrows.LINES.values(), (colours.land, colours.sea)):
        one, other = sorted((luminance(arrows.draw_colour(line, dark)), luminance(ground)))
        assert (other + 0.05) / (one + 0.05) >= 3


def test_a_hover_text_says_who_from_where_to_where_when_on_whose_word_and_how_often() -> None:
    [arrow] = drawn(route("homs", "latakia", planned=2, stories=2))
    assert arrow.hover_text == (
        "<b>Homs → Latakia</b><br>Ada &amp; Co · withdrawal, planned<br>8 December 2024"
        "<br>on the word of Sample Wire itself<br>2 articles, 2 stories"
    )


def test_a_click_on_an_arrow_is_read_and_one_on_a_place_is_none() -> None:
    [arrow] = drawn(route("homs", "latakia"))
    assert arrows.read_route(arrow.customdata[0]) == ("homs", "latakia", "withdrawal")
    for other in ("170654", "", "a→b", "a→b→dance", "a→b→flight→c"):
        assert arrows.read_route(other) is None


def test_both_maps_draw_the_arrows_below_the_markers_and_the_heads_above() -> None:
    webgl, flat = maps(route("homs", "latakia"), route("latakia", "homs", "strike", planned=2))
    order = layers(webgl)
    assert order.index("box" if "box" in order else "country") < order.index("arrow-casing")
    assert order.index("arrow-casing") < order.index("arrow-withdrawal") < order.index("town-0")
    assert order.index("town-0") < order.index("arrow-head") < order.index("place")
    assert "arrow-strike-planned" in order and "arrow-flight" not in order
    [heads] = [trace for trace in flat.data if trace.marker.symbol == "triangle-up"]
    assert len(heads.lon) == 2 and heads.marker.angleref == "up"
    hits = [trace for figure in (webgl, flat) for trace in figure.data
            if trace.customdata and arrows.APART in trace.customdata[0][0]]  # fmt: skip
    assert len(hits) == 2 and len(hits[0].lon) == 2 * (arrows.LAST_HIT - arrows.FIRST_HIT)


def test_a_map_without_routes_has_neither_lines_nor_heads() -> None:
    webgl, flat = maps()
    assert not [each for each in layers(webgl) if each.startswith("arrow")]
    assert len(flat.data) == len(chart.place_map_flat(chart.mark_ends(ends()), dark=False).data)
    assert not [trace for trace in flat.data if trace.marker.symbol == "triangle-up"]


def test_ends_are_as_large_as_their_movements_are_many_and_signed_where_the_other_end_is_not_said() -> None:
    webgl, flat = maps(route("homs", "latakia"))
    [texts] = [trace.text for trace in webgl.data if trace.text and "Latakia" in trace.text[0] + trace.text[-1]][-1:]
    assert any("3 movements from here, 0 to here, in 2 articles" in each for each in texts)
    features = webgl.layout.map.style["sources"]["signs"]["data"]["features"]
    assert [each["properties"]["sign"] for each in features] == ["↑"]
    assert [trace.text for trace in flat.data if trace.text and trace.text[0] == "↑"] == [("↑",)]
