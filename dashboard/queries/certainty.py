"""Certainty: how many of the mentions behind a number are right, how many are missed, and between what the true number
lies nine times in ten.

The confidence of a pin is the probability that its name means that place. So the sum of the confidences is what is
expected to be right. A name that is pinned elsewhere, or nowhere because it is too unsure, may mean the place all the
same if the place is among its candidates: what is left of its confidence is shared among the others by their scores.

- The mentions of one name in one article are right or wrong together.
- The errors of one place lean to one side in all articles, by a normal shift of the log-odds, `COMMON`.

Limits: names that were not recognised are unknown here, and so is whether a name that means the place stands for a
government. Of actors it is known only how probable it is that a name is a person or an organisation, not whose it is.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from statistics import NormalDist, fmean

import numpy as np

from dashboard.columns.ascending import drop_repeated, join_ranges
from dashboard.columns.columns import Array
from dashboard.columns.pairs import PLACED
from dashboard.filters import Filters
from dashboard.queries.narrowing import narrow_rows
from dashboard.queries.selection import select_articles
from dashboard.queries.steps import count
from dashboard.queries.units import first_of_units, number_units
from dashboard.reader import Reader

# Of the pins with a choice that are wrong by their confidence, the share whose right place is another candidate. It is
# 0.76 on LGL, whose local papers name many small towns, and 0.2 on the three other sets of annotated places (`python -m
# tools.error_bars`). Of the rest the gazetteer lacks the place, or the name is of none.
AMONG_OTHERS = 0.4

# Standard deviation of the shift that all names of a place have in common, in log-odds. Of 0, 0.5, 1 and 1.5 this one
# makes the true numbers of the 972 places of LGL, TR-News and GeoWebNews most probable (log-likelihood -1870; 0 and 1:
# -1872). GeoVirus has points of countries that differ from the gazetteer's, and was left out.
COMMON = 0.5

# Points at which that shift is looked at, all equally probable.
SHIFTS = tuple(NormalDist().inv_cdf((each + 0.5) / 9) for each in range(9))

# A logit that is shifted by chance is nearer to even on the average; by this it is stretched first.
STRETCHED = (1 + np.pi * COMMON**2 / 8) ** 0.5

# The probability that the true number lies within the bar, and what is left at each end.
WITHIN = 0.9
BEYOND = (1 - WITHIN) / 2

# Mentions up to which the distribution is computed exactly, in some 10 ms; of more it is a mixture of normal ones.
EXACT = 300

# Filters under which what is missed can be looked for: they say nothing of which names are meant.
KNOWN = ("at", "written", "roles", "beside", "senses", "undated", "unit", "origins", "step", "screen")


@dataclass(frozen=True, slots=True)
class Certainty:
    """What confidence says of a number: of `judged` mentions so many are expected to be `right`, and `missed` others.

    `low` and `high` are of the number in its unit; None where `lacking` says why there is no bar: "actor" (confidence
    says nothing of whose the name is), "unjudged" (some mentions have no confidence), "other" (the number counts more
    than the names of places).
    """

    judged: int
    right: float
    missed: float = 0.0
    low: int | None = None
    high: int | None = None
    lacking: str = ""


def estimate(reader: Reader, filters: Filters) -> Certainty:
    """How sure the number is that these filters list."""
    is_of_actors = bool(filters.named and not filters.at)
    if not is_of_actors and (not filters.at or filters.without(*KNOWN).active("list")):
        return Certainty(0, 0.0, lacking="other")
    counted = count(reader, filters)
    confidence = reader.columns["mentions.confidence"][counted]
    is_judged = ~np.isnan(confidence)
    judged, right = int(np.count_nonzero(is_judged)), float(confidence[is_judged].sum())
    if is_of_actors:
        return Certainty(judged, right, lacking="actor")
    if judged < len(counted):
        return Certainty(judged, right, lacking="unjudged")
    others, chances = _find_missed(reader, filters, counted)
    weights, chance, side = _cluster(reader, filters, counted, confidence, others, chances)
    low, high = find_bounds(weights, chance, side)
    shown = len(first_of_units(reader.columns, counted, filters.unit))
    low, high = min(low, shown), max(high, shown)  # a number outside its own bar would be read as an error of the page
    return Certainty(judged, right, float(chances.sum()), low, high)


def _find_missed(reader: Reader, filters: Filters, counted: Array) -> tuple[Array, Array]:
    """The mentions, ascending, that are not counted and may mean one of the places, and how probable that is."""
    columns = reader.columns
    ids = columns.texts["candidate_places.name"]
    places = [number for each in filters.at if (number := ids.find(each)) >= 0]
    candidates = columns["candidates.candidate"]
    is_ours = np.logical_or.reduce([candidates == each for each in places] or [np.zeros(len(candidates), bool)])
    found = drop_repeated(columns["candidates.mention"][is_ours])
    is_counted = np.zeros(len(columns["mentions.article"]), bool)
    is_counted[counted] = True
    selection = select_articles(reader, filters)
    found = narrow_rows(selection, selection.among(found[~is_counted[found]]), filters.without("senses"))
    if filters.written:
        written = [columns.texts["surfaces.name"].find(each) for each in filters.written]
        found = found[np.isin(columns["mentions.surface"][found], written)]
    senses, here = columns["mentions.sense"][found], columns.find("locations", filters.at)
    elsewhere = np.isin(senses, PLACED) & ~np.isin(columns["mentions.location"][found], here)
    found = found[elsewhere | (columns["mentions.unplaced"][found] >= 0)]
    confidence = columns["mentions.confidence"][found]
    found, confidence = found[~np.isnan(confidence)], confidence[~np.isnan(confidence)]
    if len(found) == 0:
        return found, np.empty(0)
    of = columns["candidates.mention"]
    lows, highs = (np.searchsorted(of, found.astype(of.dtype), side) for side in ("left", "right"))
    rows, begins = join_ranges(lows, highs), np.cumsum(highs - lows) - (highs - lows)
    best = np.maximum.reduceat(columns["candidates.score"][rows], begins)
    weights = np.exp(columns["candidates.score"][rows] - np.repeat(best, highs - lows))
    ours = np.add.reduceat(weights * is_ours[rows], begins)
    rest = np.maximum(np.add.reduceat(weights, begins) - weights[begins], ours)
    share = AMONG_OTHERS * (1 - confidence) * np.divide(ours, rest, out=np.zeros(len(ours)), where=rest > 0)
    is_first = is_ours[lows] & (columns["mentions.unplaced"][found] >= 0)
    return found, np.where(is_first, confidence, share)


def _cluster(
    reader: Reader, filters: Filters, counted: Array, confidence: Array, others: Array, chances: Array
) -> tuple[Array, Array, Array]:
    """What is right or wrong together: how many units each has, how probable they are, and 1 for what is counted, -1
    for what may be missed."""
    columns = reader.columns
    mentions = np.concatenate((counted, others)).astype(np.int64)
    chance = np.concatenate((confidence, chances))
    side = np.repeat([1, -1], [len(counted), len(others)])
    names = columns["mentions.article"][mentions].astype(np.int64) * len(columns.texts["surfaces.name"])
    _, cluster = np.unique((names + columns["mentions.surface"][mentions]) * side, return_inverse=True)
    sizes = np.bincount(cluster)
    together = np.bincount(cluster, chance) / sizes
    sides = np.sign(np.bincount(cluster, side)).astype(int)
    if not filters.unit:
        return sizes, together, sides
    units = number_units(columns, mentions, filters.unit)
    if filters.unit == ("sentence",):
        pairs = np.unique(np.stack((cluster, units)), axis=1)[0]
        return np.bincount(pairs, minlength=len(sizes)), together, sides
    # A unit counts if one name in it is right.
    first = np.unique(cluster, return_index=True)[1]
    _, unit = np.unique(units[first], return_inverse=True)
    with np.errstate(divide="ignore"):  # a chance of 1 makes its unit certain
        wrong = np.exp(np.bincount(unit, np.log1p(-together)))
    has_counted = np.bincount(unit, sides > 0) > 0
    return np.ones(len(wrong), int), 1 - wrong, np.where(has_counted, 1, -1)


def find_bounds(sizes: Array, chances: Array, sides: Array) -> tuple[int, int]:
    """Between what the number lies with the probability `WITHIN`, if so many are right together with such chances."""
    total = int(sizes.sum())
    chances = np.clip(chances, 0, 1)
    is_open = (chances > 0) & (chances < 1)
    certain = int(sizes[chances == 1].sum())
    sizes, chances, sides = sizes[is_open], chances[is_open], sides[is_open]
    logits = STRETCHED * np.log(chances / (1 - chances))
    shifted = 1 / (1 + np.exp(-(logits + COMMON * sides * np.array(SHIFTS)[:, None])))
    if total > EXACT:
        low, high = _bound_normally(sizes, shifted)
    else:
        below = _add_exactly(sizes, shifted)
        low = int(np.searchsorted(below, BEYOND, "right"))
        high = min(int(np.searchsorted(below, 1 - BEYOND)), len(below) - 1)
    return certain + low, certain + high


def _add_exactly(sizes: Array, chances: Array) -> Array:
    """The probability that the sum is at most each number, from 0; `chances` has a row a shift."""
    found = np.zeros((len(chances), int(sizes.sum()) + 1))
    found[:, 0] = 1
    for size, chance in zip(sizes.tolist(), chances.T[:, :, None], strict=True):
        more = found[:, :-size] * chance
        found *= 1 - chance
        found[:, size:] += more
    return np.cumsum(found.mean(axis=0))


def _bound_normally(sizes: Array, chances: Array) -> tuple[int, int]:
    """The bounds of the sum of many, which is a mixture of normal distributions, one of each row."""
    variances = (chances * (1 - chances)) @ (sizes.astype(float) ** 2)
    normals = [
        NormalDist(mean, max(variance, 1e-9) ** 0.5)
        for mean, variance in zip((chances @ sizes).tolist(), variances.tolist(), strict=True)
    ]
    numbers = range(int(sizes.sum()))

    def below(number: int) -> float:
        return fmean(normal.cdf(number + 0.5) for normal in normals)

    return bisect_right(numbers, BEYOND, key=below), bisect_left(numbers, 1 - BEYOND, key=below)
