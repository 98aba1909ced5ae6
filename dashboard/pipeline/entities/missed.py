"""Missed: names that the model passed over, found again by what is known of the article and of the world.

Limits: a repetition is found letter for letter. A name of one word is taken up again only where the tagger calls it a
proper noun.
"""

from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Doc, Span, Token

from dashboard.pipeline.entities.labels import LABEL_OF_KIND, Known
from dashboard.pipeline.entities.spans import covered

# Words of the longest name that is looked up among the known actors.
LONGEST_KNOWN = 6


def find_known(doc: Doc, spans: Sequence[Span], known: Known) -> Iterator[Span]:
    """Names of known actors outside the spans, the longest that begins at each word."""
    taken = covered(spans)
    for token in doc:
        if token.i in taken or not token.text[0].isupper():
            continue
        for end in range(min(len(doc), token.i + LONGEST_KNOWN), token.i, -1):
            if end - 1 in taken or (end == token.i + 1 and not _is_name(token)):
                continue
            actor = known.find(doc[token.i : end].text)
            if actor is not None and actor.kind in LABEL_OF_KIND and taken.isdisjoint(range(token.i, end)):
                taken |= set(range(token.i, end))
                yield Span(doc, token.i, end, label=LABEL_OF_KIND[actor.kind])
                break


def find_repeated(doc: Doc, spans: Sequence[Span], names: Iterable[Span]) -> Iterator[Span]:
    """Repetitions of the names outside the spans, and of the surnames of people, the longest first."""
    taken = covered(spans)
    by_first: dict[str, dict[tuple[str, ...], str]] = {}
    for span in names:
        words = tuple(token.text for token in span)
        by_first.setdefault(words[0], {}).setdefault(words, span.label_)
        if span.label_ == "PERSON" and len(words) > 1:
            by_first.setdefault(words[-1], {}).setdefault(words[-1:], "PERSON")
            by_first.setdefault(words[0], {}).setdefault(words[:1], "PERSON")
    for token in doc:
        if token.i in taken or token.text not in by_first:
            continue
        for words, label in sorted(by_first[token.text].items(), key=lambda pair: -len(pair[0])):
            place = range(token.i, token.i + len(words))
            if place.stop > len(doc) or not taken.isdisjoint(place):
                continue
            if tuple(doc[i].text for i in place) == words and (len(words) > 1 or _is_name(token)):
                taken |= set(place)
                yield Span(doc, place.start, place.stop, label=label)
                break


def _is_name(token: Token) -> bool:
    return token.pos_ == "PROPN" and (token.text[0].isupper() or any(c.isupper() for c in token.text))
