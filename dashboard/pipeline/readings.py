"""Readings: all that is found in one article, from its Doc; what a worker process gives back."""

from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc

from dashboard import settings
from dashboard.pipeline.actors import Actor, KnownActors, load_known, name_actors
from dashboard.pipeline.entities import Mention, find_mentions, list_sentences
from dashboard.pipeline.gazetteer import Gazetteer, open_gazetteer
from dashboard.pipeline.locations import Placement, place_mentions
from dashboard.pipeline.quotes import Quote, find_quotes


@dataclass(frozen=True, slots=True)
class Reading:
    """One article's findings; `mentions`, `placements` and `actors` are parallel."""

    sentences: list[tuple[int, int]]
    mentions: list[Mention]
    placements: list[Placement]
    actors: list[Actor | None]
    quotes: list[Quote]


def read_doc(_number: int, doc: Doc) -> Reading:
    """The reading of one Doc, with the gazetteer and the known actors of the settings, opened once a process."""
    gazetteer, known = _knowledge()
    mentions = find_mentions(doc, gazetteer, known)
    placements = place_mentions(doc, mentions, gazetteer)
    actors = name_actors(mentions, placements, known, gazetteer)
    return Reading(list_sentences(doc), mentions, placements, actors, find_quotes(doc, mentions, actors))


@cache
def _knowledge() -> tuple[Gazetteer, KnownActors]:
    return open_gazetteer(), load_known(settings.ACTORS_FILE)
