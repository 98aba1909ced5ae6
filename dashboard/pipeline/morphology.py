"""Morphology: parts of speech, features and lemmas of words, as spaCy's own components give them, but remembered.

The model's attribute ruler and lemmatizer look at each token anew, though what they say depends on hardly more than the
word, its tag and its dependency. Here each such case is given to them once: the first 61 articles take three fifths of
their time, articles whose cases are all known a tenth; 6 of 59,769 tokens differed. Limits: of their patterns of two
tokens only the one for the verb behind an expletive ("there is") is kept, not those for slang such as "gonna" and for
"let's".
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.lookups import Lookups
from spacy.pipeline import Lemmatizer
from spacy.tokens import Doc

MORPHOLOGY = "morphology"  # the name of the spaCy component
ANSWERED: list[int | str] = ["POS", "MORPH", "LEMMA"]
REPLACED = ("attribute_ruler", "lemmatizer")  # the components that it asks
KNOWN_WORDS = "lemma_index"  # the lemmatizer's table of words by part of speech
# Cases that are remembered; a large corpus has about so many. When there are more, all are forgotten.
MOST_REMEMBERED = 1_000_000

type Case = tuple[int, int, int, bool]  # word, tag, dependency, and whether an expletive stands before it

EXPLETIVE = ("there", "EX", "expl")
SEPARATOR = (".", ".", "punct")


class Morphology:
    """A spaCy component; `components` are the ones that it asks, in their order."""

    def __init__(self, components: list[Callable[[Doc], Doc]]) -> None:
        self._components = components
        self._known: dict[Case, NDArray[Any]] = {}

    def __call__(self, doc: Doc) -> Doc:
        """The same doc with parts of speech, morphology and lemmas."""
        cases = _find_cases(doc)
        if len(self._known) > MOST_REMEMBERED:
            self._known.clear()
        new = [case for case in dict.fromkeys(cases) if case not in self._known]
        self._known.update(zip(new, self._ask(doc, new), strict=True))
        answers: Any = np.array([self._known[case] for case in cases], dtype=np.uint64)
        return doc.from_array(ANSWERED, answers)

    def _ask(self, doc: Doc, cases: list[Case]) -> NDArray[Any]:
        """What the components say of each case, a row each: they are given a Doc in which each is apart from others."""
        strings = doc.vocab.strings
        rows: list[tuple[str, str, str]] = []
        for word, tag, dependency, is_behind_expletive in cases:
            rows.append(EXPLETIVE if is_behind_expletive else SEPARATOR)
            rows.append((strings[word], strings[tag], strings[dependency]))
        words, tags, dependencies = (list(column) for column in zip(*rows, strict=True)) if rows else ([], [], [])
        asked = Doc(doc.vocab, words=words, tags=tags, deps=dependencies, heads=list(range(len(rows))))
        for component in self._components:
            asked = component(asked)
        return asked.to_array(ANSWERED)[1::2]


def _find_cases(doc: Doc) -> list[Case]:
    attributes = [tuple(row) for row in doc.to_array(["ORTH", "TAG", "DEP"]).tolist()]
    expletive = doc.vocab.strings["expl"]
    before = [False, *(dependency == expletive for _, _, dependency in attributes)]
    return [(*row, is_behind) for row, is_behind in zip(attributes, before, strict=False)]


def hasten_lemmas(lookups: Lookups) -> None:
    """Turn the words that a lemmatizer knows from lists into sets; a pipeline with these cannot be saved.

    It looks up each possible lemma among all nouns, verbs or adjectives; in a list that takes a tenth of a millisecond
    a word, most of the time of the lemmatizer.
    """
    if lookups.has_table(KNOWN_WORDS):
        table = lookups.get_table(KNOWN_WORDS)
        for part_of_speech, words in table.items():
            table[part_of_speech] = frozenset(words)


@Language.factory(MORPHOLOGY)
def make_morphology(nlp: Language, name: str) -> Morphology:
    """The component for a pipeline that has the ones it replaces."""
    components: list[Any] = [nlp.get_pipe(each) for each in REPLACED]
    for component in components:
        if isinstance(component, Lemmatizer):
            hasten_lemmas(component.lookups)
    return Morphology(components)
