"""Disputes: pairs of quotes that contradict each other about a place, found once, when a store is written.

What makes a pair says `dashboard.queries.disputes`. The columns have one row a pair:

- `kind`: the position in `KINDS`.
- `one`, `other`: the numbers of its quotes; `one` is the newer toll, says that the place was taken, or denies.
- `location`: the place of both; -1 after a correction by which one of them does not name it.
- `apart`: whether no actor speaks in both quotes.
- `same`: a number that pairs share which say the same, in copies of the same two stories.
- `rank`: its place among all pairs: first those with more words in common and fewer days between them, then those of
  the smaller place, then the newer.

The pairs of one kind and one quote follow one another in the order of their ranks.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from dashboard import settings
from dashboard.columns.ascending import find_rows, is_among, join_ranges
from dashboard.columns.claims import (
    Numbers,
    Words,
    number_words,
    read_control,
    read_denials,
    read_sources,
    read_tolls,
)
from dashboard.columns.columns import Array
from dashboard.columns.files import open_arrays, open_texts, write_array
from dashboard.columns.strings import Strings
from dashboard.words.claims import GENERAL, LARGEST_RATIO, OF_MANY_EVENTS, RARE_MEANS, find_common_stems, may_be_denied
from dashboard.words.comparison import find_stems
from dashboard.words.sources import country_words

KINDS = ("numbers", "control", "denied")
NUMBERS, CONTROL, DENIED = range(len(KINDS))

MICROSECONDS_A_DAY = 86_400_000_000

# Days from Monday to the first of January 1970.
THURSDAY = 3

# Pairs that are compared at a time: some 50 MB.
COMPARED = 100_000


@dataclass(frozen=True, slots=True)
class _Placed:
    """The dated quotes that name places smaller than a country, one row for each place, in the order (quote, place)."""

    quotes: Array
    locations: Array

    def of(self, quotes: Array) -> tuple[Array, Array]:
        """The places of these quotes: the position in `quotes` of each, and the place."""
        lows, highs = (np.searchsorted(self.quotes, quotes, side) for side in ("left", "right"))
        return np.repeat(np.arange(len(quotes)), highs - lows), self.locations[join_ranges(lows, highs)]


def write_disputes(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Find the pairs by the attached `read` and `draft` and the columns in this folder, and write theirs there."""
    arrays, texts = open_arrays(folder), open_texts(folder)
    features = texts["locations.feature"].take(range(len(arrays["locations.by_name"])))
    small = np.array([_is_small(each) for each in features], bool)
    placed = _find_placed(arrays, small)
    tolls = read_tolls(connection, np.unique(placed.quotes))
    control = read_control(connection, arrays, texts["surfaces.name"], placed.quotes, placed.locations)
    pairs = _join((
        _pair_tolls(arrays, placed, tolls),
        _pair_control(arrays, control),
        _pair_denials(arrays, placed, small, read_denials(connection)),
    ))  # fmt: skip
    pairs = _drop_own_words(connection, arrays, texts["sources.name"], pairs)
    pairs = _drop_unlike(connection, arrays, texts["locations.name"], pairs)
    days = np.abs(find_days(arrays, pairs["one"]) - find_days(arrays, pairs["other"]))
    population = arrays["locations.population"][pairs["location"]]
    ranked = np.lexsort((pairs["other"], pairs["one"], population, -(1 + pairs.pop("shared")) / (1 + days)))
    quotes = np.stack([pairs[name][ranked] for name in ("kind", "one", "other")])
    ranked = ranked[np.sort(np.unique(quotes, axis=1, return_index=True)[1])]  # the best place of two quotes
    grouped = np.lexsort((np.arange(len(ranked)), pairs["one"][ranked], pairs["kind"][ranked]))
    pairs = {name: column[ranked[grouped]] for name, column in pairs.items()} | {"rank": grouped.astype(np.int32)}
    pairs["apart"] = are_apart({**arrays, **_name(pairs)}, np.arange(len(grouped)))
    for name, column in _name(pairs).items():
        write_array(folder, name, column)


