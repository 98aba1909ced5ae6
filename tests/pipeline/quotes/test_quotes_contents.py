from collections.abc import Callable

from spacy.tokens import Doc

from dashboard.pipeline.quotes.contents import MOST, MOST_EDGES, find_sides
from dashboard.pipeline.quotes.grammar import read_grammar

Build = Callable[..., Doc]


def candidates(doc: Doc, cue: int) -> set[str]:
    g = read_grammar(doc)
    return {" ".join(g.words[start:end]) for side in find_sides(g, cue) for start, end in side.spans}


def test_a_candidate_has_the_quotation_beside_its_cue_whole_or_not_at_all(build_doc: Build) -> None:
    found = candidates(
        build_doc("""
        Lavrov PROPN nsubj 1
        said VERB ROOT 1
        “_ PUNCT punct 4
        We PRON nsubj 4
        won_ VERB ccomp 1
        , PUNCT punct 4
        they PRON nsubj 7
        lost_ VERB conj 4
        ” PUNCT punct 4
    """),
        1,
    )
    assert found == {"lavrov", "we won , they lost"}


def test_that_begins_a_candidate_wherever_the_parser_hung_its_clause(build_doc: Build) -> None:
    found = candidates(
        build_doc("""
        Lavrov PROPN nsubj 1
        told VERB ROOT 1
        AFP PROPN dobj 1
        in ADP prep 1
        a DET det 5
        statement NOUN pobj 3
        that SCONJ mark 8
        they PRON nsubj 8
        won VERB acl 5
    """),
        1,
    )
    assert "that they won" in found


def test_a_cue_has_a_bounded_number_of_candidates_in_any_sentence(build_doc: Build) -> None:
    clauses = 160
    rows = []
    for said in range(1, 7 * clauses, 7):
        above = f"ROOT {said}" if said == 1 else f"conj {said - 7}"
        rows += [
            f"he PRON nsubj {said}",
            f"said VERB {above}",
            f'"_ PUNCT punct {said + 3}',
            f"we PRON nsubj {said + 3}",
            f"go_ VERB ccomp {said}",
            f'" PUNCT punct {said + 3}',
            f"and CCONJ cc {said}",
        ]
    g = read_grammar(build_doc("\n".join(rows)))
    for said in range(1, 7 * clauses, 7):
        for side in find_sides(g, said):
            assert len(side.shares) <= MOST_EDGES**2
            assert len(side.spans) <= MOST
