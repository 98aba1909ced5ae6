"""Readings: everything that is found in one article. A worker process makes one from a Doc and returns it."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spacy.tokens import Doc

from dashboard import settings
from dashboard.pipeline.actors import Actor, KnownActors, Naming, find_namings, load_known
from dashboard.pipeline.entities import Mention, find_mentions, list_sentences
from dashboard.pipeline.gazetteer import Gazetteer, open_gazetteer
from dashboard.pipeline.locations import Placement, place_mentions
from dashboard.pipeline.quotes import Quote, find_quotes


@dataclass(frozen=True, slots=True)
class Reading:
    """What is found in one article. `mentions`, `placements` and `namings` have one entry for each mention."""

    sentences: list[tuple[int, int]]
    mentions: list[Mention]
    placements: list[Placement]
    namings: list[Naming | None]
    quotes: list[Quote]

    @property
    def actors(self) -> list[Actor | None]:
        """The actor of each mention."""
        return [None if naming is None else naming.actor for naming in self.namings]


def read_doc(own_actors: Path | None, own_places: Path | None, year: int | None, doc: Doc) -> Reading:
    """What is found in a Doc. `year` is that of the article's publication, None if it is unknown."""
    gazetteer, known = open_knowledge(own_actors, own_places)
    mentions = find_mentions(doc, gazetteer, known)
    placements = place_mentions(doc, mentions, gazetteer)
    namings = find_namings(mentions, placements, known, gazetteer, doc.text, year)
    actors = [None if naming is None else naming.actor for naming in namings]
    return Reading(list_sentences(doc), mentions, placements, namings, find_quotes(doc, mentions, actors))


@cache
def open_knowledge(own_actors: Path | None, own_places: Path | None) -> tuple[Gazetteer, KnownActors]:
    """The gazetteer and the known actors, opened once in each process; the user's own places and actors are added.

    The gazetteer is compiled first if there is none yet.
    """
    return open_gazetteer(own_places), load_known(settings.ACTORS_FILE, own_actors)
