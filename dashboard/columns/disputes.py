"""Disputes: pairs of claims that contradict each other, found once, when a store is written.

What makes a pair says `dashboard.queries.disputes`. The columns have one row a pair:

- `kind`: the position in `KINDS`.
- `one`, `other`: the numbers of its claims; `one` has the newer figure, says that the place changed hands, or denies.
- `apart`: whether no actor speaks in both quotes.
- `same`: a number that pairs share which say the same in one episode: the same two figures of one matter and unit, or,
  of control and in denials, the same two sources the same.
- `rank`: its place among all pairs: first those with fewer days between them, then those that somebody else than the
  outlets says, then those of which more sources are known actors, then those of the smaller place, then the newer.

The pairs of one kind and one claim follow one another in the order of their ranks.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb
import numpy as np

from dashboard import settings
from dashboard.columns.ascending import find_rows, is_among, join_ranges
from dashboard.columns.claims import (
    CONTROL,
    MATTERS,
    MICROSECONDS_A_DAY,
    Numbers,
    find_actors,
    find_days,
    find_matters,
    find_places,
    find_tellers,
)
from dashboard.columns.columns import Array
from dashboard.columns.contradictions import Control, exclude_figures, read_control
from dashboard.columns.events import Events, read_events
from dashboard.columns.files import open_arrays, open_texts, write_array
from dashboard.columns.strings import Strings
from dashboard.columns.tellers import read_tellers
from dashboard.columns.wordings import stand_alone

KINDS = ("numbers", "control", "denied")
NUMBERS, CHANGED, DENIED = range(len(KINDS))

# A sum of money at a place is of whatever it was paid for: two of them contradict each other in nothing.
MONEY = MATTERS.index("money")

# Microseconds between two articles of which neither is news to the other: who has a place changes within a night.
TOGETHER = 12 * 3_600_000_000

# Pairs that are compared at a time: some 50 MB.
COMPARED = 100_000

type Pairs = dict[str, Array]


def write_disputes(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Find the pairs by the attached `read` and `draft` and the columns in this folder, and write theirs there."""
    arrays, texts = open_arrays(folder), open_texts(folder)
    pairs = _drop_one_source(connection, arrays, texts, _find_pairs(arrays, texts))
    ones, others = pairs["one"], pairs["other"]
    days = np.abs(find_days(arrays, ones) - find_days(arrays, others))
    by_outlets = np.sum([arrays["claims.quote"][each] < 0 for each in (ones, others)], axis=0)
    population = arrays["locations.population"][find_places(arrays, ones)]
    unknown = np.sum([find_tellers(arrays, each) < 0 for each in (ones, others)], axis=0)
    ranked = np.lexsort((others, ones, population, unknown, by_outlets, days))
    grouped = np.lexsort((np.arange(len(ranked)), ones[ranked], pairs["kind"][ranked]))
    pairs = {name: column[ranked[grouped]] for name, column in pairs.items()} | {"rank": grouped.astype(np.int32)}
    pairs["same"] = _number_alike(arrays, pairs)
    pairs["apart"] = are_apart({**arrays, **_name(pairs)}, np.arange(len(grouped)))
    for name, column in _name(pairs).items():
        write_array(folder, name, column)


def find_pairs_of(arrays: Numbers, quotes: Array) -> Array:
    """The rows of the pairs that have a claim in one of these quotes, which ascend."""
    said = (arrays["claims.quote"][arrays[f"disputes.{side}"]] for side in ("one", "other"))
    has = [is_among(each, quotes) for each in said]
    return np.flatnonzero(has[0] | has[1])


def are_apart(arrays: Numbers, rows: Array) -> Array:
    """Whether no actor speaks in both quotes of the pairs in these rows, or is meant by a description, by the actors
    that they are now."""
    ones, others = (arrays["claims.quote"][arrays[f"disputes.{side}"][rows]] for side in ("one", "other"))
    quotes = np.unique(np.concatenate((ones, others)))
    actors: dict[int, set[int]] = defaultdict(set)
    for block in ("speakers", "speakers_added"):
        if f"{block}.quote" in arrays:
            within = find_rows(arrays[f"{block}.quote"], quotes)
            said, by = (arrays[f"{block}.{column}"][within].tolist() for column in ("quote", "actor"))
            for quote, actor in zip(said, by, strict=True):
                if actor >= 0:
                    actors[quote].add(actor)
    for side in ("one", "other"):
        claims = arrays[f"disputes.{side}"][rows]
        for quote, actor in zip(
            arrays["claims.quote"][claims].tolist(), find_tellers(arrays, claims).tolist(), strict=True
        ):
            if actor >= 0:
                actors[quote].add(actor)
    pairs = zip(ones.tolist(), others.tolist(), strict=True)
    return np.array([actors[one].isdisjoint(actors[other]) for one, other in pairs], bool)


