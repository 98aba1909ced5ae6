"""Copying: the share of the words of a text that stand in another in runs of four."""

import pytest

from dashboard.words.copying import read_runs, share_copied

REPORT = "The army left the northern town on Monday and the rebels entered it at noon."


def shares(copy: str, source: str) -> tuple[float, float]:
    vocabulary: dict[str, int] = {}
    one, other = read_runs(copy, vocabulary), read_runs(source, vocabulary)
    return share_copied(one, other), share_copied(other, one)


def test_what_is_copied_whole_is_all_of_it_whatever_its_case_and_signs() -> None:
    assert shares(REPORT.upper().replace(".", "!"), REPORT) == (1.0, 1.0)


def test_words_of_a_run_count_and_lone_words_do_not() -> None:
    taken, kept = shares("The army left the northern town, a shepherd of the rebels said.", REPORT)
    assert [taken, kept] == pytest.approx([6 / 12, 6 / 15]), "“the rebels” is no run"


def test_the_order_of_words_counts() -> None:
    assert shares(" ".join(reversed(REPORT.rstrip(".").split())), REPORT) == (0.0, 0.0)


def test_a_text_shorter_than_a_run_is_one_run() -> None:
    assert shares("It rained.", "It rained!") == (1.0, 1.0)
    assert shares("It rained.", REPORT) == (0.0, 0.0)
    assert shares("", REPORT) == (0.0, 0.0) and shares("…", "") == (0.0, 0.0)
