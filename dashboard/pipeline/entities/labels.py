"""Labels: one label for each name of an article, by the known actors, else by the opinions of all its mentions.

Limits: people, organisations and places; a name that spaCy's model takes for an event or a nation stays one. The
weights were compared on three sets of names, three of actors and four of places. With half the SECOND_OPINION the F1 of
CoNLL news is 1.3 points lower. With half of NEAR, recall on TR-News is 0.8 lower and the pin precision of GeoWebNews a
point higher. WELL_KNOWN from 0 to 1 moves nothing by more than half a point. CITY was set by hand.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set

from dashboard.pipeline.entities.known import LABEL_OF_KIND, Known
from dashboard.pipeline.entities.names import FOLDED, Name
from dashboard.pipeline.entities.places import countries_of
from dashboard.pipeline.entities.spans import spelling
from dashboard.pipeline.gazetteer import Gazetteer, Place, normalise

# What the opinion of spaCy's model counts beside the encoder's probability.
SECOND_OPINION = 0.5
# What it counts that a word is the last name of a person who is named in full.
SURNAME = 1.5
# What it counts that a country, a region, a capital or a city bears the name as its own.
WELL_KNOWN = 0.5
CITY = 250_000  # people
# What it counts that such a place, or a town, lies in a country that the article names.
NEAR = 1.0
TOWN = 100_000


def settle_labels(names: Sequence[Name], known: Known | None, gazetteer: Gazetteer) -> list[Name]:
    """The names, all of one spelling under one label of FOLDED."""
    votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for name in names:
        if name.label in FOLDED:
            of_name = votes[spelling(name.span)]
            of_name[FOLDED[name.label]] += name.probability or SECOND_OPINION
            for span in name.models:
                if span.label_ in FOLDED:
                    of_name[FOLDED[span.label_]] += SECOND_OPINION
    for surname in {normalise(name.span[-1].text) for name in names if name.label == "PERSON" and len(name.span) > 1}:
        if surname in votes:
            votes[surname]["PER"] += SURNAME
    countries = countries_of((name.span for name in names), gazetteer)
    for name in {spelling(name.span): name for name in names if name.label in FOLDED}.values():
        if _is_well_known(name.span.text, gazetteer):
            votes[spelling(name.span)]["LOC"] += WELL_KNOWN
        if _is_near(name.span.text, countries, gazetteer):
            votes[spelling(name.span)]["LOC"] += NEAR
    likeliest = {spelt: max(of_name, key=of_name.__getitem__) for spelt, of_name in votes.items()}
    return [name.relabel(_find_label(name, likeliest, known, gazetteer)) for name in names]


def _find_label(name: Name, likeliest: Mapping[str, str], known: Known | None, gazetteer: Gazetteer) -> str:
    actor = None if known is None else known.find(name.span.text)
    if actor is not None and actor.kind in LABEL_OF_KIND:
        return LABEL_OF_KIND[actor.kind]
    if name.label not in FOLDED:
        return name.label
    folded = likeliest[spelling(name.span)]
    if FOLDED[name.label] == folded:
        return name.label
    if folded == "LOC":
        return "GPE" if gazetteer.find(name.span.text) else "LOC"
    return "PERSON" if folded == "PER" else "ORG"


def _is_well_known(name: str, gazetteer: Gazetteer) -> bool:
    """Whether a city, or what is no town, bears the name as its own."""
    return any(place.feature not in ("PPL", "ADM2") or place.population >= CITY for place in _bearers(name, gazetteer))


def _is_near(name: str, countries: Set[str], gazetteer: Gazetteer) -> bool:
    """Whether a region or a larger town of these countries bears the name as its own."""
    return not name.isupper() and any(
        place.country_code in countries and (place.feature == "ADM1" or place.population >= TOWN)
        for place in _bearers(name, gazetteer)
    )


def _bearers(name: str, gazetteer: Gazetteer) -> list[Place]:
    """The places that bear the name as their own, or the only one that bears it at all."""
    candidates = gazetteer.candidates(name)
    return [place for place, own in candidates if own or len(candidates) == 1]
