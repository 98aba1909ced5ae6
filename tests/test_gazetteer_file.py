"""The gazetteer's file, as pages read it: places by the beginning of a name, and towns near a point."""

import sqlite3
from pathlib import Path

import pytest

from dashboard.gazetteer import GazetteerFile, Place, read_point
from dashboard.pipeline.gazetteer import SCHEMA, insert_entry
from dashboard.pipeline.gazetteer.sources import Entry

KAFR_ZITA = Place("1", "Kafr Zita", "SY", "Hama Governorate", "PPL", 35.37, 36.60, 17_052)
KAFR_EGYPT = Place("2", "Kafr az Zayyat", "EG", "Gharbia", "PPL", 30.82, 30.82, 60_000)
HAMA = Place("3", "Hama", "SY", "Hama Governorate", "PPL", 35.13, 36.75, 460_602)
HAMAMATSU = Place("4", "Hamamatsu", "JP", "Shizuoka", "PPL", 34.70, 137.73, 791_770)
REGION = Place("5", "Hama Governorate", "SY", "Hama Governorate", "ADM1", 35.2, 37.0, 1_628_000)


@pytest.fixture
def file(tmp_path: Path) -> GazetteerFile:
    """A gazetteer of these five."""
    path = tmp_path / "few.sqlite"
    with sqlite3.connect(path) as connection:
        connection.executescript(SCHEMA)
        for place in (KAFR_ZITA, KAFR_EGYPT, HAMA, HAMAMATSU, REGION):
            insert_entry(connection, Entry(place, frozenset({place.name}), frozenset({f"Al-{place.name}"})))
    connection.close()
    return GazetteerFile(path)


@pytest.mark.parametrize(("typed", "found"), [
    ("Hama", [HAMA, REGION, HAMAMATSU]),  # what is called so comes first, then the most people
    ("hamam", [HAMAMATSU]),
    ("al-kafr", [KAFR_EGYPT, KAFR_ZITA]),  # by any spelling
    ("Kafr, Syria", [KAFR_ZITA]),
    ("Kafr, sy", [KAFR_ZITA]),
    ("Kafr, Ham", [KAFR_ZITA]),
    ("Kafr, Iraq", []),
    ("Zita", []),
    ("h", []),
    ("", []),
    ("'; DROP TABLE places; --", []),
])  # fmt: skip
def test_a_place_is_found_by_the_beginning_of_a_name(file: GazetteerFile, typed: str, found: list[Place]) -> None:
    assert file.search(typed, 5) == found
    assert file.search(typed, 1) == found[:1]


def test_the_nearest_towns_come_first(file: GazetteerFile) -> None:
    near = file.towns_near(35.2, 36.7, 2)
    assert [place for place, _ in near] == [HAMA, KAFR_ZITA], "a region is no town"
    assert [round(km) for _, km in near] == [9, 21]
    assert file.towns_near(-40, -120, 2) == []


@pytest.mark.parametrize(("typed", "point"), [
    ("36.2, 37.16", (36.2, 37.16)),
    ("36.2 37.16", (36.2, 37.16)),
    ("-33.9°, 18.4°", (-33.9, 18.4)),
    ("0,0", (0.0, 0.0)),
    ("91, 3", None),
    ("3, 181", None),
    ("36.2", None),
    ("Homs, Syria", None),
])  # fmt: skip
def test_a_point_is_two_numbers(typed: str, point: tuple[float, float] | None) -> None:
    assert read_point(typed) == point
