"""Matching: which articles, actors and places of two sets are the same.

An article is the same if it has the same id, which the pipeline gives it again when its words change. An actor or a
place is the same if it has the same id; one whose id is gone is the one that now has at least half of its mentions in
the articles that did not change, unless that one was there before, too.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc

from dashboard.columns.columns import Array, Columns

# Bits for the start of a mention, in characters, beside the number of its article.
STARTS = 31


@dataclass(frozen=True, slots=True)
class Matched:
    """The numbers of articles, actors and places in the one set by those in the other; -1 where it has none.

    `now_of` has one for each article then, `then_of` one for each article now. `same_now` and `same_then` say whether
    both sets have the article in the same words, of the same day and outlet. `actors` and `locations` have one for each
    actor and place then.
    """

    now_of: Array
    then_of: Array
    same_now: Array
    same_then: Array
    actors: Array
    locations: Array

    def group(self, name: str) -> Array:
        """The numbers now of `actors` or `locations` then."""
        return self.actors if name == "actors" else self.locations


def match_sets(now: Columns, then: Columns) -> Matched:
    """The articles, actors and places of a set matched with those of an older one."""
    now_of, then_of = match_articles(now, then)
    same_then = _are_same(now, then, now_of)
    same_now = np.zeros(len(then_of), bool)
    same_now[now_of[same_then]] = True
    actors, locations = (_match_named(now, then, group, now_of, same_then) for group in ("actors", "locations"))
    return Matched(now_of, then_of, same_now, same_then, actors, locations)


def match_articles(now: Columns, then: Columns) -> tuple[Array, Array]:
    """For each article then its number now, and for each article now its number then; -1 for none."""
    now_of = find_ids(now, then, "articles")
    then_of = np.full(now.articles, -1, np.int32)
    kept = np.flatnonzero(now_of >= 0)
    then_of[now_of[kept]] = kept
    return now_of, then_of


def find_ids(now: Columns, then: Columns, group: str) -> Array:
    """For each id of a group then its number now; -1 where that set does not have it."""
    found = pc.index_in(then.texts[f"{group}.id"].as_arrow(), now.texts[f"{group}.id"].as_arrow())
    return np.array(pc.fill_null(found, -1).to_numpy(zero_copy_only=False), np.int32)


def _are_same(now: Columns, then: Columns, now_of: Array) -> Array:
    """A truth value for each article then: whether it is there now in the same words, of the same day and outlet."""
    sources = pc.index_in(then.texts["sources.name"].as_arrow(), now.texts["sources.name"].as_arrow())
    source_of = np.append(pc.fill_null(sources, -2).to_numpy(zero_copy_only=False), -1)  # the last: of no outlet
    same = now_of >= 0
    for name in ("digest", "published", "dated"):
        same &= now[f"articles.{name}"][now_of] == then[f"articles.{name}"]
    same &= now["articles.source"][now_of] == source_of[then["articles.source"]]
    return np.asarray(same)


def _match_named(now: Columns, then: Columns, group: str, now_of: Array, same: Array) -> Array:
    """For each actor or place then its number now; -1 for none."""
    matched = find_ids(now, then, group)
    taken = np.zeros(len(now.texts[f"{group}.id"]), bool)
    taken[matched[matched >= 0]] = True
    lost, heirs, shared = _find_heirs(now, then, group[:-1], matched < 0, now_of, same)
    for number, heir, mentions in zip(lost, heirs, shared, strict=True):
        if heir >= 0 and not taken[heir] and mentions:
            matched[number] = heir
    return matched


def _find_heirs(
    now: Columns, then: Columns, column: str, is_lost: Array, now_of: Array, same: Array
) -> tuple[Array, Array, Array]:
    """For each lost actor or place: its number then; who has most of its mentions in unchanged articles now; whether
    that is half of them or more."""
    named = then[f"mentions.{column}"]
    rows = np.flatnonzero(np.append(is_lost, False)[named] & same[then["mentions.article"]])
    if not len(rows) or not len(now["mentions.start"]):
        return (np.empty(0, np.int64),) * 3
    starts = _make_keys(now["mentions.article"], now["mentions.start"])
    wanted = _make_keys(now_of[then["mentions.article"][rows]], then["mentions.start"][rows])
    at = np.minimum(np.searchsorted(starts, wanted), len(starts) - 1)
    heirs = np.where(starts[at] == wanted, now[f"mentions.{column}"][at], -1)
    pairs, counts = np.unique(np.stack((named[rows], heirs)), axis=1, return_counts=True)
    most = np.lexsort((counts, pairs[0]))
    last = np.append(np.flatnonzero(np.diff(pairs[0][most])), len(most) - 1)
    lost, heirs, shared = pairs[0][most][last], pairs[1][most][last], counts[most][last]
    whole = np.bincount(named[rows], minlength=int(lost.max()) + 1)[lost]
    return lost, heirs, 2 * shared >= whole


def _make_keys(articles: Array, starts: Array) -> Array:
    """One number for each article and start of a mention, ascending as they are."""
    return (articles.astype(np.int64) << STARTS) | starts
