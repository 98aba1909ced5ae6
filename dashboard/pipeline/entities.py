"""Mentions: the names in an article, as spaCy found them and as the gazetteer and the article correct them.

Limits: names of the model's types only (no dates, no amounts). A name that the model missed is added only where the
same name was found elsewhere in the article. A name that the model took for a person or an organisation becomes a
place only if the gazetteer has it in a country that the article names and a locative word stands beside it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span

from dashboard.pipeline.gazetteer import Gazetteer, normalise
from dashboard.tables import LABELS

PLACE_LABELS = ("GPE", "LOC")

# Words before a name that say where. "of" is left out: "the army of Hama" and "a friend of Paris" read alike.
LOCATIVE = frozenset(
    "in at near from to into around towards toward outside inside across through throughout via over".split()
)
# Words after a name that say what it is.
AREA = frozenset("area city town village province governorate region district countryside suburbs suburb".split())

TITLE = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Sgt|Maj|Capt|Sen|Rep|Gov|Rev)\.?|Sir|Dame|Lord|Lady|Sheikh|Imam|Ayatollah"
    r"|Pope|King|Queen|Prince|Princess|Emir|Sultan|(?:Vice[- ])?President(?:[- ][Ee]lect)?"
    r"|(?:Deputy )?(?:Prime|Foreign|Interior|Defen[cs]e|Finance) Minister|Minister|Chancellor|Premier"
    r"|Secretary(?:[- ]General| of State)?|Ambassador|Senator|Governor|Mayor|General|Colonel|Major|Captain|Lieutenant"
    r"|Brigadier|Admiral|Professor|Judge|Justice|Chairman|Chairwoman|Spokesman|Spokeswoman|Envoy)\s+"
)
# The nation or body before a title belongs to the role: "Syrian President", "US President-elect".
ROLE = re.compile(rf"((?:[A-Z][\w.]*\s+){{0,2}}(?:{TITLE.pattern})+)$")


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention: characters `start` to `end` of the article, the sentence's number, its OntoNotes label."""

    start: int
    end: int
    sentence: int
    surface: str
    label: str
    role: str | None = None


def find_mentions(doc: Doc, gazetteer: Gazetteer) -> list[Mention]:
    """The names of the article in text order; no two overlap, and each `surface` is the text at its offsets."""
    sentence_of = {token.i: number for number, sentence in enumerate(doc.sents) for token in sentence}
    trimmed = (_trim(span) for span in doc.ents if span.label_ in LABELS)
    spans = [span for span in trimmed if span is not None]
    placed = _places_under_other_labels(doc, spans, gazetteer)
    mentions = [_mention(doc, span, sentence_of, "GPE" if _key(span) in placed else span.label_) for span in spans]
    missed = list(_missed(doc, [span for span in spans if _key(span) in placed or span.label_ == "GPE"]))
    mentions += [_mention(doc, span, sentence_of, "GPE") for span in missed]
    return sorted(mentions, key=lambda m: m.start)


def list_sentences(doc: Doc) -> list[tuple[int, int]]:
    """[start, end) of each sentence in characters, without the white space around it, unless it is nothing else."""
    spans = []
    for sentence in doc.sents:
        text = sentence.text
        bare = text.strip() or text
        start = sentence.start_char + text.index(bare)
        spans.append((start, start + len(bare)))
    return spans


def _key(span: Span) -> str:
    return normalise(span.text)


def _trim(span: Span) -> Span | None:
    """The span without article, possessive, quotation marks and white space; None if nothing is left."""
    start, end = span.start, span.end
    doc = span.doc
    while start < end and (doc[start].is_space or doc[start].is_quote or doc[start].lower_ in ("the", "a", "an")):
        start += 1
    while end > start and (doc[end - 1].is_space or doc[end - 1].is_quote or doc[end - 1].tag_ == "POS"):
        end -= 1
    if start == end or not any(c.isalnum() for c in doc[start:end].text):
        return None
    # A name does not run over a line break: what follows one is the next line.
    for token in doc[start + 1 : end]:
        if token.is_space and "\n" in token.text:
            end = token.i
            break
    return Span(doc, start, end, label=span.label_)


def _mention(doc: Doc, span: Span, sentence_of: dict[int, int], label: str) -> Mention:
    mention = Mention(span.start_char, span.end_char, sentence_of[span.start], span.text, label)
    return _split_role(doc.text, mention) if label == "PERSON" else mention


def _split_role(text: str, mention: Mention) -> Mention:
    """The mention without the titles it begins with; `role` is the titles and the nation before them."""
    start = mention.start
    while (title := TITLE.match(text, start, mention.end)) and title.end() < mention.end:
        start = title.end()
    before = ROLE.search(text, max(0, start - 80), start)
    role = " ".join(before.group(1).split()) if before and "\n" not in before.group(1) else None
    return replace(mention, start=start, surface=text[start : mention.end], role=role)


def _places_under_other_labels(doc: Doc, spans: Iterable[Span], gazetteer: Gazetteer) -> set[str]:
    """Names labelled as something else that are places here; one sense a document holds for all their mentions."""
    spans = list(spans)
    countries = _countries(spans, gazetteer)
    found = set()
    for span in spans:
        if span.label_ in (*PLACE_LABELS, "NORP", "FAC") or len(span) > 3:
            continue
        if not any(place.country_code in countries for place in gazetteer.find(span.text)):
            continue
        before = doc[span.start - 1].lower_ if span.start else ""
        before = doc[span.start - 2].lower_ if before == "the" and span.start > 1 else before
        after = doc[span.end].lower_ if span.end < len(doc) else ""
        if before in LOCATIVE or after in AREA:
            found.add(_key(span))
    return found


def _countries(spans: Iterable[Span], gazetteer: Gazetteer) -> set[str]:
    """Codes of the countries that the article names, by name or by adjective."""
    votes: Counter[str] = Counter()
    for span in spans:
        if span.label_ == "NORP" and (country := gazetteer.country_of(span.text)):
            votes[country.country_code or ""] += 1
        elif span.label_ in PLACE_LABELS:
            votes.update(p.country_code or "" for p in gazetteer.find(span.text)[:1] if p.feature == "PCLI")
    return set(votes)


def _missed(doc: Doc, known: Iterable[Span]) -> Iterator[Span]:
    """Proper nouns outside every entity that repeat a place name of one token found elsewhere in the article."""
    names = {span.text for span in known if len(span) == 1}
    for token in doc:
        if token.text in names and token.ent_type_ == "" and token.pos_ == "PROPN":
            yield Span(doc, token.i, token.i + 1, label="GPE")
