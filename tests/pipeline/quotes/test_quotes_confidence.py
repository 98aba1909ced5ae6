from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from dashboard.pipeline.quotes.confidence import find_confidence
from dashboard.pipeline.quotes.drafts import Draft
from dashboard.pipeline.quotes.grammar import Grammar, read_grammar
from dashboard.pipeline.quotes.weights import load_weights
from dashboard.pipeline.speech import unread

SAID = """
Lavrov PROPN nsubj 1 B-PERSON
said VERB ROOT 1
it PRON nsubj 3
was VERB ccomp 1
over ADV advmod 3
"""


@pytest.fixture
def g(build_doc: Callable[..., Doc]) -> Grammar:
    return read_grammar(build_doc(SAID))


def test_confidence_grows_with_the_shares_that_the_quotation_was_chosen_by(g: Grammar) -> None:
    scorer = load_weights().confidence
    shares = [(0.5, 0.5), (0.7, 0.9), (0.9, 0.99), (0.99, 0.99)]
    sure = [find_confidence(g, Draft([(2, 5)], 1, 0, share, speaker, "cue"), scorer) for share, speaker in shares]
    assert sure == sorted(sure)
    assert 0.85 < sure[-1] < 1
    g.speech = unread(len(g.words))
    assert 0 < find_confidence(g, Draft([(2, 5)], 1, 0, 0.5, 0.5, "cue"), scorer) < 0.5, "the encoder sees no speech"


def test_what_nobody_is_found_for_is_not_sure(g: Grammar) -> None:
    nobody = Draft([(2, 5)], None, None, 0.7, 1.0, "free")
    assert find_confidence(g, nobody, load_weights().confidence) < 0.3


def test_a_share_of_none_or_all_raises_nothing(g: Grammar) -> None:
    scorer = load_weights().confidence
    for share in (0.0, 1.0):
        assert 0 < find_confidence(g, Draft([(2, 5)], 1, 0, share, share, "cue"), scorer) < 1
