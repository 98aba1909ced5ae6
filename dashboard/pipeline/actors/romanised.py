"""Romanised: people of a corpus whom different articles write in two romanisations, as one.

Limits: full names only, spelt plainly the same word for word, with or without the Arabic article: "Talal al-Barazi" and
"Talal Barazi". Both must be named mostly in articles on countries that write in another script, since Carl Hill and
Karl Hill of Ohio are two; nobody of `actors.yaml` is joined, and nobody whom one article names in both ways.
"""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from itertools import combinations

from dashboard.pipeline.actors.known import KnownActors
from dashboard.pipeline.actors.names import spellings, split_name

# "father of", "mother of": with one word more it is what many are called ("Abu Hassan"), and no full name.
KUNYA = (("abu",), ("abou",), ("umm",), ("um",))


@dataclass(frozen=True, slots=True)
class WrittenName:
    """How one person's name is written; `is_abroad` says whether mostly in articles on such countries."""

    name: str
    is_abroad: bool


def join_romanised(
    people: Mapping[str, WrittenName],
    known: KnownActors,
    find_articles: Callable[[Set[str]], Mapping[str, Set[str]]],
) -> dict[str, str]:
    """The id that goes -> the id that stays, the one of the longest name, of each two that are one person.

    `find_articles` gives the articles that name each of some people.
    """
    by_spelling: dict[str, list[str]] = {}
    for actor_id, each in people.items():
        words = split_name(each.name)
        if len(words) > 1 + (words[:1] in KUNYA) and each.is_abroad and known.find(each.name) is None:
            for spelling in spellings(words):
                by_spelling.setdefault(spelling, []).append(actor_id)
    alike = [ids for ids in by_spelling.values() if len(ids) > 1]
    articles = find_articles({actor_id for ids in alike for actor_id in ids})
    joined: dict[str, str] = {}
    for ids in alike:
        if any(
            not articles[one].isdisjoint(articles[other]) or known.are_apart(people[one].name, people[other].name)
            for one, other in combinations(ids, 2)
        ):
            continue
        stays, *others = sorted(ids, key=lambda actor_id: (-len(actor_id), actor_id))
        if not joined.keys() & set(ids):
            joined |= dict.fromkeys(others, stays)
    return {old: joined.get(new, new) for old, new in joined.items()}
