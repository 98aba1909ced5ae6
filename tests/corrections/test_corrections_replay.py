"""Corrections on real tables: what they change, what they leave, and that the contract holds afterwards."""

import random
from dataclasses import astuple, replace
from typing import TYPE_CHECKING, Any

import pytest

from dashboard.corrections.record import Correction
from dashboard.filters import Filters
from dashboard.queries.corrections import list_corrections
from dashboard.queries.locations import places_ranked
from dashboard.queries.names import search_names
from dashboard.store import Store
from dashboard.tables.checks import check_all
from dashboard.tables.contract import PLACED_SENSES, TABLES
from tests.corrections.conftest import ARTICLES, IDLIB, THREE

if TYPE_CHECKING:
    from tests.corrections.conftest import Correct

MERGE = Correction("merge", actor="julani", into="jolani")
SPLIT = Correction("split", actor="bashar", into="hafez", name="Hafez al-Assad", articles=("ext-b",))
NO_PLACE = Correction("not-a-place", surface="Homs", location="1")
TEXAS = Correction("wrong-place", surface="Homs", location="1", to="2")


def ask(store: Store, select: str) -> list[tuple[Any, ...]]:
    return store.reader().execute(select).fetchall()


def states(store: Store) -> list[tuple[str, str | None, int, int]]:
    """State, because of what, mentions and articles of each correction, oldest first."""
    return ask(store, "SELECT state, because, mentions, articles FROM corrections ORDER BY number")


def actors(store: Store) -> dict[str, tuple[Any, ...]]:
    return {
        row[0]: row[1:] for row in ask(store, "SELECT actor_id, name, kind, mentions, articles, aliases FROM actors")
    }


def speakers(store: Store) -> dict[str, tuple[str | None, str | None]]:
    return {text: (actor, via) for text, actor, via in ask(store, "SELECT text, actor_id, via_actor_id FROM quotes")}


def of_three(store: Store) -> list[str]:
    """The speakers of the quote of THREE, the first of which is the actor of the quote."""
    found = [actor for (actor,) in ask(store, "SELECT actor_id FROM speakers ORDER BY start")]
    assert ask(store, "SELECT actor_id FROM quotes") == [(found[0],) if found else (None,)]
    return found


def places(store: Store) -> dict[str, tuple[int, int, int]]:
    """Mentions, mentions as an actor, and articles of each place."""
    rows = ask(store, "SELECT location_id, mentions, actor_mentions, articles FROM locations")
    return {row[0]: row[1:] for row in rows}


def assert_contract(store: Store) -> None:
    """The tables keep the contract, and actors and places count what the lists behind them hold."""
    reader = store.reader()
    reader.execute("SET TimeZone = 'UTC'")
    found = {name: reader.cursor.sql(f"FROM {name}").to_arrow_table() for name in TABLES}
    check_all({name: found[name].select(table.schema.names).cast(table.schema) for name, table in TABLES.items()})
    counted = ask(store, """
        SELECT actor_id, mentions, articles, list_sort(aliases) FROM actors WHERE mentions > 0 EXCEPT
        SELECT actor_id, count(*), count(DISTINCT article_id), list_sort(list(DISTINCT surface)) FROM entities
        GROUP BY ALL
        """)  # fmt: skip
    assert counted == []
    assert ask(store, f"""
        SELECT location_id, mentions, actor_mentions, articles FROM locations EXCEPT
        SELECT location_id, count(*) FILTER (sense = 'place'), count(*) FILTER (sense = 'actor'),
               count(DISTINCT article_id)
        FROM entities WHERE sense IN {PLACED_SENSES} GROUP BY ALL""") == []  # fmt: skip
    assert ask(store, "SELECT mentions FROM actors WHERE mentions = 0") == []


def test_a_correction_of_a_place_leaves_mentions_that_do_not_count_for_it(correct: "Correct") -> None:
    articles = {"a": "[Homs](@1) fell. The [Homs](~1) road fell.", "b": "The [Homs](~1) road was shut.", "c": "So."}
    for correction, target in ((NO_PLACE, None), (TEXAS, "2")):
        store = correct(correction, articles=articles)
        assert states(store)[0] == ("applied", None, 1, 1)
        assert ask(store, "SELECT location_id, sense FROM entities WHERE sense = 'demonym'") == [("1", "demonym")] * 2
        assert places(store)["1"] == (0, 0, 0)
        assert target is None or places(store)[target] == (1, 0, 1)


