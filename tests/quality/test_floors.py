"""Extraction is at least as good as its floors, on the sets that the floors were measured on.

To save time only a quarter of each large set is measured; `python tools/floors.py` measures all of every set.
"""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))
from tools.floors import EVAL, MARGIN, TESTED, Measure, digest, measure, read_floors

pytestmark = [
    pytest.mark.model,
    pytest.mark.timeout(240),
    pytest.mark.skipif(not EVAL.exists(), reason=f"the annotated articles are not at {EVAL}"),
]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("eval")


@pytest.mark.parametrize("each", TESTED, ids=lambda each: each.name)
def test_figures_do_not_fall_below_their_floors(each: Measure, tables: Path) -> None:
    floors = read_floors()[each.name]
    assert floors["digest"] == digest(each), (
        "the annotated set has changed; measure its floors anew: python tools/floors.py"
    )
    fallen = {
        name: (figure, floors[name])
        for name, figure in measure(each, tables).items()
        if figure < float(str(floors[name])) - MARGIN
    }
    assert not fallen, "lower a floor only with a reason: python tools/floors.py --lower REASON"
