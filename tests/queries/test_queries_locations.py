"""Places: ranked under the filters, each sense counted apart, and the names that have none."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from dashboard.filters import Filters
from dashboard.queries.articles import articles_over_time
from dashboard.queries.locations import (
    count_left_out,
    how_sure,
    most_at_once,
    names_unplaced,
    places_ranked,
    why_here,
)
from dashboard.queries.mentions import count_mentions
from dashboard.queries.time import find_row
from dashboard.reader import Reader
from dashboard.store import Store
from tests import rows as make


def ranked(reader: Reader, **filters: Any) -> list[tuple[str, int, int, int, int]]:
    """Name, mentions, mentions as an actor, articles and stories of each place."""
    found = places_ranked(reader, Filters(**filters))[["name", "mentions", "actor_mentions", "articles", "stories"]]
    return list(found.itertuples(index=False, name=None))


def test_the_most_mentioned_as_places_come_first_and_demonyms_are_not_counted(reader: Reader) -> None:
    assert ranked(reader) == [
        ("Homs", 5, 0, 4, 3),
        ("Damascus", 4, 0, 3, 2),
        ("Null Island", 1, 0, 1, 1),
        ("Baghdad", 0, 1, 1, 1),
    ]
    assert len(places_ranked(reader, Filters(), 2)) == 2
    also = ("98182", "169577", "nowhere")
    assert places_ranked(reader, Filters(), 2, also=also)["name"].tolist() == ["Homs", "Damascus", "Baghdad"]


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


def test_how_sure_is_of_the_mentions_that_are_counted(reader: Reader) -> None:
    def sure(**filters: Any) -> dict[str, tuple[float, float]]:
        asked = Filters(**filters)
        found = how_sure(reader, asked, places_ranked(reader, asked))
        return {row["name"]: (round(row["least"], 2), round(row["median"], 2)) for row in found.to_dict("records")}

    assert sure()["Homs"] == (0.6, 0.6) and sure()["Damascus"][0] == 0.5
    assert sure(actors=("iraq",))["Homs"] == (0.6, 0.65)
    assert how_sure(reader, Filters(), places_ranked(reader, Filters(), 0)).empty


def test_the_most_mentions_of_a_place_in_one_day_or_month(reader: Reader) -> None:
    by_day = {
        day: places_ranked(reader, Filters(since=day, until=day))["mentions"].max()
        for day in articles_over_time(reader, Filters(), "day")["since"].dt.date
        if not places_ranked(reader, Filters(since=day, until=day)).empty
    }
    assert most_at_once(reader, Filters(), "day") == max(by_day.values()) > 1
    assert most_at_once(reader, Filters(), "month") >= most_at_once(reader, Filters(), "day")
    assert most_at_once(reader, Filters(undated=("yes",), words="nothing of the kind"), "day") == 0


def test_what_is_left_out_can_be_listed(reader: Reader) -> None:
    left_out = count_left_out(reader, Filters())
    assert left_out["demonym"] == 2 and set(left_out) == {"demonym", "part", "dateline"}
    for sense, number in left_out.items():
        assert count_mentions(reader, Filters(senses=(sense,))) == number
    assert count_left_out(reader, Filters(sources=("Sample Wire",)))["demonym"] == 1


def test_the_bucket_of_a_day_is_found(reader: Reader) -> None:
    over_time = articles_over_time(reader, Filters(), "week")
    first, last = over_time["since"].iloc[0].date(), over_time["until"].iloc[-1].date()
    assert find_row(over_time, first) == find_row(over_time, first + timedelta(days=6)) == 0
    assert find_row(over_time, last) == len(over_time) - 1
    assert find_row(over_time, last + timedelta(days=1)) is find_row(over_time, None) is None


def test_places_are_sorted_by_what_is_asked(reader: Reader) -> None:
    names = places_ranked(reader, Filters(), sort="name")["name"].tolist()
    assert names == sorted(names)
    as_actor = places_ranked(reader, Filters(), sort="-actor_mentions")["actor_mentions"].tolist()
    assert as_actor == sorted(as_actor, reverse=True) and as_actor[0] > 0
    assert len(places_ranked(reader, Filters(), 2, sort="country_code")) == 2
