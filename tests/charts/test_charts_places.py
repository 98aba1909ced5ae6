"""The figures' data: what is drawn where, how large, in which colour, and that nothing is asked of another server."""

import itertools
import json
import math
import re
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard import settings
from dashboard.charts import places as chart
from dashboard.charts.places import basemap, extents, markers
from dashboard.errors import MapError

OUTLINES = "http://dateline.test/app/static/basemap/countries.geojson"

COLUMNS = [
    *("location_id", "name", "country_code", "admin1", "feature", "latitude", "longitude"),
    *("mentions", "actor_mentions", "articles"),
]
ROWS: list[tuple[Any, ...]] = [
    ("170654", "Damascus", "SY", "Dimashq", "PPLC", 33.5102, 36.29128, 150, 10, 60),
    ("170063", "Aleppo", "SY", "Aleppo", "PPLA", 36.20124, 37.16117, 40, 0, 21),
    ("98182", "Baghdad", "IQ", "Baghdad", "PPLC", 33.34058, 44.40088, 0, 12, 7),
    ("163843", "Syria", "SY", None, "PCLI", 35.0, 38.0, 1, 0, 1),
    ("1", "Null Island", None, None, "PPL", 0.0, 0.0, 10, 0, 4),
    ("2", "Nowhere", "SY", None, "PPL", None, None, 99, 0, 9),
    ("3", "Demonym only", "TR", None, "PCLI", 39.0, 35.0, 0, 0, 3),
]
# Areas first, so that no town is beneath one.
DRAWN = ["163843", "170654", "170063", "98182", "1"]
TOWNS = DRAWN[1:]


@pytest.fixture
def some_places() -> pd.DataFrame:
    return pd.DataFrame(ROWS, columns=COLUMNS)


@pytest.fixture
def no_places(some_places: pd.DataFrame) -> pd.DataFrame:
    return some_places.iloc[:0]


def draw(places: pd.DataFrame, **more: Any) -> go.Figure:
    return chart.place_map(places, OUTLINES, **{"dark": False, **more})


def drawn(figure: go.Figure) -> list[dict[str, Any]]:
    """Return every point that can be clicked, in the order of drawing."""
    found = []
    for trace in figure.data:
        if trace.hoverinfo == "skip":
            continue
        assert trace.marker.sizemode == "area"
        for row in zip(
            trace.customdata, trace.marker.size, trace.marker.color, trace.text, trace.lon, trace.lat, strict=True
        ):
            made = dict(zip(("data", "size", "colour", "text", "lon", "lat"), row, strict=True))
            # Plotly's rule for sizemode area.
            pixels = 2 * max(trace.marker.sizemin, math.sqrt(made["size"] / 2 / trace.marker.sizeref))
            found.append({**made, "id": made["data"][0], "pixels": pixels})
    return found


def underlays(figure: go.Figure, colour: str) -> set[tuple[float, float]]:
    return {
        point
        for trace in figure.data
        if trace.hoverinfo == "skip" and trace.marker.color == colour
        for point in zip(trace.lon, trace.lat, strict=True)
    }


def both(places: pd.DataFrame, **more: Any) -> list[go.Figure]:
    return [draw(places, **more), chart.place_map_flat(places, **{"dark": False, **more})]


def test_every_place_with_a_point_and_a_mention_is_one_marker(some_places: pd.DataFrame) -> None:
    for figure in both(some_places):
        assert [marker["id"] for marker in drawn(figure)] == DRAWN  # the largest first, so that none is hidden


def test_area_grows_with_the_count(some_places: pd.DataFrame) -> None:
    for figure in both(some_places):
        damascus, aleppo = drawn(figure)[1:3]
        assert damascus["pixels"] == pytest.approx(markers.LARGEST)
        assert damascus["pixels"] ** 2 / aleppo["pixels"] ** 2 == pytest.approx(160 / 40)


def test_the_smallest_marker_can_still_be_hit(some_places: pd.DataFrame) -> None:
    for figure in both(some_places):
        assert {marker["id"]: marker["pixels"] for marker in drawn(figure)}["163843"] == markers.SMALLEST_AREA
        tiny = some_places.assign(mentions=1).iloc[4:5]
        assert drawn(draw(pd.concat([some_places, tiny])))[-1]["pixels"] == markers.SMALLEST


