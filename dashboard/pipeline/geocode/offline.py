"""The gazetteer as a geocoder of geopy. It takes the same arguments as geopy's geocoders and uses no network.

Limits: it knows the names of the gazetteer, and no streets, buildings or postcodes. A second-order region counts as
holding everything in its first-order region. `reverse` finds only towns, because the point of a country or region is
its middle, where there may be nothing.
"""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from geopy.adapters import BaseSyncAdapter
from geopy.distance import EARTH_RADIUS, great_circle
from geopy.exc import GeocoderQueryError, GeocoderServiceError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.point import Point

from dashboard import settings
from dashboard.pipeline.gazetteer import Gazetteer, Place, open_gazetteer
from dashboard.pipeline.gazetteer.phrases import lies_in
from dashboard.pipeline.locations import Location
from dashboard.pipeline.locations.ranking import rank

# The keys of a structured query, narrowest first, each with the features that it stands for.
STRUCTURED = {"city": ("PPL", "PPLC"), "county": ("ADM2",), "state": ("ADM1",), "country": ("PCLI",)}
CONTAINERS = ("PCLI", "ADM1", "ADM2")
# What separates a name from the place around it: "Paris, Texas", "Tripoli (in Lebanon)", "Tripoli in Lebanon".
SEPARATOR = re.compile(r"\s*,\s*|\s*\(\s*(?:in\s+)?(?:the\s+)?|\s*\)\s*|\s+in\s+(?:the\s+)?")

# Characters. The longest name of the gazetteer has 176.
LONGEST_QUERY = 1_000
# Kilometres. Only in deserts, ice and large forests is the nearest town of 500 people farther away.
RADIUS = 50.0
LARGEST_RADIUS = 1_000.0
# The default number of answers to a query.
ANSWERS = 10


