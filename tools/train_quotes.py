"""Learn the weights by which quotes and their speakers are found, from annotated articles.

    python -m tools.train_quotes            prints the learning curve and the reliability of confidence on PolNeAR dev
    python -m tools.train_quotes --write    also writes dashboard/pipeline/quotes/weights.json.gz

Learned from the half of PolNeAR train that the half-trained encoder (`tools/train_speech.py`) has not learned from, and
measured on PolNeAR dev; neither is shipped. Four choices are learned: whether a word is a
cue, which stretch of text on a side of it is its content, who of its sentence is the speaker, and whether a quotation
without a cue is speech. The first and the last are logistic regressions, the others conditional logits: the probability
of a candidate is the softmax of its weighted features, "none" being one of them. What these probabilities are worth
together is learned last, by a logistic regression on quotations of articles that the choices were not learned from:
those of each half of the articles, found by the weights of the other half. Words are kept only as single lemmas and as
word forms of closed classes.
"""

import argparse
import random
import sys
import time
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from dashboard.pipeline.encoder import Encoder, load_encoder
from dashboard.pipeline.quotes.attributions import (
    SAME,
    WORD_FROM,
    content_features,
    find_attributions,
    none_features,
    overlap,
    without_doubles,
)  # fmt: skip
from dashboard.pipeline.quotes.confidence import confidence_features, find_confidence
from dashboard.pipeline.quotes.contents import Span, find_sides
from dashboard.pipeline.quotes.continuations import continuation_features, find_continuations, find_free
from dashboard.pipeline.quotes.cues import cue_features, may_cue
from dashboard.pipeline.quotes.drafts import Draft, draft_quotes
from dashboard.pipeline.quotes.grammar import Grammar
from dashboard.pipeline.quotes.speakers import find_heads, find_phrase, nobody_features, speaker_features
from dashboard.pipeline.quotes.weights import PARTS, WEIGHTS, Scorer, Weights, pack
from dashboard.pipeline.speech import CUE
from tools.polnear import DEV, TRAIN, Example, read_examples
from tools.train_speech import HALF, LEARNED_HALF

# Strength of the penalty on the squares of weights, by choice. F1 of parts on PolNeAR dev, and with their speaker: 67.5
# and 64.5 with 4, 2 and 1 for cues, contents and speakers; 67.7 and 64.9 with 5 for contents; 67.8 and 65.1 with these.
PENALTIES = {"cues": 8.0, "contents": 5.0, "speakers": 2.0, "continuations": 4.0, "confidence": 1.0}
# How often a feature must be seen.
SEEN = 3
STEPS = 100
# Probability from which a word is learned from as a cue; lower than what is asked of one later.
LEARNED_FROM = 0.05
# Features that weigh less are left out, and the others are learned again without them. Before the encoder read speech,
# an eighth of those of contents had the F1 of all (66.8, 66.7) with a penalty of 10; from 0.1 it fell to 66.4.
SMALLEST = 0.05
# A candidate that shares this much with a content that none matches is the one to learn.
NEAR = 0.5
# Candidates within this much of the best are as right as it.
EVEN = 0.02

Floats = NDArray[np.float64]


@dataclass(slots=True)
class Features:
    """Rows of features on their way to a sparse matrix; the vocabulary grows until it is closed."""

    vocabulary: dict[str, int] = field(default_factory=dict)
    is_open: bool = True
    indices: array[int] = field(default_factory=lambda: array("i"))
    ends: array[int] = field(default_factory=lambda: array("q", [0]))

    def add(self, features: Iterable[str]) -> None:
        """Append one row."""
        known = self.vocabulary
        if self.is_open:
            self.indices.extend(known.setdefault(feature, len(known)) for feature in features)
        else:
            self.indices.extend(known[feature] for feature in features if feature in known)
        self.ends.append(len(self.indices))

    def matrix(self) -> csr_matrix:
        """The rows so far."""
        indices, ends = np.frombuffer(self.indices, np.int32), np.frombuffer(self.ends, np.int64)
        shape = (len(ends) - 1, len(self.vocabulary))
        return csr_matrix((np.ones(len(indices), np.float32), indices, ends), shape=shape)


