"""Ties: who is named with whom, in one sentence or in one article."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from dashboard.columns.columns import Array
from dashboard.filters import Filters
from dashboard.queries.selection import Selection, make_keys, select_articles
from dashboard.reader import Reader


def ties_among(reader: Reader, filters: Filters, actors: Sequence[str], unit: str) -> pd.DataFrame:
    """Columns actor_id, name, other_id, other, together (sentences or articles that name both); strongest ties first.

    Each pair of `actors` that is named together has one row; of the two, the one that comes first in `actors` is
    actor_id.
    """
    selection = select_articles(reader, filters)
    columns = reader.columns
    numbers = columns.find("actors", actors)
    named = {number: _units(selection, number, unit) for number in numbers}
    rows = []
    for one, other in combinations(numbers, 2):
        together = len(np.intersect1d(named[one], named[other], assume_unique=True))
        if together:
            rows.append((*_describe(selection, one), *_describe(selection, other), together))
    frame = pd.DataFrame(rows, columns=["actor_id", "name", "other_id", "other", "together"])
    return frame.sort_values("together", ascending=False, kind="stable", ignore_index=True)


def choose_threshold(ties: pd.DataFrame, most: int) -> int:
    """The smallest count that at most `most` ties reach; where more ties share the highest count, that count."""
    if len(ties) <= most:
        return 1
    strongest: list[int] = ties["together"].tolist()
    return min(strongest[most] + 1, strongest[0])


def _units(selection: Selection, actor: int, unit: str) -> Array:
    """The selected sentences, or the articles, that name the actor, each once."""
    columns = selection.columns
    mentions = selection.among(columns.mentions_of("actors", actor))
    articles = columns["mentions.article"][mentions]
    return np.unique(articles if unit == "article" else make_keys(articles, columns["mentions.sentence"][mentions]))


def _describe(selection: Selection, actor: int) -> tuple[str | None, str | None]:
    return selection.columns.text("actors.id", actor), selection.columns.text("actors.name", actor)
