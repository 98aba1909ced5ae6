"""On whose word a quote rests where the speaker is no actor, and whom a nation or a party does not stand for."""

import pytest

from tests.pipeline.quotes.conftest import INDIRECT, Read
from tests.pipeline.quotes.test_quotes_identities import said


@pytest.mark.parametrize(
    ("subject", "sourcing"),
    [
        ("One NUM nummod 2 | senior ADJ amod 2 | Democrat PROPN _ _ B-NORP", "unnamed"),
        ("An DET det 1 | Iraqi PROPN _ _ B-NORP", "unnamed"),
        ("Some DET det 2 | Conservative PROPN compound 2 B-ORG | MPs PROPN _ _ I-ORG", "unnamed official"),
        ("Some DET det 1 | Republicans PROPN _ _ B-NORP", "unnamed"),
        ("Many ADJ amod 1 | Iraqis PROPN _ _ B-NORP", "unnamed"),
        ("Rabbis PROPN _ _", "unnamed"),
        ("Aides PROPN _ _", "unnamed official"),
        ("a DET det 2 | security NOUN compound 2 | source NOUN _ _", "unnamed official"),
        ("civil ADJ amod 2 | defence NOUN compound 2 | workers NOUN _ _", "unnamed"),
        ("the DET det 2 | civil ADJ amod 2 | defence NOUN _ _", "organisation"),
        ("the DET det 1 | inquiry NOUN _ _", "organisation"),
        ("polling NOUN compound 1 | data NOUN _ _", "organisation"),
        ("six NUM _ _", "unnamed"),
        ("Some PRON _ _", "unnamed"),
        ("Another DET _ _", "unnamed"),
        ("It PRON _ _", "unknown"),
    ],
)
def test_a_phrase_without_an_actor_is_judged_by_its_words(read: Read, subject: str, sourcing: str) -> None:
    _, [quote] = read(said(subject))
    assert (quote.actor_id, quote.sourcing) == (None, sourcing)


def test_the_party_itself_is_an_organisation(read: Read) -> None:
    _, [quote] = read(said("The DET det 1 | Republicans PROPN _ _ B-NORP"))
    assert (quote.actor_id, quote.sourcing) == ("republican-party", "organisation")


def test_a_family_is_none_of_its_members(read: Read) -> None:
    _, [quote] = read(said("The DET det 1 | Trumps PROPN _ _ B-PERSON"))
    assert quote.actor_id is None


def test_a_pronoun_rests_on_the_word_of_the_source_before(read: Read) -> None:
    source = said("a DET det 1 | diplomat NOUN _ _")
    _, [_, quote] = read(source, INDIRECT.format(subject="He PRON nsubj 1", opening="", closing=""))
    assert (quote.speaker, quote.sourcing) == ("He", "unnamed official")
    _, [_, quote] = read(source, INDIRECT.format(subject="They PRON nsubj 1", opening="", closing=""))
    assert (quote.speaker, quote.sourcing) == ("They", "unknown"), "one diplomat"
