"""Control: who is said to have a place."""

from collections.abc import Callable

import pytest

from dashboard.pipeline.claims import Claim

Read = Callable[..., tuple[str, list[Claim]]]

CAPTURED = """
Hezbollah PROPN nsubj 1 B-ORG
captured VERB ROOT 1
the DET det 3
city NOUN dobj 1
of ADP prep 3
Homs_ PROPN pobj 4 B-GPE
. PUNCT punct 1
"""
DISTRICT = """
Hezbollah PROPN nsubj 1 B-ORG
captured VERB ROOT 1
eastern ADJ amod 3
Homs_ PROPN dobj 1 B-GPE
. PUNCT punct 1
"""


def test_the_place_and_who_has_it_are_named(read: Read) -> None:
    text, (claim,) = read(CAPTURED)
    assert (claim.matter, claim.denied, claim.unit, claim.bound) == ("taken", False, None, None)
    assert claim.place is not None
    assert claim.actor is not None
    assert text[claim.place.start : claim.place.end] == "Homs"
    assert claim.actor.id == "hezbollah"
    assert text[claim.start : claim.end] == "Hezbollah captured the city of Homs"


def test_a_part_of_a_place_is_not_the_place(read: Read) -> None:
    assert read(DISTRICT)[1] == []


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hezbollah said it had captured Aleppo.", [("taken", "Aleppo", False)]),
        ("The ministry denied that rebels had entered Homs.", [("entered", "Homs", True)]),
        ("Israeli troops have not entered Aleppo, the minister said.", [("entered", "Aleppo", True)]),
        ("The army denied losing control of Aleppo.", [("left", "Aleppo", True)]),
        ("Ukraine dismissed reports that Mosul had been lost.", [("left", "Mosul", True)]),
        ("The situation in Homs was “safe and stable”, the ministry said.", [("held", "Homs", False)]),
        ("Rebels took full control of Aleppo.", [("taken", "Aleppo", False)]),
        ("Insurgents stormed into Aleppo.", [("entered", "Aleppo", False)]),
        ("Russian forces pulled out of Kherson.", [("left", "Kherson", False)]),
        ("Aleppo is under rebel control.", [("held", "Aleppo", False)]),
        ("Aleppo fell to Hezbollah on Sunday.", [("taken", "Aleppo", False)]),
        ("The ministry denied that armed men had entered Homs.", [("entered", "Homs", True)]),
        ("Sanders won the primary in Oklahoma. He also captured Vermont.", []),
        ("The election was on Friday. Rebels captured Aleppo on Sunday.", [("taken", "Aleppo", False)]),
        ("The ministry denied that rebels were in Homs.", [("entered", "Homs", True)]),
        ("The ministry called the situation in Homs safe and stable.", []),
        ("The situation in Homs is safe and stable.", [("held", "Homs", False)]),
        ("News of terrorists entering the city of Homs is “unfounded”, it said.", [("entered", "Homs", True)]),
        ("The army acknowledged that it had left Aleppo.", [("left", "Aleppo", False)]),
        ("Rebels drove the army from Aleppo.", [("left", "Aleppo", False)]),
        ("Forces had withdrawn from towns 10 kilometres from Damascus.", []),
        ("The company withdrew its staff from Damascus.", []),
        ("The Lebanese group had held Aleppo since 2013.", []),
        ("The rebels pushed south from Aleppo.", []),
        ("Rebels vowed to take Damascus.", []),
        ("Talks will begin after the army takes Damascus.", []),
        ("Talks will begin after taking Damascus.", []),
        ("Rebels are fighting to capture Aleppo.", []),
        ("If Aleppo falls, the war is lost.", []),
        ("Police seized weapons in Aleppo.", []),
        ("Talks were held in Geneva.", []),
        ("The parade took place in Aleppo.", []),
        ("The president entered Damascus on Monday.", []),
        ("Rebels hold most of Aleppo.", []),
        ("The army retook Aleppo in December 2016.", []),
        ("Army establishes control over Aleppo", [("taken", "Aleppo", False)]),
        ("The deal brought Homs back under government control.", [("taken", "Homs", False)]),
        ("The army did not take control of Aleppo.", [("taken", "Aleppo", True)]),
        ("Rebels could take control of Aleppo.", []),
        ("Aleppo could soon be under rebel control.", []),
        ("Shells hit rebel-held Homs on Monday.", [("held", "Homs", False)]),
        ("Jets struck the ISIL-held city of Mosul.", [("held", "Mosul", False)]),
        ("Shells hit rebel-held eastern Aleppo.", []),
        ("Shells hit the rebel-held suburbs of Damascus.", []),
        ("Shells hit the rebel-held eastern suburbs of Aleppo province.", []),
        ("Fighting spread in formerly rebel-held Homs.", []),
        ("Jets struck the Islamic State stronghold of Raqqa.", [("held", "Raqqa", False)]),
        ("Jets struck Raqqa, a stronghold of Islamic State.", [("held", "Raqqa", False)]),
        ("Jets struck the group's former stronghold of Raqqa.", []),
        ("He won the Republican stronghold of Texas.", []),
        ("The fall of Mosul shocked the government.", [("taken", "Mosul", False)]),
        ("The fall of Mosul would shock the government.", []),
        ("The army feared the fall of Mosul.", []),
        ("Troops prepared for the liberation of Mosul.", []),
        ("Iraqi forces cleared Mosul of militants.", [("taken", "Mosul", False)]),
        ("Troops expelled the rebels from Homs.", [("left", "Homs", False)]),
        ("They hit Raqqa, a city that rebels captured on Sunday.", [("taken", "Raqqa", False)]),
        ("Fighters seized back the town of Aleppo.", [("taken", "Aleppo", False)]),
        ("The army has regained Aleppo.", [("taken", "Aleppo", False)]),
        ("Tanks push into the city of Aleppo.", [("entered", "Aleppo", False)]),
        ("The army is now in full control of Aleppo.", [("held", "Aleppo", False)]),
        ("The offensive led to the capture of Aleppo.", [("taken", "Aleppo", False)]),
        ("Fighters celebrated the capture of Aleppo.", [("taken", "Aleppo", False)]),
        ("Fighters hope to celebrate the capture of Aleppo.", []),
        ("Aleppo's fall came after a long siege.", [("taken", "Aleppo", False)]),
        ("Shells hit a street of rebel-held Aleppo.", [("held", "Aleppo", False)]),
        ("Residents were ordered to leave after rebels had captured Aleppo.", [("taken", "Aleppo", False)]),
        ("Residents were ordered to leave before rebels captured Aleppo.", []),
        ("Troops ousted the rebels from Aleppo on Tuesday, a month after they had come.", [("left", "Aleppo", False)]),
        ("Government soldiers fled Aleppo overnight.", [("left", "Aleppo", False)]),
        ("Rebels leave Aleppo in buses", [("left", "Aleppo", False)]),
        ("The rebels agreed to leave Aleppo.", []),
        ("Many families fled Aleppo overnight.", []),
        ("The army wrested Aleppo from the rebels.", [("taken", "Aleppo", False)]),
        ("Rebel-held Aleppo was bombed on Friday.", [("held", "Aleppo", False)]),
        ("Planes bombed the rebel controlled city of Aleppo.", [("held", "Aleppo", False)]),
        ("Planes bombed the city of Aleppo, which fell to the rebels on Friday.", [("taken", "Aleppo", False)]),
        ("The company took control of Boston.", []),
        ("The senator seized Boston in the primary.", []),
    ],
)
def test_sentences_say_who_has_a_place(
    read_text: Callable[[str], list[Claim]], text: str, expected: list[tuple[str, str, bool]]
) -> None:
    claims = read_text(text)
    found = [
        (each.matter, text[each.place.start : each.place.end] if each.place else None, each.denied) for each in claims
    ]
    assert found == expected


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The army took control of Al-Zerima town.", "The army took control of Al-Zerima"),
        ("The army seized the Jabal Zurim hill in Syria on Thursday.", "The army seized the Jabal Zurim"),
    ],
)
def test_a_place_that_the_gazetteer_has_not_is_claimed_without_it(
    read_text: Callable[[str], list[Claim]], text: str, words: str
) -> None:
    (claim,) = read_text(text)
    assert (claim.matter, claim.place) == ("taken", None)
    assert text[claim.start : claim.end] == words


@pytest.mark.model
def test_the_city_is_the_one_that_was_named(read_text: Callable[[str], list[Claim]]) -> None:
    text = "Rebels advanced on Goma. They captured the city on Sunday."
    (claim,) = read_text(text)
    assert claim.place is not None
    assert text[claim.place.start : claim.place.end] == "Goma"
    assert text[claim.start : claim.end] == "They captured the city"


@pytest.mark.model
def test_who_speaks_has_the_place_that_it_says_it_took(read_text: Callable[[str], list[Claim]]) -> None:
    (claim,) = read_text("Hezbollah said it had captured Aleppo.")
    assert claim.actor is not None
    assert claim.actor.id == "hezbollah"
    assert claim.quote is not None
