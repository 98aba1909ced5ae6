"""Settings of geocoder and citations: off unless asked for, and what cannot be read says what it should be."""

import pytest

from dashboard import settings
from dashboard.errors import SettingError

NAMES = ("DATELINE_GEOCODER", "DATELINE_GEOCODER_USER", "DATELINE_GEOCODER_URL", "DATELINE_GEOCODER_DELAY")


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def put(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    given = {"DATELINE_GEOCODER": "nominatim", "DATELINE_GEOCODER_USER": "newsroom (desk@example.org)", **values}
    for name, value in given.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize("value", [None, "", " ", "off", "None"])
def test_no_service_is_asked_unless_one_is_named(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    monkeypatch.setenv("DATELINE_GEOCODER_URL", "nonsense")
    if value is not None:
        monkeypatch.setenv("DATELINE_GEOCODER", value)
    assert settings.geocoder() is None


def test_a_public_service_is_asked_at_the_pace_that_it_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, DATELINE_GEOCODER=" Nominatim ")
    assert settings.geocoder() == settings.OnlineGeocoder(
        "nominatim", "https", "nominatim.openstreetmap.org", "newsroom (desk@example.org)", 1.1
    )


def test_a_server_of_ones_own_may_be_asked_faster(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, DATELINE_GEOCODER_URL="http://localhost:8080/geo/", DATELINE_GEOCODER_DELAY="0")
    assert settings.geocoder() == settings.OnlineGeocoder(
        "nominatim", "http", "localhost:8080/geo", "newsroom (desk@example.org)", 0.0
    )


@pytest.mark.parametrize(
    ("name", "value", "remedy"),
    [
        ("DATELINE_GEOCODER", "google", "it must be one of nominatim, photon, geonames, or off"),
        ("DATELINE_GEOCODER_USER", "", "needs a user agent"),
        ("DATELINE_GEOCODER_USER", "a\r\nHost: b", "needs a user agent"),
        ("DATELINE_GEOCODER_USER", "Jürgen", "in ASCII"),
        ("DATELINE_GEOCODER_URL", "nominatim.example.org", "it must be like https://"),
        ("DATELINE_GEOCODER_URL", "ftp://example.org", "it must be like https://"),
        ("DATELINE_GEOCODER_URL", "https://", "it must be like https://"),
        ("DATELINE_GEOCODER_URL", "https://me:secret@example.org", "it must be like https://"),
        ("DATELINE_GEOCODER_URL", "https://example.org:port", "it must be like https://"),
        ("DATELINE_GEOCODER_URL", "https://example.org?q=1", "it must be like https://"),
        ("DATELINE_GEOCODER_DELAY", "soon", "a number of seconds from 1.1 to 3600"),
        ("DATELINE_GEOCODER_DELAY", "0.5", "a number of seconds from 1.1 to 3600"),
        ("DATELINE_GEOCODER_DELAY", "nan", "a number of seconds"),
    ],
)
def test_what_cannot_be_read_says_what_it_should_be(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, remedy: str
) -> None:
    put(monkeypatch, **{name: value})
    with pytest.raises(SettingError, match=name) as caught:
        settings.geocoder()
    assert remedy in str(caught.value)


def test_a_public_service_is_known_by_its_host(monkeypatch: pytest.MonkeyPatch) -> None:
    address = "https://Nominatim.openstreetmap.org:443/"
    put(monkeypatch, DATELINE_GEOCODER_URL=address, DATELINE_GEOCODER_DELAY="0.1")
    with pytest.raises(SettingError, match="DATELINE_GEOCODER_DELAY"):
        settings.geocoder()


def test_geonames_needs_the_name_of_an_account(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, DATELINE_GEOCODER="geonames", DATELINE_GEOCODER_USER="")
    with pytest.raises(SettingError, match="name of your account"):
        settings.geocoder()


@pytest.mark.parametrize(
    ("given", "root"),
    [
        (None, ""),
        (" ", ""),
        ("https://desk.example.org", "https://desk.example.org/"),
        ("http://desk.example.org:8080/dateline/", "http://desk.example.org:8080/dateline/"),
    ],
)
def test_the_public_address_ends_with_a_slash(monkeypatch: pytest.MonkeyPatch, given: str | None, root: str) -> None:
    monkeypatch.delenv("DATELINE_PUBLIC_URL", raising=False)
    if given is not None:
        monkeypatch.setenv("DATELINE_PUBLIC_URL", given)
    assert settings.public_url() == root


@pytest.mark.parametrize("given", ["desk.example.org", "javascript:alert(1)", "https://desk.example.org/?a=1"])
def test_a_public_address_that_no_browser_opens_is_refused(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("DATELINE_PUBLIC_URL", given)
    with pytest.raises(SettingError, match=r"DATELINE_PUBLIC_URL .* must be like https://desk\.example\.org/dateline/"):
        settings.public_url()