def fit_cues(rows: csr_matrix, is_cue: Floats, penalty: float) -> Floats:
    """The weights of a logistic regression."""
    columns = rows.T.tocsr()

    def loss(weights: Floats) -> tuple[float, Floats]:
        odds = rows @ weights
        error = 1 / (1 + np.exp(-odds)) - is_cue
        value = (np.logaddexp(0, odds) - is_cue * odds).sum() + penalty / 2 * weights @ weights
        return float(value), columns @ error + penalty * weights

    return _minimum(loss, rows.shape[1])


def fit_choices(rows: csr_matrix, sizes: Sequence[int], is_right: NDArray[np.bool_], penalty: float) -> Floats:
    """The weights that make the right candidates of each choice most probable; `sizes` says how many rows it has."""
    begins = np.cumsum([0, *sizes])[:-1]
    choice = np.repeat(np.arange(len(sizes)), sizes)
    right, columns = is_right.astype(float), rows.T.tocsr()

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = rows @ weights
        likely = np.exp(scores - np.maximum.reduceat(scores, begins)[choice])
        every, good = np.add.reduceat(likely, begins), np.add.reduceat(likely * right, begins)
        slope = likely * right / good[choice] - likely / every[choice]
        return float(np.log(every / good).sum() + penalty / 2 * weights @ weights), penalty * weights - columns @ slope

    return _minimum(loss, rows.shape[1])


def _minimum(loss: Callable[[Floats], tuple[float, Floats]], size: int) -> Floats:
    found: Floats = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x
    return found


def _named(features: Features, fit: Callable[[csr_matrix], Floats]) -> dict[str, float]:
    """Weight of each feature that was seen often enough and weighs enough."""
    rows = features.matrix()
    kept = np.flatnonzero(np.bincount(rows.indices, minlength=rows.shape[1]) >= SEEN)
    kept = kept[np.abs(fit(rows[:, kept].tocsr())) >= SMALLEST]
    weights = fit(rows[:, kept].tocsr())
    names = list(features.vocabulary)
    return {names[i]: round(float(w), 2) for i, w in zip(kept, weights, strict=True) if round(float(w), 2)}


def train_cues(examples: Sequence[Example]) -> dict[str, float]:
    """Weights of the features of cues."""
    features, is_cue = Features(), []
    for example in examples:
        for i in possible_cues(example.g):
            features.add(cue_features(example.g, i))
            is_cue.append(i in example.cues)
    return _named(features, lambda rows: fit_cues(rows, np.array(is_cue, dtype=float), PENALTIES["cues"]))


def possible_cues(g: Grammar) -> list[int]:
    """The words that are looked at as cues."""
    return [i for i in np.flatnonzero(g.speech.marks[:, CUE] >= WORD_FROM).tolist() if may_cue(g, i)]


def likely_cues(examples: Sequence[Example]) -> list[dict[int, float]]:
    """Probability of each likely cue by article, from weights that were learned on the other half of the articles."""
    likely: list[dict[int, float]] = [{} for _ in examples]
    for half in (0, 1):
        scorer = Scorer(train_cues(examples[1 - half :: 2]))
        for n in range(half, len(examples), 2):
            g = examples[n].g
            for i in possible_cues(g):
                probability = float(1 / (1 + np.exp(-scorer.score(cue_features(g, i)))))
                if probability >= LEARNED_FROM:
                    likely[n][i] = probability
    return likely


def train_contents(examples: Sequence[Example]) -> dict[str, float]:
    """Weights of the features of contents."""
    features, sizes, is_right = Features(), [], []
    for example, likely in zip(examples, likely_cues(examples), strict=True):
        g = example.g
        for cue, probability in likely.items():
            own = cue_features(g, cue)
            written = [part for parts, _ in example.cues.get(cue, ()) for part in parts]
            for side in find_sides(g, cue):
                gold = [part for part in written if (part[0] > cue) == (side.side == "R")]
                shared = [max((overlap(g, span, part) for part in gold), default=0.0) for span in side.spans]
                best = max(shared)
                if gold and best < NEAR:
                    continue
                features.add(none_features(side, own, probability))
                for row in content_features(g, side):
                    features.add(row)
                sizes.append(1 + len(shared))
                is_right += [not gold, *(bool(gold) and each >= best - EVEN for each in shared)]
    return _named(features, lambda rows: fit_choices(rows, sizes, np.array(is_right), PENALTIES["contents"]))


