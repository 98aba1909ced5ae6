"""GeoNames' dump: what a build takes from it, what it leaves alone, and what a bad line or a wrong file costs."""

import tracemalloc
import zipfile
from pathlib import Path

import pytest

from dashboard.errors import GazetteerError, SettingError
from dashboard.pipeline.gazetteer import (
    Gazetteer,
    built_path,
    compiled_path,
    open_gazetteer,
    used_path,
)
from dashboard.pipeline.gazetteer.dump import BuildReport, build_gazetteer, read_row

MANY = ",".join(f"Ahaggar {number}" for number in range(10))


def line(
    number: int, name: str, point: tuple[float, float], feature: str, country: str = "", region: str = "",
    people: int | str = 0, alternates: str = "",
) -> str:  # fmt: skip
    """A line as GeoNames writes it."""
    cells = [str(number), name, name, alternates, str(point[0]), str(point[1]), feature[0], feature, country, "",
             region, "", "", "", str(people), "", "0", "Etc/UTC", "2026-01-01"]  # fmt: skip
    return "\t".join(cells)


# Ids from 990,000,001 on are none of GeoNames'.
DUMP = [
    line(170654, "Damascus", (33.5102, 36.29128), "PPLC", "SY", "13", 2_000_001, "Dimashq"),
    line(4736286, "Texas", (31.0, -99.0), "ADM1", "US", "TX", 30_000_000),
    line(990_000_001, "Monowi", (42.82861, -98.32981), "PPL", "US", "NE", 1),
    line(990_000_002, "Hirta", (57.8127, -8.5691), "PPLX", "GB", "SCT", alternates="Hiort,St. Kilda village,هيرتا"),
    line(990_000_003, "Hoggar Mountains", (23.2897, 5.5339), "MTS", "DZ", "", alternates=f"Hoggar,{MANY}"),
    line(990_000_004, "Monowi Creek", (42.8, -98.3), "STM", "US", "NE"),
    line(990_000_005, "Golan Heights", (33.0, 35.8), "MTS", "SY", "", alternates=f"Golan,{MANY}"),
    line(990_000_006, "Old Monowi", (42.8, -98.3), "PPLH", "US", "NE"),
    line(990_000_007, "West", (42.8, -98.3), "PPL", "US", "NE"),
    "a line of another file",
    line(990_000_008, "Nowhere", (95.0, 0.0), "PPL"),
    line(990_000_009, "Nowhere", (5.0, 0.0), "PPL", people="many"),
]