def test_one_mention_is_not_drawn_as_large_as_a_war(some_places: pd.DataFrame) -> None:
    (syria,) = drawn(draw(some_places[some_places["name"] == "Syria"]))
    assert syria["pixels"] < markers.LARGEST / 3


def test_a_place_is_hollow_when_it_is_only_an_actor(some_places: pd.DataFrame) -> None:
    figure = draw(some_places)
    baghdad = next(marker for marker in drawn(figure) if marker["id"] == "98182")
    inner = [
        trace.marker.size[0]
        for trace in figure.data
        if trace.hoverinfo == "skip" and len(trace.lon) == 1 and trace.lon[0] == baghdad["lon"]
    ]
    assert inner == [pytest.approx(baghdad["pixels"] - 2 * markers.HOLLOW_LINE, abs=0.1)]
    symbols = chart.place_map_flat(some_places, dark=False).data[-2].marker.symbol
    assert symbols == tuple("circle-open" if place == "98182" else "circle" for place in TOWNS)


def test_every_town_stands_on_a_ring_of_the_land(some_places: pd.DataFrame) -> None:
    for dark in (False, True):
        figure = draw(some_places, dark=dark)
        rings = underlays(figure, basemap.palette(dark).land)
        assert rings == {(marker["lon"], marker["lat"]) for marker in drawn(figure) if marker["id"] in TOWNS}


def hue(colour: str) -> str:
    """Return `#rrggbb` of a colour, pale or not."""
    if colour.startswith("#"):
        return colour
    return "#" + "".join(f"{int(part):02X}" for part in re.findall(r"\d+", colour)[:3])


@pytest.mark.parametrize("place", ["170063", "163843"])
def test_chosen_places_have_their_colour(some_places: pd.DataFrame, place: str) -> None:
    for figure in both(some_places, chosen=[place]):
        colours = {marker["id"]: hue(marker["colour"]) for marker in drawn(figure)}
        assert colours.pop(place) == markers.VERMILLION
        assert set(colours.values()) == {markers.BLUE}


def test_a_click_colours_its_marker_and_fades_no_other(some_places: pd.DataFrame) -> None:
    for figure in both(some_places):
        for trace in figure.data:
            if trace.hoverinfo == "skip":
                assert "markers" not in trace.mode or trace.unselected.marker.opacity in (1, None)
            else:
                assert hue(trace.selected.marker.color) == markers.VERMILLION
                assert trace.selected.marker.opacity > 0.2
                assert trace.unselected.marker.opacity == trace.marker.opacity


def forms(figure: go.Figure) -> dict[str, tuple[str, bool]]:
    """Return form and hollowness of each place as the style draws them."""
    features = figure.layout.map.style["sources"]["places"]["data"]["features"]
    return {each["properties"]["name"]: (each["properties"]["form"], each["properties"]["hollow"]) for each in features}


@pytest.mark.parametrize(
    ("features", "form"),
    [
        (("PPL", "PPLC", "PPLA2"), "town"),
        (("ADM1", "ADM2", "RGN", "SEA", "MTS", "ISL", "LK"), "region"),
        (("PCLI", "PCLD", "CONT", "OCN"), "country"),
    ],
)
def test_the_form_says_how_precise_a_place_is(features: tuple[str, ...], form: str) -> None:
    assert {markers.find_form(feature) for feature in features} == {form}