def find_days(arrays: Numbers, quotes: Array) -> Array:
    """The day in UTC, counted from 1970, on which the article of each quote was published."""
    return np.asarray(arrays["articles.published"][arrays["quotes.article"][quotes]] // MICROSECONDS_A_DAY)


def find_pairs_of(arrays: Numbers, quotes: Array) -> Array:
    """The rows of the pairs that have one of these quotes, which ascend."""
    has = is_among(arrays["disputes.one"], quotes) | is_among(arrays["disputes.other"], quotes)
    return np.flatnonzero(has)


def are_apart(arrays: Numbers, rows: Array) -> Array:
    """Whether no actor speaks in both quotes of the pairs in these rows, by the actors that they are now."""
    ones, others = (arrays[f"disputes.{side}"][rows] for side in ("one", "other"))
    quotes = np.unique(np.concatenate((ones, others)))
    actors: dict[int, set[int]] = defaultdict(set)
    for block in ("speakers", "speakers_added"):
        if f"{block}.quote" in arrays:
            within = find_rows(arrays[f"{block}.quote"], quotes)
            said, by = (arrays[f"{block}.{column}"][within].tolist() for column in ("quote", "actor"))
            for quote, actor in zip(said, by, strict=True):
                if actor >= 0:
                    actors[quote].add(actor)
    pairs = zip(ones.tolist(), others.tolist(), strict=True)
    return np.array([actors[one].isdisjoint(actors[other]) for one, other in pairs], bool)


def drop_unplaced(arrays: Numbers, quotes: Array) -> None:
    """Take the place from pairs with one of these quotes, which ascend, that does not name it now; a denial may name it
    elsewhere in its article."""
    locations = arrays["disputes.location"]
    rows = find_pairs_of(arrays, quotes)
    size = np.int64(locations.max(initial=0) + 1)

    def find_named(group: str, owner: str, of_itself: Array) -> Array:
        placed = arrays[f"{group}.location"]
        kept = of_itself & (placed < size)
        return np.unique(arrays[f"{group}.{owner}"][kept] * size + placed[kept])

    in_quotes = find_named("quote_places_added", "quote", arrays["quote_places_added.itself"])
    in_articles = find_named("location_articles_added", "article", arrays["location_articles_added.as_place"] > 0)
    for side in ("one", "other"):
        of_side = arrays[f"disputes.{side}"][rows]
        gone = is_among(of_side, quotes) & ~is_among(of_side * size + locations[rows], in_quotes)
        if side == "one":
            articles = arrays["quotes.article"][of_side]
            denied = arrays["disputes.kind"][rows] == DENIED
            gone &= ~(denied & is_among(articles * size + locations[rows], in_articles))
        locations[rows[gone]] = -1


def _name(pairs: Numbers) -> dict[str, Array]:
    return {f"disputes.{name}": column for name, column in pairs.items()}


def _join(found: Iterable[Numbers]) -> dict[str, Array]:
    """The rows of all, one after the other."""
    parts = list(found)
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _keep(pairs: Numbers, kept: Array) -> dict[str, Array]:
    return {name: column[kept] for name, column in pairs.items()}


def _is_small(feature: str | None) -> bool:
    """Whether a place is smaller than a country."""
    return feature is not None and not feature.startswith("PCL") and feature != "CONT"


def _find_placed(arrays: Numbers, small: Array) -> _Placed:
    quotes, locations = arrays["quote_places.quote"], arrays["quote_places.location"]
    named = (
        arrays["quote_places.itself"] & small[locations] & arrays["articles.dated"][arrays["quotes.article"][quotes]]
    )
    return _Placed(quotes[named], locations[named])


def _pair_rows(keys: Array, days: Array) -> Iterator[tuple[Array, Array]]:
    """Each row with the next ones of the same key and the same days, `COMPARED` pairs at a time; keys ascend."""
    highs = np.minimum(np.searchsorted(keys, keys, "right"), np.arange(len(keys)) + 1 + settings.DISPUTE_QUOTES)
    step = max(1, COMPARED // settings.DISPUTE_QUOTES)
    for begin in range(0, max(1, len(keys)), step):
        rows = np.arange(begin, min(begin + step, len(keys)))
        first, second = np.repeat(rows, highs[rows] - rows - 1), join_ranges(rows + 1, highs[rows])
        near = np.abs(days[first] - days[second]) <= settings.DISPUTE_DAYS
        yield first[near], second[near]


def _make_pairs(kind: int, one: Array, other: Array, location: Array) -> dict[str, Array]:
    """Pairs of a kind that say nothing in numbers and need no more words in common."""
    nothing = np.zeros(len(one), np.int64)
    return {
        "kind": np.full(len(one), kind, np.int8), "one": one.astype(np.int32), "other": other.astype(np.int32),
        "location": location.astype(np.int32), "low": nothing, "high": nothing,
        "sure": np.ones(len(one), bool),
    }  # fmt: skip


def _pair_tolls(arrays: Numbers, placed: _Placed, tolls: Numbers) -> dict[str, Array]:
    """Tolls of one harm, place and event that differ: what says that the event is one is in this function."""
    rows, locations = placed.of(tolls["quote"])
    size = np.int64(len(arrays["locations.by_name"]))
    keys = tolls["subject"][rows] * size + locations
    order = np.lexsort((tolls["quote"][rows], keys))
    tolls, keys, locations = _keep(tolls, rows[order]), keys[order], locations[order]
    days = find_days(arrays, tolls["quote"])
    # The last day of that name up to the day of publication.
    event = np.where(tolls["weekday"] < 0, -1, days - (days + THURSDAY - tolls["weekday"]) % 7)
    found = []
    for each, beside in _pair_rows(keys, days):
        values = np.sort([tolls["value"][each], tolls["value"][beside]], axis=0)
        kept = (values[0] != values[1]) & (values[1] <= LARGEST_RATIO * values[0])
        kept &= (tolls["means"][each] & tolls["means"][beside]) != 0
        for known in (tolls["part"], event):
            kept &= (known[each] < 0) | (known[beside] < 0) | (known[each] == known[beside])
        kept &= (event[each] <= days[beside]) & (event[beside] <= days[each])
        first, second = each[kept], beside[kept]
        same_day = (event[first] >= 0) & (event[first] == event[second])
        rare = (tolls["means"][first] & tolls["means"][second] & RARE_MEANS) != 0
        pairs = _make_pairs(NUMBERS, tolls["quote"][first], tolls["quote"][second], locations[first])
        found.append({**pairs, "low": values[0, kept], "high": values[1, kept], "sure": same_day | rare})
    return _join(found)


def _pair_control(arrays: Numbers, control: Numbers) -> dict[str, Array]:
    """One says that a place was taken or left, the other that it is held."""
    order = np.lexsort((control["quote"], control["location"]))
    control = _keep(control, order)
    found = []
    for each, beside in _pair_rows(control["location"], find_days(arrays, control["quote"])):
        values = control["value"]
        differ = values[each] != values[beside]
        first, second = each[differ], beside[differ]
        taken = values[first] > values[second]
        one, other = np.where(taken, first, second), np.where(taken, second, first)
        found.append(_make_pairs(CONTROL, control["quote"][one], control["quote"][other], control["location"][one]))
    return _join(found)


def _pair_denials(arrays: Numbers, placed: _Placed, small: Array, denials: Array) -> dict[str, Array]:
    """Each denial and the others of its places and the same days, those nearest to it in time."""
    denials = denials[arrays["articles.dated"][arrays["quotes.article"][denials]]]
    rows, locations = placed.of(denials)
    unplaced = np.delete(np.arange(len(denials)), rows)
    articles = arrays["quotes.article"][denials[unplaced]]
    lows, highs = (np.searchsorted(arrays["location_articles.article"], articles, side) for side in ("left", "right"))
    beside, owners = join_ranges(lows, highs), np.repeat(unplaced, highs - lows)
    named = arrays["location_articles.location"][beside]
    kept = (arrays["location_articles.as_place"][beside] > 0) & small[named]
    rows, locations = np.concatenate((rows, owners[kept])), np.concatenate((locations, named[kept]))
    size = np.int64(len(arrays["quotes.article"]) + 1)
    others = ~is_among(placed.quotes, denials)
    keys = np.sort(placed.locations[others] * size + placed.quotes[others])
    beside = np.searchsorted(keys, locations * size + denials[rows])
    lows = np.maximum(np.searchsorted(keys, locations * size), beside - settings.DISPUTE_QUOTES)
    highs = np.minimum(np.searchsorted(keys, (locations + 1) * size), beside + settings.DISPUTE_QUOTES)
    rows, locations = np.repeat(rows, highs - lows), np.repeat(locations, highs - lows)
    one, other = denials[rows], keys[join_ranges(lows, highs)] % size
    near = np.abs(find_days(arrays, one) - find_days(arrays, other)) <= settings.DISPUTE_DAYS
    return _make_pairs(DENIED, one[near], other[near], locations[near])


def _drop_own_words(
    connection: duckdb.DuckDBPyConnection, arrays: Numbers, outlets: Strings, pairs: Numbers
) -> dict[str, Array]:
    """The pairs whose quotes stand in two sentences and whose speakers are told apart by all their words: neither is
    called as the other is, and none is the outlet of both."""
    articles = {side: arrays["quotes.article"][pairs[side]] for side in ("one", "other")}
    sentences = {side: arrays["quotes.sentence"][pairs[side]] for side in ("one", "other")}
    within_one = (articles["one"] == articles["other"]) & (sentences["one"] == sentences["other"])
    pairs = _keep(pairs, ~within_one)
    quotes = np.unique(np.concatenate((pairs["one"], pairs["other"])))
    sources = read_sources(connection, arrays, quotes)
    carried_by = arrays["articles.source"][arrays["quotes.article"][quotes]]
    named = [find_stems(outlet or "") for outlet in outlets.take(range(len(outlets)))]
    own = np.array([
        outlet >= 0 and not words.isdisjoint(named[outlet]) for words, outlet in zip(sources, carried_by, strict=True)
    ], bool)  # fmt: skip
    vocabulary: dict[str, int] = {}
    words = number_words(sources, vocabulary)
    first, second = (np.searchsorted(quotes, pairs[side]) for side in ("one", "other"))
    told = np.array([bool(each) for each in sources], bool)
    alone = np.array([each <= country_words() for each in sources], bool)
    alike, word = _find_shared(words, words, first, second, len(vocabulary))
    countries = np.sort([vocabulary[each] for each in country_words() if each in vocabulary])
    alike = alike[~is_among(word, countries) | alone[first[alike]] | alone[second[alike]]]
    kept = told[first] & told[second] & (np.bincount(alike, minlength=len(first)) == 0)
    kept &= ~((carried_by[first] == carried_by[second]) & (own[first] | own[second]))
    return _keep(pairs, kept)


def _drop_unlike(
    connection: duckdb.DuckDBPyConnection, arrays: Numbers, names: Strings, pairs: Numbers
) -> dict[str, Array]:
    """The pairs whose words say that they speak of one event, with columns shared (words in common, those of the place
    and general ones left out) and same."""
    quotes = np.unique(np.concatenate((pairs["one"], pairs["other"])))
    connection.register("paired", pa.table({"quote": quotes}))
    found = connection.sql("""
        SELECT text, min(quote) OVER (PARTITION BY lower(text)) AS same
        FROM paired JOIN read.quotes ON quotes.rowid = quote ORDER BY quote""").to_arrow_table()
    connection.unregister("paired")
    texts = found["text"].to_pylist()
    vocabulary: dict[str, int] = {}
    words = number_words(map(find_stems, texts), vocabulary)
    without_names = number_words(map(find_common_stems, texts), vocabulary)
    placed = number_words((find_stems(name or "") for name in names.take(range(len(names)))), vocabulary)
    passed_over = np.sort([vocabulary[each] for each in GENERAL if each in vocabulary])
    common = np.sort([vocabulary[each] for each in OF_MANY_EVENTS if each in vocabulary])
    size = len(vocabulary)
    of_place, word = placed.of(np.arange(len(names)))
    place_words = of_place * size + word
    first, second = (np.searchsorted(quotes, pairs[side]) for side in ("one", "other"))
    pair, word = _find_shared(without_names, words, first, second, size)
    counted = ~is_among(pairs["location"][pair] * np.int64(size) + word, place_words) & ~is_among(word, passed_over)
    pair, word = pair[counted], word[counted]
    shared = np.bincount(pair, minlength=len(first))
    telling = np.bincount(pair[~is_among(word, common)], minlength=len(first))
    affirms = np.array([may_be_denied(text) for text in texts], bool)
    denied = (telling > 0) & (shared > 1) & affirms[second]
    kept = np.where(pairs["kind"] == DENIED, denied, pairs["sure"] | (telling > 0))
    pairs = _keep({**pairs, "shared": shared}, kept)
    # The story of the first quote of its text: a quote that other articles have as well is of one story.
    shown, at = np.unique(np.stack((first[kept], second[kept])), return_inverse=True)
    _, firsts, of_text = np.unique(found["same"].to_numpy()[shown], return_index=True, return_inverse=True)
    stories = arrays["articles.story"][arrays["quotes.article"][quotes[shown[firsts]]]][of_text]
    both = np.sort(stories[at.reshape(2, -1)], axis=0)
    said = np.stack((pairs["kind"], *both, pairs["low"], pairs["high"]))
    _, same = np.unique(said, axis=1, return_inverse=True)
    columns = {name: pairs[name] for name in ("kind", "one", "other", "location", "shared")}
    return {**columns, "same": same.reshape(-1).astype(np.int32)}


def _find_shared(ones: Words, others: Words, first: Array, second: Array, size: int) -> tuple[Array, Array]:
    """Every word that both texts of a pair have: the position of the pair, and the number of the word."""
    found = [(np.empty(0, np.int64), np.empty(0, np.int32))]
    for begin in range(0, len(first), COMPARED):
        pair, word = ones.of(first[begin : begin + COMPARED])
        other = others.of(second[begin : begin + COMPARED])
        shared = is_among(pair * size + word, other[0] * size + other[1])
        found.append((begin + pair[shared], word[shared]))
    return np.concatenate([pair for pair, _ in found]), np.concatenate([word for _, word in found])
