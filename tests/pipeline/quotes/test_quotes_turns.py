"""Turns of a transcript: where they begin and end, who speaks, and what is none."""

import pytest

from dashboard.pipeline.entities import Mention
from dashboard.pipeline.quotes import Quote
from dashboard.pipeline.quotes.turns import find_turns, name_speakers, quote_turns

BRIEFING = """Briefing on the harbour

MS. PSALTER: Good afternoon. We have spoken with the harbour's owner.

QUESTION: Will you close it?

MS. PSALTER: We will not close it. Mayor Ann Hill said it was safe.

Nobody wants that.

JAKE STONE, LAKE COURIER (on the phone): Thank you."""


def turns_of(text: str) -> list[tuple[str, str, str]]:
    """Speaker as written, name, words."""
    return [
        (text[turn.speaker_start : turn.speaker_end], turn.name, text[turn.start : turn.end])
        for turn in find_turns(text)
    ]


def test_a_turn_goes_on_to_the_next_name() -> None:
    assert turns_of(BRIEFING) == [
        ("MS. PSALTER", "Psalter", "Good afternoon. We have spoken with the harbour's owner."),
        ("QUESTION", "", "Will you close it?"),
        ("MS. PSALTER", "Psalter",
         "We will not close it. Mayor Ann Hill said it was safe.\n\nNobody wants that."),
        ("JAKE STONE", "Jake Stone", "Thank you."),
    ]  # fmt: skip


def test_the_last_turn_ends_with_its_paragraph() -> None:
    assert turns_of(f"{BRIEFING}\n\nThe harbour stayed open.")[-1][2] == "Thank you."


def test_between_a_few_turns_the_article_tells_the_rest() -> None:
    told = "\n\nThe room was silent.\n\nThen somebody laughed.\n\n"
    text = told.join(["HILL: We go.", "STONE: We stay.", "HILL: Then stay."])
    assert [words for *_, words in turns_of(text)] == ["We go.", "We stay.", "Then stay."]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("SECRETARY HILL", "Hill"), ("MR. O'BRIEN", "O'Brien"), ("GEN. ANN HILL", "Ann Hill"), ("THE PRESIDENT", ""),
        ("Q", ""), ("UNIDENTIFIED MALE", ""), ("SENIOR OFFICIAL ONE", ""), ("AUDIENCE MEMBER", ""),
    ],
)  # fmt: skip
def test_only_a_name_is_one(label: str, name: str) -> None:
    text = f"{label}: We go.\nSTONE: We stay.\n{label}: Then stay."
    assert [found for _, found, _ in turns_of(text)] == [name, "Stone", name]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "HILL: We go.\n\nSTONE: We stay.",
        "HILL: We go.\n\nHILL: We stay.\n\nHILL: We wait.",
        "BREAKING: Harbour shut.\n\nUPDATE: Harbour open.\n\nWEATHER: Rain.",
        "Homs: 12 dead.\n\nHama: 3 dead.\n\nHoms: 4 hurt.",
        "HILL:\n\nSTONE:\n\nHILL:",
    ],
)
def test_what_is_no_transcript_has_no_turns(text: str) -> None:
    assert find_turns(text) == []


def test_a_turn_is_one_direct_quote_of_its_speaker() -> None:
    turns = find_turns(BRIEFING)
    sentences = [(0, 23), *((turn.start, turn.end) for turn in turns)]
    label = BRIEFING.index("PSALTER")
    mentions = name_speakers([Mention(label, label + 7, 0, "PSALTER", "ORG")], turns, sentences)
    assert [(m.surface, m.label) for m in mentions] == [
        ("Psalter", "PERSON"), ("Psalter", "PERSON"), ("Jake Stone", "PERSON"),
    ]  # fmt: skip
    assert all(BRIEFING[m.start : m.end].title() == m.surface for m in mentions)
    quotes = quote_turns(BRIEFING, [], turns, mentions, [None] * 3, sentences)
    assert [(q.speaker, q.kind, q.sourcing, q.sentence) for q in quotes] == [
        ("MS. PSALTER", "direct", "named", 1), ("QUESTION", "direct", "unnamed", 2),
        ("MS. PSALTER", "direct", "named", 3), ("JAKE STONE", "direct", "named", 4),
    ]  # fmt: skip


def test_of_other_quotes_in_a_transcript_those_stay_that_a_speaker_reports() -> None:
    turns = find_turns(BRIEFING)
    who, what = BRIEFING.index("Mayor Ann Hill"), BRIEFING.index("it was safe")
    reported = Quote(((what, what + 11),), 3, "indirect", "Mayor Ann Hill", who, who + 14, cue="said")
    headline = Quote(((0, 8),), 0, "indirect")
    across = Quote(((turns[0].start, turns[1].end),), 1, "indirect", "Mayor Ann Hill", who, who + 14)
    found = quote_turns(BRIEFING, [headline, across, reported], turns, [], [], [(0, 23)])
    assert reported in found
    assert headline in found
    assert across not in found
    assert len(found) == 6
    assert quote_turns("We go.", [headline], [], [], [], []) == [headline]
