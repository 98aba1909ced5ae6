"""Learn when a pin may be trusted, from annotated articles, and write the weights beside the module that uses them.

    python -m tools.train_confidence            prints what a threshold costs and brings, and a reliability table
    python -m tools.train_confidence --write    also writes dashboard/pipeline/locations/confidence.json

A logistic regression over every pin that the pipeline would draw: it is right when it lies on a toponym that was
annotated and within 161 km of its point. A name that is used as a
demonym ("US soldiers") is judged only where it was annotated. Two estimates are held out: cross-validation by article,
over all sets together, and each set with the weights of the three others. Run it again when recognition or the ranker
has changed.
"""

import argparse
import json
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from geopy.distance import great_circle
from numpy.typing import NDArray
from scipy.optimize import minimize
from spacy.tokens import Doc

from dashboard import settings
from dashboard.pipeline.actors import KnownActors
from dashboard.pipeline.annotate import load_model
from dashboard.pipeline.entities import find_mentions
from dashboard.pipeline.gazetteer import Gazetteer
from dashboard.pipeline.locations import weigh
from dashboard.pipeline.locations.confidence import WEIGHTS, name_of, tabulate
from dashboard.pipeline.locations.pins import FEATURES, Pin, find_pins, intercept
from dashboard.pipeline.readings import open_knowledge
from dashboard.pipeline.weights import name_weights
from tools.floors import EVAL, PLACES
from tools.train_locations import FOLDS, RIGHT, SET_WEIGHTS

# Strength of the penalty on the squares of weights; 0.3 to 3 make no difference that is seen.
PENALTY = 1.0
# Confidences from which a pin may be drawn, to be compared; `settings.SURE_ENOUGH` is the one in use.
THRESHOLDS = (0.0, 0.25, 0.35, settings.SURE_ENOUGH, 0.55, 0.65)


@dataclass(frozen=True, slots=True)
class Example:
    """The pins of one article that are judged: features, which are right, and the name and place that each is of."""

    gold: str
    rows: NDArray[np.float64]
    right: NDArray[np.bool_]
    names: list[tuple[str, str, str]]
    toponyms: int


type Judged = tuple[Example, NDArray[np.float64]]  # an article and the confidence of each of its pins


def read_examples() -> list[Example]:
    """Every article of the sets of places, read by the pipeline as it stands."""
    gazetteer, known = open_knowledge(None, None)
    examples = []
    for gold in PLACES:
        records = [json.loads(line) for line in (EVAL / f"{gold}.jsonl").read_text("utf-8").split("\n") if line.strip()]
        docs = load_model().pipe((record["text"] for record in records), batch_size=settings.BATCH)
        examples += [_example(gold, doc, r["toponyms"], gazetteer, known) for doc, r in zip(docs, records, strict=True)]
    return examples


def _example(
    gold: str, doc: Doc, toponyms: Sequence[dict[str, float]], gazetteer: Gazetteer, known: KnownActors
) -> Example:
    mentions = find_mentions(doc, gazetteer, known)
    ranked, senses = weigh(doc, mentions, gazetteer)
    pins: list[Pin] = []
    right = []
    for pin in find_pins(doc, mentions, ranked, senses):
        if pin is None:
            continue
        here = [t for t in toponyms if t["start"] < pin.mention.end and pin.mention.start < t["end"]]
        points = [(t["lat"], t["lon"]) for t in here if t["lat"] is not None]
        # Annotated without a point: neither right nor wrong. Nor is a demonym that is not annotated: it is not drawn.
        if (here and not points) or (not here and pin.sense == "demonym"):
            continue
        place = pin.place.latitude, pin.place.longitude
        pins.append(pin)
        right.append(any(great_circle(point, place).km <= RIGHT for point in points))
    total = sum(t["lat"] is not None for t in toponyms)
    return Example(gold, tabulate(pins), np.array(right, dtype=bool), [name_of(pin) for pin in pins], total)


def train(examples: Sequence[Example]) -> NDArray[np.float64]:
    """The weights that make right pins probable and wrong ones improbable; the intercept has no penalty."""
    rows = np.vstack([e.rows for e in examples])
    right = np.concatenate([e.right for e in examples]).astype(float)
    importance = np.concatenate([np.full(len(e.right), SET_WEIGHTS.get(e.gold, 1.0)) for e in examples])
    penalties = np.array([0.0 if feature is intercept else PENALTY for feature in FEATURES])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        log_odds = rows @ weights
        value = importance @ (np.logaddexp(0, log_odds) - right * log_odds) + penalties @ weights**2
        slope = rows.T @ (importance * (1 / (1 + np.exp(-log_odds)) - right)) + 2 * penalties * weights
        return float(value), slope

    found: NDArray[np.float64] = minimize(loss, np.zeros(len(FEATURES)), jac=True, method="L-BFGS-B").x
    return found


def judge_example(example: Example, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """The confidence of each pin, as the pipeline has it: the mean over the mentions of one name and place."""
    alone = 1 / (1 + np.exp(-(example.rows @ weights)))
    means = {name: np.mean([c for c, n in zip(alone, example.names, strict=True) if n == name])
             for name in set(example.names)}  # fmt: skip
    return np.array([means[name] for name in example.names])


def split(examples: Sequence[Example]) -> list[list[int]]:
    """The numbers of the articles, in FOLDS parts."""
    order = list(range(len(examples)))
    random.Random(1).shuffle(order)
    return [order[fold::FOLDS] for fold in range(FOLDS)]


def judge_held_out(examples: Sequence[Example], parts: Sequence[Sequence[int]]) -> list[Judged]:
    """Each article with the confidence of its pins, judged with what was learned on the other parts."""
    judged = []
    for part in parts:
        weights = train([example for n, example in enumerate(examples) if n not in part])
        judged += [(examples[n], judge_example(examples[n], weights)) for n in part if examples[n].names]
    return judged


def main() -> None:
    """Print what is learned, and write it with --write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    flags = parser.parse_args()
    examples = read_examples()
    judged = judge_held_out(examples, split(examples))
    print("held-out articles; of the pins that are judged: precision, and recall of the toponyms with a point")
    for threshold in THRESHOLDS:
        print(f"  drawn from {threshold:.2f}:", "  ".join(_said(judged, gold, threshold) for gold in PLACES))
    others = judge_held_out(examples, [[n for n, e in enumerate(examples) if e.gold == gold] for gold in PLACES])
    print("learned on the three other sets:", "  ".join(_said(others, gold, settings.SURE_ENOUGH) for gold in PLACES))
    confidence = np.concatenate([each for _, each in judged])
    right = np.concatenate([example.right for example, _ in judged])
    print("confidence, how often right, pins:")
    tenths = np.minimum(9, (confidence * 10).astype(int))
    for tenth in range(10):
        here = tenths == tenth
        print(f"  {confidence[here].mean():.2f}  {right[here].mean():.2f}  {here.sum()}")
    if flags.write:
        learned = name_weights(FEATURES, train(examples))
        WEIGHTS.write_text(json.dumps(learned, indent=1) + "\n", "utf-8")
        print(f"written: {WEIGHTS}", file=sys.stderr)


def _said(judged: Sequence[Judged], gold: str, threshold: float) -> str:
    pins = right = 0
    for example, confidence in judged:
        if example.gold == gold:
            pins += int((confidence >= threshold).sum())
            right += int(example.right[confidence >= threshold].sum())
    total = sum(example.toponyms for example, _ in judged if example.gold == gold)
    return f"{gold.removeprefix('places_')} {100 * right / pins:.1f} {100 * right / total:.1f}"


if __name__ == "__main__":
    main()
