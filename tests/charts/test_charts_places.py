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
from dashboard.boxes import Box
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
        for row in zip(trace.customdata, trace.marker.size, trace.text, trace.lon, trace.lat, strict=True):
            made = dict(zip(("data", "pixels", "text", "lon", "lat"), row, strict=True))
            found.append({**made, "id": made["data"][0]})
    return found


def both(places: pd.DataFrame, **more: Any) -> list[go.Figure]:
    return [draw(places, **more), chart.place_map_flat(places, **{"dark": False, **more})]


def test_every_place_with_a_point_and_a_mention_is_one_marker(some_places: pd.DataFrame) -> None:
    for figure in both(some_places):
        assert [marker["id"] for marker in drawn(figure)] == DRAWN  # the largest first, so that none is hidden


def test_area_grows_with_the_mentions_as_a_place(some_places: pd.DataFrame) -> None:
    for figure in both(some_places):
        damascus, aleppo = drawn(figure)[1:3]
        assert damascus["pixels"] == pytest.approx(markers.LARGEST)
        assert damascus["pixels"] ** 2 / aleppo["pixels"] ** 2 == pytest.approx(150 / 40, rel=0.01)


def test_the_smallest_marker_can_still_be_hit(some_places: pd.DataFrame) -> None:
    for figure in both(some_places):
        assert {marker["id"]: marker["pixels"] for marker in drawn(figure)}["163843"] == markers.SMALLEST_AREA
        tiny = some_places.assign(mentions=1).iloc[4:5]
        assert drawn(draw(pd.concat([some_places, tiny])))[-1]["pixels"] == markers.SMALLEST


def test_one_mention_is_not_drawn_as_large_as_a_war(some_places: pd.DataFrame) -> None:
    (syria,) = drawn(draw(some_places[some_places["name"] == "Syria"]))
    assert syria["pixels"] < markers.LARGEST / 3


def properties(figure: go.Figure, name: str) -> dict[str, Any]:
    """Return what the style of the map knows of the place with this name."""
    features = figure.layout.map.style["sources"]["places"]["data"]["features"]
    [found] = [each["properties"] for each in features if each["properties"]["name"] == name]
    return dict(found)


def layers(figure: go.Figure) -> dict[str, Any]:
    """Return the layers of the map's style, the lowest first."""
    return {layer["id"]: layer for layer in figure.layout.map.style["layers"]}


def test_a_place_is_hollow_when_it_is_only_an_actor(some_places: pd.DataFrame) -> None:
    figure, flat = both(some_places)
    assert properties(figure, "Baghdad")["hollow"] and "hollow" not in properties(figure, "Damascus")
    fill, line = (layers(figure)["town-0"]["paint"][each] for each in ("circle-color", "circle-stroke-width"))
    assert fill == [
        "case",
        ["has", "hollow"],
        basemap.palette(dark=False).land,
        ["case", ["has", "chosen"], basemap.LIGHT.chosen, ["has", "gone"], basemap.LIGHT.gone, basemap.LIGHT.marker],
    ]
    hollow = ["case", ["has", "gone"], markers.GONE_LINE, markers.HOLLOW_LINE]
    assert line == ["case", ["has", "hollow"], hollow, markers.HALO]
    symbols = next(trace.marker.symbol for trace in flat.data if isinstance(trace.marker.symbol, tuple))
    assert symbols == tuple("circle-open" if place == "98182" else "circle" for place in TOWNS)


def test_a_place_that_is_gone_has_a_thin_grey_outline_below_the_others(some_places: pd.DataFrame) -> None:
    gone = some_places["location_id"].isin(["170063", "163843"])  # a town and a country
    figure, flat = both(some_places.assign(gone=gone))
    for name in some_places.loc[gone, "name"]:
        assert properties(figure, name)["gone"] and properties(figure, name)["hollow"]
    towns = next(trace for trace in flat.data if isinstance(trace.marker.symbol, tuple))
    at = [each for [each] in towns.customdata].index("170063")
    assert at == 0, "drawn first, below the others"
    assert (towns.marker.symbol[at], towns.marker.line.color[at]) == ("circle-open", basemap.LIGHT.gone)
    assert towns.marker.line.width[at] == markers.GONE_LINE < markers.HOLLOW_LINE
    assert towns.text[at].count("named no more; in the full picture") == 1
    [area] = [trace for trace in flat.data if trace.customdata and ["163843"] in [[*each] for each in trace.customdata]]
    assert hue(area.marker.line.color[[*map(list, area.customdata)].index(["163843"])]) == basemap.LIGHT.gone


