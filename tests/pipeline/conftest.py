"""Docs built by hand: a sentence a list of rows, so that a test says what the parser and the model saw."""

from collections.abc import Callable

import pytest
import spacy
from spacy.tokens import Doc, Span, SpanGroup

from dashboard import settings
from dashboard.pipeline.actors import KnownActors, load_known
from dashboard.pipeline.encoder import NAMES, load_encoder
from dashboard.pipeline.entities.names import FOLDED
from dashboard.pipeline.gazetteer import Gazetteer, open_gazetteer
from dashboard.pipeline.speech import SPEECH


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


@pytest.fixture(scope="session")
def known() -> KnownActors:
    return load_known(settings.ACTORS_FILE)


@pytest.fixture(scope="session")
def build_doc() -> Callable[..., Doc]:
    """A Doc from sentences of lines `word POS dep head [entity tag]`; no space follows a word that ends in `_`.

    `NOUN/NNS` gives a word another fine tag than most of its kind have.
    The encoder has found the same people, organisations and places as the model; what it says of speech is its own.
    """
    vocab = spacy.blank("en").vocab

    def build(*sentences: str) -> Doc:
        rows: list[list[str]] = []
        heads: list[int] = []
        for sentence in sentences:
            lines = [line.split() for line in sentence.strip().splitlines()]
            heads += [len(rows) + int(line[3]) for line in lines]
            rows += lines
        words = [row[0].removesuffix("_").replace("␤", "\n\n") for row in rows]
        doc = Doc(
            vocab,
            words,
            spaces=[not row[0].endswith("_") for row in rows],
            tags=[_tag(row[1], row[2]) for row in rows],
            pos=[row[1].partition("/")[0] for row in rows],
            deps=[row[2] for row in rows],
            heads=heads,
            ents=[row[4] if len(row) > 4 else "O" for row in rows],
            lemmas=[LEMMAS.get(word.lower(), word.lower()) for word in words],
        )
        names = [Span(doc, span.start, span.end, FOLDED[span.label_]) for span in doc.ents if span.label_ in FOLDED]
        doc.spans[NAMES] = SpanGroup(doc, name=NAMES, spans=names, attrs={"probabilities": [0.95] * len(names)})
        _, doc.user_data[SPEECH] = load_encoder().read(doc)
        return doc

    return build


def _tag(pos: str, dep: str) -> str:
    kind, _, tag = pos.partition("/")
    return "POS" if dep == "case" else tag or TAGS.get(kind, kind)  # POS: the possessive


# The fine tag of most words of a kind.
TAGS = {"VERB": "VBD", "AUX": "VBD", "NOUN": "NN", "PROPN": "NNP", "PRON": "PRP", "ADP": "IN", "SCONJ": "IN",
        "DET": "DT", "ADJ": "JJ", "ADV": "RB", "CCONJ": "CC", "NUM": "CD"}  # fmt: skip

LEMMAS = {
    "citing": "cite", "chanted": "chant", "captured": "capture", "retook": "retake",
    "said": "say", "told": "tell", "denied": "deny", "says": "say", "warned": "warn", "brokered": "broker",
    "according": "accord", "announced": "announce", "reported": "report", "added": "add", "asked": "ask",
    "claimed": "claim", "vowed": "vow", "accused": "accuse", "urged": "urge", "believes": "believe", "has": "have",
    "demanded": "demand", "workers": "worker", "witnesses": "witness", "newspapers": "newspaper", "saying": "say",
    "quoted": "quote", "left": "leave", "entered": "enter", "heading": "head",
    "sent": "send",
    "allowed": "allow", "is": "be", "was": "be", "sources": "source", "officials": "official", "rebels": "rebel",
}  # fmt: skip
