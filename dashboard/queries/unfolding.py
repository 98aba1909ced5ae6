"""Unfolding: how the mentions that were found become a number, and what the number is in other units.

found − what each step leaves out + what corrections added = mentions; in a larger unit − those that repeat it = shown.
What the steps are says `dashboard.queries.steps`.
"""

from dataclasses import dataclass, replace

import pandas as pd

from dashboard.filters import STEPS, Filters
from dashboard.queries.certainty import Certainty, estimate
from dashboard.queries.steps import count, find_alike, find_steps
from dashboard.queries.units import Units, count_units, first_of_units
from dashboard.reader import Reader

# Steps that add to what was found.
ADDING = ("found", "moved-here")


@dataclass(frozen=True, slots=True)
class Step:
    """A step with its mentions, negative where it leaves them out."""

    name: str
    mentions: int


@dataclass(frozen=True, slots=True)
class Measure:
    """A number, `shown`, in its unit; how many of each unit it is, and how sure it is."""

    unit: str
    shown: int
    units: Units
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Unfolding(Measure):
    """A number with the steps that lead to it: it is the sum of them all.

    They are in the order in which they are read; the first is what was found, and one that changes nothing is left out.
    `alike` are the mentions that are written by a name of the actor, and count for others or for none.
    """

    steps: tuple[Step, ...]
    alike: int = 0


def measure(reader: Reader, filters: Filters) -> Measure:
    """The number that the page Sentences shows under these filters; kept for other page runs."""
    wanted = _narrowing(filters)
    return reader.columns.keep(("measure", wanted), lambda: _measure(reader, wanted))


def unfold(reader: Reader, filters: Filters) -> Unfolding:
    """How that number came about; kept for other page runs."""
    wanted = _narrowing(filters)
    return reader.columns.keep(("unfolding", wanted), lambda: _unfold(reader, wanted))


def _narrowing(filters: Filters) -> Filters:
    """Those of the filters that the number depends on."""
    return replace(filters.only("corpus", "list").without("screen", "step"), within=filters.within)


def _measure(reader: Reader, filters: Filters) -> Measure:
    counted = count(reader, filters)
    shown = len(first_of_units(reader.columns, counted, filters.unit))
    unit = filters.unit[0] if filters.unit else "mention"
    return Measure(unit, shown, count_units(reader.columns, counted), estimate(reader, filters))


def _unfold(reader: Reader, filters: Filters) -> Unfolding:
    known = measure(reader, filters)
    found = {name: len(mentions) for name, mentions in find_steps(reader, filters).items()}
    found["repeated"] = known.units.mentions - known.shown
    steps = tuple(
        Step(name, found[name] if name in ADDING else -found[name])
        for name in STEPS if found.get(name) or name == "found"
    )  # fmt: skip
    alike = len(find_alike(reader, filters))
    return Unfolding(known.unit, known.shown, known.units, known.certainty, steps, alike)


def list_steps(reader: Reader, filters: Filters) -> pd.DataFrame:
    """Columns step and mentions: the steps of `unfold`."""
    return pd.DataFrame(
        [(step.name, step.mentions) for step in unfold(reader, filters).steps], columns=["step", "mentions"]
    )
