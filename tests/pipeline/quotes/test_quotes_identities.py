"""Whom a speaker stands for that is no name: descriptions, titles, the bodies of an article."""

import pytest

from tests.pipeline.quotes.conftest import INDIRECT, Read


def said(subject: str) -> str:
    """A sentence in which the phrase of these rows, of which the last is the head, says something."""
    rows = [row.split() for row in subject.split(" | ")]
    last = len(rows) - 1
    lines = []
    for i, (word, pos, dep, head, *entity) in enumerate(rows):
        at = last + 1 if i == last else head
        lines.append(" ".join([word, pos, "nsubj" if i == last else dep, str(at), *entity]))
    verb = last + 1
    lines += [
        f"said VERB ROOT {verb}",
        f"that SCONJ mark {verb + 3}",
        f"it PRON nsubj {verb + 3}",
        f"was VERB ccomp {verb}",
        f"over ADV advmod {verb + 3}",
        f". PUNCT punct {verb}",
    ]
    return "\n".join(lines)


GOVERNOR = """
    Governor PROPN compound 2
    Jane PROPN compound 2 B-PERSON
    Roe PROPN nsubj 3 I-PERSON
    visited VERB ROOT 3
    Homs PROPN dobj 3 B-GPE
    . PUNCT punct 3
"""
SENATOR = """
    Paul PROPN compound 1 B-PERSON
    Doe PROPN nsubj 8 I-PERSON
    , PUNCT punct 1
    a DET det 5
    Utah PROPN compound 5 B-GPE
    senator NOUN appos 1
    , PUNCT punct 1
    had AUX aux 8
    agreed VERB ROOT 8
    . PUNCT punct 8
"""
MET = """
    Ann PROPN compound 1 B-PERSON
    Poe PROPN nsubj 2 I-PERSON
    met VERB ROOT 2
    them PRON dobj 2
    . PUNCT punct 2
"""


@pytest.mark.parametrize(
    ("subject", "actor"),
    [
        ("the DET det 1 | governor NOUN _ _", "jane-roe"),
        ("the DET det 1 | senator NOUN _ _", "paul-doe"),
        ("the DET det 2 | Utah PROPN compound 2 B-GPE | senator NOUN _ _", "paul-doe"),
        ("the DET det 2 | Ohio PROPN compound 2 B-GPE | senator NOUN _ _", None),
        ("a DET det 1 | governor NOUN _ _", None),
    ],
)
def test_a_description_is_whom_the_article_calls_so(read: Read, subject: str, actor: str | None) -> None:
    _, [quote] = read(GOVERNOR, SENATOR, MET, said(subject))
    assert quote.actor_id == actor


def test_a_description_of_what_belongs_to_somebody_is_the_one_who_is_called_so(read: Read) -> None:
    named = """
        The DET det 1
        clinic NOUN poss 3
        's_ PART case 1
        director NOUN nsubj 7
        , PUNCT punct 3
        Jane PROPN compound 6 B-PERSON
        Roe PROPN appos 3 I-PERSON
        waited VERB ROOT 7
        . PUNCT punct 7
    """
    _, [quote] = read(named, MET, said("its PRON poss 1 | director NOUN _ _"))
    assert quote.actor_id == "jane-roe"
    _, [quote] = read(named, MET, said("its PRON poss 1 | treasurer NOUN _ _"))
    assert quote.actor_id is None


def test_a_person_is_called_again_by_another_noun(read: Read) -> None:
    _, [quote] = read(MET, MET, said("the DET det 1 | tycoon NOUN _ _"))
    assert (quote.actor_id, quote.sourcing) == ("ann-poe", "named")


def test_a_noun_that_brought_in_somebody_else_calls_nobody_again(read: Read) -> None:
    tycoon = said("a DET det 1 | tycoon NOUN _ _")
    _, [_, quote] = read(tycoon, MET, MET, said("the DET det 1 | tycoon NOUN _ _"))
    assert quote.actor_id is None


def test_an_official_of_whom_nothing_is_said_is_nobody(read: Read) -> None:
    _, [quote] = read(MET, MET, said("the DET det 1 | official NOUN _ _"))
    assert (quote.actor_id, quote.sourcing) == (None, "unnamed official")


def test_a_pronoun_is_who_spoke_last(read: Read) -> None:
    before = """
        When SCONJ advmod 2
        Trump PROPN nsubj 2 B-PERSON
        won VERB advcl 6
        , PUNCT punct 6
        Ann PROPN compound 5 B-PERSON
        Poe PROPN nsubj 6 I-PERSON
        said VERB ROOT 6
        that SCONJ mark 9
        she PRON nsubj 9
        wept VERB ccomp 6
        . PUNCT punct 6
    """
    *_, quote = read(before, INDIRECT.format(subject="She PRON nsubj 1", opening="", closing=""))[1]
    assert quote.actor_id == "ann-poe"


