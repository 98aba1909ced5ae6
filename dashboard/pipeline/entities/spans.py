"""Spans: the names that the encoder and spaCy's model found, cut to the name itself."""

from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Doc, Span

from dashboard.pipeline.encoder import NAMES
from dashboard.pipeline.gazetteer import Gazetteer, normalise
from dashboard.tables.contract import LABELS

# OntoNotes labels of the model, as the encoder's three.
FOLDED = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
PEOPLE = "NORP"
# What the encoder finds with less probability is more often wrong than right.
LIKELY = 0.5

DAYS = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())

# Who holds an office, in acronyms that stand alone.
OFFICES = frozenset("CEO CFO COO CTO MP MPs MEP MEPs PM FM VP".split())
# What a minister is called by, before the word for it.
HOLDERS = frozenset(("Secretary", "Minister", "Ministers", "Secretaries"))
PORTFOLIOS = frozenset(
    "Home Foreign Interior Defence Defense Finance Health Justice Education Energy Oil Trade Labour Transport Culture"
    " Information Agriculture Environment Prime Deputy Shadow First".split()
)


def read_spans(doc: Doc, gazetteer: Gazetteer) -> list[Span]:
    """The names of the contract's types, without what is not the name, in text order.

    People, organisations and places are the encoder's; for the other types, and for places that the gazetteer has, the
    model is asked where the encoder found nothing.
    """
    found = list(_read_encoder(doc, gazetteer))
    taken = covered(found)
    found += [span for span in doc.ents if taken.isdisjoint(range(span.start, span.end)) and _is_kept(span, gazetteer)]
    trimmed = (_trim(span) for span in sorted(found, key=lambda span: span.start))
    return [span for span in trimmed if span is not None and not _is_portfolio(span)]


def _read_encoder(doc: Doc, gazetteer: Gazetteer) -> Iterator[Span]:
    """The encoder's names under OntoNotes labels."""
    names = doc.spans[NAMES]
    for name, probability in zip(names, names.attrs["probabilities"], strict=True):
        if probability >= LIKELY:
            yield Span(doc, name.start, name.end, label=_find_label(name, gazetteer))


def _find_label(name: Span, gazetteer: Gazetteer) -> str:
    """The model's label where the two agree on the type, or where it sees the name of a nation; else the likeliest."""
    for span in name.ents:
        if span.label_ == PEOPLE and span.text == name.text and gazetteer.country_of(span.text) is not None:
            return PEOPLE
    agreeing = [span for span in name.ents if FOLDED.get(span.label_) == name.label_]
    if agreeing:
        return max(agreeing, key=len).label_
    if name.label_ == "LOC":
        return "GPE" if gazetteer.find(name.text) else "LOC"
    return "PERSON" if name.label_ == "PER" else "ORG"


def _is_kept(span: Span, gazetteer: Gazetteer) -> bool:
    """Whether a name of the model that the encoder has not is one."""
    if span.label_ in ("GPE", "LOC"):
        return bool(gazetteer.find(span.text))
    return span.label_ in LABELS and span.label_ not in FOLDED


def name_things(spans: Sequence[Span]) -> list[Span]:
    """The spans, where acronyms that are counted ("a UAV, two VBIEDs") are products and no bodies."""
    things = {span.text for span in spans if _is_counted(span)}
    return [relabel(span, "PRODUCT") if span.text in things else span for span in spans]


def spelling(span: Span) -> str:
    """The form under which two mentions of one article are the same name."""
    return normalise(span.text)


def relabel(span: Span, label: str) -> Span:
    """The same words under another label."""
    return span if span.label_ == label else Span(span.doc, span.start, span.end, label=label)


def surnames_of(spans: Iterable[Span]) -> set[str]:
    """The last names of the people of more than one name."""
    return {normalise(span[-1].text) for span in spans if span.label_ == "PERSON" and len(span) > 1}


def covered(spans: Iterable[Span]) -> set[int]:
    """The indices of the tokens that belong to a name."""
    return {i for span in spans for i in range(span.start, span.end)}


def _is_portfolio(span: Span) -> bool:
    """Whether it is an office and no name: "State" of "Secretary of State Kerry", "Home" of "Home Secretary", "CEO"."""
    doc, start = span.doc, span.start
    if span.text in OFFICES:
        return True
    behind = doc[span.end].text if span.end < len(doc) else ""
    if behind in HOLDERS and all(token.text in PORTFOLIOS for token in span):
        return True
    return (
        len(span) == 1
        and span.label_ == "ORG"
        and start > 1
        and doc[start - 1].lower_ in ("of", "for")
        and doc[start - 2].text in ("Secretary", "Minister", "Undersecretary")
    )


def _is_counted(span: Span) -> bool:
    """Whether it is an acronym that stands alone behind "a" or "an"."""
    doc = span.doc
    if len(span) > 1 or span.label_ != "ORG" or not span.text.isupper() or not span.start:
        return False
    alone = span.end == len(doc) or (doc[span.end].pos_ not in ("NOUN", "PROPN", "ADJ") and doc[span.end].text != "-")
    return alone and doc[span.start - 1].lower_ in ("a", "an")


def _is_score(doc: Doc, i: int) -> bool:
    """Whether a score begins here: "Sweden 1 – 0"."""
    return i + 2 < len(doc) and doc[i].is_digit and doc[i + 1].text in ("-", "–") and doc[i + 2].is_digit


def _trim(span: Span) -> Span | None:
    """The span without article, possessive, score, punctuation at its ends, white space; None if nothing is left."""
    start, end = span.start, span.end
    doc = span.doc
    while start < end and (doc[start].is_space or doc[start].is_punct or doc[start].lower_ in ("the", "a", "an")):
        start += 1
    while end - start > 1 and span.label_ == "PERSON" and doc[start].pos_ == "VERB" and doc[start].text[0].islower():
        start += 1  # "retook Nawa"
    while end > start and (doc[end - 1].is_punct or doc[end - 1].is_space or doc[end - 1].tag_ == "POS"):
        end -= 1
    if end - start > 1 and _is_score(doc, end - 1):
        end -= 1
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
