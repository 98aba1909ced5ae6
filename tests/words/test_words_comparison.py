"""Words by which texts are compared: which count, and which are forms of one."""

import pytest

from dashboard.words.comparison import find_stems


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("The rebels rebelled, a Rebel said", {"rebel"}),
        ("No one is in it at 10 or 1000", set()),
        ("he", set()),
        ("They", set()),
        ("Café, CAFE\u0301 and cafe", {"cafe"}),
        ("the city’s mayor", {"city", "mayor"}),
        ("دخلت القوات حِمص", {"دخلت", "القوا", "حمص"}),
    ],
)
def test_which_words_are_compared(text: str, stems: set[str]) -> None:
    assert find_stems(text) == stems
