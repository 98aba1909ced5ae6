"""Identity: which actor each mention of one article names.

Limits: a surface is one actor throughout an article. A surface that nobody is known by and that is a capitalised
common word, an adjective, or a place the model may have mistaken for a person is no actor.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from dashboard.pipeline.actors import bodies, people, states
from dashboard.pipeline.actors.known import Actor, KnownActors
from dashboard.pipeline.actors.names import ROMANISED, slug, split_name
from dashboard.pipeline.entities import Mention, find_holder, is_office
from dashboard.pipeline.gazetteer import Gazetteer, Place
from dashboard.pipeline.locations import Placement
from dashboard.pipeline.locations.senses import is_on_match

# Labels of names that make an actor; a name under another label is one only if it is known or made one elsewhere.
ACTING = ("PERSON", "ORG")

# What stands between a country and what it has.
POSSESSED = re.compile(r"(?:['’]s?)?\s+")

# Words before a name that say where, and how many characters back they are looked for.
WHERE = re.compile(
    r"\b(?:in|near|inside|outside|around|towards?|into|(?:city|cities|towns?|villages?|provinces?|districts?"
    r"|neighbou?rhoods?|countryside|suburbs?|area|outskirts|governorate|streets|residents) of)"
    r"\s(?:the\s)?(?:(?:al-)?[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*)?,?\sand\s)?$"
)
# Words before a name that say what is done to places: "retook Nawa", "shelling of Nawa", "assault on Nawa and Jasim".
TAKEN = re.compile(
    r"\b(?:seiz(?:e[sd]?|ing)|(?:re)?captur(?:e[sd]?|ing)|re(?:take[ns]?|took|taking)|liberat(?:e[sd]?|ing)"
    r"|besieg(?:e[sd]?|ing)|storm(?:s|ed|ing)?|enter(?:s|ed|ing)?|overran"
    r"|(?:shelling|siege|bombardment|control|farms) of"
    r"|(?:control|assaults?|offensives?|shells) (?:on|over)|(?:evacuated|withdr[ae]w\w*|displaced) from|battle for)"
    r"\s(?:the\s)?(?:(?:al-)?[A-Z][\w’'-]*,?\sand\s)?$"
)
WHERE_OR_TAKEN = re.compile(f"{WHERE.pattern}|{TAKEN.pattern}")
# Words behind a name that say what sort of place it is; not those that follow the name of who lives or rules there.
WHERE_AFTER = re.compile(
    r"\s(?:neighbou?rhoods?|roads?|highway|streets?|squares?|towns?|villages?|districts?|suburbs?)\b"
)
# A tribe is a people, and goes by its name.
TRIBE = re.compile(r"\s(?:tribes?|clans?|tribesmen)\b")
# What the adjective of a creed or a movement stands before.
ADHERENTS = re.compile(
    r"[\s-](?:terroris[mt]s?|militants?|groups?|fighters?|rebels?|extremis[mt]s?|insurgents?|ideolog(?:y|ies)|movements?"
    r"|organi[sz]ations?|clerics?|factions?|elements|gunmen|mercenaries|thoughts?)\b"
)
ADJECTIVE = re.compile(r"[A-Z][a-z]+(?:i|ist|ite|ian)")
REACH = 60
# Letters of a word that is no short one, such as "will".
LONG = 5
# People. A smaller place is called like many people; it is one where a word says where.
TOWN = 10_000
# Share of its mentions from which a name is a place. One stands in a sentence without such a word as often as not. What
# is no person, or has a title, may have such a word before it as well ("in Congress", "in Sheikh Hadi's house").
SOMETIMES, OFTEN = 0.25, 0.5


@dataclass(frozen=True, slots=True)
class _Article:
    """One article's names, and what is known beforehand; `mentions` and `placements` are parallel."""

    mentions: Sequence[Mention]
    placements: Sequence[Placement]
    known: KnownActors
    gazetteer: Gazetteer
    text: str
    year: int | None

    def find(self, name: str) -> Actor | None:
        """The known actor of this name in the article's year."""
        return self.known.find(name, self.year)

    def rows(self) -> Iterable[tuple[Mention, Placement]]:
        """Each mention with its placement."""
        return zip(self.mentions, self.placements, strict=True)


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
    article = _Article(mentions, placements, known, gazetteer, text, year)
    named = _name_surfaces(article)
    return [_answer(article, mention, placement, named) for mention, placement in article.rows()]


