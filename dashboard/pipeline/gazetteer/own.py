"""Places of one's own: a CSV file of names and points that is laid over the gazetteer.

A name in the file means its places and no other ones, wherever it is written; places of the gazetteer that bear the
name, too, are then not weighed. Limits: such a place has no region and no population.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from dashboard import settings
from dashboard.countries import country_names
from dashboard.errors import SettingError
from dashboard.gazetteer import Place, normalise
from dashboard.pipeline.gazetteer.sources import Entry, keys
from dashboard.pipeline.own import is_one_line, read_own_text, refuse

COLUMNS = ("name", "latitude", "longitude", "country", "kind", "aliases")
REQUIRED = COLUMNS[:3]
# What a place can be, and the GeoNames code that it gets.
KINDS = {"town": "PPL", "region": "RGN", "facility": "BLDG"}
DELIMITERS = (",", ";", "\t", "|")
# Characters. The id of a place, which links hold, is made of its name.
LONGEST_NAME = settings.LONGEST_VALUE - 20
# How the ids of these places begin.
OWN = "own-"


@dataclass(frozen=True, slots=True)
class OwnPlaces:
    """The places of a file: by each key of their names, and by id."""

    path: Path
    by_key: Mapping[str, tuple[Place, ...]]
    by_id: Mapping[str, Place]


def read_own(path: Path) -> OwnPlaces:
    """The places of the file. Raises SettingError that names the file, the line, the rule that it breaks, the remedy.

    The columns are name, latitude and longitude (degrees, WGS 84), country (ISO 3166-1 alpha-2), kind (town, region or
    facility; town where it is empty) and aliases (separated by `|`). The last three may be left out.
    """
    by_key: dict[str, dict[str, Place]] = {}
    by_id: dict[str, Place] = {}
    for line, row in _read_rows(path):
        entry = _entry(f"{path}, line {line}", row)
        if entry.place.location_id in by_id:
            raise SettingError(
                f"{path}, line {line}: {entry.place.name!r} stands in an earlier line with the same country;"
                " keep one, or tell them apart by their names"
            )
        by_id[entry.place.location_id] = entry.place
        for key in {key for name in entry.names for key in keys(name)}:
            by_key.setdefault(key, {})[entry.place.location_id] = entry.place
    return OwnPlaces(path, {key: tuple(places.values()) for key, places in by_key.items()}, by_id)


def _read_rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row that is not empty, with the number of its line."""
    text = read_own_text(path, "give a CSV file of places in UTF-8")
    header = text.partition("\n")[0]
    reader = csv.DictReader(StringIO(text, newline=""), delimiter=max(DELIMITERS, key=header.count), strict=True)
    try:
        columns = [column.strip().lower() for column in reader.fieldnames or ()]
        if missing := [column for column in REQUIRED if column not in columns]:
            raise SettingError(f"{path} has no column {missing[0]}; the columns are {', '.join(COLUMNS)}")
        if strange := [column for column in columns if column not in COLUMNS or columns.count(column) > 1]:
            refuse(f"{path}, line 1: a column", strange[0], f"the columns are {', '.join(COLUMNS)}, each once")
        reader.fieldnames = columns
        for row in reader:
            if None in row:
                raise SettingError(
                    f"{path}, line {reader.line_num}: more cells than columns; put names with commas in quotes"
                )
            cells = {column: (row[column] or "").strip() for column in columns}
            if any(cells.values()):
                yield reader.line_num, cells
    except csv.Error as error:
        raise SettingError(
            f"{path}, line {reader.reader.line_num}: {error}; close each quote, and double the quotes within a cell"
        ) from error


def _entry(where: str, row: Mapping[str, str]) -> Entry:
    name, country, kind = row["name"], row.get("country", "").upper(), row.get("kind", "").lower() or "town"
    names = [name, *filter(None, map(str.strip, row.get("aliases", "").split("|")))]
    for each in names:
        _check_name(where, each)
    if country and country not in country_names():
        refuse(f"{where}: country", country, "write the two letters of ISO 3166, such as SY, or nothing")
    if kind not in KINDS:
        refuse(f"{where}: kind", kind, f"it is one of {', '.join(KINDS)}")
    point = _degrees(where, row, "latitude", 90), _degrees(where, row, "longitude", 180)
    slug = "-".join(part for part in (*re.findall(r"\w+", normalise(name)), country.lower()) if part)
    place = Place(f"{OWN}{slug}", name, country or None, None, KINDS[kind], *point, 0)
    return Entry(place, frozenset(names))


def _check_name(where: str, name: str) -> None:
    if not re.search(r"\w", normalise(name)) or not is_one_line(name):
        refuse(f"{where}: the name", name, "write a name of letters or digits in one line, with single blanks")
    if len(name) > LONGEST_NAME:
        refuse(f"{where}: the name", name, f"it has {len(name):,} characters; a name has {LONGEST_NAME} or fewer")


def _degrees(where: str, row: Mapping[str, str], column: str, most: int) -> float:
    try:
        degrees = float(row[column])
    except ValueError:
        degrees = float("nan")
    if not abs(degrees) <= most:
        refuse(f"{where}: {column}", row[column], f"write degrees from -{most} to {most}, such as 33.61")
    return degrees
