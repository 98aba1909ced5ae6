"""Pairs of random quotes: those, and in the order, that are found when every quote is compared with every other."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from dashboard import settings
from dashboard.columns.disputes import KINDS
from dashboard.filters import Filters
from dashboard.queries.disputes import count_pairs, list_pairs
from dashboard.reader import Reader
from dashboard.store import Store
from dashboard.words import claims
from dashboard.words.comparison import find_stems
from dashboard.words.sources import country_words, find_source_words
from tests import rows as make

# Name, feature and population.
PLACES = {
    "0": ("Homs", "PPLA", 500), "1": ("Hama", "PPLA", 400), "2": ("Rebel Gate", "PPL", 400),
    "3": ("Idlib", "ADM1", 900), "4": ("Syria", "PCLI", 1000), "5": ("Asia", "CONT", 2000),
}  # fmt: skip
# What speakers are called -> the actors that they may be.
SPEAKERS: dict[str | None, tuple[str, ...]] = {
    None: (), "he": (), "the source": (), "Assad": ("assad",), "Bashar": ("assad", "state"),
    "the ministry": ("ministry",), "the defence ministry": ("ministry",), "a teacher": (), "a nurse": (),
    "a driver": ("state",),
}  # fmt: skip
ACTORS = ("assad", "ministry", "state")
TEXTS = (
    "An air strike on the market killed 4 people",
    "On Monday an air strike killed 3 people",
    "An air strike on Monday killed 4 people",
    "Air strikes on the market killed 8 people", "An air strike killed 6 people and wounded 9 civilians",
    "4 people were killed by shells", "Shells near the market killed five people and wounded 20 people",
    "Two soldiers were killed in an air strike", "A car bomb killed 30 people", "A suicide bomber killed 40 people",
    "The rebels have entered Homs", "The army holds Homs", "No rebel entered the city of Homs", "Hama has fallen",
    "Hama is safe", "The army pulled out of Hama", "The market gate is open", "Somebody used the market gate",
    "The gate of the market was not used", "Homs", "Shells hit the gate",
)  # fmt: skip
CUES = {"says": "said", "denies": "rejected", "claims": "dismissed", "warns": "Denying"}
FIRST, DAYS = datetime(2024, 12, 1, 6, tzinfo=UTC), 8
LENGTH = 100  # of a sentence; each holds a quote


@dataclass(frozen=True)
class Said:
    """A quote as the reference sees it; `order` says its place among all, the newest first."""

    order: tuple[float, str, int]
    article: str
    quote_id: str
    day: date | None
    source: str
    text: str
    cue: str
    speaker: str | None
    actors: frozenset[str]
    places: frozenset[str]
    names: dict[str, list[str]]  # place -> what the quote calls it within its words
    in_article: frozenset[str]  # the places that its article names

    @property
    def denies(self) -> bool:
        return self.cue != "said"


def make_corpus(seed: int, articles: int) -> tuple[Reader, list[Said]]:
    """A reader on random quotes, and these quotes in the order of their numbers."""
    random = Random(seed)
    rows: dict[str, list[Any]] = {name: [] for name in ("articles", "sentences", "entities", "quotes", "speakers")}
    said = []
    for number in range(articles):
        article_id = f"{number:04}"
        published = FIRST + timedelta(hours=random.randrange(24 * DAYS)) if random.random() < 0.9 else None
        source, sentences = random.choice(("A", "Teacher B")), random.randrange(5)
        named: Any = set()  # it grows with the sentences
        article = make.article(article_id, "x" * LENGTH * 5, published=published, source=source)
        rows["articles"].append(article)
        for sentence in range(sentences):
            start = sentence * LENGTH
            rows["sentences"].append(make.sentence(article_id, sentence, start, start + LENGTH))
            places, names = name_places(random, article_id, sentence, rows["entities"])
            named |= places
            quote, actors = make_quote(random, article_id, sentence)
            rows["quotes"].append(quote)
            rows["speakers"] += [make.speaker(quote, actor, start=at) for at, actor in enumerate(actors)]
            said.append(Said(
                (-published.timestamp() if published else 0, article_id, start), article_id, quote["quote_id"],
                published and published.date(), source, quote["text"], quote["cue"], quote["speaker"],
                frozenset(actors), frozenset(places), names, named,
            ))  # fmt: skip
    rows["actors"] = [make.actor(each, each) for each in ACTORS]
    rows["locations"] = [
        make.location(key, name, feature=feature, population=population)
        for key, (name, feature, population) in PLACES.items()
    ]
    return Store(make.tables(**rows), {}).reader(), sorted(said, key=lambda each: each.order)


def name_places(
    random: Random, article_id: str, sentence: int, entities: list[Any]
) -> tuple[set[str], dict[str, list[str]]]:
    """Add mentions to a sentence, within the quote and beside it; the places that are named as themselves, and what
    those within the quote are called."""
    named, within = set(), {}
    for at in (0, 20, 40):
        place, sense = (
            random.choice(["0", "1", *PLACES]),
            random.choice(("place", "place", "place", "actor", "demonym")),
        )
        if random.random() < 0.7:
            start, name = sentence * LENGTH + at, PLACES[place][0]
            actor = "state" if sense == "actor" else None
            entities.append(make.entity(
                article_id, start, name, sentence=sentence, label="GPE", sense=sense, location_id=place, actor_id=actor,
            ))  # fmt: skip
            if at > 0:
                within[place] = [name]
            if sense == "place":
                named.add(place)
    return named, within


def make_quote(random: Random, article_id: str, sentence: int) -> tuple[Any, list[str]]:
    """A quote of a few words, and its actors."""
    start = sentence * LENGTH + 15
    text = random.choice(TEXTS)
    speaker = random.choice([*SPEAKERS])
    actors = [each for each in SPEAKERS[speaker] if random.random() < 0.7]
    stance = random.choice(("says", "says", "denies", "claims", "warns"))
    spans = {"speaker_start": start, "speaker_end": start + 5} if speaker else {}
    quote = make.quote(
        article_id, [[start, start + 60]], text, sentence=sentence, speaker=speaker, stance=stance, cue=CUES[stance],
        cue_start=start, cue_end=start + 5, actor_id=actors[0] if actors else None, **spans,
    )  # fmt: skip
    return quote, actors


def known_words(quotes: list[Said]) -> dict[str, frozenset[str]]:
    """Actor -> the words by which at least a tenth of its quotes name who speaks."""
    called = {
        actor: [find_source_words(each.speaker or "") for each in quotes if actor in each.actors] for actor in ACTORS
    }
    return {
        actor: frozenset(
            word for word in frozenset().union(*said) if sum(word in each for each in said) * 10 >= len(said)
        )
        for actor, said in called.items()
    }


def tell(said: Said, known: dict[str, frozenset[str]]) -> frozenset[str]:
    """The words by which the speaker is told from others."""
    return find_source_words(said.speaker or "").union(*(known[actor] for actor in said.actors))


def are_two(one: Said, other: Said, told: dict[str, frozenset[str]]) -> bool:
    """Whether the quotes stand near in time, in two sentences, and are of two sources."""
    if not (one.day and other.day) or abs(one.day - other.day).days > settings.DISPUTE_DAYS or one is other:
        return False
    words, others = told[one.quote_id], told[other.quote_id]
    outlet = find_stems(one.source) if one.source == other.source else frozenset()
    countries = country_words()
    alone = words <= countries or others <= countries
    shared = (words & others) - (frozenset() if alone else countries)
    return bool(words and others) and not shared and (words | others).isdisjoint(outlet)


def find_event(said: Said) -> date | None:
    """The last day up to publication with the name that the quote has."""
    assert said.day
    weekday = claims.find_weekday(said.text)
    return said.day - timedelta(days=(said.day.weekday() - weekday) % 7) if weekday >= 0 else None


def compare_tolls(one: Said, other: Said, telling: int) -> Iterator[tuple[int, int]]:
    """The numbers of each two tolls that clash, the smaller first."""
    assert one.day and other.day
    means = claims.find_means(one.text) & claims.find_means(other.text)
    days = [find_event(each) for each in (one, other)]
    if not means or (days[0] and days[1] and days[0] != days[1]) or (days[0] or other.day) > other.day:
        return
    if (days[1] or one.day) > one.day or not (all(days) or means & claims.RARE_MEANS or telling):
        return
    for first in claims.find_tolls(one.text):
        for second in claims.find_tolls(other.text):
            low, high = sorted((first.value, second.value))
            if first.subject == second.subject and low != high <= claims.LARGEST_RATIO * low:
                yield low, high


def find_control(said: Said, place: str) -> set[int]:
    """What a quote says of control over a place that it names."""
    alone = len(said.places - {"4", "5"}) == 1
    names = said.names.get(place) or (claims.CALLED if alone else ())
    return {claim.value for claim in claims.find_control(said.text, names, said.cue)}


def compare_two(one: Said, other: Said, place: str) -> Iterator[tuple[str, int, int, int]]:
    """The kind of each clash of two quotes about a place, its numbers, and the words in common."""
    shared = claims.find_common_stems(one.text) & find_stems(other.text)
    shared -= claims.GENERAL | find_stems(PLACES[place][0])
    telling = shared - claims.OF_MANY_EVENTS
    if place in one.places & other.places:
        if one.order < other.order:
            yield from (("numbers", *values, len(shared)) for values in compare_tolls(one, other, len(telling)))
        if 1 in find_control(one, place) and 0 in find_control(other, place):
            yield "control", 0, 0, len(shared)
    at = (one.places - {"4", "5"}) or one.in_article
    says_so = claims.may_be_denied(other.text) and bool(telling) and len(shared) > 1
    if one.denies and not other.denies and says_so and place in at and place in other.places:
        yield "denied", 0, 0, len(shared)


type Row = tuple[str, str, str, str]


type Clash = tuple[tuple[Any, ...], str, Said, Said, str, int, int]


def find_clashes(quotes: list[Said]) -> list[Clash]:
    """Rank, kind, quotes, place and numbers of each clash, in the order of the ranks."""
    known = known_words(quotes)
    told = {each.quote_id: tell(each, known) for each in quotes}
    found = []
    for one in quotes:
        for other in quotes:
            places = sorted(other.places & (one.places | one.in_article) - {"4", "5"})
            for place in places if places and are_two(one, other, told) else ():
                for kind, low, high, shared in compare_two(one, other, place):
                    assert one.day and other.day
                    rank = (1 + shared) / (1 + abs(one.day - other.day).days)
                    order = (-rank, PLACES[place][2], one.order, other.order, place)
                    found.append((order, kind, one, other, place, low, high))
    return sorted(found, key=lambda row: row[0])


def list_clashes(found: list[Clash], quotes: list[Said]) -> list[Row]:
    """Kind, quotes and place of each pair of these quotes, in the order in which they are listed."""
    newest: dict[str, str] = {}
    for each in sorted(
        {quote.order: quote for row in found for quote in row[2:4]}.values(), key=lambda each: each.order
    ):
        newest.setdefault(each.text.lower(), each.article)
    groups: dict[tuple[str, str], list[Row]] = {}
    pairs, best = set(), set()
    for _, kind, one, other, place, low, high in found:
        first_place = (kind, one.quote_id, other.quote_id) not in pairs
        pairs.add((kind, one.quote_id, other.quote_id))
        says = (kind, frozenset(newest[each.text.lower()] for each in (one, other)), low, high)
        if (
            first_place
            and one in quotes
            and other in quotes
            and one.actors.isdisjoint(other.actors)
            and says not in best
        ):
            best.add(says)
            groups.setdefault((kind, one.quote_id), []).append((kind, one.quote_id, other.quote_id, place))
    return [row for rows in groups.values() for row in rows]


def listed(reader: Reader, filters: Filters) -> list[Row]:
    frame = list_pairs(reader, filters)
    assert count_pairs(reader, filters) == len(frame)
    return [*zip(frame["kind"], frame["one_id"], frame["other_id"], frame["location_id"], strict=True)]


@pytest.mark.parametrize("seed", range(2))
def test_pairs_are_those_that_comparing_all_quotes_finds(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DISPUTE_QUOTES", 10_000)
    reader, quotes = make_corpus(seed, 100)
    clashes = find_clashes(quotes)
    until = FIRST.date() + timedelta(days=3)
    chosen = {
        Filters(): quotes,
        Filters(sources=("A",)): [each for each in quotes if each.source == "A"],
        Filters(until=until): [each for each in quotes if each.day and each.day <= until],
        Filters(speakers=("assad", "state")): [each for each in quotes if each.actors & {"assad", "state"}],
        Filters(sources=("C",)): [],
    }
    for filters, those in chosen.items():
        assert listed(reader, filters) == list_clashes(clashes, those), filters
    assert Counter(row[0] for row in listed(reader, Filters())).keys() == {*KINDS}
    assert len(clashes) > 20


def test_few_of_the_quotes_nearest_in_time_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DISPUTE_QUOTES", 2)
    reader, quotes = make_corpus(0, 100)
    few = len(reader.columns["disputes.one"])
    monkeypatch.setattr(settings, "DISPUTE_QUOTES", 10_000)
    all_columns = make_corpus(0, 100)[0].columns
    assert 0 < few < len(all_columns["disputes.one"])
    ones = [quotes[each].quote_id for each in reader.columns["disputes.one"]]
    assert max(Counter(ones).values()) < max(Counter(all_columns["disputes.one"].tolist()).values())
