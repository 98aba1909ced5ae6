"""Nothing connects to an address that is not public, however it is written or looked up, unless a setting allows it."""

import socket
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

from dashboard.fetch import fetch
from dashboard.fetch.networks import is_public
from tests.fetch.conftest import Site, article


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The IP addresses that were connected to; none but the site's own is really."""
    found: list[str] = []
    connect = socket.socket.connect

    def record(self: socket.socket, address: Any) -> None:
        found.append(address[0])
        if address[0] != "127.0.0.1":
            raise OSError("not in a test")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", record)
    return found


def resolve(monkeypatch: pytest.MonkeyPatch, find: Callable[[str], list[str]]) -> None:
    """Let names be looked up by this function alone."""

    def getaddrinfo(host: str, port: int, *_: object, **__: object) -> list[Any]:
        family = {4: socket.AF_INET, 6: socket.AF_INET6}
        return [(family[ip_address(each).version], socket.SOCK_STREAM, 6, "", (each, port)) for each in find(host)]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254",
        "100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1",
        "240.0.0.1", "255.255.255.255", "192.88.99.1", "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1", "2001::1",
        "2001:db8::1", "3fff::1", "fc00::1", "fd12::1", "fe80::1", "fe80::1%1", "fec0::1", "ff02::1", "100::1",
        "5f00::1",
    ],
)  # fmt: skip
def test_addresses_of_networks_within_are_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "8.8.8.8", "2606:4700::1", "2a00:1450::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_addresses_of_public_hosts_are(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "host",
    ["127.0.0.2", "2130706434", "0x7f000002", "0177.0.0.2", "127.2", "[::1]", "[::ffff:127.0.0.2]", "[::ffff:7f00:2]",
     "%31%32%37.0.0.2", "127.0.0.2.", "0", "[64:ff9b::7f00:2]", "[fe80::1]"],
)  # fmt: skip
@pytest.mark.parametrize("is_redirected", [False, True])
def test_odd_spellings_of_private_hosts_are_refused(
    tmp_path: Path, site: Site, connected: list[str], host: str, is_redirected: bool
) -> None:
    address = f"http://{host}:{site.port}/"
    site.put("/x", status=302, Location=address)
    (failure,) = fetch([site.url("/x") if is_redirected else address], tmp_path).failures
    assert failure.reason.startswith(("private: ", "address: ", "redirects: "))
    assert set(connected) == ({"127.0.0.1"} if is_redirected else set())


@pytest.mark.parametrize("leads_to", [["10.0.0.7"], ["93.184.215.14", "10.0.0.7"], ["::1"], ["::ffff:10.0.0.7"]])
def test_names_that_lead_within_are_refused(
    tmp_path: Path, site: Site, connected: list[str], monkeypatch: pytest.MonkeyPatch, leads_to: list[str]
) -> None:
    resolve(monkeypatch, lambda host: leads_to if host == "news.example" else ["127.0.0.1"])
    site.put("/x", status=302, Location="http://news.example/")
    found = fetch(["http://news.example/", site.url("/x")], tmp_path)
    assert [each.reason for each in found.failures] == [
        f"private: news.example leads to {leads_to[-1]}, which is no public address;"
        f" DATELINE_FETCH_PRIVATE={leads_to[-1]} allows it"
    ] * 2
    assert set(connected) == {"127.0.0.1"}


