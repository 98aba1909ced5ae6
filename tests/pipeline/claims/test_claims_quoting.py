"""Quoting: the innermost quotation is the one that says it, and what somebody told is not the word of the outlet."""

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from dashboard.pipeline.annotate import annotate
from dashboard.pipeline.claims import Claim
from dashboard.pipeline.claims.quoting import Quotations, is_told
from dashboard.pipeline.quotes import Quote
from dashboard.pipeline.quotes.grammar import read_grammar

TOLD = """
Two NUM nummod 1
died VERB ROOT 7
as SCONJ mark 4
it PRON nsubj 4
burnt VERB advcl 1
the DET det 6
clinic NOUN nsubj 7
said VERB/VBD ROOT 7
. PUNCT punct 7
"""


def test_the_shortest_quotation_that_holds_it_is_found() -> None:
    outer, inner = Quote(((0, 900),), 0, "indirect"), Quote(((100, 150), (300, 420)), 0, "direct")
    quotations = Quotations([outer, inner])
    assert quotations.find(20) is outer
    assert quotations.find(120) is quotations.find(410) is inner
    assert quotations.find(200) is outer, "between the parts"
    assert quotations.find(900) is None
    assert quotations.find(950, 120) is inner, "the second character, where the first is in none"


@pytest.mark.parametrize(
    ("dep", "verb", "told"),
    [
        ("ccomp", "said VERB/VBD ROOT 7", True),
        ("ccomp", "wept VERB/VBD ROOT 7", False),
        ("advcl", "said VERB/VBD ROOT 7", False),
    ],
)
def test_the_content_of_a_verb_of_saying_is_told(
    build_doc: Callable[..., Doc], dep: str, verb: str, told: bool
) -> None:
    rows = TOLD.replace("died VERB ROOT 7", f"died VERB {dep} 7").replace("said VERB/VBD ROOT 7", verb)
    g = read_grammar(build_doc(rows))
    cues = (g.starts[7],)
    assert is_told(g, 1, cues) == is_told(g, 4, cues) == told
    assert is_told(g, 1, ()) == verb.startswith("said"), "a cue of which no quotation was found"


def test_what_is_so_according_to_somebody_is_told(build_doc: Callable[..., Doc]) -> None:
    rows = "Two NUM nsubj 1\ndied VERB ROOT 1\naccording VERB prep 1\nto ADP prep 2\nher PRON pobj 3\n"
    assert is_told(read_grammar(build_doc(rows)), 1, ())


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Air strikes kill 20 people in Homs: monitor", True),
        ("Monitor: air strikes kill 20 people in Homs", True),
        ("Air strikes kill 20 people in Homs - state media", True),
        ("Air strikes kill 20 people in Homs: monitor\n\n", True),
        ("Air strikes kill 20 people in Homs monitor", True),
        ("Air strikes kill 20 people in an attack on the monitor", False),
        ("Air strikes killed 20 people in Homs, he told reporters on Friday.", True),
        ("The army is looking into reports that air strikes killed 20 people in Homs.", True),
        ("The mayor charges that air strikes killed 20 people in Homs.", True),
        ("The mayor accused the army of having killed 20 people in Homs.", True),
        ("The clinic counted 20 people killed in Homs.", True),
        ("The clinic put the number of people killed in Homs at 20.", True),
        ("The group admitted having killed 20 people in Homs.", True),
        ("The fact that air strikes killed 20 people in Homs has not changed its mind.", False),
        ("The minister wept after air strikes killed 20 people in Homs.", False),
        ("Air strikes killed 20 people in the rebel-held city of Homs.", False),
        ("The army has confirmed that shells killed 20 people in Homs.", True),
        ("Gunmen claimed responsibility for a blast that killed 20 people in Homs.", False),
    ],
)
def test_what_a_source_told_is_not_on_the_word_of_the_outlet(text: str, told: bool) -> None:
    g = read_grammar(next(iter(annotate([text]))))
    word = next(i for i, each in enumerate(g.words) if each in ("kill", "killed"))
    assert is_told(g, word, ()) == told


@pytest.mark.model
def test_what_claims_a_life_is_not_who_says_so(read_text: Callable[[str], list[Claim]]) -> None:
    (claim,) = read_text("A two-car accident here late Friday claimed the life of a student.")
    assert claim.quote is None
