"""What was learned is used for the features that it was learned for, and for no others."""

import inspect
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dashboard.errors import WeightsError
from dashboard.pipeline.locations import confidence, features, pins, ranking
from dashboard.pipeline.weights import Feature, label, name_weights, order_weights


def warmth(place: str) -> float:
    """It is warm there

    Degrees.
    """
    return 20.0


def rain(place: str) -> float:
    """It rains there"""
    return 0.5


TRAIN = "python -m tools.train_weather --write"


def test_weights_are_found_by_name_in_whatever_order_the_file_has_them() -> None:
    weights = order_weights({"rain": -1.0, "warmth": 2.0}, (warmth, rain), Path("weather.json"), TRAIN)
    assert weights.tolist() == [2.0, -1.0]
    assert name_weights((warmth, rain), weights * 1.00001) == {"warmth": 2.0, "rain": -1.0}


@pytest.mark.parametrize(
    ("learned", "said"),
    [
        ({"warmth": 2.0}, "without a weight: rain"),
        ({"warmth": 2.0, "rain": 1.0, "wind": 0.0}, "unknown: wind"),
        ({"warmth": 2.0, "drizzle": 1.0}, "without a weight: rain; unknown: drizzle"),
    ],
)
def test_weights_of_other_features_are_refused(learned: dict[str, float], said: str) -> None:
    with pytest.raises(WeightsError) as refused:
        order_weights(learned, (warmth, rain), Path("weather.json"), TRAIN)
    assert str(refused.value) == f"weather.json was learned for other features ({said}); learn it again: {TRAIN}"


def test_a_label_is_the_first_line_of_the_docstring() -> None:
    assert (label(warmth), label(rain)) == ("It is warm there", "It rains there")


MODELS = [
    (features, features.FEATURES, ("place", "toponym")),
    (features, features.FEATURES, ("place", "context")),
    (pins, pins.FEATURES, ("pin",)),
]


@pytest.mark.parametrize(("module", "listed", "parameters"), MODELS)
def test_every_feature_is_listed(module: ModuleType, listed: tuple[Feature, ...], parameters: tuple[str, ...]) -> None:
    functions = [each for each in vars(module).values() if inspect.isfunction(each)]
    written = {each for each in functions if tuple(inspect.signature(each).parameters) == parameters}
    assert written and written <= set(listed)


@pytest.mark.parametrize("listed", [features.FEATURES, pins.FEATURES])
def test_every_feature_has_words_of_its_own(listed: tuple[Feature, ...]) -> None:
    labels = [label(feature) for feature in listed]
    assert len(set(labels)) == len(labels)
    assert all(each[0].isupper() or each[0].isdigit() for each in labels)
    assert not any(each.endswith(".") for each in labels)


LOADED = [
    (ranking.WEIGHTS, ranking.load_weights, ("alone",), "population", "train_locations"),
    (ranking.WEIGHTS, ranking.load_weights, ("together",), "near_others", "train_locations"),
    (confidence.WEIGHTS, confidence.load_weights, (), "log_odds", "train_confidence"),
]


@pytest.mark.parametrize(("shipped", "load", "part", "feature", "trainer"), LOADED)
def test_the_shipped_weights_are_refused_when_a_feature_has_another_name(
    tmp_path: Path, shipped: Path, load: Callable[[Path], Any], part: tuple[str, ...], feature: str, trainer: str
) -> None:
    load(shipped)
    learned = json.loads(shipped.read_text("utf-8"))
    changed = learned
    for key in part:
        changed = changed[key]
    changed["phase_of_the_moon"] = changed.pop(feature)
    other = tmp_path / shipped.name
    other.write_text(json.dumps(learned), "utf-8")
    with pytest.raises(WeightsError) as refused:
        load(other)
    words = (str(other), f"without a weight: {feature}", "unknown: phase_of_the_moon", f"tools.{trainer} --write")
    assert all(each in str(refused.value) for each in words)