def test_the_address_that_was_checked_is_the_one_connected_to(
    tmp_path: Path, site: Site, connected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # A name that leads elsewhere at each look-up: one look-up a request, which is checked and used.
    answers = iter(["127.0.0.1", "127.0.0.1", "10.0.0.7", "127.0.0.1"])
    resolve(monkeypatch, lambda host: [next(answers)])
    for path in ("/1", "/2"):
        site.put(path, article())
    found = fetch([site.url(path, "news.example") for path in ("/1", "/2")], tmp_path)
    assert len(found.pages) == 1
    assert found.failures[0].reason.startswith("private: news.example leads to 10.0.0.7")
    assert connected == ["127.0.0.1"] * 2
    assert next(answers) == "127.0.0.1"


def test_of_public_hosts_only_the_ports_of_the_web_are_asked(
    tmp_path: Path, connected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve(monkeypatch, lambda host: ["93.184.215.14"])
    found = fetch([f"http://news.example:{port}/" for port in (22, 8080)], tmp_path)
    assert [each.reason for each in found.failures] == [
        "port: 22; of public hosts only the ports 80, 443, 8080, 8443 are asked",
        "robots: robots.txt of news.example cannot be read (network: not in a test)",
    ]
    assert connected == ["93.184.215.14"]


def test_a_network_that_a_setting_names_is_asked(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.put("/x", article())
    monkeypatch.setenv("DATELINE_FETCH_PRIVATE", "10.0.0.0/8")
    assert fetch([site.url("/x")], tmp_path).pages == ()
    monkeypatch.setenv("DATELINE_FETCH_PRIVATE", "10.0.0.0/8, 127.0.0.0/8")
    assert len(fetch([site.url("/x")], tmp_path).pages) == 1


def test_a_name_that_is_not_found_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    (failure,) = fetch(["https://news.example/"], tmp_path).failures
    assert failure.reason.endswith("(network: the name news.example was not found (Name or service not known))")


@pytest.mark.parametrize(
    "address",
    ["ftp://x.example/", "file:///etc/passwd", "x.example", "http:///x", "http://", "https:x.example", "http://u@x.example/",
     "http://u:p@x.example/", "http://@x.example/", "http://x.example:0/", "http://x.example:99999/", "http://x.example:a/",
     "http://a\\@b.example/", "http://x.example/a b", "http://x.example/\r\nX: y", "http://[::1%25lo]/", "http://[::1/",
     "http://127。0。0。1/", "http://①②⑦.0.0.1/", "http://../", "http://x.example/" + "y" * 2_000,
     "javascript:alert(1)"],
)  # fmt: skip
def test_what_is_no_usable_address_is_refused(tmp_path: Path, connected: list[str], address: str) -> None:
    (failure,) = fetch([address], tmp_path).failures
    assert failure.reason.startswith("address: ")
    assert connected == []


class TestProxy:
    """Through a proxy, which looks names up itself."""

    @pytest.fixture(autouse=True)
    def proxy(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DATELINE_FETCH_PROXY", site.url().rstrip("/"))

        def find(host: str) -> list[str]:
            if host.endswith("unknown.example"):
                raise socket.gaierror(-2, "Name or service not known")
            return ["10.0.0.7"] if "inner" in host else [host]

        resolve(monkeypatch, find)

    def test_pages_come_from_the_proxy(self, tmp_path: Path, site: Site, connected: list[str]) -> None:
        site.put("http://unknown.example/x", article())
        site.put("http://unknown.example/robots.txt", b"")
        (page,) = fetch(["http://unknown.example/x"], tmp_path).pages
        assert (page.url, set(connected)) == ("http://unknown.example/x", {"127.0.0.1"})

    def test_https_goes_through_a_tunnel(self, tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[str] = []

        def refuse(handler: BaseHTTPRequestHandler) -> None:
            asked.append(handler.path)
            handler.send_error(403)

        monkeypatch.setattr(BaseHTTPRequestHandler, "do_CONNECT", refuse, raising=False)
        (failure,) = fetch(["https://unknown.example/x"], tmp_path).failures
        assert asked == ["unknown.example:443"]
        assert "Tunnel connection failed: 403" in failure.reason

    @pytest.mark.parametrize(
        "address", ["http://10.0.0.7/", "http://inner.example/", "http://inner/", "http://93.184.215.14:22/"]
    )
    def test_what_is_known_to_be_within_is_not_asked_for(self, tmp_path: Path, site: Site, address: str) -> None:
        (failure,) = fetch([address], tmp_path).failures
        assert failure.reason.startswith(("private: ", "port: "))
        assert (site.asked, site.robots) == ([], 0)


def test_the_proxy_of_the_environment_is_named_but_not_used(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    monkeypatch.setattr(socket.socket, "connect", lambda *_: (_ for _ in ()).throw(OSError(113, "No route to host")))
    (failure,) = fetch([site.url("/x")], tmp_path).failures
    assert failure.reason.endswith(
        "(network: No route to host; HTTPS_PROXY is not used unless DATELINE_FETCH_PROXY says the same)"
    )
