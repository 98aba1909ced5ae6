"""Spans: the words of a name."""

from collections.abc import Iterable

from spacy.tokens import Doc, Span

from dashboard.pipeline import lexicon
from dashboard.pipeline.gazetteer import normalise

DAYS = lexicon.capitalised("weekday")


def spelling(span: Span) -> str:
    """The form under which two mentions of one article are the same name."""
    return normalise(span.text)


def covered(spans: Iterable[Span]) -> set[int]:
    """The indices of the tokens that belong to a name."""
    return {i for span in spans for i in range(span.start, span.end)}


def trim(span: Span) -> Span | None:
    """The span without article, possessive, score, punctuation at its ends, white space; None if nothing is left.

    A person's name does not end in a word in small letters.
    """
    doc, start, end = span.doc, span.start, span.end
    while start < end and (doc[start].is_space or doc[start].is_punct or doc[start].lower_ in ("the", "a", "an")):
        start += 1
    while end > start and (doc[end - 1].is_punct or doc[end - 1].is_space or doc[end - 1].tag_ == "POS"):
        end -= 1
    if end - start > 1 and _is_score(doc, end - 1):
        end -= 1
    while end - start > 1 and span.label_ == "PERSON" and doc[end - 1].text.islower():
        end -= 1  # "with Bernie Sanders vanquished"
    words = [doc[i].text for i in range(start, end)]
    if not any(c.isalnum() for word in words for c in word):
        return None
    # A name does not run over a line break, since what follows one is the next line, nor over half a pair of brackets.
    one_bracket = ("(" in words) != (")" in words)
    for i, word in enumerate(words[1:], start + 1):
        if "\n" in word or (one_bracket and word in ("(", ")")):
            end = i
            break
    return Span(doc, start, end, label=span.label_)


def _is_score(doc: Doc, i: int) -> bool:
    """Whether a score begins here: "Sweden 1 – 0"."""
    return i + 2 < len(doc) and doc[i].is_digit and doc[i + 1].text in ("-", "–") and doc[i + 2].is_digit
