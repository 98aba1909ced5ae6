"""One article as the modules of actors see it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.pipeline.actors.known import Actor, KnownActors
from dashboard.pipeline.entities import Mention
from dashboard.pipeline.gazetteer import Gazetteer
from dashboard.pipeline.locations import Placement


@dataclass(frozen=True, slots=True)
class Article:
    """One article's names, and what is known beforehand; `mentions` and `placements` are parallel."""

    mentions: Sequence[Mention]
    placements: Sequence[Placement]
    known: KnownActors
    gazetteer: Gazetteer
    text: str
    year: int | None

    def find(self, name: str) -> Actor | None:
        """The known actor of this name in the article's year."""
        return self.known.find_bearer(name, self.year)

    def rows(self) -> Iterable[tuple[Mention, Placement]]:
        """Each mention with its placement."""
        return zip(self.mentions, self.placements, strict=True)

    def has_small(self, surface: str) -> bool:
        """Whether the article has the same words in small letters."""
        return re.search(rf"\b{re.escape(surface.lower())}\b", self.text) is not None
