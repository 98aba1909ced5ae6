"""Claims: what a text says that others may put otherwise, how many were harmed and who has a place.

Limits: none are found yet.
"""

from collections.abc import Sequence

from spacy.tokens import Doc

from dashboard.pipeline.actors import Actor
from dashboard.pipeline.claims.claim import Claim, Named
from dashboard.pipeline.entities import Mention
from dashboard.pipeline.locations import Placement
from dashboard.pipeline.quotes import Quote

__all__ = ["Claim", "Named", "find_claims"]


def find_claims(
    doc: Doc,
    mentions: Sequence[Mention],
    placements: Sequence[Placement],
    actors: Sequence[Actor | None],
    quotes: Sequence[Quote],
) -> list[Claim]:
    """The claims of the article in text order; no two have the same characters and matter.

    `placements` and `actors` have one entry for each mention.
    """
    return []
