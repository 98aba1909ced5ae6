"""Entities: the names in an article, as the encoder and spaCy's model found them.

Run order: `furniture` (what is no news), `names` (what was found), `splits` (repair of lost commas), `groups` ("Iraqi
security forces"), `labels`, `missed` (known actors, acronyms, repetitions), `roles` (titles), `possessives` (repair of
lost apostrophes), `namesakes` (people inside longer names). Limits: names of the contract's labels only, no dates.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span

from dashboard import settings
from dashboard.pipeline.articles.record import CONTROL
from dashboard.pipeline.entities.furniture import find_furniture
from dashboard.pipeline.entities.groups import join_groups
from dashboard.pipeline.entities.known import Known
from dashboard.pipeline.entities.labels import settle_labels
from dashboard.pipeline.entities.mention import Mention
from dashboard.pipeline.entities.missed import find_acronyms, find_known, find_repeated
from dashboard.pipeline.entities.names import PLACE_LABELS, read_names
from dashboard.pipeline.entities.namesakes import find_people, people_inside
from dashboard.pipeline.entities.places import countries_of, places_inside
from dashboard.pipeline.entities.possessives import mend_possessives
from dashboard.pipeline.entities.roles import split_role
from dashboard.pipeline.entities.splits import has_lost_marks, split_names
from dashboard.pipeline.gazetteer import Gazetteer
from dashboard.pipeline.passages import Passages


def find_mentions(doc: Doc, gazetteer: Gazetteer, known: Known | None = None) -> list[Mention]:
    """The names of the article in text order, each `surface` the text at its offsets; `known` are actors of the world.

    No two overlap, but for the name of a place, nation or person inside a longer name, which follows that name.
    """
    text = doc.text  # put together anew by each call
    words = [token.text for token in doc]
    starts = [sentence.start for sentence in doc.sents]
    furniture = Passages(find_furniture(doc, text))
    names = [name for name in read_names(doc, gazetteer) if not furniture.hold(name.span.start_char)]
    is_damaged = has_lost_marks(text)
    if is_damaged:
        names = split_names(names, known, gazetteer)
    names, nations = join_groups(doc, names, gazetteer)
    names = settle_labels(names, known, gazetteer)
    spans = [name.span for name in names]
    countries = countries_of(spans, gazetteer)
    spans += list(find_known(doc, words, spans, known)) if known is not None else []
    spans += list(find_acronyms(doc, words, spans))
    spans += list(find_repeated(doc, words, spans))
    spans = [span for span in spans if not furniture.hold(span.start_char)]
    sure = {(name.span.start, name.span.end): name.probability for name in names}
    mentions = [_mention(text, span, starts, sure.get((span.start, span.end))) for span in spans]
    if is_damaged:
        mentions = mend_possessives(text, mentions, known, gazetteer)
    inner = [found for mention in mentions for found in places_inside(mention, countries, gazetteer)]
    inner += [replace(_mention(text, span, starts), within="ORG") for span in nations]
    people = find_people(mentions, gazetteer)
    inner += [found for mention in mentions for found in people_inside(mention, people, known)]
    once = {(mention.start, mention.end): mention for mention in inner + mentions if _may_be_linked(mention.surface)}
    return sorted(once.values(), key=lambda m: (m.start, -m.end))


def _may_be_linked(surface: str) -> bool:
    """Whether a link can hold the name: one that is longer, or has control characters, is code or damaged."""
    return len(surface) <= settings.LONGEST_VALUE and CONTROL.search(surface) is None


def list_sentences(doc: Doc) -> list[tuple[int, int]]:
    """[start, end) of each sentence in characters, without the white space around it, unless it is nothing else."""
    spans = []
    for sentence in doc.sents:
        text = sentence.text
        bare = text.strip() or text
        start = sentence.start_char + text.index(bare)
        spans.append((start, start + len(bare)))
    return spans


def _mention(text: str, span: Span, starts: Sequence[int], probability: float | None = None) -> Mention:
    mention = Mention(
        span.start_char,
        span.end_char,
        bisect_right(starts, span.start) - 1,
        text[span.start_char : span.end_char],
        span.label_,
        probability=probability,
    )
    return split_role(text, mention) if span.label_ == "PERSON" else mention


__all__ = [
    "PLACE_LABELS",
    "Known",
    "Mention",
    "find_mentions",
    "list_sentences",
]
