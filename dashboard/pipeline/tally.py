"""The tally: counts the mentions of every actor and place over all articles, and makes the rows of these."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from dashboard.pipeline.actors import Actor, KnownActors
from dashboard.pipeline.actors.names import ROMANISED
from dashboard.pipeline.actors.romanised import Namings, join_romanised
from dashboard.pipeline.gazetteer import Place
from dashboard.pipeline.readings import Reading
from dashboard.tables.contract import PLACED_SENSES
from dashboard.tables.rows import Row


@dataclass(slots=True)
class _ActorCount:
    """The mentions of one actor, by their surface and by the Actor they were given.

    All these Actors have the same id, but name and kind may differ from article to article.
    """

    surfaces: Counter[str] = field(default_factory=Counter)
    identities: Counter[Actor] = field(default_factory=Counter)
    articles: int = 0

    def add(self, other: "_ActorCount") -> None:
        """Add the counts of another actor. No article may name both, since each would count twice."""
        self.surfaces += other.surfaces
        self.identities += other.identities
        self.articles += other.articles


@dataclass(slots=True)
class _PlaceCount:
    """The mentions of one place by their sense, and the articles that have one of a placed sense."""

    place: Place
    senses: Counter[str] = field(default_factory=Counter)
    articles: int = 0


class Tally:
    """The actors and places of the articles that were added so far."""

    def __init__(self) -> None:
        self._actors: dict[str, _ActorCount] = {}
        self._people: dict[str, Namings] = {}
        self._places: dict[str, _PlaceCount] = {}

    def add(self, article_id: str, reading: Reading) -> None:
        """Count the actors and places of one more article."""
        self._add_actors(article_id, reading)
        self._add_places(reading)

    def join_people(self, known: KnownActors) -> Mapping[str, str]:
        """Join people who are the same person in two romanisations; returns old id -> the id that they have now."""
        joined = join_romanised(self._people, known)
        for old, new in joined.items():
            self._actors[new].add(self._actors.pop(old))
        return joined

    def actor_rows(self) -> Iterator[Row]:
        """The rows of `actors`, the most mentioned first."""
        for actor_id, count in sorted(self._actors.items(), key=lambda pair: (-pair[1].identities.total(), pair[0])):
            # A lone word is a person where one article says so; of the other forms the commonest is shown.
            actor, _ = min(
                count.identities.items(),
                key=lambda pair: (pair[0].unsure and pair[0].kind == "other", -pair[1], pair[0].name, pair[0].kind),
            )
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
        for location_id, count in sorted(self._places.items(), key=lambda pair: (-pair[1].senses["place"], pair[0])):
            yield {
                "location_id": location_id,
                "name": count.place.name,
                "country_code": count.place.country_code,
                "admin1": count.place.admin1,
                "feature": count.place.feature,
                "latitude": count.place.latitude,
                "longitude": count.place.longitude,
                "population": count.place.population,
                "mentions": count.senses["place"],
                "actor_mentions": count.senses["actor"],
                "articles": count.articles,
            }

    def _add_actors(self, article_id: str, reading: Reading) -> None:
        named: dict[str, Actor] = {}
        for mention, actor in zip(reading.mentions, reading.actors, strict=True):
            if actor is None:
                continue
            count = self._actors.setdefault(actor.actor_id, _ActorCount())
            count.identities[actor] += 1
            count.surfaces[mention.surface] += 1
            named.setdefault(actor.actor_id, actor)
        is_romanised = _is_romanised(reading)
        for actor_id, actor in named.items():
            self._actors[actor_id].articles += 1
            if actor.kind == "person":
                namings = self._people.setdefault(actor_id, Namings(actor.name))
                namings.articles.add(article_id)
                namings.abroad += is_romanised

    def _add_places(self, reading: Reading) -> None:
        counted: set[str] = set()
        for placement in reading.placements:
            if (place := placement.place) is None or placement.sense is None:
                continue
            count = self._places.setdefault(place.location_id, _PlaceCount(place))
            count.senses[placement.sense] += 1
            if placement.sense in PLACED_SENSES:
                counted.add(place.location_id)
        for location_id in counted:
            self._places[location_id].articles += 1


def _is_romanised(reading: Reading) -> bool:
    """Whether the country with most mentions of places in the article does not write names in the Latin script."""
    countries = Counter(placement.place.country_code for placement in reading.placements if placement.place is not None)
    return bool(countries) and countries.most_common(1)[0][0] in ROMANISED
