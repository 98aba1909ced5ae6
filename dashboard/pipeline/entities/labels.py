"""Labels: what sort of name each one is, where the model is mistaken or of two minds.

Limits: what decides is, in this order, the known actors, the places of the article, the words of the name, and the
full name it is the surname of; else the model does.
"""

from collections.abc import Sequence, Set
from typing import Protocol

from spacy.tokens import Doc, Span

from dashboard.pipeline.entities.places import stands_where
from dashboard.pipeline.entities.spans import relabel, spelling, surnames_of
from dashboard.pipeline.gazetteer import Gazetteer
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
    " Fund Board Service Services Brotherhood Squadron Administration Court Tribunal Club Company"
    " Corporation Inc Ltd Co".split()
)
# Words that the names of Arab and Islamist groups begin with: front, army, brigade, movement, party, helpers, legion …
# Not those that women are called by, too (Hayat, Nour), nor Tahrir, which is a square.
GROUP_WORDS = frozenset(
    "jabhat jabhet ahrar jaysh jaish jeish liwa liwaa harakat ansar hizb hezb faylaq failaq kataib kata'ib katibat"
    " saraya asaib asa'ib jund jamaat jama'at lashkar".split()
)
# Labels that such words overrule.
NO_BODIES = frozenset(("PERSON", "PRODUCT", "WORK_OF_ART", "NORP", "FAC", "LAW", "EVENT"))


def settle_labels(
    doc: Doc, text: str, spans: Sequence[Span], placed: Set[str], known: Known | None, gazetteer: Gazetteer
) -> list[Span]:
    """The spans, each with the label that its name has in this article; `placed` are the names that are places."""
    surnames = surnames_of(spans)
    return [relabel(span, _label(doc, text, span, placed, surnames, known, gazetteer)) for span in spans]


def _label(
    doc: Doc, text: str, span: Span, placed: Set[str], surnames: Set[str], known: Known | None, gazetteer: Gazetteer
) -> str:
    """The span's label, corrected."""
    actor = None if known is None else known.find(span.text)
    if actor is not None and actor.kind in LABEL_OF_KIND:
        return LABEL_OF_KIND[actor.kind]
    name = spelling(span)
    if name in placed:
        return "GPE"
    if _is_body(span):
        return "ORG"
    is_town = span.label_ == "GPE" and not any(p.feature in ("PCLI", "ADM1") for p in gazetteer.find(span.text)[:3])
    if is_town and name in surnames and not stands_where(doc, span):
        return "PERSON" if find_container(text, span.end_char, gazetteer) is None else "GPE"
    if span.label_ not in ("GPE", "PERSON") and name in surnames:
        return "PERSON"
    return str(span.label_)


def _is_body(span: Span) -> bool:
    """Whether the words of the name say that it is a body, whatever the model took it for."""
    if len(span) < 2 or span.label_ not in NO_BODIES:
        return False
    return span[0].lower_ in GROUP_WORDS or span[-1].text in BODY_WORDS
