"""Disputes: pairs of quotes that may contradict each other, found once, when a store is written.

What makes a pair says `dashboard.queries.disputes`. The columns have one row a pair:

- `denial`, `other`: the numbers of its quotes.
- `location`: the place of both; -1 after a correction by which one of them does not name it.
- `unlike`: whether neither speaker has all the words of what the other is called.
- `apart`: whether the speakers are certainly different: no actor speaks in both quotes, or, where an actor is missing,
  they are unlike.
- `texts`: a number for its two texts, which other pairs may have as well.
- `rank`: its place among all pairs: first those with more words in common and fewer days between them, then those of
  the smaller place, then the newer.

The pairs of one denial follow one another in the order of their ranks.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from dashboard import settings
from dashboard.columns.ascending import find_rows, is_among, join_ranges
from dashboard.columns.columns import Array
from dashboard.columns.files import open_arrays, open_texts, write_array
from dashboard.columns.strings import Strings
from dashboard.words.comparison import find_stems

# SQL: whether a quote denies. These cues do so whatever the stance.
DENIES = """coalesce(stance = 'denies', false)
            OR coalesce(regexp_matches(lower(cue), '^(den(y|ie)|refut|rebut|dismiss|disput)'), false)"""

MICROSECONDS_A_DAY = 86_400_000_000

# Pairs whose words are compared at a time: some 50 MB.
COMPARED = 100_000

type Numbers = Mapping[str, Array]


@dataclass(frozen=True, slots=True)
class _Spoken:
    """The quotes that may be in a pair, one row for each place, in the order (place, quote); `speakers` are positions
    in `names`, what the speakers are called."""

    quotes: Array
    locations: Array
    denies: Array
    speakers: Array
    names: list[str]


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of texts as numbers: those of text n are `numbers[begins[n]:begins[n + 1]]`, ascending."""

    begins: Array
    numbers: Array

    def of(self, texts: Array) -> tuple[Array, Array]:
        """Every word of these texts: the position of the text in `texts`, and the number of the word."""
        lows, highs = self.begins[texts], self.begins[texts + 1]
        return np.repeat(np.arange(len(texts)), highs - lows), self.numbers[join_ranges(lows, highs)]


