"""Claim: one thing that a text says which others may put otherwise. `dashboard/pipeline/rows.py` adds ids and words.

A draft is a claim of which it is not yet known where it happened and who says it.
"""

from dataclasses import dataclass, replace

from dashboard.pipeline.claims.names import Name, Named


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


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim by its tokens, `start` to `end`; `word` says what is claimed, `near` are words of those who are counted.

    Of a claim of who has a place, `place` is that place, and `actor` the head of the phrase that says who, if any.
    """

    matter: str
    word: int
    start: int
    end: int
    near: tuple[int, ...]
    denied: bool
    unit: str | None = None
    low: float | None = None
    high: float | None = None
    bound: str | None = None
    place: Name | None = None
    actor: int | None = None
