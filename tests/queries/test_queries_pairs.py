"""Pairs of random quotes: those, and in the order, that are found when every quote is compared with every other."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from random import Random
from typing import Any

import pytest

from dashboard import settings
from dashboard.filters import Filters
from dashboard.queries.disputes import count_pairs, list_pairs
from dashboard.reader import Reader
from dashboard.store import Store
from dashboard.words.comparison import find_stems
from tests import rows as make

# Name, feature and population.
PLACES = {
    "0": ("Homs", "PPLA", 500), "1": ("Hama", "PPLA", 400), "2": ("Rebel Gate", "PPL", 400),
    "3": ("Idlib", "ADM1", 900), "4": ("Syria", "PCLI", 1000), "5": ("Asia", "CONT", 2000),
}  # fmt: skip
SPEAKERS = (None, "he", "Assad", "the ministry", "the defence ministry", "a ministry official", "a teacher")
ACTORS = ("assad", "ministry", "state")
WORDS = "rebels rebel entered Homs shelled market fired army gate no the open".split()
CUES = {"says": "said", "denies": "rejected", "claims": "dismissed", "warns": "Denying"}
FIRST, DAYS = datetime(2024, 12, 1, 6, tzinfo=UTC), 8
LENGTH = 100  # of a sentence; each holds a quote


@dataclass(frozen=True)
class Said:
    """A quote as the reference sees it; `order` says its place among all, the newest first."""

    order: tuple[float, str, int]
    quote_id: str
    day: date | None
    source: str
    text: str
    speaker: str | None
    actors: frozenset[str]
    denies: bool
    places: frozenset[str]

    @cached_property
    def called(self) -> frozenset[str]:
        return find_stems(self.speaker or "")


def make_corpus(seed: int, articles: int) -> tuple[Reader, list[Said]]:
    """A reader on random quotes, and these quotes in the order of their numbers."""
    random = Random(seed)
    rows: dict[str, list[Any]] = {name: [] for name in ("articles", "sentences", "entities", "quotes", "speakers")}
    said = []
    for number in range(articles):
        article_id = f"{number:04}"
        published = FIRST + timedelta(hours=random.randrange(24 * DAYS)) if random.random() < 0.9 else None
        source, sentences = random.choice("AB"), random.randrange(5)
        article = make.article(article_id, "x" * LENGTH * 5, published=published, source=source)
        rows["articles"].append(article)
        for sentence in range(sentences):
            start = sentence * LENGTH
            rows["sentences"].append(make.sentence(article_id, sentence, start, start + LENGTH))
            places = list(name_places(random, article_id, sentence, rows["entities"]))
            quote, actors = make_quote(random, article_id, sentence)
            rows["quotes"].append(quote)
            rows["speakers"] += [make.speaker(quote, actor, start=at) for at, actor in enumerate(actors)]
            denies = quote["stance"] == "denies" or quote["cue"] in ("dismissed", "Denying")
            said.append(Said(
                (-published.timestamp() if published else 0, article_id, start), quote["quote_id"],
                published and published.date(), source, quote["text"], quote["speaker"], frozenset(actors), denies,
                frozenset(places),
            ))  # fmt: skip
    rows["actors"] = [make.actor(each, each) for each in ACTORS]
    rows["locations"] = [
        make.location(key, name, feature=feature, population=population)
        for key, (name, feature, population) in PLACES.items()
    ]
    return Store(make.tables(**rows), {}).reader(), sorted(said, key=lambda each: each.order)


def name_places(random: Random, article_id: str, sentence: int, entities: list[Any]) -> Iterator[str]:
    """Add mentions to a sentence, within the quote and beside it, and give the places that are named as themselves."""
    for at in (0, 20, 40):
        place, sense = random.choice([*PLACES]), random.choice(("place", "place", "actor", "demonym"))
        if random.random() < 0.6:
            start, name = sentence * LENGTH + at, PLACES[place][0]
            actor = "state" if sense == "actor" else None
            entities.append(make.entity(
                article_id, start, name, sentence=sentence, label="GPE", sense=sense, location_id=place, actor_id=actor,
            ))  # fmt: skip
            if sense == "place":
                yield place


def make_quote(random: Random, article_id: str, sentence: int) -> tuple[Any, list[str]]:
    """A quote of a few words, and its actors."""
    start = sentence * LENGTH + 15
    text = " ".join(random.choices(WORDS, k=random.randrange(1, 4)))
    text = text.upper() if random.random() < 0.2 else text
    speaker = random.choice(SPEAKERS)
    actors = random.sample(ACTORS, random.choice((0, 0, 1, 2))) if speaker else []
    stance = random.choice(("says", "says", "denies", "claims", "warns"))
    spans = {"speaker_start": start, "speaker_end": start + 5} if speaker else {}
    quote = make.quote(
        article_id, [[start, start + 60]], text, sentence=sentence, speaker=speaker, stance=stance, cue=CUES[stance],
        cue_start=start, cue_end=start + 5, actor_id=actors[0] if actors else None, **spans,
    )  # fmt: skip
    return quote, actors


def is_pair(denial: Said, other: Said) -> bool:
    """What the page says of a pair, its place aside."""
    if not (denial.denies and not other.denies and denial.day and other.day and denial.called and other.called):
        return False
    if abs(denial.day - other.day).days > settings.DISPUTE_DAYS:
        return False
    if denial.actors and other.actors:
        return denial.actors.isdisjoint(other.actors)
    return not denial.called <= other.called and not other.called <= denial.called


def compare_all(quotes: list[Said]) -> list[tuple[str, str, str, list[str]]]:
    """The quotes, the place and the shared words of each pair, in the order in which they are listed."""
    found = []
    for denial in quotes:
        for other in quotes:
            for place in sorted((denial.places & other.places) - {"4", "5"}) if is_pair(denial, other) else ():
                assert denial.day and other.day
                name, _, population = PLACES[place]
                shared = (find_stems(denial.text) & find_stems(other.text)) - find_stems(name)
                rank = (1 + len(shared)) / (1 + abs(denial.day - other.day).days)
                found.append(((-rank, population, denial.order, other.order), denial, other, place, sorted(shared)))
    found.sort(key=lambda row: row[0])
    by_denial: dict[str, list[tuple[str, str, str, list[str]]]] = {}
    seen = set()
    for _, denial, other, place, words in found:
        texts = (denial.text.lower(), other.text.lower())
        if texts not in seen:
            seen.add(texts)
            by_denial.setdefault(denial.quote_id, []).append((denial.quote_id, other.quote_id, place, words))
    return [row for rows in by_denial.values() for row in rows]


def listed(reader: Reader, filters: Filters) -> list[tuple[str, str, str, list[str]]]:
    frame = list_pairs(reader, filters)
    assert count_pairs(reader, filters) == len(frame)
    return [*zip(frame["denial_id"], frame["other_id"], frame["location_id"], map(list, frame["shared"]), strict=True)]


@pytest.mark.parametrize("seed", range(3))
def test_pairs_are_those_that_comparing_all_quotes_finds(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DISPUTE_QUOTES", 10_000)
    reader, quotes = make_corpus(seed, 120)
    until = FIRST.date() + timedelta(days=3)
    chosen = {
        Filters(): quotes,
        Filters(sources=("A",)): [each for each in quotes if each.source == "A"],
        Filters(until=until): [each for each in quotes if each.day and each.day <= until],
        Filters(speakers=("assad", "state")): [each for each in quotes if each.actors & {"assad", "state"}],
        Filters(sources=("C",)): [],
    }
    for filters, those in chosen.items():
        assert listed(reader, filters) == compare_all(those), filters
    assert len(compare_all(quotes)) > 100


def test_a_denial_is_compared_with_the_quotes_nearest_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DISPUTE_QUOTES", 3)
    reader, quotes = make_corpus(0, 120)
    near = set()
    for denial in (quote for quote in quotes if quote.denies):
        for place in denial.places:
            said = [each for each in quotes if place in each.places and not each.denies and each.day and each.called]
            before = [each for each in said if each.order < denial.order][-3:]
            after = [each for each in said if each.order > denial.order][:3]
            near |= {(denial.quote_id, other.quote_id, place) for other in before + after}
    columns = reader.columns
    denials, others = ([quotes[each].quote_id for each in columns[f"disputes.{side}"]] for side in ("denial", "other"))
    places = columns.texts["locations.id"].take(columns["disputes.location"])
    pairs = [*zip(denials, others, places, strict=True)]
    assert set(pairs) <= near
    assert len(pairs) == len(set(pairs)) > 100
    everything = {row[:3] for row in compare_all(quotes)}
    assert near & everything <= {*pairs}, "none that is near is left out"
