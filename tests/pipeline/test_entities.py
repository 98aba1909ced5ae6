from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from dashboard.pipeline.actors import KnownActors
from dashboard.pipeline.entities import Mention, find_mentions, list_sentences
from dashboard.pipeline.entities.roles import split_role
from dashboard.pipeline.gazetteer import Gazetteer

Build = Callable[..., Doc]

FLED = """
Fighters NOUN nsubj 1
fled VERB ROOT 1
to ADP prep 1
{name} PROPN pobj 2 {tag}
in ADP prep 1
Syria PROPN pobj 4 B-GPE
. PUNCT punct 1
"""


# A text as long as this has a comma or an apostrophe, unless it lost them.
UNMARKED = "\n".join(["smoke NOUN dep 0"] * 60)


def found(doc: Doc, gazetteer: Gazetteer, known: KnownActors | None = None) -> dict[str, Mention]:
    mentions = find_mentions(doc, gazetteer, known)
    assert all(doc.text[m.start : m.end] == m.surface for m in mentions)
    return {m.surface: m for m in mentions}


def test_a_person_stays_one_where_the_gazetteer_has_no_such_place_there(build_doc: Build, gazetteer: Gazetteer) -> None:
    doc = build_doc(FLED.format(name="Erdogan", tag="B-PERSON"))
    assert found(doc, gazetteer)["Erdogan"].label == "PERSON"


def test_a_person_called_like_a_town_of_another_country_stays_one(build_doc: Build, gazetteer: Gazetteer) -> None:
    doc = build_doc(FLED.format(name="Paris", tag="B-PERSON"))
    assert found(doc, gazetteer)["Paris"].label == "PERSON"


def test_a_name_that_the_model_missed_is_found_where_it_was_found_elsewhere(
    build_doc: Build, gazetteer: Gazetteer
) -> None:
    again = "Homs PROPN nsubj 1\nfell VERB ROOT 1\n. PUNCT punct 1"
    doc = build_doc(FLED.format(name="Homs", tag="B-GPE"), again)
    mentions = [m for m in find_mentions(doc, gazetteer) if m.surface == "Homs"]
    assert [(m.label, m.sentence) for m in mentions] == [("GPE", 0), ("GPE", 1)]


def test_titles_leave_the_name_and_become_its_role(build_doc: Build, gazetteer: Gazetteer) -> None:
    doc = build_doc("""
        Turkish ADJ amod 1 B-NORP
        President PROPN compound 3
        Recep PROPN compound 3 B-PERSON
        Erdogan PROPN nsubj 4 I-PERSON
        spoke VERB ROOT 4
        . PUNCT punct 4
    """)
    assert found(doc, gazetteer)["Recep Erdogan"].role == "Turkish President"


def test_the_general_staff_is_no_general(build_doc: Build, gazetteer: Gazetteer) -> None:
    doc = build_doc("General PROPN compound 1 B-ORG\nStaff PROPN nsubj 2 I-ORG\nspoke VERB ROOT 2")
    mention = found(doc, gazetteer)["General Staff"]
    assert (mention.label, mention.role) == ("ORG", None)


def test_a_coalition_before_a_name_does_not_make_its_president_one(build_doc: Build, gazetteer: Gazetteer) -> None:
    doc = build_doc("""
        Syrian PROPN compound 1 B-ORG
        Coalition PROPN compound 3 I-ORG
        Anas PROPN compound 3 B-PERSON
        Tlass PROPN nsubj 4 I-PERSON
        spoke VERB ROOT 4
    """)
    assert found(doc, gazetteer)["Anas Tlass"].label == "PERSON"


@pytest.mark.parametrize(
    ("before", "role"),
    [("Rights. Syrian", "Syrian President"), ("Thursday U.S.", "U.S. President"), ("Lt. Gen.", "Lt. Gen. President")],
)
def test_a_role_begins_with_its_sentence(before: str, role: str) -> None:
    text = f"{before} President Hadi"
    mention = Mention(len(text) - 4, len(text), 0, "Hadi", "PERSON")
    assert split_role(text, mention).role == role


def test_a_title_inside_the_span_is_taken_off(build_doc: Build, gazetteer: Gazetteer) -> None:
    doc = build_doc("President PROPN compound 1 B-PERSON\nAssad PROPN nsubj 2 I-PERSON\nleft VERB ROOT 2")
    mention = found(doc, gazetteer)["Assad"]
    assert (mention.start, mention.role) == (10, "President")


