"""Train the encoder to read speech, from annotated articles, and write its file beside the module that uses it.

    python -m tools.train_speech --torch PYTHON            trains on half of the articles
    python -m tools.train_speech --torch PYTHON --write    then on all, and writes dashboard/pipeline/encoder.onnx

PYTHON is as `tools/train_encoder.py` tells; that is run first, with --write: it keeps the network that reads names,
which this one goes on from and leaves as it is. Learned from PolNeAR train. A first network learns from half of the
articles and is kept in the cache folder: what it makes of the others is what `tools/train_quotes.py` learns from, since
a network is too sure of what it has learned from. The second goes on from it with all articles, and the third from the
second; the file has the mean of these two. Together they take two hours of two cores. The first network of the
installed file had two rounds of four epochs, not one of eight. Run it again when what the encoder reads of a word
changes, and `tools/train_quotes.py` after it.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from dashboard import settings
from dashboard.pipeline import encoder
from dashboard.pipeline.encoder import FEATURES, read_notes
from dashboard.pipeline.quotes.grammar import read_grammar
from dashboard.pipeline.speech import MARKS, RELATIONS
from dashboard.pipeline.windows import WINDOW, WordPieces, read_sentences
from tools.polnear import TRAIN, Example, make_example, read_docs
from tools.train_encoder import NAMES_NETWORK, find_base, make_shape

NETWORK = Path(__file__).with_name("encoder_speech.py")

# The network that learned from half of the articles, and which half that is.
HALF = settings.cache_folder() / "encoder-half.onnx"
LEARNED_HALF = slice(0, None, 2)

# What is not as in `Plan`: of the network that goes on with all articles, and of the one that goes on from that. The
# mean of both is better on PolNeAR dev and GUM than either (F 67.5, 65.9; the one 67.0, 64.2, the other 68.1, 63.5).
MORE = {"epochs": 5.0}
AGAIN = {"epochs": 8.0, "head_rate": 7e-4, "warm": 0.05, "seed": 7}

# A word is known as one that may be a cue if it was one so often, and in so many of its uses. So one cue of PolNeAR dev
# in 100 stands in a sentence that is not read; of the words of five sets of news 91 to 97 % are read.
CUES, CUE_SHARE = 2, 0.02


def find_cues(examples: Sequence[Example]) -> list[str]:
    """The words that may be cues, by lemma and part of speech: "say|VERB"."""
    seen: Counter[str] = Counter()
    cues: Counter[str] = Counter()
    for example in examples:
        words = [f"{lemma}|{pos}" for lemma, pos in zip(example.g.lemmas, example.g.pos, strict=True)]
        seen.update(words)
        cues.update(words[i] for i in example.cues)
    return sorted(word for word, count in cues.items() if count >= CUES and count >= CUE_SHARE * seen[word])


def write_articles(file: Path, articles: Sequence[tuple[Doc, Example]], pieces: WordPieces) -> None:
    """What `tools/encoder_speech.py` reads: see `Articles` there."""
    rows: list[NDArray[np.int64]] = []
    heads: list[int] = []
    marks: list[NDArray[np.bool_]] = []
    pairs: list[tuple[int, int, int]] = []
    cues: list[int] = []
    piece_bounds, word_bounds, numbers = [0], [0], []
    for number, (doc, example) in enumerate(articles):
        first = len(heads)
        tokens: list[int] = []
        for sentence_rows, sentence_tokens, sentence_heads in read_sentences(doc, pieces):
            heads += [piece_bounds[-1] + head for head in sentence_heads]
            tokens += sentence_tokens
            rows.append(sentence_rows)
            piece_bounds.append(piece_bounds[-1] + sentence_rows.shape[1])
            word_bounds.append(len(heads))
            numbers.append(number)
        places = {token: first + n for n, token in enumerate(tokens)}
        own = np.zeros((len(tokens), len(MARKS)), dtype=bool)
        for cue, token, what in _relations(example):
            if cue not in places or token not in places:
                continue
            if what == "cue":
                cues.append(places[cue])
            else:
                pairs.append((places[cue], places[token], RELATIONS.index(what)))
            own[places[token] - first, MARKS.index(what)] = True
        marks.append(own)
    np.savez(
        file,
        rows=np.concatenate(rows, axis=1).astype(np.int32),
        heads=np.array(heads),
        marks=np.concatenate(marks),
        pieces=np.array(piece_bounds),
        words=np.array(word_bounds),
        articles=np.array(numbers),
        cues=np.array(sorted(cues)),
        pairs=np.array(sorted(pairs)),
    )


def _relations(example: Example) -> Iterator[tuple[int, int, str]]:
    """Each cue with each token that is something to it, and what; itself first, as "cue"."""
    for cue, attributions in example.cues.items():
        yield cue, cue, "cue"
        for parts, source in attributions:
            for start, end in parts:
                yield cue, start, "start"
                yield cue, end - 1, "end"
                yield from ((cue, i, "content") for i in range(start, end))
            if source is not None:
                yield from ((cue, i, "source") for i in range(*source))


def main() -> None:
    """Train, and with --write keep what was trained."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--torch", type=Path, default=Path(sys.executable), help="a Python that has PyTorch")
    parser.add_argument("--write", action="store_true", help="also train on everything and keep that")
    arguments = parser.parse_args()
    if not NAMES_NETWORK.is_file():
        sys.exit(f"{NAMES_NETWORK} is absent; run: python -m tools.train_encoder --write")
    articles = [(doc, make_example(record, read_grammar(doc))) for record, doc in read_docs(TRAIN)]
    names = read_notes(encoder.FILE)
    vocabulary = json.loads(names["vocabulary"])
    notes = {
        "features": json.dumps({name: list(values) for name, values in FEATURES.items()}),
        "calibration": names["calibration"],
        "cues": json.dumps(find_cues([example for _, example in articles])),
    }
    shape = json.dumps(make_shape(find_base(arguments.torch)))
    plan = {"mask": vocabulary.index("[MASK]"), "window": WINDOW, "notes": notes}
    with tempfile.TemporaryDirectory() as folder:
        first, second, third = (Path(folder, name) for name in ("half", "all", "again"))
        rounds: tuple[tuple[Path, Sequence[tuple[Doc, Example]], dict[str, float]], ...] = (
            (first, articles[LEARNED_HALF], {}), (second, articles, MORE), (third, articles, AGAIN),
        )  # fmt: skip
        for own, part, more in rounds:
            own.mkdir()
            (own / "shape.json").write_text(shape, "utf-8")
            (own / "plan.json").write_text(json.dumps({**plan, **more}), "utf-8")
            (own / "vocabulary.json").write_text(json.dumps(vocabulary), "utf-8")
            write_articles(own / "articles.npz", part, WordPieces(vocabulary))
        # Not -I, as the network is imported from beside it.
        command = [arguments.torch, "-E", "-s", NETWORK]
        subprocess.run([*command, first, "--names", NAMES_NETWORK], check=True)
        shutil.copy(first / "encoder.onnx", HALF)
        if arguments.write:
            for own, begun, options in ((second, first, ()), (third, second, ("--average",))):
                before = ("--from", begun / "network.pt", *options)
                subprocess.run([*command, own, "--names", NAMES_NETWORK, *before], check=True)
            shutil.copy(third / "encoder.onnx", encoder.FILE)
            print(f"{encoder.FILE}: {encoder.FILE.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
