"""Figures: how many were harmed, by whom and where."""

from collections.abc import Callable

import pytest

from dashboard.pipeline.claims import Claim

Read = Callable[..., tuple[str, list[Claim]]]

PASSIVE = """
At ADV advmod 1
least ADV advmod 2
20 NUM nummod 3 B-CARDINAL
civilians_ NOUN/NNS nsubjpass 10
, PUNCT punct 3
including VERB/VBG prep 3
five NUM nummod 7 B-CARDINAL
children_ NOUN/NNS pobj 5
, PUNCT punct 3
were AUX auxpass 10
killed VERB/VBN ROOT 10
in ADP prep 10
Homs_ PROPN pobj 11 B-GPE
. PUNCT punct 10
"""
QUOTED = """
Lavrov PROPN nsubj 1 B-PERSON
said VERB ROOT 1
that SCONJ mark 4
shelling NOUN nsubj 4
killed VERB ccomp 1
two NUM nummod 7 B-CARDINAL
dozen NOUN quantmod 5 I-CARDINAL
soldiers NOUN/NNS dobj 4
and CCONJ cc 4
wounded VERB conj 4
about ADP advmod 11 B-CARDINAL
50_ NUM dobj 9 I-CARDINAL
. PUNCT punct 1
"""
TOTAL = """
More ADJ amod 2 B-CARDINAL
than ADP quantmod 2 I-CARDINAL
300 NUM nummod 3 I-CARDINAL
people NOUN/NNS nsubjpass 6
have AUX aux 6
been AUX auxpass 6
killed VERB/VBN ROOT 6
in ADP prep 6
Homs PROPN pobj 7 B-GPE
since SCONJ prep 6
2011_ NUM pobj 9 B-DATE
. PUNCT punct 6
"""


def figures(claims: list[Claim]) -> list[tuple[str, str | None, float | None, float | None]]:
    return [(claim.matter, claim.unit, claim.low, claim.high) for claim in claims]


def test_those_who_were_included_are_a_claim_of_their_own(read: Read) -> None:
    text, claims = read(PASSIVE)
    assert figures(claims) == [("killed", "civilians", 20, None), ("killed", "children", 5, 5)]
    assert [text[claim.start : claim.end] for claim in claims] == [
        "At least 20 civilians, including five children, were killed in Homs",
        "five children, were killed in Homs",
    ]
    assert [text[each.place.start : each.place.end] for each in claims if each.place] == ["Homs", "Homs"]


def test_figures_are_of_the_quotation_that_they_stand_in(read: Read) -> None:
    _, claims = read(QUOTED)
    assert figures(claims) == [("killed", "soldiers", 24, 24), ("wounded", "people", 50, 50)]
    assert [claim.quote is not None for claim in claims] == [True, True]


