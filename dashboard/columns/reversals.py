"""Reversals: pairs of claims of one speaker of which the later contradicts the earlier, found when a store is written.

Both are of one matter, unit and place, and of one episode; a speaker is a known actor, or an outlet on its own word.
The later one gives a figure of certainly the same event below the least that the earlier one did, or says of control
over the place what cannot be true beside the earlier one: held, then left or taken by the other side; taken, then
denied; not entered, then left. They stand in articles of two stories. The columns are the numbers of the claims,
`earlier` and `later`, one row a pair, the newest first.

Limit: a place may have changed hands in between, and then the speaker only reports it; both sentences say so.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from dashboard.columns.claims import CONTROL, MATTERS, Numbers, find_days, find_matters, find_tellers
from dashboard.columns.columns import Array
from dashboard.columns.contradictions import Control, exclude_figures, read_control
from dashboard.columns.disputes import key_claims, pair_rows
from dashboard.columns.events import read_events
from dashboard.columns.files import open_arrays, open_texts, write_array
from dashboard.columns.strings import Strings

# Claims of one speaker about one matter and place with which the next one is compared.
COMPARED = 20


def write_reversals(folder: Path) -> None:
    """Find the reversals by the columns in this folder, and write theirs there."""
    earlier, later = _find_pairs(open_arrays(folder), open_texts(folder))
    order = np.lexsort((earlier, later))
    write_array(folder, "reversals.earlier", earlier[order].astype(np.int32))
    write_array(folder, "reversals.later", later[order].astype(np.int32))


def name_speakers(arrays: Numbers, claims: Array) -> Array:
    """A number for who says each of these claims: a known actor, or an outlet on its own word; -1 for anybody else."""
    actors = find_tellers(arrays, claims).astype(np.int64)
    outlets = arrays["articles.source"][arrays["claims.article"][claims]].astype(np.int64)
    own = (arrays["claims.quote"][claims] < 0) & (outlets >= 0)
    return np.where(own, outlets * 2 + 1, np.where(actors >= 0, actors * 2, -1))


def _find_pairs(arrays: Numbers, texts: Mapping[str, Strings]) -> tuple[Array, Array]:
    claims = np.arange(len(arrays["claims.article"]))
    speakers = name_speakers(arrays, claims)
    claims = claims[(speakers >= 0) & (arrays["claims.episode"] >= 0)]
    said_by = np.stack((speakers[claims], arrays["claims.episode"][claims], key_claims(arrays, claims)))
    _, keys = np.unique(said_by, axis=1, return_inverse=True)
    order = np.lexsort((claims, keys.reshape(-1)))
    claims, keys = claims[order], keys.reshape(-1)[order]
    control, days = read_control(arrays, texts), find_days(arrays, claims)
    found = [(np.empty(0, np.int64), np.empty(0, np.int64))]
    for each, beside in pair_rows(keys, days, COMPARED):
        later, earlier = claims[each], claims[beside]  # the newest articles have the lowest numbers
        articles, earlier_articles = (arrays["claims.article"][side] for side in (later, earlier))
        published = arrays["articles.published"]
        kept = (published[articles] > published[earlier_articles]) & (
            arrays["articles.story"][articles] != arrays["articles.story"][earlier_articles]
        )
        kept &= _are_reversed(arrays, control, earlier, later)
        found.append((earlier[kept], later[kept]))
    earlier, later = (np.concatenate(side) for side in zip(*found, strict=True))
    # The sentences are read of those alone that are left: reading is most of the work.
    events = read_events(arrays, texts, np.unique(np.concatenate((earlier, later))))
    of_control = find_matters(arrays, later) == MATTERS.index(CONTROL)
    kept = of_control | events.are_one(earlier, later, np.zeros(len(later), bool))
    return earlier[kept], later[kept]


def _are_reversed(arrays: Numbers, control: Control, earlier: Array, later: Array) -> Array:
    """Whether each two claims cannot both be true, if they are of one event."""
    denied = arrays["claims.denied"].astype(bool)
    excluded, earlier_smaller = exclude_figures(arrays, earlier, later)
    fell = excluded & ~earlier_smaller & ~denied[earlier] & ~denied[later]
    changed = control.exclude(earlier, later) | control.exclude(later, earlier) | control.turn(earlier, later)
    of_control = find_matters(arrays, later) == MATTERS.index(CONTROL)
    return np.where(of_control, changed, fell | (~denied[earlier] & denied[later]))
