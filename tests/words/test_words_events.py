"""Events: what the words around a figure say of means and day."""

import pyarrow as pa
import pytest

from dashboard.words.events import (
    MEANS,
    RARE_MEANS,
    are_of_these_days,
    are_parts,
    are_provisional,
    find_means,
    find_weekdays,
)

GAS, BOMBER, AIR, SHELLS, FIGHTING = (1 << bit for bit in range(len(MEANS)))


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("A gas attack killed nine", GAS),
        ("A gas tank blew up", BOMBER),
        ("A suicide bomber killed 4", BOMBER),
        ("Air strikes and shelling killed 4", AIR | SHELLS),
        ("A soldier died in an ambush", FIGHTING),
        ("Four people died", 0),
    ],
)
def test_means_are_told_by_words(text: str, means: int) -> None:
    assert find_means(pa.array([text, "", text])).tolist() == [means, 0, means]


def test_gas_and_bombers_are_rare() -> None:
    assert RARE_MEANS == GAS | BOMBER


@pytest.mark.parametrize(
    ("text", "day"), [("on Monday", 0), ("on Sunday", 6), ("on Monday and Tuesday", -1), ("today", -1)]
)
def test_one_day_of_the_week_is_the_day_of_the_event(text: str, day: int) -> None:
    assert find_weekdays(pa.array([text])).tolist() == [day]


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("Nine were killed on Monday", True),
        ("Nine were killed in August shelling", False),
        ("900 were killed since 2011", False),
        ("Ninety were killed in two weeks", False),
        ("Earlier, a source spoke of four killed", False),
        ("Nine may have died", True),
    ],
)
def test_figures_of_another_time_are_told(text: str, is_so: bool) -> None:
    assert are_of_these_days(pa.array([text])).tolist() == [is_so]


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("The death toll has risen to 58", True),
        ("Twelve of the 27 were not identified yet", True),
        ("The ministry revised its figure to nine", True),
        ("A bomb killed nine", False),
    ],
)
def test_figures_that_grew_are_told(text: str, is_so: bool) -> None:
    assert are_provisional(pa.array([text])).tolist() == [is_so]


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("killed 18 people including five children", True),
        ("five of them children", True),
        ("among the dead were five children", True),
        ("five children died", False),
    ],
)
def test_parts_of_another_figure_are_told(text: str, is_so: bool) -> None:
    assert are_parts(pa.array([text])).tolist() == [is_so]
