"""Bounds: where a name begins and ends, where the model took in a word too many or one too few.

Limits: by lists of words, and by what is known of the name with and without them.
"""

from collections.abc import Iterable, Set

from spacy.tokens import Span, Token

from dashboard.pipeline.entities.labels import BODY_WORDS, LABEL_OF_KIND, Known
from dashboard.pipeline.entities.spans import DAYS, covered
from dashboard.pipeline.gazetteer import Gazetteer

# Verbs of headlines in title case: "Syrian Army Kills 11". Those that are plural nouns as well are left out.
HEADLINE_VERBS = frozenset(
    "Kills Says Seizes Captures Recaptures Retakes Destroys Warns Urges Vows Denies Accuses Blames Condemns Confirms"
    " Rejects Announces Launches Repels Begins Continues Resumes Tells Sends Slams Hails Admits Pledges Threatens"
    " Deploys Arrests Enters Foils Eliminates Demands Agrees Approves Refuses Arrives Meets Takes Gives Makes"
    " Gets".split()
)
# Words before or behind a name over which a known longer one is looked for.
REACH = 3
# Words from "for" on, and what a body is not for: "Council for August".
LONGEST_PURPOSE = 8
NO_PURPOSE = frozenset(("GPE", "NORP", "PERSON", "DATE"))
TIME_ZONES = frozenset("GMT UTC CET CEST EST EDT PST PDT BST".split())


def mend_bounds(spans: Iterable[Span], known: Known | None, gazetteer: Gazetteer) -> list[Span]:
    """The spans in their bounds, without those that are a time zone."""
    spans = [span for span in spans if span.text not in TIME_ZONES]
    taken = covered(spans)
    mended = [_grow(span, known, taken) or _cut(span, known, gazetteer) for span in spans]
    purposes = {span.start: longer for span in mended if (longer := _with_purpose(span)) is not None}
    inside = covered(purposes.values())
    return [purposes.get(span.start, span) for span in mended if span.start in purposes or span.start not in inside]


def _with_purpose(span: Span) -> Span | None:
    """The name of a body with what it is for: "Council for the Welfare of Animals"; None where nothing follows."""
    doc, end = span.doc, span.end
    if span.label_ != "ORG" or span[-1].text not in BODY_WORDS or end == len(doc) or doc[end].text != "for":
        return None
    last = end
    for i in range(end + 1, min(len(doc), end + LONGEST_PURPOSE)):
        if doc[i].ent_type_ in NO_PURPOSE:
            break
        if doc[i].pos_ == "PROPN" and doc[i].text[0].isupper():
            last = i + 1
        elif doc[i].lower_ not in ("the", "of", "and"):
            break
    return Span(doc, span.start, last, label="ORG") if last > end else None


def _grow(span: Span, known: Known | None, taken: Set[int]) -> Span | None:
    """The longer known name that the span is a part of, over words of no other: "Fatah" of "Jaish al-Fatah"."""
    if known is None or span.label_ not in ("ORG", "PERSON"):
        return None
    doc, first, last = span.doc, span.start, span.end
    while first > max(0, span.start - REACH) and first - 1 not in taken and _is_part(doc[first - 1]):
        first -= 1
    while last < min(len(doc), span.end + REACH) and last not in taken and _is_part(doc[last]):
        last += 1
    for start in range(first, span.start + 1):
        for end in range(last, span.end - 1, -1):
            if end - start > len(span) and doc[start].text[0].isupper() and doc[end - 1].text[-1:].isalnum():
                actor = known.find(doc[start:end].text)
                if actor is not None and actor.kind in LABEL_OF_KIND:
                    return Span(doc, start, end, label=span.label_)
    return None


def _is_part(token: Token) -> bool:
    """Whether it may stand in a name: with a capital, an Arabic article, a hyphen; "The" is no part of one."""
    if token.lower_ == "the":
        return False
    return token.text[0].isupper() or token.lower_.startswith(("al-", "as-", "an-")) or token.lower_ in ("al", "-")


def _cut(span: Span, known: Known | None, gazetteer: Gazetteer) -> Span:
    start, end = span.start, span.end
    doc = span.doc
    if span.label_ not in ("ORG", "PERSON") or len(span) < 2 or _is_known(span.text, known):
        return span
    last = doc[end - 1].text
    if last in HEADLINE_VERBS or (last in DAYS and span.label_ == "PERSON"):
        end -= 1
    elif len(span) > 2 and last in ("agencies", "Agencies") and doc[end - 2].lower_ == "and":
        end -= 2  # "(Reuters and agencies)"
    elif last.isupper() and _is_agency(last, known):
        start = end - 1  # "Monitor AFP": a headline, and who reports it
    elif gazetteer.country_of(last) is not None and doc[end - 2].lower_.endswith("s"):
        end -= 1 if _is_known(doc[start : end - 1].text, known) else 0  # "Al-Qaedas Syrian affiliate"
    elif span.label_ == "PERSON" and _is_owner(doc[start].text, gazetteer):
        start += 1  # "Syrias Qamishli"
    return span if (start, end) == (span.start, span.end) else Span(doc, start, end, label=span.label_)


def _is_known(name: str, known: Known | None) -> bool:
    return known is not None and known.find(name) is not None


def _is_agency(name: str, known: Known | None) -> bool:
    actor = None if known is None else known.find(name)
    return actor is not None and actor.kind == "media"


def _is_owner(word: str, gazetteer: Gazetteer) -> bool:
    """Whether it is a country's name with an `s` that lost its apostrophe."""
    if not word.endswith("s") or gazetteer.find(word):
        return False
    return any(place.feature == "PCLI" for place in gazetteer.find(word[:-1])[:1])
