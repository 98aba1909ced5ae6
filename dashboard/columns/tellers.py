"""Tellers: the words by which who says a claim is told from who says another."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb
import numpy as np

from dashboard.columns.affiliations import find_affiliations
from dashboard.columns.ascending import is_among, join_ranges
from dashboard.columns.claims import Numbers
from dashboard.columns.columns import Array
from dashboard.columns.strings import Strings
from dashboard.tables.contract import SOURCINGS
from dashboard.words.comparison import find_stems
from dashboard.words.sources import TITLES, country_words, find_source_words, is_speaker, unite_monitors

# Share of the quotes of an actor in whose speaker a word stands, from which the actor is known by it: Rami Abdel Rahman
# speaks for the Observatory.
KNOWN_BY = 0.1

# Pairs of claims whose words are compared at a time: some 50 MB.
COMPARED = 100_000


@dataclass(frozen=True, slots=True)
class Tellers:
    """Of some claims, which ascend, the words of who says each; of an outlet on its own word those of its name.

    The words of claim n are `numbers[begins[n]:begins[n + 1]]`, ascending.
    """

    claims: Array
    begins: Array
    numbers: Array
    vocabulary: dict[str, int]

    def differ(self, ones: Array, others: Array) -> Array:
        """Whether each two claims are certainly of two tellers: both are known by words, and share none but titles and
        those of countries, and these only where both have others besides."""
        kept = np.zeros(len(ones), bool)
        weak = np.sort([self.vocabulary[each] for each in country_words() | TITLES if each in self.vocabulary])
        lengths = np.diff(self.begins)
        of = np.repeat(np.arange(len(lengths)), lengths)
        telling = np.bincount(of, ~is_among(self.numbers, weak), len(lengths)) > 0
        for begin in range(0, len(ones), COMPARED):
            pairs = slice(begin, begin + COMPARED)
            first, second = (np.searchsorted(self.claims, each[pairs]) for each in (ones, others))
            pair, word = self._words_of(first)
            other_pair, other_word = self._words_of(second)
            size = len(self.vocabulary)
            shared = is_among(pair * size + word, other_pair * size + other_word)
            only_weak = ~(telling[first] & telling[second])
            shared &= ~is_among(word, weak) | only_weak[pair]
            alike = np.bincount(pair[shared], minlength=len(first)) > 0
            kept[pairs] = (lengths[first] > 0) & (lengths[second] > 0) & ~alike
        return kept

    def are_named(self, outlets: Array, names: Strings) -> Array:
        """Whether each of the claims is told by the outlet of this number, by what both are called."""
        stems = [find_stems(name or "") - TITLES - country_words() for name in names.take(range(len(names)))]
        numbers = [{self.vocabulary[each] for each in words if each in self.vocabulary} for words in stems]
        return np.array([
            outlet >= 0 and not numbers[outlet].isdisjoint(self.numbers[low:high].tolist())
            for outlet, low, high in zip(outlets, self.begins[:-1], self.begins[1:], strict=True)
        ], bool)  # fmt: skip

    def _words_of(self, rows: Array) -> tuple[Array, Array]:
        """Every word of these rows: the position of the row in `rows`, and the number of the word."""
        lows, highs = self.begins[rows], self.begins[rows + 1]
        return np.repeat(np.arange(len(rows)), highs - lows), self.numbers[join_ranges(lows, highs)]


def read_tellers(
    connection: duckdb.DuckDBPyConnection, arrays: Numbers, texts: Mapping[str, Strings], claims: Array
) -> Tellers:
    """The words of who says these claims, which ascend: what the speaker is called there and elsewhere, and the bodies
    that it speaks for; none for a described speaker that is no person and no body."""
    tellers, outlets = texts["tellers.name"], texts["sources.name"]
    known_by, bodies_of = _read_known_by(connection), find_affiliations(arrays, texts, claims)
    quotes = arrays["claims.quote"][claims]
    sources = arrays["articles.source"][arrays["claims.article"][claims]].tolist()
    lows, highs = (np.searchsorted(arrays["speakers.quote"], quotes, side) for side in ("left", "right"))
    called = {number: tellers[number] or "" for number in np.unique(arrays["claims.teller"][claims]).tolist()}
    named = {number: find_source_words(name) for number, name in called.items()} | {-1: frozenset[str]()}
    titled = {number: find_stems(name) for number, name in called.items()} | {-1: frozenset[str]()}
    speaking = {number: is_speaker(name) for number, name in called.items()}
    bodies = np.append(arrays["quotes.sourcing"] == SOURCINGS.index("organisation"), False)[quotes].tolist()
    by_outlet = {number: find_stems(outlets[number] or "") for number in {*sources}}
    by_outlet[-1] = frozenset()
    words = []
    told_by = arrays["claims.teller"][claims].tolist()
    for quote, teller, source, is_body, low, high in zip(
        quotes.tolist(), told_by, sources, bodies, lows.tolist(), highs.tolist(), strict=True
    ):
        if quote < 0:
            words.append(by_outlet[source])
        else:
            actors = arrays["speakers.actor"][low:high].tolist()
            # “The ministry” is told from a commander, but “officials” and “he” may be anybody.
            known = named[teller].union(*(known_by.get(actor, ()) for actor in actors))
            known = known.union(*(bodies_of.get(actor, ()) for actor in actors))
            if actors or speaking.get(teller, False):
                words.append(unite_monitors(known | titled[teller] if known or is_body else known))
            else:
                words.append(frozenset())
    vocabulary: dict[str, int] = {}
    return Tellers(claims, *_number_words(words, vocabulary), vocabulary)


def _number_words(texts: Iterable[Iterable[str]], vocabulary: dict[str, int]) -> tuple[Array, Array]:
    """Where the words of each text begin, and the words, numbered by the vocabulary, which grows."""
    numbers, begins = array("i"), array("q", [0])
    for words in texts:
        numbers.extend(sorted(vocabulary.setdefault(word, len(vocabulary)) for word in words))
        begins.append(len(numbers))
    return np.array(begins), np.array(numbers, np.int32)


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
