"""The gazetteer as a geocoder of geopy: it takes what geopy's geocoders take, and never asks the network.

Limits: names as the gazetteer has them (`gazetteer`); no streets, no buildings, no postcodes. A second-order region is
taken to hold what its first-order region holds. The nearest place to a point is a town: the points of countries and
regions are middles, where nothing need be.
"""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from geopy.adapters import BaseSyncAdapter
from geopy.distance import EARTH_RADIUS, great_circle
from geopy.exc import GeocoderQueryError, GeocoderServiceError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.point import Point

from dashboard.pipeline.gazetteer import Gazetteer, Place, open_gazetteer
from dashboard.pipeline.gazetteer.phrases import lies_in
from dashboard.pipeline.locations import Location
from dashboard.pipeline.locations.ranking import rank

# What a structured query may say, the narrowest first, and which features each of its words means.
STRUCTURED = {"city": ("PPL", "PPLC"), "county": ("ADM2",), "state": ("ADM1",), "country": ("PCLI",)}
CONTAINERS = ("PCLI", "ADM1", "ADM2")
# What stands between a name and where it is: "Paris, Texas", "Tripoli (in Lebanon)", "Tripoli in Lebanon".
APART = re.compile(r"\s*,\s*|\s*\(\s*(?:in\s+)?(?:the\s+)?|\s*\)\s*|\s+in\s+(?:the\s+)?")

# Characters. The longest name of the gazetteer has 176.
LONGEST_QUERY = 1_000
# Kilometres. From nowhere on land but deserts, ice and forests is it farther to a town of 500 people.
RADIUS = 50.0
LARGEST_RADIUS = 1_000.0
# Answers of one query, unless it asks for more or fewer.
ANSWERS = 10


