"""Quotes of Docs built by hand, and sentences that several modules ask about."""

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from dashboard.pipeline.actors import KnownActors
from dashboard.pipeline.entities import find_mentions
from dashboard.pipeline.gazetteer import Gazetteer
from dashboard.pipeline.locations import place_mentions
from dashboard.pipeline.quotes import Quote, find_quotes
from tests.named import name_actors

Build = Callable[..., Doc]
Read = Callable[..., tuple[str, list[Quote]]]

DIRECT = """
“_ PUNCT punct 6
We PRON nsubj 2
won_ VERB ccomp 6
,_ PUNCT punct 6
” PUNCT punct 6
{subject}
said VERB ROOT 6
. PUNCT punct 6
"""

INDIRECT = """
{subject}
said VERB ROOT 1
that SCONJ mark 4
it PRON nsubj 4
was VERB ccomp 1
{opening}over{closing} ADV advmod 4
. PUNCT punct 1
"""


@pytest.fixture
def read(build_doc: Build, gazetteer: Gazetteer, known: KnownActors) -> Read:
    def read_quotes(*sentences: str) -> tuple[str, list[Quote]]:
        doc = build_doc(*sentences)
        mentions = find_mentions(doc, gazetteer)
        actors = name_actors(mentions, place_mentions(doc, mentions, gazetteer), known, gazetteer)
        return doc.text, find_quotes(doc, mentions, actors, known.find_offices())

    return read_quotes


def parts(text: str, quote: Quote) -> list[str]:
    return [text[start:end] for start, end in quote.parts]
