"""Places: which entry of the gazetteer a name stands for, and in which sense it is used.

Limits: the most populous candidate wins unless the article talks about another candidate's country; nothing is known
of regions, seas and landmarks. `confidence` is null until it is calibrated.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from geopy.location import Location as GeopyLocation
from geopy.point import Point
from spacy.tokens import Doc, Token

from dashboard import settings
from dashboard.pipeline.entities import PLACE_LABELS, Mention
from dashboard.pipeline.gazetteer import Gazetteer, Place, open_gazetteer

# Weights of the evidence. Population is a base-ten logarithm, so a country that half of the article's places lie in
# outweighs a town 100 times as populous elsewhere; a region yields to the town it shares its name with.
COUNTRY_WEIGHT = 5.0
REGION_PENALTY = -1.0
COUNTRY_NAME = 6.0

# People. The gazetteer's towns have 500 or more; where it says 0 it does not know.
FEWEST_PEOPLE = 500

# Verbs whose subject is where something is, not who acts.
STATIVE = frozenset("be become remain lie sit stand see suffer face border fall".split())


class Location(GeopyLocation):  # type: ignore[misc]  # geopy ships no types
    """A geopy Location (address, point, raw) that knows its GeoNames id and country."""

    def __init__(self, place: Place, confidence: float | None = None) -> None:
        parts = (place.name, place.admin1 if place.feature == "PPL" else None, place.country_code)
        address = ", ".join(dict.fromkeys(part for part in parts if part))
        super().__init__(address, Point(place.latitude, place.longitude), {"feature": place.feature})
        self.place = place
        self.location_id = place.location_id
        self.name = place.name
        self.country_code = place.country_code
        self.confidence = confidence


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name was weighed against; `score` is the sum of `evidence`."""

    place: Place
    evidence: tuple[tuple[str, float], ...]

    @property
    def score(self) -> float:
        """The sum of the evidence; no unit, comparable within one mention only."""
        return sum(value for _, value in self.evidence)


@dataclass(frozen=True, slots=True)
class Placement:
    """What became of one mention: its candidates, best first, and the sense of the winner, or why there is none."""

    candidates: tuple[Candidate, ...] = ()
    sense: str | None = None
    unplaced_reason: str | None = None

    @property
    def place(self) -> Place | None:
        """The winner."""
        return self.candidates[0].place if self.candidates else None


def resolve(text: str, spans: Sequence[tuple[int, int]]) -> list[Location | None]:
    """One Location for each `(start, end)` of `text`, in order; None where the gazetteer does not know the name."""
    gazetteer = _gazetteer()
    ranked = rank([text[start:end] for start, end in spans], gazetteer)
    return [Location(candidates[0].place) if candidates else None for candidates in ranked]


def place_mentions(doc: Doc, mentions: Sequence[Mention], gazetteer: Gazetteer) -> list[Placement]:
    """One Placement for each mention, in order; an empty one for a mention that names no place."""
    toponyms = [m for m in mentions if m.label in PLACE_LABELS or m.label == "NORP"]
    ranked = dict(zip(toponyms, rank([m.surface for m in toponyms], gazetteer), strict=True))
    placements = []
    for mention in mentions:
        candidates = ranked.get(mention, ())
        if mention.label == "NORP":
            is_demonym = bool(candidates) and gazetteer.country_of(mention.surface) is not None
            placements.append(Placement(candidates, "demonym") if is_demonym else Placement())
        elif candidates:
            placements.append(Placement(candidates, _sense(doc, mention)))
        elif mention.label in PLACE_LABELS:
            placements.append(Placement(unplaced_reason="not in the gazetteer"))
        elif mention.label == "FAC":
            placements.append(Placement(unplaced_reason="a facility; the gazetteer has towns, regions and countries"))
        else:
            placements.append(Placement())
    return placements


def rank(names: Sequence[str], gazetteer: Gazetteer) -> list[tuple[Candidate, ...]]:
    """The candidates of each name, best first, at most `settings.CANDIDATES_KEPT`; all names are of one article."""
    found = [_candidates(name, gazetteer) for name in names]
    shares = _country_shares(found)
    ranked = []
    for places in found:
        weighed = [Candidate(place, tuple(_weigh(place, shares))) for place in places]
        weighed.sort(key=lambda candidate: -candidate.score)
        ranked.append(tuple(weighed[: settings.CANDIDATES_KEPT]))
    return ranked


@cache
def _gazetteer() -> Gazetteer:
    return open_gazetteer()


def _candidates(name: str, gazetteer: Gazetteer) -> tuple[Place, ...]:
    country = gazetteer.country_of(name)
    return (country,) if country else gazetteer.find(name)


def _country_shares(found: Iterable[tuple[Place, ...]]) -> dict[str | None, float]:
    """Share of the article's names that each country takes; a name votes for its most populous candidate's."""
    votes = Counter(places[0].country_code for places in found if places)
    total = sum(votes.values())
    return {country: count / total for country, count in votes.items()}


def _weigh(place: Place, shares: dict[str | None, float]) -> Iterable[tuple[str, float]]:
    yield "population", round(math.log10(max(place.population, FEWEST_PEOPLE)), 3)
    if place.country_code in shares:
        yield "country of the article", round(COUNTRY_WEIGHT * shares[place.country_code], 3)
    if place.feature == "ADM1":
        yield "region of the same name", REGION_PENALTY
    if place.feature in ("PCLI", "CONT"):
        yield "country or continent", COUNTRY_NAME


def _sense(doc: Doc, mention: Mention) -> str:
    """`actor` for a place name that does something: the subject of an active verb, or one joined to it by "and"."""
    span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
    if span is None:
        return "place"
    token: Token = span.root
    while token.dep_ == "conj" and token.head.ent_type_ in PLACE_LABELS:
        token = token.head
    acts = token.dep_ == "nsubj" and token.head.pos_ in ("VERB", "AUX") and token.head.lemma_ not in STATIVE
    return "actor" if acts else "place"
