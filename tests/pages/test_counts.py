"""Every number on every page opens a list with exactly that many rows.

Each page is drawn and every count on it, with the address that it leads to, is taken out of its HTML. All addresses are
counted as their pages count; of each shape one is listed, too, and opened as a page.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.app import sidebar
from dashboard.filters import Filters, find_near, read_filters
from dashboard.queries import (
    actors,
    articles,
    claims,
    corpus,
    disputes,
    locations,
    mentions,
    movements,
    quotes,
    suspects,
)
from dashboard.reader import Reader
from dashboard.store import open_store

if TYPE_CHECKING:
    from tests.pages.conftest import OpenPage

type Ask = Callable[[Reader, Filters], pd.DataFrame]
type Tally = Callable[[Reader, Filters], int]

# Page -> the rows that it lists.
LISTS: dict[str, Ask] = {
    "actors": actors.actors_ranked,
    "locations": locations.places_ranked,
    "quotes": quotes.list_quotes,
    "articles": articles.list_articles,
    "sentences": mentions.list_mentions,
    "suspects": suspects.list_suspects,
    "movements": movements.list_movements,
    "claims": claims.list_claims,
    "disputes": disputes.list_pairs,
    "about": corpus.list_rejects,
}
# Page -> how many rows it says that its list has, where that is a question of its own; three times as fast.
TALLIES: dict[str, Tally] = {
    "quotes": quotes.count_quotes,
    "articles": articles.count_articles,
    "sentences": mentions.count_mentions,
    "suspects": suspects.count_suspects,
    "movements": movements.count_movements,
    "claims": claims.count_claims,
    "disputes": disputes.count_pairs,
}

VIEWS = (
    "",
    "actor=hezbollah",
    "location=170654&from=2024-12-07&to=2024-12-08",
    "source=Sample+Wire&source=Sample+Courier&q=%22security+sources%22",
    "actor=hezbollah&location=169577&near=sentence",
)
# Of one page only.
OWN_VIEWS = (
    ("pages/quotes.py", "sourcing=named&kind=direct"),
    ("pages/quotes.py", "said=the&actor=hezbollah"),
    ("pages/actors.py", "within=article&count=share"),
    (
        "pages/actors.py",
        "actor=hezbollah&actor=syria&actor=bashar-al-assad&actor=hayat-tahrir-al-sham"
        "&card=bashar-al-assad&count=share&ties=2",
    ),
    ("pages/quotes.py", "speaker=germany"),
    ("pages/actors.py", "actor=germany"),
    ("pages/quotes.py", "about=hezbollah&place=169577&to=2024-12-08"),
    ("pages/sourcing.py", "place=169577&stance=says&from=2024-12-07"),
    ("pages/sourcing.py", "about=hezbollah&about=bashar-al-assad"),
    ("pages/articles.py", "unit=story"),
    ("pages/movements.py", "end-place=169577&move=withdrawal&moment=2024-12-08"),
    ("pages/claims.py", "matter=control&at=169577"),
    ("pages/claims.py", "speaker=hayat-tahrir-al-sham"),
    ("pages/silence.py", "one=Sample+State+News&one=Sample+State+Daily"),
    ("pages/silence.py", "one=Sample+State+News&weeks=together&from=2024-12-05"),
    ("pages/locations.py", "not-via=afp&from=2024-12-05"),
    ("pages/number.py", "at=170654&copies=once"),
    ("pages/number.py", "named=syria&unit=origin&source=Sample+Wire&source=Sample+Courier"),
    ("pages/number.py", "at=163843&sense=place&with=hezbollah&within=article&unit=sentence"),
    ("pages/sentences.py", "at=170654&unit=article"),
    ("pages/locations.py", "moment=2024-12-08&location=170654"),
)


@dataclass(frozen=True, slots=True)
class Count:
    """A number on a page, and the address that its link leads to; None where it is none."""

    number: int
    address: str | None


class Counts(HTMLParser):
    """Collects the counts of a piece of HTML: the cells of counts, and bold numbers; points of a score are none."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Count] = []
        self._address: str | None = None
        self._inside = ""
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a":
            self._address = given["href"]
        css = str(given.get("class")).split()
        if (tag == "td" and "n" in css and "p" not in css) or tag == "b":
            self._inside, self._text = tag, ""
            self._address = None if tag == "td" else self._address

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if self._inside and tag == self._inside and (tag == "td" or self._text.replace(",", "").isdigit()):
            self.found.append(Count(int(self._text.replace(",", "")), self._address))
        if tag == self._inside:
            self._inside = ""
        if tag == "tr" or (tag == "a" and not self._inside):
            self._address = None


def counts_of(page: AppTest) -> list[Count]:
    counts = Counts()
    for each in page.get("html"):
        counts.feed(each.proto.body)
    return counts.found


def read(address: str) -> tuple[str, Filters]:
    name, _, query = address.partition("?")
    filters, notes = read_filters(parse_qs(query, keep_blank_values=True))
    assert notes == [], address
    return name, filters.settled(find_near(name))


