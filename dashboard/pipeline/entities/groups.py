"""Groups: bodies that are named by their nation and what they are ("Iraqi security forces", "government of Iraq").

Limits: the nation is a country or a people of the gazetteer, and the body is a word of `BODIES`, directly behind it.
Unnamed people of a nation ("Iraqi officials", "Syrian activists") are no group.
"""

from collections.abc import Sequence, Set

from spacy.tokens import Doc, Span

from dashboard.pipeline.entities.names import Name
from dashboard.pipeline.entities.spans import covered
from dashboard.pipeline.gazetteer import Gazetteer

# What such a name ends with.
BODIES = frozenset(
    "government regime army military navy forces troops police parliament opposition authorities administration"
    " insurgency intelligence embassy ministry cabinet militia militias rebels judiciary senate coalition"
    " marines guard guards media television tv junta".split()
)
# What may stand between the nation and the body.
ADJUNCTS = frozenset(
    "security armed special air ground land naval federal state national regional provincial local military government"
    " regime opposition rebel democratic interim transitional caretaker border riot foreign defence defense interior"
    " health finance justice oil intelligence coast presidential republican revolutionary - loyalist army"
    " central civil elite paramilitary secret general".split()
)
# What makes of one broadcaster several, of no name: "Arab television channels".
OUTLETS = frozenset("channel channels station stations outlets networks".split())
# Words from the nation to the end of the body.
LONGEST = 5
GOVERNING = frozenset(("government", "army", "parliament", "military"))  # bodies that "of" and a nation follow
COUNCIL = "Municipality"  # what the body that runs a town is called before "of" and its name
FORCES = frozenset((("air", "force"), ("general", "staff")))  # bodies of two words


def join_groups(doc: Doc, names: Sequence[Name], gazetteer: Gazetteer) -> tuple[list[Name], list[Span]]:
    """The names with every group as one, an ORG, and the nations that were taken into groups."""
    joined: list[Name] = []
    nations: list[Span] = []
    taken: set[int] = set()
    own = covered(name.span for name in names)
    for name in names:
        span = name.span
        if span.start in taken:
            continue
        is_nation = _is_nation(span, gazetteer)
        end = _body_end(doc, span) if is_nation else None
        start = _body_start(doc, span, own, is_nation=is_nation) if end is None else None
        if end is None and start is None:
            joined.append(name)
            continue
        group = Span(doc, span.start if start is None else start, span.end if end is None else end, label="ORG")
        taken |= set(range(group.start, group.end))
        nations.append(span)
        joined.append(Name(group))
    return joined, nations


def _is_nation(span: Span, gazetteer: Gazetteer) -> bool:
    if span.label_ == "NORP":
        return gazetteer.country_of(span.text) is not None
    return span.label_ == "GPE" and any(place.feature == "PCLI" for place in gazetteer.find(span.text)[:1])


def _body_end(doc: Doc, span: Span) -> int | None:
    """The token after the last word of the body behind a nation; None where none follows."""
    end = None
    for i in range(span.end, min(len(doc), span.end + LONGEST)):
        word = doc[i].lower_
        if word in BODIES or (doc[i - 1].lower_, word) in FORCES:
            end = i + 1
        elif word not in ADJUNCTS:
            return None if word in OUTLETS else end
    return end


def _body_start(doc: Doc, span: Span, own: Set[int], *, is_nation: bool) -> int | None:
    """The first word of "government of" before a country, or of "Municipality of" before any place; else None."""
    i = span.start - 1
    if i > 0 and doc[i].lower_ == "the":
        i -= 1
    if i < 1 or doc[i].lower_ != "of":
        return None
    start = i - 1
    is_council = doc[start].text == COUNCIL and span.label_ == "GPE"
    if not is_council and not (is_nation and doc[start].lower_ in GOVERNING):
        return None
    if start and doc[start - 1].text in ("Federal", "Transitional", "Interim"):
        start -= 1
    return None if {start, i} & own else start