def test_without_corrections_nothing_changes(correct: "Correct") -> None:
    store = correct()
    assert states(store) == []
    assert actors(store)["bashar"] == ("Bashar al-Assad", "person", 4, 2, ["Assad", "Bashar al-Assad"])
    assert_contract(store)


def test_a_merged_actor_gives_all_it_has(correct: "Correct") -> None:
    store = correct(MERGE)
    assert states(store) == [("applied", None, 1, 1)]
    assert actors(store)["jolani"] == ("Jolani", "person", 2, 2, ["Jolani", "Julani"])
    assert "julani" not in actors(store)
    assert speakers(store)["I came"] == ("jolani", "afp")
    assert ask(store, "SELECT actor_id, into_id, correction_id FROM redirects") == [("julani", "jolani", "1")]
    assert ask(store, "SELECT article_id, start FROM corrected") == [("c", 0)]
    assert_contract(store)


def test_what_said_whom_a_mention_named_goes_with_the_actor(correct: "Correct") -> None:
    reasons = ask(correct(MERGE), "SELECT surface, actor_reason FROM entities WHERE actor_id = 'jolani' ORDER BY 1")
    assert reasons == [("Jolani", "known by this name"), ("Julani", None)]


@pytest.mark.parametrize(
    ("corrections", "left"),
    [
        ((), ["jolani", "iraq", "julani"]),
        ((MERGE,), ["jolani", "iraq"]),
        ((Correction("merge", actor="jolani", into="julani"),), ["julani", "iraq"]),
        ((Correction("merge", actor="iraq", into="bashar"),), ["jolani", "bashar", "julani"]),
        ((MERGE, Correction("merge", actor="iraq", into="jolani")), ["jolani"]),
        ((Correction("hide", actor="jolani"),), ["iraq", "julani"]),
        (
            (Correction("hide", actor="jolani"), Correction("hide", actor="iraq"), Correction("hide", actor="julani")),
            [],
        ),
        ((Correction("split", actor="julani", into="x", name="X", surfaces=("Julani",)),), ["jolani", "iraq", "x"]),
        ((Correction("split", actor="julani", into="jolani", surfaces=("Julani",)),), ["jolani", "iraq"]),
        ((Correction("not-a-place", surface="Baghdad", location="3"),), ["jolani", "julani"]),
    ],
)
def test_each_speaker_of_a_quote_of_three_is_corrected(
    correct: "Correct", corrections: tuple[Correction, ...], left: list[str]
) -> None:
    store = correct(*corrections, articles=THREE)
    assert of_three(store) == left
    assert_contract(store)


def test_two_speakers_that_become_one_keep_the_words_of_the_first(correct: "Correct") -> None:
    store = correct(Correction("merge", actor="jolani", into="julani"), articles=THREE)
    words = ask(store, 'SELECT actor_id, substring(text, start + 1, "end" - start) FROM speakers, articles ORDER BY 2')
    assert words == [("iraq", "Baghdad"), ("julani", "Jolani")]


def test_an_outlet_that_is_merged_was_told_nothing_any_more(correct: "Correct") -> None:
    store = correct(Correction("merge", actor="afp", into="iraq"))
    assert speakers(store)["I came"] == ("julani", "iraq")
    assert_contract(store)


def test_merges_lead_on(correct: "Correct") -> None:
    store = correct(MERGE, Correction("merge", actor="jolani", into="afp"))
    assert actors(store)["afp"][2] == 3
    assert sorted(ask(store, "SELECT actor_id, into_id, correction_id FROM redirects")) == [
        ("jolani", "afp", "2"),
        ("julani", "afp", "1"),
    ]
    late = correct(Correction("merge", actor="jolani", into="afp"), MERGE)
    assert actors(late)["afp"][2] == 3, "the target was merged already: its mentions follow"
    assert_contract(late)


def test_some_articles_become_another_actor_with_their_quotes(correct: "Correct") -> None:
    store = correct(SPLIT)
    assert states(store) == [("applied", None, 2, 1)]
    assert actors(store)["hafez"] == ("Hafez al-Assad", "person", 2, 1, ["Assad"])
    assert actors(store)["bashar"] == ("Bashar al-Assad", "person", 2, 1, ["Assad", "Bashar al-Assad"])
    assert (speakers(store)["We go"][0], speakers(store)["I build"][0]) == ("bashar", "hafez")
    assert_contract(store)


