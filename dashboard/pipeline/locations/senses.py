"""Senses: whether a place name means the place, an actor that it stands for, or neither.

Limits: rules over the dependency parse. A dateline ("CAIRO, Dec 8 (Reuters) –") is what a paragraph begins with. A name
that only says whose or where from ("US soldiers", "a UK-based group") is a demonym. A name is an actor where the
grammar of its sentence says so: it is the subject of an action, a party to a deal, or the owner of something that only
actors have. In an article that gives the result of a sports match, every name is a team's, unless the word before it
says where ("in Brazil"). All else is the place.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from spacy.tokens import Doc, Span, Token

from dashboard.pipeline import lexicon
from dashboard.pipeline.entities import PLACE_LABELS, Mention
from dashboard.pipeline.gazetteer import Place
from dashboard.pipeline.gazetteer.names import acronym

# Verbs whose subject is where something is or happens, not who acts.
STATIVE = lexicon.words("stative_verb")
# Adjectives that describe only actors: "Syria is tired of war".
ANIMATE = lexicon.words("animate_adjective")
# Verbs whose object is an actor. "Bomb" and "leave" are none: one can bomb or leave a place.
DONE_TO_ACTORS = lexicon.words("verb_done_to_actors")
# Nouns that name what only an actor has: "Israel's offensive".
ACTIONS = lexicon.words("had_by_actors", "government_body", "armed_force")
# Nouns that name what actors have with one another: "a deal with Iran", "talks between Russia and Turkey".
DEALINGS = lexicon.words("dealing")
# Nouns of which an actor is given as an example: "global powers, including the US".
GROUPS = lexicon.words("group_of_states")

# Nouns of people; a country or region before one says where they are from: "Nevada lawmakers".
PERSONS = lexicon.words("person")
SIDES = lexicon.capitalised("direction")
MODIFIERS = ("compound", "amod", "nmod")

# How a report begins: where it was written, the day, the agency, a dash. Either the town is in capitals or an agency
# stands behind it, since "Homs – a city" may begin any paragraph.
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
AROUND = r"(?:, (?!" + MONTH + r" \d)[A-Z][\w.’' -]{1,30}?)?"
DAY = rf"(?:,? (?:{MONTH} \d{{1,2}}|\d{{1,2}} {MONTH})(?:,? \d{{4}})?)?"
AGENCY = r"\((?:[A-Z]{2,6}|Reuters|Thomson Reuters[\w ]*|Xinhua|dpa|Bloomberg|Associated Press)\)"
CAPITALS = r"[A-Z][A-Z.’'/ -]{2,30}[A-Z]"
DATELINE = re.compile(
    rf"^[^\S\n]*(?:{CAPITALS}{AROUND}{DAY}(?=\s?(?:--|[—–]|-\s))"
    rf"|(?:{CAPITALS}|[A-Z][\w.’' -]{{2,30}}?){AROUND}{DAY} {AGENCY}(?=\s?(?:--|[—–:_]|-\s)))",
    re.MULTILINE,
)

# What stands between the names of two teams: "Norway 2 – 1 Brazil".
RESULT = re.compile(r"\s+\d{1,2}\s?[–-]\s?\d{1,2}\s+")
# Words before a name that make it a place even in a report on a match.
WHERE = lexicon.words("locative")


def find_sense(doc: Doc, mention: Mention, *, is_match: bool = False) -> str:
    """`actor` where the grammar says so, or where the article is on a sports match and no word says where; else
    `place`."""
    token = _root(doc, mention)
    if token is None:
        return "place"
    if mention.surface in SIDES and token.dep_ in ("nmod", "compound"):
        token = token.head  # "North and South Korea": what is said is said of both
    if is_match and not _says_where(token):
        return "actor"
    return "actor" if _acts(_head_of_list(token)) else "place"


def find_datelines(text: str) -> list[tuple[int, int]]:
    """[start, end) of each dateline, without its dash: "CAIRO, Dec 8 (Reuters)"."""
    return [match.span() for match in DATELINE.finditer(text)]


def is_demonym(doc: Doc, mention: Mention, place: Place) -> bool:
    """Whether the name only says whose or where from: "US soldiers", "a UK-based group", "pro-Russia", "Nevada
    lawmakers". Of the names without a hyphen only countries and first-order regions are it."""
    span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
    if span is None:
        return False
    if _is_hyphenated(doc, span):
        return True
    token = span.root
    if place.feature not in ("PCLI", "ADM1") or token.dep_ not in MODIFIERS or token.head.i < span.end:
        return False
    is_short = acronym(mention.surface) is not None and place.feature == "PCLI"
    return is_short or token.head.ent_type_ in ("PERSON", "NORP") or token.head.lemma_.lower() in PERSONS


def _is_hyphenated(doc: Doc, span: Span) -> bool:
    """Whether the name is half of an adjective: "UK-based", "anti-US"; "Aleppo-Damascus" is none."""
    before = doc[span.start - 2 : span.start].text if span.start > 1 else ""
    after = doc[span.end : span.end + 2].text
    return re.fullmatch(r"[a-z]+-", before) is not None or re.fullmatch(r"-[a-z]+", after) is not None


def is_on_match(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether the article gives the result of a sports match: two names of places with a score between them."""
    return any(
        RESULT.fullmatch(text, one.end, other.start) is not None
        for one, other in pairwise(mentions)
        if one.label in PLACE_LABELS and other.label in PLACE_LABELS
    )


def _root(doc: Doc, mention: Mention) -> Token | None:
    span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
    return None if span is None else span.root


def _says_where(token: Token) -> bool:
    before = token.left_edge.nbor(-1) if token.left_edge.i else None
    return before is not None and before.lower_ in WHERE


def _head_of_list(token: Token) -> Token:
    """The first name of the list that the token is in, else the token: Turkey for Russia in "Turkey and Russia"."""
    while token.dep_ == "conj" and (token.head.ent_type_ in (*PLACE_LABELS, "ORG", "PERSON", "NORP")):
        token = token.head
    return token


def _acts(token: Token) -> bool:
    """Whether the grammar of the sentence says that this name is an actor."""
    head = token.head
    if any(child.dep_ == "case" for child in token.children):  # the possessive, whatever the parser makes of its owner
        return head.lower_ in ACTIONS
    if token.dep_ == "nsubj" and head.pos_ in ("VERB", "AUX"):
        described = [child for child in head.children if child.dep_ in ("acomp", "attr")]
        return head.lemma_ not in STATIVE or any(child.lemma_ in ANIMATE for child in described)
    if token.dep_ == "nsubjpass":
        return head.lemma_ == "involve"
    if token.dep_ == "dobj":
        return head.lemma_ in DONE_TO_ACTORS
    if token.dep_ == "pobj":
        return _is_party(head)
    return False


def _is_party(preposition: Token) -> bool:
    """Whether the object of this preposition acts ("backed by Iran") or deals with others ("talks with Iran")."""
    head = preposition.head
    if preposition.dep_ == "agent":
        return True
    if preposition.lower_ in ("with", "between"):
        return head.lower_ in DEALINGS
    return preposition.lower_ in ("including", "like") and head.lower_ in GROUPS
