"""Claims of quotes: what the quotes of a set say that others may contradict, read once, when a store is written."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa

from dashboard.columns.ascending import join_ranges
from dashboard.columns.columns import Array
from dashboard.columns.strings import Strings
from dashboard.words.claims import (
    CALLED,
    DENIAL,
    find_control,
    find_means,
    find_parts_of_place,
    find_tolls,
    find_weekday,
    speaks_of_control,
)
from dashboard.words.sources import find_source_words

type Numbers = Mapping[str, Array]

# SQL: whether a text may have a toll, or speak of control over a place; slower rules read those that may.
MAY_HAVE_TOLL = "regexp_matches(text, '(?i)kill|dead|died|death|the li(f|v)e|wound|injur')"
MAY_SPEAK_OF_CONTROL = """
    regexp_matches(text, '(?i)captur|seiz|take|took|taking|conquer|overr[au]n|enter|storm|fell|fallen|advanc'
                         '|broke|pull|withdr|abandon|retreat|left|repel|repuls|thwart|foil|push|h[oe]ld|regain|control'
                         '|hands')"""

# Share of the quotes of an actor in whose speaker a word stands, from which the actor is known by it: Rami Abdel Rahman
# speaks for the Observatory.
KNOWN_BY = 0.1


@dataclass(frozen=True, slots=True)
class Words:
    """The words of texts as numbers: those of text n are `numbers[begins[n]:begins[n + 1]]`, ascending."""

    begins: Array
    numbers: Array

    def of(self, texts: Array) -> tuple[Array, Array]:
        """Every word of these texts: the position of the text in `texts`, and the number of the word."""
        lows, highs = self.begins[texts], self.begins[texts + 1]
        return np.repeat(np.arange(len(texts)), highs - lows), self.numbers[join_ranges(lows, highs)]


def number_words(texts: Iterable[Iterable[str]], vocabulary: dict[str, int]) -> Words:
    """The words of each text, numbered by the vocabulary, which grows."""
    numbers, begins = array("i"), array("q", [0])
    for words in texts:
        numbers.extend(sorted(vocabulary.setdefault(word, len(vocabulary)) for word in words))
        begins.append(len(numbers))
    return Words(np.array(begins), np.array(numbers, np.int32))


def read_tolls(connection: duckdb.DuckDBPyConnection, quotes: Array) -> dict[str, Array]:
    """Columns quote, subject and value of each toll in these quotes, which ascend; and of its text: means, weekday, and
    part, a number for the parts of the place that it names (-1 for none)."""
    columns: dict[str, array[int]] = {
        name: array("q") for name in ("quote", "subject", "value", "means", "weekday", "part")
    }
    parts: dict[frozenset[str], int] = {frozenset(): -1}
    for quote, text, _ in _read_texts(connection, quotes, MAY_HAVE_TOLL):
        if tolls := find_tolls(text):
            event = (find_means(text), find_weekday(text), parts.setdefault(find_parts_of_place(text), len(parts)))
            for toll in tolls:
                for name, value in zip(columns, (quote, toll.subject, toll.value, *event), strict=True):
                    columns[name].append(value)
    return {name: np.array(column) for name, column in columns.items()}


def read_control(
    connection: duckdb.DuckDBPyConnection, arrays: Numbers, surfaces: Strings, quotes: Array, locations: Array
) -> dict[str, Array]:
    """Columns quote, location and value: what these quotes, which ascend, say of control over these places."""
    columns: dict[str, array[int]] = {name: array("q") for name in ("quote", "location", "value")}
    for quote, text, cue in _read_texts(connection, np.unique(quotes), MAY_SPEAK_OF_CONTROL):
        if not speaks_of_control(text):
            continue
        low, high = (int(np.searchsorted(quotes, quote, side)) for side in ("left", "right"))
        for location in locations[low:high].tolist():
            names = find_names(arrays, surfaces, quote, location) or (CALLED if high - low == 1 else ())
            for value in {claim.value for claim in find_control(text, names, cue)}:
                for name, each in zip(columns, (quote, location, value), strict=True):
                    columns[name].append(each)
    return {name: np.array(column) for name, column in columns.items()}


def find_names(arrays: Numbers, surfaces: Strings, quote: int, location: int) -> list[str]:
    """What a quote calls a place within its words."""
    saying = arrays["quote_mentions.quote"]
    low, high = (int(np.searchsorted(saying, saying.dtype.type(quote), side)) for side in ("left", "right"))
    mentions = arrays["quote_mentions.mention"][low:high][arrays["quote_mentions.inside"][low:high]]
    named = mentions[arrays["mentions.location"][mentions] == location]
    return [each for each in surfaces.take(np.unique(arrays["mentions.surface"][named])) if each]


def read_denials(connection: duckdb.DuckDBPyConnection) -> Array:
    """The quotes that deny, ascending."""
    found = connection.sql(
        "SELECT rowid AS quote FROM read.quotes WHERE regexp_matches(lower(cue), $1) ORDER BY quote", params=[DENIAL]
    ).to_arrow_table()
    return np.asarray(found["quote"].to_numpy(), np.int32)


def read_sources(connection: duckdb.DuckDBPyConnection, arrays: Numbers, quotes: Array) -> list[frozenset[str]]:
    """The words by which who speaks in each of these quotes, which ascend, is told from others; perhaps none."""
    known_by = _read_known_by(connection)
    connection.register("speaking", pa.table({"quote": quotes}))
    found = connection.sql(
        "SELECT speaker FROM speaking JOIN read.quotes ON quotes.rowid = quote ORDER BY quote"
    ).to_arrow_table()
    connection.unregister("speaking")
    lows, highs = (np.searchsorted(arrays["speakers.quote"], quotes, side) for side in ("left", "right"))
    words = []
    for speaker, low, high in zip(found["speaker"].to_pylist(), lows.tolist(), highs.tolist(), strict=True):
        actors = arrays["speakers.actor"][low:high].tolist()
        words.append(find_source_words(speaker or "").union(*(known_by.get(actor, ()) for actor in actors)))
    return words


def _read_known_by(connection: duckdb.DuckDBPyConnection) -> dict[int, frozenset[str]]:
    """Actor -> the words in what it is called where it speaks, rare ones left out."""
    found = connection.sql("""
        SELECT actor, speaker, count(*) AS times FROM draft.speakers_sorted JOIN read.quotes ON quotes.rowid = quote
        WHERE speaker IS NOT NULL GROUP BY ALL ORDER BY actor, speaker""")
    called: defaultdict[int, Counter[str]] = defaultdict(Counter)
    quotes: Counter[int] = Counter()
    for batch in found.to_arrow_reader():
        for actor, speaker, times in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            quotes[actor] += times
            for word in find_source_words(speaker):
                called[actor][word] += times
    return {
        actor: frozenset(word for word, times in words.items() if times >= KNOWN_BY * quotes[actor])
        for actor, words in called.items()
    }


def _read_texts(connection: duckdb.DuckDBPyConnection, quotes: Array, condition: str) -> Iterator[tuple[int, str, str]]:
    """Number, text and cue of those of these quotes that fulfil a condition, in the order of their numbers."""
    connection.register("wanted", pa.table({"quote": quotes}))
    found = connection.sql(f"""
        SELECT quote, text, coalesce(cue, '') FROM wanted JOIN read.quotes ON quotes.rowid = quote
        WHERE {condition} ORDER BY quote""")
    for batch in found.to_arrow_reader():
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
    connection.unregister("wanted")
