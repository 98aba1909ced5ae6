"""Docs built by hand: a sentence a list of rows, so that a test says what the parser and the model saw."""

from collections.abc import Callable

import pytest
import spacy
from spacy.tokens import Doc

from dashboard import settings
from dashboard.pipeline.actors import KnownActors, load_known
from dashboard.pipeline.gazetteer import Gazetteer, open_gazetteer


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


@pytest.fixture(scope="session")
def known() -> KnownActors:
    return load_known(settings.ACTORS_FILE)


@pytest.fixture(scope="session")
def build_doc() -> Callable[..., Doc]:
    """A Doc from sentences of lines `word POS dep head [entity tag]`; no space follows a word that ends in `_`."""
    vocab = spacy.blank("en").vocab

    def build(*sentences: str) -> Doc:
        words, spaces, pos, deps, heads, ents, lemmas = [], [], [], [], [], [], []
        for sentence in sentences:
            offset = len(words)
            for line in sentence.strip().splitlines():
                word, tag, dep, head, *entity = line.split()
                spaces.append(not word.endswith("_"))
                words.append(word.removesuffix("_").replace("␤", "\n\n"))
                pos.append(tag)
                deps.append(dep)
                heads.append(offset + int(head))
                ents.append(entity[0] if entity else "O")
                lemmas.append(LEMMAS.get(words[-1].lower(), words[-1].lower()))
        tags = ["POS" if dep == "case" else tag for dep, tag in zip(deps, pos, strict=True)]  # the possessive
        return Doc(vocab, words, spaces, tags=tags, pos=pos, deps=deps, heads=heads, ents=ents, lemmas=lemmas)

    return build


LEMMAS = {
    "said": "say", "told": "tell", "denied": "deny", "says": "say", "warned": "warn", "brokered": "broker",
    "allowed": "allow", "is": "be", "was": "be", "sources": "source", "officials": "official", "rebels": "rebel",
}  # fmt: skip