def test_only_towns_are_filled(some_places: pd.DataFrame) -> None:
    """Only towns are opaque; a country has a second outline, a hollow area a pale band and nothing within."""
    places = some_places.assign(feature=["PCLI", "ADM1", "PCLI", "PPL", "PPL", "PPL", "PPL"])
    figure = draw(places)
    assert forms(figure)["Damascus"] == ("country", False) and forms(figure)["Baghdad"] == ("country", True)
    assert forms(figure)["Aleppo"] == ("region", False) and forms(figure)["Syria"] == ("town", False)
    area_trace, *town_traces = [trace for trace in figure.data if trace.hoverinfo != "skip"]
    assert area_trace.marker.opacity == 0 and all(trace.marker.opacity == markers.OPACITY for trace in town_traces)
    layers = {layer["id"]: layer for layer in figure.layout.map.style["layers"]}
    assert layers["area"]["paint"]["circle-opacity"] == ["case", ["get", "hollow"], 0, markers.PALE]
    assert layers["country-outline"]["filter"] == ["==", ["get", "form"], "country"]
    assert list(layers).index("area") < list(layers).index("area-outline") < list(layers).index("place")
    areas, walls, edges = chart.place_map_flat(places, dark=False).data[2:5]
    assert [colour.rpartition(", ")[2] for colour in areas.marker.color] == ["0.22)", "0.22)", "0)"]
    assert len(walls.lon) == 1 and len(edges.lon) == 2


def test_hover_says_where_and_how_often_in_plain_words(some_places: pd.DataFrame) -> None:
    texts = {marker["id"]: marker["text"] for marker in drawn(draw(some_places))}
    assert texts["170654"] == "<b>Damascus</b><br>Dimashq, Syria<br>150 mentions, 10 more as an actor, in 60 articles"
    assert texts["170063"] == "<b>Aleppo</b><br>Syria<br>40 mentions in 21 articles"
    assert texts["98182"] == "<b>Baghdad</b><br>Iraq<br>12 mentions as an actor in 7 articles"
    assert texts["163843"] == "<b>Syria</b><br>1 mention in 1 article"
    assert texts["1"] == "<b>Null Island</b><br>10 mentions in 4 articles"


def test_a_name_cannot_write_html(some_places: pd.DataFrame) -> None:
    some_places.loc[0, ["name", "admin1"]] = ['<a href="http://evil.test">x</a>', "<b>&"]
    for figure in both(some_places):
        text = drawn(figure)[1]["text"]
        assert text.startswith("<b>&lt;a href=&quot;")
        assert "<a" not in text and "&lt;b&gt;&amp;, Syria" in text
    # In the style names are text, not HTML: they stay as they are.
    assert '<a href="http://evil.test">x</a>' in names(draw(some_places))
    assert all("<" not in text for text in chart.place_map_flat(some_places, dark=False).data[-1].text)


def names(figure: go.Figure) -> list[str]:
    source = figure.layout.map.style["sources"]["places"]["data"]
    return [feature["properties"]["name"] for feature in source["features"]]


def test_a_country_with_a_marker_is_named_once(some_places: pd.DataFrame) -> None:
    figure = draw(some_places)
    assert "Syria" in names(figure)
    layers = {layer["id"]: layer for layer in figure.layout.map.style["layers"]}
    assert "Syria" in json.dumps(layers["country"]["filter"])


@pytest.mark.parametrize("dark", [False, True])
def test_an_empty_frame_draws_the_empty_world(no_places: pd.DataFrame, dark: bool) -> None:
    figure, flat = both(no_places, dark=dark)
    assert drawn(figure) == drawn(flat) == []
    assert figure.layout.map.zoom < 2
    assert flat.layout.geo.lonaxis.range[0] <= extents.WORLD.west


@pytest.mark.parametrize("dark", [False, True])
def test_nothing_is_asked_of_another_server(some_places: pd.DataFrame, no_places: pd.DataFrame, dark: bool) -> None:
    for places in (some_places, no_places):
        figure, flat = both(places, dark=dark)
        written = json.dumps(json.loads(figure.to_json()))  # Plotly escapes slashes
        assert written.count(OUTLINES) == 1
        for text in (written.replace(OUTLINES, ""), json.dumps(json.loads(flat.to_json()))):
            assert not re.search(r"//|\bwww\.|mapbox|carto", text)
        assert set(figure.layout.map.style) == {"version", "sources", "layers"}  # no glyphs, no sprite
        assert flat.layout.geo.visible is False


