"""Names that the gazetteer does not know: which are asked about, which answers are taken, what is said of the rest."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from spacy.tokens import Doc

from dashboard import settings
from dashboard.pipeline.actors import KnownActors, find_namings
from dashboard.pipeline.corpus import preprocess
from dashboard.pipeline.entities import find_mentions
from dashboard.pipeline.gazetteer import Gazetteer
from dashboard.pipeline.geocode.online import Service
from dashboard.pipeline.geocode.unplaced import place_unplaced
from dashboard.pipeline.locations import Placement, place_mentions
from dashboard.pipeline.readings import Reading
from dashboard.tables.checks import check_all
from dashboard.tables.files import read_set
from tests.pipeline.geocode.conftest import FakeService, geonames, nominatim

STORY = """
They PRON nsubj 1
left VERB ROOT 1
{name} PROPN dobj 1 B-{label}
and CCONJ cc 2
{other} PROPN conj 2 B-GPE
"""


@pytest.fixture
def place(
    build_doc: Callable[..., Doc],
    gazetteer: Gazetteer,
    known: KnownActors,
    own_cache: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., Placement]:
    """What becomes of a name in a sentence with another place, when the service has been asked."""

    def place_it(name: str, label: str = "GPE", other: str = "Homs", kind: str = "nominatim") -> Placement:
        monkeypatch.setenv("DATELINE_GEOCODER", kind)
        doc = build_doc(STORY.format(name=name, label=label, other=other))
        mentions = find_mentions(doc, gazetteer)
        placements = place_mentions(doc, mentions, gazetteer)
        reading = Reading([], mentions, placements, find_namings(mentions, placements, known, gazetteer), [])
        setting = settings.geocoder()
        assert setting is not None
        placed = place_unplaced(reading, Service(setting), gazetteer)
        return next(p for m, p in zip(mentions, placed.placements, strict=True) if m.surface == name)

    return place_it


def test_a_name_that_the_service_knows_is_placed_with_its_name_as_evidence(
    fake_service: FakeService, place: Callable[..., Placement]
) -> None:
    fake_service.says([nominatim("Qalatxyz", osm_id=n) for n in (1, 2, 2)])
    found = place("Qalatxyz")
    assert [each.place.location_id for each in found.candidates] == ["osm-n1", "osm-n2"]
    assert [each.evidence for each in found.candidates] == [
        (("found by Nominatim", 1.0),), (("found by Nominatim", 0.9),),
    ]  # fmt: skip
    assert (found.sense, found.confidence, found.unplaced_reason) == ("place", None, None)


@pytest.mark.parametrize(
    ("answer", "other", "reason"),
    [
        ([], "Homs", "Nominatim knows none of this name"),
        ([nominatim("Elsewhere")], "Homs", "Nominatim knows none of this name"),
        ([nominatim("Qalatxyz", "br")], "Homs", "Nominatim knows none in the countries of this article"),
        ([nominatim("Qalatxyz", "br")], "Qwertxyz", None),
    ],
)  # fmt: skip
def test_an_answer_bears_the_name_and_lies_where_the_article_plays(
    fake_service: FakeService, place: Callable[..., Placement], answer: Any, other: str, reason: str | None
) -> None:
    fake_service.says(answer)
    expected = reason and f"not in the gazetteer; {reason}"
    assert place("Qalatxyz", other=other).unplaced_reason == expected


def test_a_failure_is_the_reason(fake_service: FakeService, place: Callable[..., Placement]) -> None:
    fake_service.says("", 500)
    assert place("Qalatxyz").unplaced_reason == "not in the gazetteer; Nominatim: HTTP status 500"


def test_a_place_that_the_gazetteer_has_under_another_name_is_the_gazetteers(
    fake_service: FakeService, place: Callable[..., Placement], gazetteer: Gazetteer
) -> None:
    fake_service.says({"geonames": [geonames("Qalatxyz", geonameId=169577)]})
    assert place("Qalatxyz", kind="geonames").place == gazetteer.get("169577")


def test_a_facility_is_asked_for(fake_service: FakeService, place: Callable[..., Placement]) -> None:
    fake_service.says([nominatim("Qalatxyz", type="prison") | {"class": "amenity"}])
    found = place("Qalatxyz", label="FAC")
    assert found.place is not None and found.place.feature == "PRN"


@pytest.mark.parametrize(
    ("name", "label"),
    [("Damascus", "GPE"), ("Qalatxyz", "PERSON"), ("Qalatxyz", "ORG"), ("Qalatxyz", "EVENT"), ("Kremlin", "FAC")],
)
def test_nothing_else_is_asked_for(
    fake_service: FakeService, place: Callable[..., Placement], name: str, label: str
) -> None:
    fake_service.says([])
    place(name, label)
    assert fake_service.asked == []


ARTICLE = (
    "Fighting in Syria\n\nRebels entered the village of Brenwadi in Syria on Monday, residents said. Troops had left "
    "Brenwadi the day before and went to Homs. The people of Brenwadi fled to Lebanon."
)


@pytest.fixture
def news(tmp_path: Path, own_cache: Path) -> Path:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text(ARTICLE, "utf-8")
    (tmp_path / "news" / "b.txt").write_text(ARTICLE.replace("Monday", "Tuesday"), "utf-8")
    return tmp_path / "news"


@pytest.mark.model
def test_with_the_settings_left_alone_nobody_is_asked(fake_service: FakeService, news: Path, tmp_path: Path) -> None:
    fake_service.says([nominatim("Brenwadi")])
    summary = preprocess([news], tmp_path / "tables", workers=1)
    found = read_set(tmp_path / "tables")
    unplaced = [row["unplaced_reason"] for row in found.tables["entities"].to_pylist() if row["unplaced_reason"]]
    assert unplaced and set(unplaced) == {"not in the gazetteer"}
    assert fake_service.asked == []
    assert summary.geocoder is None and found.manifest["geocoder"] is None


@pytest.mark.model
def test_a_run_asks_once_for_all_articles_and_keeps_the_contract(
    fake_service: FakeService, news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_service.says([nominatim("Brenwadi")])
    monkeypatch.setenv("DATELINE_GEOCODER", "nominatim")
    preprocess([news], tmp_path / "tables", workers=1)
    found = read_set(tmp_path / "tables")
    check_all(found.tables)
    [village] = [row for row in found.tables["locations"].to_pylist() if row["location_id"] == "osm-n7"]
    assert (village["name"], village["country_code"], village["articles"]) == ("Brenwadi", "SY", 2)
    mentions = [row for row in found.tables["entities"].to_pylist() if row["location_id"] == "osm-n7"]
    assert len(mentions) == village["mentions"] > 2
    assert {(row["sense"], row["confidence"]) for row in mentions} == {("place", None)}
    evidence = [row["evidence"] for row in found.tables["candidates"].to_pylist() if row["location_id"] == "osm-n7"]
    assert evidence == [[{"feature": "found by Nominatim", "value": 1.0}]] * len(mentions)
    report = found.manifest["geocoder"]
    assert (report["service"], report["asked"], report["failed"], report["stopped"]) == ("Nominatim", 1, 0, None)
    assert report["answers_from_disk"] == len(mentions) - 1
    assert [query["q"] for query in fake_service.asked] == ["Brenwadi"]
    assert "tests@example.org" not in (tmp_path / "tables" / "manifest.json").read_text("utf-8")


@pytest.mark.model
def test_a_run_ends_well_where_nobody_answers(
    fake_service: FakeService, news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_service.says("", 403)
    monkeypatch.setenv("DATELINE_GEOCODER", "nominatim")
    summary = preprocess([news], tmp_path / "tables", workers=1)
    reasons = {row["unplaced_reason"] for row in read_set(tmp_path / "tables").tables["entities"].to_pylist()} - {None}
    assert len(reasons) == 2 and all("refused DATELINE_GEOCODER_USER (HTTP status 403)" in each for each in reasons)
    assert summary.geocoder is not None and "HTTP status 403" in summary.geocoder["stopped"]
