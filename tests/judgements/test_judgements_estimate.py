"""Estimates against values that were worked out by hand, agreement, and how often the interval holds the truth."""

import numpy as np
import pytest

from dashboard.judgements.agreement import compare_judges, find_kappa
from dashboard.judgements.estimate import DIFFER, decide, estimate, wilson
from tests import audits as make


@pytest.mark.parametrize(
    ("share", "count", "low", "high"),
    [
        # Newcombe, Statistics in Medicine 17, 1998, table I, method 3.
        (81 / 263, 263, 0.2553, 0.3662), (15 / 148, 148, 0.0624, 0.1605), (0 / 20, 20, 0.0, 0.1611),
        (1 / 29, 29, 0.0061, 0.1718), (46 / 50, 50, 0.8116, 0.9685), (1.0, 8, 0.6756, 1.0),
    ],
)  # fmt: skip
def test_the_interval_is_wilsons(share: float, count: float, low: float, high: float) -> None:
    assert wilson(share, count) == pytest.approx((low, high), abs=1e-4)


def test_equal_weights_give_the_plain_share() -> None:
    found = estimate(make.audit([make.item(number) for number in range(1, 51)], {"Ada": "r" * 46 + "w" * 4}), "pins")
    assert (found.right, found.wrong, found.decided, found.share) == (46, 4, 50, 0.92)
    assert (found.low, found.high) == pytest.approx((0.8116, 0.9685), abs=1e-4)


def test_an_item_counts_for_as_many_as_it_stands_for() -> None:
    items = [make.item(1, weight=90), make.item(2, weight=10), make.item(3, stratum=1, weight=100)]
    found = estimate(make.audit(items, {"Ada": "rwr"}), "pins")
    assert found.share == pytest.approx(190 / 200)
    assert (found.low, found.high) == pytest.approx(wilson(0.95, 200**2 / (90**2 + 10**2 + 100**2)))


def test_the_others_of_a_stratum_stand_for_what_nobody_can_tell() -> None:
    items = [make.item(1, weight=50), make.item(2, weight=50), make.item(3, stratum=1, weight=100)]
    found = estimate(make.audit(items, {"Ada": "rcw"}), "pins")
    assert (found.right, found.wrong, found.untold) == (1, 1, 1)
    assert found.share == pytest.approx(0.5), "100 of the first stratum, 100 of the second"
    untold = estimate(make.audit(items, {"Ada": "rrc"}), "pins")
    assert untold.share == 1.0, "a stratum of which nobody can tell anything counts for nothing"
    assert estimate(make.audit(items, {"Ada": "ccc"}), "pins").share is None


def test_where_people_differ_an_item_is_half_right_until_it_is_settled() -> None:
    items = [make.item(number) for number in (1, 2, 3, 4)]
    said = {"Ada": "rrwc", "Bo": "rwwr"}
    audit = make.audit(items, said)
    assert [decide(audit, number) for number in (1, 2, 3, 4)] == ["right", DIFFER, "wrong", "right"]
    assert estimate(audit, "pins").share == pytest.approx(2.5 / 4)
    settled = make.audit(items, said, {2: "wrong"})
    assert (estimate(settled, "pins").differ, estimate(settled, "pins").share) == (0, 0.5)


def test_who_has_not_judged_all_does_not_count() -> None:
    items = [make.item(1), make.item(2)]
    audit = make.audit(items, {"Ada": "rr", "Bo": "w-"})
    assert (audit.finished, estimate(audit, "pins").share) == (["Ada"], 1.0)
    assert estimate(make.audit(items, {"Bo": "w-"}), "pins").share is None


@pytest.mark.parametrize(
    ("both", "first", "second", "none", "kappa"),
    [(20, 5, 10, 15, 0.4), (5, 0, 0, 5, 1.0), (0, 5, 5, 0, -1.0), (45, 15, 25, 15, 0.1304), (9, 1, 0, 0, 0.0)],
)
def test_kappa_is_cohens(both: int, first: int, second: int, none: int, kappa: float) -> None:
    pairs = [("r", "r")] * both + [("r", "w")] * first + [("w", "r")] * second + [("w", "w")] * none
    assert find_kappa(pairs) == pytest.approx(kappa, abs=1e-4)


def test_kappa_has_no_value_where_all_is_alike() -> None:
    assert find_kappa([("r", "r")] * 9) is None
    assert find_kappa([]) is None


def test_two_judges_are_compared_on_what_both_could_tell() -> None:
    items = [make.item(number) for number in (1, 2, 3, 4, 5)]
    audit = make.audit(items, {"Ada": "rrwcw", "Bo": "rwwrw", "Cy": "r----"}, {2: "right"})
    [found] = compare_judges(audit)
    assert (found.judges, found.items, found.same, found.differing) == (("Ada", "Bo"), 4, 3, (2,))
    assert found.kappa == pytest.approx(0.5), "by what they said before anything was settled"


def test_each_judge_has_an_order_of_their_own_kind_by_kind() -> None:
    kinds = ["pins", "actors"] * 10
    items = [make.item(number, kind) for number, kind in enumerate(kinds, 1)]
    audit = make.audit(items, {})
    audit = type(audit)(make.design(items, ("actors", "pins")), audit.items)
    first, second = audit.order("Ada"), audit.order("Bo")
    assert first == audit.order("ada") != second and sorted(first) == sorted(second)
    assert [audit.items[number].kind for number in first] == ["actors"] * 10 + ["pins"] * 10


@pytest.mark.parametrize("share", [0.6, 0.8, 0.9, 0.95])
def test_the_interval_holds_the_truth_as_often_as_it_says(share: float) -> None:
    """Three strata of unequal size and precision, 50 items."""
    rng, size = np.random.default_rng(1), np.array([0.5, 0.3, 0.2])
    counts, spread = np.array([25, 15, 10]), np.array([-0.6, 0.2, 1.2]) * (1 - share) / 2
    truth = float(np.sum(size * (share + spread)))
    right = rng.binomial(counts, share + spread, (2_000, 3))
    bounds = [wilson(each, 50) for each in np.sum(size * right / counts, axis=1)]
    assert 0.93 <= np.mean([low <= truth <= high for low, high in bounds]) <= 0.995
