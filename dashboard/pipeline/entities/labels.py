"""Labels: what sort of name each one is, where the model is mistaken or of two minds.

Limits: what decides is, in this order, the known actors, the places of the article, the words of the name, and the
people of the article (full names, titles, who speaks); else the model does, mention by mention: a vote of the mentions
of a name changed no figure.
"""

from collections.abc import Sequence, Set
from typing import Protocol

from spacy.tokens import Doc, Span

from dashboard.pipeline.entities.groups import COUNCIL
from dashboard.pipeline.entities.places import PLACE_LABELS, stands_where
from dashboard.pipeline.entities.roles import is_titled
from dashboard.pipeline.entities.spans import covered, relabel, spelling
from dashboard.pipeline.gazetteer import Gazetteer, normalise
from dashboard.pipeline.gazetteer.phrases import find_container


class Kinded(Protocol):
    """What has a kind of the contract."""

    @property
    def kind(self) -> str:
        """One of `tables.KINDS`."""


class Known(Protocol):
    """Whoever knows actors by name, such as `actors.KnownActors`."""

    def find(self, name: str) -> Kinded | None:
        """The actor that bears this name."""

    def may_begin(self, word: str) -> bool:
        """Whether a name of several words that `find` knows may begin with this one."""


# States are left out: their names are places, and which they stand for is a question of sense.
LABEL_OF_KIND = {
    "person": "PERSON",
    **dict.fromkeys(("armed group", "government", "military", "organisation", "media", "company"), "ORG"),
}

# Words that the name of a body ends with.
BODY_WORDS = frozenset(
    "Ministry Army Forces Force Brigade Brigades Battalion Division Regiment Front Council Agency Party Union Movement"
    " Committee Commission Command Coalition Alliance Observatory Organization Organisation Association Federation"
    " League Group Government Parliament Police Corps Militia Unit Units Office Department Bureau Authority Network"
    " Foundation Institute Society Congress Senate Assembly Bank Press News Times Post Television TV Radio Initiative"
    " Fund Board Service Services Brotherhood Squadron Administration Staff Court Tribunal Club Company"
    " Corporation Inc Ltd Co Org".split()
)
# Those of them that places are called by, too: "West Bank", "Eastern Front".
AMBIGUOUS = frozenset("Front Bank Court Division Union Post Commonwealth Park".split())
# Words that the names of Arab and Islamist groups begin with: front, army, brigade, movement, party, helpers, legion …
# Not those that women are called by, too (Hayat, Nour), nor Tahrir, which is a square.
GROUP_WORDS = frozenset(
    "jabhat jabhet ahrar jaysh jaish jeish liwa liwaa harakat ansar hizb hezb faylaq failaq kataib kata'ib katibat"
    " saraya asaib asa'ib jund jamaat jama'at lashkar hezbollah hizbollah hizbullah".split()
)
# Labels that such words overrule.
NO_BODIES = frozenset(("PERSON", "PRODUCT", "WORK_OF_ART", "NORP", "FAC", "LAW", "EVENT"))