def train_speakers(examples: Sequence[Example]) -> dict[str, float]:
    """Weights of the features of speakers."""
    features, sizes, is_right = Features(), [], []
    for example in examples:
        g = example.g
        for cue, attributions in example.cues.items():
            contents, speaker = attributions[0]
            heads = find_heads(g, cue)
            right = [speaker is not None and speaker[0] <= i < speaker[1] for i in heads]
            if speaker is not None and not any(right):
                continue
            features.add(nobody_features(g, cue, heads))
            for head, way in heads.items():
                features.add(speaker_features(g, cue, contents, head, way))
            if speaker is not None:
                # Of several words of the name that which the others hang on.
                right = [ok and not _hangs_in(g, i, speaker, heads) for ok, i in zip(right, heads, strict=True)]
            sizes.append(1 + len(right))
            is_right += [speaker is None, *right]
    return _named(features, lambda rows: fit_choices(rows, sizes, np.array(is_right), PENALTIES["speakers"]))


def _hangs_in(g: Grammar, i: int, span: Span, heads: Mapping[int, str]) -> bool:
    """Whether the word hangs on another one of the span that could be chosen."""
    return g.heads[i] != i and span[0] <= g.heads[i] < span[1] and g.heads[i] in heads


def train_continuations(examples: Sequence[Example]) -> dict[str, float]:
    """Weights of the features of free quotations: those that no cue of their own sentence attributes."""
    features, is_speech = Features(), []
    for example in examples:
        g = example.g
        written = [(cue, part) for cue, each in example.cues.items() for parts, _ in each for part in parts]
        near = [(cue, part) for cue, part in written if g.begins[cue] < part[1] and part[0] < g.ends[cue]]
        for span, before in find_free(g, near):
            features.add(continuation_features(g, span, before))
            is_speech.append(any(overlap(g, span, part) >= SAME for _, part in written))
    return _named(features, lambda rows: fit_cues(rows, np.array(is_speech, dtype=float), PENALTIES["continuations"]))


def train_confidence(examples: Sequence[Example]) -> dict[str, float]:
    """Weights of the features of confidence."""
    features, is_correct = Features(), []
    for half in (0, 1):
        weights = as_weights(train_choices(examples[1 - half :: 2]))
        for example in examples[half::2]:
            for draft in find_drafts(example.g, weights):
                features.add(confidence_features(example.g, draft))
                is_correct.append(is_right(example, draft))
    return _named(features, lambda rows: fit_cues(rows, np.array(is_correct, dtype=float), PENALTIES["confidence"]))


def find_drafts(g: Grammar, weights: Weights) -> list[Draft]:
    """The quotations of an article, but that nothing is known of who is an outlet."""
    attributions = without_doubles(g, find_attributions(g, weights))
    return draft_quotes(g, attributions, find_continuations(g, attributions, weights))


def is_right(example: Example, draft: Draft) -> bool:
    """Whether every part of a quotation was annotated, and as said by somebody of that name, or by nobody if so."""
    written = [(part, speaker) for each in example.cues.values() for parts, speaker in each for part in parts]
    found = [max(written, key=lambda each: overlap(example.g, span, each[0]), default=None) for span in draft.spans]
    if any(
        each is None or overlap(example.g, span, each[0]) < SAME for span, each in zip(draft.spans, found, strict=True)
    ):
        return False
    speakers = [each[1] for each in found if each is not None]
    if draft.speaker is None:
        return speakers[0] is None
    names = _name(example.g, find_phrase(example.g, draft.speaker))
    return all(speaker is not None and names & _name(example.g, speaker) for speaker in speakers)


def _name(g: Grammar, span: Span) -> set[str]:
    """The words of a name that say who it is."""
    return {g.words[i] for i in range(*span) if g.pos[i] not in ("DET", "ADP", "CCONJ", "PART", "PUNCT", "SPACE")}


