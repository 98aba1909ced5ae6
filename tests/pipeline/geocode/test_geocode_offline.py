"""The gazetteer as a geocoder of geopy: names and points find their places, and nobody is asked."""

import math

import pytest
from geopy.exc import GeocoderQueryError, GeocoderServiceError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders.base import Geocoder
from geopy.point import Point

from dashboard.pipeline.gazetteer import Gazetteer
from dashboard.pipeline.geocode.offline import OfflineGeocoder
from dashboard.pipeline.locations import Location


@pytest.fixture(scope="module")
def geocoder(gazetteer: Gazetteer) -> OfflineGeocoder:
    return OfflineGeocoder(gazetteer)


def one(found: Location | list[Location] | None) -> Location:
    assert isinstance(found, Location)
    return found


def several(found: Location | list[Location] | None) -> list[Location]:
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize(
    ("query", "location_id"),
    [
        ("Homs", "169577"),
        ("al-Hirmil", "279997"),
        ("northern Syria", "163843"),
        ("Paris", "2988507"),
        ("Paris, Texas", "4717560"),
        ("paris, texas, usa", "4717560"),
        ("Paris, TX", "4717560"),
        ("Paris, Ky.", "4303602"),
        ("Tripoli (in Lebanon)", "266826"),
        ("Tripoli in Lebanon", "266826"),
        ("Athens, Georgia", "4180386"),
        ("Georgia", "614540"),
        ({"country": "sy"}, "163843"),
        ({"city": "Paris", "state": "Texas", "country": "US"}, "4717560"),
        ({"state": "Idlib"}, "169387"),
        ({"city": "Idlib"}, "169389"),
    ],
    ids=str,
)
def test_a_query_finds_its_place(geocoder: OfflineGeocoder, query: str | dict[str, str], location_id: str) -> None:
    found = one(geocoder.geocode(query))
    assert found.location_id == location_id
    assert found.point == Point(found.latitude, found.longitude)


@pytest.mark.parametrize("query", ["Xyzzyville", "Paris, Xyzzyville", "Syria, Damascus", "London, Syria", ", ,", "’s"])
def test_a_query_that_nothing_answers_finds_none(geocoder: OfflineGeocoder, query: str) -> None:
    assert geocoder.geocode(query) is None
    assert geocoder.geocode(query, exactly_one=False) is None


def test_several_answers_come_best_first_and_no_more_than_are_asked_for(geocoder: OfflineGeocoder) -> None:
    found = several(geocoder.geocode("Springfield", exactly_one=False, limit=20))
    assert len(found) == 20 == len({location.location_id for location in found})
    assert found[0] == one(geocoder.geocode("Springfield"))
    weighed = [location.confidence for location in found if location.confidence is not None]
    assert weighed == sorted(weighed, reverse=True) and 0.0 < sum(weighed) <= 1.001
    assert several(geocoder.geocode("Springfield", exactly_one=False, limit=3)) == found[:3]


def test_an_answer_lies_in_the_countries_that_are_asked_for(geocoder: OfflineGeocoder) -> None:
    assert one(geocoder.geocode("Tripoli", country_codes="lb")).country_code == "LB"
    assert {x.country_code for x in several(geocoder.geocode("Tripoli", exactly_one=False, country_codes=["LB", "GR"]))}
    assert geocoder.geocode("Homs", country_codes="FR") is None


@pytest.mark.parametrize(
    "query", ["", "  ", None, 5, {}, {"city": ""}, {"street": "Rue de Rivoli"}, {"city": 5}, "x" * 1_001], ids=repr
)
def test_what_is_no_query_is_refused_in_geopys_words(geocoder: OfflineGeocoder, query: str) -> None:
    with pytest.raises(GeocoderQueryError):
        geocoder.geocode(query)


@pytest.mark.parametrize(
    ("point", "name"),
    [((33.513, 36.292), "Damascus"), ("34.73, 36.71", "Homs"), (Point(78.22, 15.65), "Longyearbyen")],
)
def test_a_point_finds_the_nearest_town(geocoder: OfflineGeocoder, point: Point, name: str) -> None:
    assert one(geocoder.reverse(point)).name == name


def test_a_point_far_from_all_towns_finds_none(geocoder: OfflineGeocoder) -> None:
    assert geocoder.reverse((0.0, -30.0)) is None
    assert geocoder.reverse((0.0, -30.0), exactly_one=False) is None
    assert geocoder.reverse((33.9, 36.9), radius=0.1) is None


# The antimeridian in Fiji, the equator near 0, and what is nearest to a pole.
@pytest.mark.parametrize("point", [(-16.7, 179.9), (-16.7, -179.9), (0.2, 6.6), (78.2, 15.6)])
def test_the_towns_around_a_point_are_those_of_a_search_without_an_index(
    geocoder: OfflineGeocoder, gazetteer: Gazetteer, point: tuple[float, float]
) -> None:
    def kilometres(latitude: float, longitude: float) -> float:
        north, east = math.radians(latitude - point[0]), math.radians(longitude - point[1])
        shrunk = math.cos(math.radians(latitude)) * math.cos(math.radians(point[0]))
        return 2 * 6371.009 * math.asin(math.sqrt(math.sin(north / 2) ** 2 + shrunk * math.sin(east / 2) ** 2))

    all_around = gazetteer.towns_between(point[0] - 4, point[0] + 4, -180, 180)  # 300 km are 2.7 degrees
    near = sorted((kilometres(p.latitude, p.longitude), p.location_id) for p in all_around)
    expected = [(km, location_id) for km, location_id in near if km <= 300][:25]
    assert expected
    found = geocoder.reverse(point, exactly_one=False, limit=25, radius=300)
    assert [location.location_id for location in found or []] == [location_id for _, location_id in expected]


@pytest.mark.parametrize("query", ["north", None, 5, (float("nan"), 1.0)], ids=repr)
def test_what_is_no_point_is_refused_in_geopys_words(geocoder: OfflineGeocoder, query: str) -> None:
    with pytest.raises(GeocoderQueryError, match="is no point"):
        geocoder.reverse(query)


@pytest.mark.parametrize("radius", [0, -1, 5_000, float("nan")])
def test_a_radius_has_bounds(geocoder: OfflineGeocoder, radius: float) -> None:
    with pytest.raises(GeocoderQueryError, match="radius"):
        geocoder.reverse((33.5, 36.3), radius=radius)


def test_it_stands_in_for_geopys_geocoders_and_has_nobody_to_ask(geocoder: OfflineGeocoder) -> None:
    assert isinstance(geocoder, Geocoder)
    limited = RateLimiter(geocoder.geocode, min_delay_seconds=0.001)
    assert [location.name for location in map(limited, ("Homs", "Damascus"))] == ["Homs", "Damascus"]
    with pytest.raises(GeocoderServiceError, match="uses no network"):
        geocoder.adapter.get_json("http://localhost/", timeout=1, headers={})
