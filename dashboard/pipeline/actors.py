"""Actors: who a name stands for, within an article and across the corpus.

Limits: a surname joins a full name of the same article when only one person there bears it, or one is named at least
twice as often as any other up to that point; otherwise it stays an actor of its own. Across articles two names are one
actor when they are spelt alike or `data/actors.yaml` says so: spelling variants of people who are not in the file stay
apart, and two people of one full name are one actor.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from dashboard.errors import SettingError
from dashboard.pipeline.entities import Mention
from dashboard.pipeline.gazetteer import Gazetteer, normalise
from dashboard.pipeline.locations import Placement
from dashboard.tables import KINDS

# A surname that two people of the article bear goes to the one named this many times as often so far.
CLEARLY_MORE = 2

PARTICLE = re.compile(r"^(?:al|el|as|ash|ad|an|ar|at|az|bin|ibn|de|van|von)\s+")
NOT_IN_ID = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Actor:
    """Whom a mention names."""

    actor_id: str
    name: str
    kind: str
    country_code: str | None = None


class KnownActors:
    """The actors of a file such as `data/actors.yaml`, found by any of their names."""

    def __init__(self, actors: Mapping[str, Actor]) -> None:
        self._by_name = dict(actors)

    def find(self, name: str) -> Actor | None:
        """The actor that bears this name or alias."""
        return self._by_name.get(name_key(name))


@cache
def load_known(path: Path) -> KnownActors:
    """The actors of a YAML file; raises SettingError that names the entry and the rule it breaks."""
    found: dict[str, Actor] = {}
    for actor_id, entry in yaml.safe_load(path.read_text("utf-8")).items():
        if entry["kind"] not in KINDS:
            raise SettingError(f"{path}: {actor_id} has kind {entry['kind']!r}; it is one of {', '.join(KINDS)}")
        actor = Actor(actor_id, entry["name"], entry["kind"], entry.get("country"))
        for name in (entry["name"], *entry.get("aliases", ())):
            other = found.setdefault(name_key(name), actor)
            if other is not actor:
                raise SettingError(f"{path}: {name!r} names both {other.actor_id} and {actor_id}; keep one")
    return KnownActors(found)


def name_actors(
    mentions: Sequence[Mention], placements: Sequence[Placement], known: KnownActors, gazetteer: Gazetteer
) -> list[Actor | None]:
    """One answer for each mention of one article, in order; None for a mention that names no actor."""
    named: list[Actor | None] = []
    people: Counter[str] = Counter()
    groups = _acronyms(m.surface for m in mentions if m.label == "ORG")
    for mention, placement in zip(mentions, placements, strict=True):
        actor: Actor | None = None
        if mention.label in ("PERSON", "ORG", "NORP", "FAC", "LOC") and placement.sense is None:
            actor = known.find(mention.surface)
        if actor is None and mention.label == "PERSON":
            name = _full_name(mention.surface, people)
            people[name] += 1
            actor = known.find(name) or _unknown(name, "person", gazetteer)
        elif actor is not None and actor.kind == "person":
            people[actor.name] += 1
        elif actor is None and mention.label == "ORG":
            actor = _organisation(mention.surface, people, groups, known, gazetteer)
        elif placement.sense == "actor" and placement.place is not None:
            actor = _state(placement.place.country_code, gazetteer)
        named.append(actor)
    return named


def name_key(name: str) -> str:
    """The form under which names of actors are compared: as of places, and without leading article or particle."""
    key = normalise(re.sub(r"\b(al|el)[\s\-–]+", r"\1 ", name, flags=re.IGNORECASE))
    return key.removeprefix("the ")


def slug(name: str) -> str:
    """A readable id: `bashar-al-assad`; a name without any Latin letter keeps its own."""
    plain = NOT_IN_ID.sub("-", normalise(name)).strip("-")
    return plain or "-".join(name.split())


def _full_name(surface: str, people: Counter[str]) -> str:
    """The full name among the article's people that this short form stands for, else the short form itself."""
    short = _bare(surface)
    bearers = [(count, name) for name, count in people.items() if short == _surname(name) or short == _bare(name)]
    bearers.sort(reverse=True)
    if " " in short and not any(short == _bare(name) for _, name in bearers):
        return surface
    if len(bearers) == 1 or (len(bearers) > 1 and bearers[0][0] >= CLEARLY_MORE * bearers[1][0]):
        return bearers[0][1]
    return surface


def _bare(name: str) -> str:
    return PARTICLE.sub("", normalise(name))


def _surname(name: str) -> str:
    return normalise(name).rpartition(" ")[2]


def _organisation(
    surface: str, people: Counter[str], groups: Mapping[str, str], known: KnownActors, gazetteer: Gazetteer
) -> Actor:
    """An organisation; or a person of the article, where the model took a surname for one ("the Assad regime")."""
    name = _full_name(surface, people)
    if name != surface:
        return known.find(name) or _unknown(name, "person", gazetteer)
    name = groups.get(surface, surface)
    return known.find(name) or _unknown(name, "organisation", gazetteer)


def _unknown(name: str, kind: str, gazetteer: Gazetteer) -> Actor:
    """An actor of that name; a person called Jordan does not get the id of the state."""
    actor_id = slug(name)
    if any(place.feature == "PCLI" and slug(place.name) == actor_id for place in gazetteer.find(name)):
        actor_id = f"{actor_id}-{kind}"
    return Actor(actor_id, name, kind)


def _acronyms(surfaces: Iterable[str]) -> dict[str, str]:
    """Acronym -> full name, where the article has exactly one full name with those initials."""
    distinct = set(surfaces)
    spelled: dict[str, set[str]] = {}
    for name in distinct:
        initials = "".join(word[0] for word in re.split(r"[\s\-]+", name) if word[:1].isupper())
        if len(initials) > 1 and " " in name:
            spelled.setdefault(initials, set()).add(name)
    return {
        short: next(iter(spelled[short])) for short in distinct if short.isupper() and len(spelled.get(short, ())) == 1
    }


def _state(country_code: str | None, gazetteer: Gazetteer) -> Actor | None:
    country = gazetteer.country(country_code) if country_code else None
    return None if country is None else Actor(slug(country.name), country.name, "state", country_code)
