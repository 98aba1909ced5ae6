"""Actors: who a name stands for, within an article and across the corpus.

Limits: across articles two names are one actor when they are spelt alike or `data/actors.yaml` says so: two spellings
of a person who is not in the file stay apart, and two people of one full name are one actor. How the names of one
article are joined stands in `people`, `bodies` and `states`; what is known beforehand, in `known`.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from dashboard.pipeline.actors import bodies, people, states
from dashboard.pipeline.actors.known import Actor, KnownActors, load_known
from dashboard.pipeline.actors.names import ROMANISED, name_key, slug, split_name
from dashboard.pipeline.entities import Mention
from dashboard.pipeline.gazetteer import Gazetteer, Place
from dashboard.pipeline.locations import Placement

# Labels of names that make an actor; a name under another label is one only if it is known or made one elsewhere.
ACTING = ("PERSON", "ORG")

# What stands between a country and what it has.
POSSESSED = re.compile(r"(?:['’]s?)?\s+")


def name_actors(
    mentions: Sequence[Mention],
    placements: Sequence[Placement],
    known: KnownActors,
    gazetteer: Gazetteer,
    text: str = "",
    year: int | None = None,
) -> list[Actor | None]:
    """One answer for each mention of one article, in order; None for a mention that names no actor.

    `text` is the article's, in which brackets and neighbours are read; `year` is that of its publication.
    """
    answers: dict[str, Actor] = {}
    labels = _labels(mentions, placements, known, year)
    persons = Counter(m.surface for m in mentions if labels.get(m.surface) == "PERSON")
    found = {s: people.identify(person) for s, person in people.find_people(persons, known, year).items()}
    orgs = [m for m in mentions if labels.get(m.surface) == "ORG"]
    introduced = bodies.find_introduced(text, ((m.start, m.end) for m in orgs))
    countries = _owners(mentions, placements, text)
    named = bodies.find_bodies(Counter(m.surface for m in orgs), introduced, countries, gazetteer)
    found |= {s: bodies.identify(body, known, gazetteer, year) for s, body in named.items()}
    here = {p.place.country_code for p in placements if p.place is not None and p.sense == "place"} & ROMANISED
    roles = {m.surface for m in mentions if m.role}
    for surface, actor in found.items():
        is_doubtful = known.find(surface, year) is None and actor.name == surface and surface not in roles
        if not is_doubtful or not _is_no_name(surface, actor, here, known, gazetteer):
            answers[surface] = _apart_from_states(actor, gazetteer)
    return [
        _answer(mention, placement, answers, known, gazetteer, text, year)
        for mention, placement in zip(mentions, placements, strict=True)
    ]


def _labels(
    mentions: Sequence[Mention], placements: Sequence[Placement], known: KnownActors, year: int | None
) -> dict[str, str]:
    """PERSON or ORG for each surface that makes an actor: what is known of it, else the label it has most often.

    A surface under another label is a person's when it is a surname of the article, or ends in a person's lone surname.
    """
    votes: dict[str, Counter[str]] = {}
    for mention, placement in zip(mentions, placements, strict=True):
        if mention.label in ACTING and placement.sense is None:
            votes.setdefault(mention.surface, Counter())[mention.label] += 1
    labels: dict[str, str] = {}
    for surface, counts in votes.items():
        actor = known.find(surface, year)
        if actor is not None:
            labels[surface] = "PERSON" if actor.kind == "person" else "ORG"
        else:
            labels[surface] = "ORG" if counts["ORG"] > counts["PERSON"] else "PERSON"
    surnames = {split_name(s)[-1] for s, label in labels.items() if label == "PERSON" and len(split_name(s)) > 1}
    shorts = {split_name(s) for s, label in labels.items() if label == "PERSON"}
    for mention, placement in zip(mentions, placements, strict=True):
        words = split_name(mention.surface)
        if mention.label == "NORP" or placement.sense is not None or known.find(mention.surface, year) is not None:
            continue
        is_surname = len(words) == 1 and words[0] in surnames and mention.surface in labels
        # "Hamdullah Mohib" taken for an organisation or a building, where "Mohib" is a person.
        is_full = 1 < len(words) < 4 and words[-1:] in shorts and mention.surface.istitle()
        if is_surname or is_full:
            labels[mention.surface] = "PERSON"
    return labels


def _answer(
    mention: Mention,
    placement: Placement,
    found: dict[str, Actor],
    known: KnownActors,
    gazetteer: Gazetteer,
    text: str,
    year: int | None,
) -> Actor | None:
    if placement.sense == "actor" and placement.place is not None:
        return states.find_state(placement.place, gazetteer)
    if mention.within:
        return None  # the longer name is the actor
    if mention.label == "NORP":
        return (
            known.find(mention.surface, year)
            or states.find_government(text, mention.end, placement.place, gazetteer)
            or states.find_people(mention.surface, placement.place, gazetteer)
        )
    if placement.sense is not None:
        return None
    if mention.label == "ORG" and (place := _country(mention.surface, gazetteer)) is not None:
        return states.find_state(place, gazetteer)
    return found.get(mention.surface) or known.find(mention.surface, year)


def _owners(mentions: Sequence[Mention], placements: Sequence[Placement], text: str) -> dict[str, str]:
    """The country that is written before a body: "Syria's Defence Ministry"; none where that differs in the article."""
    found: dict[str, set[str]] = {}
    for owner, placement, body in zip(mentions, placements, mentions[1:], strict=False):
        place = placement.place if placement.place is not None and placement.place.feature == "PCLI" else None
        if place is not None and body.label == "ORG" and POSSESSED.fullmatch(text, owner.end, body.start):
            found.setdefault(body.surface, set()).add(place.country_code or "")
    return {surface: next(iter(codes)) for surface, codes in found.items() if len(codes) == 1}


def _is_no_name(surface: str, actor: Actor, here: set[str | None], known: KnownActors, gazetteer: Gazetteer) -> bool:
    """Whether a surface that is nobody known is a common word, an adjective or a place that the model mistook.

    Places in countries whose names are romanised, and which the article names, are what the model mistakes: Deir Ezzor.
    """
    if surface.casefold() in bodies.GENERIC or (actor.kind != "person" and gazetteer.country_of(surface) is not None):
        return True
    if (plural := known.find(f"{surface}s")) is not None and plural.kind == "people":
        return True
    bare = surface.removesuffix("s")  # "Syrias": an apostrophe that was lost
    places = [place for name in {surface, bare} for place in gazetteer.find(name)]
    return any(place.country_code in here or place.country_code is None for place in places)


@lru_cache(maxsize=65_536)
def _country(name: str, gazetteer: Gazetteer) -> Place | None:
    """The country of this name: a team or a government that the model took for an organisation."""
    return next((place for place, own in gazetteer.candidates(name) if own and place.feature == "PCLI"), None)


def _apart_from_states(actor: Actor, gazetteer: Gazetteer) -> Actor:
    """The actor; a person called Jordan does not get the id of the state."""
    if actor.kind == "state" or not any(
        place.feature == "PCLI" and slug(place.name) == actor.actor_id for place in gazetteer.find(actor.name)
    ):
        return actor
    return Actor(f"{actor.actor_id}-{actor.kind}", actor.name, actor.kind, actor.country_code)


__all__ = ["Actor", "KnownActors", "load_known", "name_actors", "name_key", "slug"]
