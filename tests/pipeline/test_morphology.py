import pytest
from spacy.language import Language
from spacy.lookups import Lookups
from spacy.tokens import Doc

from dashboard.pipeline.annotate import load_model
from dashboard.pipeline.morphology import KNOWN_WORDS, REPLACED, Morphology, hasten_lemmas

TEXTS = (
    "Rebels said they had taken Homs. “It was us,” he told the army's leaders, but nobody has seen it.",
    "There is no bread in the towns that were shelled; there are five bakeries left, and what they do is sell flour.",
    "There is bread. Is it theirs? You and I have done what did that.",
)


@pytest.fixture(scope="module")
def model() -> Language:
    return load_model()


def _describe(doc: Doc) -> list[tuple[str, str, str, str, int]]:
    return [(token.pos_, str(token.morph), token.lemma_, token.dep_, token.head.i) for token in doc]


@pytest.mark.model
@pytest.mark.parametrize("text", TEXTS)
def test_each_token_gets_what_the_models_own_components_give(model: Language, text: str) -> None:
    names = ("tok2vec", "tagger", "parser")
    expected, found = model.make_doc(text), model.make_doc(text)
    for name in names:
        expected, found = model.get_pipe(name)(expected), model.get_pipe(name)(found)
    components = [model.get_pipe(name) for name in REPLACED]
    for component in components:
        expected = component(expected)
    morphology = Morphology(components)
    assert _describe(morphology(found)) == _describe(expected)
    assert _describe(morphology(found)) == _describe(expected)  # from memory


@pytest.mark.model
def test_a_text_without_words_is_left_as_it_is(model: Language) -> None:
    morphology = Morphology([model.get_pipe(name) for name in REPLACED])
    assert len(morphology(model.make_doc(""))) == 0


def test_known_words_of_a_lemmatizer_become_sets() -> None:
    lookups = Lookups()
    lookups.add_table(KNOWN_WORDS, {"noun": ["town", "bread"], "verb": ["say"]})
    hasten_lemmas(lookups)
    table = lookups.get_table(KNOWN_WORDS)
    assert (table["noun"], table["verb"]) == ({"town", "bread"}, {"say"})


def test_a_lemmatizer_without_known_words_stays_as_it_is() -> None:
    hasten_lemmas(lookups := Lookups())
    assert lookups.tables == []