def write(path: Path, lines: list[str]) -> Path:
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@pytest.fixture
def cache(gazetteer: Gazetteer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of this test, with the packages' gazetteer; which one is used is left to what is there."""
    compiled = compiled_path()
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / compiled.name).symlink_to(compiled)
    monkeypatch.setenv("DATELINE_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("DATELINE_GAZETTEER")
    return tmp_path / "cache"


def test_a_build_adds_what_the_packages_lack_and_keeps_what_the_tables_say(cache: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    dump = write(tmp_path / "SY.txt", DUMP)
    built = build_gazetteer(dump, lambda done, size: told.append((done, size)))
    assert (built.lines, built.invalid, built.updated, built.added) == (12, 3, 1, 4)
    assert built.first_invalid == "line 10: 1 tab-separated columns, not 19"
    assert told[-1] == (dump.stat().st_size, dump.stat().st_size)
    assert sorted(path.name for path in cache.iterdir()) == sorted([compiled_path().name, built_path().name])

    used = open_gazetteer()
    assert "SY.txt of GeoNames (12 lines)" in used.source
    damascus, texas, golan = used.get("170654"), used.get("4736286"), used.get("region-golan-heights")
    assert damascus is not None and texas is not None and golan is not None
    assert damascus[2:8] == ("SY", "Damascus Governorate", "PPLC", 33.5102, 36.29128, 2_000_001)
    assert (texas.latitude, texas.longitude) == (31.25044, -99.25061), "the point of data/states.csv"
    assert golan in used.find("the Golan Heights") and used.get("990000005") is None
    [monowi] = used.find("Monowi")
    assert monowi[:8] == ("990000001", "Monowi", "US", "Nebraska", "PPL", 42.82861, -98.32981, 1)
    assert [place.feature for place in used.find("Hiort")] == ["PPL"]
    assert [place.feature for place in used.find("the Hoggar Mountains")] == ["MTS"]
    assert used.find("Monowi Creek") == used.find("Old Monowi") == used.find("هيرتا") == ()
    turkey = used.country_of("Turkish")
    assert turkey is not None and turkey.country_code == "TR"
    assert [place.location_id for place in used.towns_between(42.8, 42.9, -98.4, -98.3)] == ["990000007", "990000001"]


def test_a_zip_of_the_dump_is_as_good(cache: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "allCountries.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("readme.txt", "short")
        archive.writestr("allCountries.txt", "\r\n".join(DUMP))
    assert build_gazetteer(tmp_path / "allCountries.zip").added == 4


def test_which_gazetteer_is_used_can_be_said(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert used_path() == compiled_path()
    monkeypatch.setenv("DATELINE_GAZETTEER", "geonames")
    with pytest.raises(GazetteerError, match="run: dateline gazetteer build"):
        open_gazetteer()
    monkeypatch.delenv("DATELINE_GAZETTEER")
    (cache / "geonames-1.sqlite").write_text("old", "utf-8")
    with pytest.raises(GazetteerError, match=r"geonames-1.sqlite was made by another version of Dateline; run: "):
        open_gazetteer()
    build_gazetteer(write(tmp_path / "SY.txt", DUMP))
    assert used_path() == built_path()
    monkeypatch.setenv("DATELINE_GAZETTEER", "packages")
    assert used_path() == compiled_path()
    assert open_gazetteer().source == "installed packages"
    monkeypatch.setenv("DATELINE_GAZETTEER", "osm")
    with pytest.raises(SettingError, match="it must be geonames or packages"):
        open_gazetteer()


def damaged_zip(folder: Path) -> Path:
    path = folder / "damaged.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("allCountries.txt", "\n".join(DUMP * 500))
    content = bytearray(path.read_bytes())
    content[200:260] = bytes(60)
    path.write_bytes(content)
    return path


def zip_without_text(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "photos.zip", "w") as archive:
        archive.writestr("a.jpg", "picture")
    return folder / "photos.zip"


def binary(folder: Path) -> Path:
    (folder / "film.mp4").write_bytes(bytes(range(256)) * 5_000)
    return folder / "film.mp4"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda folder: folder / "nowhere.txt", "No such file"),
        (lambda folder: folder, "cannot be read"),
        (lambda folder: write(folder / "empty.txt", []), "1 of 1 lines are invalid"),
        (lambda folder: write(folder / "codes.txt", ["SY\t12345\tDamascus"] * 20), "3 tab-separated columns, not 19"),
        (binary, "is no dump of GeoNames"),
        (zip_without_text, "holds no .txt"),
        (damaged_zip, "cannot be read"),
    ],
)
def test_a_wrong_file_is_named_with_the_remedy_and_the_old_one_stays(
    cache: Path, tmp_path: Path, make: object, words: str
) -> None:
    built_path().write_text("built before", "utf-8")
    assert callable(make)
    wrong = make(tmp_path)
    with pytest.raises(GazetteerError) as caught:
        build_gazetteer(wrong)
    assert str(wrong) in str(caught.value) and words in str(caught.value)
    assert "give allCountries.txt or allCountries.zip" in str(caught.value)
    assert built_path().read_text("utf-8") == "built before"
    assert len(list(cache.iterdir())) == 2, "no draft is left"


def test_a_build_that_is_broken_off_leaves_the_old_one(cache: Path, tmp_path: Path) -> None:
    def stop(_done: int, _all: int) -> None:
        raise KeyboardInterrupt

    built_path().write_text("built before", "utf-8")
    with pytest.raises(KeyboardInterrupt):
        build_gazetteer(write(tmp_path / "SY.txt", DUMP), stop)
    assert built_path().read_text("utf-8") == "built before"
    assert len(list(cache.iterdir())) == 2


def test_the_dump_is_read_line_by_line(cache: Path, tmp_path: Path) -> None:
    build_gazetteer(write(tmp_path / "SY.txt", DUMP))  # what is loaded once is not counted
    name = "Wadi " * 200
    dump = write(
        tmp_path / "all.txt",
        [*DUMP, *(line(991_000_000 + n, name, (1, 1), "STM", alternates=name) for n in range(3_000))],
    )
    assert dump.stat().st_size > 8_000_000
    tracemalloc.start()
    built = build_gazetteer(dump)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert built == BuildReport(3_012, 3, "line 10: 1 tab-separated columns, not 19", 1, 4)
    assert peak < 4_000_000, "bytes, of a dump of nine million"


@pytest.mark.parametrize(
    "text",
    ["", "a", line(1, "", (1, 1), "PPL"), line(1, "A", (float("nan"), 1), "PPL"), line(1, "A", (1, 181), "PPL"),
     line(1, "A", (1, 1), "PPL", people=-1), line(1, "A", (1, 1), "PPL").replace("1\t", "x\t", 1)],
)  # fmt: skip
def test_what_is_no_line_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_row(text.encode())


def test_a_line_in_another_encoding_is_none() -> None:
    with pytest.raises(ValueError, match="utf-8"):
        read_row(line(1, "Ménil", (1, 1), "PPL").encode("cp1252"))
