import numpy as np
import pytest

from dashboard.pipeline.speech import COMPARED, FARTHEST, RELATIONS, UNREAD, Relation, Speech, unread

# Tokens 2 to 5 of a Doc, the second window.
READ = np.array([2, 3, 4, 5])


def make_speech(tokens: int = 7) -> Speech:
    """Every token is alike to every other in the first relation, and the farther from the cue the less."""
    distances = np.zeros((2 * FARTHEST + 1, len(RELATIONS)), np.float32)
    distances[:, 0] = -np.abs(np.arange(-FARTHEST, FARTHEST + 1))
    speech = unread(tokens, distances)
    alike = np.zeros((len(READ), len(RELATIONS), COMPARED), np.float32)
    alike[:, 0, 0] = 4.0
    speech.add(1, READ, np.ones((len(READ), 5), np.float32), alike, alike)
    return speech


def test_the_words_of_a_window_are_related_to_a_cue_of_it() -> None:
    relation = make_speech().relate(3)
    assert [relation.at(i, "content") for i in READ] == [1.0, 2.0, 1.0, 0.0], "16 by the root of 64, less the distance"
    assert [relation.at(i, "start") for i in READ] == [0.0] * 4


@pytest.mark.parametrize("token", [-1, 0, 1, 6, 99])
def test_nothing_is_said_beyond_the_window(token: int) -> None:
    assert make_speech().relate(3).at(token, "content") == UNREAD


def test_a_cue_that_was_not_read_is_related_to_nothing() -> None:
    relation = make_speech().relate(0)
    assert (relation.at(0, "content"), relation.mass(0, 7), relation.highest("start", 0, 7, 3)) == (UNREAD, 0.0, [])


def test_mass_is_the_sum_of_probabilities_within_the_window() -> None:
    relation = Relation(2, np.zeros((4, 4), np.float32), [0.0, 0.5, 1.0, 1.5, 2.0])
    assert [relation.mass(*span) for span in [(2, 6), (3, 4), (0, 99), (4, 4), (0, 2), (5, 3)]] == [2, 0.5, 2, 0, 0, 0]


def test_the_highest_are_those_that_are_even_or_better() -> None:
    odds = np.array([[0, -1, 0, 0], [0, 3, 0, 0], [0, 0, 0, 0], [0, 5, 0, 0]], np.float32)
    relation = Relation(2, odds, [0.0] * 5)
    assert relation.highest("start", 0, 99, 2) == [5, 3]
    assert relation.highest("start", 0, 5, 9) == [3, 4]