@pytest.mark.parametrize(
    ("rows", "surface"),
    [
        ("the DET det 1 B-GPE\nHermel PROPN nsubj 2 I-GPE\nfell VERB ROOT 2", "Hermel"),
        ("“_ PUNCT punct 1 B-ORG\nHamas PROPN nsubj 2 I-ORG\nfell VERB ROOT 2", "Hamas"),
        ("Assad_ PROPN poss 2 B-PERSON\n’s PART case 0 I-PERSON\narmy NOUN ROOT 2", "Assad"),
        ("Daesh_ PROPN nsubj 2 B-ORG\n)_ PUNCT punct 0 I-ORG\nfled VERB ROOT 2", "Daesh"),
        ("Post PROPN ROOT 0 B-ORG\n␤ SPACE dep 0 I-ORG\nShare PROPN dep 0 I-ORG", "Post"),
        ("Sanders PROPN nsubj 1 B-PERSON\nvanquished VERB ROOT 1 I-PERSON", "Sanders"),
        ("Relief PROPN ROOT 0 B-ORG\n(_ PUNCT punct 0 I-ORG\nQRX NOUN appos 0 I-ORG", "Relief"),
    ],
    ids=["article", "quotation mark", "possessive", "bracket", "line break", "verb", "bracket inside"],
)
def test_what_is_not_the_name_is_left_out(build_doc: Build, gazetteer: Gazetteer, rows: str, surface: str) -> None:
    assert list(found(build_doc(rows), gazetteer)) == [surface]


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ("Aleppo PROPN compound 1 B-PERSON\nHoms PROPN ROOT 1 I-PERSON", {"Aleppo": "GPE", "Homs": "GPE"}),
        ("Deir PROPN compound 1 B-GPE\nEzzor PROPN compound 2 I-GPE\nHoms PROPN ROOT 2 I-GPE",
         {"Deir Ezzor": "GPE", "Homs": "GPE"}),
        ("Deir PROPN compound 1 B-GPE\nEzzor PROPN ROOT 1 I-GPE", {"Deir Ezzor": "GPE"}),
        ("Syrias PROPN compound 1 B-ORG\nIdlib PROPN ROOT 1 I-ORG", {"Idlib": "GPE"}),
        ("Homs PROPN ROOT 0 B-ORG\nthe DET det 3 I-ORG\nRelief PROPN compound 3 I-ORG\nCouncil PROPN dep 0 I-ORG",
         {"Homs": "GPE", "Relief Council": "ORG"}),
        ("Movement PROPN ROOT 0 B-ORG\nfor ADP prep 0 I-ORG\nthe DET det 3 I-ORG\nArts PROPN pobj 1 I-ORG",
         {"Movement for the Arts": "ORG"}),
        ("Homs PROPN ROOT 0 B-GPE\n- PUNCT punct 0 I-GPE\nTags PROPN dep 0 I-GPE", {"Homs": "GPE"}),
        ("Howard PROPN compound 1 B-PERSON\nBrown PROPN ROOT 1 I-PERSON", {"Howard Brown": "PERSON"}),
    ],
    ids=["towns", "a town of two words", "one town", "lost apostrophe", "the", "the behind for", "dash", "counties"],
)  # fmt: skip
def test_two_names_that_were_taken_for_one_are_split_where_the_text_lost_its_commas(
    build_doc: Build, gazetteer: Gazetteer, rows: str, names: dict[str, str]
) -> None:
    there = "Syria PROPN nsubj 2 B-GPE\nAmerica PROPN conj 0 B-GPE\nfought VERB ROOT 2"
    mentions = found(build_doc(there, rows, UNMARKED), gazetteer)
    assert {name: m.label for name, m in mentions.items()} == {"Syria": "GPE", "America": "GPE"} | names


def test_a_known_actor_that_the_model_missed_has_no_bracket(
    build_doc: Build, gazetteer: Gazetteer, known: KnownActors
) -> None:
    doc = build_doc("(_ PUNCT punct 1\nOPCW_ PROPN nsubj 3\n) PUNCT punct 1\nreported VERB ROOT 3")
    assert list(found(doc, gazetteer, known)) == ["OPCW"]


def test_a_name_that_begins_a_sentence_is_found_again_though_the_tagger_takes_it_for_a_noun(
    build_doc: Build, gazetteer: Gazetteer
) -> None:
    grew = "Qrxology PROPN nsubj 1 B-ORG\ngrew VERB ROOT 1"
    left = "Qrxology NOUN nsubj 1\nleft VERB ROOT 1"
    small = "Its PRON poss 1\nqrxology NOUN nsubj 2\nfailed VERB ROOT 2"
    assert len(find_mentions(build_doc(grew, left), gazetteer)) == 2
    assert len(find_mentions(build_doc(grew, left, small), gazetteer)) == 1


