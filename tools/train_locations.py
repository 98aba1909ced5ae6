"""Learn the weights by which places are ranked, from annotated articles, and write them beside the ranker.

    python -m tools.train_locations            prints accuracy on articles and on sets that were not learned from
    python -m tools.train_locations --write    also writes dashboard/pipeline/locations/weights.json

A conditional logit: the probability of a candidate is the softmax of its weighted features, and what is maximised is
that of the candidates within 161 km of the annotated point. The features in context need to know what the other
toponyms are taken for, so fitting and choosing alternate. Two estimates are held out: cross-validation by article, over
all sets together, and each set with the weights of the three others. Run it again when the features, the gazetteer or
the sets have changed. What is said below of a number is the mean of the sets with 100 % of the articles to learn from,
a mention counting one; its standard error is half a point.
"""

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from geopy.distance import great_circle
from numpy.typing import NDArray
from scipy.optimize import minimize

from dashboard.pipeline.gazetteer import open_gazetteer
from dashboard.pipeline.locations.features import ALONE, FEATURES, known_widely, national_capital, population
from dashboard.pipeline.locations.ranking import WEIGHTS, Rows, ToponymFeatures, Weights, choose
from dashboard.pipeline.locations.toponyms import Toponym, find_toponyms
from dashboard.pipeline.weights import Feature, name_weights
from tools.floors import EVAL, PLACES

# Kilometres from the annotated point within which a place is right: the field's convention, 100 miles.
RIGHT = 161.0
# The same for who asks for the town and not the region: Homs lies 140 km from Damascus.
CLOSE = 20.0
# Kilometres from the annotated point up to which any place is learned from as the one that is meant, and by how many
# more than the nearest another one may be away, for a town and the region around it have two points. Set by hand: with
# 5 to 161, and with 0 to 20, as many mentions are placed.
SURELY_RIGHT, AS_NEAR = 25.0, 5.0
# Parts of the articles; each is measured with weights that were learned on the others.
FOLDS = 4
# How often the toponyms are resolved anew and the weights learned again. 6 place no more mentions than 3, 2 a tenth of
# a point fewer, 1 four tenths.
ALTERNATIONS = 3
# Strength of the penalty on the squares of weights; 0.1 to 1 make no difference that is seen.
PENALTY = 0.3
# A name of n mentions weighs n to this power: what counts are mentions, but mentions of one name are not independent.
# With 0.5 to 1 as many mentions are placed.
MENTIONS_POWER = 0.75
# What an article of a set weighs. LGL has more articles than the other sets together, most of them from small US towns;
# with more weight the ranker takes names of world news for such towns. 0.3 to 1 place as many mentions of the other
# three sets, and 0.3 half a point fewer of LGL.
SET_WEIGHTS = {"places_lgl": 0.3}
# Features of size, which may speak for a place and never against it. While there were features for towns of 100,000 and
# of a million people, theirs were below zero, and large cities lost to their small namesakes.
SIZES = (population, national_capital, known_widely)

# GeoNames' codes by which LGL and TR-News tell facilities and natural features from all else; the other sets do not.
KINDS = {
    "facilities": frozenset("AIRP AIRB BLDG MTRO MUS OVF PRK SCH STDM RSV".split()),
    "natural features": frozenset("BAY CHN ISL LK MT MTS OCN SEA STM VAL".split()),
}


@dataclass(frozen=True, slots=True)
class Example:
    """One article: its set, the features of its toponyms, and how many mentions are annotated with a point.

    For each toponym, by candidate: whether it is the place that is meant, and how many mentions it is within 161 and
    within 20 km of; and the kind of place that it is annotated as. `kinds` counts the mentions of each kind.
    """

    gold: str
    features: ToponymFeatures
    right: list[NDArray[np.bool_]]
    hits: list[NDArray[np.float64]]
    close: list[NDArray[np.float64]]
    kind_of: list[str]
    kinds: Counter[str]
    mentions: int


