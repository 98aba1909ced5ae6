"""Filter sets to measure with, drawn by a seed from what the tables hold: frequent and rare values, alone and together.

Values are read from the first file of each large table, so that a set of a million articles is read in a second, too.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlencode

import duckdb

from dashboard.filters import Filters, write_filters
from dashboard.tables.contract import PLACED_SENSES
from dashboard.tables.files import list_files
from dashboard.tables.sets import find_root

# How many of the values that come first by their mentions are frequent ones.
FREQUENT = 50

# Articles and sentences that are looked at for words, days and names that stand together.
ARTICLES, SENTENCES = 1_000, 10_000

# The share of these articles in which a frequent word stands, from and to.
COMMON = (0.05, 0.5)

PLAIN = re.compile(r"\b[a-z]{4,}\b")
PHRASE = re.compile(r"\b[a-z]{4,} [a-z]{4,}\b")

ACTORS = "SELECT actor_id FROM '{actors}' WHERE mentions > 0 ORDER BY mentions DESC, actor_id"
PLACES = """
    SELECT location_id FROM '{locations}' WHERE mentions + actor_mentions > 0
    ORDER BY mentions + actor_mentions DESC, location_id"""
SOURCES = "SELECT source FROM '{articles}' WHERE source IS NOT NULL GROUP BY source ORDER BY count(*) DESC, source"
STORIES = f"SELECT story_id FROM '{{articles}}' GROUP BY story_id ORDER BY count(*) DESC, story_id LIMIT {FREQUENT}"
READ = f"SELECT article_id, CAST(published AS DATE), text FROM '{{articles}}' ORDER BY article_id LIMIT {ARTICLES}"
TOGETHER = f"""
    SELECT list_sort(list(DISTINCT actor_id) FILTER (actor_id IS NOT NULL)),
           list_sort(list(DISTINCT location_id) FILTER (location_id IS NOT NULL AND sense IN {PLACED_SENSES}))
    FROM '{{entities}}' GROUP BY article_id, sentence ORDER BY article_id, sentence LIMIT {SENTENCES}"""


@dataclass(frozen=True, slots=True)
class Values:
    """What filters can have as values: those that have many mentions or articles come first."""

    actors: list[str]
    places: list[str]
    sources: list[str]
    days: list[date]
    common_words: list[str]
    rare_words: list[str]
    phrases: list[str]
    articles: list[str]
    stories: list[str]
    actors_together: list[tuple[str, str]]  # two actors that one sentence names
    actor_and_place: list[tuple[str, str]]


def read_values(folder: Path) -> Values:
    """The values of the current set of `folder`; raises ValueError where one of the lists would be empty."""
    root = find_root(folder)
    names = ("articles", "entities", "actors", "locations")
    files = {name: next(iter(list_files(root, name)), None) for name in names}
    if absent := [name for name, file in files.items() if file is None]:
        raise ValueError(f"{root} has no table {absent[0]}; give a folder that dateline preprocess has written")
    with duckdb.connect() as connection:

        def ask(statement: str) -> list[tuple[object, ...]]:
            return connection.execute(statement.format(**files)).fetchall()

        actors, places, sources, stories = (
            [str(row[0]) for row in ask(each)] for each in (ACTORS, PLACES, SOURCES, STORIES)
        )
        read, together = ask(READ), ask(TOGETHER)
    texts = [str(text) for _, _, text in read]
    times = Counter(word for text in texts for word in sorted(set(PLAIN.findall(text))))
    common = [word for word, count in times.most_common() if COMMON[0] <= count / len(texts) <= COMMON[1]]
    values = Values(
        actors, places, sources,
        sorted({day for _, day, _ in read if isinstance(day, date)}),
        common, sorted(word for word, count in times.items() if count == 1),
        [found[0] for text in texts if (found := PHRASE.search(text))],
        [str(article) for article, _, _ in read],
        stories,
        [(named[0], named[1]) for named, _ in together if isinstance(named, list) and len(named) > 1],
        [(named[0], at[0]) for named, at in together if isinstance(named, list) and isinstance(at, list)],
    )  # fmt: skip
    for name in Values.__slots__:
        if not getattr(values, name):
            raise ValueError(f"{root} has no {name.replace('_', ' ')} to choose from; give a larger set")
    return values


class Chooser:
    """Draws filter sets, the same ones for the same seed."""

    def __init__(self, values: Values, seed: int) -> None:
        self.values = values
        self.rng = random.Random(seed)
        self._drawn = {Filters()}

    def draw(self, mixes: Sequence["Mix"]) -> list[Filters]:
        """A filter set of each mix, none that was drawn before, as long as the values last."""
        return [self._draw_new(each) for each in mixes]

    def _draw_new(self, mix: "Mix") -> Filters:
        for _ in range(FREQUENT):
            found = mix(self)
            if found not in self._drawn:
                break
        self._drawn.add(found)
        return found

    def frequent(self, values: Sequence[str]) -> str:
        """One of the first of these values, which have many mentions."""
        return self.rng.choice(values[:FREQUENT])

    def rare(self, values: Sequence[str]) -> str:
        """One of the last half of these values, which have few mentions."""
        return self.rng.choice(values[len(values) // 2 :])

    def days(self, number: int) -> Filters:
        """So many days that begin with one on which an article was published."""
        since = self.rng.choice(self.values.days)
        return Filters(since=since, until=since + timedelta(days=number - 1))

    def two_actors(self) -> Filters:
        """Two actors that one sentence names, in one sentence."""
        return Filters(actors=self.rng.choice(self.values.actors_together), near=("sentence",))

    def actor_at_place(self) -> Filters:
        """An actor and a place that one sentence names, in one sentence."""
        actor, place = self.rng.choice(self.values.actor_and_place)
        return Filters(actors=(actor,), locations=(place,), near=("sentence",))


# Draws the filters of one kind.
type Mix = Callable[[Chooser], Filters]

# What is measured on each page: a filter set of each. The first selects everything.
MIXES: tuple[Mix, ...] = (
    lambda chooser: Filters(),
    lambda chooser: Filters(actors=(chooser.frequent(chooser.values.actors),)),
    lambda chooser: Filters(actors=(chooser.rare(chooser.values.actors),)),
    lambda chooser: Filters(actors=tuple(chooser.rng.sample(chooser.values.actors[:FREQUENT], 2))),
    lambda chooser: Filters(locations=(chooser.frequent(chooser.values.places),)),
    lambda chooser: Filters(locations=(chooser.rare(chooser.values.places),)),
    lambda chooser: Filters(locations=tuple(chooser.rng.sample(chooser.values.places[:FREQUENT], 2))),
    lambda chooser: Filters(sources=(chooser.frequent(chooser.values.sources),)),
    lambda chooser: Filters(sources=(chooser.rare(chooser.values.sources),)),
    lambda chooser: chooser.days(1),
    lambda chooser: chooser.days(30),
    lambda chooser: chooser.days(365),
    lambda chooser: Filters(words=chooser.rng.choice(chooser.values.common_words)),
    lambda chooser: Filters(words=chooser.rng.choice(chooser.values.rare_words)),
    lambda chooser: Filters(words=" ".join(chooser.rng.sample(chooser.values.common_words, 2))),
    lambda chooser: Filters(words=f'"{chooser.rng.choice(chooser.values.phrases)}"'),
    Chooser.two_actors,
    Chooser.actor_at_place,
    lambda chooser: Filters(
        actors=(chooser.frequent(chooser.values.actors),), locations=(chooser.frequent(chooser.values.places),)
    ),
    lambda chooser: replace(
        chooser.days(90),
        sources=(chooser.frequent(chooser.values.sources),),
        words=chooser.rng.choice(chooser.values.common_words),
    ),
)

# The same number, of names that must stand in one sentence.
NEAR: tuple[Mix, ...] = (Chooser.two_actors, Chooser.actor_at_place) * (len(MIXES) // 2)


@dataclass(frozen=True, slots=True)
class View:
    """A page as it is measured: its name in the address, the filter sets it is asked for, what is added to each."""

    label: str
    page: str
    mixes: tuple[Mix, ...] = MIXES
    add: Callable[[Chooser, Filters], Filters] = lambda chooser, filters: filters

    def draw(self, chooser: Chooser) -> list[str]:
        """The query strings to ask for, one of each mix."""
        return [self._write(chooser, each) for each in chooser.draw(self.mixes)]

    def draw_one(self, chooser: Chooser) -> str:
        """One query string, of a mix by chance."""
        [found] = chooser.draw([chooser.rng.choice(self.mixes)])
        return self._write(chooser, found)

    def _write(self, chooser: Chooser, filters: Filters) -> str:
        return urlencode(write_filters(self.add(chooser, filters)), doseq=True)


def _add_why(chooser: Chooser, filters: Filters) -> Filters:
    return replace(filters, why=(chooser.frequent(chooser.values.places),))


def _add_card(chooser: Chooser, filters: Filters) -> Filters:
    return filters if filters.actors else replace(filters, actors=(chooser.frequent(chooser.values.actors),))


def _add_place(chooser: Chooser, filters: Filters) -> Filters:
    return replace(filters, at=(chooser.frequent(chooser.values.places),))


def _add_matter(chooser: Chooser, filters: Filters) -> Filters:
    return replace(_add_place(chooser, filters), matters=("killed",))


def _add_named(chooser: Chooser, filters: Filters) -> Filters:
    return replace(filters, named=(chooser.frequent(chooser.values.actors),))


def _add_outlet(chooser: Chooser, filters: Filters) -> Filters:
    return replace(filters, one=(chooser.frequent(chooser.values.sources),))


def _add_outlet_of_all_weeks(chooser: Chooser, filters: Filters) -> Filters:
    return replace(_add_outlet(chooser, filters), weeks=("together",))


def _add_article(chooser: Chooser, filters: Filters) -> Filters:
    return replace(filters, article=chooser.rng.choice(chooser.values.articles))


def _add_story(chooser: Chooser, filters: Filters) -> Filters:
    return replace(filters, story=chooser.frequent(chooser.values.stories))


def _leave_out(chooser: Chooser, filters: Filters) -> Filters:
    """Without an outlet, sources without a name and the word of an actor."""
    values = chooser.values
    return replace(
        filters, not_sources=(chooser.frequent(values.sources),), not_sourcings=("unnamed",),
        not_actors=(chooser.frequent(values.actors),),
    )  # fmt: skip


def _add_merge(chooser: Chooser, filters: Filters) -> Filters:
    one, other = chooser.rng.sample(chooser.values.actors[:FREQUENT], 2)
    return replace(filters, actors=(one,), near=(), change=("merge",), into=(other,))


VIEWS = (
    View("Overview", ""),
    View("Overview, near", "", NEAR),
    View("Overview, without", "", add=_leave_out),
    View("What changed", "changes"),
    View("Places", "locations"),
    View("Places, near", "locations", NEAR),
    View("Places, without", "locations", add=_leave_out),
    View("Places, why here", "locations", add=_add_why),
    View("Movements", "movements"),
    View("Movements, near", "movements", NEAR),
    View("Actors", "actors"),
    View("Actors, a card", "actors", add=_add_card),
    View("Quotes", "quotes"),
    View("Quotes, near", "quotes", NEAR),
    View("Quotes, without", "quotes", add=_leave_out),
    View("Sourcing", "sourcing"),
    View("Claims", "claims"),
    View("Claims, of one matter and place", "claims", add=_add_matter),
    View("Silence", "silence", add=_add_outlet),
    View("Silence, all weeks", "silence", add=_add_outlet_of_all_weeks),
    View("Disputes", "disputes"),
    View("Articles", "articles"),
    View("Articles, one read", "articles", add=_add_article),
    View("Stories", "stories"),
    View("Stories, one", "stories", add=_add_story),
    View("Sentences", "sentences"),
    View("Sentences, near", "sentences", NEAR),
    View("Evidence", "evidence"),
    View("Watches", "watches"),
    View("Why this number, of all", "number"),
    View("Why this number, a place", "number", add=_add_place),
    View("Why this number, an actor", "number", add=_add_named),
    View("Doubtful pins", "suspects"),
    View("Review", "review"),
    View("Review, a merge", "review", add=_add_merge),
    View("Receipts", "receipts"),
    View("Audit", "audit"),
    View("Add articles", "add_articles"),
    View("About", "about"),
)