def test_dates_and_amounts_are_no_mentions(build_doc: Build, gazetteer: Gazetteer) -> None:
    doc = build_doc("Today NOUN npadvmod 1 B-DATE\nit PRON nsubj 2\nrained VERB ROOT 2")
    assert find_mentions(doc, gazetteer) == []


def test_sentences_do_not_hold_the_white_space_around_them(build_doc: Build) -> None:
    doc = build_doc(
        "It PRON nsubj 1\nrained_ VERB ROOT 1\n._ PUNCT punct 1\n␤ SPACE dep 1",
        "He PRON nsubj 1\nslept VERB ROOT 1",
    )
    assert [doc.text[start:end] for start, end in list_sentences(doc)] == ["It rained.", "He slept"]


@pytest.mark.parametrize(
    ("rows", "surface"),
    [
        ("SANA PROPN nsubj 1 B-PERSON\nreported VERB ROOT 1", "SANA"),
        ("Daesh PROPN nsubj 1 B-GPE\nfled VERB ROOT 1", "Daesh"),
        ("the DET det 1\nTaliban PROPN nsubj 2\nfled VERB ROOT 2", "Taliban"),
        ("Amnesty PROPN compound 1\nInternational PROPN nsubj 2\nprotested VERB ROOT 2", "Amnesty International"),
    ],
    ids=["taken for a person", "taken for a place", "missed", "missed, of two words"],
)
def test_known_actors_are_found_with_the_label_of_their_kind(
    build_doc: Build, gazetteer: Gazetteer, known: KnownActors, rows: str, surface: str
) -> None:
    assert found(build_doc(rows), gazetteer, known)[surface].label == "ORG"


def test_a_word_that_an_acronym_is_spelt_like_is_no_name(
    build_doc: Build, gazetteer: Gazetteer, known: KnownActors
) -> None:
    assert found(build_doc("Who PRON nsubj 1\nfled VERB ROOT 1"), gazetteer, known) == {}


def test_a_surname_alone_is_the_person_of_that_name(build_doc: Build, gazetteer: Gazetteer) -> None:
    full = "Samira PROPN compound 1 B-PERSON\nHaddad PROPN nsubj 2 I-PERSON\nspoke VERB ROOT 2"
    mentions = find_mentions(
        build_doc(full, "Haddad PROPN nsubj 1 B-ORG\nleft VERB ROOT 1", "Haddad PROPN nsubj 1\nslept VERB ROOT 1"),
        gazetteer,
    )
    assert [(m.surface, m.label) for m in mentions[1:]] == [("Haddad", "PERSON")] * 2


@pytest.mark.parametrize(
    ("rows", "group", "nation"),
    [
        ("Iraqi ADJ amod 2 B-NORP\nsecurity NOUN compound 2\nforces NOUN ROOT 2", "Iraqi security forces", "Iraqi"),
        ("the DET det 2\nU.S. PROPN compound 2 B-GPE\nmilitary NOUN ROOT 2", "U.S. military", "U.S."),
        ("government NOUN ROOT 0\nof ADP prep 0\nIraq PROPN pobj 1 B-GPE", "government of Iraq", "Iraq"),
        (
            "National PROPN amod 1\nPolice PROPN ROOT 1\nof ADP prep 1\nIraq PROPN pobj 2 B-GPE",
            "National Police of Iraq", "Iraq",
        ),
        ("Turkish ADJ amod 2 B-NORP\nGeneral PROPN compound 2\nStaff PROPN ROOT 2", "Turkish General Staff", "Turkish"),
        ("Municipality PROPN ROOT 0\nof ADP prep 0\nOslo PROPN pobj 1 B-GPE", "Municipality of Oslo", "Oslo"),
    ],
)  # fmt: skip
def test_a_body_of_a_nation_is_one_name_and_the_nation_stays_inside(
    build_doc: Build, gazetteer: Gazetteer, rows: str, group: str, nation: str
) -> None:
    mentions = found(build_doc(rows), gazetteer)
    assert list(mentions) == sorted((group, nation), key=lambda name: (rows.index(name.split()[0]), -len(name)))
    assert (mentions[group].label, mentions[nation].within) == ("ORG", "ORG")


TLASS = """
Manaf PROPN compound 1 B-PERSON
Tlass PROPN nsubj 2 I-PERSON
left VERB ROOT 2
"""