def shape(address: str) -> tuple[str, ...]:
    """The page and the keys of an address, without their values."""
    name, _, query = address.partition("?")
    return name, *parse_qs(query)


def rows_shown(page: AppTest) -> int:
    """The rows that the first heading of a page with a number says."""
    found = (re.fullmatch(r"([\d,]+) [a-z]+", each.value) for each in page.header)
    return next(int(each[1].replace(",", "")) for each in found if each)


class Opener:
    """Opens what counts lead to: each address is counted; the first of each shape is listed, and opened as a page."""

    def __init__(
        self, folder: Path, open_page: "OpenPage", shapes: set[tuple[str, ...]], *, pages: bool = True
    ) -> None:
        """`shapes` are those that were opened already; new ones are added. Pages take half a second each."""
        self._pages = pages
        self._folder, self._open_page, self._shapes = folder, open_page, shapes
        self._cursor = open_store(folder).reader()
        self._rows: dict[str, int] = {}

    def counts(self, script: str, query: str) -> list[Count]:
        page = self._open_page(self._folder, script, query)
        assert not page.exception
        return counts_of(page)

    def rows(self, address: str) -> int:
        if address not in self._rows:
            name, filters = read(address)
            is_new = shape(address) not in self._shapes
            listed = len(LISTS[name](self._cursor, filters)) if is_new or name not in TALLIES else None
            tally = TALLIES[name](self._cursor, filters) if name in TALLIES else listed
            assert tally is not None and listed in (None, tally), address
            self._rows[address] = tally
            if is_new:
                self._shapes.add(shape(address))
                assert not self._pages or self._rows_of_page(address) == tally, address
        return self._rows[address]

    def _rows_of_page(self, address: str) -> int:
        name, _, query = address.partition("?")
        page = self._open_page(self._folder, f"pages/{name}.py", query)
        assert not page.exception and not page.warning, address
        return rows_shown(page)


@pytest.fixture(scope="module")
def shapes() -> set[tuple[str, ...]]:
    """The shapes of addresses that the tests of this module have opened."""
    return set()


def assert_counts_open(opener: Opener, script: str, query: str) -> int:
    """Return how many counts the page has, which all open as many rows."""
    counts = opener.counts(script, query)
    for count in counts:
        if count.address is None:
            assert count.number == 0, (script, query)  # there is nothing behind a zero
        else:
            assert opener.rows(count.address) == count.number, (script, query, count)
    return len(counts)


@pytest.mark.parametrize("view", VIEWS)
def test_every_count_opens_as_many_rows(
    open_page: "OpenPage", sample_tables: Path, sample_size: int, shapes: set[tuple[str, ...]], view: str
) -> None:
    opener = Opener(sample_tables, open_page, shapes, pages=view == "")
    found = {script: assert_counts_open(opener, script, view) for script, _, _ in sidebar.PAGES}
    assert found["streamlit_app.py"] > 10 and found["pages/actors.py"] > 25
    if view == "":
        assert found["streamlit_app.py"] > 25 and found["pages/locations.py"] > 100 and found["pages/actors.py"] > 150
        assert found["pages/quotes.py"] > 50 and found["pages/sourcing.py"] > 150
        assert found["pages/articles.py"] == sample_size and found["pages/about.py"] == 2


@pytest.mark.parametrize(("script", "view"), OWN_VIEWS)
def test_every_count_of_a_page_of_its_own_keys_opens_as_many_rows(
    open_page: "OpenPage", sample_tables: Path, shapes: set[tuple[str, ...]], script: str, view: str
) -> None:
    assert_counts_open(Opener(sample_tables, open_page, shapes), script, view)


@pytest.mark.parametrize("view", ["", "from=2022-11-20&to=2024-12-08"])
def test_counts_of_months_copies_and_rejects_open_as_many_rows(
    open_page: "OpenPage", odd_tables: Path, shapes: set[tuple[str, ...]], view: str
) -> None:
    opener = Opener(odd_tables, open_page, shapes, pages=view == "")
    for script in ("streamlit_app.py", "pages/articles.py", "pages/about.py", "pages/sourcing.py"):
        assert_counts_open(opener, script, view)
    addresses = [count.address for count in opener.counts("pages/actors.py", view) if "from=" in (count.address or "")]
    assert len(addresses) > 5


@pytest.mark.parametrize("name", ["articles", "sentences", "quotes"])
def test_screens_of_a_list_hold_all_its_rows_once(open_page: "OpenPage", sample_tables: Path, name: str) -> None:
    first = open_page(sample_tables, f"pages/{name}.py")
    total = rows_shown(first)
    links: list[str] = []
    for screen in range(1, -(-total // 50) + 1):
        page = open_page(sample_tables, f"pages/{name}.py", f"screen={screen}")
        rows = sum(each.proto.body.count('class="dl-item"') for each in page.get("html"))
        links += [""] * (rows or sum(each.proto.body.count("<tr>") for each in page.get("html")) - 1)
    assert len(links) == total
