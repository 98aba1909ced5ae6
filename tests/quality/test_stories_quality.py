"""Copies of one report are found at least as well as when the rule was made, on pairs that people have labelled.

`python tools/stories.py` prints the same figures.
"""

import sys
from pathlib import Path

import pyarrow as pa
import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))
from dashboard import settings
from tools.stories import ANY_DAY, ARTICLES, measure, read_signed

pytestmark = pytest.mark.skipif(not ARTICLES.exists(), reason=f"the articles of the pairs are not at {ARTICLES}")

# Right pairs at least, wrong pairs at most, of 25 copies in each half. Every shingle counts, so nothing here is noise.
FLOORS = {
    settings.STORY_DAYS: {"chosen on": (18, 1), "held back": (20, 2)},
    ANY_DAY: {"chosen on": (23, 1), "held back": (23, 2)},
}


@pytest.fixture(scope="module")
def signed() -> pa.Table:
    return read_signed()


@pytest.mark.parametrize("days", FLOORS)
def test_copies_are_found_as_well_as_before(signed: pa.Table, days: float) -> None:
    for half, figures in measure(signed, days).items():
        right, wrong = FLOORS[days][half]
        assert figures.copies == 25
        assert figures.right >= right, half
        assert figures.found - figures.right <= wrong, half