def test_every_town_is_in_one_tier_of_size(some_places: pd.DataFrame) -> None:
    tiers = [layer["filter"] for layer_id, layer in layers(draw(some_places)).items() if layer_id.startswith("town-")]
    bounds = [(least[2], above[2]) for *_, above, least in tiers]
    assert bounds == sorted(bounds, reverse=True) and bounds[-1][0] == 0
    assert all(upper[0] == lower[1] for upper, lower in itertools.pairwise(bounds))


def hue(colour: str) -> str:
    """Return `#rrggbb` of a colour, pale or not."""
    if colour.startswith("#"):
        return colour
    return "#" + "".join(f"{int(part):02X}" for part in re.findall(r"\d+", colour)[:3])


@pytest.mark.parametrize("place", ["170063", "163843"])
def test_chosen_places_have_their_colour(some_places: pd.DataFrame, place: str) -> None:
    figure, flat = both(some_places, chosen=[place])
    colours = {
        each: hue(colour)
        for trace in flat.data
        if trace.customdata
        for [each], colour in zip(trace.customdata, trace.marker.color, strict=True)
    }
    assert colours.pop(place) == basemap.LIGHT.chosen
    assert set(colours.values()) == {basemap.LIGHT.marker}
    for name, location_id in zip(some_places["name"], some_places["location_id"], strict=True):
        if location_id in DRAWN:
            assert ("chosen" in properties(figure, name)) == (location_id == place)


@pytest.mark.parametrize("place", ["1", "163843"])
def test_a_chosen_place_is_drawn_above_all_others_and_always_named(some_places: pd.DataFrame, place: str) -> None:
    [name] = some_places.loc[some_places["location_id"] == place, "name"]
    figure, flat = both(some_places, chosen=[place])
    found = list(layers(figure))
    assert max(map(found.index, ("town-0", "town-4", "area", "unsure"))) < found.index("chosen-area")
    assert found.index("chosen-town") < found.index("place") < found.index("chosen-place")
    assert layers(figure)["chosen-place"]["layout"]["text-allow-overlap"]
    assert properties(figure, name)["chosen"] and properties(figure, name)["rank"] == 0
    crowd = pd.concat([some_places, *(some_places.iloc[:1].assign(location_id=f"c{n}") for n in range(9))])
    crowd = crowd.assign(longitude=36.0, latitude=33.0)
    flat = chart.place_map_flat(crowd, dark=False, chosen=[place])
    assert drawn(flat)[-1]["id"] == place and flat.data[-1].text == (name,)


def test_an_unsure_place_has_a_question_mark_and_says_how_sure_it_is(some_places: pd.DataFrame) -> None:
    places = some_places.assign(
        least=[0.5, 0.6, math.nan, 0.9, 0.47, 0.9, 0.9], median=[0.97, 0.59, math.nan, 0.9, 0.5, 0.9, 0.9]
    )
    figure, flat = both(places)
    unsure = {place["name"] for place in places.to_dict("records")[:5] if "unsure" in properties(figure, place["name"])}
    assert unsure == {"Aleppo", "Null Island"}
    assert [trace.text for trace in flat.data if trace.text and "?" in trace.text] == [("?", "?")]
    texts = {marker["id"]: marker["text"] for marker in drawn(figure)}
    assert texts["170654"].endswith("<br>how sure: least 0.50, median 0.97")
    assert texts["170063"].endswith("<br>how sure: least 0.60, median 0.59<br>? may mean another place")
    assert texts["163843"].endswith("<br>how sure: 0.90") and "sure" not in texts["98182"]
    tiny = drawn(draw(places.assign(mentions=1, actor_mentions=0)))
    assert {marker["id"]: marker["pixels"] for marker in tiny}["1"] == markers.SMALLEST_AREA, "the mark can be read"


