"""Contradictions: which two claims of one matter and place cannot both be true.

- *Figures* of one unit whose ranges have no number in common: “at least 20” and “35” agree. The larger is at most
  `LARGEST_RATIO` times the other, or they are of two events. “About” reaches `ABOUT` to either side, and figures that
  are only vague (“dozens”) contradict nothing.
- *Control*: one says that a place was taken, entered or left, the other that it is held by whom it would be lost to, or
  denies it. Taken by one side and held by the other contradict each other, if both sides are known; so do left and held
  by one. Who holds or leaves a place is the side of the speaker where nobody is named: “the city is safe”; of “the
  ministry” it is the state of the place. A place that “fell”, nobody says to whom, was lost by a state.
- A claim and its *denial*: of figures of one unit, or that a place was taken, entered, held or left, by one side as far
  as both name one. What was entered may not have been taken; what was taken was entered.

A *side* is a state with its government and its forces, or armed groups: which of these are allied is not known, so no
two armed groups contradict each other.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from dashboard.columns.claims import (
    ENTERED,
    HELD,
    LEFT,
    TAKEN,
    Numbers,
    find_actors,
    find_places,
    find_tellers,
)
from dashboard.columns.columns import Array
from dashboard.columns.strings import Strings
from dashboard.tables.contract import BOUNDS
from dashboard.words.sources import is_of_state

# Two figures of which one is larger by more than this are of two events.
LARGEST_RATIO = 3

# Share of a figure by which “about” may miss it.
ABOUT = 0.15

# Kinds of actors that stand for a state.
OF_STATES = ("state", "government", "military")
ARMED_GROUP = "armed group"


def exclude_figures(arrays: Numbers, ones: Array, others: Array) -> tuple[Array, Array]:
    """Whether each two figures, of one unit and not denied, contradict each other, and whether the first is smaller."""
    low, high = _bounds(arrays, ones)
    other_low, other_high = _bounds(arrays, others)
    smaller, larger = high < other_low, other_high < low
    near = (smaller & (other_low <= LARGEST_RATIO * high)) | (larger & (low <= LARGEST_RATIO * other_high))
    vague = BOUNDS.index("vaguely")
    vague_ones, vague_others = arrays["claims.bound"][ones] == vague, arrays["claims.bound"][others] == vague
    return near & ~vague_ones & ~vague_others, smaller


@dataclass(frozen=True, slots=True)
class Control:
    """What claims say of control over places: `lost` and `kept` have a truth value for each claim, `sides` the number
    of the side that takes or holds the place, -1 where it is not known."""

    matters: Array
    denied: Array
    sides: Array
    actors: Array
    is_state: Array

    def exclude(self, changes: Array, stays: Array) -> Array:
        """Whether each first claim, that a place changed hands, and each second, that it did not, cannot both be true;
        all are of one place."""
        matter, other = self.matters[changes], self.matters[stays]
        affirmed, held = ~self.denied[changes], ~self.denied[stays] & (other == HELD)
        side, holder = self.sides[changes], self.sides[stays]
        is_loss = affirmed & ((matter == TAKEN) | (matter == ENTERED))
        to_others = (side >= 0) & (holder >= 0) & (side != holder)
        to_nobody = (matter == TAKEN) & (self.actors[changes] < 0) & (holder >= 0) & self.is_state[stays]
        lost = is_loss & held & (to_others | to_nobody)
        left = (affirmed & (matter == LEFT)) | (~affirmed & (matter == HELD))
        given_up = left & held & self._are_one(changes, stays, strictly=True)
        same = (matter == other) | ((matter == TAKEN) & (other == ENTERED))
        denied = affirmed & self.denied[stays] & same & self._are_one(changes, stays, strictly=False)
        return np.asarray(lost | given_up | denied)

    def turn(self, earlier: Array, later: Array) -> Array:
        """Whether one who denied that a place was taken or entered says later that it was left, or the other way round:
        “no rebels are in the city”, then “our units have left it”. Of two speakers it is no contradiction."""
        matter, other = self.matters[earlier], self.matters[later]
        of_change = np.isin(matter, (TAKEN, ENTERED, LEFT)) & np.isin(other, (TAKEN, ENTERED, LEFT))
        one_left = (matter == LEFT) != (other == LEFT)
        return np.asarray(of_change & one_left & self.denied[earlier] & ~self.denied[later])

    def _are_one(self, ones: Array, others: Array, *, strictly: bool) -> Array:
        """Whether two claims name one actor or one side; unless `strictly`, also where one of them names none."""
        actor, other = self.actors[ones], self.actors[others]
        side, other_side = self.sides[ones], self.sides[others]
        same = ((actor >= 0) & (actor == other)) | ((side >= 0) & (side == other_side))
        return np.asarray(same if strictly else same | (actor < 0) | (other < 0))


def read_control(arrays: Numbers, texts: Mapping[str, Strings]) -> Control:
    """What all claims say of control, by number; figures say nothing of it."""
    claims = np.arange(len(arrays["claims.article"]))
    matters, actors = arrays["claims.matter"], find_actors(arrays, claims)
    states, sides = _find_sides(texts)
    of_itself = ((matters == HELD) | (matters == LEFT)) & (actors < 0)
    speakers = find_tellers(arrays, claims)
    side = np.append(sides, -1)[np.where(of_itself, speakers, actors)]
    called = _all(texts["tellers.name"])
    is_body = np.array([is_of_state(name or "") for name in called] + [False], bool)[arrays["claims.teller"]]
    codes = _all(texts["locations.country_code"])
    of_places = np.array([states.get(code or "", -1) for code in codes] + [-1])[find_places(arrays, claims)]
    side = np.where(of_itself & (speakers < 0) & is_body, of_places, side)
    return Control(matters, arrays["claims.denied"].astype(bool), side, actors, (side >= 0) & (side < len(states)))


def _bounds(arrays: Numbers, claims: Array) -> tuple[Array, Array]:
    """The least and the most that each figure may be, infinite where its words set none."""
    low, high = (arrays[f"claims.{name}"][claims].copy() for name in ("low", "high"))
    about = arrays["claims.bound"][claims] == BOUNDS.index("about")
    low[about] *= 1 - ABOUT
    high[about] *= 1 + ABOUT
    return np.where(np.isnan(low), -np.inf, low), np.where(np.isnan(high), np.inf, high)


def _find_sides(texts: Mapping[str, Strings]) -> tuple[dict[str, int], Array]:
    """The numbers of the sides that are states, which are the lowest, by the codes of the countries; and the number of
    each actor's side, -1 for none."""
    kinds, codes = (_all(texts[f"actors.{name}"]) for name in ("kind", "country_code"))
    known = {code for code in (*codes, *_all(texts["locations.country_code"])) if code}
    states = {code: number for number, code in enumerate(sorted(known))}
    sides = [
        len(states) if kind == ARMED_GROUP else states[code] if kind in OF_STATES and code else -1
        for kind, code in zip(kinds, codes, strict=True)
    ]
    return states, np.array(sides, np.int32)


def _all(texts: Strings) -> list[str | None]:
    return texts.take(range(len(texts)))
