"""Pins: what may be drawn on the map, each a mention with its best candidate, and the features of their confidence.

Each feature is a function; the first line of its docstring is its label. One that is true or false is 1 or 0. Whoever
adds, drops or renames one, or changes what it returns, learns the weights again:
`python -m tools.train_confidence --write`.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from dashboard import settings
from dashboard.pipeline import lexicon
from dashboard.pipeline.encoder import NAMES
from dashboard.pipeline.encoder import log_odds as logit
from dashboard.pipeline.entities import PLACE_LABELS, Mention
from dashboard.pipeline.gazetteer import Place, normalise
from dashboard.pipeline.locations import features as ranker
from dashboard.pipeline.locations.ranking import Candidate
from dashboard.pipeline.locations.toponyms import FACILITIES, FEWEST_PEOPLE, is_town, is_wide_region
from dashboard.pipeline.weights import Feature, label

# Words before a name that say where.
LOCATIVE = lexicon.words("locative", "directional")
# Words behind a name that say what it is, or who is there.
AREA = lexicon.words("region", "settlement", "local_government", "land", "site", "townspeople")

# Kilometres within which two places of a name are one answer: Hama and its governorate. 100 miles are the convention in
# evaluations of geocoders, and the annotated places are measured by it (`RIGHT` in `tools/train_locations.py`).
SAME_PLACE = 161.0
KM_A_DEGREE = 111.2

# The ranker's log-odds count up to this; beyond, it is overconfident. Held out by `tools/train_confidence.py`, the log
# loss is 0.344, 0.341, 0.341, 0.342 and 0.343 with 2, 3, 4, 5 and 6.9. When it changes:
# `python -m tools.train_confidence --write`.
MOST_LOG_ODDS = 4.0
# The ranker's probability is kept this far from 0 and 1, whose log-odds are infinite; 0.0001 and 0.01 do as well.
LEAST_PROBABILITY = 0.001

MAIN_NAME = label(ranker.main_name)
CONTEXT = tuple(map(label, ranker.IN_CONTEXT))
# Evidence that another name of the article lies in the same country, or within about a thousand kilometres.
NEARBY = frozenset(map(label, (ranker.names_in_country, ranker.country_is_named, ranker.near_one_other)))


@dataclass(frozen=True, slots=True)
class Names:
    """Counts in one article: mentions by name, and mentions of persons and of organisations by each word in them.

    `places` is how many different names have a candidate.
    """

    mentions: Counter[str]
    persons: Counter[str]
    organisations: Counter[str]
    places: int


@dataclass(frozen=True, slots=True)
class Pin:
    """A mention, its best candidate as `place`, and the words around it.

    `evidence` is the ranker's for this place, by label. `probability` is that the name means this place or one within
    SAME_PLACE of it; `has_rival` says whether a candidate lies elsewhere. `key` is the normalised name, `root` its
    head. `before` and `after` are the tokens beside it, `second_after` the one behind `after`. `locative` is the word
    before it in lower case, without regard to a "the": "in" of "in the Gaza Strip". `encoder_label` is what the encoder
    takes the head of the name for (PER, ORG, LOC, or "" for no name), and `encoder_log_odds` how sure it is.
    """

    mention: Mention
    place: Place
    sense: str | None
    evidence: Mapping[str, float]
    probability: float
    has_rival: bool
    names: Names
    key: str
    root: Token
    before: Token | None
    after: Token | None
    second_after: Token | None
    locative: str
    encoder_label: str
    encoder_log_odds: float


def find_pins(
    doc: Doc, mentions: Sequence[Mention], ranked: Sequence[tuple[Candidate, ...]], senses: Sequence[str | None]
) -> list[Pin | None]:
    """The pin of each mention, in order; None where it has no candidate, or is a people or an adjective."""
    names = Names(
        Counter(normalise(mention.surface) for mention in mentions),
        _count_words(mentions, "PERSON"),
        _count_words(mentions, "ORG"),
        len({normalise(m.surface) for m, candidates in zip(mentions, ranked, strict=True) if candidates}),
    )
    read = _read_encoder(doc)
    return [
        _pin(doc, mention, candidates, sense, names, read) if candidates and mention.label != "NORP" else None
        for mention, candidates, sense in zip(mentions, ranked, senses, strict=True)
    ]


def intercept(pin: Pin) -> float:
    """The same for every pin"""
    return 1.0


def log_odds(pin: Pin) -> float:
    """Log-odds against the places of its name that lie elsewhere"""
    probability = min(max(pin.probability, LEAST_PROBABILITY), 1 - LEAST_PROBABILITY)
    return min(MOST_LOG_ODDS, math.log(probability / (1 - probability)))


def main_name(pin: Pin) -> float:
    """The name is the place's main one, not another spelling"""
    return MAIN_NAME in pin.evidence


