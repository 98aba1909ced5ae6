"""Claim: one thing that a text says which others may put otherwise. `dashboard/pipeline/rows.py` adds ids and words."""

from dataclasses import dataclass, replace


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
class Claim:
    """One claim, as the table of the contract declares it; all offsets are characters of the article.

    `quote` has the first and the last character of the quotation that it stands in.
    """

    start: int
    end: int
    sentence: int
    matter: str
    quote: tuple[int, int] | None = None
    unit: str | None = None
    low: float | None = None
    high: float | None = None
    bound: str | None = None
    denied: bool = False
    place: Named | None = None
    actor: Named | None = None

    def shift(self, characters: int, sentences: int) -> "Claim":
        """The same claim behind so many characters and sentences more."""
        return replace(
            self,
            start=self.start + characters,
            end=self.end + characters,
            sentence=self.sentence + sentences,
            quote=None if self.quote is None else (self.quote[0] + characters, self.quote[1] + characters),
            place=None if self.place is None else self.place.shift(characters),
            actor=None if self.actor is None else self.actor.shift(characters),
        )
