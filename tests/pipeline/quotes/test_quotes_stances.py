from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from dashboard.pipeline.quotes.grammar import read_grammar
from dashboard.pipeline.quotes.stances import STANCE_OF, find_stance
from dashboard.tables.contract import STANCES

Build = Callable[..., Doc]

# "He …", in rows as `build_doc` reads them; the cue is word 1.
SENTENCES = {
    "said VERB ROOT 1": "says",
    "denied VERB ROOT 1": "denies",
    "claimed VERB ROOT 1": "claims",
    "warned VERB ROOT 1": "warns",
    "urged VERB ROOT 1": "demands",
    "vowed VERB ROOT 1": "promises",
    "accused VERB ROOT 1": "accuses",
    "asked VERB ROOT 1 | whether SCONJ mark 4 | they PRON nsubj 4 | left VERB ccomp 1": "asks",
    "asked VERB ROOT 1 | them PRON nsubj 4 | to PART aux 4 | leave VERB xcomp 1": "demands",
    "asked VERB ROOT 1 | for ADP prep 1 | help NOUN pobj 2": "demands",
    "call VERB ROOT 1 | for ADP prep 1 | calm NOUN pobj 2": "demands",
    "call VERB ROOT 1 | it PRON nsubj 4 | a DET det 4 | lie NOUN oprd 1": "says",
    "insist VERB ROOT 1 | they PRON nsubj 3 | left VERB ccomp 1": "claims",
    "insist VERB ROOT 1 | on ADP prep 1 | answers NOUN pobj 2": "demands",
    "rule VERB ROOT 1 | out ADP prt 1 | talks NOUN dobj 1": "denies",
    "denied VERB ROOT 1 | not PART neg 1": "says",
    "vowed VERB ROOT 1 | not PART neg 1": "says",
    "deny VERB xcomp 3 | it PRON dobj 1 | refuse VERB ROOT 3": "says",
}


@pytest.mark.parametrize(("rows", "stance"), SENTENCES.items())
def test_a_stance_is_that_of_the_cue_and_of_what_it_governs(build_doc: Build, rows: str, stance: str) -> None:
    g = read_grammar(build_doc("\n".join(["He PRON nsubj 1", *rows.split(" | ")])))
    assert find_stance(g, 1) == stance


def test_every_stance_of_the_contract_has_its_words_and_its_sentence() -> None:
    assert set(STANCE_OF.values()) == set(STANCES) - {"says"}
    assert set(SENTENCES.values()) == set(STANCES)