# What a name that ends with the word is, and no person; not those that are surnames, too (Camp, Battle, Bridge).
NO_PEOPLE = {
    **dict.fromkeys("Street Road Square Avenue Highway Airport Airbase Airfield Mosque Neighborhood".split(), "FAC"),
    **dict.fromkeys("District Districts Neighbourhood Countryside Suburb Suburbs Province Governorate".split(), "LOC"),
    **dict.fromkeys("Attack Attacks Airstrike Airstrikes Bombing Massacre Offensive".split(), "EVENT"),
}
# Words that only places of Arab countries begin with: suburb, bridge, village, monastery, mountain, valley, market.
NO_PEOPLE_BEFORE = frozenset("Dahiyet Dahiyat Jisr Kafr Kfar Kafar Deir Jabal Jebel Wadi Souq".split())
# What a body is called before its name: "the militant group Nour".
CALLED = frozenset(
    "group party movement militia faction company firm agency newspaper magazine broadcaster charity"
    " organisation organization club band alliance coalition".split()
)
OWNED = ("'s", "’s")
# Labels under which the model hides people.
THINGS = frozenset(("FAC", "LOC", "LAW", "WORK_OF_ART", "PRODUCT"))
# Words that the names of places begin or end with.
PLACE_WORDS = frozenset(
    "street road avenue square bridge river valley mount lake jabal jebel tal tel tall tell khan kafr kfar kafar deir"
    " ain ayn wadi bab beit bayt umm souq".split()
)
# Words of names that the model takes for buildings.
INSTITUTIONS = frozenset("University College Institute Academy Museum Gallery Foundation".split())
# What an operation or a manoeuvre is called by.
OPERATIONS = frozenset(("Operation", "Exercise"))
MISTAKEN = frozenset(("PERSON", "GPE", "FAC", "LAW", "WORK_OF_ART", "PRODUCT"))
# Verbs whose subject is a person, if it is not a body or a state.
SPEAKING = frozenset(
    "say tell add explain write think believe recall joke argue insist warn note reply respond tweet admit".split()
)


def settle_labels(
    doc: Doc, text: str, spans: Sequence[Span], placed: Set[str], known: Known | None, gazetteer: Gazetteer
) -> list[Span]:
    """The spans, each with the label that its name has in this article; `placed` are the names that are places."""
    certain = [_certain_label(span, placed, known, gazetteer) for span in spans]
    spans = [relabel(span, label or span.label_) for span, label in zip(spans, certain, strict=True)]
    bodies = _bodies(doc, spans, gazetteer)
    certain = [
        label or ("ORG" if spelling(span) in bodies else None) for span, label in zip(spans, certain, strict=True)
    ]
    spans = [relabel(span, label or span.label_) for span, label in zip(spans, certain, strict=True)]
    people = _people(text, spans, gazetteer)
    full = _full_names(spans, gazetteer)
    return [
        relabel(span, "PERSON")
        if label is None
        and (_is_person(doc, text, span, people, gazetteer) or (span.label_ in THINGS and spelling(span) in full))
        else span
        for span, label in zip(spans, certain, strict=True)
    ]


def _certain_label(span: Span, placed: Set[str], known: Known | None, gazetteer: Gazetteer) -> str | None:
    """The label that the name itself tells; None where it tells nothing."""
    actor = None if known is None else known.find(span.text)
    if actor is not None and actor.kind in LABEL_OF_KIND:
        return LABEL_OF_KIND[actor.kind]
    if spelling(span) in placed:
        return "GPE"
    if _is_body(span) or _is_unplaced_body(span, gazetteer) or (len(span) > 2 and span[0].text == COUNCIL):
        return "ORG"
    if _is_acronym(span) and not gazetteer.find(span.text):
        return "ORG"
    return _label_of_words(span)


def _label_of_words(span: Span) -> str | None:
    """The label that the first or the last word of a longer name tells."""
    if len(span) > 1 and span[0].text in OPERATIONS:
        return "EVENT"
    if len(span) < 2 or span.label_ != "PERSON":
        return None
    if span[0].text in NO_PEOPLE_BEFORE and not any(token.text.isupper() for token in span):
        return "LOC"
    return NO_PEOPLE.get(span[-1].text)


def _bodies(doc: Doc, spans: Sequence[Span], gazetteer: Gazetteer) -> set[str]:
    """The names that are bodies' here: its sort is said before one, or a person is of it ("Nour's Adam Hill")."""
    bodies: set[str] = set()
    people = {spelling(span) for span in spans if span.label_ == "PERSON" and len(span) > 1}
    for span, after in zip(spans, [*spans[1:], None], strict=False):
        if span.label_ not in MISTAKEN | {"NORP"} or gazetteer.find(span.text) or gazetteer.country_of(span.text):
            continue
        before = doc[span.start - 1] if span.start else None
        is_called = before is not None and before.text in CALLED and (before.head in span or span.root.head == before)
        is_owner = after is not None and spelling(after) in people and doc[span.end : after.start].text in OWNED
        if is_called or (span.label_ != "PERSON" and is_owner):
            bodies.add(spelling(span))
    return bodies


