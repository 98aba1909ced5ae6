"""Movements: who or what goes from where to where.

Limits: none are found yet.
"""

from collections.abc import Sequence

from spacy.tokens import Doc

from dashboard.pipeline.actors import Actor
from dashboard.pipeline.entities import Mention
from dashboard.pipeline.locations import Placement
from dashboard.pipeline.movements.movement import Movement
from dashboard.pipeline.quotes import Quote

__all__ = ["Movement", "find_movements"]


def find_movements(
    doc: Doc,
    mentions: Sequence[Mention],
    placements: Sequence[Placement],
    actors: Sequence[Actor | None],
    quotes: Sequence[Quote],
) -> list[Movement]:
    """The movements of the article in text order; of each, from where or to where is said.

    `placements` and `actors` have one entry for each mention. No two have the same characters and the same ends.
    """
    return []
