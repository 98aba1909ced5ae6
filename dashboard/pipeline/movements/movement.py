"""Movement: one way that somebody or something goes. `dashboard/pipeline/rows.py` adds ids and words."""

from dataclasses import dataclass, replace

from dashboard.pipeline.claims import Named


@dataclass(frozen=True, slots=True)
class Movement:
    """One movement, as the table of the contract declares it; all offsets are characters of the article.

    `who` has the characters of who moves as written, `quote` the first and the last character of the quotation that it
    stands in. At least one of `origin` (from where) and `goal` (to where) is known.
    """

    start: int
    end: int
    sentence: int
    kind: str
    status: str = "reported"
    quote: tuple[int, int] | None = None
    who: tuple[int, int] | None = None
    actor: Named | None = None
    origin: Named | None = None
    goal: Named | None = None

    def shift(self, characters: int, sentences: int) -> "Movement":
        """The same movement behind so many characters and sentences more."""

        def later(span: tuple[int, int] | None) -> tuple[int, int] | None:
            return None if span is None else (span[0] + characters, span[1] + characters)

        return replace(
            self,
            start=self.start + characters,
            end=self.end + characters,
            sentence=self.sentence + sentences,
            quote=later(self.quote),
            who=later(self.who),
            actor=None if self.actor is None else self.actor.shift(characters),
            origin=None if self.origin is None else self.origin.shift(characters),
            goal=None if self.goal is None else self.goal.shift(characters),
        )
