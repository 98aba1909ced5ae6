"""Ranking: which of the places that bear a name the article means.

Each candidate's score is the sum of its features, weighted; the highest wins. The weights are learned from annotated
articles (`tools/train_locations.py`) and stand in `weights.json`, to be read. The names of an article decide about one
another, so they are weighed in rounds: first each alone, then beside what the others came to.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dashboard import settings
from dashboard.pipeline.gazetteer import Gazetteer, Place
from dashboard.pipeline.locations.features import FEATURES, Group, contextual, group_names

WEIGHTS = Path(__file__).with_name("weights.json")

# Rounds of weighing; after three hardly a name changes its place, and a few would go back and forth for ever.
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name was weighed against; `share` is its probability among all of its name's."""

    place: Place
    evidence: tuple[tuple[str, float], ...]
    share: float

    @property
    def score(self) -> float:
        """The sum of the evidence; no unit, comparable within one mention only."""
        return sum(value for _, value in self.evidence)


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the features when a name stands alone, and when the others are known."""

    alone: NDArray[np.float64]
    together: NDArray[np.float64]


@cache
def load_weights() -> Weights:
    """The learned weights, in the order of FEATURES."""
    learned = json.loads(WEIGHTS.read_text("utf-8"))
    return Weights(*(np.array([learned[kind][name] for name in FEATURES]) for kind in ("alone", "together")))


def rank(text: str, spans: Sequence[tuple[int, int]], gazetteer: Gazetteer) -> list[tuple[Candidate, ...]]:
    """The best candidates of each span, best first, `settings.CANDIDATES_KEPT` at most; the text is one article."""
    groups = group_names(text, spans, gazetteer)
    ranked: list[tuple[Candidate, ...]] = [()] * len(spans)
    if not groups:
        return ranked
    weights = load_weights()
    _, features = choose(groups, weights)
    for group, rows in zip(groups, features, strict=True):
        candidates = _candidates(group, rows, weights.together)
        for number in group.mentions:
            ranked[number] = candidates
    return ranked


def choose(groups: Sequence[Group], weights: Weights) -> tuple[list[int], list[NDArray[np.float64]]]:
    """The number of each group's winner, and the features by which it won."""
    chosen = [int(np.argmax(group.static @ weights.alone)) for group in groups]
    for _ in range(1 + ROUNDS):
        features, before = contextual(groups, chosen), chosen
        chosen = [int(np.argmax(rows @ weights.together)) for rows in features]
        if chosen == before:
            break
    return chosen, features


def _candidates(group: Group, rows: NDArray[np.float64], weights: NDArray[np.float64]) -> tuple[Candidate, ...]:
    parts = rows * weights
    scores = parts.sum(axis=1)
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    best = np.argsort(-scores, kind="stable")[: settings.CANDIDATES_KEPT]
    return tuple(
        Candidate(
            group.places[number],
            tuple(
                (name, round(value, 3))
                for name, value in zip(FEATURES, parts[number].tolist(), strict=True)
                if abs(value) >= 0.0005
            ),
            float(shares[number]),
        )
        for number in best
    )
