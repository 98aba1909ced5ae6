"""What a correction that is being made says, and what it would change."""

from typing import Any

from dashboard.corrections.clashes import find_clashes
from dashboard.corrections.record import Correction
from dashboard.filters import Filters
from dashboard.queries.corrections import list_corrections, read_proposed
from dashboard.queries.mentions import count_mentions
from dashboard.store import Store
from tests.corrections.conftest import ARTICLES, build, number_log

NO_PLACE = Correction("not-a-place", surface="Homs", location="1")


def propose(text: str, first: Correction, **filters: Any) -> tuple[Correction, int, bool]:
    """The correction that these filters say once `first` is applied, the mentions it is said to change, and whether it
    is said to contradict `first`."""
    log = number_log(first)
    reader = Store(build({"a": text}), {}, log).reader()
    proposed = read_proposed(reader, Filters(change=("wrong-place",), **filters))
    assert proposed is not None
    return (
        proposed.correction,
        count_mentions(reader, proposed.changed),
        bool(find_clashes(log.not_taken_back(), proposed.correction)),
    )


def test_a_name_that_was_said_to_be_no_place_is_corrected_where_the_tables_had_it() -> None:
    text = "[Homs](@1) fell. [Homs](jolani) spoke. [Homs](jolani) left. [Homsi](@2) is far."
    correction, changes, contradicts = propose(text, NO_PLACE, written=("Homs",), right_place=("2",))
    assert (correction.location, changes, contradicts) == ("1", 1, True)


def test_one_mention_is_corrected_where_the_tables_had_that_one() -> None:
    text = "[Homs](@1) fell. [Homs](@1) burnt. [Homs](@2) is far. [Orlinsk](@4) is near."
    moved = Correction("wrong-place", surface="Homs", location="1", to="2")
    at = text.replace("[", "").replace("](@1)", "").index("Homs](@2)")
    correction, changes, contradicts = propose(text, moved, mentions=(f"a@{at}",), right_place=("4",))
    assert (correction.location, changes, contradicts) == ("2", 1, False)


def test_each_correction_is_one_row_of_the_list() -> None:
    log = number_log(
        Correction("split", actor="bashar", into="iraq", surfaces=("Assad",)),
        Correction("rename", actor="iraq", name="Republic of Iraq"),
    )
    listed = list_corrections(Store(build(ARTICLES), {}, log).reader())
    assert list(listed["correction_id"]) == ["2", "1"]
    assert list(listed["actor"]) == ["Iraq", "Bashar al-Assad"], "a renamed actor bears the name that it had before"
    assert list(listed["into"]) == ["Republic of Iraq", "Republic of Iraq"]
