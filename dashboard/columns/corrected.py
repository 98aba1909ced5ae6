"""The columns with corrections: what corrections change is written over mapped arrays, in this process alone.

Rows of a group with one row an article, or a quote, cannot be made more or fewer where they are. So the rows of what
was touched are emptied (-1), and those that take their place are in a second block of the group, `GROUP_added`.

Limit: no pair of `disputes` or `reversals` is found that only a correction makes one.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from dashboard.columns.ascending import find_rows, is_among, join_ranges
from dashboard.columns.claims import find_episodes
from dashboard.columns.columns import Array, Columns
from dashboard.columns.disputes import are_apart, find_pairs_of
from dashboard.columns.pairs import COUNTED, PLACED, count_pairs
from dashboard.columns.suspects import drop_settled, find_suspects
from dashboard.tables.contract import SENSES

# Group -> its texts and its arrays that a correction may change or add, by the name of the table's column.
ACTORS = {"name": "name", "kind": "kind", "country_code": "country_code"}
LOCATIONS = {
    "name": "name", "gazetteer_name": "gazetteer_name", "country_code": "country_code", "admin1": "admin1",
    "feature": "feature",
}  # fmt: skip

# The arrays that corrections write to; all others are shared with the columns as they were read.
WRITTEN = {
    "mentions.actor", "mentions.location", "mentions.sense", "mentions.unplaced", "mentions.confidence",
    "mentions.reason", "actor_articles.actor", "location_articles.location", "quotes.via", "speakers.actor",
    "about.actor", "quote_places.location", "disputes.apart", "suspects.mention",
    "actors.unsure", "actors.ranked",
    "actors.by_name", "locations.by_name", "locations.latitude", "locations.longitude",
    "locations.population",
}  # fmt: skip


def correct_columns(columns: Columns, rows: Mapping[str, pa.Table], quotes_replaced: list[str]) -> Columns:
    """These columns, whose arrays in `WRITTEN` nobody else has yet, with the rows that corrections changed.

    `rows` are whole rows of the contract by the name of the table; those of `entities` and `quotes` have their `number`
    with them, those of `speakers` are all that the quotes in `quotes_replaced` have now.
    """
    corrected = _Corrected(columns)
    if "actors" in rows:
        corrected.correct_actors(rows["actors"])
    if "locations" in rows:
        corrected.correct_locations(rows["locations"])
    if "entities" in rows:
        corrected.correct_mentions(rows["entities"])
    if "quotes" in rows:
        numbers = rows["quotes"]["number"].to_numpy()
        corrected.arrays["quotes.via"][numbers] = corrected.find("actors", rows["quotes"]["via_actor_id"])
    if "speakers" in rows:
        corrected.correct_speakers(rows["speakers"], quotes_replaced)
    return Columns(corrected.arrays, corrected.texts, corrected.regrouped)


class _Corrected:
    """Columns that are being corrected."""

    def __init__(self, columns: Columns) -> None:
        self.arrays = dict(columns.arrays)
        self.texts = {name: texts.copy() for name, texts in columns.texts.items()}
        self.regrouped: dict[str, dict[int, Array]] = {}
        self.before = columns

    def find(self, group: str, ids: pa.ChunkedArray) -> Array:
        """The number of each id, -1 for null."""
        known_ids = self.texts[f"{group}.id"]
        known = {each: -1 if each is None else known_ids.find(each) for each in ids.unique().to_pylist()}
        return np.array([known[each] for each in ids.to_pylist()], np.int32)

    def correct_actors(self, rows: pa.Table) -> None:
        """Change actors and add new ones."""
        for row in rows.to_pylist():
            number = self._write_texts("actors", row["actor_id"], {name: row[name] for name in ACTORS})
            self._put("actors.unsure", number, row["unsure"])
            self._put("actors.ranked", number, not (row["unsure"] and row["kind"] == "other"))

    def correct_locations(self, rows: pa.Table) -> None:
        """Change places and add new ones."""
        for row in rows.to_pylist():
            number = self._write_texts("locations", row["location_id"], {name: row[name] for name in LOCATIONS})
            for name in ("latitude", "longitude", "population"):
                self._put(f"locations.{name}", number, row[name])

    def _write_texts(self, group: str, key: str, texts: Mapping[str, str | None]) -> int:
        """Write the texts of the row with this id, after the last if it is new, and return its number."""
        number = self.texts[f"{group}.id"].find(key)
        if number < 0:
            number = len(self.texts[f"{group}.id"])
            self.texts[f"{group}.id"].change(number, key)
            self._put(f"{group}.by_name", number, number)
        for name, text in texts.items():
            self.texts[f"{group}.{name}"].change(number, text)
        return number

    def _put(self, name: str, number: int, value: Any) -> None:
        """Write a value, after the last one if the number is new."""
        array = self.arrays[name]
        if number == len(array):
            self.arrays[name] = array = np.append(array, np.zeros(1, array.dtype))
        array[number] = value

    def correct_mentions(self, rows: pa.Table) -> None:
        """Write what these mentions name now, and count again what was counted of their articles."""
        numbers = rows["number"].to_numpy()
        actors, places = self.find("actors", rows["actor_id"]), self.find("locations", rows["location_id"])
        senses = np.array([-1 if each is None else SENSES.index(each) for each in rows["sense"].to_pylist()], np.int8)
        arrays = self.arrays
        was_placed = np.isin(arrays["mentions.sense"][numbers], PLACED)
        placed_was = np.where(was_placed, arrays["mentions.location"][numbers], -1)
        placed = np.where(np.isin(senses, PLACED), places, -1)
        self._regroup("actors", numbers, arrays["mentions.actor"][numbers], actors)
        self._regroup("locations", numbers, placed_was, placed)
        arrays["mentions.actor"][numbers] = actors
        arrays["mentions.location"][numbers] = places
        arrays["mentions.sense"][numbers] = senses
        arrays["mentions.unplaced"][numbers] = self._find_reasons(rows["unplaced_reason"])
        arrays["mentions.confidence"][numbers] = rows["confidence"].to_pandas().to_numpy(np.float64)
        unknown = rows["actor_reason"].is_null().to_numpy()
        arrays["mentions.reason"][numbers[unknown]] = -1
        if is_among(arrays["claims.place"], np.sort(numbers)).any():
            arrays["claims.episode"] = find_episodes(arrays)
        self._count_again(np.unique(arrays["mentions.article"][numbers]))

    def _regroup(self, group: str, numbers: Array, was: Array, now: Array) -> None:
        """Note the mentions that each actor or place has now that these mentions have changed theirs."""
        moved = was != now
        numbers, was, now = numbers[moved], was[moved], now[moved]
        self.regrouped[group] = {}
        for each in np.unique(np.concatenate((was, now))):
            if each >= 0:
                left = np.setdiff1d(self.before.mentions_of(group, int(each)), numbers[was == each], assume_unique=True)
                joined = np.sort(numbers[now == each])
                # Both ascend: to sort all mentions of a large actor again would take most of the time.
                self.regrouped[group][int(each)] = np.insert(left, np.searchsorted(left, joined), joined)

    def _find_reasons(self, reasons: pa.ChunkedArray) -> Array:
        """The number of each reason why a name has no place, added where it is new; -1 for null."""
        known = self.texts["unplaced_reasons.name"]
        numbers: dict[str | None, int] = {None: -1}
        for each in reasons.unique().to_pylist():
            if each is not None:
                numbers[each] = known.find(each)
                if numbers[each] < 0:
                    numbers[each] = len(known)
                    known.change(numbers[each], each)
        return np.array([numbers[each] for each in reasons.to_pylist()], np.int32)

    def _count_again(self, articles: Array) -> None:
        """Empty the counted rows of these articles and of their quotes, and add what their mentions say now."""
        arrays = self.arrays
        first = arrays["articles.first_of_mentions"]
        mentions = join_ranges(first[articles], first[articles + 1])
        for group, (column, counters) in COUNTED.items():
            self._empty(f"{column}_articles", "article", column, articles)
            named_in, named, times = count_pairs(arrays, group, mentions)
            added = f"{column}_articles_added"
            arrays |= {f"{added}.article": named_in, f"{added}.{column}": named}
            arrays |= {f"{added}.{name}": each for name, each in zip(counters, times, strict=True)}
        self._empty("suspects", "article", "mention", articles)
        others = arrays["suspects.mention"][arrays["suspects.mention"] >= 0]
        found = drop_settled(arrays, find_suspects(arrays, self.texts, mentions), others)
        arrays |= {f"suspects_added.{name}": each for name, each in found.items()}
        first = arrays["articles.first_of_quotes"]
        quotes = join_ranges(first[articles], first[articles + 1]).astype(np.int32)
        self._empty("about", "quote", "actor", quotes)
        self._empty("quote_places", "quote", "location", quotes)
        within = find_rows(arrays["quote_mentions.quote"], quotes)
        saying, mentions = arrays["quote_mentions.quote"][within], arrays["quote_mentions.mention"][within]
        actors = arrays["mentions.actor"][mentions]
        about = arrays["quote_mentions.inside"][within] & (actors >= 0)
        pairs = np.unique(np.stack((saying[about], actors[about])), axis=1)
        arrays |= {"about_added.quote": pairs[0], "about_added.actor": pairs[1]}
        places, senses = arrays["mentions.location"][mentions], arrays["mentions.sense"][mentions]
        placed = (places >= 0) & np.isin(senses, PLACED)
        pairs, where = np.unique(np.stack((saying[placed], places[placed])), axis=1, return_inverse=True)
        itself = np.bincount(where.reshape(-1), senses[placed] == SENSES.index("place"), pairs.shape[1]) > 0
        arrays |= {
            "quote_places_added.quote": pairs[0], "quote_places_added.location": pairs[1],
            "quote_places_added.itself": itself,
        }  # fmt: skip

    def correct_speakers(self, rows: pa.Table, replaced: list[str]) -> None:
        """Empty the speakers of these quotes, and add those that they have now."""
        numbers = {quote_id: self.before.find_quote(quote_id) for quote_id in replaced}
        emptied = np.array(sorted(numbers.values()), np.int32)
        self._empty("speakers", "quote", "actor", emptied)
        quotes = np.array([numbers[each] for each in rows["quote_id"].to_pylist()], np.int32)
        actors, starts = self.find("actors", rows["actor_id"]), rows["start"].to_numpy()
        order = np.lexsort((starts, quotes))
        self.arrays |= {"speakers_added.quote": quotes[order], "speakers_added.actor": actors[order]}
        disputed = find_pairs_of(self.arrays, emptied)
        self.arrays["disputes.apart"][disputed] = are_apart(self.arrays, disputed)

    def _empty(self, group: str, owner: str, column: str, owners: Array) -> None:
        """Take the rows of these articles or quotes, which ascend, out of the counts."""
        self.arrays[f"{group}.{column}"][find_rows(self.arrays[f"{group}.{owner}"], owners)] = -1