def measure_confidence(examples: Sequence[Example], weights: Weights) -> str:
    """A line for each tenth of confidence: how many quotations have it, what it says, how many of them are right."""
    said, true = [], []
    for example in examples:
        for draft in find_drafts(example.g, weights):
            said.append(find_confidence(example.g, draft, weights.confidence))
            true.append(is_right(example, draft))
    sure, right = np.array(said), np.array(true, dtype=float)
    tenth = np.minimum((sure * 10).astype(int), 9)
    rows = [(np.sum(tenth == n), sure[tenth == n].mean(), right[tenth == n].mean()) for n in sorted(set(tenth))]
    error = sum(count * abs(mine - true) for count, mine, true in rows) / len(sure)
    lines = [f"  {count:5d} quotations: said {mine:.2f}, right {true:.2f}" for count, mine, true in rows]
    return "\n".join([*lines, f"  expected calibration error {error:.3f}"])


def as_weights(learned: Mapping[str, Mapping[str, float]]) -> Weights:
    """What was learned, as it is used; a choice that was not learned has no weights."""
    return Weights(**{part: Scorer(dict(learned.get(part, {}))) for part in PARTS})


def train(examples: Sequence[Example]) -> dict[str, dict[str, float]]:
    """All weights, by the choice they are for."""
    return {**train_choices(examples), "confidence": train_confidence(examples)}


def train_choices(examples: Sequence[Example]) -> dict[str, dict[str, float]]:
    """The weights of the choices, by the choice they are for."""
    learned = {}
    for part, learn in (("cues", train_cues), ("contents", train_contents), ("speakers", train_speakers),
                        ("continuations", train_continuations)):  # fmt: skip
        began = time.monotonic()
        learned[part] = learn(examples)
        print(
            f"  {part}: {len(learned[part]):,} weights, {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True
        )
    return learned


def measure(examples: Sequence[Example], weights: Weights) -> dict[str, float]:
    """Precision, recall and F1 of parts, in percent, as the scorer has them but by tokens."""
    hits = said = written = spoken = 0
    for example in examples:
        g = example.g
        gold = [(part, speaker) for each in example.cues.values() for parts, speaker in each for part in parts]
        mine = [(span, draft.speaker) for draft in find_drafts(g, weights) for span in draft.spans]
        pairs = sorted(
            ((overlap(g, a[0], b[0]), i, j) for i, a in enumerate(mine) for j, b in enumerate(gold)), reverse=True
        )
        used: set[int] = set()
        taken: set[int] = set()
        for share, i, j in pairs:
            if share >= SAME and i not in used and j not in taken:
                used.add(i)
                taken.add(j)
                speaker, head = gold[j][1], mine[i][1]
                spoken += head is None if speaker is None else head is not None and speaker[0] <= head < speaker[1]
        hits, said, written = hits + len(used), said + len(mine), written + len(gold)
    return {"precision": 100 * hits / said, "recall": 100 * hits / written, "f1": 200 * hits / (said + written),
            "speaker_right": 100 * spoken / hits, "joint_f1": 200 * spoken / (said + written)}  # fmt: skip


def main() -> None:
    """Print what is learned, and write it with --write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the weights")
    parser.add_argument("--share", type=float, nargs="*", default=[0.125, 0.25, 0.5, 1.0], help="of the articles")
    flags = parser.parse_args()
    unseen = slice(1 - LEARNED_HALF.start, None, 2)
    examples, held = read_examples(TRAIN, Encoder(HALF), unseen), read_examples(DEV, load_encoder())
    random.Random(1).shuffle(examples)
    for share in flags.share:
        known = examples[: int(len(examples) * share)]
        learned = train_choices(known)
        figures = "  ".join(f"{name} {figure:.1f}" for name, figure in measure(held, as_weights(learned)).items())
        print(f"from {share:5.1%} of the articles: {figures}", flush=True)
    learned["confidence"] = train_confidence(known)
    print(measure_confidence(held, as_weights(learned)), flush=True)
    if flags.write:
        WEIGHTS.write_bytes(pack(learned))
        print(f"written: {WEIGHTS}", file=sys.stderr)


if __name__ == "__main__":
    main()
