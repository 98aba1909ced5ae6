"""Offices: people who are named by the office alone, "the Home Secretary", where the article has said who holds it.

Limits: capitals behind "the", after the name. Nobody is meant where two people of the article hold an office of that
name, or where the one is said to have held it.
"""

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span

from dashboard.pipeline.entities.mention import Mention

# Behind it stands no name, nor what the office is of: "the President of Egypt".
OFFICE = re.compile(
    r"\b[Tt]he ((?:[A-Z][\w-]*\s){0,3}[A-Z][a-z]+(?:-[A-Z][a-z]+)?)(?![\w-]|['’]s?\s[A-Z]|\s[A-Z]|\s(?:of|for|in)\b)"
)
FORMERLY = re.compile(r"\b(?:former|formerly|ex|then|late|previous|outgoing)[\s-]+$", re.IGNORECASE)
# Who stands in for an office, or against it, holds another.
OTHERS = re.compile(r"\b(?:Shadow|Deputy|Vice|Assistant|Under)[\s-]+$")
# Characters before an office in which such a word may stand.
REACH = 12


def find_offices(doc: Doc, text: str, mentions: Sequence[Mention]) -> Iterator[Span]:
    """The offices outside the mentions that stand for a person; the mentions are in text order."""
    if not any(mention.role for mention in mentions):
        return
    taken = {character for mention in mentions for character in (mention.start, mention.end - 1)}
    for office in OFFICE.finditer(text):
        start, end = office.span(1)
        span = doc.char_span(start, end, label="PERSON")
        if span is None or not taken.isdisjoint(range(start, end)):
            continue
        if find_holder(text, office.group(1), start, mentions) is not None:
            yield span


def find_holder(text: str, office: str, before: int, mentions: Sequence[Mention]) -> Mention | None:
    """A mention, before this character, of the one person who has the office."""
    holders = [
        mention for mention in mentions if mention.role and not is_office(mention) and _is_of(mention.role, office)
    ]
    people = {mention.surface.rpartition(" ")[2] for mention in holders}
    first = next((mention for mention in holders if mention.end < before), None)
    if len(people) != 1 or first is None or any(_was(text, mention) for mention in holders):
        return None
    return first


def is_office(mention: Mention) -> bool:
    """Whether it is an office without a name."""
    return mention.role == mention.surface


def _is_of(role: str, office: str) -> bool:
    """Whether the role is the office, perhaps with a nation or a body before it: "U.S. President"."""
    before = role.removesuffix(office)
    return f" {role}".endswith(f" {office}") and OTHERS.search(before) is None


def _was(text: str, mention: Mention) -> bool:
    """Whether the person is said to have held the office formerly."""
    start = mention.start - len(mention.role or "") - 1
    return FORMERLY.search(text, max(0, start - REACH), start) is not None
