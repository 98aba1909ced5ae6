"""Identity: which actor each mention of one article names, and what says so.

Limits: a surface is one actor throughout an article, unless it is an adjective of several. Which names are no actor's
is said in `nobody`.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from dashboard.pipeline.actors import bodies, people, states
from dashboard.pipeline.actors.article import Article
from dashboard.pipeline.actors.groups import find_army, find_group
from dashboard.pipeline.actors.known import Actor, KnownActors
from dashboard.pipeline.actors.names import ROMANISED, name_key, slug, split_name
from dashboard.pipeline.actors.nobody import is_nobody
from dashboard.pipeline.entities import Mention
from dashboard.pipeline.gazetteer import Gazetteer, Place
from dashboard.pipeline.locations import Placement

# Labels of names that make an actor; a name under another label is one only if it is known or made one elsewhere.
ACTING = ("PERSON", "ORG")

# What stands between a country and what it has.
POSSESSED = re.compile(r"(?:['’]s?)?\s+")
# What stands between a body and the place that it is in.
SEATED = re.compile(r"\s+(?:in|of)\s+(?:the\s+)?")
# A tribe is a people, and goes by its name.
TRIBE = re.compile(r"\s(?:tribes?|clans?|tribesmen)\b")


@dataclass(frozen=True, slots=True)
class Naming:
    """Whom a mention names, and in words for the reader what says so.

    `sentence` is the number of the one in which the name stands that says it, where another name does.
    """

    actor: Actor
    said: str
    sentence: int | None = None

    @property
    def reason(self) -> str:
        """What says so, with the sentence."""
        return self.said if self.sentence is None else f"{self.said}, named in sentence {self.sentence + 1}"

    def shift(self, sentences: int) -> "Naming":
        """The same naming behind so many sentences more."""
        return self if self.sentence is None else replace(self, sentence=self.sentence + sentences)


def find_namings(
    mentions: Sequence[Mention],
    placements: Sequence[Placement],
    known: KnownActors,
    gazetteer: Gazetteer,
    text: str = "",
    year: int | None = None,
) -> list[Naming | None]:
    """One answer for each mention of one article, in order; None for a mention that names no actor.

    `text` is the article's, in which brackets and neighbours are read; `year` is that of its publication.
    """
    article = Article(mentions, placements, known, gazetteer, text, year)
    named = _name_surfaces(article)
    return [_answer(article, mention, placement, named) for mention, placement in article.rows()]


def _name_surfaces(article: Article) -> dict[str, Naming]:
    """The actor of each surface that is a person's or a body's."""
    labels = _labels(article)
    persons = Counter(m.surface for m in article.mentions if labels.get(m.surface) == "PERSON")
    found: dict[str, Naming] = {}
    for surface, person in people.find_people(persons, article.known, article.year).items():
        found[surface] = _explain(article, surface, people.identify(person), people.explain(surface, person))
    groups = [m for m in article.mentions if labels.get(m.surface) == "ORG"]
    introduced = bodies.find_introduced(article.text, ((m.start, m.end) for m in groups))
    counted = Counter(m.surface for m in groups)
    seats = _seats(article)
    whose = bodies.find_bodies(counted, introduced, _owners(article), article.known, article.gazetteer)
    identified: dict[int, Actor] = {}
    for surface, body in whose.items():
        if id(body) not in identified:
            seat = next((seats[name] for name in body.names if name in seats), None)
            identified[id(body)] = bodies.identify(body, article.known, article.gazetteer, article.year, seat)
        found[surface] = _explain(article, surface, identified[id(body)], body.joined.get(surface))
    here = {p.place.country_code for p in article.placements if p.place is not None and p.sense == "place"}
    for mention in article.mentions:
        naming = found.get(mention.surface)
        if naming is not None and TRIBE.match(article.text, mention.end) and article.find(mention.surface) is None:
            found[mention.surface] = Naming(replace(naming.actor, kind="people", unsure=False), "a tribe")
    # By their full names; the short forms go with them.
    spelt = here & ROMANISED
    nobody = {each.actor for surface, each in found.items() if is_nobody(article, surface, each.actor, spelt)}
    return {
        surface: replace(each, actor=_apart_from_states(each.actor, article.gazetteer))
        for surface, each in found.items()
        if each.actor not in nobody
    }


def _explain(article: Article, surface: str, actor: Actor, joined: tuple[str, str] | None) -> Naming:
    """The actor with what says so: `joined` is how the article says it, and the other name that says it."""
    # "AP" is known, whoever else is named in full; whose the surname is, the article says.
    if joined is not None and (actor.kind == "person" or article.find(surface) != actor):
        how, other = joined
        return Naming(actor, f"{how} {other}", article.first_sentences[other])
    if article.find(surface) == actor:
        return Naming(actor, _known_by(surface, actor))
    if actor.unsure:
        return Naming(actor, "this name alone; the article has no full name")
    return Naming(actor, "its own name")


def _known_by(surface: str, actor: Actor) -> str:
    if name_key(surface) == name_key(actor.name):
        return "known by this name"
    return f"known by the alias {surface}"


def _labels(article: Article) -> dict[str, str]:
    """PERSON or ORG for each surface that makes an actor: what is known of it, else the label it has most often.

    A surface under another label is a person's when it is a surname of the article, or ends in a person's lone surname.
    """
    votes: dict[str, Counter[str]] = {}
    for mention, placement in article.rows():
        if mention.label in ACTING and placement.sense is None:
            votes.setdefault(mention.surface, Counter())[mention.label] += 1
    labels: dict[str, str] = {}
    for surface, counts in votes.items():
        actor = article.find(surface)
        if actor is not None:
            labels[surface] = "PERSON" if actor.kind == "person" else "ORG"
        else:
            labels[surface] = "ORG" if counts["ORG"] > counts["PERSON"] else "PERSON"
    persons = {split_name(surface) for surface, label in labels.items() if label == "PERSON"}
    surnames = {words[-1:] for words in persons if len(words) > 1}
    for mention, placement in article.rows():
        surface, words = mention.surface, split_name(mention.surface)
        if mention.label == "NORP" or placement.sense is not None or article.find(surface) is not None:
            continue
        # "Nadim Haddad" taken for an organisation or a building, where "Haddad" is a person.
        is_full = 1 < len(words) < 4 and words[-1:] in persons and surface.istitle()
        if is_full or (surface in labels and words in surnames):
            labels[surface] = "PERSON"
    return labels


def _answer(article: Article, mention: Mention, placement: Placement, named: dict[str, Naming]) -> Naming | None:
    if placement.sense == "actor" and placement.place is not None:
        return _name_state(article, placement.place)
    if mention.within and mention.label != "PERSON":
        return None  # the longer name is the actor
    if (group := find_group(article, mention)) is not None:
        return Naming(group, f"its people or arms are named: known by the name {group.name}")
    if mention.label == "NORP":
        return _known(article, mention.surface) or _people_or_state(article, mention, placement.place)
    return None if placement.sense is not None else _answer_by_name(article, mention, named)


def _answer_by_name(article: Article, mention: Mention, named: dict[str, Naming]) -> Naming | None:
    if mention.label == "ORG" and (place := states.find_country(mention.surface, article.gazetteer)) is not None:
        # A team, a government or a people that the model took for an organisation.
        is_name = article.gazetteer.country_of(mention.surface) is None
        return _name_state(article, place) if is_name else _people_or_state(article, mention, place)
    return named.get(mention.surface) or _known(article, mention.surface)


def _known(article: Article, surface: str) -> Naming | None:
    actor = article.find(surface)
    return None if actor is None else Naming(actor, _known_by(surface, actor))


def _name_state(article: Article, place: Place) -> Naming | None:
    state = states.find_state(place, article.gazetteer)
    if state is None:
        return None
    capital = "capital that stands" if place.feature == "PPLC" else "place name that stands"
    return Naming(state, f"{capital} for those who govern or act there")


def _people_or_state(article: Article, mention: Mention, place: Place | None) -> Naming | None:
    state = states.find_government(article.text, mention.end, place, article.gazetteer)
    if state is not None:
        return Naming(state, "the government of this nation is named")
    if (army := find_army(article, mention, place)) is not None:
        return Naming(army, "the forces of this nation are named, beside others")
    people = states.find_people(mention.surface, place, article.gazetteer)
    if people is None or (place is None and article.has_small(mention.surface)):
        return None
    if place is not None and article.is_on_match:
        team = states.find_state(place, article.gazetteer)
        return None if team is None else Naming(team, "the team of this nation, in a report on a match")
    return Naming(people, "a people, named in the plural")


def _owners(article: Article) -> dict[str, str]:
    """The country that is written before a body: "Syria's Defence Ministry"; none where that differs in the article."""

    def owner(first: tuple[Mention, Placement], second: tuple[Mention, Placement]) -> tuple[str, str] | None:
        (before, placement), (body, _) = first, second
        place = placement.place
        if place is None or place.feature != "PCLI" or body.label != "ORG":
            return None
        is_owned = POSSESSED.fullmatch(article.text, before.end, body.start)
        return (body.surface, place.country_code or "") if is_owned else None

    return _agreed(article, owner)


def _seats(article: Article) -> dict[str, str]:
    """The place that is written behind a body or, with a possessive, before it: "embassy in Damascus"."""

    def seat(first: tuple[Mention, Placement], second: tuple[Mention, Placement]) -> tuple[str, str] | None:
        (before, placed), (behind, placement) = first, second
        if before.label == "ORG" and placement.sense == "place" and placement.place is not None:
            is_seated = SEATED.fullmatch(article.text, before.end, behind.start)
            return (before.surface, placement.place.name) if is_seated else None
        if behind.label == "ORG" and placed.place is not None and placed.place.feature != "PCLI":
            is_owned = POSSESSED.fullmatch(article.text, before.end, behind.start)
            return (behind.surface, placed.place.name) if is_owned else None
        return None

    return _agreed(article, seat)


def _agreed(
    article: Article,
    read: Callable[[tuple[Mention, Placement], tuple[Mention, Placement]], tuple[str, str] | None],
) -> dict[str, str]:
    """What `read` says of a surface from each two neighbours, where it says the same throughout the article."""
    found: dict[str, set[str]] = {}
    for first, second in pairwise(row for row in article.rows() if not row[0].within):
        if (pair := read(first, second)) is not None:
            found.setdefault(pair[0], set()).add(pair[1])
    return {surface: next(iter(said)) for surface, said in found.items() if len(said) == 1}


@lru_cache(maxsize=65_536)
def _apart_from_states(actor: Actor, gazetteer: Gazetteer) -> Actor:
    """The actor; a person called Jordan does not get the id of the state."""
    if actor.kind == "state" or not any(
        place.feature == "PCLI" and slug(place.name) == actor.actor_id for place in gazetteer.find(actor.name)
    ):
        return actor
    return replace(actor, actor_id=f"{actor.actor_id}-{actor.kind}")
