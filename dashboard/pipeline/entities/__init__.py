"""Entities: the names in an article, as spaCy found them and as what is known of article and world corrects them.

Run order: `furniture` (what is no news), `spans` (what the model marked), `splits` (two names in one), `bounds`,
`places`, `groups` ("Iraqi security forces"), `labels`, `missed`, `roles` (titles), `possessives`, `namesakes` (people
inside longer names), `offices` ("the Home Secretary"). Limits: names of the model's types only (no dates, no amounts);
what neither the model marked nor a rule of `missed` or `offices` describes is not found.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span

from dashboard.pipeline.entities.bounds import mend_bounds
from dashboard.pipeline.entities.furniture import find_furniture, stands_in
from dashboard.pipeline.entities.groups import join_groups
from dashboard.pipeline.entities.labels import Known, settle_labels
from dashboard.pipeline.entities.mention import Mention
from dashboard.pipeline.entities.missed import (
    find_acronyms,
    find_definite,
    find_known,
    find_located,
    find_repeated,
    find_speaking,
    find_titled,
)
from dashboard.pipeline.entities.namesakes import find_people, people_inside
from dashboard.pipeline.entities.offices import find_holder, find_offices, is_office
from dashboard.pipeline.entities.places import PLACE_LABELS, countries_of, find_places, places_inside
from dashboard.pipeline.entities.possessives import mend_possessives
from dashboard.pipeline.entities.roles import split_role
from dashboard.pipeline.entities.spans import name_things, read_spans, spelling
from dashboard.pipeline.entities.splits import split_names
from dashboard.pipeline.gazetteer import Gazetteer


def find_mentions(doc: Doc, gazetteer: Gazetteer, known: Known | None = None) -> list[Mention]:
    """The names of the article in text order, each `surface` the text at its offsets; `known` are actors of the world.

    No two overlap, but for the name of a place, nation or person inside a longer name, which follows that name.
    """
    text = doc.text  # put together anew by each call
    words = [token.text for token in doc]
    starts = [sentence.start for sentence in doc.sents]
    furniture = find_furniture(doc, text)
    spans = [span for span in read_spans(doc, gazetteer) if not stands_in(span.start_char, furniture)]
    spans = split_names(spans, countries_of(spans, gazetteer), known, gazetteer)
    spans = mend_bounds(spans, known, gazetteer)
    placed = find_places(doc, text, spans, gazetteer)
    countries = countries_of(spans, gazetteer)
    spans, nations = join_groups(doc, spans, gazetteer)
    spans = name_things(settle_labels(doc, text, spans, placed, known, gazetteer))
    spans += list(find_known(doc, words, spans, known)) if known is not None else []
    spans += list(find_titled(doc, text, spans))
    spans += list(find_definite(doc, words, spans))
    spans += list(find_speaking(doc, spans))
    spans += list(find_acronyms(doc, words, spans))
    spans += list(find_located(doc, words, spans, countries, gazetteer))
    again = [s for s in spans if s.label_ in ("GPE", "PERSON", "ORG") or spelling(s) in placed]
    spans += list(find_repeated(doc, words, spans, again))
    spans = [span for span in spans if not stands_in(span.start_char, furniture)]
    mentions = [_mention(text, span, starts) for span in spans]
    mentions = mend_possessives(text, mentions, known, gazetteer)
    inner = [found for mention in mentions for found in places_inside(mention, countries, gazetteer)]
    inner += [_mention(text, span, starts, within="ORG") for span in nations]
    people = find_people(mentions, gazetteer)
    inner += [found for mention in mentions for found in people_inside(mention, people, known)]
    named = sorted(mentions, key=lambda mention: mention.start)
    inner += [replace(_mention(text, s, starts), role=s.text) for s in find_offices(doc, text, named)]
    once = {(mention.start, mention.end): mention for mention in inner + mentions}
    return sorted(once.values(), key=lambda m: (m.start, -m.end))


def list_sentences(doc: Doc) -> list[tuple[int, int]]:
    """[start, end) of each sentence in characters, without the white space around it, unless it is nothing else."""
    spans = []
    for sentence in doc.sents:
        text = sentence.text
        bare = text.strip() or text
        start = sentence.start_char + text.index(bare)
        spans.append((start, start + len(bare)))
    return spans


def _mention(text: str, span: Span, starts: Sequence[int], within: str = "") -> Mention:
    mention = Mention(
        span.start_char,
        span.end_char,
        bisect_right(starts, span.start) - 1,
        text[span.start_char : span.end_char],
        span.label_,
        within=within,
    )
    return split_role(text, mention) if span.label_ == "PERSON" else mention


__all__ = ["PLACE_LABELS", "Known", "Mention", "find_holder", "find_mentions", "is_office", "list_sentences"]
