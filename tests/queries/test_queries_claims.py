"""Claims: who says what, under which filters, and how a claim is said in short."""

from typing import Any

import pandas as pd
import pytest

from dashboard.columns.claims import find_episodes
from dashboard.filters import Filters
from dashboard.queries.claims import count_claims, list_claims, say_answer
from dashboard.queries.propositions import (
    count_placeless,
    count_propositions,
    list_placeless,
    list_propositions,
    list_weighed,
)
from dashboard.queries.reversals import count_reversals, list_reversals
from dashboard.reader import Reader
from dashboard.store import Store
from tests.queries.conftest import Draft, write_tables
from tests.queries.conftest import claim as claimed
from tests.queries.conftest import quote as quoted
from tests.queries.test_queries_disputes import correct_mentions

FIGURE = {"matter": "killed", "unit": "people", "denied": False, "actor": None}
HELD = {"matter": "held", "unit": None, "bound": None, "low": None, "high": None}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({**FIGURE, "low": 72.0, "high": None, "bound": "at least"}, "≥ 72 people"),
        ({**FIGURE, "low": 1.0, "high": 1.0, "bound": "exactly", "unit": "children"}, "1 child"),
        ({**FIGURE, "low": 1.0, "high": None, "bound": "at least", "unit": "soldiers"}, "≥ 1 soldier"),
        ({**FIGURE, "low": None, "high": 9.0, "bound": "at most"}, "≤ 9 people"),
        ({**FIGURE, "low": 4.0, "high": 9.0, "bound": "between"}, "4 to 9 people"),
        ({**FIGURE, "low": 1200.0, "high": 1200.0, "bound": "exactly"}, "1,200 people"),
        ({**FIGURE, "low": 50.0, "high": 50.0, "bound": "about"}, "about 50 people"),
        ({**FIGURE, "low": 2.5e6, "high": 2.5e6, "bound": "exactly", "unit": "USD"}, "2,500,000 USD"),
        ({**FIGURE, "low": 24.0, "high": None, "bound": "vaguely"}, "dozens of people"),
        ({**FIGURE, "low": 3.0, "high": None, "bound": "vaguely"}, "some people"),
        ({**FIGURE, "low": 5.0, "high": 5.0, "bound": "exactly", "denied": True}, "not 5 people"),
        ({**HELD, "denied": False, "actor": "the army"}, "held by the army"),
        ({**HELD, "denied": True, "actor": None}, "not held"),
    ],
)
def test_a_claim_is_said_in_short(row: dict[str, Any], said: str) -> None:
    assert say_answer(row) == said


def test_a_claim_names_its_speaker_or_the_outlet(disputed: Reader, reader: Reader) -> None:
    said = {row["text"]: (row["teller"], row["said_by"]) for row in list_claims(disputed, Filters()).to_dict("records")}
    assert said["Hezbollah has captured Homs"] == ("actor", "Bashar al-Assad")
    assert said["killed 4 people"] == ("described", "shopkeeper")
    [own] = list_claims(reader, Filters(at=("169577",))).to_dict("records")
    assert (own["teller"], own["said_by"], own["answer"]) == ("outlet", "Sample Courier", "left")
    assert pd.isna(own["quote_id"]) and pd.isna(own["sourcing"])


@pytest.mark.parametrize(
    ("filters", "claims"),
    [
        ({}, 14),
        ({"matters": ("control",)}, 6),
        ({"matters": ("killed",), "at": ("170654",)}, 1),
        ({"speakers": ("iraq",)}, 1),
        ({"sources": ("Sample Courier",)}, 4),
        ({"actors": ("hezbollah",), "near": ("sentence",)}, 1),
        ({"actors": ("hezbollah",), "near": ("article",)}, 4),
        ({"actors": ("assad",), "near": ("quote",)}, 1),
    ],
)
def test_filters_narrow_claims(disputed: Reader, filters: dict[str, Any], claims: int) -> None:
    found = list_claims(disputed, Filters(**filters))
    assert count_claims(disputed, Filters(**filters)) == len(found) == claims


def test_a_filter_of_quotes_leaves_no_claim_of_an_outlet(reader: Reader) -> None:
    assert count_claims(reader, Filters()) == 3
    assert count_claims(reader, Filters(sourcings=("unnamed", "unknown", "organisation", "named"))) == 0


def test_propositions_are_ranked_by_contradiction_and_parted_by_silence(disputed: Reader) -> None:
    found = list_propositions(disputed, Filters())
    assert found[["matter", "place"]].values.tolist()[:2] == [["control", "Homs, Syria"], ["killed", "Homs, Syria"]]
    control, killed = (found.iloc[number] for number in (0, 1))
    assert control[["sources", "claims", "disputes"]].tolist() == [6, 6, 5]
    assert killed[["sources", "claims", "answers", "disputes"]].tolist() == [5, 5, 5, 2]
    assert len(found) == count_propositions(disputed, Filters()) == 4
    placeless = list_placeless(disputed, Filters())
    assert len(placeless) == count_placeless(disputed, Filters()) == 1 and placeless["published"].isna().all()
    assert control["said"] == "taken, not entered, held …"


