"""States and peoples: the actors that are named by way of a place.

Limits: a capital stands for its country; any other place that acts is an actor of its own. The adjective of a country
is none ("Turkish troops"), its government is ("the Turkish government"), and its people are one where they are named
in the plural ("the Turks").
"""

import re

from dashboard.pipeline.actors.known import Actor
from dashboard.pipeline.actors.names import slug
from dashboard.pipeline.gazetteer import Gazetteer, Place

GOVERNMENT = re.compile(r"\s+(?:government|regime|authorities)\b")


def find_state(place: Place, gazetteer: Gazetteer) -> Actor:
    """The actor that a place stands for when it acts."""
    if place.feature in ("PCLI", "PPLC") and place.country_code is not None:
        country = gazetteer.country(place.country_code)
        if country is not None:
            return Actor(slug(country.name), country.name, "state", country.country_code)
    kind = "other" if place.country_code is None else "government"
    return Actor(slug(place.name), place.name, kind, place.country_code)


def find_government(text: str, end: int, place: Place | None, gazetteer: Gazetteer) -> Actor | None:
    """The state whose government is named by an adjective or name that ends at `end`: "the Syrian government"."""
    if place is None or place.feature != "PCLI" or GOVERNMENT.match(text, end) is None:
        return None
    return find_state(place, gazetteer)


def find_people(surface: str, place: Place | None) -> Actor | None:
    """The people that a plural names: "Afghans", "Kurds"; None for an adjective, and for "the Swiss", too."""
    word = surface.rsplit(maxsplit=1)[-1]
    if not word[:1].isupper() or not word.endswith("s") or word.endswith("ss"):
        return None
    return Actor(slug(surface), surface, "people", place.country_code if place else None)
