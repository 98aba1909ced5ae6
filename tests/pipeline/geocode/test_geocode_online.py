"""An online service: what it is asked and how fast, what is made of its answers, and what its failures cost."""

import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest

from dashboard import settings
from dashboard.errors import SettingError
from dashboard.pipeline.geocode.online import Service, Unanswered
from tests.pipeline.geocode.conftest import FakeService, geonames, nominatim, photon


@pytest.fixture
def make_service(fake_service: FakeService, own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A service of the settings that asks `fake_service`; its answers are kept in a folder of the test."""

    def make(kind: str = "nominatim") -> Service:
        monkeypatch.setenv("DATELINE_GEOCODER", kind)
        setting = settings.geocoder()
        assert setting is not None
        return Service(setting)

    return make


def reason(service: Service, name: str = "Qalat Xyz") -> str:
    with pytest.raises(Unanswered) as caught:
        service.find(name)
    return str(caught.value)


@pytest.mark.parametrize(
    ("kind", "answer", "location_id", "population"),
    [
        ("nominatim", [nominatim("Qalat Xyz")], "osm-n7", 0),
        ("photon", {"features": [photon("Qalat Xyz")]}, "osm-n7", 0),
        ("geonames", {"geonames": [geonames("Qalat Xyz")]}, "999999007", 40),
    ],
)
def test_each_services_answer_becomes_a_place_of_the_contract(
    fake_service: FakeService, make_service: Any, kind: str, answer: Any, location_id: str, population: int
) -> None:
    fake_service.says(answer)
    [found] = make_service(kind).find("Qalat  Xyz\n")
    assert found.place[:8] == (location_id, "Qalat Xyz", "SY", "Homs Governorate", "PPL", 34.5, 36.5, population)
    assert "Qalat Xyz" in found.names
    assert fake_service.asked[0]["q"] == "Qalat Xyz"
    if kind == "geonames":
        assert fake_service.asked[0]["username"] == "dateline-tests/1 (tests@example.org)"
    else:
        assert fake_service.agents == ["dateline-tests/1 (tests@example.org)"]


@pytest.mark.parametrize(
    ("entry", "feature"),
    [
        (nominatim("A", type="administrative", addresstype="state") | {"class": "boundary"}, "ADM1"),
        (nominatim("A", type="peak") | {"class": "natural"}, "MT"),
        (nominatim("A", type="prison") | {"class": "amenity"}, "PRN"),
        (nominatim("A", type="airfield") | {"class": "military"}, "MILB"),
        (nominatim("A", type="residential") | {"class": "highway"}, None),
        (nominatim("A", type="region") | {"class": "shop"}, None),
    ],
)
def test_what_openstreetmap_calls_a_place_gets_geonames_code_and_what_is_none_is_left_out(
    fake_service: FakeService, make_service: Any, entry: dict[str, Any], feature: str | None
) -> None:
    fake_service.says([entry])
    assert [found.place.feature for found in make_service().find("A")] == ([feature] if feature else [])


def test_a_name_is_asked_once_whatever_the_answer(fake_service: FakeService, make_service: Any) -> None:
    fake_service.says([nominatim("Known")])
    fake_service.says([])
    first = make_service()
    known, unknown = first.find("Known"), first.find("Unknown")
    assert len(known) == 1 and unknown == []
    again = make_service()  # another run
    assert (again.find("Known"), again.find("Unknown"), first.find("Known")) == (known, [], known)
    assert [query["q"] for query in fake_service.asked] == ["Known", "Unknown"]
    assert (again.report()["asked"], again.report()["answers_from_disk"]) == (0, 2)


def test_an_old_answer_is_asked_again(
    fake_service: FakeService, make_service: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_service.says([])
    make_service().find("Known")
    monkeypatch.setattr(settings, "GEOCODER_KEEP", 0)
    make_service().find("Known")
    assert len(fake_service.asked) == 2


def test_answers_of_one_server_are_not_those_of_another(fake_service: FakeService, make_service: Any) -> None:
    fake_service.says([])
    make_service("nominatim").find("Known")
    fake_service.answers.clear()
    fake_service.says({"features": []})
    make_service("photon").find("Known")
    assert len(fake_service.asked) == 2


@pytest.mark.parametrize("broken", [b"", b"no database" * 200])
def test_a_broken_file_of_answers_is_begun_anew(
    fake_service: FakeService, make_service: Any, own_cache: Path, broken: bytes
) -> None:
    (own_cache / "geocoder.sqlite").write_bytes(broken)
    fake_service.says([])
    assert make_service().find("Known") == make_service().find("Known") == []
    assert len(fake_service.asked) == 1


def test_a_file_that_breaks_during_a_run_costs_another_question(
    fake_service: FakeService, make_service: Any, own_cache: Path
) -> None:
    fake_service.says([nominatim("Known")])
    service = make_service()
    (own_cache / "geocoder.sqlite").write_bytes(b"no database" * 200)
    assert service.find("Known") == service.find("Known") != []
    assert len(fake_service.asked) == 2


def test_answers_that_cannot_be_kept_are_a_setting_to_mend(
    make_service: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    monkeypatch.setenv("DATELINE_CACHE", str(tmp_path / "file"))
    with pytest.raises(SettingError, match="DATELINE_CACHE"):
        make_service()


def test_questions_keep_their_pace(
    fake_service: FakeService, make_service: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_GEOCODER_DELAY", "0.3")
    fake_service.says([])
    service = make_service()
    began = time.monotonic()
    for number in range(3):
        service.find(f"Name {number}")
    # By our own clock: when the service notes a question is a matter of the machine's other work.
    assert time.monotonic() - began >= 2 * 0.3
    assert len(fake_service.asked) == 3


@pytest.mark.parametrize(
    ("answer", "status", "expected"),
    [
        ("{not json", 200, "an answer that cannot be read"),
        ([1, 2], 200, "an answer that cannot be read"),
        ([{"lat": "north", "lon": "36", "display_name": "A"}], 200, "an answer that cannot be read"),
        ([nominatim("A", osm_id=None)], 200, "an answer that cannot be read"),
        ({"error": "Parameter 'q' missing"}, 200, "Parameter 'q' missing"),
        ("<html>down</html>", 500, "HTTP status 500"),
        ("", 503, "HTTP status 503"),
        ("", 429, "HTTP status 429"),
    ],
)
def test_a_failure_says_what_happened_after_another_try(
    fake_service: FakeService, make_service: Any, answer: Any, status: int, expected: str
) -> None:
    fake_service.says(answer, status)
    service = make_service()
    assert reason(service) == f"Nominatim: {expected}"
    assert len(fake_service.asked) == 1 + settings.GEOCODER_RETRIES
    assert (service.report()["failed"], service.report()["stopped"]) == (1, None)
    fake_service.answers.clear()
    fake_service.says([])
    assert service.find("Qalat Xyz") == [], "a failure is no answer, and is not kept"


@pytest.mark.parametrize("answer", [None, {}, {"features": [{}]}, {"features": "x"}], ids=repr)
def test_photons_answer_in_another_form_is_a_failure(fake_service: FakeService, make_service: Any, answer: Any) -> None:
    fake_service.says(answer)
    assert reason(make_service("photon")) == "Photon: an answer that cannot be read"


def test_a_slow_answer_is_given_up(
    fake_service: FakeService, make_service: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "GEOCODER_TIMEOUT", 0.1)
    fake_service.says([], after=0.4)
    assert reason(make_service()) == "Nominatim: no answer within 0.1 seconds"


def test_a_second_try_may_succeed(fake_service: FakeService, make_service: Any) -> None:
    fake_service.says("", 429, Retry_After="0")
    fake_service.says([nominatim("Qalat Xyz")])
    service = make_service()
    assert len(service.find("Qalat Xyz")) == 1
    assert (service.report()["asked"], service.report()["failed"]) == (1, 0)


def test_nobody_there_is_a_reason(make_service: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_GEOCODER_URL", "http://127.0.0.1:1")
    assert "refused" in reason(make_service())


@pytest.mark.parametrize(
    ("kind", "answer", "status", "expected"),
    [
        ("nominatim", "", 403, "refused DATELINE_GEOCODER_USER (HTTP status 403)"),
        ("nominatim", "", 401, "refused DATELINE_GEOCODER_USER (HTTP status 401)"),
        ("geonames", {"status": {"value": 10, "message": "user does not exist."}}, 200, "user does not exist."),
        (
            "geonames",
            {"status": {"value": 19, "message": "the hourly limit of dateline-tests/1 (tests@example.org)"}},
            200,
            "the hourly limit of …",
        ),
    ],
)
def test_a_refusal_ends_the_questions_of_the_run(
    fake_service: FakeService, make_service: Any, kind: str, answer: Any, status: int, expected: str
) -> None:
    fake_service.says(answer, status)
    service = make_service(kind)
    assert expected in reason(service)
    assert "was not asked: " in reason(service, "Another") and expected in reason(service, "Another")
    assert len(fake_service.asked) == 1
    assert expected in service.report()["stopped"]
    assert "tests@example.org" not in reason(service, "Another"), "no account's name in the tables"


def test_a_service_that_asks_for_much_patience_is_left_alone(fake_service: FakeService, make_service: Any) -> None:
    fake_service.says("", 429, Retry_After="3600")
    service = make_service()
    assert "asked to wait 3,600 seconds" in reason(service)
    assert "asked to wait 3,600 seconds" in service.report()["stopped"]
    assert len(fake_service.asked) == 1


def test_after_several_failures_in_a_row_no_more_is_asked_but_what_is_kept_is_still_there(
    fake_service: FakeService, make_service: Any
) -> None:
    fake_service.says([nominatim("Known")])
    service = make_service()
    service.find("Known")
    fake_service.answers.clear()
    fake_service.says("", 500)
    for number in range(settings.GEOCODER_FAILURES):
        assert reason(service, f"Name {number}") == "Nominatim: HTTP status 500"
    asked = len(fake_service.asked)
    assert reason(service).startswith("Nominatim was not asked: 3 questions in a row failed, the last with HTTP")
    assert len(service.find("Known")) == 1
    assert len(fake_service.asked) == asked


def test_a_run_asks_only_so_many_questions(
    fake_service: FakeService, make_service: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "GEOCODER_QUESTIONS", 2)
    fake_service.says([])
    service = make_service()
    service.find("One"), service.find("Two")
    assert reason(service, "Three") == "Nominatim was not asked: the limit of 2 questions in one run is reached"
    assert len(fake_service.asked) == 2


def test_a_kept_answer_can_be_read_by_anybody(fake_service: FakeService, make_service: Any, own_cache: Path) -> None:
    fake_service.says([nominatim("Qalat Xyz")])
    make_service().find("Qalat Xyz")
    connection = sqlite3.connect(own_cache / "geocoder.sqlite")
    [(server, query, answer)] = connection.execute("SELECT server, query, answer FROM answers").fetchall()
    connection.close()
    assert (server.split()[0], query) == ("nominatim", "Qalat Xyz")
    assert '"osm-n7"' in answer
