"""Draft: a claim by its tokens, before it is known where it happened and who says it."""

from dataclasses import dataclass

from dashboard.pipeline.claims.names import Name


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim of tokens `start` to `end`; `word` says what is claimed, `near` are words of those who are counted.

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
