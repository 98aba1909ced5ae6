"""What corrections lay over the tables: only the rows that differ, the same in one step as in many."""

import random
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from dashboard.corrections.changes import KEYS, REPORTS
from dashboard.corrections.log import Log
from dashboard.corrections.record import Correction
from dashboard.store import Store
from dashboard.tables.contract import TABLES, references
from tests.corrections.conftest import ARTICLES, IDLIB, THREE, build, number_log

if TYPE_CHECKING:
    from tests.corrections.conftest import Correct

ACTORS = ("bashar", "jolani", "julani", "iraq", "afp", "new", "lost")
NAMES = ("Assad", "Homs", "Baghdad", "Julani", "Jolani", "Orlinsk")
INSIDE: tuple[tuple[str, ...], ...] = ((), ("ext-a",), ("ext-b", "ext-c"), ("ext-three", "ext-a"), ("nowhere",))
SENTENCES = ("Assad built Homs.", "Assad said: “We go.” Homs fell.", "Baghdad did.", "Baghdad agreed: “Yes.”")

# Counts of a table that are not what the tables hold: each query gives none where all are.
RECOUNTS = (
    """SELECT actor_id, mentions, articles, aliases FROM actors WHERE mentions > 0 EXCEPT
       SELECT actor_id, sum(times), any_value(articles), list(surface ORDER BY times DESC, surface)
       FROM (SELECT actor_id, surface, count(*) AS times FROM entities GROUP BY ALL)
            JOIN (SELECT actor_id, count(DISTINCT article_id) AS articles FROM entities GROUP BY ALL) USING (actor_id)
       GROUP BY ALL""",
    """SELECT location_id, mentions, actor_mentions, articles FROM locations EXCEPT
       SELECT location_id, count(*) FILTER (sense = 'place'), count(*) FILTER (sense = 'actor'),
              count(DISTINCT article_id) FROM entities WHERE placed_id IS NOT NULL GROUP BY ALL""",
    """SELECT correction_id, mentions, articles FROM corrections WHERE mentions > 0 EXCEPT
       SELECT correction_id, count(*), count(DISTINCT article_id) FROM corrected GROUP BY ALL""",
    """SELECT q.quote_id, q.actor_id FROM quotes q EXCEPT
       SELECT quote_id, arg_min(s.actor_id, s.start) FROM quotes LEFT JOIN speakers s USING (quote_id) GROUP BY ALL""",
)


@pytest.fixture(scope="module")
def store() -> Store:
    return Store(build(ARTICLES | THREE), {})


def draw(dice: random.Random, before: int) -> Correction:
    """A correction that may contradict others, lose its text, or take one of those before it back."""
    one, other = dice.sample(ACTORS, 2)
    inside = dice.choice(INSIDE)
    sentence = dice.choice(("", "", *SENTENCES)) if inside else ""
    name, place, other_place = dice.choice(NAMES), dice.choice("123"), dice.choice(("1", "2", "3", "4", "77"))
    drawn = [
        Correction("merge", actor=one, into=other),
        Correction("split", actor=one, into=other, surfaces=(dice.choice(NAMES),), articles=inside),
        Correction("rename", actor=one, name="N"),
        Correction("hide", actor=one),
        Correction("wrong-place", surface=name, location=place, to=other_place, articles=inside, sentence=sentence),
        Correction("wrong-place", surface=name, to=other_place, articles=inside, sentence=sentence),
        Correction("wrong-place", surface=name, location=place, to="77", place=IDLIB, articles=inside),
        Correction("not-a-place", surface=name, location=place, articles=inside, sentence=sentence),
    ]
    if before:
        drawn.append(Correction("undo", undoes=str(dice.randint(1, before))))
    return dice.choice(drawn)


def draw_logs(seed: int, count: int) -> Iterator[Log]:
    dice = random.Random(seed)
    for _ in range(count):
        yield number_log(*(draw(dice, before) for before in range(dice.randint(2, 12))))


def ask(store: Store, select: str) -> list[tuple[Any, ...]]:
    return store.reader().execute(select).fetchall()


def read_all(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    return {name: sorted(ask(store, f"FROM {name}"), key=repr) for name in (*KEYS, *REPORTS)}


def test_after_any_corrections_all_counts_and_references_hold(store: Store) -> None:
    for log in draw_logs(3, 25):
        store._apply(log)
        for recount in RECOUNTS:
            assert ask(store, recount) == []
        for name, column in references():
            key = TABLES[column.references].key[0]
            lost = (
                f"SELECT {column.name} FROM {name} WHERE {column.name} NOT IN (SELECT {key} FROM {column.references})"
            )
            assert ask(store, lost) == []


def test_corrections_that_come_one_by_one_do_what_all_at_once_do(store: Store) -> None:
    for log in draw_logs(4, 12):
        for many in range(len(log.corrections)):
            store._apply(Log(log.corrections[: many + 1]))
        assert read_all(store) == read_all(Store(build(ARTICLES | THREE), {}, log))


def test_when_all_is_taken_back_the_tables_are_as_they_were(store: Store) -> None:
    store._apply(Log())
    before = read_all(store)
    for log in draw_logs(5, 5):
        corrections = [each for each in log.corrections if each.kind != "undo"]
        undone = [*corrections, *(Correction("undo", undoes=str(number + 1)) for number, _ in enumerate(corrections))]
        store._apply(number_log(*corrections))
        store._apply(number_log(*undone))
        after = read_all(store)
        assert {name: after[name] for name in KEYS} == {name: before[name] for name in KEYS}
        assert {row[0] for row in ask(store, "SELECT DISTINCT state FROM corrections")} <= {"taken back"}


def test_only_the_rows_that_differ_are_laid_over(correct: "Correct") -> None:
    store = correct(Correction("merge", actor="julani", into="jolani"))
    laid = ask(store, "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'overlay' ORDER BY ALL")
    rows = {name: ask(store, f"SELECT count(*) FROM overlay.{name}")[0][0] for (name,) in laid}
    assert {name.partition("_")[0]: count for name, count in rows.items() if not name.endswith("_replaced")} == {
        "actors": 1, "corrected": 1, "corrections": 1, "entities": 1, "quotes": 1, "redirects": 1, "speakers": 1,
    }  # fmt: skip


def test_what_is_not_shown_any_more_is_not_kept(store: Store) -> None:
    for number in range(6):
        store._apply(number_log(Correction("rename", actor="bashar", name=f"N {number}")))
    tables = ask(store, "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'overlay'")
    assert sum(name.startswith("actors_") and not name.endswith("replaced") for (name,) in tables) == 2
