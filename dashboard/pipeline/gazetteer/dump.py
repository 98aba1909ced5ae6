"""Builds a larger gazetteer from the installed packages and GeoNames' own dump, which the user downloads.

It begins as a copy of the compiled gazetteer. A place that the packages have keeps its names, region and demonyms; the
dump gives it GeoNames' point and population, unless a table in `data/` gives the point. Then the places that the
packages lack are added.

Limits: towns and villages, countries, first- and second-order regions. Waters, mountains, islands and regions of the
world are added only if they have many names, because the ranker takes each of them to be as well known as a country.
There are no buildings.
"""

import os
import shutil
import sqlite3
import zipfile
import zlib
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import IO, NamedTuple

from dashboard.disk import writing
from dashboard.errors import DatelineError, GazetteerError
from dashboard.gazetteer import REGIONS, TABLES, Place, built_path, compiled_path, normalise
from dashboard.pipeline.gazetteer import REMEDY, compile_gazetteer, insert_entry
from dashboard.pipeline.gazetteer.sources import (
    NO_TOWN,
    Entry,
    english_name,
    is_usable,
    read_table,
    region_name,
)
from dashboard.pipeline.gazetteer.subdivisions import read_subdivisions

# Columns of a dump: id, name, ASCII name, alternate names, latitude, longitude, feature class, feature code, country
# code, alternate country codes, first-order region; column 14 is the population.
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

# Alternate names in the dump that a wide place needs. Rivers and mountains in world news have dozens, the hundreds of
# thousands of creeks and hills few. Not measured, because no dump was at hand.
FEWEST_NAMES = 10

# Bytes. Alternate names have at most 10,000 characters. A longer line is invalid, and is not read into memory at once.
LONGEST_LINE = 100_000
# Lines after which a file that is mostly invalid is rejected.
LINES_TO_DECIDE = 1_000
# Lines between two reports of progress.
LINES_A_STEP = 10_000
# kB of SQLite's page cache. It is large because the names come in no order.
PAGE_CACHE = 200_000


@dataclass(slots=True)
class BuildReport:
    """What a build did: lines read, invalid lines and the first of them, places updated and added."""

    lines: int = 0
    invalid: int = 0
    first_invalid: str = ""
    updated: int = 0
    added: int = 0


class Row(NamedTuple):
    """A line of the dump with a feature in WANTED."""

    location_id: str
    name: str
    alternates: tuple[str, ...]
    latitude: float
    longitude: float
    feature: str
    country_code: str | None
    region: str
    population: int


def build_gazetteer(dump: Path, on_bytes: Callable[[int, int], None] = lambda _done, _total: None) -> BuildReport:
    """Build the gazetteer of the packages and the dump. If that fails or is interrupted, the previous one stays.

    `on_bytes` is called with the number of bytes read so far and the total. Raises GazetteerError if the file is no
    dump, DiskError if the gazetteer cannot be written.
    """
    report = BuildReport()
    try:
        with _open(dump) as (lines, size):
            # Read the first row now: a wrong file is reported before the packages are compiled, which takes a while.
            rows: Iterator[Row] = _read(lines, report, dump, lambda done: on_bytes(done, size))
            rows = chain(list(islice(rows, 1)), rows)
            if not compiled_path().exists():
                compile_gazetteer(compiled_path())
            _write(rows, report, dump)
    except DatelineError:
        raise
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
        raise GazetteerError(f"{dump} cannot be read ({_one_line(error)}); {WHERE_TO_GET}") from error
    except sqlite3.Error as error:
        raise GazetteerError(
            f"{built_path()} cannot be written ({error}); delete {compiled_path()}, and run it again"
        ) from error
    return report


def read_row(line: bytes) -> Row | None:
    """The row of a line; None if its feature is not in WANTED. Raises ValueError if the line is invalid."""
    cells = line.rstrip(b"\r\n").split(b"\t")
    if len(cells) != COLUMNS:
        raise ValueError(f"{len(cells)} tab-separated columns, not {COLUMNS}")
    feature = WANTED.get(cells[7])
    if feature is None:
        return None
    text = [cell.decode("utf-8") for cell in cells]
    latitude, longitude, population = float(text[4]), float(text[5]), int(text[14] or 0)
    if not text[0].isdecimal() or not text[1] or not (abs(latitude) <= 90 and abs(longitude) <= 180) or population < 0:
        raise ValueError("the id, name, point or population is invalid")
    alternates = tuple(name for name in {text[2]: None, **dict.fromkeys(text[3].split(","))} if name)
    country = text[8] if len(text[8]) == 2 else None
    return Row(text[0], text[1], alternates, latitude, longitude, feature, country, text[10], population)


@contextmanager
def _open(dump: Path) -> Iterator[tuple[IO[bytes], int]]:
    """The lines of the dump and their size in bytes. In a zip file it is the largest .txt."""
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


