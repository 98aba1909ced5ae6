"""Quotes in articles that were typed, decoded or set unusually, and in passages that quote nobody."""

import time

import pytest

from dashboard.pipeline.annotate import annotate
from dashboard.pipeline.readings import Origin, Reading, read_doc

pytestmark = pytest.mark.model


def said(text: str) -> list[tuple[str, str, str | None]]:
    """Kind, words and speaker of each quote of the article, in text order."""
    reading = read(text)
    return [
        (quote.kind, " … ".join(text[start:end] for start, end in quote.parts), quote.speaker)
        for quote in reading.quotes
    ]


def read(text: str) -> Reading:
    [doc] = annotate([text])
    return read_doc(None, None, Origin(), doc)


def test_windows_marks_that_were_read_as_latin_1_quote() -> None:
    text = "Bridge shut\n\n\x93We have closed the bridge for a week,\x94 said Rosa Linde, the mayor."
    assert said(text) == [("direct", "We have closed the bridge for a week,", "Rosa Linde")]


def test_line_breaks_that_were_escaped_twice_end_paragraphs() -> None:
    text = 'Bridge shut\n\nThe river rose.\\n\\n"We have closed the bridge for a week," said Rosa Linde.'
    assert said(text) == [("direct", "We have closed the bridge for a week,", "Rosa Linde")]


def test_a_mark_that_is_never_closed_takes_in_no_speaker() -> None:
    text = "Mayor quits\n\n“I go with a light heart, Rosa Linde said on Friday. “But I go.”"
    found = said(text)
    assert [words for _, words, _ in found if "Rosa Linde said" in words] == []
    assert [words for _, words, _ in found].count("But I go.") == 1


def test_turns_of_a_transcript_are_quotes_of_their_speakers() -> None:
    text = (
        "Daily briefing\n\nMR. HOLLIN: Good morning. We have opened the bridge at Riverton.\n\n"
        "QUESTION: Will you open the tunnel?\n\nMR. HOLLIN: We will not open the tunnel."
    )
    assert said(text) == [
        ("direct", "Good morning. We have opened the bridge at Riverton.", "MR. HOLLIN"),
        ("direct", "Will you open the tunnel?", "QUESTION"),
        ("direct", "We will not open the tunnel.", "MR. HOLLIN"),
    ]
    reading = read(text)
    assert [quote.sourcing for quote in reading.quotes] == ["named", "unnamed", "named"]
    assert {(a.name, a.kind) for a in reading.actors if a is not None and a.kind != "state"} >= {("Hollin", "person")}


@pytest.mark.parametrize(
    "note",
    [
        "Local Press writers Rosa Linde in Ohio and Omar Bell in Lagos, Nigeria, contributed to this report.",
        "(Reporting by Rosa Linde in Riverton and Omar Bell in Lagos; Editing by Ruth Marsh)",
    ],
)
def test_a_credit_quotes_nobody_and_names_nobody(note: str) -> None:
    reading = read(f"Mayor signs the bridge bill\n\nThe mayor signed the bill on Monday.\n\n{note}")
    assert reading.quotes == []
    assert [mention.surface for mention in reading.mentions] == []


def test_who_declines_to_comment_says_nothing() -> None:
    assert said("Firm is silent\n\nThe company, based in Bergen, declined to comment.") == []


@pytest.mark.parametrize(
    "quotation",
    ['"Don\'t panic!", Rosa Linde said.', "“We will stay here”, said Rosa Linde.", '"Stay calm!", Rosa Linde said.'],
)
def test_a_comma_may_stand_outside_the_marks(quotation: str) -> None:
    [(kind, words, speaker)] = said(f"Calm after storm\n\nThe roof shook for an hour. {quotation} Then a tree fell.")
    assert (kind, words, speaker) == ("direct", quotation[1 : quotation.index(",") - 1], "Rosa Linde")


def test_a_dash_leads_to_the_speaker() -> None:
    [(kind, words, speaker)] = said(
        "Judge named\n\n“He is a fair man, and he knows the law well.” -Councillor Rosa Linde"
    )
    assert (kind, words) == ("direct", "He is a fair man, and he knows the law well.")
    assert speaker is not None and speaker.endswith("Rosa Linde")


@pytest.mark.xfail(strict=True, reason="the third quotation is joined to the second, though she says it")
def test_each_of_two_who_speak_in_turn_says_only_their_own() -> None:
    text = 'Where to go\n\n"Hide!", Rosa Linde shouted. "Where?", asked her nephew. "Down!" she said.'
    speakers = {words: speaker for _, words, speaker in said(text)}
    assert set(speakers) == {"Hide!", "Where?", "Down!"}
    assert speakers["Down!"] == "she"


def test_a_sentence_of_many_quotations_takes_no_longer_than_it_must() -> None:
    text = 'he said "we go" and ' * 80
    began = time.process_time()
    assert read(text).quotes
    assert time.process_time() - began < 15, "it takes 1 to 3 s; where each stretch is compared with each quotation, 33"


BODY = "\n\nThe council met on Monday evening."


def test_a_quotation_in_a_headline_is_that_of_the_name_before_it() -> None:
    assert said(f"Rosa Linde: “We will rebuild the bridge”{BODY}") == [
        ("direct", "We will rebuild the bridge", "Rosa Linde")
    ]


@pytest.mark.xfail(strict=True, reason="the one who is spoken to is taken for a part of the speaker's name")
def test_in_a_headline_of_one_to_another_the_first_speaks() -> None:
    assert said(f"Rosa Linde to council: “We will rebuild the bridge”{BODY}") == [
        ("direct", "We will rebuild the bridge", "Rosa Linde")
    ]


def test_in_a_headline_the_subject_of_the_first_verb_says_the_rest() -> None:
    [(_, words, speaker)] = said(f"Linde defends budget, says critics are wrong{BODY}")
    assert (words, speaker) == ("critics are wrong", "Linde")
