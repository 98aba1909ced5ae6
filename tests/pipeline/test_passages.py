"""Passages: whether a character lies in a stretch of a text."""

from dashboard.pipeline.passages import Passages


def test_a_stretch_holds_its_first_character_and_not_its_end() -> None:
    passages = Passages([(8, 9), (2, 4)])
    assert [passages.hold(at) for at in (1, 2, 3, 4, 8, 9)] == [False, True, True, False, True, False]


def test_stretches_that_overlap_are_one_whatever_their_order() -> None:
    passages = Passages([(5, 7), (0, 10), (9, 12), (20, 20)])
    assert [passages.hold(at) for at in (0, 8, 11, 12, 20)] == [True, True, True, False, False]


def test_a_stretch_overlaps_what_has_one_of_its_characters() -> None:
    passages = Passages([(2, 4)])
    assert [passages.overlap(*each) for each in ((0, 2), (0, 3), (3, 9), (4, 9))] == [False, True, True, False]
    assert not Passages([]).overlap(0, 100)