def _name_surfaces(article: _Article) -> dict[str, Actor]:
    """The actor of each surface that is a person's or a body's."""
    labels = _labels(article)
    persons = Counter(m.surface for m in article.mentions if labels.get(m.surface) == "PERSON")
    whose = people.find_people(persons, article.known, article.year)
    found = {surface: people.identify(person) for surface, person in whose.items()}
    groups = [m for m in article.mentions if labels.get(m.surface) == "ORG"]
    introduced = bodies.find_introduced(article.text, ((m.start, m.end) for m in groups))
    counted = Counter(m.surface for m in groups)
    for surface, body in bodies.find_bodies(counted, introduced, _owners(article), article.gazetteer).items():
        found[surface] = bodies.identify(body, article.known, article.gazetteer, article.year)
    here = {p.place.country_code for p in article.placements if p.place is not None and p.sense == "place"}
    for mention in article.mentions:
        actor = found.get(mention.surface)
        if actor is not None and TRIBE.match(article.text, mention.end) and article.find(mention.surface) is None:
            found[mention.surface] = replace(actor, kind="people", unsure=False)
    # By their full names; the short forms go with them.
    nobody = {actor for surface, actor in found.items() if _is_no_name(article, surface, actor, here & ROMANISED)}
    return {
        surface: _apart_from_states(actor, article.gazetteer) for surface, actor in found.items() if actor not in nobody
    }


def _labels(article: _Article) -> dict[str, str]:
    """PERSON or ORG for each surface that makes an actor: what is known of it, else the label it has most often.

    A surface under another label is a person's when it is a surname of the article, or ends in a person's lone surname.
    """
    votes: dict[str, Counter[str]] = {}
    for mention, placement in article.rows():
        if mention.label in ACTING and placement.sense is None and not is_office(mention):
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


def _answer(article: _Article, mention: Mention, placement: Placement, named: dict[str, Actor]) -> Actor | None:
    if placement.sense == "actor" and placement.place is not None:
        return states.find_state(placement.place, article.gazetteer)
    if mention.within and mention.label != "PERSON":
        return None  # the longer name is the actor
    if mention.label == "NORP":
        return article.find(mention.surface) or _people_or_state(article, mention, placement.place)
    if placement.sense is not None:
        return None
    if mention.label == "ORG" and (place := _country(mention.surface, article.gazetteer)) is not None:
        # A team, a government or a people that the model took for an organisation.
        is_name = article.gazetteer.country_of(mention.surface) is None
        return states.find_state(place, article.gazetteer) if is_name else _people_or_state(article, mention, place)
    bearer = (
        find_holder(article.text, mention.surface, mention.start, article.mentions) if is_office(mention) else mention
    )
    return None if bearer is None else named.get(bearer.surface) or article.find(bearer.surface)


def _people_or_state(article: _Article, mention: Mention, place: Place | None) -> Actor | None:
    state = states.find_government(article.text, mention.end, place, article.gazetteer)
    if state is not None:
        return state
    people = states.find_people(mention.surface, place, article.gazetteer)
    if place is None:
        return None if _is_also_small(article, mention.surface) else people
    if people is not None and is_on_match(article.text, article.mentions):
        return states.find_state(place, article.gazetteer)  # "the Swedes" are the team
    return people


def _owners(article: _Article) -> dict[str, str]:
    """The country that is written before a body: "Syria's Defence Ministry"; none where that differs in the article."""
    found: dict[str, set[str]] = {}
    for (owner, placement), (body, _) in pairwise(article.rows()):
        place = placement.place if placement.place is not None and placement.place.feature == "PCLI" else None
        if place is not None and body.label == "ORG" and POSSESSED.fullmatch(article.text, owner.end, body.start):
            found.setdefault(body.surface, set()).add(place.country_code or "")
    return {surface: next(iter(codes)) for surface, codes in found.items() if len(codes) == 1}


