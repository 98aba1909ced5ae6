"""The page What changed: what it compares with, its numbers and the lists that they open, and its empty states."""

import re
from datetime import date
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.filters import find_near, read_filters
from dashboard.store import open_store
from dashboard.tables.files import read_set
from dashboard.tables.sets import find_set
from tests.pages.test_counts import TALLIES
from tests.sets import NEW, OLD, OLDEST, write_set, write_three

if TYPE_CHECKING:
    from tests.pages.conftest import OpenPage

CHANGES = "pages/changes.py"


@pytest.fixture(scope="module")
def three_sets(sample_tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `write_three` writes."""
    folder = tmp_path_factory.mktemp("three")
    write_three(folder, read_set(sample_tables))
    return folder


class Numbers(HTMLParser):
    """Collects the numbers in cells of numbers and big numbers that are links, each with its address."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []
        self._address, self._is_number, self._text = "", False, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "td":
            self._is_number = given.get("class") == "n"
        if tag == "a":
            self._address, self._text = str(given["href"]), ""

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        number = re.match(r"[+−]?([\d,]+)", self._text.strip())
        if tag == "a" and number and (self._is_number or re.search(r"\d (mention|quote|new|gone|changed)", self._text)
                                      or self._text.strip()[-1].isalpha()):  # fmt: skip
            self.found.append((int(number[1].replace(",", "")), unescape(self._address)))


def numbers_of(page: AppTest) -> list[tuple[int, str]]:
    numbers = Numbers()
    for each in page.get("html"):
        numbers.feed(each.proto.body)
    return numbers.found


def body_of(page: AppTest) -> str:
    return " ".join(each.proto.body for each in page.get("html"))


@pytest.mark.parametrize(
    "query", ["", "actor=hezbollah&location=169577&near=sentence&source=Sample+Wire&source=Sample+Observer",
              "since-day=2024-12-07"]
)  # fmt: skip
def test_every_number_opens_a_list_with_exactly_that_many_rows(
    open_page: "OpenPage", three_sets: Path, query: str
) -> None:
    """Of then in the older set, of now in the shown one."""
    page = open_page(three_sets, CHANGES, query)
    assert not page.exception
    store = open_store(three_sets)
    readers = {"": store.reader()}
    for mark in (OLD[:6],):
        other = readers[""].open_other(mark)
        assert other is not None
        readers[mark] = other.reader
    checked = 0
    for number, address in numbers_of(page):
        target, _, asked = address.partition("?")
        if target not in TALLIES:
            assert target == "review"  # what corrections changed
            continue
        filters, notes = read_filters(parse_qs(asked))
        assert notes == [], address
        assert number == TALLIES[target](readers[filters.kept], filters.settled(find_near(target))), address
        checked += 1
    assert checked > 10


def test_the_page_compares_with_the_set_before_and_the_url_says_so(
    open_page: "OpenPage", three_sets: Path, sample_size: int
) -> None:
    page = open_page(three_sets, CHANGES)
    assert page.query_params["since-set"] in (OLD[:6], [OLD[:6]])
    options = page.selectbox(key="filter-since_set").options
    assert options == [f"2024-12-{day}, 06:00 UTC · {sample_size - 3} articles" for day in ("08", "07")]
    assert "airportsdata" not in body_of(page) and "rules, word lists or settings" in body_of(page)
    page.selectbox(key="filter-since_set").set_value(OLDEST[:6]).run()
    assert page.query_params["since-set"] in (OLDEST[:6], [OLDEST[:6]])


def test_the_set_of_a_link_to_new_articles_is_the_one_to_compare_with(open_page: "OpenPage", three_sets: Path) -> None:
    page = open_page(three_sets, CHANGES, f"new={OLDEST[:6]}")
    assert page.query_params["since-set"] in (OLDEST[:6], [OLDEST[:6]])
    assert numbers_of(page)[0][0] == 3


def test_a_set_that_is_kept_no_more_is_said(open_page: "OpenPage", three_sets: Path) -> None:
    page = open_page(three_sets, CHANGES, "since-set=abcdef")
    assert "kept no more" in page.warning[0].value
    assert page.query_params["since-set"] in (OLD[:6], [OLD[:6]])


def test_without_an_older_set_the_page_says_how_to_keep_one_and_offers_days(
    open_page: "OpenPage", sample_tables: Path
) -> None:
    page = open_page(sample_tables, CHANGES)
    assert "prune" in page.info[0].value and not page.exception
    page.date_input(key="filter-since_day").set_value(date(2024, 12, 6)).run()
    assert page.query_params["since-day"] in ("2024-12-06", ["2024-12-06"])
    assert "new article" in body_of(page)


def test_sets_with_other_columns_are_counted_and_not_offered(
    open_page: "OpenPage", three_sets: Path, sample_tables: Path, tmp_path: Path
) -> None:
    found = read_set(sample_tables)
    for digest, made, contract in ((OLD, "2024-12-08", "other"), (NEW, "2024-12-09", found.manifest["contract"])):
        told = {"input_digest": digest, "created": f"{made}T06:00:00+00:00", "contract": contract}
        write_set(tmp_path, found.tables, {**found.manifest, **told})
    page = open_page(tmp_path, CHANGES)
    assert "1 older set cannot be compared with" in " ".join(each.value for each in page.caption)


def test_a_damaged_set_is_said(open_page: "OpenPage", sample_tables: Path, tmp_path: Path) -> None:
    found = read_set(sample_tables)
    for digest, made in ((OLD, "2024-12-08"), (NEW, "2024-12-09")):
        told = {"input_digest": digest, "created": f"{made}T06:00:00+00:00"}
        write_set(tmp_path, found.tables, {**found.manifest, **told})
    root = find_set(tmp_path, OLD[:6])
    assert root is not None
    (root / "quotes.parquet").write_bytes(b"cut")
    page = open_page(tmp_path, CHANGES)
    assert "cannot be read" in page.error[0].value and not page.exception


def test_the_overview_says_in_a_line_what_changed(open_page: "OpenPage", three_sets: Path) -> None:
    open_page(three_sets, CHANGES)  # which prepares the older tables
    body = body_of(open_page(three_sets, "streamlit_app.py"))
    assert "Since 2024-12-08, 06:00 UTC: " in body and "3 new articles" in body and "1 changed" in body
    assert re.search(r"\d+ actors</bdi> and <bdi>\d+ places?</bdi> named for the first time", body)
    assert f"changes?since-set={OLD[:6]}" in body