def context(pin: Pin) -> float:
    """What the article's other names say for the place

    The sum of what they added to its score, in log-odds.
    """
    return sum(pin.evidence.get(name, 0.0) for name in CONTEXT)


def far_from_all(pin: Pin) -> float:
    """It is far from all other places of the article, which do not name its country

    Only where there are others, and not of countries and large cities, which news names wherever it is from.
    """
    is_known = not is_town(pin.place) or pin.place.feature == "PPLC" or pin.place.population >= settings.LARGE_CITY
    return pin.names.places > 1 and not is_known and NEARBY.isdisjoint(pin.evidence)


def encoder_sees_place(pin: Pin) -> float:
    """The encoder takes the name for a place

    In log-odds; 0 where it does not.
    """
    return pin.encoder_log_odds if pin.encoder_label == "LOC" else 0.0


def encoder_sees_nothing(pin: Pin) -> float:
    """The encoder sees no name"""
    return not pin.encoder_label


def other_spelling_without_rival(pin: Pin) -> float:
    """Another spelling, but no place of that name lies elsewhere"""
    return MAIN_NAME not in pin.evidence and not pin.has_rival


def country(pin: Pin) -> float:
    """The place is a country"""
    return pin.place.feature == "PCLI"


def national_capital(pin: Pin) -> float:
    """The place is a national capital"""
    return pin.place.feature == "PPLC"


def first_order_region(pin: Pin) -> float:
    """The place is a first-order region"""
    return pin.place.feature == "ADM1"


def second_order_region(pin: Pin) -> float:
    """The place is a second-order region"""
    return pin.place.feature == "ADM2"


def wide_region(pin: Pin) -> float:
    """The place is a continent, a sea or another region"""
    return is_wide_region(pin.place)


def facility(pin: Pin) -> float:
    """The place is an airport, an air base or a building"""
    return pin.place.feature in FACILITIES


def town_population(pin: Pin) -> float:
    """People who live in the town

    As a logarithm to base 10, less 3; 0 for what is no town.
    """
    return math.log10(max(pin.place.population, FEWEST_PEOPLE)) - 3 if is_town(pin.place) else 0.0


def in_organisation(pin: Pin) -> float:
    """The name is part of an organisation's name"""
    return pin.mention.within == "ORG"


def in_facility(pin: Pin) -> float:
    """The name is part of a facility's name"""
    return pin.mention.within == "FAC"


def labelled_loc(pin: Pin) -> float:
    """The model labels it LOC: a region, a sea, mountains"""
    return pin.mention.label == "LOC"


def town_labelled_loc(pin: Pin) -> float:
    """The model labels it LOC, but the place is a town"""
    return pin.mention.label == "LOC" and is_town(pin.place)


def labelled_no_place(pin: Pin) -> float:
    """The model does not label it a place"""
    return pin.root.ent_type_ not in PLACE_LABELS and not pin.mention.within


def actor(pin: Pin) -> float:
    """The name stands for an actor"""
    return pin.sense == "actor"


def dateline(pin: Pin) -> float:
    """The name stands in a dateline"""
    return pin.sense == "dateline"


def town_as_actor(pin: Pin) -> float:
    """The name of a town stands for an actor"""
    return pin.sense == "actor" and pin.place.feature == "PPL"


def after_locative(pin: Pin) -> float:
    """The word before it says where"""
    return pin.locative in LOCATIVE


def town_after_locative(pin: Pin) -> float:
    """The word before a town says where"""
    return pin.locative in LOCATIVE and pin.place.feature == "PPL"


def before_kind(pin: Pin) -> float:
    """The word after it says what it is: province, district"""
    return pin.after is not None and pin.after.lower_ in AREA


def after_the(pin: Pin) -> float:
    """The word before it is the article "the\""""
    return pin.before is not None and pin.before.lower_ == "the"


def after_name(pin: Pin) -> float:
    """Another name stands right before it"""
    return pin.before is not None and pin.before.pos_ == "PROPN" and not pin.mention.within


def before_name(pin: Pin) -> float:
    """Another name stands right after it"""
    return pin.after is not None and pin.after.pos_ == "PROPN" and not pin.mention.within


