"""Ties: who is named with whom, in one sentence or in one article."""

from collections.abc import Sequence

import pandas as pd

from dashboard.filters import Filters
from dashboard.queries.selection import select_articles
from dashboard.reader import Reader

# Unit -> the columns that identify it. They become part of a statement; no user's text does.
UNITS = {"sentence": "article_id, sentence", "article": "article_id"}


def ties_among(reader: Reader, filters: Filters, actors: Sequence[str], unit: str) -> pd.DataFrame:
    """Columns actor_id, name, other_id, other, together (sentences or articles that name both); strongest ties first.

    Each pair of `actors` that is named together has one row; of the two, the one that comes first in `actors` is
    actor_id.
    """
    return select_articles(filters).ask(reader, f"""
        , named AS (SELECT DISTINCT actor_id, {UNITS[unit]} FROM mentions WHERE actor_id IN (SELECT unnest($among)))
        SELECT one.actor_id, any_value(a.name) AS name, other.actor_id AS other_id, any_value(b.name) AS other,
               count(*) AS together
        FROM named one JOIN named other USING ({UNITS[unit]})
             JOIN actors a ON a.actor_id = one.actor_id JOIN actors b ON b.actor_id = other.actor_id
        WHERE list_position($among, one.actor_id) < list_position($among, other.actor_id)
        GROUP BY one.actor_id, other.actor_id
        ORDER BY together DESC, list_position($among, one.actor_id), list_position($among, other.actor_id)""",
        among=list(actors))  # fmt: skip


def choose_threshold(ties: pd.DataFrame, most: int) -> int:
    """The smallest count that at most `most` ties reach; where more ties share the highest count, that count."""
    if len(ties) <= most:
        return 1
    strongest: list[int] = ties["together"].tolist()
    return min(strongest[most] + 1, strongest[0])
