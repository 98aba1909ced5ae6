"""Harm: what befell those whom a count counts."""

from dataclasses import dataclass

from dashboard.pipeline.claims.counts import Count


@dataclass(frozen=True, slots=True)
class Harm:
    """What befell those of a count: the token of the word that says so."""

    matter: str
    word: int
    count: Count
