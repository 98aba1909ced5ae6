"""Encoder: a small transformer that reads sentences and says of each token whether it names a person, body or place.

It is the first four layers of MiniLM-L6 (384 wide), fine-tuned by `tools/train_encoder.py` and kept in int8. All words
go through the first layer; the others read on only for words that may be in a name, with what the first layer made of
the rest as their context. Besides word pieces it reads how each word is spelled (casing) and what spaCy thinks of it:
its part of speech, and whether the model's own `ner` marked it. Where spaCy has no opinion it still works, less well.

Limits: people, organisations and places only, none inside another. Text is read in windows of whole sentences of at
most WINDOW word pieces, so the work grows with the length of a text and with nothing else. Each window is read alone:
what is found in it does not depend on other windows or documents.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup, Token

from dashboard.errors import WeightsError

FILE = Path(__file__).with_name("encoder.onnx")

ENCODER = "encoder"  # the name of the spaCy component
NAMES = "names"  # the group of spans of a Doc in which it writes what it found

# Word pieces of a window, its two end marks included: five to eight sentences. On news that was not learned from,
# sentences read one at a time lose half a point of F1; windows of 96 pieces lose none to a quarter.
WINDOW = 192

# Words between two that may be in a name which may be in it as well; two instead of three lose a word in 400 of those
# in names.
GAP = 3
# What spaCy's model marks that may be, or may be in, a name.
MARKED = frozenset("PERSON ORG GPE LOC FAC NORP EVENT PRODUCT WORK_OF_ART LAW".split())
FUNCTION_WORDS = frozenset("ADP AUX CCONJ DET PRON SCONJ".split())

# Word pieces and characters that are read of one word. Names have at most eight pieces; what is longer is an address.
WORD_PIECES, WORD_CHARACTERS = 12, 48

LABELS = ("PER", "ORG", "LOC")
TAGS = ("O", *(f"{part}-{label}" for label in LABELS for part in "BI"))

# What is read of each word. Where spaCy has no opinion stands "unknown", number 0.
CASINGS = ("none", "lower", "title", "upper", "mixed", "digit")
ENTITIES = ("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "other")
ENTITY_TAGS = ("unknown", "O", *(f"{part}-{label}" for label in ENTITIES for part in "BI"))
PARTS_OF_SPEECH = tuple(
    "unknown ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split()
)
FEATURES = {
    "casings": CASINGS,
    "entities": ENTITY_TAGS,
    "parts": PARTS_OF_SPEECH,
    "tags": TAGS,
    "window": [WINDOW],
    "depth": ["may_name"],
}

# Runs of letters and digits, or one other sign: how BERT cuts a word before it looks for pieces.
RUNS = re.compile(r"[^\W_]+|\S")


@dataclass(frozen=True, slots=True)
class Name:
    """Tokens [start, end) of a Doc, and the probability that they name a PER, ORG or LOC, as `label` says."""

    start: int
    end: int
    label: str
    probability: float


@dataclass(frozen=True, slots=True)
class Window:
    """Sentences of a Doc as the encoder reads them.

    `rows` has a column for each word piece: its number, casing, entity tag and part of speech. `deep` has the columns
    of the pieces that are read by all layers. `tokens` are the tokens that these belong to, by their number in the Doc,
    and `heads` has for each of them where in `deep` its first piece stands.
    """

    rows: NDArray[np.int64]
    deep: NDArray[np.int64]
    tokens: NDArray[np.int64]
    heads: NDArray[np.int64]


class WordPieces:
    """Cuts a word into pieces of a vocabulary, the longest first, in lower case and without accents, as BERT does."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._numbers = {piece: number for number, piece in enumerate(vocabulary)}
        self._longest = max(map(len, vocabulary))
        self.unknown, self.first, self.last = (self._numbers[mark] for mark in ("[UNK]", "[CLS]", "[SEP]"))
        self.read = lru_cache(maxsize=100_000)(self._read)

    def _read(self, word: str) -> tuple[tuple[int, ...], int]:
        """The numbers of its pieces, none for white space, and the number of its casing."""
        signs = unicodedata.normalize("NFD", word[:WORD_CHARACTERS].lower())
        bare = "".join(sign for sign in signs if unicodedata.category(sign) not in {"Mn", "Cc", "Cf"})
        numbers = [number for run in RUNS.findall(bare) for number in self._cut(run)]
        return tuple(numbers[:WORD_PIECES]), CASINGS.index(casing_of(word))

    def _cut(self, run: str) -> list[int]:
        numbers, start = [], 0
        while start < len(run):
            mark = "##" if start else ""
            ends = range(min(len(run), start + self._longest), start, -1)
            end = next((end for end in ends if mark + run[start:end] in self._numbers), None)
            if end is None:
                return [self.unknown]
            numbers.append(self._numbers[mark + run[start:end]])
            start = end
        return numbers


