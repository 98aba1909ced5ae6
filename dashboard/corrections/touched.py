"""The rows that corrections may change, as preprocess left them: looked up once, and kept for the next replay.

What is kept only grows: rows that only corrections of an earlier log name may be among it. Texts are kept as codes.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.corrections.codes import NO_ROWS, NONE, Codes, Counted, Flags, Numbers, among, group, pair, unpair
from dashboard.corrections.lookup import Counts, Lookup
from dashboard.corrections.record import Correction, GivenPlace, one_line
from dashboard.tables.contract import PLACED_SENSES

type Row = dict[str, Any]


class PlaceSubject(NamedTuple):
    """What a correction of a place is of: mentions of this name that preprocess took for this place, "" for none.

    They are in the articles of these external ids, and in a sentence of these words, unless that is empty.
    """

    surface: str
    location: str
    articles: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Mentions:
    """Mentions, whole in `rows`, and some of their columns.

    `drawn`: it counts for its place. `acting`: it stands for the state of its place. `unplaced`: it says why it has no
    place.
    """

    rows: pa.Table
    number: Numbers
    article: Numbers
    sentence: Numbers
    start: Numbers
    end: Numbers
    surface: Numbers
    actor: Numbers
    place: Numbers
    drawn: Flags
    acting: Flags
    unplaced: Flags


@dataclass(frozen=True, slots=True)
class Quotes:
    """Quotes, whole in `rows`, and some of their columns."""

    rows: pa.Table
    number: Numbers
    article: Numbers
    actor: Numbers
    via: Numbers


@dataclass(frozen=True, slots=True)
class Speakers:
    """All speakers of the quotes; `quote` is the position of the quote among them."""

    quote: Numbers
    actor: Numbers
    start: Numbers
    end: Numbers


class Touched:
    """What replays have looked up so far, by `lookup` to begin with."""

    def __init__(self, lookup: Lookup) -> None:
        self.codes = Codes()
        self.mentions = self._mentions(lookup.mentions(NO_ROWS))
        self.quotes = self._quotes(lookup.quotes(NO_ROWS))
        self.speakers = self._speakers(lookup.speakers(NO_ROWS), {})
        self.schemas = {"actors": lookup.actors(()).schema, "locations": lookup.locations(()).schema}
        self.actors: dict[str, Row] = {}
        self.places: dict[str, Row] = {}  # one that is only a candidate counts nothing
        self._given: dict[str, GivenPlace] = {}
        self._described: dict[str, Row] = {}
        self.states = lookup.states()
        self.subjects: set[str] = set()  # actors all of whose mentions, speakers and quotes are here
        self.by_actor: dict[int, Numbers] = {}  # subject -> positions of its mentions
        self.by_place: dict[PlaceSubject, Numbers] = {}  # -> positions of the mentions that it is of
        self.said: dict[int, Numbers] = {}  # actor -> positions of its speakers
        self.told: dict[int, Numbers] = {}  # outlet -> positions of the quotes that it was told
        self._looked_up: dict[str, set[Any]] = {}
        self._articles: dict[str, list[int]] = {}  # external id -> articles
        self._words: dict[tuple[int, int], str] = {}  # article and number of a sentence -> its words
        self._surfaces: dict[str, tuple[Numbers, Numbers]] = {}  # actor -> pairs with a surface, times
        self._named, self._placed = Counted(), Counted()
        self._named_otherwise: set[str] = set()
        self._quoted: dict[str, int] = {}  # actor -> how often it says a quote or is told one

    def read(self, lookup: Lookup, corrections: Sequence[Correction]) -> None:
        """Look up the mentions and the actors that these name, and the articles that they are limited to."""
        subjects = {each.actor for each in corrections if each.actor}
        self.read_actors(lookup, subjects | {each.into for each in corrections if each.into})
        if new := self._new("articles", (article for each in corrections for article in each.articles)):
            self._articles |= {each: [] for each in new}
            for external_id, article in lookup.articles(new):
                self._articles[external_id].append(article)
        if actors := subjects - self.subjects:
            self._add_mentions(lookup, lookup.find_mentions(actors))
            where = np.flatnonzero(np.isin(self.mentions.actor, self.codes.codes(actors)))
            self.by_actor.update(group(self.mentions.actor[where], where))
        self.subjects |= subjects

    def read_placed(self, lookup: Lookup, subjects: Collection[PlaceSubject]) -> None:
        """Look up the mentions that corrections of places are of, and the words of the sentences that they name."""
        wide = {(each.surface, each.location) for each in subjects if not each.articles}
        narrow = {(each.surface, article) for each in subjects for article in self.inside(each.articles).tolist()}
        self._add_mentions(lookup, np.union1d(lookup.find_placed(wide), lookup.find_written(narrow)))
        by_surface = group(self.mentions.surface, np.arange(len(self.mentions.surface)))
        for each in subjects:
            self.by_place[each] = self._match(each, by_surface.get(self.codes.code(each.surface), NO_ROWS))
        with_words = [each for each in subjects if each.sentence]
        self._read_words(lookup, np.concatenate([NO_ROWS, *(self.by_place[each] for each in with_words)]))
        for each in with_words:
            positions = self.by_place[each]
            said = [self._words[sentence] == each.sentence for sentence in self._sentences(positions)]
            self.by_place[each] = positions[np.array(said, dtype=np.bool_)]

    def read_actors(self, lookup: Lookup, actors: Iterable[str]) -> None:
        """Look up the rows of these actors."""
        if new := self._new("actors", actors):
            self.actors |= {row["actor_id"]: row for row in lookup.actors(new).to_pylist()}

    def read_places(self, lookup: Lookup, places: Iterable[str]) -> None:
        """Look up the rows of these places, of which some may be only candidates."""
        if new := self._new("places", places):
            self.places |= {row["location_id"]: row for row in lookup.locations(new).to_pylist()}
            if absent := new - self.places.keys():
                self.places |= {row["location_id"]: row for row in lookup.weighed(absent).to_pylist()}

    def describe_places(self, lookup: Lookup, given: Mapping[str, GivenPlace]) -> None:
        """Know these places as corrections describe them, and no others; where the tables have one, theirs counts."""
        if given != self._given:
            self._given = dict(given)
            self._described = {row["location_id"]: row for row in lookup.given(given).to_pylist()} if given else {}

    def knows_place(self, location_id: str) -> bool:
        """Whether the tables have this place, be it only as a candidate, or a correction describes it."""
        return location_id in self.places or location_id in self._described

    def place(self, location_id: str) -> Row:
        """The row of a place that is known."""
        return self.places[location_id] if location_id in self.places else self._described[location_id]

    def read_quotes(self, lookup: Lookup, articles: Iterable[int]) -> None:
        """Look up the quotes that the subjects say or were told, and all in these articles, with their speakers."""
        actors, inside = self._new("quotes of actors", self.subjects), self._new("quotes of articles", articles)
        if not actors and not inside:
            return
        numbers = np.setdiff1d(lookup.find_quotes(actors, inside), self.quotes.number)
        rows = lookup.quotes(numbers)
        at = {quote: number for number, quote in enumerate(rows["quote_id"].to_pylist(), len(self.quotes.number))}
        self.quotes = _join(self.quotes, self._quotes(rows))
        self.speakers = _join(self.speakers, self._speakers(lookup.speakers(numbers), at))
        self.said = group(self.speakers.actor, np.arange(len(self.speakers.actor)))
        told = np.flatnonzero(self.quotes.via != NONE)
        self.told = group(self.quotes.via[told], told)

    def inside(self, external_ids: Collection[str]) -> Numbers:
        """The articles of these external ids, which were looked up."""
        return np.array([code for each in external_ids for code in self._articles[each]], dtype=np.int64)

    def texts(self, codes: Numbers) -> list[str]:
        """The texts of these codes, each once."""
        return [self.codes.texts[code] for code in np.unique(codes).tolist()]

    def surfaces(self, lookup: Lookup, actors: Collection[str]) -> tuple[Numbers, Numbers]:
        """Pairs of one of these actors and a surface, and how many mentions of the actor are written so."""
        for actor in self._new("surfaces of actors", actors):
            found = lookup.count_surfaces(actor)
            surfaces = self.codes.codes(surface for surface, _ in found)
            times = np.array([count for _, count in found], dtype=np.int64)
            self._surfaces[actor] = pair(self.codes.codes([actor]), surfaces), times
        known = [(NO_ROWS, NO_ROWS), *(self._surfaces[each] for each in actors)]
        pairs, times = (np.concatenate(parts) for parts in zip(*known, strict=True))
        return pairs, times

    def times_named(self, lookup: Lookup, pairs: Numbers) -> Numbers:
        """How many mentions of the actor are in the article, for each pair of them."""
        return self._times(self._named, lookup.count_named, pairs)

    def times_placed(self, lookup: Lookup, pairs: Numbers) -> Numbers:
        """How many mentions that are drawn at the place are in the article, for each pair of them."""
        return self._times(self._placed, lookup.count_placed, pairs)

    def named_otherwise(self, lookup: Lookup, places: Collection[str]) -> set[str]:
        """Those of these places that a mention names that is not drawn, such as “Syrian”."""
        if new := self._new("named otherwise", places):
            self._named_otherwise |= lookup.find_named_otherwise(new)
        return self._named_otherwise.intersection(places)

    def quoted_elsewhere(self, lookup: Lookup, actors: Collection[str]) -> set[str]:
        """Those of these actors that say a quote, or are the outlet of one, that is not among these here."""
        self._quoted |= {actor: lookup.count_quoted(actor) for actor in self._new("quoted", actors)}
        return {actor for actor in actors if self._quoted[actor] > self._times_quoted(self.codes.code(actor))}

    def _times_quoted(self, actor: int) -> int:
        return len(self.said.get(actor, NO_ROWS)) + len(self.told.get(actor, NO_ROWS))

    def _times(self, counted: Counted, count: Callable[[list[str], Numbers], Counts], pairs: Numbers) -> Numbers:
        new = counted.uncounted(pairs)
        if len(new):
            ids, articles = unpair(new)
            found = count(self.texts(ids), articles)
            both = pair(
                self.codes.codes(one for one, _ in found), np.array([article for _, article in found], np.int64)
            )
            counted.add(new, Counted(both, np.array([*found.values()], dtype=np.int64)).times(new))
        return counted.times(pairs)

    def _add_mentions(self, lookup: Lookup, numbers: Numbers) -> None:
        new = np.setdiff1d(numbers, self.mentions.number)
        if len(new):
            self.mentions = _join(self.mentions, self._mentions(lookup.mentions(new)))

    def _match(self, subject: PlaceSubject, written: Numbers) -> Numbers:
        """Those of the mentions `written` like the subject that have its place, in any sentence of its articles."""
        mentions = self.mentions
        place = self.codes.code(subject.location) if subject.location else NONE
        wanted: Flags = mentions.place[written] == place
        wanted &= (mentions.drawn if subject.location else mentions.unplaced)[written]
        if subject.articles:
            wanted &= among(mentions.article[written], self.inside(subject.articles))
        return written[wanted]

    def _read_words(self, lookup: Lookup, positions: Numbers) -> None:
        for article in self._new("words", self.mentions.article[positions].tolist()):
            for sentence, words in lookup.sentences(article):
                self._words[article, sentence] = one_line(words)

    def _sentences(self, positions: Numbers) -> list[tuple[int, int]]:
        columns = (column[positions].tolist() for column in (self.mentions.article, self.mentions.sentence))
        return list(zip(*columns, strict=True))

    def _mentions(self, rows: pa.Table) -> Mentions:
        surface, actor, place = self._encode(rows, "surface", "actor_id", "location_id")
        number, article, sentence, start, end = _integers(rows, "number", "article", "sentence", "start", "end")
        drawn, acting = (pc.is_in(rows["sense"], pa.array(senses)).to_numpy() for senses in (PLACED_SENSES, ["actor"]))
        unplaced = pc.is_valid(rows["unplaced_reason"]).to_numpy()
        rows = rows.drop_columns("article")
        return Mentions(
            rows, number, article, sentence, start, end, surface, actor, place, drawn, acting, unplaced
        )  # fmt: skip

    def _quotes(self, rows: pa.Table) -> Quotes:
        columns = *_integers(rows, "number", "article"), *self._encode(rows, "actor_id", "via_actor_id")
        return Quotes(rows.drop_columns("article"), *columns)

    def _speakers(self, rows: pa.Table, at: dict[str, int]) -> Speakers:
        quote = np.array([at[each] for each in rows["quote_id"].to_pylist()], dtype=np.int64)
        return Speakers(quote, *self._encode(rows, "actor_id"), *_integers(rows, "start", "end"))

    def _encode(self, rows: pa.Table, *names: str) -> list[Numbers]:
        return [self.codes.encode(rows[name]) for name in names]

    def _new[Key: (str, int)](self, kind: str, wanted: Iterable[Key]) -> set[Key]:
        """Those that were not looked up yet; from now on they were."""
        known = self._looked_up.setdefault(kind, set())
        new = {each for each in wanted if each not in known}
        known |= new
        return new


def _integers(rows: pa.Table, *names: str) -> list[Numbers]:
    return [rows[name].to_numpy().astype(np.int64) for name in names]


def _join[Rows: (Mentions, Quotes, Speakers)](known: Rows, more: Rows) -> Rows:
    """Both, the second behind the first."""
    joined = {}
    for each in fields(known):
        both = getattr(known, each.name), getattr(more, each.name)
        joined[each.name] = pa.concat_tables(both).combine_chunks() if each.name == "rows" else np.concatenate(both)
    return type(known)(**joined)
