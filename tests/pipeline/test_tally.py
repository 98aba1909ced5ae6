"""The tally of readings that are built by hand."""

from collections.abc import Sequence, Set
from itertools import batched

from dashboard.pipeline.actors import Actor, KnownActors, Naming
from dashboard.pipeline.articles import Article
from dashboard.pipeline.batch import tabulate_batch
from dashboard.pipeline.entities import Mention
from dashboard.pipeline.gazetteer import Place
from dashboard.pipeline.locations import Placement
from dashboard.pipeline.locations.ranking import Candidate
from dashboard.pipeline.readings import Reading
from dashboard.pipeline.tally import Tally
from dashboard.tables.contract import SENSES
from dashboard.tables.rows import Row

HOMS = Place("169577", "Homs", "SY", "Homs", "PPL", 34.7, 36.7, 775_404)
BARAZI = Actor("talal-al-barazi", "Talal al-Barazi", "person")
BARAZI_TOO = Actor("talal-barazi", "Talal Barazi", "person")


def read(*found: tuple[str, Actor | None, str | None]) -> Reading:
    """The reading of an article with these mentions: name, actor, sense of one that is placed in Homs."""
    mentions = [Mention(number, number + 1, 0, name, "GPE") for number, (name, _, _) in enumerate(found)]
    placements = [_place(sense) for _, _, sense in found]
    namings = [None if actor is None else Naming(actor, "its own name") for _, actor, _ in found]
    return Reading([(0, len(found))], mentions, placements, namings, [])


def _place(sense: str | None) -> Placement:
    return Placement() if sense is None else Placement((Candidate(HOMS, (), 1.0),), sense)


def tally(*readings: Reading) -> Tally:
    """The tally of these readings, two of them a part."""
    counted = Tally()
    for part in batched(enumerate(readings), 2):
        articles = [make_article(f"article-{number}") for number, _ in part]
        tables = tabulate_batch(articles, [reading for _, reading in part])
        counted.add(tables["entries"], tables["namings"], tables["placings"])
    return counted


def make_article(article_id: str) -> Article:
    return Article(article_id, article_id, None, "Rain fell on Homs.", None, None, None, None, "here", "en")


def find_none(actor_ids: Set[str]) -> dict[str, set[str]]:
    """As if no article named two of these actors."""
    return {actor_id: {actor_id} for actor_id in actor_ids}


def counts(rows: Sequence[Row]) -> list[tuple[int, ...]]:
    return [tuple(row[name] for name in ("mentions", "actor_mentions", "articles")) for row in rows]


def test_only_places_and_actors_count_for_a_place() -> None:
    readings = [read(("Homs", None, sense)) for sense in SENSES]
    assert counts(list(tally(*readings).location_rows())) == [(1, 1, 2)]
    assert counts(list(tally(read(("Homs", None, "part"))).location_rows())) == [(0, 0, 0)], "and it is known"


def test_an_actor_bears_the_name_that_most_mentions_give_it_and_lists_all() -> None:
    other = Actor(BARAZI.actor_id, "T. Barazi", "person")
    found = tally(read(("Barazi", BARAZI, None), ("T. Barazi", other, None)), read(("Barazi", BARAZI, None)))
    [row] = found.actor_rows()
    assert (row["name"], row["mentions"], row["articles"]) == ("Talal al-Barazi", 3, 2)
    assert row["aliases"] == ["Barazi", "T. Barazi"]


def test_a_lone_word_is_a_person_where_one_article_says_so() -> None:
    person = Actor("haddad", "Haddad", "person", unsure=True)
    doubted = Actor("haddad", "Haddad", "other", unsure=True)
    for others, kind in ((doubted, "other"), (person, "person")):
        [row] = tally(
            read(("Haddad", doubted, None)), read(("Haddad", doubted, None), ("Haddad", others, None))
        ).actor_rows()
        assert (row["kind"], row["unsure"]) == (kind, True)


def test_two_romanisations_of_one_person_are_counted_as_one(known: KnownActors) -> None:
    found = tally(*(read((each.name, each, None), ("Homs", None, "place")) for each in (BARAZI, BARAZI_TOO)))
    assert found.join_people(known, find_none) == {"talal-barazi": "talal-al-barazi"}
    [row] = found.actor_rows()
    assert (row["actor_id"], row["mentions"], row["articles"]) == ("talal-al-barazi", 2, 2)
    assert row["aliases"] == ["Talal Barazi", "Talal al-Barazi"]
