"""Spellings: whether the other group writes a name in another way than the one that was found in its articles."""

from collections.abc import Mapping

import numpy as np

from dashboard.columns.columns import Array, Columns
from dashboard.queries.outlets import OTHER
from dashboard.queries.silence.found import Found
from dashboard.queries.silence.periods import Periods
from dashboard.queries.time import find_bucket
from dashboard.reader import Reader
from dashboard.words.folding import place_words

# Letters of a spelling of one word that is looked for in texts: "us" and "who" stand in every one.
SHORTEST_SPELLING = 4

# Spellings of one name that are looked for: those of most mentions.
MOST_SPELLINGS = 8

# Begins the features of countries.
COUNTRY = "PCL"


def are_written(reader: Reader, periods: Periods, group: str, found: Found) -> Array:
    """Whether the other group names each of these on the day before or after its period, or has a spelling of it in its
    texts, in the period or on these days."""
    columns = reader.columns
    margin = int(periods.is_weekly)
    dated = int(np.count_nonzero(columns["articles.dated"]))
    days = find_bucket(columns, np.arange(dated), "day")[::-1]  # the newest has the first number
    firsts = (dated - np.searchsorted(days, periods.until + margin, "right")).tolist()
    lasts = (dated - np.searchsorted(days, periods.since - margin) - 1).tolist()
    places = columns.keep("place names", lambda: _list_places(columns))
    spellings: dict[int, list[list[str]]] = {}
    alike: dict[int, Array] = {}

    def is_written(name: int, first: int, last: int) -> bool:
        mentions = columns.mentions_of(group, name)
        articles = columns["mentions.article"][mentions]
        if (periods.sides[articles[(articles >= first) & (articles <= last)]] == OTHER).any():
            return True
        own = columns.text(f"{group}.name", name) or ""
        if (country := places.get(("", " ".join(split_name(own))), -1)) >= 0:  # an adjective names it, too
            low, high = columns["articles.first_of_mentions"][[first, last + 1]]
            located = low + np.flatnonzero(columns["mentions.location"][low:high] == country)
            if (periods.sides[columns["mentions.article"][located]] == OTHER).any():
                return True
        if name not in spellings:
            spellings[name] = _find_spellings(columns, group, name, mentions, places)
            alike[name] = _find_alike(columns, group, name, places)
        if (periods.sides[alike[name][(alike[name] >= first) & (alike[name] <= last)]] == OTHER).any():
            return True
        return bool((periods.sides[reader.words.find_phrases(spellings[name], first, last)] == OTHER).any())

    named = zip(found.names.tolist(), found.period.tolist(), strict=True)
    return np.array([is_written(name, firsts[period], lasts[period]) for name, period in named], bool)


def _find_spellings(
    columns: Columns, group: str, name: int, mentions: Array, places: Mapping[tuple[str, str], int]
) -> list[list[str]]:  # fmt: skip
    """The spellings that are looked for in texts, each as folded words: the name, how articles write it most often, the
    last word of a person's name, and of a place the places with which its name begins: “Idlib” of “Idlib Governorate”.

    One word of a longer name alone is none, such as “White”, and neither is what has another spelling within it.
    """
    texts = columns.texts
    surfaces, times = np.unique(columns["mentions.surface"][mentions], return_counts=True)
    common = surfaces[np.argsort(-times, kind="stable")][:MOST_SPELLINGS]
    own, *others = (
        split_name(each or "") for each in (texts[f"{group}.name"][name], *texts["surfaces.name"].take(common))
    )
    written = [own, *(each for each in others if len(each) > 1 or each[:1] != [*{*each} & {*own}])]
    if group == "actors" and texts["actors.kind"][name] == "person":
        written.append(own[-1:])
    if group == "locations":
        written += [
            split_name(texts["locations.name"][place] or "") for place in _find_beginnings(columns, name, places)
        ]
    written = [each for each in written if len("".join(each)) >= SHORTEST_SPELLING]
    found: list[list[str]] = []
    for each in sorted(written, key=len):
        if not any(f" {' '.join(shorter)} " in f" {' '.join(each)} " for shorter in found):
            found += [each, [*each[:-1], f"{each[-1]}s"]]  # a plural, or a genitive without its apostrophe
    return found


def _find_beginnings(columns: Columns, place: int, places: Mapping[tuple[str, str], int]) -> list[int]:
    """The places in its country with which the name of a place begins."""
    texts = columns.texts
    country, words = texts["locations.country_code"][place] or "", split_name(texts["locations.name"][place] or "")
    asked = ((country, " ".join(words[:end])) for end in range(1, len(words)))
    return [places[each] for each in asked if each in places]


def _find_alike(columns: Columns, group: str, name: int, places: Mapping[tuple[str, str], int]) -> Array:
    """The articles with a name that sounds like this one, or like a place with which it begins."""
    numbers = [name, *(_find_beginnings(columns, name, places) if group == "locations" else [])]
    surfaces = columns.texts["surfaces.name"]
    written = [surfaces.find(each) for each in columns.texts[f"{group}.name"].take(numbers) if each]
    sounds = columns["surfaces.sound"]
    asked = [sound for number in written if number >= 0 and (sound := int(sounds[number])) >= 0]
    mentions = [columns.mentions_of("surfaces", int(each)) for each in np.flatnonzero(np.isin(sounds, asked))]
    return columns["mentions.article"][np.concatenate(mentions)] if mentions else np.empty(0, np.int32)


def _list_places(columns: Columns) -> dict[tuple[str, str], int]:
    """The places by their countries and folded names; countries by "" and their names."""
    texts = columns.texts
    numbers = range(len(texts["locations.id"]))
    rows = zip(*(texts[f"locations.{name}"].take(numbers) for name in ("country_code", "feature", "name")), strict=True)
    return {
        ("" if (feature or "").startswith(COUNTRY) else country or "", " ".join(split_name(name or ""))): number
        for number, (country, feature, name) in enumerate(rows)
    }  # fmt: skip


def split_name(name: str) -> list[str]:
    """The folded words of a name, as the index of words has them."""
    return [word for word, _, _ in place_words(name)]