class _NoAdapter(BaseSyncAdapter):  # type: ignore[misc]  # geopy ships no types
    """In place of geopy's HTTP client: there is nobody to ask."""

    def get_json(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> None:
        self.get_text(url, timeout=timeout, headers=headers)

    def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> None:
        raise GeocoderServiceError(f"{url} was not asked: the gazetteer is a geocoder without a network")


class OfflineGeocoder(Geocoder):  # type: ignore[misc]  # geopy ships no types
    """A geocoder of geopy over the gazetteer; its locations know GeoNames id, country and feature."""

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        super().__init__(adapter_factory=_NoAdapter)
        self._gazetteer = gazetteer or open_gazetteer()

    def geocode(
        self,
        query: str | Mapping[str, str],
        *,
        exactly_one: bool = True,
        timeout: object = DEFAULT_SENTINEL,
        limit: int = ANSWERS,
        country_codes: str | Sequence[str] = (),
    ) -> Location | list[Location] | None:
        """The place, or with `exactly_one` False the places, that the query names, best first; None for none.

        `query` is a name ("Homs", "Paris, Texas", "northern Syria") or a mapping with some of city, county, state and
        country. `country_codes` are ISO 3166-1 alpha-2. A location's confidence is its probability among those that
        lie where the query says; null where it is none of the likeliest. `timeout` is there for geopy's sake. Raises
        GeocoderQueryError for what is no query.
        """
        codes = {code.upper() for code in ([country_codes] if isinstance(country_codes, str) else country_codes)}
        found = self._structured(query) if isinstance(query, Mapping) else self._named(query)
        found = [location for location in found if not codes or location.country_code in codes]
        return _answer(found, exactly_one, limit)

    def reverse(
        self,
        query: Point | str | tuple[float, float],
        *,
        exactly_one: bool = True,
        timeout: object = DEFAULT_SENTINEL,
        limit: int = ANSWERS,
        radius: float = RADIUS,
    ) -> Location | list[Location] | None:
        """The town, or with `exactly_one` False the towns, nearest to a point; None where none is within `radius`.

        `query` is what geopy's Point understands; `radius` is in kilometres, 1,000 at most. `timeout` is there for
        geopy's sake. Raises GeocoderQueryError for what is no point.
        """
        if not 0 < radius <= LARGEST_RADIUS:
            raise GeocoderQueryError(f"radius is {radius}; it is more than 0 and at most {LARGEST_RADIUS:.0f} km")
        point = _point(query)
        near = self._nearest(point, radius / 5)  # a hundred towns less to measure, nearly everywhere
        if len(near) < (1 if exactly_one else limit):
            near = self._nearest(point, radius)
        return _answer(near, exactly_one, limit)

    def _named(self, query: str) -> list[Location]:
        if not isinstance(query, str) or not query.strip():
            raise GeocoderQueryError(f"{query!r} is no query; give a name, or a mapping with one of {list(STRUCTURED)}")
        if len(query) > LONGEST_QUERY:
            raise GeocoderQueryError(f"the query has {len(query):,} characters; {LONGEST_QUERY:,} is the most")
        if self._gazetteer.candidates(query):  # also "Burton in Kendal"
            return self._weighed(query, None)
        name, *around = [part for part in APART.split(query) if part] or [""]
        held: list[Place] | None = None
        for part in reversed(around):
            held = _inside(self._wide(part, CONTAINERS), held)
        return self._weighed(name, held)

    def _structured(self, query: Mapping[str, str]) -> list[Location]:
        if strange := query.keys() - STRUCTURED.keys():
            raise GeocoderQueryError(f"{sorted(strange)} are not among {list(STRUCTURED)}")
        given = {key: query[key] for key in STRUCTURED if query.get(key)}
        if not given or not all(isinstance(name, str) and len(name) <= LONGEST_QUERY for name in given.values()):
            raise GeocoderQueryError(f"{query!r} is no query; give names for one or more of {list(STRUCTURED)}")
        key, *around = given
        held: list[Place] | None = None
        for other in reversed(around):
            held = _inside(self._wide(given[other], STRUCTURED[other]), held)
        if key == "country":
            return [Location(place) for place in self._wide(given[key], STRUCTURED[key])]
        found = self._weighed(given[key], held)
        return [location for location in found if location.place.feature in STRUCTURED[key]] or found

    def _weighed(self, name: str, held: Sequence[Place] | None) -> list[Location]:
        """The places that bear the name and lie in one of those that hold it, if any are given, best first."""
        people = self._gazetteer.country_of(name)
        places = {p.location_id: p for p in (*([people] if people else []), *self._gazetteer.find(name))}
        inside = {place.location_id: place for place in _inside(places.values(), held)}
        text = f"{name}, {held[0].name}" if held else name
        [candidates] = rank(text, [(0, len(name))], self._gazetteer)
        ranked = {each.place.location_id: each.share or 0.0 for each in candidates}
        shares = {key: share for key, share in ranked.items() if key in inside}
        total = sum(shares.values())
        best_first = [*shares, *(key for key in inside if key not in shares)]
        return [Location(inside[key], shares[key] / total if shares.get(key) else None) for key in best_first]

    def _wide(self, name: str, features: Sequence[str]) -> list[Place]:
        """The countries and regions of a name, and the country whose code it is."""
        country = self._gazetteer.country(name.upper())
        known = (*self._gazetteer.find(name), *self._gazetteer.find(name.upper()))  # "usa" is a town of Japan, too
        places = dict.fromkeys((*([country] if country else []), *known))
        return [place for place in places if place.feature in features]

    def _nearest(self, point: Point, radius: float) -> list[Location]:
        towns = ((great_circle(point, (p.latitude, p.longitude)).km, p) for p in self._around(point, radius))
        near = sorted((km, -p.population, p.location_id, p) for km, p in towns if km <= radius)
        return [Location(place) for *_, place in near]

    def _around(self, point: Point, radius: float) -> Iterator[Place]:
        """The towns of a box around the point; of two boxes where it crosses the antimeridian."""
        height = math.degrees(radius / EARTH_RADIUS)
        south, north = point.latitude - height, point.latitude + height
        # Half the width of the box: that of the circle where it comes nearest to a pole; all around at the pole itself.
        narrowest = math.cos(math.radians(min(max(abs(south), abs(north)), 90.0)))
        width = min(180.0, height / narrowest) if narrowest > 1e-9 else 180.0
        west, east = point.longitude - width, point.longitude + width
        yield from self._gazetteer.towns_between(south, north, max(west, -180.0), min(east, 180.0))
        if width < 180.0 and west < -180.0:
            yield from self._gazetteer.towns_between(south, north, west + 360.0, 180.0)
        if width < 180.0 and east > 180.0:
            yield from self._gazetteer.towns_between(south, north, -180.0, east - 360.0)


def _inside(places: Iterable[Place], held: Sequence[Place] | None) -> list[Place]:
    """Those of the places that lie in one of the others; all where none are given."""
    return [p for p in places if held is None or any(lies_in(p, container) for container in held)]


def _point(query: Point | str | tuple[float, float]) -> Point:
    try:
        if query is None:  # geopy takes it for 0, 0
            raise ValueError("it is None")
        return query if isinstance(query, Point) else Point(query)
    except (TypeError, ValueError) as error:
        raise GeocoderQueryError(f"{query!r} is no point ({error}); give latitude and longitude in degrees") from error


def _answer(found: list[Location], exactly_one: bool, limit: int) -> Location | list[Location] | None:
    if limit < 1:
        raise GeocoderQueryError(f"limit is {limit}; it is 1 or more")
    if not found:
        return None
    return found[0] if exactly_one else found[:limit]
