"""One article as the modules of actors see it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from dashboard.pipeline.actors.known import Actor, KnownActors
from dashboard.pipeline.entities import Mention
from dashboard.pipeline.gazetteer import Gazetteer
from dashboard.pipeline.locations import Placement
from dashboard.pipeline.locations.senses import is_on_match

WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Article:
    """One article's names, and what is known beforehand; `mentions` and `placements` are parallel.

    What is asked of each name is found once for all of them, since an article may have as many names as words.
    """

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

    @cached_property
    def by_surface(self) -> Mapping[str, Sequence[Mention]]:
        """The mentions of each name, as it is written."""
        found: dict[str, list[Mention]] = {}
        for mention in self.mentions:
            found.setdefault(mention.surface, []).append(mention)
        return found

    @cached_property
    def first_sentences(self) -> Mapping[str, int]:
        """The number of the first sentence that has a name, as it is written."""
        return {surface: min(each.sentence for each in mentions) for surface, mentions in self.by_surface.items()}

    @cached_property
    def is_on_match(self) -> bool:
        """Whether the article gives the result of a sports match."""
        return is_on_match(self.text, self.mentions)

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(WORD.findall(self.text))

    def has_small(self, surface: str) -> bool:
        """Whether the article has the same words in small letters."""
        small = surface.lower()
        if not self._words.issuperset(WORD.findall(small)):
            return False
        return WORD.fullmatch(small) is not None or re.search(rf"\b{re.escape(small)}\b", self.text) is not None
