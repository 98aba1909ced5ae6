"""The way back from a correction: only to a page of the dashboard, wherever a link says that it leads."""

import pytest

from dashboard import settings
from dashboard.filters import Filters
from dashboard.links import read_back, write_back

PAGES = ("", "actors", "sentences")


@pytest.mark.parametrize(("address", "back"), [
    ("actors?actor=a&count=share", ("actors", "actors?actor=a&count=share")),
    ("./?q=x+y", ("", "./?q=x+y")),
    ("sentences", ("sentences", "sentences")),
    ("actors?actor=a&evil=1&back=actors#x", ("actors", "actors?actor=a")),
    ("https://evil.example", None),
    ("//evil.example/actors", None),
    ("/actors", None),
    ("../actors", None),
    ("javascript:alert(1)", None),
    ("evil.example?actor=a", None),
    ("", None),
])  # fmt: skip
def test_a_way_back_leads_to_a_page_of_the_dashboard(address: str, back: tuple[str, str] | None) -> None:
    assert read_back(address, PAGES) == back


def test_a_long_address_is_left_without_its_filters() -> None:
    assert write_back("actors", Filters(actors=("a",), back="sentences")) == "actors?actor=a"
    assert write_back("actors", Filters(actors=("a" * settings.LONGEST_VALUE,))) == "actors"


def test_a_long_address_stays_on_its_kept_set() -> None:
    filters = Filters(actors=("a" * settings.LONGEST_VALUE,), kept="abcdef", corpus="abcdef")
    assert write_back("actors", filters) == "actors?corpus=abcdef&set=abcdef"