def test_the_map_opens_on_most_of_the_mentions(some_places: pd.DataFrame) -> None:
    near = some_places[some_places["location_id"].isin(DRAWN)].iloc[:1]
    far = near.assign(location_id="far", longitude=-98.0, latitude=39.0, mentions=1, actor_mentions=0)
    crowd = pd.concat([near.assign(location_id=f"{n}", mentions=10) for n in range(5)])
    places = pd.concat([crowd, far])
    camera = draw(places).layout.map
    assert camera.center.lon == pytest.approx(near["longitude"].iloc[0], abs=1)
    assert chart.places_outside(places)["location_id"].tolist() == ["far"]


def test_one_town_is_shown_with_the_country_around_it(some_places: pd.DataFrame) -> None:
    camera = draw(some_places.iloc[:1]).layout.map
    degrees = extents.WIDTH * 360 / (extents.WORLD_PIXELS * 2**camera.zoom)
    assert degrees == pytest.approx(extents.NARROWEST, rel=0.3)


def test_names_of_the_flat_map_cover_nothing(some_places: pd.DataFrame) -> None:
    crowd = pd.concat([some_places.iloc[:1].assign(location_id=str(index)) for index in range(20)])
    assert chart.place_map_flat(crowd, dark=False).data[-1].text == ("Damascus",)
    assert "Damascus" in chart.place_map_flat(some_places, dark=False).data[-1].text


def test_the_flat_map_stays_small(some_places: pd.DataFrame) -> None:
    assert len(chart.place_map_flat(some_places, dark=False).to_json()) < 400_000


def test_the_frame_is_not_changed(some_places: pd.DataFrame) -> None:
    before = some_places.copy()
    both(some_places)
    pd.testing.assert_frame_equal(some_places, before)


# The ground beneath.


def luminance(colour: str) -> float:
    """Return the relative luminance that WCAG 2 defines."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dim, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dim + 0.05)


def over(colour: str, ground: str, opacity: float) -> str:
    mixed = [
        round(int(colour[start : start + 2], 16) * opacity + int(ground[start : start + 2], 16) * (1 - opacity))
        for start in (1, 3, 5)
    ]
    return "#" + "".join(f"{part:02x}" for part in mixed)


@pytest.mark.parametrize("dark", [False, True])
def test_markers_and_words_are_told_from_the_ground(dark: bool) -> None:
    colours = basemap.palette(dark)
    for colour in (markers.BLUE, markers.VERMILLION):
        assert contrast(over(colour, colours.land, markers.OPACITY), colours.land) >= 3
    for word in (colours.name, colours.text):
        assert min(contrast(word, colours.land), contrast(word, colours.sea)) >= 4.5


def outlines() -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads(settings.BASEMAP.read_bytes())["features"]
    return features


def test_the_outlines_are_what_the_style_draws() -> None:
    assert settings.BASEMAP.stat().st_size < 1_300_000
    kinds = {feature["properties"]["kind"] for feature in outlines()}
    assert kinds == {"land", "border", "name"}
    assert {"SY", "LB", "IQ", "PS", "XK"} <= {feature.get("id") for feature in outlines()}


def test_every_ring_is_closed_and_without_a_jump() -> None:
    for feature in outlines():
        if feature["properties"]["kind"] == "land":
            for (ring,) in feature["geometry"]["coordinates"]:
                assert ring[0] == ring[-1] and len(ring) > 3
                steps = [abs(b[0] - a[0]) for a, b in itertools.pairwise(ring)]
                # Only the lower edge of the map, below Antarctica, is as long.
                assert max(steps) < 180 or min(point[1] for point in ring) == -90


def test_no_border_is_drawn_along_the_180th_meridian() -> None:
    (border,) = [feature for feature in outlines() if feature["properties"]["kind"] == "border"]
    assert not [point for line in border["geometry"]["coordinates"] for point in line if abs(point[0]) > 179]


def test_absent_outlines_are_named_with_their_remedy(
    some_places: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "BASEMAP", tmp_path / "countries.geojson")
    for ask in (
        basemap.check,
        basemap.land_lines,
        basemap.border_lines,
        lambda: draw(some_places),
        lambda: chart.place_map_flat(some_places, dark=False),
    ):
        with pytest.raises(MapError, match=r"countries.*\.geojson is absent; run: python tools/basemap\.py"):
            ask()
