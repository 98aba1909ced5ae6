"""A real server answers by its own names only, and opens its WebSocket to its own pages only."""

import http.client
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.browser

UPGRADE = {
    "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==", "Sec-WebSocket-Protocol": "streamlit",
}  # fmt: skip


def ask(site: str, path: str, method: str = "GET", **headers: str) -> tuple[int, http.client.HTTPMessage]:
    """Status and headers of the answer; `Host` and all others are those that are given."""
    connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=20)
    connection.putrequest(method, path, skip_host=True)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    connection.close()
    return answer.status, answer.headers


@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [
        ("{}", "http://{}", 101),
        ("127.0.0.1:8501", "http://127.0.0.1:8501", 101),  # the port is the proxy's business
        ("rebound.example", "http://rebound.example", 403),
        ("{}", "http://localhost:3000", 403),
        ("{}", "http://127.0.0.1", 403),
        ("{}", "https://evil.example", 403),
        ("{}", "null", 403),
        ("{}", None, 403),
    ],
)
def test_a_websocket_is_opened_to_our_own_pages_alone(site: str, host: str, origin: str | None, status: int) -> None:
    here = urlsplit(site).netloc
    headers = {"Host": host.format(here), **UPGRADE, **({"Origin": origin.format(here)} if origin else {})}
    assert ask(site, "/_stcore/stream", **headers)[0] == status


def test_pages_and_files_are_given_by_our_own_names_alone_and_only_read(site: str) -> None:
    here = urlsplit(site).netloc
    for path in ("/", "/app/static/basemap/countries.geojson"):
        assert ask(site, path, Host=here)[0] == 200
        assert ask(site, path, Host="rebound.example")[0] == 421
        assert ask(site, path, "POST", Host=here)[0] == 405
    _, headers = ask(site, "/app/static/basemap/countries.geojson", Host=here, Origin="https://evil.example")
    assert headers["Access-Control-Allow-Origin"] is None
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_a_proxy_may_give_it_another_name_and_path(inside: str) -> None:
    name, port = str(urlsplit(inside).hostname), urlsplit(inside).port
    address = inside.replace(name, "localhost")
    for host in (name, f"{name}:443", f"{name}:{port}"):
        origin = f"http://{host}" if host.endswith(f":{port}") else f"https://{name}"
        headers = {"Host": host, "X-Forwarded-Proto": "https", **UPGRADE}
        assert ask(address, "/inside/_stcore/stream", Origin=origin, **headers)[0] == 101
        assert ask(address, "/inside/_stcore/stream", Origin="https://other.example", **headers)[0] == 403
