from datetime import UTC, datetime

import pytest

from dashboard.pipeline.articles.dates import has_zone, read_date

DAY = datetime(2016, 11, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        "2016-11-08", "20161108", " 2016-11-08T00:00:00Z ", "2016-11-08 03:00+0300", "2016/11/8",
        "8 November 2016", "November 8, 2016", "Nov. 8th, 2016", "Tue 08 Nov 2016", "8 November 2016 GMT",
        "Tue, 08 Nov 2016 00:00:00 GMT", "Mon, 7 Nov 2016 19:00:00 EST", "Mon Nov 7, 2016 | 7:00pm EST",
        "Tue Nov 08 2016 03:00:00 GMT+0300", "8 Nov 2016 00:00 XYZ", "20161108000000",
        "Tue Nov 08 2016 03:00:00 GMT+0300 (Arabian Standard Time)", "Tuesday 8 November 2016 00.00 GMT",
        "7 Nov 2016 7.00pm EST", {"$date": "2016-11-08T00:00:00Z"}, {"$date": {"$numberLong": "1478563200000"}},
        1478563200, 1478563200.0, "1478563200", 1478563200000, 20161108,
    ],
)  # fmt: skip
def test_a_certain_date_is_read_as_utc(value: object) -> None:
    assert read_date(value) == DAY


@pytest.mark.parametrize(
    "value",
    [
        "May 2012", "2012", 2012, "2012-05", "8 November", "Tuesday", "12:30", "2012-W05",  # a part is absent
        "03/04/2017", "3.4.2017", "04/05/06", "8 Nov 16",  # more than one reading
        "2016-02-30", "2016-13-08", "31 April 2016",  # no such day
        "", " ", "unknown", "8 novembre 2016", "Nov" * 40, "42682", -5, True, None, [2016, 11, 8],
        float("nan"), float("inf"), "1" * 5_000, "2016-11-08T00:00:00+99:99", "(8 Nov 2016", "\0",  # no date
        "1970-01-01T00:00:00Z", 0, "0", "1970-01-01", {"$date": 0}, {"$date": None}, {"date": "2016-11-08"},  # nothing
        "1799-12-31", "2101-01-01", "0001-01-01T00:00+12:00", "9999-12-31T23:59-12:00",  # no article's year
    ],
)  # fmt: skip
def test_what_is_not_certain_is_none(value: object) -> None:
    assert read_date(value) is None


@pytest.mark.parametrize(
    ("value", "month", "day"),
    [("13/04/2017", 4, 13), ("04/13/2017", 4, 13), ("05/05/2017", 5, 5), ("2017/03/04", 3, 4)],
)
def test_a_part_above_twelve_settles_the_order(value: str, month: int, day: int) -> None:
    assert read_date(value) == datetime(2017, month, day, tzinfo=UTC)


def test_what_comes_back_is_in_utc() -> None:
    moment = read_date("2016-11-07T23:30:00-05:00")
    assert moment == datetime(2016, 11, 8, 4, 30, tzinfo=UTC)
    assert moment.tzinfo is UTC


@pytest.mark.parametrize("value", ["2016-11-08T03:00+0300", "2016-11-08T00:00:00Z", "Tue, 8 Nov 2016 00:00:00 GMT"])
def test_a_date_with_a_zone_is_known(value: str) -> None:
    assert has_zone(value)


@pytest.mark.parametrize("value", ["2016-11-08", "2016-11-08 03:00:00", "8 Nov 2016 10:00", 1478563200, None])
def test_a_date_without_a_zone_is_known(value: object) -> None:
    assert not has_zone(value)