def pair_rows(keys: Array, days: Array, most: int) -> Iterator[tuple[Array, Array]]:
    """Each row with the next `most` ones of the same key and the same days, `COMPARED` pairs at a time; keys ascend."""
    highs = np.minimum(np.searchsorted(keys, keys, "right"), np.arange(len(keys)) + 1 + most)
    step = max(1, COMPARED // most)
    for begin in range(0, max(1, len(keys)), step):
        rows = np.arange(begin, min(begin + step, len(keys)))
        first, second = np.repeat(rows, highs[rows] - rows - 1), join_ranges(rows + 1, highs[rows])
        near = np.abs(days[first] - days[second]) <= settings.DISPUTE_DAYS
        yield first[near], second[near]


def key_claims(arrays: Numbers, claims: Array) -> Array:
    """A number for each of these claims, which those share that may contradict one another: of one place, and of one
    matter and unit or of control."""
    size, units = len(MATTERS), arrays["claims.unit"].max(initial=-1) + 2
    places, matters = find_places(arrays, claims).astype(np.int64), find_matters(arrays, claims)
    return np.asarray((places * size + matters) * units + arrays["claims.unit"][claims] + 1)


def _name(pairs: Numbers) -> dict[str, Array]:
    return {f"disputes.{name}": column for name, column in pairs.items()}


def _find_pairs(arrays: Numbers, texts: Mapping[str, Strings]) -> Pairs:
    """The pairs that contradict each other, whoever says them: columns kind, one, other."""
    claims = _find_comparable(arrays, texts)
    keys = key_claims(arrays, claims)
    order = np.lexsort((claims, keys))
    claims, keys = claims[order], keys[order]
    days, control = find_days(arrays, claims), read_control(arrays, texts)
    events = read_events(arrays, texts, np.sort(claims))
    found: list[Pairs] = []
    for each, beside in pair_rows(keys, days, settings.DISPUTE_CLAIMS):
        newer, older = claims[each], claims[beside]
        same_day = days[each] == days[beside]
        published = arrays["articles.published"][arrays["claims.article"]]
        together = same_day | (np.abs(published[newer] - published[older]) <= TOGETHER)
        of_control = find_matters(arrays, newer) == MATTERS.index(CONTROL)
        found += _pair_figures(arrays, events, newer[~of_control], older[~of_control], same_day[~of_control])
        found += _pair_control(arrays, control, events, newer[of_control], older[of_control], together[of_control])
    return {name: np.concatenate([part[name] for part in found]) for name in ("kind", "one", "other")}


def _find_comparable(arrays: Numbers, texts: Mapping[str, Strings]) -> Array:
    """The claims of articles with a date that name a place smaller than a country."""
    features = texts["locations.feature"].take(range(len(arrays["locations.by_name"])))
    small = np.array([_is_small(each) for each in features] + [False], bool)  # the last is that of no place
    claims = np.arange(len(arrays["claims.article"]))
    kept = small[find_places(arrays, claims)] & arrays["articles.dated"][arrays["claims.article"]]
    return np.flatnonzero(kept & (arrays["claims.matter"] != MONEY))


def _is_small(feature: str | None) -> bool:
    """Whether a place is smaller than a country."""
    return feature is not None and not feature.startswith("PCL") and feature != "CONT"


def _make_pairs(kind: int, ones: Array, others: Array) -> Pairs:
    return {
        "kind": np.full(len(ones), kind, np.int8), "one": ones.astype(np.int32), "other": others.astype(np.int32),
    }  # fmt: skip


def _pair_figures(arrays: Numbers, events: Events, newer: Array, older: Array, same_day: Array) -> list[Pairs]:
    """Figures of one event that cannot both be true at the time of the newer one, as a toll that grew from one day to
    the next can; and denials of figures, which are not older than these."""
    denied = arrays["claims.denied"].astype(bool)
    one_event = events.are_one(newer, older, same_day)
    by, other_by = find_actors(arrays, newer), find_actors(arrays, older)
    one_event &= (by < 0) | (other_by < 0) | (by == other_by)
    excluded, is_smaller = exclude_figures(arrays, newer, older)
    grew = ~is_smaller & _is_later(arrays, newer, older, same_day)
    final = events.are_final(newer) & events.are_final(older)
    differ = one_event & excluded & ~grew & final & ~denied[newer] & ~denied[older]
    denies = one_event & denied[newer] & ~denied[older]
    denied_later = one_event & denied[older] & ~denied[newer] & same_day
    return [
        _make_pairs(NUMBERS, newer[differ], older[differ]),
        _make_pairs(DENIED, newer[denies], older[denies]),
        _make_pairs(DENIED, older[denied_later], newer[denied_later]),
    ]


def _is_later(arrays: Numbers, newer: Array, older: Array, same_day: Array) -> Array:
    """Whether each newer claim was certainly published after the older one; midnight stands for an unknown hour."""
    times, older_times = (arrays["articles.published"][arrays["claims.article"][each]] for each in (newer, older))
    known = (times % MICROSECONDS_A_DAY != 0) & (older_times % MICROSECONDS_A_DAY != 0)
    return np.asarray((times > older_times) & (~same_day | known))


def _pair_control(
    arrays: Numbers, control: Control, events: Events, newer: Array, older: Array, together: Array
) -> list[Pairs]:
    """One says that a place changed hands, the other, at about the same time or later, that it did not."""
    found = []
    for changes, stays in ((older, newer), (newer[together], older[together])):
        kept = control.exclude(changes, stays) & events.are_near(changes, stays)
        change, stay = changes[kept], stays[kept]
        denies = arrays["claims.denied"][stay].astype(bool)
        found += [
            _make_pairs(CHANGED, change[~denies], stay[~denies]), _make_pairs(DENIED, stay[denies], change[denies]),
        ]  # fmt: skip
    return found


def _drop_one_source(
    connection: duckdb.DuckDBPyConnection, arrays: Numbers, texts: Mapping[str, Strings], pairs: Pairs
) -> Pairs:
    """The pairs that certainly two say, in two sentences that are no copies of one."""
    ones, others = pairs["one"], pairs["other"]
    articles, other_articles = (arrays["claims.article"][each] for each in (ones, others))
    sentences, other_sentences = (arrays["claims.sentence"][each] for each in (ones, others))
    own, other_own = (arrays["claims.quote"][each] < 0 for each in (ones, others))
    in_one = articles == other_articles
    copied = (arrays["articles.story"][articles] == arrays["articles.story"][other_articles]) & ~in_one
    reported = (arrays["articles.origin"][articles] == arrays["articles.origin"][other_articles]) & own & other_own
    kept = ~copied & ~reported & ~(in_one & ((sentences == other_sentences) | own | other_own))
    pairs = _drop_wordings(arrays, texts, {name: column[kept] for name, column in pairs.items()})
    ones, others = pairs["one"], pairs["other"]
    claims = np.unique(np.concatenate((ones, others)))
    outlets = texts["sources.name"]
    tellers = read_tellers(connection, arrays, texts, claims)
    carried_by = arrays["articles.source"][arrays["claims.article"]]
    itself = tellers.are_named(carried_by[claims], outlets) & (arrays["claims.quote"][claims] >= 0)
    described = itself & (find_tellers(arrays, claims) < 0)
    first, second = (np.searchsorted(claims, each) for each in (ones, others))
    of_outlet = (carried_by[ones] == carried_by[others]) & (itself[first] | itself[second])
    kept = tellers.differ(ones, others) & ~of_outlet & ~described[first] & ~described[second]
    return {name: column[kept] for name, column in pairs.items()}


def _drop_wordings(arrays: Numbers, texts: Mapping[str, Strings], pairs: Pairs) -> Pairs:
    """The pairs of which neither claim is cut short in a headline, or a figure that is a part of another one."""
    claims = np.unique(np.concatenate((pairs["one"], pairs["other"])))
    left = claims[stand_alone(arrays, texts, claims)]
    kept = is_among(pairs["one"], left) & is_among(pairs["other"], left)
    return {name: column[kept] for name, column in pairs.items()}


def _number_alike(arrays: Numbers, pairs: Numbers) -> Array:
    """The column `same` of these pairs."""
    of_figures, sides = pairs["kind"] == NUMBERS, (pairs["one"], pairs["other"])
    low, high = arrays["claims.low"], arrays["claims.high"]
    figures = np.nan_to_num(np.where(np.isnan(low), high, low), nan=-1.0).view(np.int64)
    said = [arrays[f"claims.{name}"][side] for side in sides for name in ("matter", "unit", "denied")]
    # Two figures make one dispute, whoever repeats them and how he bounds them.
    tellers = [np.where(of_figures, -1, _number_tellers(arrays, side)) for side in sides]
    figures_said = np.stack([figures[side] for side in sides])
    figures_said = np.where(of_figures, np.sort(figures_said, axis=0), figures_said)
    rows = np.stack((pairs["kind"], arrays["claims.episode"][pairs["one"]], *said, *figures_said, *tellers))
    _, same = np.unique(rows, axis=1, return_inverse=True)
    return np.asarray(same.reshape(-1).astype(np.int32))


def _number_tellers(arrays: Numbers, claims: Array) -> Array:
    """A number for who says each of these claims: an actor, an outlet on its own word, or who is called alike."""
    actors = find_tellers(arrays, claims).astype(np.int64)
    outlets = arrays["articles.source"][arrays["claims.article"][claims]].astype(np.int64)
    own = arrays["claims.quote"][claims] < 0
    described = arrays["claims.teller"][claims].astype(np.int64)
    return np.where(own, outlets * 3, np.where(actors >= 0, actors * 3 + 1, described * 3 + 2))
