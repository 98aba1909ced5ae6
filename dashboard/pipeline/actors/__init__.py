"""Actors: who a name stands for, within an article and across the corpus.

Limits: across articles two names are one actor when they are spelt alike or `data/actors.yaml` says so: two spellings
of a person who is not in the file stay apart, and two people of one full name are one actor. How the names of one
article are joined stands in `people`, `bodies` and `states`; what is known beforehand, in `known`.
"""

from collections import Counter
from collections.abc import Sequence

from dashboard.pipeline.actors import bodies, people, states
from dashboard.pipeline.actors.known import Actor, KnownActors, load_known
from dashboard.pipeline.actors.names import name_key, slug, split_name
from dashboard.pipeline.entities import Mention
from dashboard.pipeline.gazetteer import Gazetteer, Place
from dashboard.pipeline.locations import Placement

# Labels of names that make an actor; a name under another label is one only if it is known or made one elsewhere.
ACTING = ("PERSON", "ORG")


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
    labels = _labels(mentions, placements, known, year)
    persons = Counter(m.surface for m in mentions if labels.get(m.surface) == "PERSON")
    whose = people.find_people(persons, known, year)
    found = {surface: people.identify(person) for surface, person in whose.items()}
    orgs = [m for m in mentions if labels.get(m.surface) == "ORG"]
    introduced = bodies.find_introduced(text, ((m.start, m.end) for m in orgs))
    counted = Counter(m.surface for m in orgs)
    for surface, body in bodies.find_bodies(counted, introduced, {}, gazetteer).items():
        found[surface] = bodies.identify(body, known, gazetteer, year)
    return [
        _answer(mention, placement, found, known, gazetteer, text, year)
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
    if mention.label == "NORP":
        return (
            known.find(mention.surface, year)
            or states.find_government(text, mention.end, placement.place, gazetteer)
            or states.find_people(mention.surface, placement.place)
        )
    if placement.sense is not None:
        return None
    if mention.label == "ORG" and (place := _country(mention.surface, gazetteer)) is not None:
        return states.find_state(place, gazetteer)
    actor = found.get(mention.surface) or known.find(mention.surface, year)
    return None if actor is None else _apart_from_states(actor, gazetteer)


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
