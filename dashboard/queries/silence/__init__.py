"""Silence: which actors, places and stories one group of outlets carries in a week, and the other does not.

A week is from Monday to Sunday, in UTC. A name is silent in it where articles of the first group name it, and none of
the other group does: neither in the week, nor on the day before or after it, when news is carried later or earlier.
Its *chance* says how surprising that is. A week has parts: days in a row until each group has `IN_A_PART` articles. If
the articles of a part that name it, of both groups, fell on the articles of that part at random, how likely would all
of them be of the first group? (This is Fisher's exact test, one-sided; the chances of the parts are multiplied.) So
days on which the other group has no article say nothing, and neither does such a week: it is not collected. Copies of
one story count once in a group and part.

Listed is what has a chance of `CHANCE` or less. Many names are compared, so some such chances come about at random:
`Silences.by_chance` says how many would be expected at most. *Sure* are those that the procedure of Benjamini and
Hochberg accepts: of them, a share of `FALSE` may be there by chance.

Stories are compared by outlets: of the outlets that have articles in the week, how likely would only those of the
first group carry one?

With `weeks=together` there is one period of all weeks, whose parts are the weeks, without the articles of those of
their parts in which only one group has any: for tables with few articles a week.

Limits. That articles name something is what the program found; a name that the other group writes in its own way is a
silence here unless one of its known spellings, or a person's last word, stands in a text. A story that the other group
tells in its own words is no copy, and counts as not carried. Outlets that always write about other things are silent
on much: a silence is no judgement.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboard.filters import Filters
from dashboard.queries.outlets import ONE, OTHER
from dashboard.queries.silence.chances import CHANCE, accept
from dashboard.queries.silence.coverage import are_own, are_reported
from dashboard.queries.silence.found import Found
from dashboard.queries.silence.names import find_names
from dashboard.queries.silence.periods import Periods, find_periods
from dashboard.queries.silence.spellings import are_written
from dashboard.queries.silence.stories import find_stories
from dashboard.queries.time import as_moments
from dashboard.reader import Reader

# What is compared -> the group of columns that has it.
WHATS = {"actors": "actors", "places": "locations", "stories": "articles"}

# Silences that are looked into, the most surprising ones: whether their articles are reports, and whether the texts of
# the other group have another spelling. Each takes up to a millisecond. The others are not listed.
LOOKED_AT = 60


@dataclass(frozen=True, slots=True)
class Silences:
    """What the first group carries and the other does not: `rows` have the columns of `list_silences`, the most
    surprising first. So many names were `compared`, of which `by_chance` would be listed at most if they fell on
    articles at random. Of `respelt` ones the other group has another spelling, so they are not listed."""

    rows: pd.DataFrame
    compared: int
    by_chance: float
    respelt: int


def list_silences(reader: Reader, filters: Filters) -> pd.DataFrame:
    """Columns what (actors, places, stories), id, name, kind (of an actor), since and until (days of the week),
    articles and outlets of the first group that carry it, of and of_outlets (all that the group has in that week),
    other_of and other_outlets (those of the other group, of which none carries it), expected (articles of the other
    group that would name it as often as those of the first do; of a story, its outlets), chance and sure; the most
    surprising first. Empty where the filters name no group."""
    found = [find_silences(reader, filters, what).rows.assign(what=what) for what in WHATS]
    rows = pd.concat(found, ignore_index=True).sort_values("chance", kind="stable", ignore_index=True)
    return rows[["what", *(column for column in rows.columns if column != "what")]]


def find_silences(reader: Reader, filters: Filters, what: str) -> Silences:
    """The silences of actors, places or stories."""
    asked = _asked(filters)
    return reader.columns.keep(("silences", asked, what), lambda: _find_silences(reader, asked, what))


def _find_silences(reader: Reader, filters: Filters, what: str) -> Silences:
    periods = reader.keep(("periods", filters), lambda: find_periods(reader, filters))
    if periods is None:
        return Silences(_describe(reader, what, periods, Found.none()), 0, 0.0, 0)
    found = find_stories(periods) if what == "stories" else find_names(periods, WHATS[what])
    found = found.take(np.flatnonzero(found.chance <= CHANCE))
    if what == "actors":
        found = found.take(np.flatnonzero(~are_own(periods, found.names)))
    found = found.take(np.lexsort((-found.articles, found.chance))[:LOOKED_AT])
    silent = np.ones(len(found.names), bool)
    if what != "stories":
        found = found.take(np.flatnonzero(are_reported(periods, WHATS[what], found)))
        silent = ~are_written(reader, periods, WHATS[what], found)
    listed = found.take(np.flatnonzero(silent))
    return Silences(
        _describe(reader, what, periods, listed), found.compared, found.by_chance, int(np.count_nonzero(~silent))
    )


def _asked(filters: Filters) -> Filters:
    """The filters on which the answer depends."""
    wanted: dict[str, Any] = {name: getattr(filters, name) for name in ("one", "other", "weeks")}
    corpus = filters.only("corpus")
    return Filters(**{**{name: getattr(corpus, name) for name in corpus.__slots__}, **wanted})


def _describe(reader: Reader, what: str, periods: Periods | None, found: Found) -> pd.DataFrame:
    """The columns of `list_silences` but `what`, of these silences, whose chances ascend."""
    texts, group = reader.columns.texts, WHATS[what]
    one, other, all_one, all_other = (np.empty(0, np.int64),) * 4
    since, until = one, one
    if periods is not None:
        one, other = (periods.articles[side][found.period] for side in (ONE, OTHER))
        all_one, all_other = (periods.outlets[side][found.period] for side in (ONE, OTHER))
        since, until = periods.since[found.period], periods.until[found.period]
    naming, of, others = (found.outlets, all_one, all_other) if what == "stories" else (found.articles, one, other)
    label = "title" if what == "stories" else "name"
    kinds = texts["actors.kind"].take(found.names) if what == "actors" else [None] * len(found.names)
    return pd.DataFrame({
        "id": pd.Series(texts[f"{group}.id"].take(found.names), dtype="str"),
        "name": pd.Series(texts[f"{group}.{label}"].take(found.names), dtype="str"),
        "kind": pd.Series(kinds, dtype="str"),
        "since": as_moments(since), "until": as_moments(until),
        "articles": found.articles, "of": one, "outlets": found.outlets, "of_outlets": all_one,
        "other_of": other, "other_outlets": all_other,
        "expected": naming / np.maximum(of, 1) * others,
        "chance": found.chance, "sure": accept(found.chance, found.compared),
    })  # fmt: skip
