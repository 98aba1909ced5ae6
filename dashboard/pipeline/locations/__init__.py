"""Places: which entry of the gazetteer a name stands for, and in which sense it is used.

Limits: a name that no place of the gazetteer bears is not placed; streets, buildings and neighbourhoods are not in it.
`toponyms` finds the candidates of each name, `ranking` chooses among them by `features`, `senses` tells a place from an
actor, and `confidence` says whether the pin may be drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from geopy.location import Location as GeopyLocation
from geopy.point import Point
from spacy.tokens import Doc

from dashboard import settings
from dashboard.pipeline.entities import PLACE_LABELS, Mention
from dashboard.pipeline.gazetteer import Gazetteer, Place, open_gazetteer
from dashboard.pipeline.gazetteer.names import airfield
from dashboard.pipeline.gazetteer.own import OWN
from dashboard.pipeline.locations.confidence import judge
from dashboard.pipeline.locations.ranking import Candidate, rank
from dashboard.pipeline.locations.senses import find_datelines, find_sense, is_demonym, is_on_match
from dashboard.pipeline.locations.toponyms import FACILITIES
from dashboard.pipeline.passages import Passages

# Why a name is not placed that an online geocoder may know: see `geocode.unplaced`.
UNKNOWN = "not in the gazetteer"
FACILITY = "a building or a road, of which the gazetteer has none"
# Why a name is not drawn that the gazetteer knows.
UNSURE = "too unsure that it is a place, or which one"


class Location(GeopyLocation):  # type: ignore[misc]  # geopy ships no types
    """A geopy Location (address, point, raw) that knows its GeoNames id and country."""

    def __init__(self, place: Place, confidence: float | None = None) -> None:
        parts = (place.name, place.admin1 if place.feature.startswith("PPL") else None, place.country_code)
        address = ", ".join(dict.fromkeys(part for part in parts if part))
        super().__init__(address, Point(place.latitude, place.longitude), {"feature": place.feature})
        self.place = place
        self.location_id = place.location_id
        self.name = place.name
        self.country_code = place.country_code
        self.confidence = confidence


@dataclass(frozen=True, slots=True)
class Placement:
    """What became of one mention: its candidates, best first, and the sense of the winner, or why it is not placed.

    `confidence` is the probability, 0 to 1, that the name is a place's and the first candidate is the place.
    """

    candidates: tuple[Candidate, ...] = ()
    sense: str | None = None
    confidence: float | None = None
    unplaced_reason: str | None = None

    @property
    def place(self) -> Place | None:
        """The winner; None for a mention that is not placed, though it has candidates."""
        return self.candidates[0].place if self.candidates and self.unplaced_reason is None else None


def resolve(text: str, spans: Sequence[tuple[int, int]]) -> list[Location | None]:
    """One Location for each `(start, end)` of `text`, in order; None where the gazetteer does not know the name."""
    gazetteer = _gazetteer()
    ranked = rank(text, spans, gazetteer)
    return [Location(each[0].place, each[0].probability) if each else None for each in ranked]


def place_mentions(doc: Doc, mentions: Sequence[Mention], gazetteer: Gazetteer) -> list[Placement]:
    """One Placement for each mention, in order; an empty one for a mention that names no place."""
    ranked, senses = weigh(doc, mentions, gazetteer)
    confidences = judge(doc, mentions, ranked, senses)
    return [
        _place(mention, candidates, sense, confidence)
        for mention, candidates, sense, confidence in zip(mentions, ranked, senses, confidences, strict=True)
    ]


def weigh(
    doc: Doc, mentions: Sequence[Mention], gazetteer: Gazetteer
) -> tuple[list[tuple[Candidate, ...]], list[str | None]]:
    """For each mention, in order, what it may stand for, best first, and the sense in which it is used."""
    text = doc.text  # once, since spaCy builds it anew each time
    facilities = {(m.start, m.end) for m in mentions if _is_facility(m, gazetteer)}
    toponyms = [
        n for n, m in enumerate(mentions) if m.label in (*PLACE_LABELS, "NORP") or (m.start, m.end) in facilities
    ]
    spans = [(mentions[n].start, mentions[n].end) for n in toponyms]
    ranked: list[tuple[Candidate, ...]] = [()] * len(mentions)
    for number, candidates in zip(toponyms, rank(text, spans, gazetteer), strict=True):
        ranked[number] = candidates
    is_match, datelines, built = is_on_match(text, mentions), Passages(find_datelines(text)), Passages(facilities)
    senses: list[str | None] = [None] * len(mentions)
    for number, (mention, each) in enumerate(zip(mentions, ranked, strict=True)):
        if not each:
            continue
        if mention.label in ("FAC", "ORG"):
            senses[number] = "place"  # a facility does not act
        elif datelines.hold(mention.start):
            senses[number] = "dateline"
        elif mention.within and built.hold(mention.start):
            senses[number] = "part"  # the facility has a point of its own
        else:
            senses[number] = _sense(doc, mention, each[0].place, is_match, gazetteer)
    return ranked, senses


def _is_facility(mention: Mention, gazetteer: Gazetteer) -> bool:
    """Whether the gazetteer has the facility itself: an airport, an air base, or one of the user's own places.

    An airport may have been taken for an organisation.
    """
    if mention.label != "FAC" and (mention.label != "ORG" or airfield(mention.surface) is None):
        return False
    found = gazetteer.find(mention.surface)
    return any(place.feature in FACILITIES or place.location_id.startswith(OWN) for place in found)


def _sense(doc: Doc, mention: Mention, place: Place, is_match: bool, gazetteer: Gazetteer) -> str | None:
    """The sense of a name that has candidates; None for a people (NORP) whose country or region is unknown."""
    if mention.label == "NORP":
        return None if gazetteer.country_of(mention.surface) is None else "demonym"
    if not mention.within and is_demonym(doc, mention, place):
        return "demonym"
    if mention.within:
        # A facility stands where its place is; an organisation is only named after it.
        return "place" if mention.within == "FAC" else "part"
    # In a report on a sports match, countries and regions are teams; a town is where they play.
    return find_sense(doc, mention, is_match=is_match and place.feature in ("PCLI", "ADM1"))


def _place(
    mention: Mention, candidates: tuple[Candidate, ...], sense: str | None, confidence: float | None
) -> Placement:
    if candidates and sense is not None:
        is_own = candidates[0].place.location_id.startswith(OWN)  # the user says that the name is this place
        if is_own or confidence is None or confidence >= settings.SURE_ENOUGH:
            return Placement(candidates, sense, confidence)
        if mention.within:  # nobody misses a part of a longer name on the map, and a facility has a reason of its own
            return Placement()
        return Placement(candidates, None, confidence, UNSURE)
    if mention.label in PLACE_LABELS:
        return Placement(unplaced_reason=UNKNOWN)
    if mention.label == "FAC":
        return Placement(unplaced_reason=FACILITY)
    return Placement()


@cache
def _gazetteer() -> Gazetteer:
    return open_gazetteer(settings.own_places())
