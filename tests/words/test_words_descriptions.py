"""Descriptions: which words call the same, whose country they name, and which ministry “the ministry” is."""

import pytest

from dashboard.words.descriptions import find_ministry, is_pronoun, is_the_ministry, read_called


@pytest.mark.parametrize(
    "descriptions",
    [
        ("Syria's defence ministry", "the Syrian defence ministry", "The defence ministry of Syria"),
        ("a U.S. envoy", "an American envoy", "the envoy of the United States", "the United States’ envoy"),
        ("New Zealand’s navy", "the navy of New Zealand"),
    ],
)
def test_a_country_is_read_in_its_adjective_and_its_possessive(descriptions: tuple[str, ...]) -> None:
    assert len({read_called(each) for each in descriptions}) == 1
    assert read_called(descriptions[0]).names_country


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the Syria envoy", "the Syrian envoy"),
        ("the Turkish navy", "the Greek navy"),
        ("the Turkish navy", "the Turkish army"),
        ("the Turks", "Turkey"),
        ("the Turkish envoy of Syria", "the Syrian envoy of Turkey"),
        ("the army of France", "the army in France"),
        ("a source", "sources"),
    ],
)
def test_other_words_call_another(one: str, other: str) -> None:
    assert read_called(one) != read_called(other)


@pytest.mark.parametrize(
    ("description", "in_headline", "is_one"),
    [
        ("the ministry", False, True),
        ("The finance ministry", False, True),
        ("Ministry", True, True),
        ("Ministry", False, False),
        ("a ministry", True, False),
        ("the ministry spokesman", False, False),
        ("the group", False, False),
    ],
)
def test_a_ministry_is_known_by_its_article_or_in_a_headline(description: str, in_headline: bool, is_one: bool) -> None:
    assert is_the_ministry(description, in_headline=in_headline) == is_one


PERU = "Peru’s finance ministry"
SAID = f"{PERU} cut the tax."


@pytest.mark.parametrize(
    ("text", "named", "found"),
    [
        (SAID, [PERU], PERU),
        (f"{SAID} The Peruvian finance ministry", [PERU, "the Peruvian finance ministry"],
         "the Peruvian finance ministry"),
        (f"{SAID} The finance ministry", [PERU, "The finance ministry"], PERU),
        ("The trade ministry in Lima met them.", ["the trade ministry in Lima"], "the trade ministry in Lima"),
        ("The Ministry of Trade met them.", ["the Ministry of Trade"], "the Ministry of Trade"),
        (f"{SAID} The trade ministry", [PERU, "The trade ministry"], None),
        (f"{SAID} Chile’s finance ministry", [PERU, "Chile’s finance ministry"], None),
        (f"{SAID} Men of the foreign ministry came.", [PERU], None),
        (f"{SAID} Men of Chile’s finance ministry came.", [PERU], None),
        (f"{SAID} Two ministries", [PERU], None),
        (f"{SAID} An official of another ministry came.", [PERU], None),
        ("The minister spoke.", ["the finance ministry official"], None),
    ],
)  # fmt: skip
def test_the_ministry_is_the_only_one_that_the_text_names(text: str, named: list[str], found: str | None) -> None:
    assert find_ministry("the ministry", text, named) == found


def test_a_kind_of_ministry_is_no_other_kind() -> None:
    assert find_ministry("the finance ministry", SAID, [PERU]) == PERU
    assert find_ministry("the trade ministry", SAID, [PERU]) is None


def test_pronouns_tell_nobody() -> None:
    assert [is_pronoun(each) for each in ("it", "He", "they", "his aide", "a guard")] == [True] * 3 + [False] * 2
