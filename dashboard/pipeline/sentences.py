"""Sentences: those of the parser, the long ones cut.

A sentence is as long as the parser says, and it finds no end in text without full stops. What reads sentences takes a
time that grows with their square, so one of more than LONGEST tokens is parsed anew in pieces of that many. Limits:
what hangs together across two pieces is not seen.
"""

from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

SENTENCES = "sentences"  # the name of the spaCy component

# Tokens. Of 2,300 articles of news the longest sentence has about 150; lists of the dead and of votes have more.
LONGEST = 400


class Sentences:
    """A spaCy component behind the parser, which it asks again."""

    def __init__(self, nlp: Language) -> None:
        self._parser = nlp.get_pipe("parser")

    def __call__(self, doc: Doc) -> Doc:
        """The doc, none of its sentences longer than LONGEST tokens."""
        long = [sentence for sentence in doc.sents if len(sentence) > LONGEST]
        if not long:
            return doc
        begins = np.array([token.is_sent_start for token in doc])
        for sentence in long:
            begins[sentence.start : sentence.end : LONGEST] = True
        anew = Doc(
            doc.vocab,
            [token.text for token in doc],
            [bool(token.whitespace_) for token in doc],
            tags=[token.tag_ for token in doc],
            # None leaves it to the parser.
            sent_starts=[True if begin else None for begin in begins.tolist()],
            user_data=doc.user_data,
        )
        norms: Any = doc.to_array(["NORM"])
        anew.from_array(["NORM"], norms)
        anew.tensor = doc.tensor
        parsed: Doc = self._parser(anew)
        return parsed


@Language.factory(SENTENCES)
def make_sentences(nlp: Language, name: str) -> Sentences:
    """The component for a pipeline with a parser."""
    return Sentences(nlp)
