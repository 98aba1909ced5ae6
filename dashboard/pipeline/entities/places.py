"""Places: names of places that the model took for something else, and those inside longer names.

Limits: a name that the model took for a person or a body becomes a place only if the gazetteer has it and either what
stands around it says where (a locative word, a kind of place, the region it lies in, a dateline, a list of places), or
it is a large town of a country of the article; nobody's surname does. A place name that a longer name begins or ends
with is a mention of its own ("Dublin" of "Dublin City Council").
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span

from dashboard.pipeline.entities.mention import Mention
from dashboard.pipeline.entities.spans import spelling, surnames_of
from dashboard.pipeline.gazetteer import Gazetteer, Place, normalise
from dashboard.pipeline.gazetteer.phrases import NO_PLACE, find_container, lies_in

PLACE_LABELS = ("GPE", "LOC")

# Words before a name that say where. "of" is left out: "the army of Hama" and "a friend of Paris" read alike.
LOCATIVE = frozenset(
    "in at near from to into around towards toward outside inside across through throughout via over".split()
)
# What is done to places, and seldom to people.
TAKING = frozenset(
    "bomb shell retake recapture seize besiege storm pound liberate bombard evacuate overrun reach enter".split()
)
# Words after a name that say what it is.
AREA = frozenset(
    "area city town village province governorate region district countryside suburbs suburb county state peninsula"
    " island islands mayor airport airbase prison camp crossing residents resident".split()
)
# A dateline: "COLUMBIA --", "HAMMOND, Ind. (AP)", "TRIPOLI (Reuters)".
DATELINE = re.compile(r"\s*(?:--|[—–-]\s|\((?:AP|AFP|Reuters|UPI|CNN|Xinhua|dpa)\))")
# Words of an organisation's name that say it belongs to the place it begins with; newspapers and companies are not it.
BODY = re.compile(
    r"\b(?:Sheriff|Police|Council|County|City|Department|Ministry|Minister|Government|Court|Hospital|School|University"
    r"|College|Airport|Embassy|Army|Navy|Air Force|Armed Forces|Parliament|Senate|Congress|House|Commission|Committee"
    r"|Board|Bureau|Agency|Office|Authority|Administration|Assembly|Fire|Library|Museum|Church|Cathedral|Station|Park"
    r"|Centers?|Centre|Club|Stadium|Arena|Bank|Chamber|District|Township|Parish|Province|State|Coast Guard|Guard"
    r"|Patrol|Troopers|Chapter|Health|Supreme|Security|Forces|Institute|Union|Association|Federation|League|Society)\b"
)
MEDIA = re.compile(
    r"\b(?:Times|Post|Herald|Tribune|Journal|News|Gazette|Globe|Star|Sun|Chronicle|Observer|Courier|Daily|Telegraph"
    r"|Guardian|Mirror|Press|Review|Magazine|Today|Television|TV|Radio|Network|Airlines|Airways|Motors)\b"
)

# People of a place that a name may begin with wherever the article plays.
WELL_KNOWN = 500_000
# People of a town of the article's countries from which its name is it, whatever the model says. With 50,000 pins on
# LGL are right in 75.9 % for 76.2 %, and entities on PUD fall from 78.6 to 78.1.
NOTABLE = 250_000
# Letters from which capitals are seldom an acronym, and people of a city that has no need of words that say where.
LONGER_THAN_ACRONYMS, MILLION = 5, 1_000_000
LISTING = re.compile(r"\s*(?:,|,? and|,? or|/|;)\s*(?:the )?")
WORD = re.compile(r"[^\s]+")


def find_places(doc: Doc, text: str, spans: Sequence[Span], gazetteer: Gazetteer) -> set[str]:
    """Names labelled as something else that are places here; one sense a document holds for all their mentions."""
    countries = countries_of(spans, gazetteer)
    surnames = surnames_of(spans)
    places = {spelling(span) for span in spans if span.label_ in PLACE_LABELS}
    found: set[str] = set()
    for before, span, after in zip([None, *spans], spans, [*spans[1:], None], strict=False):
        name = spelling(span)
        if span.label_ in PLACE_LABELS or len(span) > 4 or (span.label_ == "PERSON" and name in surnames):
            continue
        if span.label_ == "NORP" and gazetteer.country_of(span.text) is not None:
            continue
        known = gazetteer.find(span.text)
        says_where = (
            _is_area(doc, span)
            or _is_dateline(text, span)
            or _is_city_in_capitals(span, gazetteer)
            or _lies_in_what_follows(text, span, known, gazetteer)
        )
        if known and (says_where or (name in places and span.label_ != "PERSON")):
            found.add(name)
        elif any(place.country_code in countries for place in known):
            beside = _is_listed(text, before, span, after, places | found)
            where = stands_where(doc, span) or _is_taken(span)
            if span.label_ == "NORP" or beside or where or _is_notable(span, countries, gazetteer):
                found.add(name)
    return found


def _is_notable(span: Span, countries: set[str], gazetteer: Gazetteer) -> bool:
    """Whether a large town or a region of the article's countries bears it as its own name, and it is no acronym."""
    return not span.text.isupper() and any(
        place.country_code in countries and (place.population >= NOTABLE or place.feature in ("ADM1", "RGN"))
        for place, own in gazetteer.candidates(span.text)
        if own
    )


