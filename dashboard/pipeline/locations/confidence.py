"""Confidence: the probability that a pin is right, that is, that the name is a toponym here and means this place.

Limits: it is learned from names that annotators of news took for toponyms (`tools/train_confidence.py`), so it is as
strict as they were. Demonyms ("Turkish") are not judged, because they are never drawn.
"""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from statistics import fmean

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from dashboard.pipeline.entities import Mention
from dashboard.pipeline.locations.pins import FEATURES, Pin, find_pins
from dashboard.pipeline.locations.ranking import Candidate
from dashboard.pipeline.weights import order_weights

WEIGHTS = Path(__file__).with_name("confidence.json")
TRAIN = "python -m tools.train_confidence --write"


def judge(
    doc: Doc, mentions: Sequence[Mention], ranked: Sequence[tuple[Candidate, ...]], senses: Sequence[str | None]
) -> list[float | None]:
    """The confidence of each mention's first candidate, 0 to 1; None where there is none to judge.

    All mentions of a name that have the same place get the mean of their confidences: all of them are drawn, or none.
    """
    pins = find_pins(doc, mentions, ranked, senses)
    judged = [pin for pin in pins if pin is not None]
    log_odds = tabulate(judged) @ load_weights()
    by_name: dict[tuple[str, str, str], list[float]] = {}
    for pin, alone in zip(judged, (1 / (1 + np.exp(-log_odds))).tolist(), strict=True):
        by_name.setdefault(name_of(pin), []).append(alone)
    means = {name: round(fmean(each), 3) for name, each in by_name.items()}
    return [None if pin is None else means[name_of(pin)] for pin in pins]


def tabulate(pins: Sequence[Pin]) -> NDArray[np.float64]:
    """The features of pins: a row a pin, a column for each of FEATURES."""
    rows = [[feature(pin) for feature in FEATURES] for pin in pins]
    return np.array(rows, dtype=float).reshape(-1, len(FEATURES))


def name_of(pin: Pin) -> tuple[str, str, str]:
    """What the pins that share a confidence have in common: name, place, and the kind of name that it is part of."""
    return pin.key, pin.place.location_id, pin.mention.within


@cache
def load_weights(path: Path = WEIGHTS) -> NDArray[np.float64]:
    """The learned weights, in the order of FEATURES. Raises WeightsError if they were learned for other features."""
    return order_weights(json.loads(path.read_text("utf-8")), FEATURES, path, TRAIN)
