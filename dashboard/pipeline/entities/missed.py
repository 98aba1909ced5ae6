"""Missed: names that the readers passed over, found again by what is known of the article and of the world.

Limits: a repetition is found letter for letter. A name of one word is taken up only where the tagger calls it a noun
and it is written with a capital. `words` are those of the Doc, which takes its time to give them.
"""

from collections.abc import Iterator, Sequence, Set

from spacy.tokens import Doc, Span, Token

from dashboard.pipeline.entities.known import LABEL_OF_KIND, Known
from dashboard.pipeline.entities.spans import DAYS, covered

# Words of the longest name that is looked up among the known actors.
LONGEST_KNOWN = 6
REPEATED = ("PERSON", "ORG", "GPE", "LOC")


def find_known(doc: Doc, words: Sequence[str], spans: Sequence[Span], known: Known) -> Iterator[Span]:
    """Names of known actors outside the spans, the longest that begins at each word."""
    taken = covered(spans)
    for i, word in enumerate(words):
        if not word[0].isupper() or i in taken or word in ("The", "A", "An") or not known.may_begin(word):
            continue
        for end in range(min(len(doc), i + LONGEST_KNOWN), i, -1):
            last = doc[end - 1]
            if end - 1 in taken or last.is_punct or last.is_space or (end == i + 1 and not _is_name(last)):
                continue
            actor = known.find(doc[i:end].text)
            if actor is not None and actor.kind in LABEL_OF_KIND and taken.isdisjoint(range(i, end)):
                taken |= set(range(i, end))
                yield Span(doc, i, end, label=LABEL_OF_KIND[actor.kind])
                break


def find_acronyms(doc: Doc, words: Sequence[str], spans: Sequence[Span]) -> Iterator[Span]:
    """Acronyms outside the spans, of the organisations among them or in brackets behind one."""
    taken = covered(spans)
    long = [span for span in spans if span.label_ == "ORG" and len(span) > 1]
    in_capitals: dict[int, bool] = {}  # by the first token of a sentence
    initials = {"".join(token.text[0] for token in span if token.text[0].isupper()) for span in long}
    ends = {span.end for span in long}
    for i, word in enumerate(words):
        if len(word) < 2 or not word.isupper() or not word.isalpha() or i in taken:
            continue
        bracketed = i - 1 in ends and words[i - 1] == "("
        if not bracketed and word in initials:
            sentence = doc[i].sent
            if sentence.start not in in_capitals:
                in_capitals[sentence.start] = sentence.text.isupper()
            bracketed = not in_capitals[sentence.start]
        if bracketed:
            yield Span(doc, i, i + 1, label="ORG")


def find_repeated(doc: Doc, words: Sequence[str], spans: Sequence[Span]) -> Iterator[Span]:
    """Repetitions of the spans outside them, and of surnames and first names of people; the longest first."""
    taken = covered(spans)
    labels: dict[tuple[str, ...], str] = {}
    lengths: dict[str, set[int]] = {}  # of the names that begin with a word
    for span in spans:
        if span.label_ not in REPEATED:
            continue
        name = tuple(words[span.start : span.end])
        labels.setdefault(name, span.label_)
        if span.label_ == "PERSON" and len(name) > 1:
            labels.setdefault(name[-1:], "PERSON")
            labels.setdefault(name[:1], "PERSON")
    for name in labels:
        lengths.setdefault(name[0], set()).add(len(name))
    small = {word for word in words if word[0].islower()}
    for i, word in enumerate(words):
        if word not in lengths or i in taken:
            continue
        for length in sorted(lengths[word], reverse=True):
            place = range(i, i + length)
            label = labels.get(tuple(words[i : place.stop]))
            if place.stop > len(doc) or label is None or not taken.isdisjoint(place):
                continue
            if length > 1 or _is_name(doc[i]) or (len(word) > 3 and _is_only_name(doc[i], small)):
                taken |= set(place)
                yield Span(doc, i, place.stop, label=label)
                break


def _is_only_name(token: Token, small: Set[str]) -> bool:
    """Whether a word that begins a sentence is a name, since the article never has it in small letters."""
    return token.is_sent_start is True and token.pos_ in ("NOUN", "ADJ") and token.lower_ not in small


def _is_name(token: Token) -> bool:
    return (
        token.text[0].isupper()
        and token.text not in DAYS
        and (token.pos_ == "PROPN" or (token.pos_ in ("NOUN", "X") and not token.is_sent_start))
    )