@pytest.mark.parametrize(
    ("rows", "inside"),
    [
        ("the DET det 2\nTlass PROPN compound 2 B-ORG\nFoundation PROPN ROOT 2 I-ORG", ["Tlass"]),
        ("New ADJ amod 3 B-ORG\nManaf PROPN nmod 3 I-ORG\nTlass PROPN nmod 3 I-ORG\nHall PROPN ROOT 3 I-ORG",
         ["Manaf Tlass"]),
        ("New ADJ amod 2 B-ORG\nTlass PROPN compound 2 I-ORG\nHall PROPN ROOT 2 I-ORG", []),
    ],
    ids=["surname", "full name", "surname within"],
)  # fmt: skip
def test_a_person_of_the_article_is_found_inside_a_longer_name(
    build_doc: Build, gazetteer: Gazetteer, rows: str, inside: list[str]
) -> None:
    doc = build_doc(TLASS, "Tlass PROPN nsubj 1 B-PERSON\nspoke VERB ROOT 1", rows)
    mentions = find_mentions(doc, gazetteer)
    assert [(m.surface, m.label) for m in mentions if m.within == "ORG"] == [(name, "PERSON") for name in inside]


def test_nobody_is_found_inside_the_name_of_a_known_body(
    build_doc: Build, gazetteer: Gazetteer, known: KnownActors
) -> None:
    doc = build_doc(
        "Adel PROPN compound 1 B-PERSON\nMahdi PROPN nsubj 2 I-PERSON\nleft VERB ROOT 2",
        "Mahdi PROPN nsubj 1 B-PERSON\nspoke VERB ROOT 1",
        "Mahdi PROPN compound 1 B-ORG\nArmy PROPN ROOT 1 I-ORG",
    )
    assert [m.surface for m in find_mentions(doc, gazetteer, known) if m.within] == []


@pytest.mark.parametrize("who", ["officials NOUN nsubj 2", "television NOUN nsubj 2\nchannels NOUN nsubj 2"])
def test_unnamed_people_of_a_nation_are_no_body(build_doc: Build, gazetteer: Gazetteer, who: str) -> None:
    doc = build_doc(f"Iraqi ADJ amod 1 B-NORP\n{who}\nspoke VERB ROOT 2")
    assert list(found(doc, gazetteer)) == ["Iraqi"]


def test_an_acronym_of_a_named_body_is_that_body(build_doc: Build, gazetteer: Gazetteer) -> None:
    named = "Red PROPN compound 1 B-ORG\nLegion PROPN nsubj 2 I-ORG\nmarched VERB ROOT 2"
    again = "The DET det 1\nRL X nsubj 2\nmarched VERB ROOT 2"
    assert found(build_doc(named, again), gazetteer)["RL"].label == "ORG"


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ("Syrias PROPN poss 1 B-PERSON\npresident NOUN ROOT 1", [("Syria", "GPE")]),
        (
            "Salma PROPN compound 1 B-PERSON\nTlass PROPN dep 2 I-PERSON\nTlasss PROPN poss 3 B-ORG\nvow NOUN ROOT 3",
            [("Salma Tlass", "PERSON"), ("Tlass", "PERSON")],
        ),
        ("QRX PROPN nsubj 3 B-ORG\nand CCONJ cc 0\nQRXs PROPN conj 0 B-ORG\nmet VERB ROOT 3", [("QRX", "ORG")]),
        ("the DET det 1\nSyrians PROPN nsubj 2 B-NORP\nfled VERB ROOT 2", [("Syrians", "NORP")]),
    ],
    ids=["of a country", "of a person", "of an acronym", "none"],
)
def test_a_lost_apostrophe_ends_a_name(
    build_doc: Build, gazetteer: Gazetteer, rows: str, names: list[tuple[str, str]]
) -> None:
    assert [(m.surface, m.label) for m in found(build_doc(rows, UNMARKED), gazetteer).values()] == names


def test_a_text_that_has_its_marks_is_not_repaired(build_doc: Build, gazetteer: Gazetteer) -> None:
    rows = "Aleppo PROPN compound 1 B-PERSON\nHoms PROPN ROOT 1 I-PERSON"
    comma = "Smoke_ NOUN ROOT 0\n, PUNCT punct 0"
    assert list(found(build_doc(rows, UNMARKED, comma), gazetteer)) == ["Aleppo Homs"]
    assert list(found(build_doc(rows), gazetteer)) == ["Aleppo Homs"], "too short to tell"


def test_names_in_credits_are_no_mentions(build_doc: Build, gazetteer: Gazetteer) -> None:
    news = "Vale PROPN nsubj 1 B-PERSON\nspoke VERB ROOT 1\n. PUNCT punct 1"
    credit = "Reporting VERB ROOT 0\nby ADP prep 0\nAnn PROPN compound 3 B-PERSON\nHill PROPN pobj 1 I-PERSON"
    assert list(found(build_doc(news, credit), gazetteer)) == ["Vale"]
