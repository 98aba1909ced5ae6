"""Exclusions: what the filters leave out, and what goes with it.

- An outlet (`not-source`): its articles.
- An agency, or whoever was told (`not-via`): the articles that have their report from it, that is, those that credit
  it, copy or quote such an article, or are its own (`dashboard.columns.origins`); and the quotes that were told to it,
  or that it says.
- A kind of source (`not-sourcing`): the quotes of such sources, and every name in the sentences in which these begin.
- What an actor says (`not-actor`): its quotes, also those that it shares with others. What others say of it stays.

With a quote go the names within its words, and the quotes that stand within them. Nothing else goes: an article stays
as long as its outlet and its origin do, even where nothing of what it quotes is left; a sentence is read whole.

Limit: what an article tells in its own words after a source, without a quote of it, stays.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dashboard.columns.ascending import drop_repeated, find_rows, is_among
from dashboard.columns.columns import Array, Columns
from dashboard.columns.pairs import PLACED, Pairs, count_pairs
from dashboard.filters import Filters
from dashboard.reader import Reader
from dashboard.tables.contract import SOURCINGS

# Group of what quotes name -> its column, and whether only names within their words count.
NAMED_IN_QUOTES = {"about": ("actor", True), "quote_places": ("location", False)}


@dataclass(frozen=True)
class Standing:
    """What stands of the quotes and mentions of a set, whatever their articles: a truth value for each."""

    columns: Columns
    quotes: Array
    mentions: Array
    _kept: dict[Any, Any] = field(default_factory=dict)

    def among(self, mentions: slice | Array) -> Array:
        """Those of these mentions that stand."""
        if isinstance(mentions, slice):
            return np.asarray(mentions.start + np.flatnonzero(self.mentions[mentions]), np.int32)
        return mentions[self.mentions[mentions]]

    def count_lost(self, group: str) -> Pairs:
        """Articles, ascending, the `actors` or `locations` of which they lose mentions, and how many."""
        lost = np.flatnonzero(~self.mentions)
        return self.keep(group, lambda: count_pairs(self.columns.arrays, group, lost))

    def find_lost(self, group: str) -> Array:
        """Keys, ascending, of the standing quotes that lose an actor of `about`, or a place of `quote_places`: each
        `make_quote_keys` of a quote and of what no mention names in it any more."""
        return self.keep(group, lambda: self._find_lost(group))

    def _find_lost(self, group: str) -> Array:
        columns = self.columns
        column, inside = NAMED_IN_QUOTES[group]
        quotes, mentions = columns["quote_mentions.quote"], columns["quote_mentions.mention"]
        losing = drop_repeated(quotes[~self.mentions[mentions] & self.quotes[quotes]])
        rows = find_rows(quotes, losing)
        named = columns[f"mentions.{column}"][mentions[rows]]
        counts = named >= 0
        counts &= columns["quote_mentions.inside"][rows] if inside else _are_placed(columns, mentions[rows])
        rows, named = rows[counts], named[counts]
        keys, stands = make_quote_keys(columns, group, quotes[rows], named), self.mentions[mentions[rows]]
        return np.setdiff1d(keys[~stands], keys[stands])

    def keep[Found](self, key: Any, find: Callable[[], Found]) -> Found:
        """What `find()` returns, which depends on nothing but what stands; found once for each key."""
        if key not in self._kept:
            self._kept[key] = find()
        found: Found = self._kept[key]
        return found


def make_quote_keys(columns: Columns, group: str, quotes: Array, named: Array) -> Array:
    """A number for each quote and what it names: an actor of `about`, a place of `quote_places`."""
    column, _ = NAMED_IN_QUOTES[group]
    return quotes.astype(np.int64) * len(columns.texts[f"{column}s.id"]) + named


def find_articles_left_out(reader: Reader, filters: Filters) -> Array | None:
    """A truth value for each article: whether its outlet or its origin is left out; None where none of either is."""
    columns = reader.columns
    found = None
    if filters.not_sources:
        numbers = [columns.texts["sources.name"].find(each) for each in filters.not_sources]
        found = np.isin(columns["articles.source"], [each for each in numbers if each >= 0])
    if filters.not_via:
        of_origin = np.isin(columns["articles.origin"], find_origins(reader, filters.not_via))
        found = of_origin if found is None else found | of_origin
    return found


def is_left_out(reader: Reader, filters: Filters, article_id: str) -> bool:
    """Whether the outlet or the origin of an article is left out; false where there is no such article."""
    number = reader.columns.texts["articles.id"].find(article_id, reader.columns["articles_by_id.article"])
    left_out = find_articles_left_out(reader, filters)
    return left_out is not None and number >= 0 and bool(left_out[number])


def find_origins(reader: Reader, actors: Sequence[str]) -> list[int]:
    """The numbers of the origins that these actors are, also under the ids of those that were merged into them."""
    rows = reader.execute(
        """
        WITH chosen AS (SELECT unnest($1) AS actor_id),
        every AS (FROM chosen UNION SELECT redirects.actor_id FROM redirects JOIN chosen ON into_id = chosen.actor_id)
        SELECT 'medium:' || actor_id FROM every
        UNION SELECT 'outlet:' || folded(name) FROM actors SEMI JOIN chosen USING (actor_id)""",
        [list(actors)],
    ).fetchall()
    numbers = (reader.columns.texts["origins.id"].find(each) for (each,) in rows)
    return sorted(number for number in numbers if number >= 0)


def find_standing(reader: Reader, filters: Filters) -> Standing | None:
    """What stands of quotes and mentions; None where only articles are left out, or nothing. Kept for these filters."""
    wanted = filters.only_exclusions().without("not_sources")
    if not wanted.excludes_something:
        return None
    return reader.columns.keep(("standing", wanted), lambda: _find_standing(reader.columns, wanted))


def _find_standing(columns: Columns, filters: Filters) -> Standing:
    of_sources = np.isin(columns["quotes.sourcing"], [SOURCINGS.index(each) for each in filters.not_sourcings])
    vias, actors = (columns.find("actors", each) for each in (filters.not_via, filters.not_actors))
    left_out = of_sources | np.isin(columns["quotes.via"], vias)
    for block in columns.blocks("speakers"):
        left_out[columns[f"{block}.quote"][np.isin(columns[f"{block}.actor"], [*vias, *actors])]] = True
    left_out[columns["nested_quotes.quote"][left_out[columns["nested_quotes.within"]]]] = True
    quotes = columns["quote_mentions.quote"]
    lost = (left_out[quotes] & columns["quote_mentions.inside"]) | of_sources[quotes]
    mentions = np.ones(len(columns["mentions.article"]), bool)
    mentions[columns["quote_mentions.mention"][lost]] = False
    return Standing(columns, ~left_out, mentions)


def drop_lost(pairs: Pairs, lost: Pairs, size: int) -> Pairs:
    """The pairs without the mentions that are lost, and without those of which none is left; both ascend by article,
    then by what is named, of which there are `size`."""
    named_in, named, times = pairs
    keys = named_in.astype(np.int64) * size + named
    lost_keys = lost[0].astype(np.int64) * size + lost[1]
    there = is_among(lost_keys, keys)
    at = np.searchsorted(keys, lost_keys[there])
    left = tuple(each.copy() for each in times)
    for counted, gone in zip(left, lost[2], strict=True):
        counted[at] -= gone[there]
    stands = np.ones(len(keys), bool)
    stands[at] = np.any([each[at] > 0 for each in left], axis=0)
    return named_in[stands], named[stands], tuple(each[stands] for each in left)


def _are_placed(columns: Columns, mentions: Array) -> Array:
    """Whether these mentions are counted for their places."""
    return np.isin(columns["mentions.sense"][mentions], PLACED)
