"""The names of saved images."""

from datetime import date

import pytest

from dashboard.app.images import name_image


@pytest.mark.parametrize(
    ("since", "until", "name"),
    [
        (None, None, "dateline-articles-a-month"),
        (date(2016, 11, 1), date(2016, 11, 30), "dateline-articles-a-month-2016-11"),
        (date(2016, 1, 1), date(2016, 12, 31), "dateline-articles-a-month-2016"),
        (date(2016, 11, 1), date(2016, 11, 1), "dateline-articles-a-month-2016-11-01"),
        (date(2016, 11, 2), date(2016, 11, 30), "dateline-articles-a-month-2016-11-02-to-2016-11-30"),
        (date(2016, 11, 2), None, "dateline-articles-a-month-from-2016-11-02"),
        (None, date(2016, 11, 2), "dateline-articles-a-month-to-2016-11-02"),
    ],
)
def test_an_image_is_named_by_what_it_shows_and_when(since: date | None, until: date | None, name: str) -> None:
    assert name_image("Articles a month", since, until) == name