def casing_of(word: str) -> str:
    """One of CASINGS; "digit" for what holds any digit, "title" for a single capital."""
    if any(sign.isdigit() for sign in word):
        return "digit"
    if word.islower():
        return "lower"
    if word.isupper():
        return "upper" if len(word) > 1 else "title"
    if word[:1].isupper() and word[1:].islower():
        return "title"
    return "mixed" if any(sign.isalpha() for sign in word) else "none"


def may_name(doc: Doc) -> list[bool]:
    """For each token whether it may be in a name.

    That is where it has a capital, save function words that begin a sentence, where spaCy's model marked something
    that is no number or date, and for up to GAP words between two such in a sentence ("Bank of the West"). They are 13
    to 31 % of the words of four annotated sets of news, and 99 % and more of the words in names.
    """
    found = [_is_marked(token) for token in doc]
    last = None  # the last one that is marked in the sentence
    for i, token in enumerate(doc):
        if token.is_sent_start:
            last = None
        if found[i]:
            if last is not None and i - last <= GAP + 1:
                found[last:i] = [True] * (i - last)
            last = i
    return found


def _is_marked(token: Token) -> bool:
    if token.ent_type_:
        return token.ent_type_ in MARKED
    return any(map(str.isupper, token.text)) and not (token.pos_ in FUNCTION_WORDS and token.text.istitle())


def cut_windows(doc: Doc, pieces: WordPieces) -> Iterator[Window]:
    """The windows of a Doc in text order: as many whole sentences as fit; a longer sentence is cut between words.

    Sentences without a token that may be in a name are left out.
    """
    words = [pieces.read(token.text) for token in doc]
    opinions = _opinions(doc)
    deep = may_name(doc)
    held: list[int] = []  # tokens of the window
    length = 0  # in word pieces
    for part in _cut_sentences(doc, [len(numbers) for numbers, _ in words]):
        if not any(deep[i] for i in part):
            continue
        size = sum(len(words[i][0]) for i in part)
        if held and length + size > WINDOW - 2:
            yield _window(held, words, opinions, deep, pieces)
            held, length = [], 0
        held += part
        length += size
    if held:
        yield _window(held, words, opinions, deep, pieces)


def _cut_sentences(doc: Doc, lengths: Sequence[int]) -> Iterator[list[int]]:
    """The tokens of each sentence, in parts of at most a window; a Doc without sentences is one sentence."""
    sentences = doc.sents if doc.has_annotation("SENT_START") else [doc[:]]
    for sentence in sentences:
        part: list[int] = []
        length = 0
        for i in range(sentence.start, sentence.end):
            if length + lengths[i] > WINDOW - 2:
                yield part
                part, length = [], 0
            part.append(i)
            length += lengths[i]
        yield part


def _opinions(doc: Doc) -> list[tuple[int, int]]:
    """For each token the numbers of its entity tag and part of speech."""
    entities = [ENTITY_TAGS.index("O") if doc.has_annotation("ENT_IOB") else 0] * len(doc)
    for span in doc.ents:
        begin = ENTITY_TAGS.index(f"B-{span.label_ if span.label_ in ENTITIES else 'other'}")
        entities[span.start : span.end] = [begin, *[begin + 1] * (len(span) - 1)]
    numbers = {part: number for number, part in enumerate(PARTS_OF_SPEECH)}
    return [(entity, numbers.get(token.pos_, 0)) for entity, token in zip(entities, doc, strict=True)]


def _window(
    tokens: Sequence[int],
    words: Sequence[tuple[tuple[int, ...], int]],
    opinions: Sequence[tuple[int, int]],
    deep: Sequence[bool],
    pieces: WordPieces,
) -> Window:
    columns = [(pieces.first, 0, 0, 0)]
    own: list[int] = []  # columns of the pieces that are read by all layers
    kept, heads = [], []
    for i in tokens:
        numbers, casing = words[i]
        if deep[i] and numbers:  # nothing is read of white space
            kept.append(i)
            heads.append(len(own))
            own += range(len(columns), len(columns) + len(numbers))
        columns += [(number, casing, *opinions[i]) for number in numbers]
    columns.append((pieces.last, 0, 0, 0))
    return Window(
        np.array(columns, dtype=np.int64).T,
        np.array(own, dtype=np.int64),
        np.array(kept, dtype=np.int64),
        np.array(heads, dtype=np.int64),
    )


