import pytest

from tests.pipeline.quotes.conftest import INDIRECT, Read


def test_a_pronoun_is_no_actor(read: Read) -> None:
    _, [quote] = read(INDIRECT.format(subject="He PRON nsubj 1", opening="", closing=""))
    assert (quote.speaker, quote.actor_id) == ("He", None)


VISIT = "{subject}\nvisited VERB ROOT 1\nHoms_ PROPN dobj 1 B-GPE\n. PUNCT punct 1"


def test_a_pronoun_stands_for_the_subject_before_it(read: Read) -> None:
    before = VISIT.format(subject="Lavrov PROPN nsubj 1 B-PERSON")
    _, [quote] = read(before, INDIRECT.format(subject="He PRON nsubj 1", opening="", closing=""))
    assert (quote.speaker, quote.actor_id, quote.sourcing) == ("He", "sergei-lavrov", "named")


def test_a_pronoun_that_may_be_two_people_is_nobody(read: Read) -> None:
    before = """
        Lavrov PROPN nsubj 3 B-PERSON
        and CCONJ cc 0
        Erdogan PROPN conj 0 B-PERSON
        met VERB ROOT 3
        there_ ADV advmod 3
        . PUNCT punct 3
    """
    _, [quote] = read(before, INDIRECT.format(subject="He PRON nsubj 1", opening="", closing=""))
    assert (quote.actor_id, quote.sourcing) == (None, "unknown")


@pytest.mark.parametrize(("subject", "actor"), [("It PRON nsubj 1", "hezbollah"), ("They PRON nsubj 1", None)])
def test_it_stands_for_the_group_before_it_and_they_for_nobody(read: Read, subject: str, actor: str | None) -> None:
    before = VISIT.format(subject="Hezbollah PROPN nsubj 1 B-ORG")
    _, [quote] = read(before, INDIRECT.format(subject=subject, opening="", closing=""))
    assert quote.actor_id == actor


@pytest.mark.parametrize(("speaker", "actor"), [("AFP PROPN nsubj 1 B-ORG", "afp"), ("statement NOUN nsubj 1", None)])
def test_it_stands_for_who_spoke_last_before_any_other_body(read: Read, speaker: str, actor: str | None) -> None:
    said = INDIRECT.format(subject=speaker, opening="", closing="")
    named = VISIT.format(subject="Hezbollah PROPN nsubj 1 B-ORG")
    for before in ((said,), (named, said)):
        for pronoun in ("It", "They"):
            _, quotes = read(*before, INDIRECT.format(subject=f"{pronoun} PRON nsubj 1", opening="", closing=""))
            assert [quote.actor_id for quote in quotes] == [actor, actor]