def test_a_total_of_years_is_none(read: Read) -> None:
    assert read(TOTAL) == (read(TOTAL)[0], [])


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shelling killed seven people and wounded 30 others in Homs.",
         [("killed", "people", 7), ("wounded", "people", 30)]),
        ("Eight civilians killed, 14 injured in Damascus blast.",
         [("killed", "civilians", 8), ("wounded", "people", 14)]),
        ("The blast left 12 soldiers dead and dozens injured.",
         [("killed", "soldiers", 12), ("wounded", "people", 24)]),
        ("The death toll rose to 58 on Friday.", [("killed", "people", 58)]),
        ("The attack claimed the lives of 27 children.", [("killed", "children", 27)]),
        ("Six children were among the dead.", [("killed", "children", 6)]),
        ("A woman and two police officers were killed.", [("killed", "women", 1), ("killed", "police", 2)]),
        ("Police arrested 11 suspects in Vienna.", [("detained", "people", 11)]),
        ("More than 3,000 families fled the town.", [("displaced", "families", 3000)]),
        ("The rebels destroyed a tank, three trucks and two helicopters.",
         [("vehicles", "tanks", 1), ("vehicles", "vehicles", 3), ("vehicles", "helicopters", 2)]),
        ("Gunmen shot dead 12 soldiers in Homs.", [("killed", "soldiers", 12)]),
        ("At least 30 villagers were shot dead.", [("killed", "people", 30)]),
        ("The group lost 13 of its fighters.", [("killed", "fighters", 13)]),
        ("The fighting has forced 13,000 residents to flee the city.", [("displaced", "people", 13000)]),
        ("Police put the death toll at 16 earlier.", [("killed", "people", 16)]),
        ("Six people died, among them a policeman.", [("killed", "people", 6), ("killed", "police", 1)]),
        ("Some 20 soldiers and policemen were killed.", [("killed", "people", 20)]),
        ("In the raid 18 of the 31 lorries were destroyed.", [("vehicles", "vehicles", 18)]),
        ("The strike could kill 20 people.", []),
        ("They planned to kill 20 people.", []),
        ("Did the strike kill 20 people?", []),
        ("If 20 people are killed, there will be a trial.", []),
        ("The clashes killed or wounded 40 people.", []),
        ("Nobody was killed in the 12 attacks.", []),
        ("The mayor was killed.", []),
        ("A 40-year-old was wounded on April 5.", []),
        ("The army said it lost 20 kilometres of road.", []),
        ("Strikes killed 20 civilians near the city, five of them children.",
         [("killed", "civilians", 20), ("killed", "children", 5)]),
        ("Some 40 people, mostly civilians, were wounded.", [("wounded", "people", 40)]),
        ("Five members of one family were killed.", [("killed", "people", 5)]),
        ("Five children from one family were killed.", [("killed", "children", 5)]),
        ("Five officers and about a dozen rebels were killed.",
         [("killed", "officers", 5), ("killed", "fighters", 12)]),
        ("A man fled from police on Friday.", []),
        ("It brought the total number of people killed to 18.", []),
        ("At least 20 people have been killed in the bombing campaign.", []),
        ("About 300,000 people have been displaced since 27 November.", [("displaced", "people", 300000)]),
        ("Half a dozen wounded children waited for treatment.", []),
        ("None of the 25 passengers was hurt.", []),
        ("35 dead, dozens wounded in battle in Aleppo", [("killed", "people", 35), ("wounded", "people", 24)]),
        ("Strikes killed 20 people in the town, which has been besieged since 2012.", [("killed", "people", 20)]),
        ("The ministry could not confirm that 20 people had been killed.", []),
        ("The war has killed more than 230,000 people.", []),
        ("More than 500 people have been killed in the past two weeks.", []),
        ("Last year 40 people were killed in the city.", []),
        ("Shelling killed 20 people in the deadliest attack on the city since May.", [("killed", "people", 20)]),
        ("At least 20 people have been killed in the city since May.", []),
        ("Floods killed 20 people on Tuesday, more than a month after the rains began.", [("killed", "people", 20)]),
        ("Police searched the house a month after 20 people were killed in it.", []),
        ("The raid led to the death of a woman.", [("killed", "women", 1)]),
        ("The leak could cause 20 deaths.", []),
        ("Sanders had captured 1,944 delegates before the primaries.", []),
        ("Twelve people suffered burns in the fire.", [("wounded", "people", 12)]),
        ("Two passengers sustained serious injuries.", [("wounded", "people", 2)]),
        ("Two clubs suffered losses.", []),
        ("At least 12 people were confirmed dead on Monday.", [("killed", "people", 12)]),
        ("A boy was among the dead.", [("killed", "children", 1)]),
        ("The army has lost at least 20 soldiers in the war.", []),
    ],
)  # fmt: skip
def test_sentences_have_their_figures(
    read_text: Callable[[str], list[Claim]], text: str, expected: list[tuple[str, str, float]]
) -> None:
    assert [(claim.matter, claim.unit, claim.low) for claim in read_text(text)] == expected


@pytest.mark.model
def test_what_is_denied_is_marked(read_text: Callable[[str], list[Claim]]) -> None:
    denied = read_text("The ministry denied that its planes had killed 20 civilians in Homs.")
    assert [(claim.low, claim.denied) for claim in denied] == [(20, True)]
    said = read_text("The ministry did not deny that its planes had killed 20 civilians in Homs.")
    assert [(claim.low, claim.denied) for claim in said] == [(20, False)]


@pytest.mark.model
def test_who_did_it_is_named(read_text: Callable[[str], list[Claim]]) -> None:
    for text in ("Hezbollah killed 20 soldiers in Homs.", "20 soldiers were killed by Hezbollah in Homs."):
        (claim,) = read_text(text)
        assert claim.actor is not None
        assert claim.actor.id == "hezbollah"
    assert all(claim.actor is None for claim in read_text("2 Syrians killed 5 injured in rocket attack in Homs"))


@pytest.mark.model
def test_a_sentence_without_a_place_has_that_of_the_one_before(read_text: Callable[[str], list[Claim]]) -> None:
    (claim,) = read_text("A bomb exploded in Homs on Sunday. At least 20 people were killed.")
    assert claim.place is not None
    (claim,) = read_text("Bombs exploded in Homs and in Latakia on Sunday. At least 20 people were killed.")
    assert claim.place is None


