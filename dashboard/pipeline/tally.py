"""The tally: counts the mentions of every actor and place over all articles, and makes the rows of these.

It holds counts of names, and nothing of single mentions.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from dashboard.pipeline.actors import Actor, KnownActors
from dashboard.pipeline.actors.romanised import WrittenName, join_romanised
from dashboard.tables.contract import PLACED_SENSES
from dashboard.tables.rows import Row

IDENTITY = ["actor_id", "name", "kind", "country_code", "unsure"]
PLACE = ["location_id", "name", "country_code", "admin1", "feature", "latitude", "longitude", "population"]


@dataclass(slots=True)
class _ActorCount:
    """The mentions of one actor, by their surface and by the Actor they were given.

    All these Actors have the same id, but name and kind may differ from article to article. `romanised` counts the
    articles whose country does not write names in the Latin script.
    """

    surfaces: Counter[str] = field(default_factory=Counter)
    identities: Counter[Actor] = field(default_factory=Counter)
    articles: int = 0
    romanised: int = 0

    def add(self, other: "_ActorCount") -> None:
        """Add the counts of another actor. No article may name both, since each would count twice."""
        self.surfaces += other.surfaces
        self.identities += other.identities
        self.articles += other.articles
        self.romanised += other.romanised

    @property
    def actor(self) -> Actor:
        """The actor as it is shown: a person where one article says so, by the commonest form of the name."""
        found, _ = min(
            self.identities.items(),
            key=lambda pair: (pair[0].unsure and pair[0].kind == "other", -pair[1], pair[0].name, pair[0].kind),
        )
        return found


@dataclass(slots=True)
class _PlaceCount:
    """The mentions of one place by their sense, and the articles that have one of a placed sense."""

    place: Row
    senses: Counter[str] = field(default_factory=Counter)
    articles: int = 0


class Tally:
    """The actors and places of the articles that were added so far."""

    def __init__(self) -> None:
        self._actors: dict[str, _ActorCount] = {}
        self._places: dict[str, _PlaceCount] = {}

    def add(self, entries: pa.Table, namings: pa.Table, placings: pa.Table) -> None:
        """Count the actors and places of more articles: those of the tables of a part."""
        self._add_actors(entries, namings)
        self._add_places(placings)

    def join_people(
        self, known: KnownActors, find_articles: Callable[[Set[str]], Mapping[str, Set[str]]]
    ) -> Mapping[str, str]:
        """Join people who are the same person in two romanisations; returns old id -> the id that they have now.

        `find_articles` says for some actors which articles name them.
        """
        people = {
            actor_id: WrittenName(actor.name, 2 * count.romanised > count.articles)
            for actor_id, count in self._actors.items()
            if (actor := count.actor).kind == "person"
        }
        joined = join_romanised(people, known, find_articles)
        for old, new in joined.items():
            self._actors[new].add(self._actors.pop(old))
        return joined

    def actor_rows(self) -> Iterator[Row]:
        """The rows of `actors`, the most mentioned first."""
        for actor_id, count in sorted(self._actors.items(), key=lambda pair: (-pair[1].identities.total(), pair[0])):
            actor = count.actor
            yield {
                "actor_id": actor_id,
                "name": actor.name,
                "kind": actor.kind,
                "country_code": actor.country_code,
                "unsure": actor.unsure,
                "aliases": sorted(count.surfaces, key=lambda surface: (-count.surfaces[surface], surface)),
                "mentions": count.identities.total(),
                "articles": count.articles,
            }

    def location_rows(self) -> Iterator[Row]:
        """The rows of `locations`, the most mentioned first."""
        for _, count in sorted(self._places.items(), key=lambda pair: (-pair[1].senses["place"], pair[0])):
            yield {
                **count.place,
                "mentions": count.senses["place"],
                "actor_mentions": count.senses["actor"],
                "articles": count.articles,
            }

    def _add_actors(self, entries: pa.Table, namings: pa.Table) -> None:
        for row in _total(namings, IDENTITY):
            mentions = row.pop("mentions_sum")
            self._actors.setdefault(row["actor_id"], _ActorCount()).identities[Actor(**row)] += mentions
        for row in _total(namings, ["actor_id", "surface"]):
            self._actors[row["actor_id"]].surfaces[row["surface"]] += row["mentions_sum"]
        romanised = entries.filter(entries["is_romanised"])["article_id"]
        named = namings.group_by(["actor_id", "article_id"]).aggregate([])
        for found, name in ((named, "articles"), (named.filter(_is_in(named["article_id"], romanised)), "romanised")):
            for row in found.group_by("actor_id").aggregate([("article_id", "count")]).to_pylist():
                count = self._actors[row["actor_id"]]
                setattr(count, name, getattr(count, name) + row["article_id_count"])

    def _add_places(self, placings: pa.Table) -> None:
        for row in placings.group_by([*PLACE, "sense"]).aggregate([("mentions", "sum")]).to_pylist():
            mentions, sense = row.pop("mentions_sum"), row.pop("sense")
            self._places.setdefault(row["location_id"], _PlaceCount(row)).senses[sense] += mentions
        placed = placings.filter(pc.is_in(placings["sense"], value_set=pa.array(PLACED_SENSES)))
        named = placed.group_by(["location_id", "article_id"]).aggregate([])
        for row in named.group_by("location_id").aggregate([("article_id", "count")]).to_pylist():
            self._places[row["location_id"]].articles += row["article_id_count"]


def _total(namings: pa.Table, columns: list[str]) -> list[Row]:
    """The mentions of each combination of these columns, in order of the rows."""
    rows: list[Row] = namings.group_by(columns, use_threads=False).aggregate([("mentions", "sum")]).to_pylist()
    return rows


def _is_in(column: pa.ChunkedArray, values: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.is_in(column, value_set=values.combine_chunks())
