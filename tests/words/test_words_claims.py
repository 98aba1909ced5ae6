"""Claims: tolls, control over places and denied events, by the words of a quote."""

import pytest

from dashboard.words.claims import (
    clash_control,
    clash_denied,
    clash_tolls,
    find_control,
    find_means,
    find_parts_of_place,
    find_tolls,
    find_weekday,
    may_be_denied,
)
from dashboard.words.sources import find_source_words


@pytest.mark.parametrize(
    ("text", "tolls"),
    [
        ("At least 58 people were killed on Tuesday", [(0, 58, "At least 58 people were killed")]),
        ("left over 1,300 people dead", [(0, 1300, "over 1,300 people dead")]),
        ("killing 4 citizens injuring many", [(0, 4, "killing 4 citizens")]),
        ("six killed and 3 wounded", [(0, 6, "six killed"), (4, 3, "3 wounded")]),
        ("22 children had been killed along with six teachers", [(1, 22, "22 children had been killed")]),
        ("It claimed the lives of twenty soldiers", [(3, 20, "claimed the lives of twenty soldiers")]),
        ("19 civilians, including women, were killed", [(0, 19, "19 civilians, including women, were killed")]),
        ("The death toll rose to 494 with the wounded", [(0, 494, "death toll rose to 494")]),
        ("A further nine people were killed", []),
        ("killed 300 people since April", []),
        ("killed 84 people in three days", []),
        ("three strikes killed nobody, 12 days of raids", []),
        ("the 2016-17 winter killed trees", []),
        ("killed two hundred people", []),
        ("a hundred and five people were killed", []),
        ("2 million people were wounded", []),
        ("at least 30 thousand people were killed", []),
        ("killed 99999999999999999999 people", []),
    ],
)
def test_a_toll_is_a_number_of_people_of_a_kind(text: str, tolls: list[tuple[int, int, str]]) -> None:
    assert [(each.subject, each.value, text[each.start : each.end]) for each in find_tolls(text)] == tolls


@pytest.mark.parametrize(
    ("text", "cue", "values"),
    [
        ("it had captured Homs", "said", [1]),
        ("The rebels have entered the city of Homs", "said", [1]),
        ("rebels had taken Homs", "denied", [0]),
        ("They were besieged inside Homs", "said", []),
        ("No rebel ever entered Homs", "insisted", [0]),
        ("the army had pulled out of Homs", "denies", [0]),
        ("a safe zone in Homs", "said", []),
        ("Barrel bombs fell on Homs", "said", []),
        ("Homs fell", "said", [1]),
        ("troops repelled an attack on Homs", "said", [0]),
        ("Homs is under the control of the army", "rejected", [1]),
        ("captured three villages north of Homs", "said", []),
        ("entered Homs prison", "said", []),
        ("talks took place in Homs", "said", []),
        ("It fell in price while people in the market of Homs slept", "said", []),
    ],
)
def test_control_over_a_place_is_taken_or_held(text: str, cue: str, values: list[int]) -> None:
    assert [each.value for each in find_control(text, ["Homs"], cue)] == values


def test_what_an_event_is_known_by() -> None:
    assert find_means("a gas attack") & find_means("Chemical weapons") and not find_means("a gas attack by rebels") & (
        find_means("an air strike")
    )
    assert [find_weekday(text) for text in ("On Tuesday", "Tuesdays raid, on Monday", "today")] == [1, -1, -1]
    assert find_parts_of_place("in the town of Sarmin and Shahba district") == {"sarmin", "shahba"}
    assert may_be_denied("It was hit") and not may_be_denied("It was not hit") and not may_be_denied("hit last year")


def test_the_words_that_clash_are_found() -> None:
    def words(text: str, spans: list[tuple[int, int]]) -> list[str]:
        return [text[start:end] for start, end in spans]

    one, other = "killed 4 people and wounded 9 people", "5 people were killed, 9 people were wounded"
    first, second = clash_tolls(one, other)
    assert (words(one, first), words(other, second)) == (["killed 4 people"], ["5 people were killed"])
    one, other = "killed 15 people, and 200 people were killed elsewhere", "17 people were killed"
    first, second = clash_tolls(one, other)
    assert words(one, first) == ["killed 15 people"], "200 are of another event"
    one, other = "Homs has fallen", "the army holds the city"
    first, second = clash_control((one, ["Homs"], "said"), (other, ["the city"], "said"))
    assert (words(one, first), words(other, second)) == (["fallen"], ["holds"])
    one, other = "Russia had used chemical weapons in Homs", "Chemical weapons of Russia were used in Homs"
    first, second = clash_denied(one, other, "Homs")
    assert words(one, first) == ["used", "chemical", "weapons"], "no name, and not the place"
    assert words(other, second) == ["Chemical", "weapons", "used"]


def test_a_source_is_told_from_others_by_its_own_words() -> None:
    assert find_source_words("President Bashar al-Assad") == {"basha", "assad"}
    assert not find_source_words("an election monitor") & find_source_words("the Syrian Observatory")
    assert not find_source_words("the source") | find_source_words("he") | find_source_words("senior officials")