def test_some_names_become_another_actor_with_the_quotes_of_those_names(correct: "Correct") -> None:
    store = correct(Correction("split", actor="bashar", into="x", name="X", surfaces=("Bashar al-Assad",)))
    assert states(store) == [("applied", None, 1, 1)]
    assert speakers(store)["We go"][0] == "bashar", "its speaker is written “Assad”"
    store = correct(Correction("split", actor="bashar", into="jolani", surfaces=("Assad",)))
    assert actors(store)["jolani"][2:] == (4, 2, ["Assad", "Jolani"]), "an actor that is there gets them, too"
    assert speakers(store)["We go"][0] == speakers(store)["I build"][0] == "jolani"
    assert_contract(store)


def test_a_quote_without_a_mention_goes_when_none_of_its_speaker_is_left(correct: "Correct") -> None:
    assert speakers(correct(Correction("split", actor="julani", into="x", surfaces=("Julani",))))["I came"] == (
        "x",
        "afp",
    )
    store = correct(Correction("split", actor="afp", into="afp-tv", name="AFP TV", articles=("ext-c",)))
    assert speakers(store)["I came"] == ("julani", "afp-tv")
    assert "afp" not in actors(store), "nothing names it any more"
    assert_contract(store)


def test_a_hidden_actor_that_a_split_names_again_is_one_row(correct: "Correct") -> None:
    store = correct(
        Correction("hide", actor="iraq"), Correction("split", actor="bashar", into="iraq", surfaces=("Assad",))
    )
    assert ask(store, "SELECT count(*) FROM actors WHERE actor_id = 'iraq'") == [(1,)]
    assert ask(store, "SELECT * FROM redirects") == []
    assert_contract(store)


def test_a_new_actor_that_a_later_split_empties_is_gone(correct: "Correct") -> None:
    store = correct(SPLIT, Correction("split", actor="hafez", into="jolani", articles=("ext-b",)))
    assert [state[0] for state in states(store)] == ["applied", "applied"]
    assert "hafez" not in actors(store)
    assert_contract(store)


def test_a_redirect_to_an_actor_that_is_gone_leads_nowhere(correct: "Correct") -> None:
    store = correct(
        Correction("split", actor="julani", into="afp", articles=("ext-c",)),
        Correction("split", actor="jolani", into="afp", articles=("ext-a",)),
        MERGE,
    )
    assert ask(store, "SELECT actor_id, into_id FROM redirects") == [("julani", None)]
    assert "jolani" not in actors(store)


def test_a_name_is_changed_and_the_id_stays(correct: "Correct") -> None:
    store = correct(Correction("rename", actor="bashar", name="B. al-Assad"))
    assert actors(store)["bashar"][0] == "B. al-Assad"
    assert states(store) == [("applied", None, 4, 2)]
    assert_contract(store)


def test_a_short_name_that_is_written_out_is_sure(correct: "Correct") -> None:
    unsure = "SELECT actor_id FROM actors WHERE unsure"
    short = [actor for (actor,) in ask(correct(), unsure)]
    assert short, "the tables have a short name"
    written_out = [Correction("rename", actor=actor, name="Ada Holt") for actor in short]
    assert ask(correct(*written_out), unsure) == []


def test_a_hidden_actor_is_neither_shown_nor_counted(correct: "Correct") -> None:
    store = correct(Correction("hide", actor="bashar"))
    assert states(store) == [("applied", None, 4, 2)]
    assert "bashar" not in actors(store)
    assert speakers(store)["We go"] == (None, None)
    assert ask(store, "SELECT actor_id, into_id, correction_id FROM redirects") == [("bashar", None, "1")]
    assert ask(store, "SELECT count(*) FROM entities WHERE surface = 'Assad'") == [(3,)]
    assert_contract(store)


def test_a_name_that_is_no_place_leaves_the_map(correct: "Correct") -> None:
    store = correct(NO_PLACE)
    assert states(store) == [("applied", None, 3, 2)]
    assert "1" not in places(store)
    reasons = ask(store, "SELECT DISTINCT location_id, sense, unplaced_reason FROM entities WHERE surface = 'Homs'")
    assert reasons == [(None, None, "analyst: not a place")]
    assert_contract(store)


