"""Counts of actors and places after corrections, so that they are again what the tables hold.

They begin with what the rows counted before. Mentions that left are taken off, those that joined are added.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow.compute as pc

from dashboard.corrections.codes import NO_ROWS, NONE, Numbers, add_up, pair, unpair
from dashboard.corrections.lookup import Lookup
from dashboard.corrections.touched import Row, Touched


def count_actors(lookup: Lookup, touched: Touched, rows: Mapping[str, Row], now: Numbers) -> dict[str, Row]:
    """The rows of these actors with aliases, mentions and articles; `now` is the actor of each touched mention."""
    mentions = touched.mentions
    moved = np.flatnonzero(now != mentions.actor)
    left, joined = mentions.actor[moved], now[moved]
    # Of the subjects of corrections, all mentions are at hand; of others, only those that a correction moved.
    subjects = [touched.by_actor.get(touched.codes.code(each), NO_ROWS) for each in rows if each in touched.subjects]
    whole = np.concatenate([NO_ROWS, *subjects])
    others = [each for each in rows if each in touched.actors and each not in touched.subjects]

    def pairs(column: Numbers) -> list[Numbers]:
        return [pair(mentions.actor[whole], column[whole]), pair(left, column[moved]), pair(joined, column[moved])]

    ones = [np.ones(len(each), dtype=np.int64) for each in (whole, left, joined)]
    written, times = touched.surfaces(lookup, others)
    of_surfaces, times = add_up(
        np.concatenate([written, *pairs(mentions.surface)]), np.concatenate([times, ones[0], -ones[1], ones[2]])
    )
    of_articles = pairs(mentions.article)
    asked = np.unique(np.concatenate(of_articles[1:]))
    asked = asked[np.isin(unpair(asked)[0], touched.codes.codes(others))]
    gained = _count_gained(
        np.concatenate([asked, *of_articles]),
        np.concatenate([touched.times_named(lookup, asked), ones[0], 0 * left, 0 * joined]),
        np.concatenate([0 * asked, 0 * ones[0], -ones[1], ones[2]]),
    )
    aliases = _list_aliases(touched, of_surfaces[times > 0], times[times > 0])
    return {
        actor: row | {
            "aliases": [surface for surface, _ in aliases.get(actor, ())],
            "mentions": sum(count for _, count in aliases.get(actor, ())),
            "articles": touched.actors.get(actor, row)["articles"] + gained.get(touched.codes.code(actor), 0),
        }
        for actor, row in rows.items()
    }  # fmt: skip


def count_places(lookup: Lookup, touched: Touched, moved: Numbers, now: Numbers) -> dict[str, Row]:
    """The rows of the places that mentions have left or joined, with their counts.

    `moved` are positions of the mentions that were placed anew, `now` is the place of each touched mention.
    """
    mentions = touched.mentions
    left, joined = mentions.place[moved], now[moved]
    drawn, acting = mentions.drawn[moved], mentions.acting[moved]
    # A mention that was placed nowhere has no sense, and gets the sense `place`.
    drawn_now = (joined != NONE) & (drawn | pc.is_null(mentions.rows["sense"]).to_numpy()[moved])
    counts: dict[str, Row] = {}
    for column, of_sense in (("mentions", ~acting), ("actor_mentions", acting)):
        lost, won = left[drawn & of_sense], joined[drawn_now & of_sense]
        places, difference = add_up(np.append(lost, won), np.append(0 * lost - 1, 0 * won + 1))
        for place, change in zip(places.tolist(), difference.tolist(), strict=True):
            counts.setdefault(touched.codes.texts[place], {})[column] = change
    lost, won = (
        pair(place[which], mentions.article[moved][which]) for place, which in ((left, drawn), (joined, drawn_now))
    )
    asked = np.unique(np.append(lost, won))
    gained = _count_gained(
        np.concatenate([asked, lost, won]),
        np.concatenate([touched.times_placed(lookup, asked), 0 * lost, 0 * won]),
        np.concatenate([0 * asked, 0 * lost - 1, 0 * won + 1]),
    )
    rows = {}
    for place, changes in counts.items():
        row = touched.place(place)
        changes["articles"] = gained.get(touched.codes.code(place), 0)
        rows[place] = row | {column: row[column] + change for column, change in changes.items()}
    return rows


def _count_gained(pairs: Numbers, before: Numbers, more: Numbers) -> dict[int, int]:
    """First code of the pairs -> how many pairs more than before occur.

    `before` says how often a pair occurred, `more` how much more often it does; a pair may stand here several times,
    and counts as often as these say together.
    """
    each, where = np.unique(pairs, return_inverse=True)
    was = np.bincount(where, weights=before, minlength=len(each))
    now = was + np.bincount(where, weights=more, minlength=len(each))
    codes, gained = add_up(unpair(each)[0], (now > 0).astype(np.int64) - (was > 0))
    return dict(zip(codes.tolist(), gained.tolist(), strict=True))


def _list_aliases(touched: Touched, pairs: Numbers, times: Numbers) -> dict[str, list[tuple[str, int]]]:
    """Actor -> its surfaces, each with its mentions; the most frequent first."""
    aliases: dict[str, Any] = {}
    actors, surfaces = unpair(pairs)
    texts = touched.codes.texts
    for actor, surface, count in zip(actors.tolist(), surfaces.tolist(), times.tolist(), strict=True):
        if actor != NONE:
            aliases.setdefault(texts[actor], []).append((texts[surface], count))
    return {actor: sorted(each, key=lambda alias: (-alias[1], alias[0])) for actor, each in aliases.items()}
