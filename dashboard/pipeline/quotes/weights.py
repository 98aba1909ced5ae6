"""Weights: what was learned of each feature, by `tools/train_quotes.py`.

The file groups features by kind, a feature a line, so that it can be read (`gunzip -c weights.json.gz`):
`"lemma": {"say|VERB": 1.2}` is the feature `lemma=say|VERB`. Packed it has a fifth of its size. Last it says for which
version of the features it was learned; for another it is refused.
"""

import gzip
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dashboard.errors import WeightsError
from dashboard.pipeline.weights import check_names

WEIGHTS = Path(__file__).with_name("weights.json.gz")
TRAIN = "python -m tools.train_quotes --write"
PARTS = ("cues", "contents", "speakers", "continuations", "confidence")
# The version of the features, which are too many to be listed by name. Raise it whenever a function that makes features
# makes others, and learn again; a test pins those of a few sentences and says when.
FEATURES = 2


class Scorer:
    """Adds up the weights of features; one that was never learned weighs nothing."""

    def __init__(self, weights: dict[str, float]) -> None:
        self._get = weights.get

    def score(self, features: Iterable[str]) -> float:
        """The sum of the weights."""
        return sum(filter(None, map(self._get, features)))


@dataclass(frozen=True, slots=True)
class Weights:
    """One scorer for each choice that is made of a quotation, and one for how likely they are right together."""

    cues: Scorer
    contents: Scorer
    speakers: Scorer
    continuations: Scorer
    confidence: Scorer


@cache
def load_weights(path: Path = WEIGHTS) -> Weights:
    """The weights of the file. Raises WeightsError where they were learned for other parts or features than these."""
    learned = json.loads(gzip.decompress(path.read_bytes()))
    version = learned.pop("features", None)
    if version != FEATURES:
        said = f"version {version} of the features, these are version {FEATURES}"
        raise WeightsError(f"{path} was learned for {said}; learn it again: {TRAIN}")
    check_names(learned, PARTS, path, TRAIN)
    return Weights(**{part: Scorer(ungroup(learned[part])) for part in PARTS})


def pack(learned: dict[str, dict[str, float]]) -> bytes:
    """The file for the weights of each part; the same weights give the same bytes, whenever it is."""
    parts = {part: group(weights) for part, weights in learned.items()}
    text = json.dumps({**parts, "features": FEATURES}, indent=0, ensure_ascii=False)
    return gzip.compress(f"{text}\n".encode(), mtime=0)


def group(weights: dict[str, float]) -> dict[str, dict[str, float]]:
    """By kind of feature, as the file has them."""
    kinds: dict[str, dict[str, float]] = {}
    for feature, weight in sorted(weights.items()):
        kind, _, value = feature.partition("=")
        kinds.setdefault(kind, {})[value] = weight
    return kinds


def ungroup(kinds: dict[str, dict[str, float]]) -> dict[str, float]:
    """By whole feature: the reverse of `group`."""
    return {f"{kind}={value}": weight for kind, values in kinds.items() for value, weight in values.items()}
