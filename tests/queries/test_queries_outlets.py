"""Two groups of outlets, and on which days each is collected."""

from datetime import UTC, date, datetime, timedelta

import pytest

from dashboard.filters import Filters
from dashboard.queries import outlets
from dashboard.queries.outlets import (
    REST,
    count_undated,
    count_unknown,
    find_calendar_bucket,
    find_groups,
    list_collected,
    list_outlets,
)
from dashboard.reader import Reader
from dashboard.store import Store
from tests import rows as make

MONDAY = datetime(2024, 12, 2, tzinfo=UTC)


def open_days(*days: tuple[str | None, int | None]) -> Reader:
    """A reader on an article of each outlet and day, which counts from a Monday."""
    articles = [
        make.article(str(number), source=source, published=None if day is None else MONDAY + timedelta(days=day))
        for number, (source, day) in enumerate(days)
    ]
    return Store(make.tables(articles=articles), {}).reader()


@pytest.fixture(scope="module")
def reader() -> Reader:
    """Three outlets of ten days, one article without a date and two without an outlet."""
    return open_days(
        ("Post", 0), ("Post", 0), ("Post", 3), ("Post", 9), ("Radio", 1), ("Radio", None), ("Wire", 3), ("Wire", 4),
        (None, 2), (None, 2),
    )  # fmt: skip


def test_the_other_group_is_that_of_the_link_or_all_outlets_that_are_not_in_the_first(reader: Reader) -> None:
    assert find_groups(reader, Filters()).one == find_groups(reader, Filters()).other == ()
    alone = find_groups(reader, Filters(one=("Wire",)))
    assert (alone.one, alone.other) == (("Wire",), ("Post", "Radio"))
    both = find_groups(reader, Filters(one=("Wire", "Post"), other=("Post", "Radio")))
    assert (both.one, both.other) == (("Post", "Wire"), ("Radio",)), "one in both counts for the first"
    assert both.sides.tolist() == [1, 2, 1, 0], "the last is that of unknown outlets"


def test_days_without_an_article_are_missing_within_the_days_of_the_whole_set(reader: Reader) -> None:
    rows = list_outlets(reader, Filters(one=("Wire",)))
    shown = rows[["source", "side", "articles", "days", "missing", "weeks"]].to_numpy().tolist()
    assert shown == [["Wire", "one", 2, 2, 8, 1], ["Post", "other", 4, 3, 7, 2], ["Radio", "other", 1, 1, 9, 1]]
    assert [day.date() for day in rows["last"]] == [date(2024, 12, 6), date(2024, 12, 11), date(2024, 12, 3)]
    assert list_outlets(reader, Filters(), 1, 1)["source"].tolist() == ["Wire"]
    assert (count_unknown(reader, Filters()), count_undated(reader, Filters())) == (2, 1)


def test_filters_of_days_narrow_what_is_collected_and_no_others_do(reader: Reader) -> None:
    few = Filters(since=date(2024, 12, 4), until=date(2024, 12, 6), words="nobody", sources=("Post",))
    rows = list_outlets(reader, few)
    assert rows[["source", "articles", "missing"]].to_numpy().tolist() == [["Wire", 2, 1], ["Post", 1, 2]]
    assert count_unknown(reader, few) == 2


def test_the_calendar_has_every_outlet_on_every_day(reader: Reader) -> None:
    rows = list_collected(reader, Filters())
    assert find_calendar_bucket(reader, Filters()) == "day"
    assert len(rows) == 3 * 10
    post = rows[rows["source"] == "Post"]
    assert post["articles"].tolist() == [2, 0, 0, 1, 0, 0, 0, 0, 0, 1]
    assert post["missing"].tolist() == [0, 1, 1, 0, 1, 1, 1, 1, 1, 0]
    assert (post["since"] == post["until"]).all()


def test_a_longer_calendar_has_weeks_and_months_whose_days_are_counted() -> None:
    weeks = open_days(("Post", 2), ("Post", 3), ("Post", 100))
    assert find_calendar_bucket(weeks, Filters()) == "week"
    rows = list_collected(weeks, Filters())
    first = rows.iloc[0]
    assert (first["since"].date(), first["until"].date()) == (date(2024, 12, 4), date(2024, 12, 8))
    assert (first["articles"], first["days"], first["missing"]) == (2, 2, 3), "from the first day of the set on"
    assert (rows["days"] + rows["missing"]).sum() == 99
    months = list_collected(open_days(("Post", 0), ("Post", 1_000)), Filters())
    assert [months["since"][1].date(), months["until"][1].date()] == [date(2025, 1, 1), date(2025, 1, 31)]


def test_outlets_beyond_what_a_screen_has_room_for_are_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outlets, "MOST_ROWS", 2)
    many = open_days(*(("Post", day) for day in range(4)), *(("Wire", day) for day in range(3)),
                     ("Radio", 0), ("Radio", 1), ("Times", 1))  # fmt: skip
    rows = list_collected(many, Filters(one=("Wire",)))
    assert list(dict.fromkeys(rows["source"])) == ["Wire", "Post", REST]
    assert rows[rows["source"] == REST]["articles"].tolist() == [1, 2, 0, 0]


def test_tables_without_a_dated_article_have_no_calendar() -> None:
    empty = open_days(("Post", None), (None, None))
    assert list_outlets(empty, Filters()).empty and list_collected(empty, Filters()).empty