def test_one_mention_is_placed_elsewhere_and_the_others_stay(correct: "Correct") -> None:
    one = Correction(
        "wrong-place", surface="Homs", location="1", to="2", articles=("ext-a",), sentence="“We go.” Homs fell."
    )
    spaced = Correction(
        "wrong-place",
        surface="Homs",
        location="1",
        to="2",
        articles=("ext-a",),
        sentence="Assad said: “We go.” Homs fell.",
    )
    store = correct(one, spaced)
    assert [state[0] for state in states(store)] == ["lost its text", "applied"]
    assert places(store)["1"] == (2, 0, 2)
    assert places(store)["2"] == (1, 0, 1)
    assert ask(store, "SELECT name, country_code, population FROM locations WHERE location_id = '2'") == [
        ("Homs, Texas", "US", 0)
    ]
    assert_contract(store)


def test_a_name_that_was_not_placed_is_placed(correct: "Correct") -> None:
    store = correct(Correction("wrong-place", surface="Orlinsk", to="4"))
    assert places(store)["4"] == (1, 0, 1)
    assert ask(store, "SELECT unplaced_reason FROM entities WHERE surface = 'Orlinsk'") == [(None,)]
    assert_contract(store)


def test_a_name_is_placed_where_no_table_has_a_place(correct: "Correct") -> None:
    placed = Correction("wrong-place", surface="Homs", location="1", to="77", place=IDLIB)
    store = correct(placed)
    assert places(store)["77"] == (3, 0, 2)
    row = "SELECT name, country_code, admin1, feature, latitude, longitude, population FROM locations"
    assert ask(store, f"{row} WHERE location_id = '77'") == [astuple(IDLIB)]
    reader = store.reader()
    assert [each.value for each in search_names(reader, "locations", "Idlib")] == ["77"], "a box offers it"
    drawn = places_ranked(reader, Filters(locations=("77",))).set_index("location_id").loc["77"]
    assert (drawn["name"], drawn["latitude"], drawn["mentions"]) == ("Idlib", 35.93, 3)
    assert list_corrections(reader)["target"].to_list() == ["Idlib, Syria"]
    assert_contract(store)
    undone = correct(placed, Correction("undo", undoes="1"))
    assert "77" not in places(undone) and list_corrections(undone.reader())["target"].to_list() == ["Idlib, Syria"]


def test_a_place_that_acts_takes_its_state_along(correct: "Correct") -> None:
    store = correct(Correction("not-a-place", surface="Baghdad", location="3", articles=("ext-b",)))
    assert actors(store)["iraq"][2] == 1
    assert speakers(store)["Yes"][0] is None
    assert places(store)["3"] == (0, 1, 1)
    assert_contract(store)
    same = correct(Correction("wrong-place", surface="Baghdad", location="3", to="3"))
    assert (actors(same)["iraq"][2], speakers(same)["Yes"][0]) == (2, "iraq")


def test_a_sentence_that_many_articles_share_is_corrected_in_all(correct: "Correct") -> None:
    many = {str(number): "[Homs](@1) fell. [Homs](@1) burnt." for number in range(40)}
    named = tuple(f"ext-{article}" for article in many)
    store = correct(replace(TEXAS, articles=named, sentence="Homs fell."), articles=many)
    assert states(store) == [("applied", None, 40, 40)]
    assert places(store) == {"1": (40, 0, 40), "2": (40, 0, 40)}


def test_the_last_word_on_a_mention_holds(correct: "Correct") -> None:
    store = correct(NO_PLACE, TEXAS)
    assert [state[:2] for state in states(store)] == [("contradicted", "2"), ("applied", None)]
    assert places(store)["2"] == (3, 0, 2)
    some = correct(TEXAS, Correction("not-a-place", surface="Homs", location="1", articles=("ext-b",)))
    assert states(some) == [("applied", None, 2, 1), ("applied", None, 1, 1)]
    assert_contract(some)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (MERGE, Correction("merge", actor="julani", into="bashar")),
        (MERGE, Correction("merge", actor="jolani", into="julani")),
        (Correction("split", actor="jolani", into="julani", surfaces=("Jolani",)), MERGE),
        (Correction("rename", actor="julani", name="J"), MERGE),
        (Correction("hide", actor="jolani"), MERGE),
    ],
)  # fmt: skip
def test_the_newest_of_two_that_disagree_holds(correct: "Correct", earlier: Correction, later: Correction) -> None:
    store = correct(earlier, later)
    assert [state[:2] for state in states(store)] == [("contradicted", "2"), ("applied", None)]
    alone = correct(later)
    assert actors(store) == actors(alone)
    again = correct(earlier, later, Correction("undo", undoes="2"))
    assert [state[0] for state in states(again)] == ["applied", "taken back"]
    assert actors(again) == actors(correct(earlier))


