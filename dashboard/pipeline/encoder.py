"""Encoder: a small transformer that says of each token whether it is in a name, and in reported speech.

It is MiniLM-L6 (384 wide), fine-tuned by `tools/train_encoder.py` and `tools/train_speech.py`, and kept in int8. All
words go through its first layer. Then it forks: three layers read on for words that may be in a name, with what the
first layer made of the rest as their context; two others for the words of sentences that may report what somebody said.
The last layer of each is computed for the first piece of each word alone. What it reads of a word stands in
`dashboard.pipeline.windows`.

Limits: people, organisations and places only, none inside another. Text is read in windows of whole sentences of at
most WINDOW word pieces, so the work grows with the length of a text and with nothing else. Each window is read alone:
what is found in it does not depend on other windows or documents.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup, Token

from dashboard.errors import WeightsError
from dashboard.pipeline.speech import MARKS, RELATIONS, SPEECH, Speech, unread
from dashboard.pipeline.windows import (
    CASINGS,
    DEPENDENCIES,
    DEPTHS,
    ENTITY_TAGS,
    PARTS_OF_SPEECH,
    WINDOW,
    WordPieces,
    cut_windows,
)

FILE = Path(__file__).with_name("encoder.onnx")

ENCODER = "encoder"  # the name of the spaCy component
NAMES = "names"  # the group of spans of a Doc in which it writes the names

LABELS = ("PER", "ORG", "LOC")
TAGS = ("O", *(f"{part}-{label}" for label in LABELS for part in "BI"))

# What the file must have been trained on.
FEATURES = {
    "casings": CASINGS,
    "entities": ENTITY_TAGS,
    "parts": PARTS_OF_SPEECH,
    "depths": DEPTHS,
    "dependencies": DEPENDENCIES,
    "tags": TAGS,
    "marks": MARKS,
    "relations": RELATIONS,
    "window": [WINDOW],
    "read": ["may_name", "may_speak"],
}
# The names of what it is given: the rows of a window, and which of its columns each branch reads.
INPUTS = ("pieces", "casings", "entities", "parts", "depths", "dependencies")
CHOSEN = ("deep", "deep_heads", "shallow", "spoken", "spoken_heads")


@dataclass(frozen=True, slots=True)
class Name:
    """Tokens [start, end) of a Doc, and the probability that they name a PER, ORG or LOC, as `label` says."""

    start: int
    end: int
    label: str
    probability: float


def read_notes(file: Path) -> dict[str, str]:
    """What a trained file says of itself: `features`, `vocabulary`, `calibration`, `cues` and `distances`, in JSON."""
    notes: dict[str, str] = _open(file).get_modelmeta().custom_metadata_map
    return notes


def _open(file: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])


class Encoder:
    """The trained file, opened for one thread. Raises WeightsError where it is absent or reads other features."""

    def __init__(self, file: Path = FILE) -> None:
        remedy = "run: python -m tools.train_encoder --write, then python -m tools.train_speech --write"
        if not file.is_file():
            raise WeightsError(f"{file} is absent; {remedy}")
        self._session = _open(file)
        notes = self._session.get_modelmeta().custom_metadata_map
        learned = json.loads(notes["features"])
        other = [name for name, values in FEATURES.items() if learned.get(name) != list(values)]
        if {each.name for each in self._session.get_inputs()} != {*INPUTS, *CHOSEN}:
            other.append("inputs")
        if other:
            raise WeightsError(f"{file} was trained on other {', '.join(other)} than Dateline reads now; {remedy}")
        self.pieces = WordPieces(json.loads(notes["vocabulary"]))
        self.cues = frozenset(json.loads(notes["cues"]))
        self._calibration: dict[str, tuple[float, float]] = json.loads(notes["calibration"])
        self._distances = np.array(json.loads(notes["distances"]), dtype=np.float32)

    def read(self, doc: Doc) -> tuple[NDArray[np.float32], Speech]:
        """For each token the probability of each of TAGS, of shape (tokens, tags), and what it is in reported speech.

        What may not be in a name is O; what may not be in speech is unread.
        """
        tags = np.zeros((len(doc), len(TAGS)), dtype=np.float32)
        tags[:, 0] = 1.0
        speech = unread(len(doc), self._distances)
        for number, window in enumerate(cut_windows(doc, self.pieces, self.cues)):
            inputs = dict(zip(INPUTS, window.rows[:, None], strict=True))
            inputs["deep"], inputs["deep_heads"] = window.names.columns, window.names.heads
            inputs["shallow"] = np.setdiff1d(np.arange(window.rows.shape[1]), window.names.columns, assume_unique=True)
            inputs["spoken"], inputs["spoken_heads"] = window.speech.columns, window.speech.heads
            found, marks, cues, others = self._session.run(["tags", "marks", "cues", "others"], inputs)
            tags[window.names.tokens] = found[0]
            speech.add(number, window.speech.tokens, marks[0], cues[0], others[0])
        return tags, speech

    def find_names(self, doc: Doc, tags: NDArray[np.float32]) -> list[Name]:
        """The names that the tags tell of, in text order, none overlapping; white space within a name belongs to it.

        Those below a probability of a half are more often wrong than right, and leaving them out costs no F1.
        """
        solid = np.array([token.i for token in doc if not token.is_space], dtype=np.int64)
        breaks = np.array([doc[i].is_sent_start is True for i in solid.tolist()], dtype=bool)
        found = []
        for first, last, label, mean in read_tags(tags[solid], breaks):
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
    stops = np.append(np.flatnonzero(starts | ~inside), len(inside))
    begun = np.flatnonzero(starts)
    for start, end in zip(begun.tolist(), stops[np.searchsorted(stops, begun, side="right")].tolist(), strict=True):
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
def encode(doc: Doc) -> Doc:
    """The same doc with what the encoder found.

    `doc.spans[NAMES]` holds the names, its attribute `probabilities` how likely each is one; `doc.user_data[SPEECH]` a
    Speech. As a component it comes after the tagger, the parser, the lemmas and `ner`, whose opinions it reads.
    """
    encoder = load_encoder()
    tags, doc.user_data[SPEECH] = encoder.read(doc)
    names = encoder.find_names(doc, tags)
    spans = [Span(doc, name.start, name.end, name.label) for name in names]
    doc.spans[NAMES] = SpanGroup(
        doc, name=NAMES, spans=spans, attrs={"probabilities": [name.probability for name in names]}
    )
    return doc
