"""Articles of any shape: the worst of `benchmarks.attack.shapes` in bounded time, and a few random mixtures."""

import time

import pytest

from benchmarks.attack.shapes import SHAPES, annotate_text, mix
from dashboard import settings
from dashboard.pipeline.annotate import cut_text

pytestmark = pytest.mark.model

SIZE = 10_000
# Seconds of the processor. On a slow machine prose of this size takes 1, the shapes up to 3; before they were bounded,
# brackets took 13, and most others minutes.
ALLOWED = 8.0


@pytest.mark.parametrize(
    "name",
    [
        "brackets",
        "pairs of marks",
        "he said, in one sentence",
        "people of one surname",
        "places in sentences",
    ],
)
def test_the_worst_shapes_take_about_as_long_as_prose(name: str) -> None:
    annotate_text("Rosa Linde left Homs.")
    began = time.process_time()
    annotate_text(SHAPES[name](SIZE))
    assert time.process_time() - began < ALLOWED


def test_random_mixtures_are_annotated() -> None:
    for number in range(4):
        assert annotate_text(mix(number, seed=16)) > 0


def test_every_shape_has_the_size_that_is_asked_for_and_is_cut_into_pieces() -> None:
    for name, shape in SHAPES.items():
        text = shape(3_000)
        assert 2_900 <= len(text) <= 3_100, name
        assert "".join(cut_text(text)) == text and len(text) < settings.READ_AT_ONCE