def _is_no_name(article: _Article, surface: str, actor: Actor, here: set[str | None]) -> bool:
    """Whether a surface that is nobody known is a common word, an adjective or a place that the model mistook.

    Places in countries whose names are romanised, and which the article names, are what the model mistakes: Deir Ezzor.
    A name with a title is none of these, unless the title is a part of it: "in Sheikh Maqsood".
    """
    if actor.name != surface or article.find(surface) is not None:
        return False
    mentions = [mention for mention in article.mentions if mention.surface == surface]
    is_titled = any(mention.role for mention in mentions)
    is_lone = actor.unsure or (actor.kind == "organisation" and surface.isalpha())
    share = OFTEN if is_titled or (actor.kind != "person" and " " in surface) else SOMETIMES
    if _says_where(article, mentions, share, WHERE_OR_TAKEN if is_lone and here else WHERE):
        return True
    return not is_titled and (
        _is_word(article, surface, actor, mentions)
        # "Deir Ezzor", and "Aleppo Syria", which is two.
        or _is_place(surface, here, article.gazetteer)
        or all(_is_place(word, here, article.gazetteer) for word in surface.split())
    )


def _is_word(article: _Article, surface: str, actor: Actor, mentions: Sequence[Mention]) -> bool:
    """Whether it is a common word with a capital, or the adjective of a nation or a creed."""
    if surface.casefold() in bodies.GENERIC:
        return True
    if actor.kind != "person" and article.gazetteer.country_of(surface) is not None:
        return True
    if (plural := article.find(f"{surface}s")) is not None and plural.kind == "people":
        return True
    # "Chemical" of a headline, where the text says "chemical"; "Missile Attack", where it has "missile" and "attack".
    if (actor.kind in ("person", "organisation") or surface.isalpha()) and _is_also_small(article, surface):
        return True
    words = [word for word in surface.split() if len(word) >= LONG]
    if actor.kind == "person" and len(words) == len(surface.split()) and all(_is_also_small(article, w) for w in words):
        return True
    return _is_adjective(article, surface, mentions)


def _is_also_small(article: _Article, surface: str) -> bool:
    """Whether the article has the same words in small letters."""
    return re.search(rf"\b{re.escape(surface.lower())}\b", article.text) is not None


def _is_place(name: str, here: set[str | None], gazetteer: Gazetteer) -> bool:
    """Whether a town of these countries or a region bears the name, perhaps with an `s` that lost its apostrophe."""
    places = (place for each in (name, name.removesuffix("s")) for place in gazetteer.find(each))
    return any(
        place.country_code is None or (place.country_code in here and place.population >= TOWN) for place in places
    )


def _says_where(article: _Article, mentions: Sequence[Mention], share: float, before: re.Pattern[str]) -> bool:
    """Whether so many stand beside a word that says where: "in Kefraya", "in Sheikh Maqsood", "Castello road"."""
    placed = 0
    for mention in mentions:
        title = mention.role.rsplit(maxsplit=1)[-1] if mention.role else ""
        start = mention.start - (len(title) + 1 if title else 0)
        placed += before.search(article.text, max(0, start - REACH), start) is not None or (
            WHERE_AFTER.match(article.text, mention.end) is not None
        )
    return placed >= len(mentions) * share and placed > 0


def _is_adjective(article: _Article, surface: str, mentions: Sequence[Mention]) -> bool:
    """Whether a surface is the adjective of a creed: of two, once before those who hold it ("Takfiri terrorists")."""
    if ADJECTIVE.fullmatch(surface) is None:
        return False
    return 2 * sum(ADHERENTS.match(article.text, mention.end) is not None for mention in mentions) >= len(mentions)


@lru_cache(maxsize=65_536)
def _country(name: str, gazetteer: Gazetteer) -> Place | None:
    """The country that bears this name, or whose people or adjective it is."""
    people_of = gazetteer.country_of(name)
    if people_of is not None:
        return people_of
    return next((place for place, own in gazetteer.candidates(name) if own and place.feature == "PCLI"), None)


@lru_cache(maxsize=65_536)
def _apart_from_states(actor: Actor, gazetteer: Gazetteer) -> Actor:
    """The actor; a person called Jordan does not get the id of the state."""
    if actor.kind == "state" or not any(
        place.feature == "PCLI" and slug(place.name) == actor.actor_id for place in gazetteer.find(actor.name)
    ):
        return actor
    return replace(actor, actor_id=f"{actor.actor_id}-{actor.kind}")
