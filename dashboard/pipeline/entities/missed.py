"""Missed: names that the model passed over, found again by what is known of the article and of the world.

Limits: a repetition is found letter for letter. A name of one word is taken up only where the tagger calls it a noun
and it is written with a capital. `words` are those of the Doc, which takes its time to give them.
"""

from collections.abc import Iterable, Iterator, Sequence, Set

from spacy.tokens import Doc, Span, Token

from dashboard.pipeline.entities.labels import BODY_WORDS, LABEL_OF_KIND, SPEAKING, Known
from dashboard.pipeline.entities.places import LOCATIVE
from dashboard.pipeline.entities.roles import TITLES
from dashboard.pipeline.entities.spans import DAYS, OFFICES, covered
from dashboard.pipeline.gazetteer import Gazetteer

# Words of the longest name that is looked up among the known actors.
LONGEST_KNOWN = 6
# Bodies that an article calls by this word alone.
DEFINITE = frozenset("Coalition Alliance Opposition Observatory Front Movement Brotherhood Resistance".split())
# Words of the longest name that is taken up behind a title.
LONGEST_TITLED = 4


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


def find_titled(doc: Doc, text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """People outside the spans whose title is written before the name: "Lt Gen Talal Haddad"."""
    taken = covered(spans)
    for title in TITLES.finditer(text):
        name = doc.char_span(title.end(), title.end() + 1, alignment_mode="expand")
        if name is None or name.start_char != title.end() or "\n" in title.group():
            continue
        start = end = name.start
        while end < min(len(doc), start + LONGEST_TITLED) and end not in taken and _is_name(doc[end]):
            end += 1
        if end > start and not any(token.text in BODY_WORDS for token in doc[start:end]):
            taken |= set(range(start, end))
            yield Span(doc, start, end, label="PERSON")


def find_speaking(doc: Doc, spans: Sequence[Span]) -> Iterator[Span]:
    """People outside the spans who say something; an acronym that does is a body."""
    taken = covered(spans)
    subject = doc.vocab.strings["nsubj"]
    for token in doc:
        if token.dep != subject or token.pos_ != "PROPN" or token.i in taken or token.head.lemma_ not in SPEAKING:
            continue
        start = token.i
        while start - 1 not in taken and start and doc[start - 1].dep_ == "compound" and _is_name(doc[start - 1]):
            start -= 1
        if _is_name(token) and token.is_alpha:
            yield Span(doc, start, token.i + 1, label="ORG" if token.text.isupper() and len(token) > 1 else "PERSON")


def find_acronyms(doc: Doc, words: Sequence[str], spans: Sequence[Span]) -> Iterator[Span]:
    """Acronyms outside the spans, of the bodies among them or in brackets behind one."""
    taken = covered(spans)
    bodies = [span for span in spans if span.label_ == "ORG" and len(span) > 1]
    initials = {"".join(token.text[0] for token in body if token.text[0].isupper()) for body in bodies}
    ends = {body.end for body in bodies}
    for i, word in enumerate(words):
        if len(word) < 2 or not word.isupper() or not word.isalpha() or i in taken:
            continue
        bracketed = i - 1 in ends and words[i - 1] == "("
        if bracketed or (word in initials and not doc[i].sent.text.isupper()):
            yield Span(doc, i, i + 1, label="ORG")


def find_definite(doc: Doc, words: Sequence[str], spans: Sequence[Span]) -> Iterator[Span]:
    """Bodies outside the spans that go by one word with a capital: "the Coalition"."""
    taken = covered(spans)
    for i, word in enumerate(words):
        if word not in DEFINITE or i in taken or not i or words[i - 1].lower() != "the":
            continue
        if i + 1 == len(doc) or not words[i + 1][0].isupper():
            yield Span(doc, i, i + 1, label="ORG")


def find_located(
    doc: Doc, words: Sequence[str], spans: Sequence[Span], countries: set[str], gazetteer: Gazetteer
) -> Iterator[Span]:
    """Places of the article's countries outside the spans, behind a word that says where: "near Homs"."""
    taken = covered(spans)
    for token in (doc[i + 1] for i, word in enumerate(words[:-1]) if word.lower() in LOCATIVE):
        if token.i in taken or not _is_name(token):
            continue
        if token.ent_type_ == "DATE":  # "in March 2011": a town of Cambridgeshire has that name
            continue
        end = token.i + 1
        while end < min(len(doc), token.i + LONGEST_TITLED) and end not in taken and _is_name(doc[end]):
            end += 1
        if any(place.country_code in countries for place in gazetteer.find(doc[token.i : end].text)):
            yield Span(doc, token.i, end, label="GPE")


def find_repeated(doc: Doc, words: Sequence[str], spans: Sequence[Span], names: Iterable[Span]) -> Iterator[Span]:
    """Repetitions of the names outside the spans, and of the surnames and first names of people, the longest first."""
    taken = covered(spans)
    by_first: dict[str, dict[tuple[str, ...], str]] = {}
    for span in names:
        name = tuple(words[span.start : span.end])
        by_first.setdefault(name[0], {}).setdefault(name, span.label_)
        if span.label_ == "PERSON" and len(name) > 1:
            by_first.setdefault(name[-1], {}).setdefault(name[-1:], "PERSON")
            by_first.setdefault(name[0], {}).setdefault(name[:1], "PERSON")
    small = {word for word in words if word[0].islower()}
    for i, word in enumerate(words):
        if word not in by_first or i in taken:
            continue
        for name, label in sorted(by_first[word].items(), key=lambda pair: -len(pair[0])):
            place = range(i, i + len(name))
            if place.stop > len(doc) or not taken.isdisjoint(place) or tuple(words[i : place.stop]) != name:
                continue
            if len(name) > 1 or _is_name(doc[i]) or (len(word) > 3 and _is_only_name(doc[i], small)):
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
        and token.text not in OFFICES
        and (token.pos_ == "PROPN" or (token.pos_ in ("NOUN", "X") and not token.is_sent_start))
    )
