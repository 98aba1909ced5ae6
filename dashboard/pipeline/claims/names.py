"""Names: the mentions of an article by their tokens, with the place or the actor that each names."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dashboard.pipeline.actors import Actor
from dashboard.pipeline.entities import PLACE_LABELS, Mention
from dashboard.pipeline.gazetteer import Place
from dashboard.pipeline.locations import Placement
from dashboard.pipeline.quotes.grammar import Grammar

COUNTRY = ("PCLI", "PCLD", "PCLS", "PCLIX", "TERR", "CONT", "RGN", "SEA")
# Names of places elsewhere from which on one in a country of its own is taken for another place of that name.
ELSEWHERE = 4


@dataclass(frozen=True, slots=True)
class Named:
    """What a mention names: the id of an actor or a place, and the characters of the mention in the article."""

    id: str
    start: int
    end: int

    def shift(self, characters: int) -> "Named":
        """The same behind so many characters more."""
        return replace(self, start=self.start + characters, end=self.end + characters)


@dataclass(frozen=True, slots=True)
class Name:
    """A mention: tokens `start` to `end`, the one that the others hang on, and what it names.

    `place` is that of a mention whose sense is `place`. `is_unplaced`: it is a place's name by its label, and no place
    was found for it.
    """

    start: int
    end: int
    head: int
    mention: Mention
    place: Place | None
    actor: Actor | None
    is_unplaced: bool = False

    @property
    def is_country(self) -> bool:
        """Whether it names a country or something larger."""
        return self.place is not None and self.place.feature in COUNTRY

    @property
    def where(self) -> Named | None:
        """The place with its characters."""
        return None if self.place is None else Named(self.place.location_id, self.mention.start, self.mention.end)

    @property
    def who(self) -> Named | None:
        """The actor with its characters."""
        return None if self.actor is None else Named(self.actor.actor_id, self.mention.start, self.mention.end)


class Names:
    """The mentions of an article in text order."""

    def __init__(
        self, g: Grammar, mentions: Sequence[Mention], placements: Sequence[Placement], actors: Sequence[Actor | None]
    ) -> None:
        self._all = sorted(
            (
                _name(g, mention, placement, actor)
                for mention, placement, actor in zip(mentions, placements, actors, strict=True)
            ),
            key=lambda name: (name.start, -name.end),
        )
        self._starts = [name.start for name in self._all]
        self._countries = Counter(name.place.country_code for name in self._all if name.place is not None)
        self.unplaced = [name for name in self._all if name.place is None and name.mention.label in PLACE_LABELS]
        self.towns = [name for name in self._all if name.place is not None and not name.is_country]

    def is_abroad(self, name: Name) -> bool:
        """Whether it is a town or a region, and all other places of the article lie in other countries."""
        if name.place is None or name.is_country:
            return False
        own = self._countries[name.place.country_code]
        return own == 1 and self._countries.total() > ELSEWHERE

    def between(self, start: int, end: int) -> Sequence[Name]:
        """Those that begin between two tokens."""
        return self._all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def at(self, token: int) -> Iterator[Name]:
        """Those in which the token lies, the shortest first."""
        near = self._all[bisect_left(self._starts, token - 12) : bisect_right(self._starts, token)]
        yield from sorted((name for name in near if token < name.end), key=lambda name: name.end - name.start)


def _name(g: Grammar, mention: Mention, placement: Placement, actor: Actor | None) -> Name:
    start, end = g.span(mention.start, mention.end)
    start = min(start, len(g.words) - 1)
    end = max(end, start + 1)
    head = next((i for i in range(start, end) if not start <= g.heads[i] < end or g.heads[i] == i), end - 1)
    place = placement.place if placement.sense == "place" else None
    is_unplaced = placement.place is None and actor is None and mention.label in PLACE_LABELS and not mention.within
    return Name(start, end, head, mention, place, actor, is_unplaced)
