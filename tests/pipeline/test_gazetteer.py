"""The gazetteer: names are compared in one form, news names find their places, and words find none."""

import statistics
import time
from importlib.metadata import version
from pathlib import Path

import pytest

from dashboard.errors import GazetteerError
from dashboard.gazetteer import PACKAGES
from dashboard.pipeline.gazetteer import Gazetteer, compiled_path, normalise, open_gazetteer
from dashboard.pipeline.gazetteer.phrases import find_inside


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Damascus", "damascus"),
        ("DAMASCUS", "damascus"),
        ("  Damascus, ", "damascus"),
        ("“Homs”", "homs"),
        ('"Homs"', "homs"),
        ("Homs;", "homs"),
        ("Homs’s", "homs"),
        ("Homs's", "homs"),
        ("Deir ez-Zor", "deir ez zor"),
        ("Deir  ez–Zor", "deir ez zor"),
        ("Deir\nez-Zor", "deir ez zor"),
        ("Deir\u00a0ez-Zor", "deir ez zor"),
        ("Dayr az-Zawr", "dayr az zawr"),
        ("Ma’arrat al-Nu‘man", "maarrat al numan"),
        ("Sana'a", "sanaa"),
        ("Raʼs al-ʿAyn", "ras al ayn"),
        ("São Paulo", "sao paulo"),
        ("Sa\u0303o Paulo", "sao paulo"),
        ("İzmir", "izmir"),
        ("Diyarbakır", "diyarbakir"),
        ("Tromsø", "tromso"),
        ("Łódź", "lodz"),
        ("Đà Nẵng", "da nang"),
        ("Großenhain", "grossenhain"),
        ("U.S.", "u.s"),
        ("St. Petersburg", "saint petersburg"),
        ("Mt Hermon", "mount hermon"),
        ("حِمص", "حمص"),
        ("", ""),
        ("’s", ""),
        ("-", ""),
    ],
)
def test_names_are_compared_in_one_form(name: str, form: str) -> None:
    assert normalise(name) == form
    assert normalise(form) == form


@pytest.mark.parametrize(
    ("names", "location_id", "country"),
    [
        (["Damascus", "damascus", "DAMASCUS"], "170654", "SY"),
        (["Latakia", "Lattakia"], "173576", "SY"),
        (["Deir Ezzor", "Deir Ezzor province"], "170794", "SY"),
        (["Qamishli", "al-Qamishli"], "173377", "SY"),
        (["Aleppo"], "170063", "SY"),
        (["Idlib"], "169389", "SY"),
        (["Baghdad"], "98182", "IQ"),
        (["Hermel", "Hirmil", "el-Hermel", "al-Hirmil", "the Hermel"], "279997", "LB"),
        (["Sednaya", "Saydnaya", "Sednaya’s"], "164717", "SY"),
        (["Deir ez-Zor", "Deir ez Zor"], "170794", "SY"),
        (["US", "U.S.", "United States", "USA", "America"], "6252001", "US"),
        (["UK", "Britain", "United Kingdom"], "2635167", "GB"),
        (["Syria"], "163843", "SY"),
        (["Turkey", "Türkiye"], "298795", "TR"),
        (["Europe"], "6255148", None),
    ],
)
def test_the_names_of_the_news_find_their_places(
    gazetteer: Gazetteer, names: list[str], location_id: str, country: str | None
) -> None:
    for name in names:
        found = gazetteer.find(name)
        assert found, name
        assert location_id in [place.location_id for place in found]
        assert found[0].country_code == country, name


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Odessa", "UA"), ("St. Petersburg", "RU"), ("St Petersburg", "RU"), ("Cologne", "DE"), ("Hodeida", "YE"),
        ("Mecca", "SA"), ("Abu Ghraib", "IQ"), ("Sloviansk", "UA"), ("Hama", "SY"), ("Raqqa", "SY"), ("Daraa", "SY"),
    ],
)  # fmt: skip
def test_the_english_name_of_a_town_is_a_main_name(gazetteer: Gazetteer, name: str, country: str) -> None:
    towns = [place for place, is_main in gazetteer.candidates(name) if is_main and place.feature == "PPL"]
    assert country in [place.country_code for place in towns]


def test_a_town_is_not_called_by_its_regions_name_alone(gazetteer: Gazetteer) -> None:
    assert "Oklahoma City" not in [place.name for place, is_main in gazetteer.candidates("Oklahoma") if is_main]


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Damascus International Airport", "airport-OSDI"),
        ("Damascus airport", "airport-OSDI"),
        ("Shayrat airbase", "airport-OS65"),
        ("the al-Udeid air base", "airport-OTBH"),
        ("Heathrow Airport", "airport-EGLL"),
        ("Latakia airport", "airport-OSLK"),  # Bassel al-Assad International Airport
    ],
)
def test_an_airport_is_found_by_its_name_or_its_towns(gazetteer: Gazetteer, name: str, place: str) -> None:
    assert place in [found.location_id for found in gazetteer.find(name)]


@pytest.mark.parametrize("word", ["Airport", "the airport", "International Airport", "Xyzzyville Airport"])
def test_an_airport_without_a_known_name_is_not_found_as_one(gazetteer: Gazetteer, word: str) -> None:
    assert [place for place in gazetteer.find(word) if place.feature in ("AIRP", "AIRB")] == []


