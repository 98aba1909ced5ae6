"""Boxes: what a link says is read or refused, and said in words."""

import pytest

from dashboard.boxes import Box, make_box, read_box


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("36,35.1,38.2,36.9", "35.1–36.9° N, 36.0–38.2° E"),
        ("-10,-5,10,10", "5.0° S–10.0° N, 10.0° W–10.0° E"),
        ("170,-20,-170,-10.5", "20.0–10.5° S, 170.0° E–170.0° W"),
        ("36.71,34.72,36.73,34.74", "34.720–34.740° N, 36.710–36.730° E"),
    ],
)
def test_a_box_is_written_and_said(written: str, words: str) -> None:
    box = read_box(written)
    assert box is not None
    assert (str(box), box.describe()) == (written, words)


def test_sides_are_rounded_and_an_empty_box_is_none() -> None:
    assert make_box(36.00049, 35.1, 38.2, 36.9) == Box(36.0, 35.1, 38.2, 36.9)
    assert make_box(36.0001, 35.1, 36.0002, 36.9) is None
    assert make_box(36, 35.1, 38, 35.1) is None
    assert make_box(-190, 0, 10, 1) is None
    assert str(make_box(-0.0001, 0, 1, 1)) == "0,0,1,1"
