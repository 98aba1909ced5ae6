"""Places of one's own, laid over the gazetteer."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from spacy.tokens import Doc

from dashboard import settings
from dashboard.errors import SettingError
from dashboard.pipeline.entities import find_mentions
from dashboard.pipeline.gazetteer import Gazetteer, open_gazetteer
from dashboard.pipeline.gazetteer.own import read_own
from dashboard.pipeline.locations import Placement, place_mentions, resolve

HEADER = "name,latitude,longitude,country,kind,aliases\n"
ADRA = HEADER + "Adra,33.605,36.515,SY,town,Adra al-Omaliyah|Old Adra\nSednaya Prison,33.665,36.329,SY,facility,\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "places.csv"
    path.write_text(ADRA, "utf-8")
    return path


def test_a_name_of_the_file_means_its_place_and_no_other(file: Path, gazetteer: Gazetteer) -> None:
    mine = open_gazetteer(file)
    assert len(gazetteer.find("Adra")) > 1, "the gazetteer has others"
    for name in ("Adra", "adra", "Old Adra", "the town of Adra"):
        assert [place[:7] for place in mine.find(name)] == [
            ("own-adra-sy", "Adra", "SY", None, "PPL", 33.605, 36.515)
        ], name
    assert mine.get("own-adra-sy") == mine.find("Adra")[0]
    assert mine.find("Homs") == gazetteer.find("Homs")
    assert f"{file} with 2 places" in mine.source and str(file) not in gazetteer.source


def test_the_places_of_the_setting_are_used_by_resolve(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dashboard.pipeline import locations

    monkeypatch.setenv("DATELINE_PLACES", str(file))
    locations._gazetteer.cache_clear()
    try:
        [adra] = resolve("Shells fell on Adra.", [(15, 19)])
    finally:
        monkeypatch.delenv("DATELINE_PLACES")
        locations._gazetteer.cache_clear()
    assert adra is not None
    assert (adra.location_id, adra.latitude, adra.country_code) == ("own-adra-sy", 33.605, "SY")


def placed(doc: Doc, gazetteer: Gazetteer) -> dict[str, Placement]:
    mentions = find_mentions(doc, gazetteer)
    return dict(zip([m.surface for m in mentions], place_mentions(doc, mentions, gazetteer), strict=True))


def test_a_place_of_ones_own_is_drawn_however_unsure_and_a_facility_too(
    file: Path, build_doc: Callable[..., Doc], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "SURE_ENOUGH", 1.1)
    rows = "It PRON nsubj 1\nrained VERB ROOT 1\nin ADP prep 1\n{} PROPN pobj 2 B-GPE\n. PUNCT punct 1"
    prison = "Sednaya PROPN compound 1 B-FAC\nPrison PROPN nsubj 2 I-FAC\nburned VERB ROOT 2"
    found = placed(build_doc(rows.format("Adra"), rows.format("Homs"), prison), open_gazetteer(file))
    places = {name: each.place and (each.place.location_id, each.sense) for name, each in found.items()}
    assert places == {
        "Adra": ("own-adra-sy", "place"), "Homs": None, "Sednaya Prison": ("own-sednaya-prison-sy", "place")
    }  # fmt: skip


def test_two_places_may_share_a_name_and_columns_may_be_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "Name;Latitude;Longitude;Country\nKafr;33.1;36.1;SY\nKafr;31.0;30.9;EG\n;;;\n", "utf-8-sig"
    )
    own = read_own(tmp_path / "a.csv")
    assert {place.location_id for place in own.by_key["kafr"]} == {"own-kafr-sy", "own-kafr-eg"}
    (tmp_path / "b.csv").write_text("name,latitude,longitude\nZero Isle,0,0\n", "utf-8")
    assert [(p.latitude, p.country_code, p.feature) for p in read_own(tmp_path / "b.csv").by_id.values()] == [
        (0, None, "PPL")
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,latitude\nAdra,33.6\n", "has no column longitude; the columns are name, latitude"),
        ("name,latitude,longitude,people\n", "line 1: a column is 'people'; the columns are name, latitude"),
        (HEADER + "Adra,33.6,SY\n", "line 2: longitude is 'SY'; write degrees from -180 to 180"),
        (HEADER + 'Adra,"33,6",36.5,SY,town,\n', "line 2: latitude is '33,6'; write degrees from -90 to 90"),
        (HEADER + "Adra,91,36.5,SY,town,\n", "line 2: latitude is '91'; write degrees from -90 to 90"),
        (HEADER + "Adra,33.6,36.5,Syria,town,\n", "line 2: country is 'SYRIA'; write the two letters of ISO 3166"),
        (HEADER + "Adra,33.6,36.5,SY,hamlet,\n", "line 2: kind is 'hamlet'; it is one of town, region, facility"),
        (HEADER + "\n,33.6,36.5,SY,town,\n", "line 3: the name is ''; write a name"),
        ("name,latitude,longitude,name\n", "line 1: a column is 'name'; the columns are name, latitude"),
        (HEADER + "Adra\x1b,33.6,36.5,SY,town,\n", r"line 2: the name is 'Adra\x1b'; write a name of letters"),
        (HEADER + "Adra,33.6,36.5,SY,town,Old Adra|...\n", "line 2: the name is '...'; write a name of letters"),
        (HEADER + f"{'A' * 281},33.6,36.5,SY,town,\n", "line 2: the name is 'AAA"),
        (HEADER + 'Adra,33.6,36.5,SY,town,"Old\n', "line 2: unexpected end of data; close each quote"),
        (HEADER + "Adra,nan,36.5,SY,town,\n", "line 2: latitude is 'nan'; write degrees"),
        (HEADER + "Adra,33.6,36.5,SY,town,Old Adra,New Adra\n", "line 2: more cells than columns; put names"),
        (HEADER + "Adra,33.6,36.5,SY,,\nAdra,1,1,SY,,\n", "line 3: 'Adra' stands in an earlier line with the"),
    ],
)  # fmt: skip
def test_a_file_that_breaks_a_rule_is_refused_by_line_rule_and_remedy(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "places.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(SettingError) as refused:
        read_own(path)
    assert str(refused.value).startswith(str(path)) and said in str(refused.value)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "latin.csv").write_bytes("name,latitude,longitude\nDeir é".encode("latin-1"))
    (tmp_path / "folder.csv").mkdir()
    os.mkfifo(tmp_path / "pipe.csv")
    with (tmp_path / "huge.csv").open("wb") as huge:
        huge.truncate(1 << 40)
    for name in ("latin.csv", "absent.csv", "folder.csv", "pipe.csv", "huge.csv"):
        with pytest.raises(SettingError, match=r"cannot be read .* give a CSV file of places in UTF-8"):
            read_own(tmp_path / name)
