"""States and peoples: the actors that are named by way of a place.

Limits: a capital stands for its country, a region for itself; another town is no actor. The adjective of a country
is none ("Turkish troops"), its government is ("the Turkish government"), and its people are one where they are named
in the plural ("the Turks").
"""

import re
from functools import lru_cache

from dashboard.pipeline.actors.known import Actor
from dashboard.pipeline.actors.names import slug
from dashboard.pipeline.gazetteer import Gazetteer, Place

# "the Syrian regime", but not its troops.
GOVERNMENT = re.compile(
    r"\s+(?:government|regime|authorities)\b(?!-|\s+(?:forces?|troops|soldiers|army|fighters|aircraft|warplanes|jets"
    r"|helicopters|planes|air|airstrikes|bombardment|shelling|positions|areas?|territory|media|officials?|sources?)\b)"
)


def find_state(place: Place, gazetteer: Gazetteer) -> Actor | None:
    """The actor that a place stands for when it acts: a country, or a region, a bloc or a territory."""
    if place.feature in ("PCLI", "PPLC") and place.country_code is not None:
        country = gazetteer.country(place.country_code)
        if country is not None:
            return Actor(slug(country.name), country.name, "state", country.country_code)
    if place.feature in ("PPL", "ADM2"):
        return None  # "Aleppo saw heavy fighting" reads like "Texas saw its chance"
    kind = "government" if place.feature == "ADM1" else "other"
    return Actor(slug(place.name), place.name, kind, place.country_code)


@lru_cache(maxsize=65_536)
def find_country(name: str, gazetteer: Gazetteer) -> Place | None:
    """The country that bears this name, or whose people or adjective it is."""
    people_of = gazetteer.country_of(name)
    if people_of is not None:
        return people_of
    return next((place for place, own in gazetteer.candidates(name) if own and place.feature == "PCLI"), None)


def find_government(text: str, end: int, place: Place | None, gazetteer: Gazetteer) -> Actor | None:
    """The state whose government is named by an adjective or name that ends at `end`: "the Syrian government"."""
    if place is None or place.feature != "PCLI" or GOVERNMENT.match(text, end) is None:
        return None
    return find_state(place, gazetteer)


def find_people(surface: str, place: Place | None, gazetteer: Gazetteer) -> Actor | None:
    """The people that a plural names: "Afghans", "Kurds"; None for an adjective, and for "the Swiss", too."""
    word = surface.rsplit(maxsplit=1)[-1]
    if place is None and gazetteer.candidates(surface[:-1]):
        return None  # "Syrias economy": an apostrophe that was lost
    if not word[:1].isupper() or not word.endswith("s") or word.endswith("ss"):
        return None
    return Actor(slug(surface), surface, "people", place.country_code if place else None)