def before_comma_and_name(pin: Pin) -> float:
    """A comma and another name stand after it"""
    if pin.after is None or pin.second_after is None:
        return False
    return pin.after.text == "," and pin.second_after.pos_ == "PROPN"


def possessive(pin: Pin) -> float:
    """It is a possessive"""
    return pin.after is not None and pin.after.tag_ == "POS"


def subject(pin: Pin) -> float:
    """It is a subject"""
    return pin.root.dep_ in ("nsubj", "nsubjpass")


def modifier(pin: Pin) -> float:
    """It modifies a noun"""
    return pin.root.dep_ in ("compound", "amod", "nmod")


def in_person_elsewhere(pin: Pin) -> float:
    """Persons of the article have it in their names

    Their number, as the natural logarithm of one more.
    """
    return math.log1p(pin.names.persons[pin.key])


def in_organisation_elsewhere(pin: Pin) -> float:
    """Organisations of the article have it in their names

    Their number, as the natural logarithm of one more; 0 for a name that is itself part of one.
    """
    return 0.0 if pin.mention.within else math.log1p(pin.names.organisations[pin.key])


def mention_count(pin: Pin) -> float:
    """Mentions of the name in the article

    As a natural logarithm.
    """
    return math.log(pin.names.mentions[pin.key])


def many_words(pin: Pin) -> float:
    """The name has more than one word"""
    return " " in pin.mention.surface


def capitals(pin: Pin) -> float:
    """The name is in capitals, and no abbreviation"""
    return pin.mention.surface.isupper() and len(pin.mention.surface) > 4


FEATURES: tuple[Feature, ...] = (
    intercept,
    log_odds,
    main_name,
    context,
    far_from_all,
    encoder_sees_place,
    encoder_sees_nothing,
    other_spelling_without_rival,
    country,
    national_capital,
    first_order_region,
    second_order_region,
    wide_region,
    facility,
    town_population,
    in_organisation,
    in_facility,
    labelled_loc,
    town_labelled_loc,
    labelled_no_place,
    actor,
    dateline,
    town_as_actor,
    after_locative,
    town_after_locative,
    before_kind,
    after_the,
    after_name,
    before_name,
    before_comma_and_name,
    possessive,
    subject,
    modifier,
    in_person_elsewhere,
    in_organisation_elsewhere,
    mention_count,
    many_words,
    capitals,
)


def _read_encoder(doc: Doc) -> dict[int, tuple[str, float]]:
    """What the encoder takes each token of a name for, and the log-odds that it is right."""
    found = doc.spans[NAMES]
    return {
        token: (name.label_, logit(probability))
        for name, probability in zip(found, found.attrs["probabilities"], strict=True)
        for token in range(name.start, name.end)
    }


def _pin(
    doc: Doc,
    mention: Mention,
    candidates: Sequence[Candidate],
    sense: str | None,
    names: Names,
    read: Mapping[int, tuple[str, float]],
) -> Pin:
    best = candidates[0]
    span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
    assert span is not None
    before = doc[span.start - 1] if span.start else None
    word = span.start - 1 - (before is not None and before.lower_ == "the")
    encoder_label, encoder_log_odds = read.get(span.root.i, ("", 0.0))
    same = [each for each in candidates if _are_same(each.place, best.place)]
    return Pin(
        mention=mention,
        place=best.place,
        sense=sense,
        evidence=dict(best.evidence),
        probability=sum(each.probability for each in same),
        has_rival=len(same) < len(candidates),
        names=names,
        key=normalise(mention.surface),
        root=span.root,
        before=before,
        after=doc[span.end] if span.end < len(doc) else None,
        second_after=doc[span.end + 1] if span.end + 1 < len(doc) else None,
        locative=doc[word].lower_ if word >= 0 else "",
        encoder_label=encoder_label,
        encoder_log_odds=encoder_log_odds,
    )


def _are_same(one: Place, other: Place) -> bool:
    """Whether two places are one answer; measured on a plane, which at this distance errs by a few kilometres."""
    east = (one.longitude - other.longitude) * math.cos(math.radians(other.latitude))
    return math.hypot(one.latitude - other.latitude, east) * KM_A_DEGREE <= SAME_PLACE


def _count_words(mentions: Sequence[Mention], label_wanted: str) -> Counter[str]:
    """By each word: how many mentions with this label, of two words or more, have it."""
    words: Counter[str] = Counter()
    for mention in mentions:
        parts = normalise(mention.surface).split()
        if mention.label == label_wanted and len(parts) > 1:
            words.update(set(parts))
    return words
