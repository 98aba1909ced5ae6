"""Claims of Docs built by hand, and of sentences that the model reads."""

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from dashboard.pipeline.actors import KnownActors
from dashboard.pipeline.annotate import annotate
from dashboard.pipeline.claims import Claim, find_claims
from dashboard.pipeline.entities import find_mentions
from dashboard.pipeline.gazetteer import Gazetteer
from dashboard.pipeline.locations import place_mentions
from dashboard.pipeline.quotes import find_quotes
from dashboard.pipeline.quotes.grammar import Grammar, read_grammar
from dashboard.pipeline.readings import Origin, read_doc
from tests.named import name_actors

Build = Callable[..., Doc]
Read = Callable[..., tuple[str, list[Claim]]]


@pytest.fixture
def read(build_doc: Build, gazetteer: Gazetteer, known: KnownActors) -> Read:
    """The text and the claims of sentences, each a list of rows."""

    def read_claims(*sentences: str) -> tuple[str, list[Claim]]:
        doc = build_doc(*sentences)
        mentions = find_mentions(doc, gazetteer)
        placements = place_mentions(doc, mentions, gazetteer)
        actors = name_actors(mentions, placements, known, gazetteer)
        quotes = find_quotes(doc, mentions, actors, known.find_offices())
        return doc.text, find_claims(doc, mentions, placements, actors, quotes)

    return read_claims


@pytest.fixture
def words(build_doc: Build) -> Callable[[str], Grammar]:
    """The columns of a sentence of which only the words are read; numbers are those of digits and number words."""
    return lambda sentence: read_grammar(build_doc("\n".join(f"{word} X dep 0" for word in sentence.split())))


@pytest.fixture(scope="session")
def read_text() -> Callable[[str], list[Claim]]:
    """The claims of a text, as the model reads it."""
    return lambda text: read_doc(None, None, Origin(), next(iter(annotate([text])))).claims