def test_a_map_of_some_days_keeps_the_extent_and_the_sizes_of_all(some_places: pd.DataFrame) -> None:
    part = some_places.iloc[1:2].assign(mentions=10)
    for whole, figure in zip(
        both(some_places), both(part, around=some_places, largest=some_places["mentions"].iloc[0]), strict=True
    ):
        assert figure.layout.meta == whole.layout.meta
        [aleppo] = drawn(figure)
        assert aleppo["pixels"] ** 2 == pytest.approx(markers.LARGEST**2 * 10 / 150, rel=0.01)


def test_a_click_colours_its_marker_and_fades_no_other(some_places: pd.DataFrame) -> None:
    for figure in both(some_places):
        for trace in figure.data:
            if trace.hoverinfo == "skip":
                assert "markers" not in trace.mode or trace.unselected.marker.opacity in (1, None)
            else:
                assert hue(trace.selected.marker.color) == basemap.LIGHT.chosen
                assert trace.selected.marker.opacity > 0.2
                assert trace.unselected.marker.opacity == trace.marker.opacity


def forms(figure: go.Figure) -> dict[str, tuple[str, bool]]:
    """Return form and hollowness of each place as the style draws them."""
    features = figure.layout.map.style["sources"]["places"]["data"]["features"]
    return {
        each["properties"]["name"]: (each["properties"]["form"], "hollow" in each["properties"]) for each in features
    }


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
    assert all(trace.marker.opacity == 0 for trace in figure.data), "the style draws them"
    found = layers(figure)
    assert found["area"]["paint"]["circle-opacity"] == ["case", ["has", "hollow"], 0, markers.PALE]
    assert found["country-outline"]["filter"][-1] == ["==", ["get", "form"], "country"]
    assert list(found).index("area") < list(found).index("area-outline") < list(found).index("place")
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
    assert all("<" not in text for text in chart.place_map_flat(some_places, dark=False).data[-2].text)


def names(figure: go.Figure) -> list[str]:
    source = figure.layout.map.style["sources"]["places"]["data"]
    return [feature["properties"]["name"] for feature in source["features"]]


def test_a_country_with_a_marker_is_named_once(some_places: pd.DataFrame) -> None:
    figure = draw(some_places)
    assert "Syria" in names(figure)
    assert "Syria" in json.dumps(layers(figure)["country"]["filter"])


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
    degrees = min(extents.PAGE) * 360 / (extents.WORLD_PIXELS * 2**camera.zoom)
    assert degrees == pytest.approx(extents.NARROWEST, rel=0.3)


def test_a_lower_map_shows_the_same_extent(some_places: pd.DataFrame) -> None:
    for figure in both(some_places, size=extents.Size(400, 300)):
        assert figure.layout.height == 300
    assert draw(some_places, size=extents.Size(400, 300)).layout.map.zoom < draw(some_places).layout.map.zoom


def test_names_of_the_flat_map_cover_nothing(some_places: pd.DataFrame) -> None:
    crowd = pd.concat([some_places.iloc[:1].assign(location_id=str(index)) for index in range(20)])
    assert chart.place_map_flat(crowd, dark=False).data[-2].text == ("Damascus",) * 4, "one at each side"
    assert "Damascus" in chart.place_map_flat(some_places, dark=False).data[-2].text


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
    for colour in (colours.marker, colours.chosen, colours.gone):
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


@pytest.mark.parametrize(
    ("box", "west", "east"), [(Box(36, 34, 39, 36), 34.5, 40.5), (Box(170, -20, -170, -10), 169, 191)]
)
def test_a_box_is_outlined_and_the_map_opens_on_it(
    some_places: pd.DataFrame, box: Box, west: float, east: float
) -> None:
    [line] = [each for each in draw(some_places, box=box).layout.map.style["layers"] if each["id"] == "box"]
    assert line["type"] == "line"
    opened = draw(some_places, box=box).layout.meta["extent"]
    assert (opened[0], opened[2]) == pytest.approx((west, east))
    flat = chart.place_map_flat(some_places, dark=False, box=box)
    [outline] = [each for each in flat.data if each.mode == "lines" and len(each.lon) == len(extents.outline_box(box))]
    assert set(outline.lat) == {box.south, box.north}, "along the parallels"
    assert len(chart.places_outside(some_places, box)) == (2 if box.west == 36 else 5)


def test_without_a_box_nothing_is_outlined(some_places: pd.DataFrame) -> None:
    assert "box" not in [each["id"] for each in draw(some_places).layout.map.style["layers"]]