def test_a_relative_tells_a_woman_from_a_man(read: Read) -> None:
    before = """
        Ann PROPN compound 1 B-PERSON
        Poe PROPN nsubj 2 I-PERSON
        hoped VERB ROOT 2
        as SCONJ mark 10
        her PRON poss 5
        husband NOUN nsubj 10
        , PUNCT punct 5
        Max PROPN compound 8 B-PERSON
        Poe PROPN appos 5 I-PERSON
        , PUNCT punct 5
        slept VERB advcl 2
        . PUNCT punct 2
    """
    # Both are subjects, and none of them spoke.
    _, [quote] = read(before, INDIRECT.format(subject="She PRON nsubj 1", opening="", closing=""))
    assert quote.actor_id == "ann-poe"


def test_the_noun_of_a_body_is_the_body_whose_name_has_it(read: Read) -> None:
    named = """
        The DET det 2
        Syrian PROPN compound 2 B-ORG
        Observatory PROPN nsubj 6 I-ORG
        for ADP prep 2 I-ORG
        Human PROPN compound 5 I-ORG
        Rights PROPN pobj 3 I-ORG
        counted VERB ROOT 6
        . PUNCT punct 6
    """
    far = [MET] * 8
    _, [quote] = read(named, *far, said("The DET det 1 | Observatory PROPN _ _"))
    assert (quote.actor_id, quote.sourcing) == ("syrian-observatory", "organisation")
    relies = "The DET det 1 | Observatory PROPN nsubj 4 | which PRON nsubj 3 | relies VERB relcl 1"
    said_so = "said VERB ROOT 4 | that SCONJ mark 7 | it PRON nsubj 7 | was VERB ccomp 4 | over ADV advmod 7"
    _, [quote] = read(named, *far, f"{relies} | {said_so}".replace(" | ", "\n"))
    assert quote.actor_id == "syrian-observatory"
    _, [quote] = read(named, *far, said("the DET det 1 | observatory NOUN _ _"))
    assert quote.actor_id is None, "a small letter, and long ago"
    _, [quote] = read(named, said("the DET det 3 | UK PROPN npadvmod 2 B-GPE | based VERB amod 3 | monitor NOUN _ _"))
    assert quote.actor_id == "syrian-observatory"


@pytest.mark.parametrize(
    "phrase",
    [
        "the author of the book, Jane Roe",
        "president of the Red Cross Jane Roe",
        "Jane Roe president of the Red Cross",
    ],
)
def test_a_name_beside_a_title_is_who_speaks(read: Read, phrase: str) -> None:
    rows = {
        "the author of the book, Jane Roe": """
            the DET det 1
            author NOUN nsubj 8
            of ADP prep 1
            the DET det 4
            book NOUN pobj 2
            , PUNCT punct 4
            Jane PROPN compound 7 B-PERSON
            Roe PROPN appos 4 I-PERSON
            said VERB ROOT 8
            that SCONJ mark 11
            it PRON nsubj 11
            was VERB ccomp 8
            over ADV advmod 11
        """,
        "president of the Red Cross Jane Roe": """
            President NOUN nsubj 7
            of ADP prep 0
            the DET det 4
            Red PROPN compound 4 B-ORG
            Cross PROPN pobj 1 I-ORG
            Jane PROPN compound 6 B-PERSON
            Roe PROPN appos 4 I-PERSON
            said VERB ROOT 7
            that SCONJ mark 10
            it PRON nsubj 10
            was VERB ccomp 7
            over ADV advmod 10
        """,
        "Jane Roe president of the Red Cross": """
            Jane PROPN compound 1 B-PERSON
            Roe PROPN compound 2 I-PERSON
            president NOUN nsubj 7
            of ADP prep 2
            the DET det 6
            Red PROPN compound 6 B-ORG
            Cross PROPN pobj 3 I-ORG
            said VERB ROOT 7
            that SCONJ mark 10
            it PRON nsubj 10
            was VERB ccomp 7
            over ADV advmod 10
        """,
    }[phrase]
    _, [quote] = read(rows)
    assert (quote.actor_id, quote.sourcing) == ("jane-roe", "named")


def test_the_name_beside_a_noun_for_a_body_is_who_speaks(read: Read) -> None:
    _, [quote] = read("""
        the DET det 3
        region NOUN poss 3
        's PART case 1
        chain NOUN nsubj 7
        , PUNCT punct 3
        Waterlilies PROPN appos 3 B-ORG
        , PUNCT punct 3
        said VERB ROOT 7
        that SCONJ mark 10
        it PRON nsubj 10
        was VERB ccomp 7
        over ADV advmod 10
    """)
    assert (quote.actor_id, quote.sourcing) == ("waterlilies", "organisation")


MACRON = """
    Trump PROPN nsubj 1 B-PERSON
    met VERB ROOT 1
    Macron PROPN dobj 1 B-PERSON
    . PUNCT punct 1
"""