class _NoAdapter(BaseSyncAdapter):  # type: ignore[misc]  # geopy ships no types
    """Takes the place of geopy's HTTP client and refuses every request."""

    def get_json(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> None:
        self.get_text(url, timeout=timeout, headers=headers)

    def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> None:
        raise GeocoderServiceError(f"{url} was not requested: the offline geocoder uses no network")


class OfflineGeocoder(Geocoder):  # type: ignore[misc]  # geopy ships no types
    """A geocoder of geopy that searches the gazetteer. Its locations have GeoNames id, country and feature."""

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        super().__init__(adapter_factory=_NoAdapter)
        self._gazetteer = gazetteer or open_gazetteer(settings.own_places())

    def geocode(
        self,
        query: str | Mapping[str, str],
        *,
        exactly_one: bool = True,
        timeout: object = DEFAULT_SENTINEL,
        limit: int = ANSWERS,
        country_codes: str | Sequence[str] = (),
    ) -> Location | list[Location] | None:
        """The place that the query names, or None. With `exactly_one` False, all the places it may name, best first.

        `query` is a name ("Homs", "Paris, Texas", "northern Syria") or a mapping with some of the keys city, county,
        state and country. `country_codes` are ISO 3166-1 alpha-2. A location's confidence is its probability among the
        places that lie where the query says, or None if it is not among the likeliest. `timeout` is ignored; geopy's
        geocoders have it. Raises GeocoderQueryError if the query is invalid.
        """
        codes = {code.upper() for code in ([country_codes] if isinstance(country_codes, str) else country_codes)}
        found = self._search_fields(query) if isinstance(query, Mapping) else self._search_name(query)
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
        """The town nearest to a point, or None if there is none within `radius`. With `exactly_one` False, all of them.

        `query` is anything that geopy's Point takes. `radius` is in kilometres, at most 1,000. `timeout` is ignored;
        geopy's geocoders have it. Raises GeocoderQueryError if the query is no point.
        """
        if not 0 < radius <= LARGEST_RADIUS:
            raise GeocoderQueryError(f"radius is {radius}; it must be more than 0 and at most {LARGEST_RADIUS:.0f} km")
        point = _point(query)
        # Nearly always a fifth of the radius is enough, with far fewer towns to measure.
        near = self._nearest(point, radius / 5)
        if len(near) < (1 if exactly_one else limit):
            near = self._nearest(point, radius)
        return _answer(near, exactly_one, limit)

    def _search_name(self, query: str) -> list[Location]:
        if not isinstance(query, str) or not query.strip():
            raise GeocoderQueryError(
                f"{query!r} is no query; give a name, or a mapping with some of {list(STRUCTURED)}"
            )
        if len(query) > LONGEST_QUERY:
            raise GeocoderQueryError(f"the query has {len(query):,} characters; at most {LONGEST_QUERY:,} are allowed")
        if self._gazetteer.candidates(query):  # the whole is a name, such as "Burton in Kendal"
            return self._rank(query, None)
        name, *around = [part for part in SEPARATOR.split(query) if part] or [""]
        containers: list[Place] | None = None
        for part in reversed(around):
            containers = _inside(self._find_containers(part, CONTAINERS), containers)
        return self._rank(name, containers)

    def _search_fields(self, query: Mapping[str, str]) -> list[Location]:
        if unknown := query.keys() - STRUCTURED.keys():
            raise GeocoderQueryError(f"unknown keys {sorted(unknown)}; the keys are {list(STRUCTURED)}")
        given = {key: query[key] for key in STRUCTURED if query.get(key)}
        if not given or not all(isinstance(name, str) and len(name) <= LONGEST_QUERY for name in given.values()):
            raise GeocoderQueryError(f"{query!r} is no query; give names for one or more of {list(STRUCTURED)}")
        key, *around = given
        containers: list[Place] | None = None
        for other in reversed(around):
            containers = _inside(self._find_containers(given[other], STRUCTURED[other]), containers)
        if key == "country":
            return [Location(place) for place in self._find_containers(given[key], STRUCTURED[key])]
        found = self._rank(given[key], containers)
        return [location for location in found if location.place.feature in STRUCTURED[key]] or found

    def _rank(self, name: str, containers: Sequence[Place] | None) -> list[Location]:
        """The places with the name, best first; only those that lie in one of the containers, if there are any."""
        country = self._gazetteer.country_of(name)
        places = {p.location_id: p for p in (*([country] if country else []), *self._gazetteer.find(name))}
        inside = {place.location_id: place for place in _inside(places.values(), containers)}
        text = f"{name}, {containers[0].name}" if containers else name
        [candidates] = rank(text, [(0, len(name))], self._gazetteer)
        ranked = {each.place.location_id: each.probability for each in candidates}
        probable = {key: probability for key, probability in ranked.items() if key in inside}
        total = sum(probable.values())
        best_first = [*probable, *(key for key in inside if key not in probable)]
        return [Location(inside[key], probable[key] / total if probable.get(key) else None) for key in best_first]

    def _find_containers(self, name: str, features: Sequence[str]) -> list[Place]:
        """The countries and regions with the name, and the country with that code."""
        country = self._gazetteer.country(name.upper())
        # In capitals too, because "usa" alone finds only Usa, a town in Japan.
        known = (*self._gazetteer.find(name), *self._gazetteer.find(name.upper()))
        places = dict.fromkeys((*([country] if country else []), *known))
        return [place for place in places if place.feature in features]

    def _nearest(self, point: Point, radius: float) -> list[Location]:
        towns = ((great_circle(point, (p.latitude, p.longitude)).km, p) for p in self._around(point, radius))
        near = sorted((km, -p.population, p.location_id, p) for km, p in towns if km <= radius)
        return [Location(place) for *_, place in near]

    def _around(self, point: Point, radius: float) -> Iterator[Place]:
        """The towns in a box around the point, or in two boxes if it crosses the antimeridian."""
        height = math.degrees(radius / EARTH_RADIUS)
        south, north = point.latitude - height, point.latitude + height
        # Half the width of the box, in degrees of longitude at the latitude nearest to a pole; 180 at the pole itself.
        narrowest = math.cos(math.radians(min(max(abs(south), abs(north)), 90.0)))
        width = min(180.0, height / narrowest) if narrowest > 1e-9 else 180.0
        west, east = point.longitude - width, point.longitude + width
        yield from self._gazetteer.towns_between(south, north, max(west, -180.0), min(east, 180.0))
        if width < 180.0 and west < -180.0:
            yield from self._gazetteer.towns_between(south, north, west + 360.0, 180.0)
        if width < 180.0 and east > 180.0:
            yield from self._gazetteer.towns_between(south, north, -180.0, east - 360.0)


def _inside(places: Iterable[Place], containers: Sequence[Place] | None) -> list[Place]:
    """The places that lie in one of the containers; all places if `containers` is None."""
    return [p for p in places if containers is None or any(lies_in(p, container) for container in containers)]


def _point(query: Point | str | tuple[float, float]) -> Point:
    try:
        if query is None:  # geopy reads None as 0, 0
            raise ValueError("it is None")
        return query if isinstance(query, Point) else Point(query)
    except (TypeError, ValueError) as error:
        raise GeocoderQueryError(f"{query!r} is no point ({error}); give latitude and longitude in degrees") from error


def _answer(found: list[Location], exactly_one: bool, limit: int) -> Location | list[Location] | None:
    if limit < 1:
        raise GeocoderQueryError(f"limit is {limit}; it must be 1 or more")
    if not found:
        return None
    return found[0] if exactly_one else found[:limit]