def read_examples() -> list[Example]:
    """Every article of the sets of places that has a toponym with coordinates."""
    gazetteer = open_gazetteer()
    examples = []
    for gold in PLACES:
        for line in (EVAL / f"{gold}.jsonl").read_text("utf-8").split("\n"):
            if line.strip():
                record = json.loads(line)
                annotated = [t for t in record["toponyms"] if t["lat"] is not None]
                toponyms = find_toponyms(record["text"], [(t["start"], t["end"]) for t in annotated], gazetteer)
                examples.append(_example(gold, annotated, toponyms))
    return examples


def _example(gold: str, annotated: Sequence[dict[str, Any]], toponyms: Sequence[Toponym]) -> Example:
    right, hits, close = [], [], []
    kinds = [_kind(each) for each in annotated]
    for toponym in toponyms:
        points = [(annotated[number]["lat"], annotated[number]["lon"]) for number in toponym.mentions]
        places = [(place.latitude, place.longitude) for place in toponym.candidates]
        distances = np.array([[great_circle(point, place).km for place in places] for point in points])
        near = distances <= RIGHT
        # Of several places within reach the nearest is the one that is meant.
        as_near = distances <= np.maximum(SURELY_RIGHT, distances.min(axis=1, keepdims=True) + AS_NEAR)
        right.append((near & as_near).any(axis=0))
        hits.append(near.sum(axis=0).astype(float))
        close.append((distances <= CLOSE).sum(axis=0).astype(float))
    kind_of = [kinds[toponym.mentions[0]] for toponym in toponyms]
    return Example(gold, ToponymFeatures(toponyms), right, hits, close, kind_of, Counter(kinds), len(annotated))


def _kind(annotated: Mapping[str, Any]) -> str:
    return next((kind for kind, codes in KINDS.items() if annotated.get("fcode") in codes), "")


def fit(
    features: Sequence[Feature],
    rows: Sequence[Rows],
    right: Sequence[NDArray[np.bool_]],
    importance: NDArray[np.float64],
) -> NDArray[np.float64]:
    """The weights that make the right candidates most probable, one for each feature; none of SIZES is below zero."""
    stacked = np.vstack(rows)
    begins = np.cumsum([0, *(len(each) for each in rows)])[:-1]
    group = np.repeat(np.arange(len(rows)), [len(each) for each in rows])
    is_right = np.concatenate(right).astype(float)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = stacked @ weights
        likely = np.exp(scores - np.maximum.reduceat(scores, begins)[group])
        every, good = np.add.reduceat(likely, begins), np.add.reduceat(likely * is_right, begins)
        slope = (likely * is_right / good[group] - likely / every[group]) * importance[group]
        value = -(importance * np.log(good / every)).sum() + PENALTY * weights @ weights
        return float(value), -slope @ stacked + 2 * PENALTY * weights

    bounds = [(0.0 if feature in SIZES else None, None) for feature in features]
    start = np.zeros(len(features))
    found: NDArray[np.float64] = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return found


def train(examples: Sequence[Example]) -> Weights:
    """The weights of toponyms alone, and those of toponyms in context."""
    known = [(e, n) for e in examples for n, right in enumerate(e.right) if right.any()]
    right = [e.right[n] for e, n in known]
    mentions = np.array([len(e.features.toponyms[n].mentions) for e, n in known], dtype=float)
    importance = mentions**MENTIONS_POWER * [SET_WEIGHTS.get(e.gold, 1.0) for e, _ in known]
    alone = fit(ALONE, [e.features.alone[n] for e, n in known], right, importance)
    # Before there are weights in context, the context decides nothing.
    weights = Weights(alone, np.concatenate((alone, np.zeros(len(FEATURES) - len(ALONE)))))
    for _ in range(ALTERNATIONS):
        rows = {id(e): e.features.together(choose(e.features, weights)[0]) for e in examples if e.features.toponyms}
        weights = Weights(alone, fit(FEATURES, [rows[id(e)][n] for e, n in known], right, importance))
    return weights


