"""Disputes: who stands in a pair and who does not, and what comes first."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from dashboard.columns.columns import Columns
from dashboard.columns.corrected import correct_columns
from dashboard.filters import Filters
from dashboard.queries.disputes import count_pairs, export_pairs, list_pairs, read_pairs
from dashboard.reader import Reader
from dashboard.store import Store
from dashboard.tables.contract import TABLES
from dashboard.tables.rows import Row
from tests import rows as make
from tests.queries.conftest import (
    CLAIMS,
    DISPUTED,
    DISPUTES,
    THREE,
    THREE_CLAIMS,
    THREE_QUOTES,
    Draft,
    quote,
    write_tables,
)
from tests.queries.conftest import claim as claimed

CAPTURED, FALLEN, HOLDS = "Hezbollah has captured Homs", "Homs has fallen", "Iraq holds Homs"
SAFE, NOBODY = "Homs is safe", "No rebel ever entered Homs"
TWO, FOUR, AT_LEAST = "on Homs on Saturday killed 2 people", "killed 4 people", "At least 3 people died"
HERE = [(CAPTURED, HOLDS)]  # both in one article
CONTROL = [(NOBODY, CAPTURED), (NOBODY, FALLEN), (CAPTURED, SAFE), (FALLEN, SAFE)]
FIGURES = [(TWO, FOUR), (TWO, AT_LEAST)]
PAIRS = [*HERE, *CONTROL, *FIGURES]


def paired(reader: Reader, **filters: Any) -> list[tuple[str, str]]:
    """The words of both claims of each pair."""
    pairs = list_pairs(reader, Filters(**filters))
    assert count_pairs(reader, Filters(**filters)) == len(pairs)
    read = read_pairs(reader, Filters(**filters), pairs)
    return [(read[row["one_id"]]["text"], read[row["other_id"]]["text"]) for row in pairs.to_dict("records")]


def test_figures_control_and_denials_that_exclude_each_other_are_pairs(disputed: Reader) -> None:
    # Not within one sentence, with “he”, of another place or means, with a toll that grew, days away or without a day.
    assert sorted(paired(disputed)) == sorted(PAIRS)
    kinds = dict(zip(paired(disputed), list_pairs(disputed, Filters())["kind"], strict=True))
    assert [kinds[pair] for pair in PAIRS] == ["control", *["denied"] * 2, *["control"] * 2, *["numbers"] * 2]


def test_a_pair_says_place_and_days_and_those_near_in_time_come_first(disputed: Reader) -> None:
    found = list_pairs(disputed, Filters())
    assert found["place"].unique().tolist() == ["Homs, Syria"]
    assert found["days"].tolist() == sorted(found["days"]) == [0, 1, 1, 1, 1, 3, 3]
    assert found["first"].dt.strftime("%Y-%m-%d").tolist()[-1] == "2024-12-08"


def test_a_claim_in_a_quote_comes_with_the_quote(disputed: Reader) -> None:
    pairs = list_pairs(disputed, Filters())
    read = read_pairs(disputed, Filters(), pairs)
    assert {row["quote"]["speaker"] for row in read.values()} >= {"Assad", "a guard", "the defence ministry"}


@pytest.mark.parametrize(
    ("filters", "pairs"),
    [
        ({"quote_locations": ("170654",)}, []),
        ({"quote_locations": ("169577",)}, PAIRS),
        ({"since": date(2024, 12, 8)}, FIGURES),
        ({"sources": ("Sample Wire",)}, HERE),
        ({"matters": ("killed",)}, FIGURES),
        ({"matters": ("control",), "at": ("169577",)}, [*HERE, *CONTROL]),
        ({"actors": ("assad",), "near": ("quote",)}, [*HERE, CONTROL[0], CONTROL[2]]),
        ({"actors": ("assad",), "near": ("article",)}, HERE),
    ],
)
def test_both_claims_are_of_the_articles_that_are_selected_and_one_of_the_quotes(
    disputed: Reader, filters: dict[str, Any], pairs: list[tuple[str, str]]
) -> None:
    assert sorted(paired(disputed, **filters)) == sorted(pairs)


def test_screens_hold_every_pair_once(disputed: Reader) -> None:
    screens = [list_pairs(disputed, Filters(), 4, offset) for offset in (0, 4)]
    assert [len(screen) for screen in screens] == [4, 3]
    ids = [each for screen in screens for each in screen["other_id"]]
    assert ids == list_pairs(disputed, Filters())["other_id"].tolist()


def test_an_export_has_both_claims_in_a_row(disputed: Reader) -> None:
    row = export_pairs(disputed, Filters(matters=("killed",))).iloc[0]
    assert (row["one_said_by"], row["one_answer"]) == ("teacher", "2 people")
    assert (row["other_said_by"], row["other_source"]) == ("shopkeeper", "Sample Courier")


def test_an_empty_corpus_has_no_pairs(open_tables: Callable[..., Reader]) -> None:
    assert paired(open_tables()) == []
    assert export_pairs(open_tables(), Filters()).empty
    assert paired(Store(make.tables(), {}).reader()) == [], "nor one without any place"


def open_two(*said: tuple[str, str, str], claims: tuple[Row, ...]) -> Reader:
    """A reader on articles of one sentence each, given as id with outlet, day and sentence."""
    articles = [
        Draft(name, f"2024-12-{day}T06:00:00Z", name.partition("-")[0], ("Title", sentence))
        for name, day, sentence in said
    ]
    return Store(write_tables(articles, claims=claims), {}).reader()


STRUCK = "The gas attack on [Homs](@169577) killed {} people."


def test_outlets_on_their_own_word_contradict_each_other() -> None:
    reader = open_two(
        ("Post", "08", STRUCK.format("40")),
        ("Echo", "08", STRUCK.format("20")),
        ("Echo-again", "08", STRUCK.format("30")),
        claims=(
            claimed("Post", "killed 40 people", "killed", figure=40),
            claimed("Echo", "killed 20 people", "killed", figure=20),
            claimed("Echo-again", "killed 30 people", "killed", figure=30),
        ),
    )  # fmt: skip
    pairs = {frozenset(each) for each in paired(reader)}
    assert pairs == {frozenset(("killed 40 people", f"killed {each} people")) for each in (20, 30)}, "none with itself"


@pytest.mark.parametrize(
    ("first", "then", "are_pairs"),
    [
        ({"figure": 40}, {"figure": 30}, True),
        ({"figure": 30}, {"figure": 40}, False),  # it grew
        ({"figure": 40}, {"figure": 10}, False),  # of another event
        ({"figure": 40}, {"low": 25.0, "high": None, "bound": "at least"}, False),
        ({"figure": 40}, {"low": None, "high": 30.0, "bound": "at most"}, True),
        ({"figure": 40}, {"low": 30.0, "high": 45.0, "bound": "between"}, False),
        ({"figure": 40}, {"low": 36.0, "high": 36.0, "bound": "about"}, False),
        ({"figure": 40}, {"low": 24.0, "high": 30.0, "bound": "vaguely"}, False),
        ({"figure": 40}, {"figure": 30, "unit": "children"}, False),
        ({"figure": 40, "denied": True}, {"figure": 30}, False),  # of an earlier claim the denial is
        ({"figure": 40}, {"figure": 40, "denied": True}, True),
    ],
)
def test_figures_exclude_each_other_as_their_words_bound_them(
    first: dict[str, Any], then: dict[str, Any], are_pairs: bool
) -> None:
    reader = open_two(
        ("Post", "08", STRUCK.format("ten")), ("Echo", "09", STRUCK.format("ten")),
        claims=tuple(
            claimed(name, "killed ten people", "killed", **{"unit": "people", **columns})
            for name, columns in (("Post", first), ("Echo", then))
        ),
    )  # fmt: skip
    assert bool(paired(reader)) == are_pairs


def correct(reader: Reader, rows: dict[str, pa.Table], replaced: list[str]) -> Reader:
    """A reader on columns with these corrections."""
    arrays = {name: array.copy() for name, array in reader.columns.arrays.items()}
    return replace(reader, columns=correct_columns(Columns(arrays, reader.columns.texts), rows, replaced))


def correct_speakers(reader: Reader, text: str, *actors: str) -> Reader:
    """A reader after a correction by which these actors say the quote of this text."""
    [(quote_id, article_id)] = reader.execute(
        "SELECT quote_id, article_id FROM quotes WHERE text = $1", [text]
    ).fetchall()
    rows = [
        {"quote_id": quote_id, "article_id": article_id, "actor_id": actor, "start": start, "end": start + 1}
        for start, actor in enumerate(actors)
    ]
    return correct(reader, {"speakers": pa.Table.from_pylist(rows, TABLES["speakers"].schema)}, [quote_id])


def correct_mentions(reader: Reader, article: str, surface: str, values: str) -> Reader:
    """A reader after a correction by which these mentions of an article have these values."""
    rows = reader.cursor.sql(
        f"SELECT rowid AS number, * REPLACE ({values}) FROM read.entities WHERE article_id = $1 AND surface = $2",
        params=[article, surface],
    )
    return correct(reader, {"entities": rows.to_arrow_table()}, [])


def test_a_correction_of_speakers_judges_their_pairs_again() -> None:
    def open_three() -> Reader:
        return Store(write_tables([THREE], THREE_QUOTES, claims=THREE_CLAIMS), {}).reader()

    alone = [("Homs fell", "Homs was captured")]
    assert paired(open_three()) == alone, "Iraq denies with others what it says alone"
    assert paired(correct_speakers(open_three(), "Homs is taken", "afp")) == alone
    assert paired(correct_speakers(open_three(), "Homs was captured", "assad")) == []
    assert paired(correct_speakers(open_three(), "Homs fell", "afp")) == []
    assert paired(correct_speakers(open_three(), "Homs fell")) == alone


def test_a_correction_of_a_place_takes_away_the_pairs_that_no_longer_name_it() -> None:
    def open_disputed() -> Reader:
        return Store(write_tables(DISPUTED, DISPUTES, claims=CLAIMS), {}).reader()

    moved = "'170654' AS location_id"
    assert sorted(paired(correct_mentions(open_disputed(), "later", "Homs", moved))) == sorted([*HERE, *CONTROL])
    assert paired(correct_mentions(open_disputed(), "denied", "Homs", moved)) == HERE
    unmoved = correct_mentions(open_disputed(), "later", "Homs", "0.1 AS confidence")
    assert sorted(paired(unmoved)) == sorted(PAIRS)


def open_post_and_echo(
    first: str, then: str, hours: tuple[str, str] = ("08T06:00", "08T07:00"), *, speakers: tuple[str, str] = ("", "")
) -> Reader:
    """A reader on two articles of one sentence each, with “killed 40 people” in the first, 30 in the other."""
    articles = [
        Draft(name, f"2024-12-{hour}:00Z", name, ("Title", sentence))
        for name, hour, sentence in (("Post", hours[0], first), ("Echo", hours[1], then))
    ]
    said = [("Post", "killed 40 people", speakers[0]), ("Echo", "killed 30 people", speakers[1])]
    quotes = [quote(name, words, speaker=speaker, kind="indirect") for name, words, speaker in said if speaker]
    claims = [claimed(name, words, "killed", figure=int(words.split()[1])) for name, words, _ in said]
    return Store(write_tables(articles, quotes, claims=claims), {}).reader()


GAS = "The gas attack on [Homs](@169577) killed {} people{}."
SHOT = "The shelling of [Homs](@169577) on Sunday killed {} people{}."


@pytest.mark.parametrize(
    ("hours", "are_pairs"),
    [
        (("08T06:00", "08T07:00"), True),
        (("08T07:00", "08T06:00"), False),  # 30, and an hour later 40
        (("08T07:00", "08T00:00"), True),  # no hour of the lower one is known
        (("08T06:00", "09T00:00"), True),
        (("09T06:00", "08T00:00"), False),
    ],
)
def test_what_grew_by_the_hour_is_no_dispute(hours: tuple[str, str], are_pairs: bool) -> None:
    assert bool(paired(open_post_and_echo(GAS.format(40, ""), GAS.format(30, ""), hours))) == are_pairs


@pytest.mark.parametrize(
    ("first", "then", "are_pairs"),
    [
        (GAS.format(40, ""), GAS.format(30, ", and the toll rose"), False),
        (GAS.format(40, " so far"), GAS.format(30, ""), False),
        (GAS.format(40, ""), "Among them, it killed 30 people, the gas in [Homs](@169577).", False),
        (GAS.format(40, ", children among them"), GAS.format(30, ""), True),  # the whole of which they are a part
        (SHOT.format(40, ""), SHOT.format(30, ""), True),
        (SHOT.format(40, ""), SHOT.format(30, " in [Zahra](?unknown)"), False),  # a quarter is not the town
        (SHOT.format(40, " in [Zahra](?unknown)"), SHOT.format(30, " in [Zahra](?unknown)"), True),
    ],
)
def test_a_figure_that_grew_or_is_of_a_part_is_in_no_pair(first: str, then: str, are_pairs: bool) -> None:
    assert bool(paired(open_post_and_echo(first, then))) == are_pairs


@pytest.mark.parametrize(
    ("one", "other", "are_pairs"),
    [
        ("a monitor", "the Observatory", False),
        ("a monitor", "the defence ministry", True),
        ("initial reports", "the defence ministry", False),
        ("the blast", "the defence ministry", False),
        ("12 villagers", "the defence ministry", False),
        ("an Echo reporter", "the defence ministry", True),  # of another outlet
        ("a Post reporter", "the defence ministry", False),
    ],
)
def test_only_somebody_contradicts_somebody_else(one: str, other: str, are_pairs: bool) -> None:
    first, then = GAS.format(40, f", {one} said"), GAS.format(30, f", {other} said")
    assert bool(paired(open_post_and_echo(first, then, speakers=(one, other)))) == are_pairs


@pytest.mark.parametrize(("day", "are_pairs"), [("", True), (" on Sunday", True), (" on Monday", False)])
def test_a_denial_is_of_the_day_that_its_sentence_names(day: str, are_pairs: bool) -> None:
    articles = [
        Draft("Post", "2024-12-08T06:00:00Z", "Post", ("Title", "[Homs](@169577) has fallen.")),
        Draft("Echo", "2024-12-08T07:00:00Z", "Echo", ("Title", f"Nobody entered [Homs](@169577), it said{day}.")),
    ]
    denial = claimed("Echo", "Nobody entered Homs", "entered", denied=True)
    claims = [claimed("Post", "Homs has fallen", "taken"), denial]
    assert bool(paired(Store(write_tables(articles, claims=claims), {}).reader())) == are_pairs


def test_headlines_are_in_no_pair() -> None:
    articles = [
        Draft("Post", "2024-12-08T06:00:00Z", "Post", ("Gas in [Homs](@169577) killed 40 people", "It is calm now.")),
        Draft("Echo", "2024-12-08T06:00:00Z", "Echo", ("Title", GAS.format(30, ""))),
    ]
    claims = [claimed("Post", "killed 40 people", "killed", figure=40),
              claimed("Echo", "killed 30 people", "killed", figure=30)]  # fmt: skip
    assert paired(Store(write_tables(articles, claims=claims), {}).reader()) == []


@pytest.mark.parametrize(
    "beside", ["[Assad](assad), head of [Hezbollah](hezbollah)", "[Assad](assad) met [Iraq](iraq)"]
)
def test_a_person_and_the_body_that_he_speaks_for_are_one(beside: str) -> None:
    first = GAS.format(40, ", [Assad](assad) said")
    articles = [
        Draft("Post", "2024-12-08T06:00:00Z", "Post", ("Title", first, f"{beside}.")),
        Draft("Echo", "2024-12-08T06:00:00Z", "Echo", ("Title", GAS.format(30, ", [Hezbollah](hezbollah) said"))),
    ]
    quotes = [
        quote(name, words, speaker=speaker, actor_id=speaker.lower(), kind="indirect")
        for name, words, speaker in (("Post", "killed 40 people", "Assad"), ("Echo", "killed 30 people", "Hezbollah"))
    ]
    claims = [claimed("Post", "killed 40 people", "killed", figure=40),
              claimed("Echo", "killed 30 people", "killed", figure=30)]  # fmt: skip
    tables = write_tables(articles, quotes, claims=claims)
    labels = {"assad": "PERSON", "hezbollah": "ORG", "iraq": "ORG"}
    rows = [row | {"label": labels.get(row["actor_id"], row["label"])} for row in tables["entities"].to_pylist()]
    tables["entities"] = pa.Table.from_pylist(rows, tables["entities"].schema)
    assert bool(paired(Store(tables, {}).reader())) == ("head of" not in beside)


def test_two_figures_that_several_repeat_are_listed_once() -> None:
    said = (("Post", "40"), ("Echo", "30"), ("Times", "40"), ("Globe", "30"))
    reader = open_two(
        *((name, "08", GAS.format(figure, "")) for name, figure in said),
        claims=tuple(claimed(name, f"killed {n} people", "killed", figure=int(n)) for name, n in said),
    )
    assert len(paired(reader)) == 1
