"""Which corrections contradict one another, and which of them holds."""

import pytest

from dashboard.corrections.clashes import find_clashes, find_contradicted
from dashboard.corrections.record import Correction


def merge(number: int, actor: str, into: str) -> Correction:
    return Correction("merge", id=str(number), actor=actor, into=into)


def place(number: int, **said: object) -> Correction:
    return Correction(**{"kind": "not-a-place", "id": str(number), "surface": "Homs", "location": "1", **said})  # type: ignore[arg-type]


A_IS_B = merge(1, "a", "b")


@pytest.mark.parametrize("proposed", [
    merge(2, "a", "c"),
    merge(2, "b", "a"),
    Correction("split", id="2", actor="b", into="a", surfaces=("x",)),
    Correction("split", id="2", actor="a", into="b", surfaces=("x",)),
    Correction("rename", id="2", actor="a", name="A"),
    Correction("hide", id="2", actor="a"),
])  # fmt: skip
def test_what_a_merge_is_contradicted_by(proposed: Correction) -> None:
    assert find_clashes([A_IS_B], proposed) == [A_IS_B]


@pytest.mark.parametrize("proposed", [
    merge(2, "c", "a"),
    merge(2, "b", "c"),
    Correction("split", id="2", actor="b", into="c", surfaces=("x",)),
    Correction("rename", id="2", actor="b", name="B"),
    Correction("hide", id="2", actor="b"),
    place(2),
])  # fmt: skip
def test_what_a_merge_goes_together_with(proposed: Correction) -> None:
    assert find_clashes([A_IS_B], proposed) == []
    assert find_contradicted([A_IS_B, proposed]) == {}


def test_a_circle_of_merges_is_broken_at_its_oldest() -> None:
    circle = [merge(1, "a", "b"), merge(2, "b", "c"), merge(3, "c", "a")]
    assert find_contradicted(circle[:2]) == {}
    assert {each: by.id for each, by in find_contradicted(circle).items()} == {"1": "2"}
    assert find_clashes(circle[:2], circle[2]) == circle[:1]


def test_what_is_contradicted_contradicts_nothing_itself() -> None:
    names = [Correction("rename", id=str(number), actor="a", name=str(number)) for number in range(3)]
    assert {each: by.id for each, by in find_contradicted(names).items()} == {"0": "2", "1": "2"}
    assert find_clashes(names[:2], names[2]) == names[1:2], "only the one that holds is contradicted"
    assert find_contradicted([merge(1, "a", "b"), merge(2, "a", "c"), merge(3, "a", "b")]).keys() == {"1", "2"}


def test_two_splits_disagree_where_they_take_the_same_mentions() -> None:
    first = Correction("split", id="1", actor="a", into="x", surfaces=("S", "T"), articles=("1",))
    for proposed, clashes in (
        (Correction("split", id="2", actor="a", into="y", surfaces=("T",)), True),
        (Correction("split", id="2", actor="a", into="y", articles=("1",)), True),
        (Correction("split", id="2", actor="a", into="x", surfaces=("T",)), False),
        (Correction("split", id="2", actor="a", into="y", surfaces=("U",)), False),
        (Correction("split", id="2", actor="a", into="y", surfaces=("T",), articles=("2",)), False),
    ):
        assert bool(find_clashes([first], proposed)) is clashes


def test_corrections_of_a_name_disagree_where_they_are_of_the_same_mention() -> None:
    everywhere, here = place(1), place(1, articles=("1",), sentence="Homs fell.")
    assert find_clashes([everywhere], place(2, kind="wrong-place", to="2", articles=("9",))) == [everywhere]
    assert find_clashes([here], place(2)) == [here]
    assert find_clashes([here], place(2, articles=("1",), sentence="Homs stood.")) == []
    assert find_clashes([here], place(2, articles=("2",))) == []
    assert find_clashes([everywhere], place(2, location="3")) == []
    assert find_contradicted([everywhere, place(2)]) == {}, "the replay judges places mention by mention"
