"""Propositions: what several may put otherwise, one matter at one place in days without a break.

What an episode of a proposition is says `dashboard.columns.claims`. Claims that name no place, or whose article has no
date, are of none.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.columns import claims as written
from dashboard.columns.ascending import is_among, is_first
from dashboard.columns.claims import MATTERS
from dashboard.columns.columns import Array, Columns
from dashboard.filters import Filters
from dashboard.queries.claims import find_others, find_tellers, read_claims, say_claims, select_claims
from dashboard.queries.disputes import find_clashing, select_pairs
from dashboard.queries.locations import place_name
from dashboard.queries.tally import count_of_each, find_span_of_each
from dashboard.queries.time import as_moments
from dashboard.reader import Reader

# Answers that a row of the list says in words; it says how many there are.
SAID = 3


@dataclass(frozen=True, slots=True)
class _Found:
    """The claims under the filters that are of a proposition, ascending, the proposition of each by its position, and
    of each proposition what its row counts, in the order of the positions; `order` has them as they are listed."""

    claims: Array
    of: Array
    counts: dict[str, Array]
    order: Array


def count_propositions(reader: Reader, filters: Filters) -> int:
    """How many rows `list_propositions` has in all."""
    return len(_find(reader, filters).order)


def list_propositions(reader: Reader, filters: Filters, limit: int | None = None, offset: int = 0) -> pd.DataFrame:
    """Columns matter (one of `columns.claims.MATTERS`), location_id, place, first and last (day), sources (who say it),
    outlets, claims, answers (how many differ), said (the commonest of them in words), disputes (pairs of claims).

    First those in which two contradict each other; then those with more sources, the newer."""
    found, columns = _find(reader, filters), reader.columns
    listed = found.order[offset : None if limit is None else offset + limit]
    firsts = found.claims[found.counts["example"][listed]]
    places = written.find_places(columns.arrays, firsts)
    matters = written.find_matters(columns.arrays, firsts)
    return pd.DataFrame({
        "matter": pd.Series([MATTERS[each] for each in matters], dtype="str"),
        "location_id": pd.Series(columns.texts["locations.id"].take(places), dtype="str"),
        "place": pd.Series([place_name(columns, each) for each in places], dtype="str"),
        "first": as_moments(found.counts["first"][listed]),
        "last": as_moments(found.counts["last"][listed]),
        **{name: found.counts[name][listed] for name in ("sources", "outlets", "claims", "answers")},
        "said": pd.Series(_say(columns, found, listed), dtype="str"),
        "disputes": found.counts["disputes"][listed],
    })  # fmt: skip


def list_weighed(reader: Reader, filters: Filters, limit: int | None = None) -> pd.DataFrame:
    """The columns of `queries.claims.list_claims` for the newest claims that are of a proposition, and of each claim
    disputes (pairs that it is in) and agreeing (others who say the same in its episode), with those who say them
    left out of account in the filters."""
    found, columns = _find(reader, filters.without("tellers")), reader.columns
    numbers = found.claims[is_among(found.claims, select_claims(reader, filters))][:limit]
    pairs = find_clashing(reader, filters.without("tellers"))
    disputed = np.concatenate([columns[f"disputes.{side}"][pairs] for side in ("one", "other")])
    # Who says the same in the episodes of these claims: each teller of each answer once.
    of = found.of[np.searchsorted(found.claims, numbers)]
    beside = np.flatnonzero(np.isin(found.of, of))
    answers = found.of[beside].astype(np.int64) << 32 | columns["claims.answer"][found.claims[beside]]
    tellers = find_others(columns, found.claims[beside])
    order = np.lexsort((tellers, answers))
    answers, tellers = answers[order], tellers[order]
    answers = answers[is_first(answers) | is_first(tellers)]
    keys = of.astype(np.int64) << 32 | columns["claims.answer"][numbers]
    agreeing = np.searchsorted(answers, keys, "right") - np.searchsorted(answers, keys)
    return read_claims(reader, numbers).assign(
        disputes=np.bincount(disputed, minlength=len(columns["claims.article"]))[numbers],
        agreeing=agreeing - 1,
    )


def count_placeless(reader: Reader, filters: Filters) -> int:
    """How many rows `list_placeless` has in all."""
    return len(_find_placeless(reader, filters))


def list_placeless(reader: Reader, filters: Filters, limit: int | None = None, offset: int = 0) -> pd.DataFrame:
    """The columns of `queries.claims.list_claims` for the claims that are of no proposition, the newest first."""
    placeless = _find_placeless(reader, filters)
    return read_claims(reader, placeless[offset : None if limit is None else offset + limit])


def _find_placeless(reader: Reader, filters: Filters) -> Array:
    selected = select_claims(reader, filters)
    return selected[reader.columns["claims.episode"][selected] < 0]


def _find(reader: Reader, filters: Filters) -> _Found:
    selected = select_claims(reader, filters)
    return reader.keep(("propositions", filters.without("screen")), lambda: _group(reader, filters, selected))


def _group(reader: Reader, filters: Filters, selected: Array) -> _Found:
    columns = reader.columns
    episodes = columns["claims.episode"]
    claims = selected[episodes[selected] >= 0]
    times = np.bincount(episodes[claims])
    positions = np.cumsum(times > 0) - 1
    of, size = positions[episodes[claims]], int(np.count_nonzero(times))
    example = np.empty(size, np.int64)
    example[of[::-1]] = np.arange(len(claims))[::-1]  # what is written last stays
    days = written.find_days(columns.arrays, claims)
    first, last = find_span_of_each(of, days, size)
    disputed = episodes[columns["disputes.one"][select_pairs(reader, filters)]]
    disputed = disputed[np.append(times, 0)[np.clip(disputed, -1, len(times))] > 0]
    counts = {
        "example": example, "first": first, "last": last, "claims": times[times > 0],
        "sources": count_of_each(of, find_tellers(columns, claims), size),
        "outlets": count_of_each(of, columns["articles.source"][columns["claims.article"][claims]], size),
        "answers": count_of_each(of, columns["claims.answer"][claims], size),
        "disputes": np.bincount(positions[disputed], minlength=size),
    }  # fmt: skip
    order = np.lexsort((-last, -counts["sources"], counts["disputes"] == 0))
    return _Found(claims, of, counts, order)


def _say(columns: Columns, found: _Found, listed: Array) -> list[str]:
    """The commonest answers to these propositions in words."""
    rows = np.flatnonzero(np.isin(found.of, listed))
    claims, of = found.claims[rows], found.of[rows].astype(np.int64)
    answers = columns["claims.answer"][claims]
    keys, firsts, times = np.unique(of << 32 | answers, return_index=True, return_counts=True)
    order = np.lexsort((firsts, -times, keys >> 32))
    starts = np.searchsorted(keys[order] >> 32, listed)
    ends = np.searchsorted(keys[order] >> 32, listed, "right")
    shown = [order[start : min(start + SAID, end)] for start, end in zip(starts, ends, strict=True)]
    words = iter(say_claims(columns, claims[firsts[np.concatenate(shown)]]) if shown else ())
    return [
        ", ".join(dict.fromkeys(next(words) for _ in each)) + (" …" if end - start > len(each) else "")
        for each, start, end in zip(shown, starts, ends, strict=True)
    ]
