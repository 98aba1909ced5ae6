"""Ties: who is named with whom, in one sentence or in one article."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from dashboard.columns.ascending import is_first
from dashboard.columns.columns import Array, Columns
from dashboard.filters import Filters
from dashboard.queries.selection import Selection, make_keys, select_articles
from dashboard.reader import Reader


def ties_among(reader: Reader, filters: Filters, actors: Sequence[str], unit: str) -> pd.DataFrame:
    """Columns actor_id, name, other_id, other, together (sentences or articles that name both); strongest ties first.

    Each pair of `actors` that is named together has one row; of the two, the one that comes first in `actors` is
    actor_id.
    """
    columns = reader.columns
    numbers = columns.find("actors", actors)
    together = _count_together(select_articles(reader, filters), numbers, unit)
    rows = [
        (*_describe(columns, numbers[one]), *_describe(columns, numbers[other]), together[one, other])
        for one, other in combinations(range(len(numbers)), 2)
        if together[one, other]
    ]
    frame = pd.DataFrame(rows, columns=["actor_id", "name", "other_id", "other", "together"])
    return frame.sort_values("together", ascending=False, kind="stable", ignore_index=True)


def choose_threshold(ties: pd.DataFrame, most: int) -> int:
    """The smallest count that at most `most` ties reach; where more ties share the highest count, that count."""
    if len(ties) <= most:
        return 1
    strongest: list[int] = ties["together"].tolist()
    return min(strongest[most] + 1, strongest[0])


def _count_together(selection: Selection, numbers: Sequence[int], unit: str) -> Array:
    """In how many selected sentences, or articles, each of these actors (16 at most) is named with each other."""
    columns = selection.columns
    size, rows = len(numbers), selection.mentions
    # The position of each actor in `numbers`; at the end, for mentions of no actor, and of all others -1.
    position = np.full(len(columns.texts["actors.id"]) + 1, -1, np.int8)
    position[numbers] = np.arange(size)
    positions = position[columns["mentions.actor"][rows]]
    named = np.flatnonzero(positions >= 0)
    positions = positions[named].astype(np.int64)
    units = columns["mentions.article"][rows][named]
    if unit == "sentence":
        units = make_keys(units, columns["mentions.sentence"][rows][named])
    begins = np.flatnonzero(is_first(units))
    if len(begins) == 0:
        return np.zeros((size, size), np.int64)
    # The actors of a unit are the bits of one number; then each set of actors is counted once.
    times = np.bincount(np.bitwise_or.reduceat(1 << positions, begins))
    sets = np.flatnonzero(times)
    has = (sets[:, None] >> np.arange(size)) & 1
    return np.asarray((has.T * times[sets]) @ has)


def _describe(columns: Columns, actor: int) -> tuple[str | None, str | None]:
    return columns.text("actors.id", actor), columns.text("actors.name", actor)
