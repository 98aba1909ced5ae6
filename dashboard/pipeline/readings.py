"""Readings: everything that is found in one article. A worker process makes one from a Doc and returns it."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from spacy.tokens import Doc

from dashboard import settings
from dashboard.pipeline.actors import Actor, KnownActors, Naming, find_namings, load_known
from dashboard.pipeline.actors.evidence import doubt_lone_words
from dashboard.pipeline.actors.outlets import is_own_outlet
from dashboard.pipeline.claims import Claim, find_claims
from dashboard.pipeline.entities import Mention, find_mentions, list_sentences
from dashboard.pipeline.entities.furniture import find_furniture
from dashboard.pipeline.gazetteer import Gazetteer, open_gazetteer
from dashboard.pipeline.locations import Placement, place_mentions
from dashboard.pipeline.movements import Movement, find_movements
from dashboard.pipeline.passages import Passages
from dashboard.pipeline.quotes import Quote, find_quotes
from dashboard.pipeline.quotes.turns import find_turns, name_speakers, quote_turns
from dashboard.pipeline.tokens import UNREAD


@dataclass(frozen=True, slots=True)
class Reading:
    """What is found in one article. `mentions`, `placements` and `namings` have one entry for each mention."""

    sentences: list[tuple[int, int]]
    mentions: list[Mention]
    placements: list[Placement]
    namings: list[Naming | None]
    quotes: list[Quote]
    claims: list[Claim] = field(default_factory=list)
    movements: list[Movement] = field(default_factory=list)
    unread: int = 0  # characters that are no prose, and were left out: see `tokens`

    @property
    def actors(self) -> list[Actor | None]:
        """The actor of each mention."""
        return [None if naming is None else naming.actor for naming in self.namings]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an article comes from: the year of its publication and the outlet, each None if it is unknown."""

    year: int | None = None
    source: str | None = None


def read_doc(own_actors: Path | None, own_places: Path | None, origin: Origin, doc: Doc) -> Reading:
    """What is found in a Doc.

    An outlet that names itself ("told Reuters", in Reuters) says who wrote the article: it is not counted as an actor.
    """
    gazetteer, known = open_knowledge(own_actors, own_places)
    text = doc.text  # put together anew by each call
    sentences, turns = list_sentences(doc), find_turns(text)
    mentions = name_speakers(find_mentions(doc, gazetteer, known), turns, sentences)
    placements = place_mentions(doc, mentions, gazetteer)
    namings = find_namings(mentions, placements, known, gazetteer, text, origin.year)
    actors = [None if naming is None else naming.actor for naming in namings]
    furniture = Passages(find_furniture(doc, text))
    found = find_quotes(doc, mentions, actors, known.find_offices(origin.year))
    quotes = quote_turns(text, found, turns, mentions, actors, sentences)
    quotes = [quote for quote in quotes if not furniture.hold(quote.start)]
    namings = doubt_lone_words(text, mentions, namings, {each.actor_id for quote in quotes for each in quote.speakers})
    own = {a.actor_id for a in actors if a is not None and is_own_outlet(a, origin.source, known)}
    if own:
        namings = [None if naming is None or naming.actor.actor_id in own else naming for naming in namings]
        quotes = [_without(own, quote) for quote in quotes]
    actors = [None if naming is None else naming.actor for naming in namings]
    claims = [c for c in find_claims(doc, mentions, placements, actors, quotes) if not furniture.hold(c.start)]
    movements = [m for m in find_movements(doc, mentions, placements, actors, quotes) if not furniture.hold(m.start)]
    unread = sum(end - start for start, end in doc.user_data.get(UNREAD, ()))
    return Reading(sentences, mentions, placements, namings, quotes, claims, movements, unread)


def join_readings(readings: Sequence[Reading], pieces: Sequence[str]) -> Reading:
    """The reading of a text from those of its pieces."""
    if len(readings) == 1:
        return readings[0]
    whole, start = Reading([], [], [], [], [], [], [], sum(reading.unread for reading in readings)), 0
    for reading, piece in zip(readings, pieces, strict=True):
        first = len(whole.sentences)
        whole.sentences.extend((start + begin, start + end) for begin, end in reading.sentences)
        whole.mentions.extend(mention.shift(start, first) for mention in reading.mentions)
        whole.placements.extend(reading.placements)
        whole.namings.extend(None if naming is None else naming.shift(first) for naming in reading.namings)
        whole.quotes.extend(quote.shift(start, first) for quote in reading.quotes)
        whole.claims.extend(claim.shift(start, first) for claim in reading.claims)
        whole.movements.extend(movement.shift(start, first) for movement in reading.movements)
        start += len(piece)
    return whole


def _without(actor_ids: Set[str], quote: Quote) -> Quote:
    """The quote, which none of these has said or passed on."""
    return replace(
        quote,
        speakers=tuple(each for each in quote.speakers if each.actor_id not in actor_ids),
        via_actor_id=None if quote.via_actor_id in actor_ids else quote.via_actor_id,
    )


def open_knowledge(own_actors: Path | None, own_places: Path | None) -> tuple[Gazetteer, KnownActors]:
    """The gazetteer and the known actors, opened once in each process; the user's own places and actors are added.

    Files of one's own are read again if they have changed. The gazetteer is compiled first if there is none yet.
    """
    return _open_knowledge(own_actors, own_places, _stamp(own_actors), _stamp(own_places))


@lru_cache(maxsize=1)
def _open_knowledge(
    own_actors: Path | None, own_places: Path | None, *stamps: tuple[int, int] | None
) -> tuple[Gazetteer, KnownActors]:
    load_known.cache_clear()
    return open_gazetteer(own_places), load_known(settings.ACTORS_FILE, own_actors)


def _stamp(path: Path | None) -> tuple[int, int] | None:
    """Time and size of a file; None if there is none."""
    if path is None or not path.is_file():
        return None
    found = path.stat()
    return found.st_mtime_ns, found.st_size
