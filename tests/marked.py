"""Articles for tests in which the mentions are marked, as rows.

`[Homs](@169577)` is a mention of a place, `[Hezbollah](hezbollah)` of an actor, `[Baghdad](iraq@98182)` of a place that
stands for an actor, `[Syrian](~163843)` a demonym, `[Orlinsk](?why)` a name that could not be placed;
`[Homs Council](afp|Homs:@169577)` is an actor whose name begins with a place; `[Assad](assad<President)` has a role.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dashboard.tables.rows import Row
from tests import rows

MARK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")


@dataclass(frozen=True)
class Marked:
    """An article without its marks, and the rows that they make."""

    text: str
    sentences: list[Row]
    entities: list[Row]


def read_marked(article_id: str, sentences: Iterable[str], *, title: bool = False) -> Marked:
    """The article of these sentences, a space between two; a blank line behind the first where it is a `title`."""
    text = ""
    spans: list[Row] = []
    entities: list[Row] = []
    for number, marked in enumerate(sentences):
        if number:
            text += "\n\n" if title and number == 1 else " "
        start, before = len(text), 0
        for found in MARK.finditer(marked):
            text += marked[before : found.start()]
            entities += _read_mark(article_id, number, len(text), found[1], found[2])
            text += found[1]
            before = found.end()
        text += marked[before:]
        spans.append(rows.sentence(article_id, number, start, len(text)))
    return Marked(text, spans, entities)


def _read_mark(article_id: str, number: int, start: int, surface: str, mark: str) -> Iterator[Row]:
    for each in mark.split("|"):
        beginning, _, named = each.rpartition(":")
        read = _read_named(named, number)
        yield rows.entity(article_id, start, beginning or surface, sentence=number, label="GPE", **read)


def _read_named(named: str, number: int) -> Row:
    if named[0] == "?":
        return {"unplaced_reason": named[1:]}
    if named[0] in "@~":
        return {"location_id": named[1:], "sense": "place" if named[0] == "@" else "demonym"}
    named, _, role = named.partition("<")
    actor_id, _, place = named.partition("@")
    placed = {"location_id": place, "sense": "actor"} if place else {}
    reason = f"the {role} of the article, named in sentence {number + 1}" if role else "known by this name"
    return {"actor_id": actor_id, "actor_reason": reason, "role": role or None, **placed}
