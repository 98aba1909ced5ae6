"""Ranking: which of the places that bear a name the article means.

A candidate's score is the weighted sum of its features; the highest wins. The weights are learned from annotated
articles (`tools/train_locations.py`). The toponyms of an article decide about one another, so they are resolved in
rounds: first each alone, then in the context of what the others were taken for.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import batched
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dashboard import settings
from dashboard.pipeline.gazetteer import Gazetteer, Place
from dashboard.pipeline.locations.context import find_contexts, find_support
from dashboard.pipeline.locations.features import ALONE, FEATURES, IN_CONTEXT
from dashboard.pipeline.locations.toponyms import Toponym, find_toponyms
from dashboard.pipeline.weights import label, order_weights

WEIGHTS = Path(__file__).with_name("weights.json")
TRAIN = "python -m tools.train_locations --write"

# The most rounds in context; a few articles would alternate between two answers for ever. Held out (see `toponyms`), 8
# place no more mentions than 4, 2 a tenth of a point fewer, 1 four tenths. When it changes, learn the weights again.
ROUNDS = 4

# Log-odds. Evidence is rounded to three decimals; what would round to 0 is left out.
LEAST_CONTRIBUTION = 0.0005

# Toponyms of a text that decide about one another, in the order in which they are named. What they do takes time and
# memory that grow with the square of their number; of 600 articles of news the longest names 48 places.
TOGETHER = 200

LABELS = tuple(map(label, FEATURES))

type Rows = NDArray[np.float64]  # a row a candidate, a column a feature


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may stand for, and how probable it is among all candidates of the name, 0 to 1.

    `evidence` is what each feature added to the score, in log-odds, by the feature's label.
    """

    place: Place
    evidence: tuple[tuple[str, float], ...]
    probability: float

    @property
    def score(self) -> float:
        """The sum of the evidence; comparable within one mention only."""
        return sum(value for _, value in self.evidence)


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of ALONE, for a toponym by itself, and those of FEATURES, for one in its context."""

    alone: NDArray[np.float64]
    together: NDArray[np.float64]


@cache
def load_weights(path: Path = WEIGHTS) -> Weights:
    """The learned weights. Raises WeightsError if they were learned for other features."""
    learned = json.loads(path.read_text("utf-8"))
    return Weights(
        order_weights(learned["alone"], ALONE, path, TRAIN), order_weights(learned["together"], FEATURES, path, TRAIN)
    )


class ToponymFeatures:
    """The features of every candidate of an article's toponyms."""

    def __init__(self, toponyms: Sequence[Toponym]) -> None:
        self.toponyms = toponyms
        self.alone = [
            np.array([[feature(place, toponym) for feature in ALONE] for place in toponym.candidates], dtype=float)
            for toponym in toponyms
        ]
        self._supports = find_support(toponyms)

    def together(self, chosen: Sequence[int]) -> list[Rows]:
        """The values of FEATURES for each toponym; `chosen` are the numbers of the candidates that are chosen now."""
        contexts = find_contexts(self.toponyms, self._supports, chosen)
        return [
            np.hstack((alone, [[feature(place, context) for feature in IN_CONTEXT] for place in toponym.candidates]))
            for alone, toponym, context in zip(self.alone, self.toponyms, contexts, strict=True)
        ]


def rank(text: str, spans: Sequence[tuple[int, int]], gazetteer: Gazetteer) -> list[tuple[Candidate, ...]]:
    """The best candidates of each span, best first, `settings.CANDIDATES_KEPT` at most; the text is one article."""
    toponyms = find_toponyms(text, spans, gazetteer)
    ranked: list[tuple[Candidate, ...]] = [()] * len(spans)
    weights = load_weights()
    for some in batched(toponyms, TOGETHER):
        _, rows = choose(ToponymFeatures(some), weights)
        for toponym, each in zip(some, rows, strict=True):
            candidates = _candidates(toponym, each, weights.together)
            for number in toponym.mentions:
                ranked[number] = candidates
    return ranked


def choose(features: ToponymFeatures, weights: Weights) -> tuple[list[int], list[Rows]]:
    """The number of each toponym's winner, and the values of FEATURES of all its candidates in the last round."""
    chosen = [int(np.argmax(rows @ weights.alone)) for rows in features.alone]
    for _ in range(ROUNDS):
        together, before = features.together(chosen), chosen
        chosen = [int(np.argmax(rows @ weights.together)) for rows in together]
        if chosen == before:
            break
    return chosen, together


def _candidates(toponym: Toponym, rows: Rows, weights: NDArray[np.float64]) -> tuple[Candidate, ...]:
    contributions = rows * weights
    scores = contributions.sum(axis=1)
    probabilities = np.exp(scores - scores.max())
    probabilities /= probabilities.sum()
    best = np.argsort(-scores, kind="stable")[: settings.CANDIDATES_KEPT]
    return tuple(
        Candidate(toponym.candidates[number], _evidence(contributions[number]), float(probabilities[number]))
        for number in best
    )


def _evidence(contributions: NDArray[np.float64]) -> tuple[tuple[str, float], ...]:
    return tuple(
        (name, round(value, 3))
        for name, value in zip(LABELS, contributions.tolist(), strict=True)
        if abs(value) >= LEAST_CONTRIBUTION
    )