@pytest.mark.parametrize(
    ("subject", "actor"),
    [
        ("The DET det 2 | French ADJ amod 2 B-NORP | president NOUN _ _", "emmanuel-macron"),
        ("The DET det 2 | US PROPN compound 2 B-GPE | president NOUN _ _", "donald-trump"),
        ("The DET det 2 | American ADJ amod 2 B-NORP | president NOUN _ _", "donald-trump"),
        ("The DET det 2 | Russian ADJ amod 2 B-NORP | president NOUN _ _", None),
    ],
)
def test_an_office_is_who_holds_it_where_the_article_names_the_holder(
    read: Read, subject: str, actor: str | None
) -> None:
    _, [quote] = read(MACRON, said(subject))
    assert quote.actor_id == actor


def test_one_of_several_bodies_is_the_one_that_is_named(read: Read) -> None:
    _, [quote] = read("""
        One NUM nsubj 6
        of ADP prep 0
        these DET det 3
        groups NOUN pobj 1
        , PUNCT punct 0
        Hezbollah PROPN appos 0 B-ORG
        said VERB ROOT 6
        that SCONJ mark 9
        it PRON nsubj 9
        was VERB ccomp 6
        over ADV advmod 9
    """)
    assert (quote.actor_id, quote.sourcing) == ("hezbollah", "organisation")


def test_a_pronoun_is_nobody_where_a_person_without_a_name_spoke_last(read: Read) -> None:
    stranger = """
        An DET det 1
        activist NOUN nsubj 2
        said VERB ROOT 2
        that SCONJ mark 5
        Lavrov PROPN nsubj 5 B-PERSON
        left VERB ccomp 2
        . PUNCT punct 2
    """
    _, [_, quote] = read(stranger, INDIRECT.format(subject="He PRON nsubj 1", opening="", closing=""))
    assert (quote.actor_id, quote.sourcing) == (None, "unnamed")


def test_sentences_that_are_quoted_do_not_part_a_pronoun_from_its_noun(read: Read) -> None:
    quoted = ["“_ PUNCT punct 1\nGo_ VERB ROOT 1\n. PUNCT punct 1", *["Go_ VERB ROOT 0\n. PUNCT punct 0"] * 5]
    closed = "Go_ VERB ROOT 0\n._ PUNCT punct 0\n” PUNCT punct 0"
    *_, quote = read(MET, *quoted, closed, INDIRECT.format(subject="She PRON nsubj 1", opening="", closing=""))[1]
    assert (quote.speaker, quote.actor_id) == ("She", "ann-poe")


def test_who_is_asked_answers(read: Read) -> None:
    asked = """
        Ann PROPN compound 1 B-PERSON
        Poe PROPN nsubj 2 I-PERSON
        asked VERB ROOT 2
        Lavrov PROPN dobj 2 B-PERSON
        whether SCONJ mark 6
        it PRON nsubj 6
        ended VERB ccomp 2
        . PUNCT punct 2
    """
    *_, quote = read(asked, INDIRECT.format(subject="He PRON nsubj 1", opening="", closing=""))[1]
    assert (quote.speaker, quote.actor_id) == ("He", "sergei-lavrov")


def test_a_pronoun_goes_on_with_the_one_before_and_not_with_its_object(read: Read) -> None:
    accused = """
        He PRON nsubj 1
        blamed VERB ROOT 1
        Lavrov PROPN dobj 1 B-PERSON
        . PUNCT punct 1
    """
    max_poe = MET.replace("Ann", "Max")
    *_, quote = read(max_poe, accused, INDIRECT.format(subject="He PRON nsubj 1", opening="", closing=""))[1]
    assert (quote.speaker, quote.actor_id) == ("He", "max-poe")


def test_a_name_before_another_noun_is_not_who_a_pronoun_stands_for(read: Read) -> None:
    campaign = """
        The DET det 2
        Lavrov PROPN compound 2 B-PERSON
        campaign NOUN nsubj 3
        slept VERB ROOT 3
        . PUNCT punct 3
    """
    *_, quote = read(MET, campaign, INDIRECT.format(subject="She PRON nsubj 1", opening="", closing=""))[1]
    assert (quote.speaker, quote.actor_id) == ("She", "ann-poe")


def test_a_name_in_what_is_said_is_not_who_says_it(read: Read) -> None:
    split = """
        If SCONJ mark 2
        Lavrov PROPN nsubj 2 B-PERSON
        wins VERB advcl 8
        , PUNCT punct 8
        she PRON nsubj 5
        said VERB parataxis 8
        , PUNCT punct 8
        we PRON nsubj 8
        leave VERB ROOT 8
        . PUNCT punct 8
    """
    *_, quote = read(MET, split)[1]
    assert (quote.speaker, quote.actor_id) == ("she", "ann-poe")


def test_a_person_who_is_named_behind_the_noun_is_no_stranger(read: Read) -> None:
    named = """
        An DET det 1
        activist NOUN nsubj 4
        called VERB acl 1
        Rania PROPN oprd 2 B-PERSON
        said VERB ROOT 4
        that SCONJ mark 7
        it PRON nsubj 7
        burned VERB ccomp 4
        . PUNCT punct 4
    """
    *_, quote = read(named, INDIRECT.format(subject="She PRON nsubj 1", opening="", closing=""))[1]
    assert (quote.speaker, quote.actor_id) == ("She", "rania")
