"""Which pages are the dashboard's own, by their origin and the name that they ask for."""

import pytest

from dashboard.app.hosts import is_own_page


@pytest.mark.parametrize(
    ("origin", "host", "own"),
    [
        ("http://localhost:8501", "localhost:8501", True),
        ("https://desk.example.org", "desk.example.org", True),
        ("https://desk.example.org", "desk.example.org:443", True),  # as some proxies pass it on
        ("https://desk.example.org:8443", "desk.example.org:8443", True),
        ("http://[::1]:8501", "[::1]:8501", True),
        ("https://DESK.example.org", "desk.example.org", True),
        ("https://desk.example.org:8443", "desk.example.org", False),
        ("http://localhost:8502", "localhost:8501", False),
        ("http://127.0.0.1:8501", "localhost:8501", False),
        ("http://evil.example", "localhost:8501", False),
        ("http://localhost:8501.evil.example", "localhost:8501", False),
        ("http://localhost:8501@evil.example", "localhost:8501", False),
        ("null", "localhost:8501", False),
        ("", "localhost:8501", False),
        ("", "", False),
        ("file://", "", False),
        ("http://localhost:99999", "localhost:99999", False),
        ("http://[", "[", False),
    ],
)
def test_a_page_is_ours_where_name_and_port_are_those_that_it_asks_for(origin: str, host: str, own: bool) -> None:
    assert is_own_page(origin, host) is own
