import time

import pytest

from dashboard.pipeline.marks import LONGEST, Quotation, find_quotations


def quoted(text: str) -> list[str]:
    return [text[quotation.start : quotation.end] for quotation in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("He said “we won” and left.", ["we won"]),
        ('He said "we won" and left.', ["we won"]),
        ("He said ‘we won’ and left.", ["we won"]),
        ("He said 'we won' and left.", ["we won"]),
        ("He said «we won» and left.", ["we won"]),
        ("He said „we won“ and left.", ["we won"]),
        ("He said ''we won'' and left.", ["we won"]),
        ("He said ``we won'' and left.", ["we won"]),
        ("He said ”we won” and left.", ["we won"]),
    ],
)
def test_every_pair_of_marks_is_read(text: str, words: list[str]) -> None:
    assert quoted(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“She told me ‘go home’ twice,” he said.", ["She told me ‘go home’ twice,", "go home"]),
        ("\"She told me 'go home' twice,\" he said.", ["She told me 'go home' twice,", "go home"]),
        ("‘She told me “go home” twice,’ he said.", ["She told me “go home” twice,", "go home"]),
    ],
)
def test_a_quotation_within_another_is_both(text: str, words: list[str]) -> None:
    assert quoted(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "It’s the rebels’ town.",
        "It's the rebels' town.",
        "The class of ’89 won't come.",
        'A 6\'2" man with a 12" pipe.',
        "“ ”",
        "",
    ],
)
def test_apostrophes_inches_and_empty_marks_quote_nothing(text: str) -> None:
    assert quoted(text) == []


def test_an_apostrophe_does_not_end_a_single_quotation() -> None:
    assert quoted("He said: ‘We don’t know who’s there.’") == ["We don’t know who’s there."]
    assert quoted("He said: 'We don't know who's there.'") == ["We don't know who's there."]


def test_what_is_never_closed_ends_with_its_paragraph() -> None:
    text = "“We will go on.\n\nThey say “we will win” there."
    assert quoted(text) == ["We will go on.", "we will win"]
    assert [quotation.closed for quotation in find_quotations(text)] == [False, True]


@pytest.mark.parametrize(("opening", "closing"), ["“”", "«»", "„“"])
def test_a_mark_that_is_opened_again_before_it_is_closed_quotes_nothing(opening: str, closing: str) -> None:
    text = f"{opening}We go, he said. {opening}We stay.{closing}"
    assert quoted(text) == ["We stay."]
    assert quoted(f"{text}\n\n{opening}We win,{closing} he said.") == ["We stay.", "We win,"]
    assert quoted(f"{opening}We go, he said. {opening}We stay.\n\nHe left.") == ["We stay."]


def test_a_quotation_may_run_over_paragraphs_without_a_new_mark() -> None:
    assert quoted('"We will go on.\n\nWe will win," he said.') == ["We will go on.\n\nWe will win,"]
    assert quoted("“We will go on.\n\nWe will win,” he said.") == ["We will go on.\n\nWe will win,"]


@pytest.mark.parametrize(("opening", "closing"), ['""', "“”", "«»", "„“"])
def test_a_quotation_goes_on_where_the_next_paragraph_begins_with_its_mark(opening: str, closing: str) -> None:
    text = f"{opening}One.\n\n{opening}Two.\n\n{opening}Three,{closing} he said. {opening}Four.{closing}"
    assert quoted(text) == [f"One.\n\n{opening}Two.\n\n{opening}Three,", "Four."]


def test_a_mark_of_the_wrong_kind_closes_where_only_a_closing_one_can_stand() -> None:
    assert quoted('"We won. They lost.“ He left. "We go on.”') == ["We won. They lost.", "We go on."]
    assert quoted('"He told me “go home” twice," he said.') == ["He told me “go home” twice,", "go home"]


def test_a_stray_straight_mark_does_not_turn_the_others_round() -> None:
    assert quoted('A 12" pipe burst. "We won," he said. "We go on."') == ["We won,", "We go on."]


def test_many_opening_marks_take_no_longer_than_others() -> None:
    began = time.monotonic()
    assert quoted("“a " * 30_000) == ["a "]
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("odd", ["“", "”", '"', "“”", "”“", "«»“", '""""', "'", "’’", "``", "‘“’”", "\n\n“\n\n”"])
def test_odd_marks_raise_nothing(odd: str) -> None:
    assert all(text.strip() for text in quoted(odd) + quoted(f"Go {odd} home {odd}"))


def test_marks_that_are_farther_apart_than_any_quotation_are_none() -> None:
    assert find_quotations(f"“{'a ' * (LONGEST // 2)}a” “we go”") == [Quotation(LONGEST + 5, LONGEST + 10)]
