"""Learn the weights by which places are ranked, from annotated articles, and write them beside the ranker.

    python -m tools.train_locations            prints cross-validated accuracy and the learning curve
    python -m tools.train_locations --write    also writes dashboard/pipeline/locations/weights.json

A conditional logit: the probability of a candidate is the softmax of its weighted features, and what is maximised is
that of the candidates within 161 km of the annotated point. The context features need to know what the other names
came to, so fitting and choosing alternate. Cross-validation is by article, over all sets together.
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

from dashboard.pipeline.gazetteer import open_gazetteer
from dashboard.pipeline.locations.features import ALONE, FEATURES, Group, contextual, group_names
from dashboard.pipeline.locations.ranking import WEIGHTS, Weights, choose
from tools.floors import EVAL, PLACES

RIGHT = 161.0  # km, the field's convention: 100 miles
FOLDS = 4
ALTERNATIONS = 3
# Strength of the penalty on large weights; 0.1 to 1 make no difference that is seen.
PENALTY = 0.3
# A name of n mentions weighs n to this power: what counts are mentions, but mentions of one name are not independent.
MENTIONS_POWER = 0.75


@dataclass(frozen=True, slots=True)
class Example:
    """One article: its set, its groups, for each candidate how far it is from the annotated point, and its mentions."""

    gold: str
    groups: list[Group]
    right: list[NDArray[np.bool_]]
    hits: list[NDArray[np.float64]]
    toponyms: int


def read_examples() -> list[Example]:
    """Every article of the sets of places that has a toponym with coordinates."""
    gazetteer = open_gazetteer()
    examples = []
    for gold in PLACES:
        for line in (EVAL / f"{gold}.jsonl").read_text("utf-8").split("\n"):
            if line.strip():
                record = json.loads(line)
                toponyms = [t for t in record["toponyms"] if t["lat"] is not None]
                groups = group_names(record["text"], [(t["start"], t["end"]) for t in toponyms], gazetteer)
                examples.append(_example(gold, toponyms, groups))
    return examples


def _example(gold: str, toponyms: Sequence[dict[str, float]], groups: list[Group]) -> Example:
    right, hits = [], []
    for group in groups:
        distances = np.array([
            [great_circle((toponyms[m]["lat"], toponyms[m]["lon"]), (p.latitude, p.longitude)).km for p in group.places]
            for m in group.mentions
        ])  # fmt: skip
        near = distances <= RIGHT
        # Of several places within reach the nearest is the one that is meant.
        right.append((near & (distances <= np.maximum(25.0, distances.min(axis=1, keepdims=True) + 5.0))).any(axis=0))
        hits.append(near.sum(axis=0).astype(float))
    return Example(gold, groups, right, hits, len(toponyms))


def fit(rows: Sequence[NDArray[np.float64]], right: Sequence[NDArray[np.bool_]], mentions: Sequence[int],
        used: NDArray[np.float64]) -> NDArray[np.float64]:  # fmt: skip
    """The weights that make the right candidates most probable; features that are not `used` get none."""
    stacked = np.vstack(rows) * used
    begins = np.cumsum([0, *(len(each) for each in rows)])[:-1]
    group = np.repeat(np.arange(len(rows)), [len(each) for each in rows])
    is_right = np.concatenate(right).astype(float)
    importance = np.array(mentions, dtype=float) ** MENTIONS_POWER

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = stacked @ weights
        likely = np.exp(scores - np.maximum.reduceat(scores, begins)[group])
        every, good = np.add.reduceat(likely, begins), np.add.reduceat(likely * is_right, begins)
        slope = (likely * is_right / good[group] - likely / every[group]) * importance[group]
        value = -(importance * np.log(good / every)).sum() + PENALTY * weights @ weights
        return float(value), -slope @ stacked + 2 * PENALTY * weights

    found: NDArray[np.float64] = minimize(loss, np.zeros(len(FEATURES)), jac=True, method="L-BFGS-B").x
    return found * used


def train(examples: Sequence[Example]) -> Weights:
    """Both sets of weights."""
    known = [(e, n) for e in examples for n, right in enumerate(e.right) if right.any()]
    right = [e.right[n] for e, n in known]
    mentions = [len(e.groups[n].mentions) for e, n in known]
    alone = fit([e.groups[n].static for e, n in known], right, mentions, np.array(ALONE, dtype=float))
    weights = Weights(alone, alone)
    for _ in range(ALTERNATIONS):
        features = {id(e): contextual(e.groups, choose(e.groups, weights)[0]) for e in examples if e.groups}
        together = fit([features[id(e)][n] for e, n in known], right, mentions, np.ones(len(FEATURES)))
        weights = Weights(alone, together)
    return weights


def accuracy(examples: Sequence[Example], weights: Weights) -> dict[str, float]:
    """Share of toponyms within 161 km, in percent, by set."""
    right, total = dict.fromkeys(PLACES, 0.0), dict.fromkeys(PLACES, 0)
    for example in examples:
        total[example.gold] += example.toponyms
        if example.groups:
            chosen, _ = choose(example.groups, weights)
            right[example.gold] += sum(hits[c] for hits, c in zip(example.hits, chosen, strict=True))
    return {gold: 100 * right[gold] / total[gold] for gold in PLACES if total[gold]}


def cross_validate(examples: Sequence[Example], share: float = 1.0) -> dict[str, float]:
    """Accuracy on articles that were not learned from, with `share` of the others to learn from."""
    order = list(range(len(examples)))
    random.Random(1).shuffle(order)
    sums = dict.fromkeys(PLACES, 0.0)
    totals = dict.fromkeys(PLACES, 0)
    for fold in range(FOLDS):
        held = [examples[i] for i in order[fold::FOLDS]]
        rest = [examples[i] for n, i in enumerate(order) if n % FOLDS != fold]
        weights = train(rest[: int(len(rest) * share)])
        for gold, figure in accuracy(held, weights).items():
            count = sum(e.toponyms for e in held if e.gold == gold)
            sums[gold] += figure * count
            totals[gold] += count
    return {gold: sums[gold] / totals[gold] for gold in PLACES}


def main() -> None:
    """Print what is learned, and write it with --write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    flags = parser.parse_args()
    examples = read_examples()
    for share in (0.125, 0.25, 0.5, 1.0):
        print(f"cross-validated, {share:5.1%} of the articles to learn from:", _said(cross_validate(examples, share)))
    print("confidence, share within 161 km, mentions:")
    for confidence, right, mentions in reliability(examples):
        print(f"  {confidence:.2f}  {right:.2f}  {mentions}")
    weights = train(examples)
    print("on what was learned from:", _said(accuracy(examples, weights)))
    if flags.write:
        kinds = {"alone": weights.alone, "together": weights.together}
        learned = {
            kind: {name: round(float(w), 3) for name, w in zip(FEATURES, values, strict=True)}
            for kind, values in kinds.items()
        }
        WEIGHTS.write_text(json.dumps(learned, indent=1) + "\n", "utf-8")
        print(f"written: {WEIGHTS}", file=sys.stderr)


