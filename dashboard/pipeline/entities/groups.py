"""Groups: bodies that are named by their nation and what they are ("Iraqi security forces", "government of Iraq").

Limits: the nation is a country or a people of the gazetteer, and the body is a word of `BODIES`, directly behind it.
Unnamed people of a nation ("Iraqi officials", "Syrian activists") are no group.
"""

from collections.abc import Sequence, Set

from spacy.tokens import Doc, Span

from dashboard.pipeline import lexicon
from dashboard.pipeline.entities.names import Name
from dashboard.pipeline.entities.spans import covered
from dashboard.pipeline.gazetteer import Gazetteer

# What such a name ends with.
BODIES = lexicon.words("government_body", "armed_force", "military_branch", "armed_group", "alliance", "state_media")
# What may stand between the nation and the body.
ADJUNCTS = lexicon.words("body_modifier", "political_adjective") | {"-"}
FIRST_WORDS = lexicon.capitalised("body_modifier")  # "Federal Government of Iraq"
# What makes of one broadcaster several, of no name: "Arab television channels".
OUTLETS = lexicon.words("news_outlets")
# Words from the nation to the end of the body.
LONGEST = 5
COUNCIL = "Municipality"  # what the body that runs a town is called before "of" and its name


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
        if word in BODIES or f"{doc[i - 1].lower_} {word}" in BODIES:
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
    if not is_council and not (is_nation and doc[start].lower_ in BODIES):
        return None
    if start and doc[start - 1].text in FIRST_WORDS:
        start -= 1
    return None if {start, i} & own else start
