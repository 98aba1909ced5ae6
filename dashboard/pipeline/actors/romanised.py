"""Romanised: people of a corpus whom different articles write in two romanisations, as one.

Limits: full names only, spelt plainly the same word for word, with or without the Arabic article: "Talal al-Barazi" and
"Talal Barazi". Both must be named mostly in articles on countries that write in another script, since Carl Hill and
Karl Hill of Ohio are two; nobody of `actors.yaml` is joined, and nobody whom one article names in both ways.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations

from dashboard.pipeline.actors.known import KnownActors
from dashboard.pipeline.actors.names import spellings, split_name

# "father of", "mother of": with one word more it is what many are called ("Abu Hassan"), and no full name.
KUNYA = (("abu",), ("abou",), ("umm",), ("um",))


@dataclass(slots=True)
class Namings:
    """Where one person is named: the articles, how many of them are on such countries, and how the name is written."""

    name: str
    articles: set[str] = field(default_factory=set)
    abroad: int = 0


def join_romanised(people: Mapping[str, Namings], known: KnownActors) -> dict[str, str]:
    """The id that goes -> the id that stays, the one of the longest name, of each two that are one person."""
    by_spelling: dict[str, list[str]] = {}
    for actor_id, each in people.items():
        words = split_name(each.name)
        if (
            len(words) > 1 + (words[:1] in KUNYA)
            and 2 * each.abroad > len(each.articles)
            and known.find(each.name) is None
        ):
            for spelling in spellings(words):
                by_spelling.setdefault(spelling, []).append(actor_id)
    joined: dict[str, str] = {}
    for ids in by_spelling.values():
        if len(ids) < 2 or any(_are_two(people[a], people[b], known) for a, b in combinations(ids, 2)):
            continue
        stays, *others = sorted(ids, key=lambda actor_id: (-len(actor_id), actor_id))
        if not joined.keys() & set(ids):
            joined |= dict.fromkeys(others, stays)
    return {old: joined.get(new, new) for old, new in joined.items()}


def _are_two(one: Namings, other: Namings, known: KnownActors) -> bool:
    return not one.articles.isdisjoint(other.articles) or known.are_apart(one.name, other.name)
