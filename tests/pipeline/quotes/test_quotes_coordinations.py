import pytest

from tests.pipeline.quotes.conftest import Read

# Subjects of INDIRECT-like sentences; the verb is word {verb}, "that it was over" follows.
SAID = """
{subject}
said VERB ROOT {verb}
that SCONJ mark {was}
it PRON nsubj {was}
was VERB ccomp {verb}
over ADV advmod {was}
. PUNCT punct {verb}
"""


def speakers(read: Read, subject: str) -> list[tuple[str, str]]:
    """The words and the actor of each speaker of what the subject said."""
    verb = len(subject.strip().splitlines())
    text, [quote] = read(SAID.format(subject=subject.strip().format(verb=verb), verb=verb, was=verb + 3))
    assert quote.actor_id == (quote.speakers[0].actor_id if quote.speakers else None)
    return [(text[each.start : each.end], each.actor_id) for each in quote.speakers]


def test_a_list_of_names_is_a_speaker_each(read: Read) -> None:
    subject = """
        Qatar_ PROPN nsubj {verb} B-GPE
        , PUNCT punct 0
        Saudi PROPN compound 3 B-GPE
        Arabia PROPN conj 0 I-GPE
        and CCONJ cc 3
        Jordan PROPN conj 3 B-GPE
    """
    assert speakers(read, subject) == [("Qatar", "qatar"), ("Saudi Arabia", "saudi-arabia"), ("Jordan", "jordan")]


def test_the_second_of_three_may_be_taken_for_an_apposition(read: Read) -> None:
    subject = """
        Lavrov_ PROPN nsubj {verb} B-PERSON
        , PUNCT punct 0
        Putin PROPN appos 0 B-PERSON
        and CCONJ cc 2
        Assad PROPN conj 2 B-PERSON
    """
    assert [words for words, _ in speakers(read, subject)] == ["Lavrov", "Putin", "Assad"]


def test_what_stands_before_two_names_is_of_neither(read: Read) -> None:
    subject = """
        Neither CCONJ preconj 1
        Qatar PROPN nsubj {verb} B-GPE
        nor CCONJ cc 1
        Jordan PROPN conj 1 B-GPE
    """
    assert speakers(read, subject) == [("Qatar", "qatar"), ("Jordan", "jordan")]


def test_a_list_behind_a_plural_says_who_that_is(read: Read) -> None:
    subject = """
        Two NUM nummod 1
        officials NOUN/NNS nsubj {verb}
        , PUNCT punct 1
        Sergei PROPN compound 4 B-PERSON
        Lavrov PROPN appos 1 I-PERSON
        and CCONJ cc 4
        Vladimir PROPN compound 7 B-PERSON
        Putin PROPN conj 4 I-PERSON
    """
    assert speakers(read, subject) == [("Sergei Lavrov", "sergei-lavrov"), ("Vladimir Putin", "vladimir-putin")]


def test_of_those_who_speak_only_the_known_ones_are_speakers(read: Read) -> None:
    assert speakers(read, """
        Lavrov PROPN nsubj {verb} B-PERSON
        and CCONJ cc 0
        others NOUN conj 0
    """) == [("Lavrov", "sergei-lavrov")]  # fmt: skip
    assert speakers(read, """
        Witnesses NOUN nsubj {verb}
        and CCONJ cc 0
        Hezbollah PROPN conj 0 B-ORG
    """) == [("Hezbollah", "hezbollah")]  # fmt: skip


@pytest.mark.parametrize(
    "subject",
    [
        """
        Lavrov_ PROPN nsubj {verb} B-PERSON
        , PUNCT punct 0
        minister NOUN appos 0
        and CCONJ cc 2
        confidant NOUN conj 2
        of ADP prep 4
        Putin_ PROPN pobj 5 B-PERSON
        , PUNCT punct 0
        """,
        """
        Lavrov PROPN nsubj {verb} B-PERSON
        or CCONJ cc 0
        Putin PROPN conj 0 B-PERSON
        """,
        """
        Lavrov_ PROPN nsubj {verb} B-PERSON
        , PUNCT punct 0
        Putin PROPN conj 0 B-PERSON
        """,
    ],
)
def test_titles_alternatives_and_lists_without_an_and_are_one_speaker(read: Read, subject: str) -> None:
    assert [actor for _, actor in speakers(read, subject)] == ["sergei-lavrov"]


def test_an_and_within_a_name_joins_nobody(read: Read) -> None:
    department = """
        The DET det 4
        Justice PROPN nmod 4 B-ORG
        and CCONJ cc 1 I-ORG
        Treasury PROPN conj 1 I-ORG
        Department PROPN nsubj {verb} I-ORG
    """
    [(words, _)] = speakers(read, department)
    assert words == "The Justice and Treasury Department"
    firm = """
        Simon PROPN nsubj {verb} B-ORG
        and CCONJ cc 0 I-ORG
        Garfunkel PROPN compound 3 B-ORG
        Inc PROPN conj 0 I-ORG
    """
    assert len(speakers(read, firm)) == 1


def test_whom_somebody_speaks_for_does_not_speak(read: Read) -> None:
    subject = """
        A DET det 1
        spokesman NOUN nsubj {verb}
        for ADP prep 1
        Qatar PROPN pobj 2 B-GPE
        and CCONJ cc 3
        Jordan PROPN conj 3 B-GPE
    """
    assert speakers(read, subject) == []


def test_two_outlets_that_a_report_is_put_at_are_two_speakers(read: Read) -> None:
    _, [quote] = read("""
        Rebels NOUN nsubj 1
        took VERB ROOT 1
        Homs_ PROPN dobj 1 B-GPE
        , PUNCT punct 1
        according VERB prep 1
        to ADP prep 4
        Reuters PROPN pobj 5 B-ORG
        and CCONJ cc 6
        AFP_ PROPN conj 6 B-ORG
        . PUNCT punct 1
    """)
    assert [each.actor_id for each in quote.speakers] == ["reuters", "afp"]
    assert (quote.speaker, quote.via_actor_id) == ("Reuters and AFP", None)


def test_who_is_named_in_what_is_said_does_not_say_it(read: Read) -> None:
    """The parser has joined the speaker to the first name of what was said."""
    _, [quote] = read("""
        Lavrov PROPN nsubj 1 B-PERSON
        said VERB ROOT 1
        that SCONJ mark 7
        Qatar PROPN nsubj 7 B-GPE
        and CCONJ cc 0
        Jordan PROPN conj 0 B-GPE
        had AUX aux 7
        left VERB ccomp 1
        Homs_ PROPN dobj 7 B-GPE
        . PUNCT punct 1
    """)
    assert [each.actor_id for each in quote.speakers] == ["sergei-lavrov"]