def _is_city_in_capitals(span: Span, gazetteer: Gazetteer) -> bool:
    """Whether it is a capital or a city of millions in capital letters, as reports begin, and long for an acronym."""
    return (
        span.text.isupper()
        and len(span.text) >= LONGER_THAN_ACRONYMS
        and any(
            place.feature == "PPLC" or place.population >= MILLION
            for place, own in gazetteer.candidates(span.text)
            if own
        )
    )


def _lies_in_what_follows(text: str, span: Span, known: Sequence[Place], gazetteer: Gazetteer) -> bool:
    """Whether one of the places of that name lies in the region written behind it: "Paris, Texas"."""
    container = find_container(text, span.end_char, gazetteer)
    return container is not None and any(lies_in(place, container) for place in known)


def stands_where(doc: Doc, span: Span) -> bool:
    """Whether the word before or behind says that this is a place."""
    before = doc[span.start - 1].lower_ if span.start else ""
    before = doc[span.start - 2].lower_ if before == "the" and span.start > 1 else before
    after = doc[span.end].lower_ if span.end < len(doc) else ""
    return before in LOCATIVE or after in AREA


def _is_taken(span: Span) -> bool:
    """Whether it is the object of what is done to places: "shelled Nawa", "Nawa was hit"."""
    return span.root.dep_ in ("dobj", "nsubjpass") and span.root.head.lemma_ in TAKING


def _is_area(doc: Doc, span: Span) -> bool:
    """Whether its kind is said before it: "the town of Qara"."""
    return span.start > 1 and doc[span.start - 1].lower_ == "of" and doc[span.start - 2].lower_ in AREA


def _is_dateline(text: str, span: Span) -> bool:
    """Whether it is the capitals that a report begins with."""
    return span.text.isupper() and len(span.text) > 3 and DATELINE.match(text, span.end_char) is not None


def _is_listed(text: str, before: Span | None, span: Span, after: Span | None, places: set[str]) -> bool:
    """Whether it stands in a list beside a place: "Latakia, Tartus and Hama"."""
    for left, right in ((before, span), (span, after)):
        other = left if right is span else right
        if left is None or right is None or other is None or not {spelling(other)} & places:
            continue
        if LISTING.fullmatch(text[left.end_char : right.start_char]):
            return True
    return False


def places_inside(mention: Mention, countries: set[str], gazetteer: Gazetteer) -> Iterator[Mention]:
    """The place name that a longer name begins or ends with: of "Dublin City Council", "Health Ministry of Uganda"."""
    if mention.label not in ("ORG", "FAC") or MEDIA.search(mention.surface):
        return
    if mention.label == "ORG" and not BODY.search(mention.surface):
        return
    words = list(WORD.finditer(mention.surface))
    for length in range(min(3, len(words) - 1), 0, -1):
        end = words[length - 1].end()
        if _is_place_name(mention.surface[:end], countries, gazetteer):
            yield replace(
                mention, end=mention.start + end, surface=mention.surface[:end], label="GPE", within=mention.label
            )
            return
    of = mention.surface.rpartition(" of ")[2].removeprefix("the ")
    if len(of) < len(mention.surface) and _is_place_name(of, countries, gazetteer):
        yield replace(mention, start=mention.end - len(of), surface=of, label="GPE", within=mention.label)


def _is_place_name(name: str, countries: set[str], gazetteer: Gazetteer) -> bool:
    """Whether a place of the article's countries, or one known to all, bears this name as its own."""
    if normalise(name) in NO_PLACE or not name[:1].isupper():
        return False
    return any(
        place.feature == "PCLI" or place.population >= WELL_KNOWN or place.country_code in countries
        for place, own in gazetteer.candidates(name)
        if own or place.feature != "PPL"
    )


def countries_of(spans: Iterable[Span], gazetteer: Gazetteer) -> set[str]:
    """Codes of the countries that the article names, by name, by adjective or by the largest place of a name."""
    votes: Counter[str] = Counter()
    for span in spans:
        if span.label_ == "NORP" and (country := gazetteer.country_of(span.text)):
            votes[country.country_code or ""] += 1
        elif span.label_ in PLACE_LABELS:
            votes.update(place.country_code or "" for place in gazetteer.find(span.text)[:1])
    return set(votes)
