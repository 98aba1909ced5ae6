"""Places: ranked under the filters, each sense counted apart, and the names that have none."""

from collections.abc import Callable
from datetime import date
from typing import Any

from dashboard.filters import Filters
from dashboard.queries.locations import names_unplaced, places_ranked, why_here
from dashboard.reader import Reader
from dashboard.store import Store
from tests import rows as make


def ranked(reader: Reader, **filters: Any) -> list[tuple[str, int, int, int, int]]:
    """Name, mentions, mentions as an actor, articles and stories of each place."""
    found = places_ranked(reader, Filters(**filters))[["name", "mentions", "actor_mentions", "articles", "stories"]]
    return list(found.itertuples(index=False, name=None))


def test_the_most_mentioned_come_first_and_demonyms_are_not_counted(reader: Reader) -> None:
    assert ranked(reader) == [
        ("Homs", 5, 0, 4, 3),
        ("Damascus", 4, 0, 3, 2),
        ("Baghdad", 0, 1, 1, 1),
        ("Null Island", 1, 0, 1, 1),
    ]
    assert len(places_ranked(reader, Filters(), 2)) == 2
    also = ("0", "169577", "nowhere")
    assert places_ranked(reader, Filters(), 2, also=also)["name"].tolist() == ["Homs", "Damascus", "Null Island"]


def test_a_place_at_zero_zero_is_a_place(reader: Reader) -> None:
    found = places_ranked(reader, Filters(locations=("0",)))
    assert found["name"].tolist() == ["Homs", "Null Island"]
    assert found["latitude"].tolist() == found["longitude"].tolist() == [0.0, 0.0]
    assert found["country_code"].isna().tolist() == [False, True]


def test_a_filter_selects_articles_and_near_sentences(reader: Reader) -> None:
    assert ranked(reader, actors=("iraq",)) == [("Damascus", 2, 0, 1, 1), ("Homs", 2, 0, 1, 1), ("Baghdad", 0, 1, 1, 1)]
    assert ranked(reader, actors=("iraq",), near=("sentence",)) == [("Baghdad", 0, 1, 1, 1)]
    assert ranked(reader, since=date(2025, 1, 1)) == [("Damascus", 1, 0, 1, 1)]
    assert ranked(reader, locations=("163843",)) == []


def test_names_that_were_not_placed_say_every_reason(reader: Reader) -> None:
    [row] = names_unplaced(reader, Filters()).to_dict("records")
    assert (row["surface"], row["mentions"]) == ("Orlinsk", 3)
    assert sorted(row["reason"].split("; ")) == ["a river", "unknown"]
    assert names_unplaced(reader, Filters(sources=("Sample Wire",))).empty


def weighed(reader: Reader, place: str, surfaces: int = 9, rivals: int = 9, **filters: Any) -> list[dict[Any, Any]]:
    return why_here(reader, Filters(**filters), place, surfaces, rivals).to_dict("records")


def test_why_here_has_the_least_sure_mention_its_winner_and_the_runner_ups_in_order(reader: Reader) -> None:
    [row] = weighed(reader, "169577")
    assert (row["surface"], row["mentions"], row["articles"], row["surfaces"]) == ("Homs", 5, 4, 1)
    assert (row["least"], row["most"]) == (0.6, 0.7)
    assert (row["article_id"], row["sentence"], row["confidence"]) == ("falls", 1, 0.6)
    assert row["text"][row["start"] : row["end"]] == "Homs"
    assert row["winner"]["location_id"] == "169577" and row["winner"]["km"] == 0
    assert list(row["winner"]["evidence"]) == [{"feature": "Its main name", "value": 3.0}]
    ohio, libya = row["others"]
    assert [(each["location_id"], each["admin1"], each["score"]) for each in (ohio, libya)] == [
        ("h1", "Ohio", 2.0), ("h2", None, 1.0),
    ]  # fmt: skip
    quarter = 2 * 6371 * 3.14159265 / 4
    assert abs(ohio["km"] - quarter) < 1 and abs(libya["km"] - quarter / 90) < 1


def test_why_here_holds_the_filters_and_one_article(reader: Reader) -> None:
    assert weighed(reader, "169577", article="falls-copy")[0]["article_id"] == "falls-copy"
    assert weighed(reader, "169577", sources=("Sample Courier",))[0]["mentions"] == 1
    assert weighed(reader, "169577", article="january") == []
    assert weighed(reader, "163843") == []  # an adjective only
    assert weighed(reader, "nowhere") == []


def test_why_here_of_a_name_without_a_rival_or_without_evidence(open_tables: Callable[..., Reader]) -> None:
    reader = open_tables("falls")
    [row] = weighed(reader, "98182")
    assert row["winner"]["name"] == "Baghdad" and list(row["others"]) == []
    reader.execute("DELETE FROM read.candidates")
    [row] = weighed(reader, "98182")
    assert row["winner"] is None and row["mentions"] == 1


def test_why_here_is_bounded_whatever_the_corpus_holds() -> None:
    """Eight hundred mentions of forty spellings, each against another rival."""
    mentions = [
        make.entity(
            "many", number, f"Homs {number % 40}", label="GPE", location_id="169577", sense="place",
            confidence=number / 1000,
        )
        for number in range(800)
    ]  # fmt: skip
    candidates = [
        make.candidate(mention, place, "Homs", score=1.0, evidence=[])
        for mention in mentions
        for place in ("169577", f"rival {mention['start']}")
    ]
    tables = make.tables(
        articles=[make.article("many", "Homs " * 200)], sentences=[make.sentence("many", 0, 0, 1_000)],
        entities=mentions, candidates=candidates, locations=[make.location("169577", "Homs")],
    )  # fmt: skip
    reader = Store(tables, {}).reader()
    rows = weighed(reader, "169577", 5, 2)
    assert [row["surface"] for row in rows] == [f"Homs {number}" for number in range(5) for _ in range(2)]
    assert {row["surfaces"] for row in rows} == {40}
    assert [row["confidence"] for row in rows] == sorted(
        (row["confidence"] for row in rows), key=lambda c: (round(c * 1000) % 40, c)
    )


def test_an_empty_corpus_has_no_places(open_tables: Callable[..., Reader]) -> None:
    assert places_ranked(open_tables(), Filters()).empty
    assert names_unplaced(open_tables(), Filters()).empty
