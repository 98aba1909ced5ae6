"""Draft: a claim by its tokens, before it is known where it happened and who says it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim of tokens `start` to `end`; `word` says what is claimed, `near` are words of those who are counted.

    `place` is the token of the name of a place that is taken or held, None where the claim is of a figure.
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
    place: int | None = None