def _is_acronym(span: Span) -> bool:
    """Whether it is an acronym that the model took for a person, a place or a thing."""
    text = span.text
    if len(span) > 1 or span.label_ not in MISTAKEN or not (text.isalpha() and text.isupper() and 1 < len(text) < 6):
        return False
    return not span.sent.text.isupper()


def _people(text: str, spans: Sequence[Span], gazetteer: Gazetteer) -> set[str]:
    """The names that are people's here: surnames and first names of full names, names behind a title, who speaks."""
    people: set[str] = set()
    for span in spans:
        if span.label_ == "PERSON" and len(span) > 1:
            surname = normalise(span[-1].text)
            people |= {surname, surname.removesuffix("s")}  # the apostrophe may be lost: "Bashar al-Assads"
            if not is_titled(f"{span[0].text} ", len(span[0].text) + 1):
                people.add(normalise(span[0].text))
            continue
        titled = len(span) < 3 and span.label_ != "NORP" and is_titled(text, span.start_char)
        if titled or (span.label_ == "GPE" and _speaks(span) and not _is_well_known(span.text, gazetteer)):
            people.add(spelling(span))
    return people


def _full_names(spans: Sequence[Span], gazetteer: Gazetteer) -> set[str]:
    """The full names of people, and names taken for things that are listed with people: "Ann Hill and Bo Lund"."""
    people = covered(span for span in spans if span.label_ == "PERSON")
    placed = {spelling(span) for span in spans if span.label_ == "GPE"}
    return {
        spelling(span)
        for span in spans
        if 1 < len(span) < 4
        and (span.label_ == "PERSON" or (span.label_ in THINGS and _is_listed(span, people)))
        and all(token.text[0].isupper() and token.text.isalpha() for token in span)
        and spelling(span) not in placed
        and span[0].lower_ not in PLACE_WORDS
        and span[-1].lower_ not in PLACE_WORDS
        and not gazetteer.find(span.text)
    }


def _is_listed(span: Span, people: Set[int]) -> bool:
    """Whether it is joined to the name of a person by a comma or "and"."""
    root = span.root
    return (root.dep_ == "conj" and root.head.i in people) or any(right.i in people for right in root.conjuncts)


def _is_person(doc: Doc, text: str, span: Span, people: Set[str], gazetteer: Gazetteer) -> bool:
    """Whether the name is one of the people's, and nothing says that it is a place or a nation here."""
    if spelling(span) not in people:
        return False
    if span.label_ == "NORP":
        return gazetteer.country_of(span.text) is None
    if span.label_ not in PLACE_LABELS:
        return True
    where = stands_where(doc, span) or find_container(text, span.end_char, gazetteer) is not None
    return not where and not _is_well_known(span.text, gazetteer)


def _speaks(span: Span) -> bool:
    return span.root.dep_ == "nsubj" and span.root.head.lemma_ in SPEAKING


def _is_well_known(name: str, gazetteer: Gazetteer) -> bool:
    """Whether it is the name of a country or a region, or of a capital."""
    return any(place.feature in ("PCLI", "ADM1", "PPLC") for place in gazetteer.find(name)[:3])


def _is_body(span: Span) -> bool:
    """Whether the words of the name say that it is a body, whatever the model took it for."""
    if len(span) < 2 or span.label_ not in NO_BODIES:
        return False
    if span.label_ == "FAC" and not INSTITUTIONS.isdisjoint(token.text for token in span):
        return True
    return span[0].lower_ in GROUP_WORDS or span[-1].text in BODY_WORDS


def _is_unplaced_body(span: Span, gazetteer: Gazetteer) -> bool:
    """Whether the model took it for a place, its last word says that it is a body, and no place is called so."""
    if len(span) < 2 or span.label_ not in PLACE_LABELS or gazetteer.find(span.text):
        return False
    return span[-1].text in BODY_WORDS - AMBIGUOUS
