"""Movements: which the filters leave, on whose word they stand, and the routes that they have in common."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from dashboard.corrections.log import Log
from dashboard.corrections.record import Correction
from dashboard.filters import Filters
from dashboard.queries.corpus import has_table
from dashboard.queries.movements import (
    count_kinds,
    count_movements,
    find_movements,
    list_movements,
    name_teller,
)
from dashboard.queries.routes import count_drawn, count_routes, list_drawn, list_ends, list_routes
from dashboard.reader import Reader
from dashboard.store import Store
from tests.queries.conftest import ARTICLES, MOVEMENTS, QUOTES, write_tables

WAY = ["from_place", "to_place", "kind", "movements", "articles", "stories"]


def ways(frame: pd.DataFrame) -> list[tuple[str | None, str | None, str]]:
    rows = frame[WAY[:3]].astype(object).where(frame[WAY[:3]].notna(), None)
    return [tuple(row) for row in rows.to_numpy().tolist()]


def listed(reader: Reader, **filters: object) -> list[tuple[str | None, str | None, str]]:
    return ways(list_movements(reader, Filters(**filters)))  # type: ignore[arg-type]


def test_each_movement_has_a_row_the_newest_first(reader: Reader) -> None:
    frame = list_movements(reader, Filters())
    assert ways(frame) == [
        ("Homs", None, "withdrawal"), ("Damascus", "Homs", "flight"), ("Homs", None, "withdrawal"),
        (None, "Baghdad", "deployment"), (None, "Homs", "advance"),
    ]  # fmt: skip
    assert frame["article_id"].tolist() == ["falls-copy", *["falls"] * 3, "undated"]
    assert frame["status"].tolist() == [*["reported"] * 4, "planned"]
    assert list_movements(reader, Filters(), 2, 1).equals(frame.iloc[1:3].reset_index(drop=True))


def test_a_row_marks_in_its_sentence_who_moves_from_where_and_to_where(reader: Reader) -> None:
    row = list_movements(reader, Filters(moves=("flight",))).to_dict("records")[0]
    text = row["text"]
    assert text == "Bashar al-Assad left Damascus for Homs, it was said."
    named = [text[int(row[f"{name}_start"]) : int(row[f"{name}_end"])] for name in ("who", "from", "to")]
    assert named == ["Bashar al-Assad", "Damascus", "Homs"]
    assert text[row["start"] : row["end"]] == row["words"] == "Bashar al-Assad left Damascus for Homs"
    assert (row["actor_id"], row["from_location_id"], row["to_location_id"]) == ("assad", "170654", "169577")
    assert row["from_mention"].startswith("falls@")


def test_a_quote_says_on_whose_word_a_movement_stands(about: Reader, reader: Reader) -> None:
    [row] = list_movements(about, Filters()).to_dict("records")
    assert (row["actor_ids"], row["actors"], row["sourcing"]) == (["assad"], ["Bashar al-Assad"], "named")
    assert name_teller(row) == "Bashar al-Assad"
    [own] = list_movements(reader, Filters(moves=("flight",))).to_dict("records")
    assert pd.isna(own["quote_id"]) and len(own["actors"]) == 0
    assert name_teller(own) == "Sample Wire itself"
    assert name_teller(own | {"quote_id": "x", "speaker": "a source", "via": "AFP"}) == "a source, to AFP"


def test_filters_of_the_corpus_and_of_the_list_leave_the_same_rows_as_by_hand(reader: Reader) -> None:
    assert listed(reader, locations=("98182",)) == listed(reader)[1:4]
    assert listed(reader, from_places=("169577",)) == [("Homs", None, "withdrawal")] * 2
    assert listed(reader, end_places=("170654", "98182"), moves=("deployment",)) == [(None, "Baghdad", "deployment")]
    assert listed(reader, ends=("both",)) == listed(reader, to_places=("169577",), from_places=("170654",))
    assert listed(reader, movers=("assad",)) == [("Damascus", "Homs", "flight")]


def test_near_sentence_keeps_those_of_its_sentences_and_near_quote_those_of_its_quotes(
    reader: Reader, about: Reader
) -> None:
    together = {"actors": ("hezbollah",), "locations": ("169577",)}
    found = listed(reader, **together, near=("sentence",))
    assert found == [("Homs", None, "withdrawal")] * 2 + [(None, "Homs", "advance")]
    assert listed(reader, **together, near=("quote",)) == []
    said = {"actors": ("assad",), "locations": ("169577",)}
    assert listed(about, **said, near=("quote",)) == [("Baghdad", "Homs", "deployment")]
    assert listed(about, actors=("afp",), near=("quote",)) == []


def test_what_is_left_out_takes_the_movements_in_its_quotes_with_it(about: Reader, reader: Reader) -> None:
    assert listed(about, not_actors=("assad",)) == listed(about, not_sourcings=("named",)) == []
    assert listed(about, not_actors=("afp",)) == [("Baghdad", "Homs", "deployment")]
    assert len(listed(reader, not_sources=("Sample Wire",))) == 2
    # In the sentence of an unnamed source nothing stands that the outlet tells after it.
    assert listed(reader, not_sourcings=("unnamed",))[:2] == [
        ("Homs", None, "withdrawal"), ("Damascus", "Homs", "flight"),
    ]  # fmt: skip
    assert len(listed(reader, not_sourcings=("unnamed",))) == len(MOVEMENTS) - 1


def test_a_unit_lists_the_first_movement_of_each(reader: Reader) -> None:
    by_article, by_story = (list_movements(reader, Filters(unit=(unit,))) for unit in ("article", "story"))
    assert by_article["article_id"].tolist() == ["falls-copy", "falls", "undated"]
    assert ways(by_article)[1] == ("Damascus", "Homs", "flight")
    assert by_story["article_id"].tolist() == ["falls", "undated"], "of a story that of its earliest article"
    assert count_movements(reader, Filters(unit=("story",))) == 2
    assert count_routes(reader, Filters(unit=("story",))) == count_routes(reader, Filters())


def test_routes_count_movements_articles_and_stories(reader: Reader) -> None:
    routes = list_routes(reader, Filters())
    assert len(routes) == count_routes(reader, Filters()) == 4
    first = routes.to_dict("records")[0]
    assert [first[name] for name in WAY[3:]] == [2, 2, 1] and first["from_place"] == "Homs", "a copy is no second story"
    assert [f"{first[day]:%Y-%m-%d}" for day in ("first", "last")] == ["2024-12-07", "2024-12-08"]
    assert first["movers"] == ["Hezbollah"] and first["told_by"] == ["Sample Courier itself", "Sample Wire itself"]
    [planned] = routes[routes["kind"] == "advance"].to_dict("records")
    assert (planned["planned"], planned["denied"]) == (1, 0) and pd.isna(planned["first"]), "no article has a date"
    assert list_routes(reader, Filters(), 2, 1).equals(routes.iloc[1:3].reset_index(drop=True))
    assert list_routes(reader, Filters(words="nowhere")).empty


def test_arrows_are_of_movements_with_both_ends_that_are_not_denied(reader: Reader) -> None:
    assert ways(list_drawn(reader, Filters(), 9)) == [("Damascus", "Homs", "flight")]
    assert count_drawn(reader, Filters()) == 1
    denied = [each | {"status": "denied"} for each in MOVEMENTS]
    other = Store(write_tables(ARTICLES, QUOTES, movements=denied), {}).reader()
    assert list_drawn(other, Filters(), 9).empty and count_drawn(other, Filters()) == 0
    assert list_routes(other, Filters())["denied"].sum() == len(MOVEMENTS)


def test_ends_say_how_many_leave_and_reach_a_place(reader: Reader) -> None:
    ends = list_ends(reader, Filters())
    numbers = ["leaving", "reaching", "only_from", "only_to", "articles"]
    counts = {row["name"]: [row[each] for each in numbers] for row in ends.to_dict("records")}
    assert counts == {"Homs": [2, 2, 2, 1, 3], "Baghdad": [0, 1, 0, 1, 1], "Damascus": [1, 0, 0, 0, 1]}
    assert ends["name"].tolist()[0] == "Homs", "the most movements first"


def test_kinds_are_counted_whatever_kind_is_chosen(reader: Reader) -> None:
    kinds = count_kinds(reader, Filters(moves=("flight",))).set_index("kind")
    assert kinds["movements"].to_dict() == {"withdrawal": 2, "advance": 1, "deployment": 1, "flight": 1}
    assert kinds.loc["withdrawal", "stories"] == 1


def test_a_correction_moves_the_end_of_a_movement_and_one_that_hides_both_ends_takes_it_away() -> None:
    store = Store(write_tables(ARTICLES, QUOTES, movements=MOVEMENTS), {})
    moved = Correction("wrong-place", id="1", when="2024-12-31", location="169577", surface="Homs", to="170654")
    store._apply(Log((moved,)))
    assert ("Damascus", None, "withdrawal") in listed(store.reader())
    hidden = Correction("not-a-place", id="2", when="2024-12-31", location="169577", surface="Homs")
    store._apply(Log((hidden,)))
    assert ("Homs", None, "withdrawal") not in listed(store.reader())
    assert ("Damascus", None, "flight") in listed(store.reader())


@pytest.mark.parametrize(("counts", "has"), [({"movements": 0}, True), ({"articles": 6}, False), ({}, False)])
def test_older_tables_are_told_from_those_without_a_movement(counts: dict[str, int], has: bool) -> None:
    assert has_table(Store(write_tables(ARTICLES), {"counts": counts}).reader(), "movements") == has


def test_tables_without_a_movement_and_without_a_quote_have_empty_answers() -> None:
    reader = Store(write_tables(ARTICLES), {}).reader()
    assert count_movements(reader, Filters()) == count_routes(reader, Filters()) == 0
    for question in (list_movements, list_routes, list_ends):
        assert question(reader, Filters()).empty
    bare = Store(write_tables(ARTICLES, movements=MOVEMENTS), {}).reader()
    assert np.array_equal(find_movements(bare, Filters()), np.arange(len(MOVEMENTS)))
    assert count_movements(bare, replace(Filters(actors=("hezbollah",)), near=("quote",))) == 0
