"""Suspects: mentions whose pin may be wrong, found once, when a store is written.

A mention that counts for a place is a suspect if its article names no other place within `settings.SUSPECT_KM`, in
whatever sense, and one of these holds:

- *unnamed*: the article names other places, but neither the country of this one, be it as a people or an adjective, nor
  another place in that country. Capitals and large cities are left out, unless the pin is unsure as well: news names
  them from everywhere.
- *unsure*: its confidence is below `settings.SUSPECT_CONFIDENCE`. Capitals and large cities of a country that the
  article names are left out.

A name is settled at a place if at least half of its mentions there are no suspects: then none of them is. Countries,
continents, seas and wide regions, whose point is a convention, are never suspects; nor is what a correction placed.

The columns have one row a suspect, in the order of the mentions:

- `article`, `mention`: their numbers; `mention` is -1 after a correction in its article.
- `km`: kilometres to the nearest other place that its article names, infinite where it names none.
- `unnamed`: as above.

Limit: two pins of one article that are wrong together, near each other or in one country, are not found.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from dashboard import settings
from dashboard.columns.ascending import join_ranges
from dashboard.columns.columns import Array
from dashboard.columns.files import open_arrays, open_texts, write_array
from dashboard.columns.pairs import PLACED
from dashboard.columns.strings import Strings

EARTH = 6371.0088  # mean radius, km

# Features of places whose point says little about where something is.
WIDE = frozenset(("CONT", "RGN", "OCN", "SEA", "GULF"))
COUNTRY = "PCL"  # begins the features of countries
CAPITAL = "PPLC"

# The confidence of a mention that a correction placed.
CERTAIN = 1.0

# Mentions whose articles are gone through at a time, and distances that are measured at a time: some 50 MB each.
READ, MEASURED = 500_000, 1_000_000

type Numbers = Mapping[str, Array]


def write_suspects(folder: Path) -> None:
    """Find the suspects by the columns in this folder, and write their columns there."""
    arrays, texts = open_arrays(folder), open_texts(folder)
    parts = [find_suspects(arrays, texts, mentions) for mentions in _split_mentions(arrays)]
    found = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    for name, column in drop_settled(arrays, found, np.empty(0, np.int32)).items():
        write_array(folder, f"suspects.{name}", column)


def _split_mentions(arrays: Numbers) -> Iterator[Array]:
    """All mentions, those of whole articles at a time; at least once, be it with none."""
    first = arrays["articles.first_of_mentions"]
    low = 0
    while low == 0 or low < len(first) - 1:
        high = min(max(low + 1, int(np.searchsorted(first, first[low] + READ))), len(first) - 1)
        yield np.arange(first[low], first[high])
        low = max(high, 1)


def find_suspects(arrays: Numbers, texts: Mapping[str, Strings], mentions: Array) -> dict[str, Array]:
    """The columns of the suspects among these mentions, which ascend and are all those of their articles; settled names
    are not left out."""
    places = arrays["mentions.location"][mentions]
    mentions, places = mentions[places >= 0], places[places >= 0].astype(np.int64)
    size = places.max(initial=0) + 1
    # Each place once an article.
    keys, where = np.unique(arrays["mentions.article"][mentions] * size + places, return_inverse=True)
    articles, places = keys // size, keys % size
    country, is_country, is_wide, is_known = _describe(arrays, texts, places)
    is_unnamed = _are_unnamed(articles, country, is_country)

    confidence = arrays["mentions.confidence"][mentions]
    drawn = np.isin(arrays["mentions.sense"][mentions], PLACED) & (confidence != CERTAIN)
    unsure = drawn & (confidence < settings.SUSPECT_CONFIDENCE)
    # Whether a place of an article is a suspect where it is far away: in all its mentions, and where one is unsure.
    always, if_unsure = is_unnamed & ~is_known & ~is_wide, (is_unnamed | ~is_known) & ~is_wide
    asked = (always & _has(where, drawn, len(keys))) | (if_unsure & _has(where, unsure, len(keys)))
    km = np.zeros(len(keys))
    km[asked] = _measure(arrays, articles, places, np.flatnonzero(asked))
    is_unnamed &= np.isfinite(km)
    far = km >= settings.SUSPECT_KM
    kept = np.flatnonzero((drawn & (always & is_unnamed & far)[where]) | (unsure & (if_unsure & far)[where]))
    return {
        "article": articles[where[kept]].astype(np.int32), "mention": mentions[kept].astype(np.int32),
        "km": km[where[kept]].astype(np.float32), "unnamed": is_unnamed[where[kept]],
    }  # fmt: skip


def _describe(arrays: Numbers, texts: Mapping[str, Strings], places: Array) -> tuple[Array, Array, Array, Array]:
    """Of each place a number for its country (-1: none), whether it is a country, whether it is as wide or wider, and
    whether it is a capital or a large city."""
    numbers, where = np.unique(places, return_inverse=True)
    codes = texts["locations.country_code"].take(numbers)
    known = {code: number for number, code in enumerate(sorted({code for code in codes if code}))}
    features = [feature or "" for feature in texts["locations.feature"].take(numbers)]
    is_country = np.array([feature.startswith(COUNTRY) for feature in features], bool)
    population = arrays["locations.population"]
    people = np.zeros(len(numbers), np.int64)
    counted = numbers < len(population)  # those that a correction added are not
    people[counted] = population[numbers[counted]]
    is_town = np.array([feature.startswith("PPL") for feature in features], bool)
    is_known = (is_town & (people >= settings.LARGE_CITY)) | np.array([each == CAPITAL for each in features], bool)
    is_wide = is_country | np.array([feature in WIDE for feature in features], bool)
    country = np.array([known[code] if code else -1 for code in codes], np.int64)
    return country[where], is_country[where], is_wide[where], is_known[where]


def _are_unnamed(articles: Array, country: Array, is_country: Array) -> Array:
    """Of each place of an article whether the article names neither its country nor another place in it."""
    keys = articles * (country.max(initial=0) + 2) + country + 1
    _, where, times = np.unique(keys, return_inverse=True, return_counts=True)
    named = _has(where, is_country, len(times))
    return np.asarray((country >= 0) & ~named[where] & (times[where] == 1))


def drop_settled(arrays: Numbers, found: Mapping[str, Array], others: Array) -> dict[str, Array]:
    """The columns of the suspects whose names are not settled at their places; `others` are suspects of other articles.

    Limit: after a correction only its own articles are judged again, others stay as they were.
    """
    mentions = np.concatenate((found["mention"], others))
    pairs = np.stack((arrays["mentions.surface"][mentions], arrays["mentions.location"][mentions]))
    pairs, where, times = np.unique(pairs, axis=1, return_inverse=True, return_counts=True)
    where = where.reshape(-1)[: len(found["mention"])]
    first, alike = arrays["surfaces.first_of_surface_mentions"], arrays["surface_mentions.mention"]
    settled = np.zeros(len(times), bool)
    for number in np.unique(where):
        name, place = pairs[:, number]
        written = alike[first[name] : first[name + 1]]
        here = written[arrays["mentions.location"][written] == place]
        settled[number] = 2 * times[number] <= np.count_nonzero(np.isin(arrays["mentions.sense"][here], PLACED))
    return {name: column[~settled[where]] for name, column in found.items()}


def _has(where: Array, flags: Array, size: int) -> Array:
    """Of each of `size` owners whether a flag of one of its rows is set; `where` has the owner of each row."""
    found = np.zeros(size, bool)
    found[where[flags]] = True
    return found


def _measure(arrays: Numbers, articles: Array, places: Array, asked: Array) -> Array:
    """Kilometres from each place that is asked for to the nearest other of its article; infinite where there is none.

    The places ascend by their articles. Of an article as many are asked for as it has unsure pins, and one a country.
    """
    latitude = np.radians(arrays["locations.latitude"][places])
    longitude = np.radians(arrays["locations.longitude"][places])
    lows, highs = (np.searchsorted(articles, articles[asked], side) for side in ("left", "right"))
    nearest = np.full(len(asked), np.inf)
    ends = np.cumsum(highs - lows)
    begin = 0
    while begin < len(asked):
        done = ends[begin - 1] if begin else 0
        end = max(begin + 1, int(np.searchsorted(ends, done + MEASURED, "right")))
        here = slice(begin, end)
        rows = np.repeat(np.arange(begin, end), (highs - lows)[here])
        others = join_ranges(lows[here], highs[here])
        rows, others = rows[others != asked[rows]], others[others != asked[rows]]
        ours = asked[rows]
        half = (
            np.sin((latitude[others] - latitude[ours]) / 2) ** 2
            + np.cos(latitude[others]) * np.cos(latitude[ours]) * np.sin((longitude[others] - longitude[ours]) / 2) ** 2
        )
        np.minimum.at(nearest, rows, 2 * EARTH * np.arcsin(np.minimum(1.0, np.sqrt(half))))
        begin = end
    return nearest
