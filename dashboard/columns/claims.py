"""Claims: what is worked out of them once, when a store is written, and what disputes and reversals share.

A *proposition* is what several may put otherwise: one matter at one place. Figures of one matter are one proposition
whatever they count (people, children); that a place is taken, entered, held or left is the one matter *control*. Its
*episode* is the days in which it is spoken of without a break: between two claims of an episode that follow one another
lie at most `settings.EPISODE_DAYS` days.

The columns have one row a claim:

- `episode`: the number of its proposition and episode; -1 where it names no place, or its article has no date.
- `answer`: a number that claims share which say the same: matter, unit, bounds of the figure, actor, denied or not.

Limit: a correction of an actor changes no `answer`.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from dashboard import settings
from dashboard.columns.columns import Array
from dashboard.columns.files import open_arrays, write_array
from dashboard.tables.contract import CONTROLS, FIGURES

type Numbers = Mapping[str, Array]

# What a proposition is of; the columns have a claim's matter as its position in FIGURES and CONTROLS.
CONTROL = "control"
MATTERS = (*FIGURES, CONTROL)
TAKEN, ENTERED, HELD, LEFT = (len(FIGURES) + CONTROLS.index(each) for each in ("taken", "entered", "held", "left"))

MICROSECONDS_A_DAY = 86_400_000_000


def write_claims(folder: Path) -> None:
    """Write the columns above into the folder that has those of the draft."""
    arrays = open_arrays(folder)
    write_array(folder, "claims.episode", find_episodes(arrays))
    write_array(folder, "claims.answer", _number_answers(arrays))


def find_matters(arrays: Numbers, claims: Array) -> Array:
    """The position in `MATTERS` of what each of these claims is of."""
    return np.minimum(arrays["claims.matter"][claims], MATTERS.index(CONTROL))


def find_places(arrays: Numbers, claims: Array) -> Array:
    """The place of each of these claims, -1 for none."""
    return _follow(arrays["mentions.location"], arrays["claims.place"][claims])


def find_actors(arrays: Numbers, claims: Array) -> Array:
    """Who did it, or has the place, by each of these claims; -1 for none."""
    return _follow(arrays["mentions.actor"], arrays["claims.actor"][claims])


def find_first_speakers(arrays: Numbers) -> Array:
    """The first actor that says each quote, in text order; -1 where none is known."""
    found = np.full(len(arrays["quotes.article"]), -1, np.int32)
    for block in ("speakers", "speakers_added"):
        if f"{block}.quote" in arrays:
            actors = arrays[f"{block}.actor"]
            known = np.flatnonzero(actors >= 0)[::-1]  # what is written last stays
            found[arrays[f"{block}.quote"][known]] = actors[known]
    return found


def find_tellers(arrays: Numbers, claims: Array) -> Array:
    """The actor who says each of these claims, or whom the description of its speaker means; -1 where none is known,
    and where an outlet says it on its own word."""
    speakers = _follow(find_first_speakers(arrays), arrays["claims.quote"][claims])
    return np.where(speakers >= 0, speakers, _follow(arrays["mentions.actor"], arrays["claims.meant"][claims]))


def find_days(arrays: Numbers, claims: Array) -> Array:
    """The day in UTC, counted from 1970, on which the article of each claim was published."""
    return np.asarray(arrays["articles.published"][arrays["claims.article"][claims]] // MICROSECONDS_A_DAY)


def find_episodes(arrays: Numbers) -> Array:
    """The episode of each claim, as the places of its mentions are now."""
    claims = np.arange(len(arrays["claims.article"]))
    places = find_places(arrays, claims).astype(np.int64)
    placed = np.flatnonzero((places >= 0) & arrays["articles.dated"][arrays["claims.article"]])
    keys = places[placed] * len(MATTERS) + find_matters(arrays, placed)
    days = find_days(arrays, placed)
    order = np.lexsort((days, keys))
    keys, days = keys[order], days[order]
    begins = np.ones(len(order), bool)
    begins[1:] = (keys[1:] != keys[:-1]) | (days[1:] - days[:-1] > settings.EPISODE_DAYS)
    episodes = np.full(len(claims), -1, np.int32)
    episodes[placed[order]] = np.cumsum(begins) - 1
    return episodes


def _follow(named: Array, mentions: Array) -> Array:
    """What each of these mentions names, -1 where there is no mention."""
    if len(named) == 0:
        return np.full(len(mentions), -1, named.dtype)
    return np.where(mentions >= 0, named[mentions], named.dtype.type(-1))


def _number_answers(arrays: Numbers) -> Array:
    claims = np.arange(len(arrays["claims.article"]))
    said = [arrays[f"claims.{name}"].astype(np.int64) for name in ("matter", "unit", "denied")]
    bounds = [np.nan_to_num(arrays[f"claims.{name}"], nan=-1.0).view(np.int64) for name in ("low", "high")]
    rows = np.stack((*said, *bounds, find_actors(arrays, claims).astype(np.int64)))
    order = np.lexsort(rows)
    rows = rows[:, order]
    new = np.ones(len(order), bool)
    new[1:] = (rows[:, 1:] != rows[:, :-1]).any(axis=0)
    answers = np.empty(len(order), np.int32)
    answers[order] = np.cumsum(new) - 1
    return answers