class Encoder:
    """The trained file, opened for one thread. Raises WeightsError where it is absent or reads other features."""

    def __init__(self, file: Path = FILE) -> None:
        remedy = "run: python -m tools.train_encoder --write"
        if not file.is_file():
            raise WeightsError(f"{file} is absent; {remedy}")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
        notes = self._session.get_modelmeta().custom_metadata_map
        learned = json.loads(notes["features"])
        other = [name for name, values in FEATURES.items() if learned.get(name) != list(values)]
        if other:
            raise WeightsError(f"{file} was trained on other {', '.join(other)} than Dateline reads now; {remedy}")
        self.pieces = WordPieces(json.loads(notes["vocabulary"]))
        self._calibration: dict[str, tuple[float, float]] = json.loads(notes["calibration"])

    def tag(self, doc: Doc) -> NDArray[np.float32]:
        """For each token the probability of each of TAGS, of shape (tokens, tags); what may not be in a name is O."""
        found = np.zeros((len(doc), len(TAGS)), dtype=np.float32)
        found[:, 0] = 1.0
        for window in cut_windows(doc, self.pieces):
            inputs = dict(zip(("pieces", "casings", "entities", "parts"), window.rows[:, None], strict=True))
            inputs["deep"] = window.deep
            inputs["shallow"] = np.setdiff1d(np.arange(window.rows.shape[1]), window.deep, assume_unique=True)
            (tags,) = self._session.run(["tags"], inputs)
            found[window.tokens] = tags[0, window.heads]
        return found

    def find_names(self, doc: Doc) -> list[Name]:
        """The names of the Doc in text order, none overlapping; white space within a name belongs to it.

        Those below a probability of a half are more often wrong than right, and leaving them out costs no F1.
        """
        solid = np.array([token.i for token in doc if not token.is_space], dtype=np.int64)
        breaks = np.array([doc[i].is_sent_start is True for i in solid.tolist()], dtype=bool)
        found = []
        for first, last, label, mean in read_tags(self.tag(doc)[solid], breaks):
            end = int(solid[last - 1]) + 1
            start = _skip_common(doc, int(solid[first]), end)
            if start < end:
                found.append(Name(start, end, label, self._calibrate(label, mean)))
        return found

    def _calibrate(self, label: str, mean: float) -> float:
        bias, slope = self._calibration[label]
        return float(1.0 / (1.0 + np.exp(-bias - slope * log_odds(mean))))


def _skip_common(doc: Doc, start: int, end: int) -> int:
    """Where the name begins: behind common words, which some sets count to it ("the", "western"); `end` if all are.

    Common words at the end stay: "Syrian government forces".
    """
    while start < end and _is_common(doc[start]):
        start += 1
    return start


def _is_common(token: Token) -> bool:
    marked = any(sign.isupper() or sign.isdigit() for sign in token.text)
    return not marked and token.pos_ not in {"", "PROPN"}


def read_tags(tags: NDArray[np.float32], breaks: NDArray[np.bool_]) -> Iterator[tuple[int, int, str, float]]:
    """Start, end, label and the label's mean probability of each name that the probabilities of TAGS tell of.

    A token is in a name where O has less than half. It begins a new one where the B tags together outweigh the I tags,
    and where `breaks` is true (the first token of a sentence). The label is the one of the highest mean over the name.
    """
    begins, goes_on = tags[:, 1::2], tags[:, 2::2]
    inside = tags[:, 0] < 0.5
    after = np.concatenate([[False], inside[:-1]])
    starts = inside & (~after | breaks | (begins.sum(axis=1) > goes_on.sum(axis=1)))
    for start in np.flatnonzero(starts).tolist():
        end = start + 1
        while end < len(inside) and inside[end] and not starts[end]:
            end += 1
        means = (begins + goes_on)[start:end].mean(axis=0)
        yield start, end, LABELS[int(means.argmax())], float(means.max())


def log_odds(probability: float) -> float:
    """The log-odds of a probability, which is kept from 0 and 1 by a ten-thousandth."""
    bounded = min(max(probability, 1e-4), 1 - 1e-4)
    return float(np.log(bounded / (1.0 - bounded)))


@cache
def load_encoder() -> Encoder:
    """The encoder that is installed with Dateline, opened once a process."""
    return Encoder()


@Language.component(ENCODER)
def write_names(doc: Doc) -> Doc:
    """The same doc; `doc.spans[NAMES]` holds the names, and its attribute `probabilities` how likely each is one.

    As a component it comes after the tagger, the parser and `ner`, whose opinions it reads.
    """
    names = load_encoder().find_names(doc)
    spans = [Span(doc, name.start, name.end, name.label) for name in names]
    doc.spans[NAMES] = SpanGroup(
        doc, name=NAMES, spans=spans, attrs={"probabilities": [name.probability for name in names]}
    )
    return doc
