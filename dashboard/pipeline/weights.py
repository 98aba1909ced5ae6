"""Weights: what was learned of each feature. A file that was learned for other features is refused.

A feature is a function: its name is its key in the file, and the first line of its docstring is its label, the words
that a reader is shown. A file holds one weight for each feature and no other.
"""

import inspect
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dashboard.errors import WeightsError

# What a feature looks at is for each model to say; what comes back is its value for one candidate.
type Feature = Callable[..., float]


def label(feature: Feature) -> str:
    """The first line of the feature's docstring; its name under `python -OO`, which drops docstrings."""
    return (inspect.getdoc(feature) or feature.__name__).split("\n")[0]


def order_weights(
    learned: Mapping[str, float], features: Sequence[Feature], path: Path, command: str
) -> NDArray[np.float64]:
    """The learned weights in the order of the features. Raises WeightsError as `check_names` does."""
    names = [feature.__name__ for feature in features]
    check_names(learned, names, path, command)
    return np.array([learned[name] for name in names])


def check_names(learned: Collection[str], names: Collection[str], path: Path, command: str) -> None:
    """Raises WeightsError where the names in a file are not these; `path` is the file, `command` learns it again."""
    differences = {
        "without a weight": [name for name in names if name not in learned],
        "unknown": [name for name in learned if name not in names],
    }
    if any(differences.values()):
        said = "; ".join(f"{what}: {', '.join(each)}" for what, each in differences.items() if each)
        raise WeightsError(f"{path} was learned for other features ({said}); learn it again: {command}")


def name_weights(features: Sequence[Feature], weights: NDArray[np.float64]) -> dict[str, float]:
    """Each feature's weight by its name, as a file holds it: to three digits."""
    return {feature.__name__: round(weight, 3) for feature, weight in zip(features, weights.tolist(), strict=True)}
