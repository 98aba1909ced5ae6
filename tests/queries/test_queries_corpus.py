"""What was rejected, and which days the articles are of."""

from collections.abc import Callable
from datetime import date

import pytest

from dashboard.filters import Filters
from dashboard.queries.corpus import (
    count_languages,
    count_listed_rejects,
    count_rejects,
    find_span,
    list_rejects,
)
from dashboard.reader import Reader
from dashboard.store import Store
from tests.rows import reject, tables


def test_rejects_are_counted_by_kind_the_most_frequent_first(reader: Reader) -> None:
    found = count_rejects(reader, Filters())
    assert list(found.itertuples(index=False, name=None)) == [("json", 3), ("width", 2), ("empty", 1)]


@pytest.mark.parametrize(("kinds", "count"), [((), 6), (("json",), 3), (("json", "empty"), 4), (("it's",), 0)])
def test_rejects_are_listed_by_kind(reader: Reader, kinds: tuple[str, ...], count: int) -> None:
    found = list_rejects(reader, Filters(reasons=kinds))
    assert len(found) == count == count_listed_rejects(reader, Filters(reasons=kinds))
    part = list_rejects(reader, Filters(reasons=kinds), 2, 1)
    assert part.to_dict("records") == found[1:3].to_dict("records")
    assert found.columns.tolist() == ["path", "record", "reason"]
    assert {reason.partition(":")[0] for reason in found["reason"]} <= {*kinds} or not kinds


def test_a_count_of_rejects_opens_as_many(reader: Reader) -> None:
    for kind, count in count_rejects(reader, Filters()).itertuples(index=False, name=None):
        assert len(list_rejects(reader, Filters(reasons=(kind,)))) == count


def test_rejects_are_those_of_an_addition_where_one_is_chosen() -> None:
    made = "20261127-140203-0a1b2c"
    rejected = [reject(f"/t/added/{made}/a.csv", "row 1", "json: x"), reject("/t/b.csv", "row 1", "json: x")]
    reader, filters = Store(tables(rejects=rejected), {}).reader(), Filters(added=made)
    [found] = list_rejects(reader, filters).to_dict("records")
    assert found["path"] == f"/t/added/{made}/a.csv"
    assert count_rejects(reader, filters)["rejects"].tolist() == [1] and count_listed_rejects(reader, filters) == 1
    assert count_rejects(reader, Filters())["rejects"].tolist() == [2]


def test_languages_that_are_not_read_are_counted() -> None:
    reasons = ["looks French (fr); only English is read", "given as French (fr); only", "looks Sinhala (si); only"]
    rejected = [reject("a.csv", f"row {row}", f"language: {reason}") for row, reason in enumerate(reasons)]
    rejected.append(reject("b.csv", "row 1", "empty: looks French (fr)"))
    found = count_languages(Store(tables(rejects=rejected), {}).reader())
    assert list(found.itertuples(index=False, name=None)) == [("French", 2), ("Sinhala", 1)]


def test_a_corpus_without_articles_has_no_rejects(open_tables: Callable[..., Reader]) -> None:
    assert count_rejects(open_tables(), Filters()).empty
    assert list_rejects(open_tables(), Filters()).empty


def test_the_span_is_of_the_dated_articles(reader: Reader, open_tables: Callable[..., Reader]) -> None:
    assert find_span(reader) == (date(2024, 12, 7), date(2025, 1, 31))
    assert find_span(open_tables("twice")) is None