def count_right(examples: Sequence[Example], weights: Weights) -> Counter[str]:
    """How many annotated mentions are placed within 161 km, by set and by kind, and within 20 km, by set."""
    right: Counter[str] = Counter()
    for example in examples:
        chosen = choose(example.features, weights)[0] if example.features.toponyms else []
        for number, choice in enumerate(chosen):
            right[example.gold] += int(example.hits[number][choice])
            right[f"{example.gold} {CLOSE:.0f} km"] += int(example.close[number][choice])
            right[example.kind_of[number]] += int(example.hits[number][choice])
    return right


def cross_validate(examples: Sequence[Example], fraction: float = 1.0) -> Counter[str]:
    """What is right on articles that were not learned from, with a fraction of the others to learn from."""
    order = list(range(len(examples)))
    random.Random(1).shuffle(order)
    right: Counter[str] = Counter()
    for fold in range(FOLDS):
        held = [examples[i] for i in order[fold::FOLDS]]
        rest = [examples[i] for n, i in enumerate(order) if n % FOLDS != fold]
        right += count_right(held, train(rest[: int(len(rest) * fraction)]))
    return right


def leave_sets_out(examples: Sequence[Example]) -> Counter[str]:
    """What is right on each set with weights that were learned on the three others."""
    right: Counter[str] = Counter()
    for gold in PLACES:
        weights = train([example for example in examples if example.gold != gold])
        right += count_right([example for example in examples if example.gold == gold], weights)
    return right


def main() -> None:
    """Print what is learned, and write it with --write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    flags = parser.parse_args()
    examples = read_examples()
    print("percent of the annotated mentions that are placed within 161 km (within 20 km)")
    for fraction in (0.125, 0.25, 0.5, 1.0):
        figures = _said(examples, cross_validate(examples, fraction))
        print(f"  cross-validated, {fraction:5.1%} of the articles to learn from: {figures}")
    print("  learned on the three other sets:", _said(examples, leave_sets_out(examples)))
    print("probability, how often within 161 km, mentions:")
    for probability, right, mentions in reliability(examples):
        print(f"  {probability:.2f}  {right:.2f}  {mentions}")
    weights = train(examples)
    print("on what was learned from:", _said(examples, count_right(examples, weights)))
    if flags.write:
        learned = {
            "alone": name_weights(ALONE, weights.alone),
            "together": name_weights(FEATURES, weights.together),
        }
        WEIGHTS.write_text(json.dumps(learned, indent=1) + "\n", "utf-8")
        print(f"written: {WEIGHTS}", file=sys.stderr)


def reliability(examples: Sequence[Example]) -> list[tuple[float, float, int]]:
    """By tenth of probability: its mean, how often it is right, 0 to 1, and of how many mentions; held out."""
    order = list(range(len(examples)))
    random.Random(1).shuffle(order)
    answers = []
    for fold in range(FOLDS):
        weights = train([examples[i] for n, i in enumerate(order) if n % FOLDS != fold])
        for example in (examples[i] for i in order[fold::FOLDS]):
            toponyms = example.features.toponyms
            chosen, rows = choose(example.features, weights) if toponyms else ([], [])
            for number, choice in enumerate(chosen):
                scores = rows[number] @ weights.together
                probability = float(1 / np.exp(scores - scores[choice]).sum())
                answers.append((probability, example.hits[number][choice], len(toponyms[number].mentions)))
    table = np.array(answers)
    tenths = np.minimum(9, (table[:, 0] * 10).astype(int))
    rows = [table[tenths == tenth] for tenth in range(10)]
    return [
        (float((row[:, 0] * row[:, 2]).sum() / row[:, 2].sum()), float(row[:, 1].sum() / row[:, 2].sum()),
         int(row[:, 2].sum()))
        for row in rows if len(row)
    ]  # fmt: skip


def _said(examples: Sequence[Example], right: Mapping[str, int]) -> str:
    said = []
    for gold in PLACES:
        total = sum(example.mentions for example in examples if example.gold == gold)
        near, close = (100 * right[key] / total for key in (gold, f"{gold} {CLOSE:.0f} km"))
        said.append(f"{gold.removeprefix('places_')} {near:.1f} ({close:.1f})")
    for kind in KINDS:
        said.append(f"{kind} {right[kind]} of {sum(example.kinds[kind] for example in examples)}")
    return "  ".join(said)


if __name__ == "__main__":
    main()
