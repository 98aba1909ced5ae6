"""The gazetteer: the places that a name can mean, compiled once from installed packages into an SQLite file.

`sources` says which places it has and where they come from, `names` how names are compared, `phrases` how a longer
phrase names a place. `dump` builds a larger gazetteer, `own` lays places of one's own over it.

A place has main names, such as "Kyiv", and alternate names, such as "Kiev" and all spellings that GeoNames lists. The
rest of the pipeline trusts an alternate name less. In the file, `own` is 1 for a main name and 0 for an alternate one.
"""

import os
import sqlite3
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Any

from dashboard.disk import check_room, writing
from dashboard.errors import GazetteerError
from dashboard.gazetteer import GazetteerFile, Place, built_path, compiled_path, normalise, used_path
from dashboard.pipeline.gazetteer.names import (
    ARTICLE,
    DIRECTIONS,
    PLANETS,
    abbreviation,
    acronym,
    airfield,
    variants,
)
from dashboard.pipeline.gazetteer.own import OwnPlaces, read_own
from dashboard.pipeline.gazetteer.sources import SHORTEST_ALTERNATE, Entry, keys, read_entries
from dashboard.wording import plural

# Whoever changes it, or what is written into it, raises FORMAT in `dashboard.gazetteer`.
SCHEMA = """
    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
    CREATE TABLE places (location_id TEXT PRIMARY KEY, name TEXT, country_code TEXT, admin1 TEXT, feature TEXT,
                         latitude REAL, longitude REAL, population INTEGER, names INTEGER) WITHOUT ROWID;
    CREATE TABLE names (name TEXT, location_id TEXT, own INTEGER, PRIMARY KEY (name, location_id)) WITHOUT ROWID;
    CREATE TABLE about (source TEXT);
    CREATE TABLE demonyms (demonym TEXT PRIMARY KEY, location_id TEXT) WITHOUT ROWID;
    CREATE INDEX countries ON places (country_code) WHERE feature = 'PCLI';
    CREATE INDEX towns ON places (latitude, longitude) WHERE feature IN ('PPL', 'PPLC');
"""

# Bytes of the compiled file: 51.6 million in November 2026.
COMPILED_BYTES = 52_000_000

REMEDY = "make room there and let this user write, or set DATELINE_CACHE to another folder"


