"""Differences: which sentences only one copy has, and the words that differ in the others."""

import time

from dashboard.words.differences import find_differences

ONES = ["The army left Hama.", "Rebels took the city on Thursday.", "Nobody was hurt.", "It rained."]


def differing(ones: list[str], others: list[str]) -> list[tuple[int, int, list[str]]]:
    found = find_differences(ones, others).changed
    return [(each.one, each.other, [ones[each.one][low:high] for low, high in each.spans]) for each in found]


def test_what_is_moved_or_written_in_capitals_is_the_same() -> None:
    found = find_differences(ONES, [ONES[2].upper(), ONES[0], ONES[3], ONES[1].replace(".", "!")])
    assert (found.only_one, found.only_other, found.changed) == ([], [], [])


def test_sentences_of_one_alone_and_words_that_differ_are_found() -> None:
    others = ["Rebels took the town on Thursday evening.", "Talks begin today.", "The army left Hama."]
    found = find_differences(ONES, others)
    assert (found.only_one, found.only_other) == ([2, 3], [1])
    assert differing(ONES, others) == [(1, 0, ["city", "Thursday"])]
    assert differing(others, ONES) == [(0, 1, ["town", "evening"])]


def test_long_texts_take_no_longer_than_they_must() -> None:
    ones = [f"Sentence {number} of {number * 7} words that differ {number * 3} times" for number in range(700)]
    others = [each.replace("words", "signs") for each in ones]
    before = time.process_time()
    assert len(find_differences(ones, others).changed) == 700
    assert find_differences(["a " * 9_000], ["a b " * 9_000]).changed[0].spans == [(0, 18_000)]
    assert time.process_time() - before < 10
