"""Selection: the articles that the filters of the corpus leave, and the rows of other tables that belong to them.

With `near=sentence`, mentions and quotes are kept only in sentences that name every chosen actor and place, and
articles only where they have such a sentence.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any

import numpy as np

from dashboard.columns.ascending import drop_repeated, find_rows, is_among
from dashboard.columns.columns import Array, Columns
from dashboard.filters import Filters
from dashboard.reader import Reader

# Sentences an article has at most, for a key of article and sentence in one number.
SENTENCES = 1 << 20

# A row is looked up for each article where so few are selected; else all rows are gone through.
SPARSE = 8


@dataclass(frozen=True)
class Selection:
    """The selected articles: `chosen` has a truth value for each.

    `sentences` are the keys of the sentences to which `near` limits mentions and quotes, ascending; None: to none.
    """

    columns: Columns
    chosen: Array
    sentences: Array | None = None
    tallies: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def numbers(self) -> Array:
        """The numbers of the selected articles, the newest first."""
        return np.flatnonzero(self.chosen).astype(np.int32)

    def rows(self, group: str) -> slice | Array:
        """The rows of a group that belong to the selected articles, `near` left out of account."""
        articles, numbers = self.columns[f"{group}.article"], self.numbers
        if len(numbers) == 0:
            return slice(0, 0)
        first, last = numbers[0], numbers[-1]
        low, high = np.searchsorted(articles, first), np.searchsorted(articles, last, "right")
        span = int(last) - int(first) + 1
        if span == len(numbers):
            return slice(int(low), int(high))
        if len(numbers) * SPARSE < span:
            return find_rows(articles, numbers)
        return np.asarray(low + np.flatnonzero(self.chosen[articles[low:high]]))

    @property
    def mentions(self) -> slice | Array:
        """The selected mentions; not kept: they may be ten million, and selections are kept for many filters."""
        if self.sentences is None:
            return self.rows("mentions")
        return self._in_sentences("mentions")

    def _in_sentences(self, group: str) -> Array:
        """The rows of a group that stand in the sentences of `near`."""
        assert self.sentences is not None
        articles, sentences = self.columns[f"{group}.article"], self.columns[f"{group}.sentence"]
        rows = find_rows(articles, drop_repeated(self.sentences // SENTENCES))
        return rows[is_among(make_keys(articles[rows], sentences[rows]), self.sentences)]

    def among(self, mentions: Array) -> Array:
        """Those of these mentions that are selected."""
        columns = self.columns
        articles = columns["mentions.article"][mentions]
        if self.sentences is None:
            return mentions[self.chosen[articles]]
        return mentions[is_among(make_keys(articles, columns["mentions.sentence"][mentions]), self.sentences)]

    @cached_property
    def quotes(self) -> Array:
        """A truth value for each quote: whether it is selected."""
        if self.sentences is None:
            return self.chosen[self.columns["quotes.article"]]
        found = np.zeros(len(self.columns["quotes.article"]), bool)
        found[self._in_sentences("quotes")] = True
        return found

    @cached_property
    def dated(self) -> Array:
        """The numbers of the selected articles that have a date, the newest first."""
        return self.numbers[self.columns["articles.dated"][self.numbers]]

    @cached_property
    def stories(self) -> int:
        """How many stories the selected articles are."""
        alone = self.columns["articles.alone"]
        others = self.numbers[~alone[self.numbers]]
        return len(self.numbers) - len(others) + len(np.unique(self.columns["articles.story"][others]))


def select_articles(reader: Reader, filters: Filters) -> Selection:
    """The selection that the filters of the corpus make; filters of other scopes do not narrow it."""
    corpus = filters.only("corpus")
    return reader.columns.keep(("selection", corpus), lambda: _select(reader, corpus))


def _select(reader: Reader, filters: Filters) -> Selection:
    columns = reader.columns
    chosen = np.ones(columns.articles, bool)
    for group, ids in (("actors", filters.actors), ("locations", filters.locations)):
        if ids:
            naming = np.zeros(columns.articles, bool)
            for number in columns.find(group, ids):
                naming[columns["mentions.article"][columns.mentions_of(group, number)]] = True
            chosen &= naming
    if filters.sources:
        numbers = [columns.texts["sources.name"].find(source) for source in filters.sources]
        chosen &= np.isin(columns["articles.source"], [number for number in numbers if number >= 0])
    if filters.since or filters.until:
        published = columns["articles.published"]
        chosen &= columns["articles.dated"]
        if filters.since:
            chosen &= published >= _micros(filters.since)
        if filters.until:
            chosen &= published < _micros(filters.until + timedelta(days=1))
    if filters.words:
        having = np.zeros(columns.articles, bool)
        having[reader.words.find_articles(filters.words)] = True
        chosen &= having
    if not filters.near or not (filters.actors or filters.locations):
        return Selection(columns, chosen)
    together = _find_together(columns, filters)
    together = together[chosen[together // SENTENCES]]
    chosen = np.zeros(columns.articles, bool)
    chosen[together // SENTENCES] = True
    return Selection(columns, chosen, together)


def _find_together(columns: Columns, filters: Filters) -> Array:
    """The keys of the sentences that name every chosen actor and place, ascending."""
    found: Array | None = None
    for group, ids in (("actors", filters.actors), ("locations", filters.locations)):
        for each in ids:
            numbers = columns.find(group, [each])
            mentions = columns.mentions_of(group, numbers[0]) if numbers else np.empty(0, np.int32)
            keys = make_keys(columns["mentions.article"][mentions], columns["mentions.sentence"][mentions])
            keys = drop_repeated(keys)
            found = keys if found is None else found[is_among(found, keys)]
    return np.empty(0, np.int64) if found is None else found


def make_keys(articles: Array, sentences: Array) -> Array:
    """One number for each article and sentence; ascending as they are."""
    return articles.astype(np.int64) * SENTENCES + sentences


def _micros(day: date) -> int:
    """The beginning of a day in UTC, in microseconds since 1970."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1_000_000