@pytest.mark.parametrize("name", ["Homs", "Hama", "Daraa", "Deraa", "Tartus"])
def test_cities_of_syria_come_before_their_namesakes(gazetteer: Gazetteer, name: str) -> None:
    assert gazetteer.find(name)[0].country_code == "SY"


@pytest.mark.parametrize(
    "word",
    ["EU", "SA", "Western", "the West", "North", "Earth", "U.N.", "Sunday", "the", "", "’s", "Qwertyuiop", "a" * 5_000],
    ids=lambda word: word[:12],
)
def test_words_and_acronyms_find_no_town(gazetteer: Gazetteer, word: str) -> None:
    assert [place.name for place in gazetteer.find(word) if place.feature.startswith("PPL")] == []


@pytest.mark.parametrize(
    ("demonym", "code"),
    [
        ("Turkish", "TR"), ("Turks", "TR"), ("Syrian", "SY"), ("Syrians", "SY"), ("Israeli", "IL"), ("iraqi", "IQ"),
        ("American", "US"), ("British", "GB"), ("Lebanese", "LB"), ("Russian", "RU"), ("Iranians", "IR"),
    ],
)  # fmt: skip
def test_a_demonym_finds_its_country(gazetteer: Gazetteer, demonym: str, code: str) -> None:
    country = gazetteer.country_of(demonym)
    assert country is not None
    assert (country.country_code, country.feature) == (code, "PCLI")


@pytest.mark.parametrize("word", ["Turkey", "Damascus", "Islamist", "Sunni", "Marxist", ""])
def test_other_words_are_no_demonym_of_a_country(gazetteer: Gazetteer, word: str) -> None:
    assert gazetteer.country_of(word) is None


def test_candidates_come_with_the_most_populous_first(gazetteer: Gazetteer) -> None:
    for name in ("Damascus", "Tripoli", "Homs", "Springfield", "Paris"):
        people = [place.population for place in gazetteer.find(name)]
        assert len(people) > 1
        assert people == sorted(people, reverse=True)
        assert len({place.location_id for place in gazetteer.find(name)}) == len(people)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Dubai World Trade Centre", "Dubai"),
        ("Northern Aleppo Countryside", "Aleppo"),
        ("Uganda State House", "Uganda"),
        ("Homs Court House of Aleppo", "Aleppo"),  # the more populous one of two
        ("Elbow Cay", None),  # Cay is in Turkey
        ("Tibet al-Imam", None),
        ("Khan al-Sheeh", None),
        ("Tal Madiq", None),
        ("Observatory for Human Rights", None),  # Uman is also written Human
    ],
)
def test_a_longer_name_is_placed_by_a_known_town_in_it_and_by_no_small_one(
    gazetteer: Gazetteer, name: str, found: str | None
) -> None:
    inside = find_inside(name, gazetteer)
    assert {place.name for place, _ in inside} >= ({found} if found else set())
    assert bool(inside) == bool(found)


def test_a_place_is_found_by_its_id(gazetteer: Gazetteer) -> None:
    damascus = gazetteer.get("170654")
    assert damascus is not None
    assert (damascus.name, damascus.country_code) == ("Damascus", "SY")
    assert damascus.latitude == pytest.approx(33.51, abs=0.05)
    assert damascus.longitude == pytest.approx(36.29, abs=0.05)
    assert gazetteer.get("999999999") is None


def test_a_country_is_found_by_its_code(gazetteer: Gazetteer) -> None:
    syria = gazetteer.country("SY")
    assert syria is not None
    assert (syria.location_id, syria.name, syria.feature) == ("163843", "Syria", "PCLI")
    assert gazetteer.country("XX") is None


def test_opening_and_looking_up_take_milliseconds(gazetteer: Gazetteer) -> None:
    names = [
        f"{prefix}{name}"
        for name in ("Damascus", "Homs", "Qwertz", "Paris", "San José", "Springfield", "Al Qaim", "Nowhere at all")
        for prefix in ("", "al-", "the ")
    ]
    opening, looking_up = [], []
    for _ in range(5):  # by the thread's own clock, which stands still while other work holds the processors
        began = time.thread_time()
        opened = open_gazetteer()
        opening.append(time.thread_time() - began)
    assert statistics.median(opening) < 0.1, "seconds to open"
    for name in names:
        began = time.thread_time()
        opened.find(name)
        looking_up.append(time.thread_time() - began)
    assert statistics.median(looking_up) < 0.001, "seconds a lookup"


@pytest.mark.usefixtures("gazetteer")
def test_the_compiled_file_says_what_it_was_made_of() -> None:
    path = compiled_path()
    assert path.is_file() and all(version(package) in path.name for package in PACKAGES)


@pytest.mark.parametrize("broken", ["folder", "text", "empty"])
def test_a_file_that_cannot_be_opened_is_named_with_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    monkeypatch.setenv("DATELINE_CACHE", str(tmp_path))
    path = compiled_path()
    if broken == "folder":
        path.mkdir()
    else:
        path.write_text("not a database" * 100 if broken == "text" else "", "utf-8")
    with pytest.raises(GazetteerError, match="delete it, it is made again") as caught:
        open_gazetteer().find("Damascus")
    assert str(path) in str(caught.value)
