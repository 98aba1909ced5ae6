"""Events: whether two claims of one place and the same days are of one event, by the sentences that they stand in.

Two figures are *of different events* where their sentences name different days of the week or different means (shells,
air strikes), or each a place within or beside theirs and none in common; and, but for the rare means, where only one of
them names such a place: it may be of a street, the other of the town. They are *certainly of one* where they name the
same means on the same day of the week, or one of the means that are so rare that two events of it seldom meet: gas, or
a bomber. What is written on one day is of one event, too, where both name such a place in common, or where their place
is so small that it seldom sees two a day.

Limit: an event that the sentence before tells of is not seen.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from dashboard import settings
from dashboard.columns.ascending import is_among, join_ranges
from dashboard.columns.claims import Numbers, find_days, find_places
from dashboard.columns.columns import Array
from dashboard.columns.strings import Strings
from dashboard.tables.contract import LABELS, SENSES
from dashboard.words.events import RARE_MEANS, are_of_these_days, are_provisional, find_means, find_weekdays

# Mentions that name where something was: towns, districts, hospitals.
WHERE = [LABELS.index(label) for label in ("GPE", "LOC", "FAC")]
PART_OF_NAME = [SENSES.index(sense) for sense in ("demonym", "part", "dateline")]

# Features of places in which there are many places: their names tell no event from another.
WIDE = ("PCL", "CONT", "ADM1", "RGN")

# Days from Monday to the first of January 1970.
THURSDAY = 3


@dataclass(frozen=True, slots=True)
class Events:
    """Of some claims, which ascend: their means as bits, the day of the event as counted from 1970 (-1 where the
    sentence names none) and that of their articles, whether they are of these days, whether their sentences say that
    their figures grew or were put right, whether their place is small enough for one event a day, and the names beside
    them: those of claim n are `names[begins[n]:begins[n + 1]]`, ascending."""

    claims: Array
    means: Array
    days: Array
    written: Array
    current: Array
    provisional: Array
    small: Array
    begins: Array
    names: Array

    def are_one(self, ones: Array, others: Array, on_one_day: Array) -> Array:
        """Whether each two claims are of one event; `on_one_day` says whether they were written on one day."""
        first, second = (np.searchsorted(self.claims, each) for each in (ones, others))
        means, other_means = self.means[first], self.means[second]
        days, other_days = self.days[first], self.days[second]
        named, other_named = (np.diff(self.begins)[each] > 0 for each in (first, second))
        shared = self._share_names(first, second)
        same_day = (days >= 0) & (days == other_days)
        may = (means == 0) | (other_means == 0) | ((means & other_means) != 0)
        may &= (days < 0) | (other_days < 0) | same_day
        common = means & other_means
        rare = (common & RARE_MEANS) != 0
        may &= shared | (~named & ~other_named) | (rare & ~(named & other_named))
        may &= self.current[first] & self.current[second]
        sure = rare | ((common != 0) & same_day)
        return np.asarray(may & (sure | (on_one_day & (shared | self.small[first]))))

    def are_near(self, ones: Array, others: Array) -> Array:
        """Whether each two claims are at most `settings.DISPUTE_DAYS` apart, by the days that their sentences name:
        what was denied last Saturday denies nothing that happened on Thursday."""
        days = np.where(self.days < 0, self.written, self.days)
        first, second = (days[np.searchsorted(self.claims, each)] for each in (ones, others))
        return np.asarray(np.abs(first - second) <= settings.DISPUTE_DAYS)

    def are_final(self, claims: Array) -> Array:
        """Whether the sentence of each of these claims says of no figure that it grew or was put right."""
        return ~self.provisional[np.searchsorted(self.claims, claims)]

    def _share_names(self, first: Array, second: Array) -> Array:
        size = np.int64(self.names.max(initial=0)) + 1
        pair, name = self._names_of(first)
        other_pair, other_name = self._names_of(second)
        shared = is_among(pair * size + name, other_pair * size + other_name)
        return np.bincount(pair[shared], minlength=len(first)) > 0

    def _names_of(self, rows: Array) -> tuple[Array, Array]:
        lows, highs = self.begins[rows], self.begins[rows + 1]
        return np.repeat(np.arange(len(rows)), highs - lows), self.names[join_ranges(lows, highs)]


def read_events(arrays: Numbers, texts: Mapping[str, Strings], claims: Array) -> Events:
    """What the sentences of these claims, which ascend, say of their events."""
    articles, sentences = arrays["claims.article"][claims], arrays["claims.sentence"][claims]
    at, of = np.unique(arrays["articles.first_of_sentences"][articles] + sentences, return_inverse=True)
    read = _read_sentences(arrays, texts["articles.text"], at)
    named_on, days = find_weekdays(read)[of], find_days(arrays, claims)
    event = np.where(named_on < 0, -1, days - (days + THURSDAY - named_on) % 7)  # the last day of that name
    wide, large = _describe_places(arrays, texts)
    small = ~np.append(wide | large, True)[find_places(arrays, claims)]
    begins, names = _find_names(arrays, wide, claims)
    means, current, provisional = find_means(read)[of], are_of_these_days(read)[of], are_provisional(read)[of]
    return Events(claims, means, event, days, current, provisional, small, begins, names)


def _read_sentences(arrays: Numbers, texts: Strings, sentences: Array) -> pa.Array:
    """The texts of these sentences, which ascend."""
    articles = np.searchsorted(arrays["articles.first_of_sentences"], sentences, "right") - 1
    starts, ends = (arrays[f"sentences.{side}"][sentences].tolist() for side in ("start", "end"))
    read, before, text = [], -1, ""
    for article, start, end in zip(articles.tolist(), starts, ends, strict=True):
        if article != before:
            before, text = article, texts[article] or ""
        read.append(text[start:end])
    return pa.array(read, pa.large_string())


def _describe_places(arrays: Numbers, texts: Mapping[str, Strings]) -> tuple[Array, Array]:
    """Of each place whether it is wide, and whether it is a large city."""
    features = texts["locations.feature"].take(range(len(arrays["locations.by_name"])))
    wide = np.array([(feature or "PCL").startswith(WIDE) for feature in features], bool)
    return wide, arrays["locations.population"] >= settings.LARGE_CITY


def _find_names(arrays: Numbers, wide: Array, claims: Array) -> tuple[Array, Array]:
    """The places beside each claim in its sentence, as numbers of places or, where these are not known, behind them
    those of the names as written: where those of each claim begin, and they."""
    articles = arrays["claims.article"][claims]
    first = arrays["articles.first_of_mentions"]
    lows, highs = first[articles], first[articles + 1]
    mentions, of = join_ranges(lows, highs), np.repeat(np.arange(len(claims)), highs - lows)
    kept = arrays["mentions.sentence"][mentions] == arrays["claims.sentence"][claims][of]
    kept &= np.isin(arrays["mentions.label"][mentions], WHERE) & ~np.isin(
        arrays["mentions.sense"][mentions], PART_OF_NAME
    )
    mentions, of = mentions[kept], of[kept]
    places = arrays["mentions.location"][mentions].astype(np.int64)
    other = (places != find_places(arrays, claims)[of]) & ~np.append(wide, False)[places]
    names = np.where(places >= 0, places, len(wide) + arrays["mentions.surface"][mentions])[other]
    pairs = np.unique(np.stack((of[other], names)), axis=1)
    counts = np.bincount(pairs[0], minlength=len(claims))
    return np.concatenate(([0], np.cumsum(counts))), pairs[1]
