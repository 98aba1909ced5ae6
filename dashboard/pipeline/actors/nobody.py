"""Nobody: names of one article that are no actor's: titles, common words, nations, and places taken for people.

Limits: of names that nobody is known by only. A name is looked at as a whole, with all its mentions.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from dashboard.pipeline.actors import bodies
from dashboard.pipeline.actors.article import Article
from dashboard.pipeline.actors.known import Actor
from dashboard.pipeline.actors.states import find_country
from dashboard.pipeline.entities import Mention
from dashboard.pipeline.entities.roles import TITLES
from dashboard.pipeline.gazetteer import Gazetteer

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
# "Foreign Secretary", "Deputy Prime Minister".
OFFICE = re.compile(r"(?:[A-Z][a-z]+ ){1,2}(?:Secretary|Minister)")
# Who leads or backs another, cut off from the name of that: "U.S.-led".
BACKED = re.compile(r"[\w.]+-(?:[a-z]+ed|led|run|held)")
REACH = 60
# Letters of a word that is no short one, such as "will".
LONG = 5
# People. A smaller place is called like many people; it is one where a word says where.
TOWN = 10_000
# Share of its mentions from which a name is a place. One stands in a sentence without such a word as often as not. Who
# has a title may have such a word before it as well ("in Sheikh Hadi's house").
SOMETIMES, OFTEN = 0.25, 0.5


def is_nobody(article: Article, surface: str, actor: Actor, here: set[str | None]) -> bool:
    """Whether a surface that is nobody known is a common word, an adjective or a place that the model mistook.

    Places in countries whose names are romanised, and which the article names, are what the model mistakes: Deir Ezzor.
    A name with a title is none of these, unless the title is a part of it: "in Sheikh Maqsood".
    """
    if actor.name != surface or article.find(surface) is not None:
        return False
    if _is_title(surface, article.gazetteer) or BACKED.fullmatch(surface):
        return True
    mentions = article.by_surface[surface]
    is_titled = any(mention.role for mention in mentions)
    if actor.kind == "person" and (actor.unsure or here):
        before = WHERE_OR_TAKEN if actor.unsure and here else WHERE
        if _says_where(article, mentions, OFTEN if is_titled else SOMETIMES, before):
            return True
    if is_titled:
        return False
    # A lone word may be the surname of somebody called like the town.
    return _is_word(article, surface, actor) or (not actor.unsure and _is_places(surface, here, article.gazetteer))


@lru_cache(maxsize=65_536)
def _is_title(surface: str, gazetteer: Gazetteer) -> bool:
    """Whether it is a title or an office and no name: "Mr", "Foreign Secretary", "US Secretary of State"."""
    nation, _, office = surface.partition(" ")
    if office and find_country(nation, gazetteer) is not None:
        surface = office
    return OFFICE.fullmatch(surface) is not None or TITLES.fullmatch(f"{surface} ") is not None


def _is_word(article: Article, surface: str, actor: Actor) -> bool:
    """Whether it is a common word with a capital, or the adjective of a nation."""
    if surface.casefold() in bodies.GENERIC:
        return True
    if actor.kind != "person" and article.gazetteer.country_of(surface) is not None:
        return True
    if (plural := article.find(f"{surface}s")) is not None and plural.kind == "people":
        return True
    # "Chemical" of a headline, where the text says "chemical"; "Missile Attack", where it has "missile" and "attack".
    if (actor.kind in ("person", "organisation") or surface.isalpha()) and article.has_small(surface):
        return True
    words = surface.split()
    return actor.kind == "person" and all(len(word) >= LONG and article.has_small(word) for word in words)


def _is_places(name: str, here: set[str | None], gazetteer: Gazetteer) -> bool:
    """Whether it is a place, "Deir Ezzor", or several, "Aleppo Syria"."""
    return _is_place(name, here, gazetteer) or all(_is_place(word, here, gazetteer) for word in name.split())


def _is_place(name: str, here: set[str | None], gazetteer: Gazetteer) -> bool:
    """Whether a town of these countries or a region bears the name, perhaps with an `s` that lost its apostrophe."""
    places = (place for each in (name, name.removesuffix("s")) for place in gazetteer.find(each))
    return any(
        place.country_code is None or (place.country_code in here and place.population >= TOWN) for place in places
    )


def _says_where(article: Article, mentions: Sequence[Mention], share: float, before: re.Pattern[str]) -> bool:
    """Whether so many stand beside a word that says where: "in Kefraya", "in Sheikh Maqsood", "Castello road"."""
    placed = 0
    for mention in mentions:
        title = mention.role.rsplit(maxsplit=1)[-1] if mention.role else ""
        start = mention.start - (len(title) + 1 if title else 0)
        placed += before.search(article.text, max(0, start - REACH), start) is not None or (
            WHERE_AFTER.match(article.text, mention.end) is not None
        )
    return placed >= len(mentions) * share and placed > 0
