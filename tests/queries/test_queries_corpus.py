"""What was rejected."""

from collections.abc import Callable

import pytest

from dashboard.filters import Filters
from dashboard.queries.corpus import count_listed_rejects, count_rejects, list_rejects
from dashboard.reader import Reader


def test_rejects_are_counted_by_kind_the_most_frequent_first(reader: Reader) -> None:
    found = count_rejects(reader)
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
    for kind, count in count_rejects(reader).itertuples(index=False, name=None):
        assert len(list_rejects(reader, Filters(reasons=(kind,)))) == count


def test_a_corpus_without_articles_has_no_rejects(open_tables: Callable[..., Reader]) -> None:
    assert count_rejects(open_tables()).empty
    assert list_rejects(open_tables(), Filters()).empty
