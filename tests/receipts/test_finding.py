"""Permanent links: what they lead to on tables that were made of edited articles."""

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dashboard.reader import Reader
from dashboard.receipts.closest import find_closest
from dashboard.receipts.finding import Found, find_sentence
from dashboard.receipts.places import FIRST_WORDS, find_words, first_words, plain, sentence_at, write_phrase
from dashboard.words.query import read_query
from tests.receipts.conftest import HOMS, PORT, edit

if TYPE_CHECKING:
    from tests.receipts.conftest import Open

ROAD = "It is unclear who holds the road to the coast."


def test_a_link_leads_to_its_sentence(first: Reader) -> None:
    assert find_sentence(first, "homs", 3, ROAD) == Found("there", "homs", 3)
    assert find_sentence(first, "homs", None, ROAD) == Found("there", "homs", 3)
    assert find_sentence(first, "homs", 1, "no rebel is near") == Found("there", "homs", 1), (
        "words of a quote within it"
    )


def test_of_equal_sentences_the_one_of_the_number_is_meant_or_the_nearest(first: Reader) -> None:
    assert find_sentence(first, "port", 4, "Nobody was hurt.").sentence == 4
    assert find_sentence(first, "port", 1, "Nobody was hurt.").sentence == 1
    assert find_sentence(first, "port", 3, "Nobody was hurt.") == Found("moved", "port", 4)


def test_a_sentence_with_another_number_is_found(read: "Open") -> None:
    longer = replace(HOMS, sentences=("A new one.", "And one more.", *HOMS.sentences))
    assert find_sentence(read(longer), "homs", 3, ROAD) == Found("moved", "homs", 5)


def test_an_edited_sentence_is_shown_as_the_closest(read: "Open") -> None:
    edited = read(edit(HOMS, "It is unclear who holds", "It is not clear who holds"), replace(HOMS, id="copy"))
    assert find_sentence(edited, "homs", 3, ROAD) == Found("closest", "homs", 3, others=1)
    silent = read(replace(HOMS, sentences=HOMS.sentences[:3]))
    assert find_sentence(silent, "homs", 3, ROAD) == Found("lost", "homs", None)


def test_where_the_article_is_gone_another_one_with_the_words_is_shown(read: "Open") -> None:
    assert find_sentence(read(PORT, replace(HOMS, id="new")), "homs", 3, ROAD) == Found("elsewhere", "new", 3)
    assert find_sentence(read(PORT), "homs", 3, ROAD) == Found("gone", "homs", None)
    assert find_sentence(read(PORT), "homs", 3, "…!") == Found("gone", "homs", None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Homs\n was  “safe”", "Homs was “safe”"),
        ("x" * 70, "x" * FIRST_WORDS),
        (f"{'ab ' * 30}", f"{'ab ' * 20}".strip()),
        ("a\u00a0b\x07c\x85d", "a b c d"),
        ("", ""),
    ],
)
def test_the_first_words_fit_into_a_link(text: str, words: str) -> None:
    assert first_words(text) == words
    assert plain(text).startswith(words)


def test_words_are_found_whole() -> None:
    assert find_words("Now, north. No. Not", "No") == [(12, 14)]
    assert find_words("a b\n\n c a b c", "a b c") == [(8, 13)], "as they are written, where they are"
    assert find_words("a b\n\n c", "a b c") == [(0, 7)]
    assert find_words("他说霍姆斯安全", "霍姆斯") == [(2, 5)]
    assert find_words("any text", " \n") == []


@pytest.mark.parametrize(
    "words", ['He said: "NOT OR -x* (y)', "ʿAyn al-ʿArab’s", "霍姆斯安全" * 40, "a " * 400, "x" * 900]
)
def test_a_phrase_is_read_as_one_by_the_search(words: str) -> None:
    phrase = write_phrase(words)
    read = read_query(phrase)
    assert (len(read.wanted), read.unwanted, read.notes) == (1, (), ()) if phrase else words == "x" * 900


TAKEN = "Rebels took the town of Homs on Sunday."
SCATTERED = (
    "On Sunday the mayor of the old town said that those who once took Homs from the rebels, and lost it in the winter"
    " that came after, had not been paid by anybody for a year."
)  # fmt: skip
LONG = (
    "The army said late on Friday that its planes had struck a column of vans on the road that leads from the river to"
    " the old mill, where farmers had seen some forty armed people, none of whom wore a uniform or answered to a call."
)  # fmt: skip


def test_a_link_and_a_receipt_of_the_same_words_lead_to_the_same_sentence(read: "Open") -> None:
    news = replace(PORT, sentences=(SCATTERED, "Nobody was hurt.", TAKEN.replace("Homs on Sunday", "Hama on Monday")))
    edited = read(news)
    closest = find_closest(edited.columns, 0, TAKEN, 0)
    assert closest is not None and sentence_at(edited.columns, 0, closest.start) == 2
    assert find_sentence(edited, "port", 2, first_words(TAKEN)) == Found("closest", "port", 2)


def test_the_first_words_of_a_long_sentence_find_it_when_it_was_edited(read: "Open") -> None:
    edited = read(edit(replace(PORT, sentences=("Nobody was hurt.", LONG)), "late on Friday", "early on Friday"))
    assert find_sentence(edited, "port", 1, first_words(LONG)) == Found("closest", "port", 1)
