"""Amounts: numbers and what bounds them, by their words alone."""

from collections.abc import Callable

import pytest

from dashboard.pipeline.claims.amounts import find_amounts
from dashboard.pipeline.quotes.grammar import Grammar

Words = Callable[[str], Grammar]


def read(g: Grammar) -> list[tuple[str, float | None, float | None]]:
    return [(each.bound, each.low, each.high) for each in find_amounts(g, 0, len(g.words))]


@pytest.mark.parametrize(
    ("sentence", "bound", "low", "high"),
    [
        ("killed 20 people", "exactly", 20, 20),
        ("killed 1,340 people", "exactly", 1340, 1340),
        ("killed twenty - one people", "exactly", 21, 21),
        ("killed two hundred and five people", "exactly", 205, 205),
        ("killed a dozen people", "exactly", 12, 12),
        ("killed half a dozen people", "exactly", 6, 6),
        ("cost 1.2 million euros", "exactly", 1_200_000, 1_200_000),
        ("killed at least 20 people", "at least", 20, None),
        ("killed no fewer than 20 people", "at least", 20, None),
        ("killed 20 people , at least", "exactly", 20, 20),
        ("killed 20 at least", "at least", 20, None),
        ("killed 35 + people", "at least", 35, None),
        ("killed more than a hundred people", "at least", 100, None),
        ("killed as many as 20 people", "at most", None, 20),
        ("killed up to 20 people", "at most", None, 20),
        ("killed some 20 people", "about", 20, 20),
        ("killed an estimated 20 people", "about", 20, 20),
        ("killed between 20 and 30 people", "between", 20, 30),
        ("killed 20 to 30 people", "between", 20, 30),
        ("killed dozens of people", "vaguely", 24, None),
        ("killed hundreds of people", "vaguely", 200, None),
        ("killed several hundred people", "vaguely", 200, None),
        ("uprooted tens of thousands of people", "vaguely", 20_000, None),
    ],
)
def test_an_amount_has_its_bounds(
    words: Words, sentence: str, bound: str, low: float | None, high: float | None
) -> None:
    assert read(words(sentence)) == [(bound, low, high)]


@pytest.mark.parametrize(
    "sentence",
    [
        "killed several people",
        "one of the shells fell",
        "killed on April 5",
        "killed on 5 April",
        "killed 20 percent",
        "a 20_ - year_ - old man",
        "shelled with a 7.62_ - mm gun",
        pytest.param("killed " + "9" * 400 + " people", id="too many digits"),
        pytest.param("killed 5" + " billion" * 60 + " people", id="too many scales"),
    ],
)
def test_what_counts_nothing_is_no_amount(words: Words, sentence: str) -> None:
    assert read(words(sentence)) == []


def test_numbers_side_by_side_are_apart(words: Words) -> None:
    assert [low for _, low, _ in read(words("killed five 12 wounded"))] == [5, 12]