class Gazetteer(GazetteerFile):
    """Finds the places that a name in a text can mean.

    `own` are places that are laid over the file: their names mean them and nothing else.
    """

    def __init__(self, path: Path, own: OwnPlaces | None = None) -> None:
        super().__init__(path)
        self._own = own
        self._by_key = lru_cache(maxsize=65_536)(self._find_by_key)
        self._candidates = lru_cache(maxsize=65_536)(self._find_candidates)
        self._places = lru_cache(maxsize=65_536)(self._find_places)
        self._demonyms = lru_cache(maxsize=4_096)(self._find_demonym)

    @property
    def source(self) -> str:
        """What the gazetteer was made of: the installed packages, a dump of GeoNames, places of one's own."""
        row = self._connection.execute("SELECT source FROM about").fetchone()
        made_of = "installed packages" if row is None else str(row[0])
        return (
            made_of
            if self._own is None
            else f"{made_of}; {self._own.path} with {plural(len(self._own.by_id), 'place')}"
        )

    def count(self) -> tuple[int, int]:
        """The numbers of places and of names."""
        places, names = (
            self._connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("places", "names")
        )
        return places, names

    def find(self, name: str) -> tuple[Place, ...]:
        """The places with this name, most populous first; empty if the name is unknown."""
        return self._places(name)

    def candidates(self, name: str) -> tuple[tuple[Place, bool], ...]:
        """The places with this name, most populous first, each with whether it is a main name of the place.

        An unknown name is tried again without article, kind and direction: "the city of Homs", "northern Syria".
        """
        return self._candidates(name)

    def _find_places(self, name: str) -> tuple[Place, ...]:
        return tuple(place for place, _ in self.candidates(name))

    def _find_candidates(self, name: str) -> tuple[tuple[Place, bool], ...]:
        for special in (acronym(name), abbreviation(name), airfield(name)):
            if special is not None and (found := self._by_key(special)):
                return found
        if acronym(name) is not None and len(name) < SHORTEST_ALTERNATE:
            return ()  # in capitals "EU" and "SA" are no towns
        if ARTICLE.sub("", normalise(name)) in DIRECTIONS | PLANETS:
            return ()  # in news "the West", "Western" and "Earth" are no town or province
        for key in variants(name):
            if found := self._by_key(key):
                return found
        return ()

    def get(self, location_id: str) -> Place | None:
        """The place with this id, or None."""
        if self._own is not None and location_id in self._own.by_id:
            return self._own.by_id[location_id]
        return super().get(location_id)

    def country(self, code: str) -> Place | None:
        """The country with this ISO 3166-1 alpha-2 code, or None."""
        row = self._connection.execute(
            "SELECT * FROM places WHERE country_code = ? AND feature = 'PCLI'", (code,)
        ).fetchone()
        return None if row is None else Place(*row)

    def country_of(self, demonym: str) -> Place | None:
        """The country or region of a demonym, such as "Turkish", "Syrians" or "European"; None if it is unknown."""
        return self._demonyms(normalise(demonym))

    def _find_demonym(self, key: str) -> Place | None:
        row = self._connection.execute(
            "SELECT places.* FROM demonyms JOIN places USING (location_id) WHERE demonym = ?", (key,)
        ).fetchone()
        return None if row is None else Place(*row)

    def _find_by_key(self, key: str) -> tuple[tuple[Place, bool], ...]:
        if self._own is not None and key in self._own.by_key:
            return tuple((place, True) for place in self._own.by_key[key])
        rows = self._connection.execute(
            "SELECT places.*, own FROM names JOIN places USING (location_id) WHERE names.name = ?"
            " ORDER BY population DESC, location_id",
            (key,),
        )
        return tuple((Place(*place), bool(is_main)) for *place, is_main in rows)


def open_gazetteer(own_places: Path | None = None) -> Gazetteer:
    """The gazetteer in use, with the places of a file of one's own laid over it.

    Compiles the installed packages first if that was not done yet, in about a minute. Raises SettingError if the file
    breaks a rule.
    """
    own = None if own_places is None else read_own(own_places)
    path = used_path()
    if not path.exists():
        compile_gazetteer(path)
    try:
        return Gazetteer(path, own)
    except sqlite3.Error as error:
        again = "it is made again" if path == compiled_path() else "then run: dateline gazetteer build"
        raise GazetteerError(f"{path} cannot be opened ({error}); delete it, {again}") from error


def compile_gazetteer(path: Path) -> None:
    """Compile the installed packages into `path`, atomically: no reader sees a part, and two writers do no harm.

    Raises DiskError if it cannot be written, before the minute that it takes where that can be known.
    """
    with writing(path.parent, REMEDY):
        path.parent.mkdir(parents=True, exist_ok=True)
        check_room(path.parent, COMPILED_BYTES, "the gazetteer takes", REMEDY)
        partial = path.with_suffix(f".{os.getpid()}")
        try:
            with closing(sqlite3.connect(partial)) as connection:
                connection.executescript(SCHEMA)
                for entry in read_entries():
                    insert_entry(connection, entry)
                connection.commit()
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)


def insert_entry(connection: sqlite3.Connection, entry: Entry) -> None:
    """Add a place, its names and its demonyms. Rows that exist already are kept."""
    place = entry.place
    connection.execute("INSERT OR IGNORE INTO places VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", place)
    for own, names in ((1, entry.names), (0, entry.alternates)):
        rows: set[tuple[Any, ...]] = {(key, place.location_id, own) for name in names for key in keys(name) if key}
        connection.executemany("INSERT OR IGNORE INTO names VALUES (?, ?, ?)", sorted(rows))
    people = {(normalise(demonym), place.location_id) for demonym in entry.demonyms}
    connection.executemany("INSERT OR IGNORE INTO demonyms VALUES (?, ?)", sorted(people))


__all__ = [
    "Gazetteer",
    "Place",
    "built_path",
    "compile_gazetteer",
    "compiled_path",
    "normalise",
    "open_gazetteer",
    "used_path",
]
