"""Confidence: how likely a pin is right, that the name is a place's here and that the place is this one.

Limits: learned from names that annotators of news took for toponyms (`tools/train_confidence.py`), so it is as strict
as they were. Adjectives of countries ("Turkish") are not judged: they are placed for what they say of the country and
never drawn.
"""

import json
import math
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from statistics import fmean

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from dashboard.pipeline.entities import PLACE_LABELS, Mention
from dashboard.pipeline.entities.places import AREA, LOCATIVE
from dashboard.pipeline.gazetteer import Place, normalise
from dashboard.pipeline.locations.features import IN_CONTEXT, main_name
from dashboard.pipeline.locations.ranking import Candidate
from dashboard.pipeline.locations.toponyms import FEWEST_PEOPLE
from dashboard.pipeline.weights import label

WEIGHTS = Path(__file__).with_name("confidence.json")

MAIN_NAME = label(main_name)
CONTEXT = tuple(map(label, IN_CONTEXT))

# Kilometres within which two places of a name are one answer, as for those who measure: Hama and its governorate.
SAME = 161.0
KM_A_DEGREE = 111.2

# What the ranker's probability is cut to, as odds: beyond it says no more.
MOST_ODDS = 4.0

FEATURES = (
    "constant",
    "odds against the places of its name that lie elsewhere",
    "its own name",
    "context: the other names of the article",
    "another spelling, but no place of that name lies elsewhere",
    "country",
    "capital",
    "first-order region",
    "second-order region",
    "continent, sea or region",
    "town: population",
    "part of an organisation's name",
    "part of a facility's name",
    "taken for a wide place by the model",
    "not taken for a place by the model",
    "stands for an actor",
    "town that stands for an actor",
    "behind a word that says where",
    "town behind a word that says where",
    "before a word that says what it is",
    "behind the",
    "beside another name on its left",
    "beside another name on its right",
    "followed by a comma and a name",
    "possessive",
    "subject",
    "modifies a noun",
    "part of a person's name elsewhere",
    "part of an organisation's name elsewhere",
    "mentions of the name",
    "more than one word",
    "in capitals",
)


def judge(
    doc: Doc, mentions: Sequence[Mention], ranked: Sequence[tuple[Candidate, ...]], senses: Sequence[str | None]
) -> list[float | None]:
    """The confidence of each mention's first candidate, 0 to 1; None where there is none to judge.

    The mentions of a name that go to one place share the mean of theirs: a place is drawn for all of them or for none.
    """
    rows = describe(doc, mentions, ranked, senses)
    judged = [number for number, row in enumerate(rows) if row is not None]
    odds = np.array([rows[number] for number in judged], dtype=float).reshape(-1, len(FEATURES)) @ _load_weights()
    by_name: dict[tuple[str, str, str], list[float]] = {}
    names = [(normalise(mentions[n].surface), ranked[n][0].place.location_id, mentions[n].within) for n in judged]
    for name, alone in zip(names, (1 / (1 + np.exp(-odds))).tolist(), strict=True):
        by_name.setdefault(name, []).append(alone)
    shared = {name: round(fmean(each), 3) for name, each in by_name.items()}
    confidences: list[float | None] = [None] * len(mentions)
    for number, name in zip(judged, names, strict=True):
        confidences[number] = shared[name]
    return confidences


def describe(
    doc: Doc, mentions: Sequence[Mention], ranked: Sequence[tuple[Candidate, ...]], senses: Sequence[str | None]
) -> list[tuple[float, ...] | None]:
    """The features of each mention, in the order of FEATURES; None where there is nothing to judge."""
    counts = Counter(normalise(m.surface) for m in mentions)
    elsewhere = {label: _words(mentions, label) for label in ("PERSON", "ORG")}
    return [
        _describe(doc, mention, candidates, sense, counts, elsewhere)
        if candidates and mention.label != "NORP"
        else None
        for mention, candidates, sense in zip(mentions, ranked, senses, strict=True)
    ]


def _describe(
    doc: Doc, mention: Mention, candidates: Sequence[Candidate], sense: str | None,
    counts: Counter[str], elsewhere: dict[str, Counter[str]],
) -> tuple[float, ...]:  # fmt: skip
    best = candidates[0]
    place, evidence = best.place, dict(best.evidence)
    span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
    assert span is not None
    before = doc[span.start - 1] if span.start else None
    behind_the = before is not None and before.lower_ == "the"
    locative = doc[span.start - 1 - behind_the].lower_ if span.start - 1 - behind_the >= 0 else ""
    after = doc[span.end] if span.end < len(doc) else None
    further = doc[span.end + 1] if span.end + 1 < len(doc) else None
    town = place.feature in ("PPL", "PPLC")
    here = [each for each in candidates if _are_near(each.place, place)]
    share = min(max(sum(each.probability for each in here), 1e-3), 1 - 1e-3)
    key = normalise(mention.surface)
    root = span.root
    acts = sense == "actor"
    where = locative in LOCATIVE
    return (
        1.0,
        min(MOST_ODDS, math.log(share / (1 - share))),
        MAIN_NAME in evidence,
        sum(evidence.get(name, 0.0) for name in CONTEXT),
        MAIN_NAME not in evidence and len(here) == len(candidates),
        place.feature == "PCLI",
        place.feature == "PPLC",
        place.feature == "ADM1",
        place.feature == "ADM2",
        not town and place.feature not in ("PCLI", "ADM1", "ADM2"),
        math.log10(max(place.population, FEWEST_PEOPLE)) - 3 if town else 0.0,
        mention.within == "ORG",
        mention.within == "FAC",
        mention.label == "LOC",
        root.ent_type_ not in PLACE_LABELS and not mention.within,
        acts,
        acts and place.feature == "PPL",
        where,
        where and place.feature == "PPL",
        after is not None and after.lower_ in AREA,
        behind_the,
        before is not None and before.pos_ == "PROPN" and not mention.within,
        after is not None and after.pos_ == "PROPN" and not mention.within,
        after is not None and further is not None and after.text == "," and further.pos_ == "PROPN",
        after is not None and after.tag_ == "POS",
        root.dep_ in ("nsubj", "nsubjpass"),
        root.dep_ in ("compound", "amod", "nmod"),
        math.log1p(elsewhere["PERSON"][key]),
        math.log1p(elsewhere["ORG"][key]) if not mention.within else 0.0,
        math.log(counts[key]),
        " " in mention.surface,
        mention.surface.isupper() and len(mention.surface) > 4,
    )


def _are_near(one: Place, other: Place) -> bool:
    """Whether two places are one answer; on a plane, which at this distance is a few kilometres off."""
    east = (one.longitude - other.longitude) * math.cos(math.radians(other.latitude))
    return math.hypot(one.latitude - other.latitude, east) * KM_A_DEGREE <= SAME


def _words(mentions: Sequence[Mention], label: str) -> Counter[str]:
    """How many names of a kind hold a word beside others."""
    words: Counter[str] = Counter()
    for mention in mentions:
        if mention.label == label and len(parts := normalise(mention.surface).split()) > 1:
            words.update(set(parts))
    return words


@cache
def _load_weights() -> NDArray[np.float64]:
    learned = json.loads(WEIGHTS.read_text("utf-8"))
    return np.array([learned[name] for name in FEATURES])
