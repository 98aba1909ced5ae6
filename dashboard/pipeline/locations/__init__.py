"""Places: which entry of the gazetteer a name stands for, and in which sense it is used.

Limits: a name that no place of the gazetteer bears is not placed; streets, buildings and neighbourhoods are not in it.
How places are ranked stands in `ranking`, by what in `features`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from geopy.location import Location as GeopyLocation
from geopy.point import Point
from spacy.tokens import Doc

from dashboard.pipeline.entities import PLACE_LABELS, Mention
from dashboard.pipeline.gazetteer import Gazetteer, Place, open_gazetteer
from dashboard.pipeline.locations.ranking import Candidate, rank
from dashboard.pipeline.locations.senses import find_sense, is_on_match, speaks_like_a_person


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
    """What became of one mention: its candidates, best first, and the sense of the winner, or why there is none."""

    candidates: tuple[Candidate, ...] = ()
    sense: str | None = None
    unplaced_reason: str | None = None

    @property
    def confidence(self) -> float | None:
        """Probability of the winner, 0 to 1: of places said at 0.9 to 1, 93 % were within 161 km (train_locations)."""
        return round(self.candidates[0].share, 3) if self.candidates else None

    @property
    def place(self) -> Place | None:
        """The winner."""
        return self.candidates[0].place if self.candidates else None


def resolve(text: str, spans: Sequence[tuple[int, int]]) -> list[Location | None]:
    """One Location for each `(start, end)` of `text`, in order; None where the gazetteer does not know the name."""
    gazetteer = _gazetteer()
    ranked = rank(text, spans, gazetteer)
    return [Location(each[0].place, each[0].share) if each else None for each in ranked]


def place_mentions(doc: Doc, mentions: Sequence[Mention], gazetteer: Gazetteer) -> list[Placement]:
    """One Placement for each mention, in order; an empty one for a mention that names no place."""
    toponyms = [m for m in mentions if m.label in PLACE_LABELS or m.label == "NORP"]
    spans = [(m.start, m.end) for m in toponyms]
    ranked = dict(zip(toponyms, rank(doc.text, spans, gazetteer), strict=True))
    is_match = is_on_match(doc.text, mentions)
    placements = []
    for mention in mentions:
        candidates = ranked.get(mention, ())
        if mention.label == "NORP":
            is_demonym = bool(candidates) and gazetteer.country_of(mention.surface) is not None
            placements.append(Placement(candidates, "demonym") if is_demonym else Placement())
        elif candidates and mention.within:
            # A facility stands where its place is; an organisation is only named after it.
            placements.append(Placement(candidates, "place" if mention.within == "FAC" else "demonym"))
        elif candidates and speaks_like_a_person(doc, mention, candidates[0].place):
            placements.append(Placement(unplaced_reason="a town that speaks: more likely a person of that name"))
        elif candidates:
            placements.append(Placement(candidates, _sense(doc, mention, candidates[0].place, is_match)))
        elif mention.label in PLACE_LABELS:
            placements.append(Placement(unplaced_reason="not in the gazetteer"))
        elif mention.label == "FAC":
            placements.append(Placement(unplaced_reason="a facility; the gazetteer has towns, regions and countries"))
        else:
            placements.append(Placement())
    return placements


def _sense(doc: Doc, mention: Mention, place: Place, is_match: bool) -> str:
    """The sense of a name; in a match countries and regions play, and towns are where they do."""
    return find_sense(doc, mention, is_match=is_match and place.feature in ("PCLI", "ADM1"))


@cache
def _gazetteer() -> Gazetteer:
    return open_gazetteer()
