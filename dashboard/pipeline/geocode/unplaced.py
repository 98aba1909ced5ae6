"""The names of an article that the gazetteer does not know, placed by an online service.

Limits: a service's answer is taken only when it bears the name and lies in a country that the article's other places
lie in; in any where the article places nothing. What it finds is taken for the place itself, never for an actor. Names
of actors that are known, and facilities whose town is placed already, are not asked for.
"""

from collections.abc import Iterable
from dataclasses import replace

from dashboard import settings
from dashboard.pipeline.entities import Mention
from dashboard.pipeline.gazetteer import Gazetteer, normalise
from dashboard.pipeline.gazetteer.names import variants
from dashboard.pipeline.geocode.online import Found, Service, Unanswered
from dashboard.pipeline.locations import FACILITY, UNKNOWN, Placement
from dashboard.pipeline.locations.ranking import Candidate
from dashboard.pipeline.readings import Reading

# What a place behind another in the service's answer loses: only the order counts, there is nothing else to weigh.
LATER = 0.1


def place_unplaced(reading: Reading, service: Service, gazetteer: Gazetteer) -> Reading:
    """The reading with each name that the service knows placed, and with the service's reason for each other."""
    countries = {p.place.country_code for p in reading.placements if p.place and p.place.country_code}
    placements = list(reading.placements)
    for number, (mention, placement, actor) in enumerate(
        zip(reading.mentions, reading.placements, reading.actors, strict=True)
    ):
        if placement.unplaced_reason not in (UNKNOWN, FACILITY) or actor is not None:
            continue
        if not _holds_place(mention, zip(reading.mentions, reading.placements, strict=True)):
            placements[number] = _place(mention.surface, placement, countries, service, gazetteer)
    return replace(reading, placements=placements)


def _holds_place(mention: Mention, others: Iterable[tuple[Mention, Placement]]) -> bool:
    """Whether a part of the name is placed: Damascus of "Damascus International Airport"."""
    return any(
        placement.place is not None and mention.start <= other.start and other.end <= mention.end
        for other, placement in others
    )


def _place(name: str, placement: Placement, countries: set[str], service: Service, gazetteer: Gazetteer) -> Placement:
    try:
        found = service.find(name)
    except Unanswered as error:
        return replace(placement, unplaced_reason=f"{placement.unplaced_reason}; {error}")
    named = [each for each in found if _bears(each, name)]
    inside = [each.place for each in named if not countries or each.place.country_code in {*countries, None}]
    places = list({place.location_id: gazetteer.get(place.location_id) or place for place in inside}.values())
    if not places:
        where = "in the countries of this article" if named else "of this name"
        return replace(placement, unplaced_reason=f"{placement.unplaced_reason}; {service.name} knows none {where}")
    evidence = f"found by {service.name}"
    candidates = [
        Candidate(place, ((evidence, round(1.0 - LATER * number, 1)),), 1 / len(places))
        for number, place in enumerate(places[: settings.CANDIDATES_KEPT])
    ]
    return Placement(tuple(candidates), "place")


def _bears(found: Found, name: str) -> bool:
    return not {normalise(each) for each in found.names}.isdisjoint(variants(name))