def reliability(examples: Sequence[Example]) -> list[tuple[float, float, int]]:
    """Mean confidence, share of right answers and number of mentions by tenth of confidence, on articles held out."""
    order = list(range(len(examples)))
    random.Random(1).shuffle(order)
    answers = []
    for fold in range(FOLDS):
        weights = train([examples[i] for n, i in enumerate(order) if n % FOLDS != fold])
        for example in (examples[i] for i in order[fold::FOLDS]):
            chosen, features = choose(example.groups, weights) if example.groups else ([], [])
            for number, choice in enumerate(chosen):
                scores = features[number] @ weights.together
                confidence = float(1 / np.exp(scores - scores[choice]).sum())
                mentions = len(example.groups[number].mentions)
                answers.append((confidence, example.hits[number][choice], mentions))
    table = np.array(answers)
    tenths = np.minimum(9, (table[:, 0] * 10).astype(int))
    rows = [table[tenths == tenth] for tenth in range(10)]
    return [
        (float((row[:, 0] * row[:, 2]).sum() / row[:, 2].sum()), float(row[:, 1].sum() / row[:, 2].sum()),
         int(row[:, 2].sum()))
        for row in rows if len(row)
    ]  # fmt: skip


def _said(figures: dict[str, float]) -> str:
    return "  ".join(f"{gold.removeprefix('places_')} {figure:.1f}" for gold, figure in figures.items())


if __name__ == "__main__":
    main()
