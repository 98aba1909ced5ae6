"""Ties: who is named with whom, counted by sentence and by article."""

from typing import Any

import pandas as pd
import pytest

from dashboard.filters import Filters
from dashboard.queries.mentions import count_mentions
from dashboard.queries.ties import choose_threshold, ties_among
from dashboard.reader import Reader

Row = dict[str, Any]

EVERYONE = ["hezbollah", "assad", "iraq", "afp", "o'brien'; DROP TABLE articles; --", 'two "quotes" 100%']


def pairs(reader: Reader, unit: str, *actors: str, **filters: Any) -> list[tuple[str, str, int]]:
    found = ties_among(reader, Filters(**filters), actors or EVERYONE, unit)
    return list(found[["actor_id", "other_id", "together"]].itertuples(index=False, name=None))


def test_two_are_tied_by_each_sentence_that_names_both(reader: Reader) -> None:
    assert pairs(reader, "sentence") == [("hezbollah", "assad", 1), (EVERYONE[4], EVERYONE[5], 1)]
    assert pairs(reader, "sentence", "assad", "hezbollah") == [("assad", "hezbollah", 1)]


def test_or_by_each_article_however_often_it_names_them(reader: Reader) -> None:
    assert pairs(reader, "article", "hezbollah", "assad", "iraq") == [
        ("hezbollah", "assad", 2), ("hezbollah", "iraq", 1), ("assad", "iraq", 1),
    ]  # fmt: skip


def test_filters_narrow_them(reader: Reader) -> None:
    assert pairs(reader, "article", sources=("Sample Courier",)) == [("hezbollah", "assad", 1)]
    assert pairs(reader, "article", "hezbollah", "iraq", actors=("iraq",), near=("sentence",)) == []


@pytest.mark.parametrize("corpus", [{}, {"actors": ("hezbollah",)}, {"words": "left"}])
@pytest.mark.parametrize("unit", ["sentence", "article"])
def test_every_tie_opens_as_many_rows_from_either_side(reader: Reader, corpus: Row, unit: str) -> None:
    found = pairs(reader, unit, **corpus)
    assert found
    within = ("article",) if unit == "article" else ()
    for one, other, together in found:
        for named, beside in ((one, other), (other, one)):
            filters = Filters(**corpus, named=(named,), beside=(beside,), within=within, unit=(unit,))
            assert count_mentions(reader, filters) == together


@pytest.mark.parametrize(
    ("together", "most", "threshold"),
    [([], 3, 1), ([9, 4, 1], 3, 1), ([9, 4, 2, 1], 3, 2), ([9, 4, 2, 2], 3, 3), ([5, 5, 5, 5], 3, 5)],
)
def test_the_threshold_leaves_so_many_ties_at_the_most(together: list[int], most: int, threshold: int) -> None:
    assert choose_threshold(pd.DataFrame({"together": together}), most) == threshold