def test_a_correction_of_an_actor_that_was_merged_or_hidden_says_by_which(correct: "Correct") -> None:
    rename = Correction("rename", actor="julani", name="J")
    for first in (MERGE, Correction("hide", actor="julani")):
        assert states(correct(first, rename))[1] == ("contradicted", "1", 0, 0)


@pytest.mark.parametrize("lost", [
    MERGE, SPLIT, NO_PLACE, TEXAS, Correction("rename", actor="bashar", name="B"), Correction("hide", actor="bashar"),
    Correction("wrong-place", surface="Baghdad", location="3", to="77"),
])  # fmt: skip
def test_a_correction_whose_text_is_gone_is_kept_and_holds_when_it_is_back(
    correct: "Correct", lost: Correction
) -> None:
    gone = correct(lost, articles={"d": "[Jolani](jolani) came. [Baghdad](iraq@3) did."})
    assert states(gone) == [("lost its text", None, 0, 0)]
    assert_contract(gone)
    if lost.to != "77":
        assert states(correct(lost))[0][0] == "applied"


def test_what_is_taken_back_is_as_if_it_had_never_been(correct: "Correct") -> None:
    undo = Correction("undo", undoes="1")
    store = correct(SPLIT, undo)
    assert (actors(store), speakers(store)) == (actors(correct()), speakers(correct()))
    assert states(store) == [("taken back", "2", 0, 0)]
    assert actors(correct(SPLIT, undo, Correction("undo", undoes="2"))) == actors(correct(SPLIT)), "and brought back"


def test_any_corrections_in_any_order_keep_the_contract(correct: "Correct") -> None:
    dice = random.Random(11)
    ids, names = ["bashar", "jolani", "julani", "iraq", "afp", "new", "lost"], ["Assad", "Homs", "Baghdad", "Julani"]

    def draw() -> Correction:
        one, other = dice.sample(ids, 2)
        where = dice.choice([(), ("ext-a",), ("ext-b", "ext-c")])
        return dice.choice([
            Correction("merge", actor=one, into=other),
            Correction("split", actor=one, into=other, surfaces=(dice.choice(names),), articles=where),
            Correction("rename", actor=one, name="N"),
            Correction("hide", actor=one),
            Correction("not-a-place", surface=dice.choice(names), location=dice.choice("123"), articles=where),
            Correction("wrong-place", surface=dice.choice(names), location=dice.choice("123"), to=dice.choice("1234")),
            Correction("undo", undoes=str(dice.randint(1, 5))),
        ])  # fmt: skip

    for _ in range(12):
        store = correct(*(draw() for _ in range(dice.randint(2, 9))), articles=ARTICLES | THREE)
        assert_contract(store)
        assert {state[0] for state in states(store)} <= {"applied", "lost its text", "contradicted", "taken back"}
        assert ask(store, "SELECT r.actor_id FROM redirects r JOIN actors USING (actor_id)") == []
        assert ask(store, "SELECT r.into_id FROM redirects r ANTI JOIN actors ON r.into_id = actors.actor_id"
                          " WHERE r.into_id IS NOT NULL") == []  # fmt: skip


def test_words_of_corrections_are_no_sql(correct: "Correct") -> None:
    evil = "'; DROP TABLE actors; --"
    store = correct(
        Correction("rename", actor="bashar", name=evil),
        Correction("split", actor="bashar", into=evil, name=evil, surfaces=("Assad", evil), articles=(evil, "ext-b")),
        Correction("wrong-place", surface=evil, location=evil, to=evil, articles=("ext-a",), sentence=evil),
    )
    assert actors(store)["bashar"][0] == actors(store)[evil][0] == evil
    assert_contract(store)