def write_disputes(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Find the pairs by the attached `read` and the columns in this folder, and write their columns there."""
    arrays, texts = open_arrays(folder), open_texts(folder)
    spoken = _read_spoken(connection, arrays, texts["locations.feature"])
    denials, others = _find_near(spoken, find_days(arrays, spoken.quotes))
    pairs = {
        "denial": spoken.quotes[denials], "other": spoken.quotes[others], "location": spoken.locations[denials],
        "unlike": _are_unlike(spoken.names, spoken.speakers[denials], spoken.speakers[others]),
    }  # fmt: skip
    shared, pairs["texts"] = _compare_texts(connection, pairs, texts["locations.name"])
    days = np.abs(find_days(arrays, pairs["denial"]) - find_days(arrays, pairs["other"]))
    ranked = np.lexsort((
        pairs["other"], pairs["denial"], arrays["locations.population"][pairs["location"]], -(1 + shared) / (1 + days),
    ))  # fmt: skip
    rank = np.argsort(pairs["denial"][ranked], kind="stable").astype(np.int32)
    pairs = {name: column[ranked[rank]] for name, column in pairs.items()} | {"rank": rank}
    pairs["apart"] = are_apart({**arrays, **_name(pairs)}, np.arange(len(rank)))
    for name, column in _name(pairs).items():
        write_array(folder, name, column)


def find_days(arrays: Numbers, quotes: Array) -> Array:
    """The day in UTC, counted from 1970, on which the article of each quote was published."""
    return np.asarray(arrays["articles.published"][arrays["quotes.article"][quotes]] // MICROSECONDS_A_DAY)


def find_pairs_of(arrays: Numbers, quotes: Array) -> Array:
    """The rows of the pairs that have one of these quotes, which ascend."""
    has = is_among(arrays["disputes.denial"], quotes) | is_among(arrays["disputes.other"], quotes)
    return np.flatnonzero(has)


def are_apart(arrays: Numbers, rows: Array) -> Array:
    """Whether the speakers of the pairs in these rows are certainly different, by the actors that they are now."""
    denials, others = (arrays[f"disputes.{side}"][rows] for side in ("denial", "other"))
    quotes = np.unique(np.concatenate((denials, others)))
    actors: dict[int, set[int]] = defaultdict(set)
    for block in ("speakers", "speakers_added"):
        if f"{block}.quote" in arrays:
            within = find_rows(arrays[f"{block}.quote"], quotes)
            said, by = (arrays[f"{block}.{column}"][within].tolist() for column in ("quote", "actor"))
            for quote, actor in zip(said, by, strict=True):
                if actor >= 0:
                    actors[quote].add(actor)
    pairs = zip(denials.tolist(), others.tolist(), arrays["disputes.unlike"][rows].tolist(), strict=True)
    return np.array([
        actors[denial].isdisjoint(actors[other]) if denial in actors and other in actors else unlike
        for denial, other, unlike in pairs
    ], bool)  # fmt: skip


def drop_unplaced(arrays: Numbers, quotes: Array) -> None:
    """Take the place from pairs with one of these quotes, which ascend, that does not name it now."""
    locations = arrays["disputes.location"]
    rows = find_pairs_of(arrays, quotes)
    size = np.int64(locations.max(initial=0) + 1)
    itself, placed = arrays["quote_places_added.itself"], arrays["quote_places_added.location"]
    itself = itself & (placed < size)
    named = arrays["quote_places_added.quote"][itself] * size + placed[itself]
    for side in ("denial", "other"):
        of_side = arrays[f"disputes.{side}"][rows]
        gone = is_among(of_side, quotes) & ~is_among(of_side * size + locations[rows], named)
        locations[rows[gone]] = -1


def _name(pairs: Numbers) -> dict[str, Array]:
    return {f"disputes.{name}": column for name, column in pairs.items()}


def _read_spoken(connection: duckdb.DuckDBPyConnection, arrays: Numbers, features: Strings) -> _Spoken:
    """The dated quotes whose speaker is not only “he” or “they”, with the places smaller than a country in them."""
    small = np.array([_is_small(feature) for feature in features.take(range(len(features)))], bool)
    quotes, locations = arrays["quote_places.quote"], arrays["quote_places.location"]
    dated = arrays["articles.dated"][arrays["quotes.article"][quotes]]
    named = arrays["quote_places.itself"] & small[locations] & dated
    connection.register("named", pa.table({"quote": quotes[named], "location": locations[named]}))
    found = connection.sql(f"""
        SELECT named.quote, named.location, {DENIES} AS denies, speaker
        FROM named JOIN read.quotes ON quotes.rowid = named.quote
        WHERE speaker IS NOT NULL ORDER BY named.location, named.quote""").to_arrow_table()
    connection.unregister("named")
    speakers = found["speaker"].combine_chunks().dictionary_encode()
    names = speakers.dictionary.to_pylist()
    numbers = speakers.indices.to_numpy()
    called = np.array([bool(find_stems(name)) for name in names], bool)[numbers]
    quotes, locations, denies = (found[name].to_numpy()[called] for name in ("quote", "location", "denies"))
    return _Spoken(quotes, locations, denies, numbers[called], names)


def _is_small(feature: str | None) -> bool:
    """Whether a place is smaller than a country."""
    return feature is not None and not feature.startswith("PCL") and feature != "CONT"


def _find_near(spoken: _Spoken, days: Array) -> tuple[Array, Array]:
    """The rows of each denial and of the others of the same place and the same days, those nearest to it in time."""
    denials, others = np.flatnonzero(spoken.denies), np.flatnonzero(~spoken.denies)
    beside, places = np.searchsorted(others, denials), spoken.locations[others]
    lows = np.searchsorted(places, spoken.locations[denials])
    highs = np.searchsorted(places, spoken.locations[denials], "right")
    lows = np.maximum(lows, beside - settings.DISPUTE_QUOTES)
    highs = np.minimum(highs, beside + settings.DISPUTE_QUOTES)
    denials, others = np.repeat(denials, highs - lows), others[join_ranges(lows, highs)]
    near = np.abs(days[denials] - days[others]) <= settings.DISPUTE_DAYS
    return denials[near], others[near]


def _are_unlike(names: list[str], first: Array, second: Array) -> Array:
    """Whether neither of two speakers, by their positions in `names`, has all the words of the other."""
    vocabulary: dict[str, int] = {}
    words = _number_words(names, vocabulary)
    pairs, _ = _find_shared(words, first, second, len(vocabulary))
    shared, lengths = np.bincount(pairs, minlength=len(first)), np.diff(words.begins)
    return (shared < lengths[first]) & (shared < lengths[second])


def _compare_texts(connection: duckdb.DuckDBPyConnection, pairs: Numbers, names: Strings) -> tuple[Array, Array]:
    """How many words both quotes of each pair have, those of the place's name left out, and a number for its texts."""
    quotes = np.unique(np.concatenate((pairs["denial"], pairs["other"])))
    first, second = (np.searchsorted(quotes, pairs[side]) for side in ("denial", "other"))
    connection.register("paired", pa.table({"quote": quotes}))
    found = connection.sql("""
        SELECT text, min(quote) OVER (PARTITION BY lower(text)) AS same
        FROM paired JOIN read.quotes ON quotes.rowid = quote ORDER BY quote""").to_arrow_table()
    connection.unregister("paired")
    vocabulary: dict[str, int] = {}
    words = _number_words((text for batch in found["text"].chunks for text in batch.to_pylist()), vocabulary)
    placed = _number_words((name or "" for name in names.take(range(len(names)))), vocabulary)
    size = len(vocabulary)
    of_place, word = placed.of(np.arange(len(names)))
    place_words = of_place * size + word
    pair, word = _find_shared(words, first, second, size)
    counted = ~is_among(pairs["location"][pair] * np.int64(size) + word, place_words)
    same = found["same"].to_numpy().astype(np.int64)
    _, both = np.unique(same[first] << 32 | same[second], return_inverse=True)
    return np.bincount(pair[counted], minlength=len(first)), both.astype(np.int32)


def _number_words(texts: Iterable[str], vocabulary: dict[str, int]) -> _Words:
    """The words of these texts, numbered by the vocabulary, which grows."""
    numbers, begins = array("i"), array("q", [0])
    for text in texts:
        numbers.extend(sorted(vocabulary.setdefault(word, len(vocabulary)) for word in find_stems(text)))
        begins.append(len(numbers))
    return _Words(np.array(begins), np.array(numbers))


def _find_shared(words: _Words, first: Array, second: Array, size: int) -> tuple[Array, Array]:
    """Every word that both texts of a pair have: the position of the pair, and the number of the word."""
    found = [(np.empty(0, np.int64), np.empty(0, np.int32))]
    for begin in range(0, len(first), COMPARED):
        (pair, word), other = (words.of(texts[begin : begin + COMPARED]) for texts in (first, second))
        shared = is_among(pair * size + word, other[0] * size + other[1])
        found.append((begin + pair[shared], word[shared]))
    return np.concatenate([pair for pair, _ in found]), np.concatenate([word for _, word in found])