@pytest.mark.model
def test_the_place_is_where_it_happened(read_text: Callable[[str], list[Claim]]) -> None:
    for text in (
        "At least 20 people were killed in Homs, the Observatory said in London.",
        "Hours after a bomb exploded in Latakia, an air strike killed 20 people in Homs.",
        "Rockets fired from Latakia killed 20 people in Homs.",
        "BEIRUT (AP) — At least 20 people were killed in Homs.",
        "Tens of thousands of people displaced from Homs have found refuge in Latakia.",
    ):
        (claim,) = read_text(text)
        assert claim.place is not None
        assert text[claim.place.start : claim.place.end] == "Homs"


@pytest.mark.model
@pytest.mark.parametrize(
    "text",
    [
        "Ann Poe, 34, was arrested on Friday.",
        "Driver, 80, dies after fall.",
        "Man, 80, dies after being run over in lot outside grocery store.",
        "Children aged 9 were killed in Leeds.",
        "The number two leader was killed in the raid.",
    ],
)
def test_ages_and_ranks_are_no_figures(read_text: Callable[[str], list[Claim]], text: str) -> None:
    assert read_text(text) == []


@pytest.mark.model
def test_a_number_belongs_to_the_word_beside_it(read_text: Callable[[str], list[Claim]]) -> None:
    claims = read_text("Civilian killed 3 injured in shelling of Homs")
    assert [(each.matter, each.low) for each in claims] == [("wounded", 3.0)]


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10 civilians killed 15 injured in rocket attacks on Homs", [("killed", 10), ("wounded", 15)]),
        ("Twelve people lost their lives in Homs on Monday.", [("killed", 12)]),
        ("The blast in Homs claimed the life of a soldier.", [("killed", 1)]),
        ("The number of people killed in Homs rose to 15, including four children.", [("killed", 15), ("killed", 4)]),
        (
            "The raid on Homs led to the killing of one person and the injury of 40 others.",
            [("killed", 1), ("wounded", 40)],
        ),
        ("Six people were killed in Homs, one of them a journalist.", [("killed", 6), ("killed", 1)]),
        ("The strike on Homs killed, on Tuesday, 12 people.", [("killed", 12)]),
        ("One of them was seen in Homs, where he died.", []),
        (
            "Strikes killed 20 people near Homs on Friday, a monitor said, among them six children.",
            [("killed", 20), ("killed", 6)],
        ),
        (
            "Eight people were killed in the town of Saraqib including a 10-year-old boy.",
            [("killed", 8), ("killed", 1)],
        ),
        ("Clashes with rebels killed 30 people and wounded many rebels including two children.", [("killed", 30)]),
        ("The attack killed 30 people in clashes with fighters, including two commanders.", [("killed", 30)]),
        (
            "The blast killed one man and wounded nine others among them a girl.",
            [("killed", 1), ("wounded", 9), ("wounded", 1)],
        ),
        ("Twelve civilians - including four women - were killed.", [("killed", 12), ("killed", 4)]),
        ("Three people two of them children died in Homs.", [("killed", 3), ("killed", 2)]),
        ("Three people were killed in Homs, a woman among them.", [("killed", 3), ("killed", 1)]),
        ("A raid killed 40 people, with 19 children among them.", [("killed", 40), ("killed", 19)]),
        ("On Thursday 23 civilians were killed in Homs.", [("killed", 23)]),
        ("Strikes on Saturday 16 June 2018 killed nine people in Homs.", [("killed", 9)]),
        (
            "Shelling hit a village on Wednesday killing 22 people seven of them children.",
            [("killed", 22), ("killed", 7)],
        ),
        ("Among the dead were four teachers and five children.", [("killed", 4), ("killed", 5)]),
        ("Among those wounded were a journalist and two women.", [("wounded", 1), ("wounded", 2)]),
        ("Four children are among the 28 dead.", [("killed", 4), ("killed", 28)]),
        ("Six of those killed were soldiers.", [("killed", 6)]),
        ("Six of those killed were believed to be soldiers.", []),
    ],
)
def test_figures_that_stand_apart_are_found(
    read_text: Callable[[str], list[Claim]], text: str, expected: list[tuple[str, int]]
) -> None:
    assert sorted((each.matter, each.low) for each in read_text(text)) == sorted(expected)