def test_the_proposition_of_an_episode_opens_by_its_days(disputed: Reader) -> None:
    for row in list_propositions(disputed, Filters()).to_dict("records"):
        opened = Filters(
            matters=(row["matter"],), at=(row["location_id"],), since=row["first"].date(), until=row["last"].date()
        )
        assert count_claims(disputed, opened) == row["claims"]
        assert list_propositions(disputed, opened)["disputes"].tolist() == [row["disputes"]]


def test_claims_of_a_grid_know_who_agrees_and_who_differs(disputed: Reader) -> None:
    weighed = list_weighed(disputed, Filters(matters=("control",))).set_index("text")
    assert weighed["disputes"].to_dict() == {
        "Homs is safe": 2, "No rebel ever entered Homs": 2, "Hezbollah has captured Homs": 3, "Homs has fallen": 2,
        "Iraq holds Homs": 1, "Rebels took Homs": 0,
    }  # fmt: skip
    assert weighed["agreeing"].to_dict()["Homs has fallen"] == 1, "he says so, too"


def test_a_correction_of_a_place_moves_its_claims() -> None:
    articles = [Draft("one", "2024-12-08T06:00:00Z", "Post", ("Title", "[Homs](@169577) was taken."))]
    reader = Store(write_tables(articles, claims=[claimed("one", "was taken", "taken")]), {}).reader()
    moved = correct_mentions(reader, "one", "Homs", "'170654' AS location_id")
    assert list_propositions(moved, Filters())["location_id"].tolist() == ["170654"]
    assert moved.columns["claims.episode"].tolist() == find_episodes(moved.columns.arrays).tolist() == [0]


def open_days(*said: tuple[str, str, str | None], claims: list[Any]) -> Reader:
    """A reader on articles of one quote of Iraq each, given as id, day and sentence; without a day of Hezbollah."""
    articles, quotes = [], []
    for name, day, sentence in said:
        actor = "iraq" if name.startswith("iraq") else "hezbollah"
        text = f"{sentence}, [{actor.capitalize()}]({actor}) said."
        articles.append(Draft(name, f"2024-12-{day}T06:00:00Z", "Post", ("Title", text)))
        words = (sentence or "").replace("[Homs](@169577)", "Homs")
        quotes.append(quoted(name, words, kind="indirect", speaker=actor.capitalize(), actor_id=actor, cue="said",
                             sourcing="organisation"))  # fmt: skip
    return Store(write_tables(articles, quotes, claims=claims), {}).reader()


def test_who_later_says_otherwise_of_the_same_is_a_reversal() -> None:
    struck = "The gas attack on [Homs](@169577) killed {} people"
    reader = open_days(
        ("iraq-1", "07", struck.format(40)), ("iraq-2", "08", struck.format(30)), ("iraq-3", "09", struck.format(35)),
        ("hezbollah-1", "09", struck.format(20)),
        claims=[
            claimed(name, f"killed {figure} people", "killed", figure=figure)
            for name, figure in (("iraq-1", 40), ("iraq-2", 30), ("iraq-3", 35), ("hezbollah-1", 20))
        ],
    )  # fmt: skip
    found = list_reversals(reader, Filters())
    assert found[["said_by", "of", "earlier_answer", "later_answer"]].values.tolist() == [
        ["Iraq", "killed", "40 people", "35 people"], ["Iraq", "killed", "40 people", "30 people"],
    ]  # fmt: skip
    assert count_reversals(reader, Filters()) == 2 and count_reversals(reader, Filters(matters=("control",))) == 0


def test_who_held_a_place_and_later_left_it_is_a_reversal() -> None:
    reader = open_days(
        ("iraq-1", "07", "We hold [Homs](@169577)"), ("iraq-2", "08", "We left [Homs](@169577)"),
        ("hezbollah-1", "09", "[Homs](@169577) is ours"),
        claims=[
            claimed("iraq-1", "We hold Homs", "held"), claimed("iraq-2", "We left Homs", "left"),
            claimed("hezbollah-1", "Homs is ours", "held"),
        ],
    )  # fmt: skip
    found = list_reversals(reader, Filters())
    assert found[["said_by", "earlier_answer", "later_answer"]].values.tolist() == [["Iraq", "held", "left"]]


def test_who_denied_that_others_came_and_later_left_is_a_reversal() -> None:
    reader = open_days(
        ("iraq-1", "07", "Nobody entered [Homs](@169577)"), ("iraq-2", "08", "We left [Homs](@169577)"),
        ("hezbollah-1", "09", "We left [Homs](@169577), too"),
        claims=[
            claimed("iraq-1", "Nobody entered Homs", "entered", denied=True), claimed("iraq-2", "We left Homs", "left"),
            claimed("hezbollah-1", "We left Homs", "left"),
        ],
    )  # fmt: skip
    found = list_reversals(reader, Filters())
    assert found[["said_by", "earlier_answer", "later_answer"]].values.tolist() == [["Iraq", "not entered", "left"]]
