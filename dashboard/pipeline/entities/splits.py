"""Splits: two names that the model took for one, as it does where a text lacks its commas.

Limits: at a dash between spaces, at a "the" behind a name that stands on its own elsewhere ("Aleppo the Observatory"),
and between places ("Aleppo Homs") that stand alone in the article or that everybody knows. A name that is known, or in
the gazetteer, as a whole stays whole.
"""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from spacy.tokens import Span, Token

from dashboard.pipeline.entities.known import Known
from dashboard.pipeline.entities.names import PLACE_LABELS, Name
from dashboard.pipeline.entities.places import countries_of
from dashboard.pipeline.gazetteer import Gazetteer

# Characters of a text from which it has a comma or an apostrophe: of 1,000 annotated articles none lacks both.
LONG = 300
APOSTROPHE = re.compile(r"\w['’]")
DASHES = frozenset("- -- – —".split())
# Words behind which a "the" belongs to the name: "Organisation for the Prohibition of Chemical Weapons".
JOINING = frozenset(("ADP", "CCONJ", "SCONJ", "PART"))
# People of a town of the article's countries that everybody knows by its name alone. Counties are left out: in an
# American report "Howard Brown" is none.
WELL_KNOWN = 100_000
STATES = ("PCLI", "ADM1")
TOWNS = ("PPL", "PPLC")


def has_lost_marks(text: str) -> bool:
    """Whether a text that is long enough to have commas and apostrophes has neither."""
    return len(text) >= LONG and "," not in text and APOSTROPHE.search(text) is None


def split_names(names: Sequence[Name], known: Known | None, gazetteer: Gazetteer) -> list[Name]:
    """The names, each span of several names in its parts."""
    alone = {name.span.text for name in names}
    places = {name.span.text for name in names if name.label in PLACE_LABELS}
    countries = countries_of((name.span for name in names), gazetteer)
    parts: list[Name] = []
    for name in names:
        span = name.span
        if len(span) < 2 or _is_known(span.text, known) or gazetteer.find(span.text):
            parts.append(name)
            continue
        first, *others = _at_marks(span, alone, gazetteer)
        others = [each for each in others if _is_name(each, alone, known)]
        for piece in (first, *others):
            parts += [replace(name, span=part) for part in _side_by_side(piece, places, countries, gazetteer)]
    return parts


def _is_name(piece: Span, alone: Set[str], known: Known | None) -> bool:
    """Whether a later piece is one; behind a dash stands the next word of a headline or a menu as often."""
    if piece.doc[piece.start - 1].lower_ == "the":
        return piece.text[0].isupper()
    return piece.text in alone or _is_known(piece.text, known)


def _is_known(name: str, known: Known | None) -> bool:
    return known is not None and known.find(name) is not None


def _at_marks(span: Span, alone: Set[str], gazetteer: Gazetteer) -> Iterator[Span]:
    """The pieces of a span between dashes and inner articles that do not belong to it."""
    doc, start = span.doc, span.start
    for token in span[1:-1]:
        if token.i > start and (_is_dash(token) or _is_next(doc[start : token.i], token, alone, gazetteer)):
            yield Span(doc, start, token.i, label=span.label_)
            start = token.i + 1
    yield Span(doc, start, span.end, label=span.label_)


def _is_dash(token: Token) -> bool:
    return token.text in DASHES and bool(token.whitespace_) and bool(token.nbor(-1).whitespace_)


def _is_next(left: Span, token: Token, alone: Set[str], gazetteer: Gazetteer) -> bool:
    """Whether a "the" begins another name, since what stands before it is one by itself."""
    if token.lower_ != "the" or left[-1].pos_ in JOINING:
        return False
    return left.text in alone or bool(gazetteer.find(left.text))


def _side_by_side(span: Span, places: Set[str], countries: Set[str], gazetteer: Gazetteer) -> list[Span]:
    """The places that a span is made of, word for word; the span alone where it is not."""
    if len(span) < 2 or any(token.is_punct for token in span):
        return [span]
    found: list[Span] = []
    start = span.start
    while start < span.end:
        ends = range(min(span.end, start + len(span) - 1), start, -1)
        end = next((end for end in ends if _is_place(span.doc[start:end], places, countries, gazetteer)), None)
        if end is None:
            return [span]
        found.append(Span(span.doc, start, end, label="GPE"))
        start = end
    return found


def _is_place(words: Span, places: Set[str], countries: Set[str], gazetteer: Gazetteer) -> bool:
    """Whether the words name a place of the article's countries, and stand alone as one here or are well known."""
    name = words.text
    found = gazetteer.find(name) if name[0].isupper() else ()
    if not found and name[0].isupper() and name.endswith("s"):  # an apostrophe that was lost: "Aleppo Syrias"
        found = tuple(place for place in gazetteer.find(name[:-1]) if place.feature == "PCLI")
    found = tuple(place for place in found if place.country_code in countries)
    return bool(found) and (
        name in places or any(p.feature in STATES or (p.feature in TOWNS and p.population >= WELL_KNOWN) for p in found)
    )
