"""Places the names of an article that the gazetteer does not know, with an online geocoder.

Limits: a place in an answer is used only if it has the name, and if it lies in a country of the article's other places
(in any country if there are none). It always means the place itself, never an actor. Names of known actors are not
asked for, and no facilities whose town is placed already.
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

# Score that each later place in an answer loses. Only the order is known, so the size of the step has no meaning.
SCORE_STEP = 0.1


def place_unplaced(reading: Reading, service: Service, gazetteer: Gazetteer) -> Reading:
    """The reading, in which each unplaced name is placed by the service or has the reason why the service could not."""
    countries = {p.place.country_code for p in reading.placements if p.place and p.place.country_code}
    placements = list(reading.placements)
    for number, (mention, placement, actor) in enumerate(
        zip(reading.mentions, reading.placements, reading.actors, strict=True)
    ):
        if placement.unplaced_reason not in (UNKNOWN, FACILITY) or actor is not None:
            continue
        if not _contains_placed(mention, zip(reading.mentions, reading.placements, strict=True)):
            placements[number] = _place(mention.surface, placement, countries, service, gazetteer)
    return replace(reading, placements=placements)


def _contains_placed(mention: Mention, others: Iterable[tuple[Mention, Placement]]) -> bool:
    """Whether a part of the name is placed already: Damascus in "Damascus International Airport"."""
    return any(
        placement.place is not None and mention.start <= other.start and other.end <= mention.end
        for other, placement in others
    )


def _place(name: str, placement: Placement, countries: set[str], service: Service, gazetteer: Gazetteer) -> Placement:
    try:
        found = service.find(name)
    except Unanswered as error:
        return replace(placement, unplaced_reason=f"{placement.unplaced_reason}; {error}")
    named = [each for each in found if _has_name(each, name)]
    inside = [each.place for each in named if not countries or each.place.country_code in {*countries, None}]
    places = list({place.location_id: gazetteer.get(place.location_id) or place for place in inside}.values())
    if not places:
        where = "in the countries of this article" if named else "of this name"
        return replace(placement, unplaced_reason=f"{placement.unplaced_reason}; {service.name} knows none {where}")
    evidence = f"found by {service.name}"
    candidates = [
        Candidate(place, ((evidence, round(1.0 - SCORE_STEP * number, 1)),), 1 / len(places))
        for number, place in enumerate(places[: settings.CANDIDATES_KEPT])
    ]
    return Placement(tuple(candidates), "place")


def _has_name(found: Found, name: str) -> bool:
    return not {normalise(each) for each in found.names}.isdisjoint(variants(name))