def _read(lines: IO[bytes], report: BuildReport, dump: Path, on_bytes: Callable[[int], None]) -> Iterator[Row]:
    """The rows with a wanted feature, one at a time. Invalid lines are counted in `report`."""
    done = 0
    while line := lines.readline(LONGEST_LINE):
        done += len(line)
        report.lines += 1
        try:
            row = read_row(line)
        except ValueError as error:
            report.invalid += 1
            report.first_invalid = report.first_invalid or f"line {report.lines}: {_one_line(error)}"
            row = None
        if row is not None:
            yield row
        if report.lines == LINES_TO_DECIDE:
            _check(report, dump)
        if report.lines % LINES_A_STEP == 0:
            on_bytes(done)
    _check(report, dump)
    on_bytes(done)


def _check(report: BuildReport, dump: Path) -> None:
    if report.invalid * 2 >= report.lines:
        first = f"; {report.first_invalid}" if report.first_invalid else ""
        raise GazetteerError(
            f"{dump} is no dump of GeoNames: {report.invalid:,} of {report.lines:,} lines are invalid{first};"
            f" {WHERE_TO_GET}"
        )


def _write(rows: Iterable[Row], report: BuildReport, dump: Path) -> None:
    """Replace the built gazetteer by a copy of the compiled one with the rows added."""
    partial = built_path().with_suffix(f".{os.getpid()}")
    with writing(partial.parent, REMEDY), ExitStack() as stack:
        stack.callback(partial.unlink, missing_ok=True)
        shutil.copyfile(compiled_path(), partial)
        with closing(sqlite3.connect(partial)) as connection:
            connection.executescript(
                f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -{PAGE_CACHE}"
            )
            _add(connection, rows, report)
            made = datetime.now(UTC).date().isoformat()
            source = f"{dump.name} of GeoNames ({report.lines:,} lines) on {made}, and the installed packages"
            connection.execute("INSERT INTO about VALUES (?)", (source,))
            connection.commit()
        partial.replace(built_path())


def _add(connection: sqlite3.Connection, rows: Iterable[Row], report: BuildReport) -> None:
    """Update the places that the file has already, and add the others."""
    fixed = _find_fixed(connection)
    regions = _region_names()
    known = {normalise(n) for row in read_table(REGIONS) for n in (row["name"], *row["aliases"].split("|"))}
    for row in rows:
        if row.location_id in fixed:
            continue
        changed = connection.execute(
            "UPDATE places SET latitude = ?, longitude = ?, population = coalesce(nullif(?, 0), population)"
            " WHERE location_id = ?",
            (row.latitude, row.longitude, row.population, row.location_id),
        )
        if changed.rowcount:
            report.updated += 1
        elif (entry := _entry(row, regions, known)) is not None:
            insert_entry(connection, entry)
            report.added += 1


def _find_fixed(connection: sqlite3.Connection) -> set[str]:
    """The ids of the places whose point a table in `data/` gives."""
    rows = [row for path in TABLES for row in read_table(path) if row.get("latitude")]
    connection.execute("CREATE TEMP TABLE points (latitude REAL, longitude REAL, PRIMARY KEY (latitude, longitude))")
    points = {(float(row["latitude"]), float(row["longitude"])) for row in rows}
    connection.executemany("INSERT INTO points VALUES (?, ?)", points)
    fixed = connection.execute("SELECT location_id FROM places JOIN points USING (latitude, longitude)")
    return {location_id for (location_id,) in fixed}


@cache
def _region_names() -> dict[str, str]:
    """The name in the gazetteer of each first-order region, by GeoNames' code such as `US.TX`."""
    return {code: region_name(region) for code, region in read_subdivisions().items() if region.order == 1}


def _entry(row: Row, regions: Mapping[str, str], known: Container[str]) -> Entry | None:
    """The entry for a row; None if news hardly names the place, or if `data/regions.csv` has it (`known`)."""
    if row.feature in WIDE and (len(row.alternates) < FEWEST_NAMES or normalise(row.name) in known):
        return None
    if row.feature in AREAS and not row.feature.startswith("ADM"):
        return None  # a territory; the packages have those that count as countries
    name = english_name(row.name, row.alternates)
    names = frozenset(n for n in (row.name, name) if normalise(n) not in NO_TOWN)
    region = regions.get(f"{row.country_code}.{row.region}", name if row.feature == "ADM1" else None)
    feature = "PPL" if row.feature in TOWNS and row.feature != "PPLC" else row.feature
    place = Place(
        row.location_id, name, row.country_code, region, feature, row.latitude, row.longitude, row.population,
        len(row.alternates) if feature in ("PPL", "PPLC") else 0,
    )  # fmt: skip
    return Entry(place, names, frozenset(n for n in row.alternates if is_usable(n)))


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
