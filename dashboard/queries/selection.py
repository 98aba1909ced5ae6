"""Selection: the articles that the filters of the corpus leave, and the rows of other tables that belong to them.

`near` says where the chosen actors and places must be named, and a place within the box. With `sentence`, mentions and
quotes are kept only in sentences that name every one of them. With `quote`, quotes are kept that one of the actors says
and that name one of the places, and mentions in these quotes. Articles are kept where they have such a sentence or
quote.

What other filters leave out (`dashboard.queries.exclusions`) counts nowhere: an article is not selected for an actor
whose every mention in it is left out, and of a story the first copy that is not left out counts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any

import numpy as np

from dashboard.additions.folder import folder_of
from dashboard.boxes import Box
from dashboard.columns.ascending import drop_repeated, find_rows, is_among
from dashboard.columns.columns import Array, Columns
from dashboard.columns.matching import Matched, match_sets
from dashboard.countries import FEATURES
from dashboard.filters import Filters
from dashboard.queries.exclusions import (
    NAMED_IN_QUOTES,
    Standing,
    find_articles_left_out,
    find_standing,
    make_quote_keys,
)
from dashboard.reader import Other, Reader
from dashboard.tables.contract import SENSES

# Sentences an article has at most, for a key of article and sentence in one number.
SENTENCES = 1 << 20

# A row is looked up for each article where so few are selected; else all rows are gone through.
SPARSE = 8


@dataclass(frozen=True)
class Selection:
    """The selected articles: `chosen` has a truth value for each.

    `limited` are the numbers of the mentions to which `near` limits them, ascending, and a truth value for each quote;
    None: to none. `standing` says what of quotes and mentions is not left out, whatever the articles; None: all.
    """

    columns: Columns
    chosen: Array
    limited: tuple[Array, Array] | None = None
    standing: Standing | None = None
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
        if self.limited is not None:
            return self.limited[0]
        rows = self.rows("mentions")
        return rows if self.standing is None else self.standing.among(rows)

    def among(self, mentions: Array) -> Array:
        """Those of these mentions that are selected."""
        if self.limited is not None:
            return mentions[is_among(mentions, self.limited[0])]
        chosen = mentions[self.chosen[self.columns["mentions.article"][mentions]]]
        return chosen if self.standing is None else self.standing.among(chosen)

    @cached_property
    def quotes(self) -> Array:
        """A truth value for each quote: whether it is selected."""
        if self.limited is not None:
            return self.limited[1]
        chosen = self.chosen[self.columns["quotes.article"]]
        return chosen if self.standing is None else chosen & self.standing.quotes

    def has(self, articles: Array, quotes: Array) -> Array:
        """A truth value for each row of a table with these numbers of articles and quotes: whether it is selected. A
        row that stands in no quote has -1; it is selected with its article, wherever `near` says."""
        in_quote = quotes >= 0
        found = self.chosen[articles] & ~in_quote
        found[in_quote] = self.quotes[quotes[in_quote]]
        return np.asarray(found)

    def find_quotes_of(self, group: str, numbers: Sequence[int]) -> Array:
        """A truth value for each quote of the set: whether a group has it with one of these actors or places.

        The groups are `speakers`, `about` and `quote_places`.
        """
        found = np.zeros(len(self.columns["quotes.article"]), bool)
        for quotes, named in self.list_named(group):
            found[quotes[np.isin(named, numbers)]] = True
        return found

    def list_named(self, group: str) -> Iterator[tuple[Array, Array]]:
        """The quotes of the set, each with an actor or a place of a group, in one block or two; -1 stands for none."""
        columns = self.columns
        column = "location" if group == "quote_places" else "actor"
        lost = np.empty(0, np.int64)
        if self.standing is not None and group in NAMED_IN_QUOTES:
            lost = self.standing.find_lost(group)
        for block in columns.blocks(group):
            quotes, named = columns[f"{block}.quote"], columns[f"{block}.{column}"]
            if len(lost):
                stands = ~is_among(make_quote_keys(columns, group, quotes, named), lost)
                quotes, named = quotes[stands], named[stands]
            yield quotes, named

    def within(self, mask: Array) -> "Selection":
        """The same in those of the selected articles for which the mask is true."""
        limited = self.limited
        if limited is not None:
            mentions, quotes = limited
            of_mentions, of_quotes = (self.columns[f"{name}.article"] for name in ("mentions", "quotes"))
            limited = mentions[mask[of_mentions[mentions]]], quotes & mask[of_quotes]
        return Selection(self.columns, self.chosen & mask, limited, self.standing)

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
    if corpus.near == ("article",):  # as without it; the selection is kept once
        corpus = corpus.without("near")
    return reader.columns.keep(("selection", corpus), lambda: _select(reader, corpus))


def _select(reader: Reader, filters: Filters) -> Selection:
    columns, standing = reader.columns, find_standing(reader, filters)
    chosen = _name_chosen(columns, filters, standing)
    left_out = find_articles_left_out(reader, filters)
    if left_out is not None:
        chosen &= ~left_out
    if filters.sources:
        numbers = [columns.texts["sources.name"].find(source) for source in filters.sources]
        chosen &= np.isin(columns["articles.source"], [number for number in numbers if number >= 0])
    if filters.since or filters.until:
        chosen &= _are_within(columns, filters)
    if filters.words:
        having = np.zeros(columns.articles, bool)
        having[reader.words.find_articles(filters.words)] = True
        chosen &= having
    if filters.added:
        chosen &= _are_added(reader, filters.added)
    if filters.copies:
        firsts = first_of_stories(columns, np.flatnonzero(chosen).astype(np.int32))
        chosen = np.zeros(columns.articles, bool)
        chosen[firsts] = True
    # After the copies: a copy that came later than its report is nothing new.
    for among in _compare(reader, filters):
        chosen &= among
    whole = Selection(columns, chosen, standing=standing)
    if not filters.names_something:
        return whole
    match filters.near:
        case ("sentence",):
            return _limit_to_sentences(whole, filters)
        case ("quote",):
            return _limit_to_quotes(whole, filters)
    return whole


def _name_chosen(columns: Columns, filters: Filters, standing: Standing | None) -> Array:
    """A truth value for each article: whether it names a chosen actor, a chosen place and a place within the box."""
    chosen = np.ones(columns.articles, bool)
    for group, ids in (("actors", filters.actors), ("locations", filters.locations)):
        if ids and filters.near != ("quote",):  # who speaks may be named in no other place
            naming = np.zeros(columns.articles, bool)
            for number in columns.find(group, ids):
                mentions = columns.mentions_of(group, number)
                mentions = mentions if standing is None else standing.among(mentions)
                naming[columns["mentions.article"][mentions]] = True
            chosen &= naming
    if filters.box:
        chosen &= _name_within(columns, filters.box, standing)
    return chosen


def find_places_within(columns: Columns, box: Box) -> Array:
    """A truth value for each place: whether its point lies within the box, edges included; a country has no point."""
    latitude, longitude = columns["locations.latitude"], columns["locations.longitude"]
    # Nothing is between the ends of a box across the date line, and all is that lies outside them.
    across = (longitude >= box.west) | (longitude <= box.east)
    if box.west < box.east:
        across = (longitude >= box.west) & (longitude <= box.east)
    within: Array = across & (latitude >= box.south) & (latitude <= box.north)
    found = np.flatnonzero(within)
    features = columns.texts["locations.feature"].take(found)
    within[found] = [not (feature or "").startswith(FEATURES) for feature in features]
    return within


def find_mentions_within(columns: Columns, box: Box) -> Array:
    """The mentions that mean a place within the box, ascending; those of a place that stands for an actor do not."""
    return np.flatnonzero(_mean_within(columns, box)).astype(np.int32)


def _mean_within(columns: Columns, box: Box) -> Array:
    """A truth value for each mention: whether it means a place within the box."""
    within = np.append(find_places_within(columns, box), False)  # the last is that of mentions without a place
    return np.asarray(within[columns["mentions.location"]] & (columns["mentions.sense"] == SENSES.index("place")))


def _name_within(columns: Columns, box: Box, standing: Standing | None) -> Array:
    """A truth value for each article: whether it names a place within the box, as a place."""
    naming = np.zeros(columns.articles, bool)
    if standing is not None:
        naming[columns["mentions.article"][standing.among(find_mentions_within(columns, box))]] = True
        return naming
    within = find_places_within(columns, box)
    for block in columns.blocks("location_articles"):
        places = columns[f"{block}.location"]
        rows = np.append(within, False)[places] & (columns[f"{block}.as_place"] > 0)
        naming[columns[f"{block}.article"][rows]] = True
    return naming


def _are_within(columns: Columns, filters: Filters) -> Array:
    """A truth value for each article: whether it has a date and is of the chosen days."""
    published = columns["articles.published"]
    within = columns["articles.dated"].copy()
    if filters.since:
        within &= published >= _micros(filters.since)
    if filters.until:
        within &= published < _micros(filters.until + timedelta(days=1))
    return within


def _limit_to_sentences(whole: Selection, filters: Filters) -> Selection:
    """What is selected of the sentences that name every chosen actor and place, and one in the box."""
    columns = whole.columns
    together = _find_together(whole, filters)
    together = together[whole.chosen[together // SENTENCES]]
    articles = drop_repeated(together // SENTENCES)
    kept = np.zeros(columns.articles, bool)
    kept[articles] = True
    quotes = np.zeros(len(columns["quotes.article"]), bool)
    quotes[_find_within(columns, "quotes", articles, together)] = True
    mentions = _find_within(columns, "mentions", articles, together)
    if whole.standing is not None:
        mentions, quotes = whole.standing.among(mentions), quotes & whole.standing.quotes
    return Selection(columns, kept, (mentions, quotes), whole.standing)


def _compare(reader: Reader, filters: Filters) -> Iterator[Array]:
    """Truth values for each article: whether other sets have it as the filters want."""
    if filters.new:
        yield _are_new(reader, filters.new)
    if filters.changed:
        yield _are_in_both(reader, filters.changed, is_same=False)
    if filters.unchanged:
        yield _are_in_both(reader, filters.unchanged, is_same=True)


def _are_new(reader: Reader, mark: str) -> Array:
    """A truth value for each article: whether the kept set with this mark does not have it; true where none is kept."""

    def compare() -> Array:
        new = np.ones(reader.columns.articles, bool)
        if files := reader.list_older(mark):
            rows = reader.execute(
                "SELECT articles.rowid FROM read.articles SEMI JOIN read_parquet($1) AS other USING (article_id)",
                [files],
            ).fetchnumpy()
            new[rows["rowid"]] = False
        return new

    return reader.columns.keep(("new", mark), compare)


def _are_in_both(reader: Reader, mark: str, *, is_same: bool) -> Array:
    """A truth value for each article: whether the kept set with this mark has it, as it is or else as it is not; false
    where none is kept."""
    other = reader.open_other(mark)
    if other is None:
        return np.zeros(reader.columns.articles, bool)
    matched = match(reader, other)
    return matched.same_now if is_same else ~matched.same_now & (matched.then_of >= 0)


def match(reader: Reader, other: Other) -> Matched:
    """What this set and another one have in common."""
    found: Matched = reader.columns.keep(
        ("matched", other.key), lambda: match_sets(reader.columns, other.reader.columns)
    )
    return found


def _are_added(reader: Reader, addition: str) -> Array:
    """A truth value for each article: whether it came with this addition."""

    def find() -> Array:
        added = np.zeros(reader.columns.articles, bool)
        rows = reader.execute("SELECT rowid FROM read.articles WHERE contains(path, $1)", [folder_of(addition)])
        added[rows.fetchnumpy()["rowid"]] = True
        return added

    return reader.columns.keep(("added", addition), find)


def _find_together(whole: Selection, filters: Filters) -> Array:
    """The keys of the sentences that name every chosen actor and place, and one within the box, ascending."""
    columns, standing = whole.columns, whole.standing
    found: Array | None = None

    def find_sentences(mentions: Array) -> Array:
        mentions = mentions if standing is None else standing.among(mentions)
        return drop_repeated(make_keys(columns["mentions.article"][mentions], columns["mentions.sentence"][mentions]))

    for group, ids in (("actors", filters.actors), ("locations", filters.locations)):
        for each in ids:
            numbers = columns.find(group, [each])
            mentions = columns.mentions_of(group, numbers[0]) if numbers else np.empty(0, np.int32)
            keys = find_sentences(mentions)
            found = keys if found is None else found[is_among(found, keys)]
    if filters.box:
        keys = find_sentences(find_mentions_within(columns, filters.box))
        found = keys if found is None else found[is_among(found, keys)]
    return np.empty(0, np.int64) if found is None else found


def _find_within(columns: Columns, group: str, articles: Array, sentences: Array) -> Array:
    """The rows of a group that stand in these sentences of these articles."""
    rows = find_rows(columns[f"{group}.article"], articles)
    keys = make_keys(columns[f"{group}.article"][rows], columns[f"{group}.sentence"][rows])
    return rows[is_among(keys, sentences)].astype(np.int32)


def _limit_to_quotes(whole: Selection, filters: Filters) -> Selection:
    """What is selected of the quotes that a chosen actor says and that name a chosen place, and one within the box."""
    columns, standing = whole.columns, whole.standing
    quotes = whole.quotes
    if filters.actors:
        quotes = quotes & whole.find_quotes_of("speakers", columns.find("actors", filters.actors))
    if filters.locations:
        quotes = quotes & whole.find_quotes_of("quote_places", columns.find("locations", filters.locations))
    if filters.box:
        quotes = quotes & _find_quotes_within(whole, filters.box)
    kept = np.zeros(columns.articles, bool)
    kept[columns["quotes.article"][quotes]] = True
    rows = quotes[columns["quote_mentions.quote"]]
    mentions = np.zeros(len(columns["mentions.article"]), bool)  # quicker than to sort them, which may be a million
    mentions[columns["quote_mentions.mention"][rows]] = True
    if standing is not None:
        mentions &= standing.mentions
    return Selection(columns, kept, (np.flatnonzero(mentions).astype(np.int32), quotes), standing)


def _find_quotes_within(whole: Selection, box: Box) -> Array:
    """A truth value for each quote: whether a place within the box is named in it, as a place."""
    columns = whole.columns
    found = np.zeros(len(columns["quotes.article"]), bool)
    within = _mean_within(columns, box)
    if whole.standing is not None:
        within &= whole.standing.mentions
    found[columns["quote_mentions.quote"][within[columns["quote_mentions.mention"]]]] = True
    return found


def first_of_stories(columns: Columns, numbers: Array) -> Array:
    """Of these articles the earliest of each story; those without a date come last of all."""
    alone = columns["articles.alone"][numbers]
    others = numbers[~alone]
    others = others[np.argsort(columns["articles.age"][others])]
    _, firsts = np.unique(columns["articles.story"][others], return_index=True)
    return np.sort(np.concatenate((numbers[alone], others[firsts])))


def make_keys(articles: Array, sentences: Array) -> Array:
    """One number for each article and sentence; ascending as they are."""
    return articles.astype(np.int64) * SENTENCES + sentences


def _micros(day: date) -> int:
    """The beginning of a day in UTC, in microseconds since 1970."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1_000_000
