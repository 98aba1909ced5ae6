"""Settings of geocoder, citations and fetching: what they are unless set, and what cannot be read says its rule."""

from ipaddress import ip_network

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


@pytest.mark.parametrize(
    ("name", "value", "remedy"),
    [
        ("DATELINE_FETCH", "no", "must be on or off"),
        ("DATELINE_FETCH_PRIVATE", "10.0.0.1/8", "must list networks or IP addresses, like 10.20.0.0/16"),
        ("DATELINE_FETCH_PRIVATE", "on", "must list networks or IP addresses"),
        ("DATELINE_FETCH_PROXY", "proxy.example.org:3128", "must be like http://proxy.example.org:3128"),
        ("DATELINE_FETCH_PROXY", "socks5://proxy.example.org", "must be like http://proxy.example.org:3128"),
        ("DATELINE_FETCH_USER", "a\r\nHost: b", "must be ASCII without brackets"),
        ("DATELINE_FETCH_USER", "desk (x)", "must be ASCII without brackets"),
    ],
)
def test_a_setting_of_fetching_says_what_it_should_be(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, remedy: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingError, match=name) as caught:
        _ = settings.may_fetch(), settings.fetch_private(), settings.fetch_proxy(), settings.fetch_user()
    assert remedy in str(caught.value)


def test_fetching_is_allowed_from_public_hosts_alone_unless_settings_say_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("DATELINE_FETCH", "DATELINE_FETCH_PRIVATE", "DATELINE_FETCH_PROXY", "DATELINE_FETCH_USER"):
        monkeypatch.delenv(name, raising=False)
    assert (settings.may_fetch(), settings.fetch_private(), settings.fetch_proxy(), settings.fetch_user()) == (
        True, (), "", "",
    )  # fmt: skip
    monkeypatch.setenv("DATELINE_FETCH_PRIVATE", "10.20.0.0/16, ::1,")
    monkeypatch.setenv("DATELINE_FETCH_PROXY", "http://proxy.example.org:3128/")
    assert settings.fetch_private() == (ip_network("10.20.0.0/16"), ip_network("::1/128"))
    assert settings.fetch_proxy() == "http://proxy.example.org:3128"


def test_no_authority_stamps_the_time_unless_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATELINE_TIMESTAMP", raising=False)
    assert settings.timestamp_authority() == ""
    monkeypatch.setenv("DATELINE_TIMESTAMP", "tsa.example.org")
    with pytest.raises(SettingError, match=r"must be like https://tsa\.example\.org/tsr"):
        settings.timestamp_authority()


def test_columns_are_read_by_what_they_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_COLUMNS", "text=Volltext, date = Tag,")
    assert settings.columns() == {"text": "Volltext", "published": "Tag"}


@pytest.mark.parametrize(
    ("entries", "error"),
    [
        (["body=text"], "--column has 'body=text'; each entry must be like text=body, with one of text, title, date"),
        (["text"], "--column has 'text'"),
        (["text="], "--column has 'text='"),
        (["text=a", "text=b"], "--column gives text twice"),
    ],
)
def test_a_column_that_holds_nothing_known_is_refused(entries: list[str], error: str) -> None:
    with pytest.raises(SettingError, match=error):
        settings.read_columns(entries, "--column")
