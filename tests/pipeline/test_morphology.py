import pytest
from spacy.language import Language
from spacy.tokens import Doc

from dashboard.pipeline.annotate import load_model
from dashboard.pipeline.morphology import REPLACED, Morphology

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
