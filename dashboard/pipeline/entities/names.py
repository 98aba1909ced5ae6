"""Names: what the encoder and spaCy's model found, as one list of spans.

The encoder says where a person, an organisation or a place is named: on three annotated sets, a model that weighed both
opinions and was learned on the other sets did no better than the encoder alone. The model gives the finer label of a
place, and the names of other types (nations, events, works). A place that the model alone found is kept if the
gazetteer has it: this finds half a point to a point more of the toponyms of four sets.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span

from dashboard.pipeline.encoder import NAMES
from dashboard.pipeline.entities.spans import covered, trim
from dashboard.pipeline.gazetteer import Gazetteer
from dashboard.tables.contract import LABELS

# OntoNotes labels of spaCy's model, as the encoder's three.
FOLDED = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
PLACE_LABELS = ("GPE", "LOC")
PEOPLE = "NORP"
# Probability from which a span is taken for a name. F1 is highest with a threshold of half the F1 that is reached; that
# is 0.85. From 0.35 to 0.5, F1 of names and B³ of actors differ by less than half a point on each of six sets, and the
# recall of places by a point.
LIKELY = 0.4
# Tokens. What is longer is a list, or a page in capitals, and no name; the longest of 600 articles of news has 12.
LONGEST = 40


@dataclass(frozen=True, slots=True)
class Name:
    """A span under its OntoNotes label.

    `probability` is the encoder's, None for what it did not find; `models` are the spans of spaCy's model that share
    a token with this one.
    """

    span: Span
    probability: float | None = None
    models: tuple[Span, ...] = ()

    @property
    def label(self) -> str:
        """The label of the span."""
        return self.span.label_

    def relabel(self, label: str) -> "Name":
        """The same words under another label; of another type, the encoder's probability is not known."""
        if label == self.label:
            return self
        probability = self.probability if FOLDED.get(label) == FOLDED.get(self.label) else None
        return replace(
            self, span=Span(self.span.doc, self.span.start, self.span.end, label=label), probability=probability
        )


def read_names(doc: Doc, gazetteer: Gazetteer) -> list[Name]:
    """The names of the contract's types in text order, each cut to the name itself; no two overlap."""
    models = {i: span for span in doc.ents for i in range(span.start, span.end)}
    found = list(_read_encoder(doc, models, gazetteer))
    taken = covered(name.span for name in found)
    # "Jerusalem" in "Jerusalem Ford" is no place, even where the encoder is unsure what the whole name is.
    places = {(span.start, span.end) for span in doc.ents if span.label_ in PLACE_LABELS}
    taken |= covered(s for s in doc.spans[NAMES] if s.label_ != FOLDED["GPE"] or (s.start, s.end) not in places)
    alone = [span for span in doc.ents if taken.isdisjoint(range(span.start, span.end))]
    found += [Name(span, models=(span,)) for span in alone if _is_kept(span, gazetteer)]
    cut = [(name, trim(name.span)) for name in sorted(found, key=lambda name: name.span.start)]
    return [replace(name, span=span) for name, span in cut if span is not None and not _is_common(span)]


def _read_encoder(doc: Doc, models: Mapping[int, Span], gazetteer: Gazetteer) -> Iterator[Name]:
    """The encoder's names; `models` has the span of spaCy's model at each token."""
    group = doc.spans[NAMES]
    for span, probability in zip(group, group.attrs["probabilities"], strict=True):
        if probability >= LIKELY and len(span) <= LONGEST:
            here = tuple(dict.fromkeys(models[i] for i in range(span.start, span.end) if i in models))
            yield Name(Span(doc, span.start, span.end, label=_find_label(span, here, gazetteer)), probability, here)


def _find_label(span: Span, models: Sequence[Span], gazetteer: Gazetteer) -> str:
    """The OntoNotes label of a name of the encoder.

    It is the model's where both see the same type, or where the model sees a nation, or a place that the gazetteer has:
    states that act are organisations to the encoder, which learned from reports on matches.
    """
    for model in models:
        if model.text == span.text:
            if model.label_ == PEOPLE and gazetteer.country_of(model.text) is not None:
                return PEOPLE
            if span.label_ == "ORG" and model.label_ in PLACE_LABELS and gazetteer.find(span.text):
                return model.label_
    agreeing = [model for model in models if FOLDED.get(model.label_) == span.label_]
    if agreeing:
        return max(agreeing, key=len).label_
    if span.label_ == "LOC":
        return "GPE" if gazetteer.find(span.text) else "LOC"
    return "PERSON" if span.label_ == "PER" else "ORG"


def _is_kept(span: Span, gazetteer: Gazetteer) -> bool:
    """Whether a name that only the model found is one."""
    if len(span) > LONGEST:
        return False
    if span.label_ in PLACE_LABELS:
        return bool(gazetteer.find(span.text))
    return span.label_ in LABELS and span.label_ not in FOLDED


def _is_common(span: Span) -> bool:
    """Whether a place would be a common word in no capitals: "us", and "Us" of a title, for a village in France."""
    return span.label_ in PLACE_LABELS and all(token.is_stop and not token.text.isupper() for token in span)
