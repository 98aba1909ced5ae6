"""Estimates: how much of what was found is right, by a sample of it that people judged."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.judgements.audit import Audit
from dashboard.judgements.record import CANNOT_TELL, RIGHT, WRONG, Item

# Of a normal distribution 95 % lie within so many standard deviations.
Z = 1.959964

# What the judges of an item came to where they do not say the same.
DIFFER = "differ"


@dataclass(frozen=True, slots=True)
class Estimate:
    """Of one kind: the items that are right, wrong, that the judges differ on, or cannot tell; and the share of all
    findings that is right, with the bounds of its interval. Without an item that was decided, the share is None."""

    kind: str
    right: int
    wrong: int
    differ: int
    untold: int
    share: float | None
    low: float
    high: float

    @property
    def decided(self) -> int:
        """The items by which the share was estimated."""
        return self.right + self.wrong + self.differ


def estimate(audit: Audit, kind: str) -> Estimate:
    """What the judges who finished came to on the items of a kind, and the share of all findings that is right.

    An item counts for as many findings as it stands for. What is left out in a stratum because nobody could tell, the
    others of the stratum stand for. An item on which the judges differ counts as half right, until it is settled.
    """
    items = [item for item in audit.items.values() if item.kind == kind]
    outcomes = {item.number: decide(audit, item.number) for item in items}
    tally = [*outcomes.values()]
    decided = [item for item in items if outcomes[item.number] in (RIGHT, WRONG, DIFFER)]
    right, wrong, differ, untold = (tally.count(each) for each in (RIGHT, WRONG, DIFFER, CANNOT_TELL))
    if not decided:
        return Estimate(kind, right, wrong, differ, untold, None, 0.0, 1.0)
    weights = _weigh(items, decided)
    credit = {RIGHT: 1.0, DIFFER: 0.5, WRONG: 0.0}
    whole = math.fsum(weights.values())
    share = math.fsum(weights[each.number] * credit[outcomes[each.number]] for each in decided) / whole
    count = whole**2 / math.fsum(weight**2 for weight in weights.values())
    low, high = wilson(share, count)
    return Estimate(kind, right, wrong, differ, untold, share, low, high)


def decide(audit: Audit, number: int) -> str:
    """What became of an item: what somebody settled, what all judges say who could tell, DIFFER, CANNOT_TELL, or ""
    where nobody who finished judged it."""
    if number in audit.settled:
        return audit.settled[number].verdict
    said = {audit.verdicts[judge][number].verdict for judge in audit.finished}
    told = said - {CANNOT_TELL}
    if len(told) > 1:
        return DIFFER
    return next(iter(told or said), "")


def wilson(share: float, count: float) -> tuple[float, float]:
    """The bounds of the 95 % interval of a share of `count` items: Wilson's score interval.

    It holds for few items, and for shares near 0 or 1, where the usual one is too narrow. `count` need be no whole
    number: of items with unequal weights it is that of so many equal ones as tell as much (Kish, *Survey Sampling*,
    1965). Source: Wilson, *Probable Inference, the Law of Succession, and Statistical Inference*, JASA 22, 1927. Both
    together are among the intervals for samples with weights that Franco, Little, Louis and Slud compare in *Journal of
    Survey Statistics and Methodology* 7, 2019.
    """
    spread = Z * Z / count
    middle = (share + spread / 2) / (1 + spread)
    half = Z / (1 + spread) * math.sqrt(share * (1 - share) / count + spread / (4 * count))
    return max(0.0, middle - half), min(1.0, middle + half)


def _weigh(items: list[Item], decided: list[Item]) -> Mapping[int, float]:
    """The weight of each decided item: its own, and its part of those of its stratum that nobody could decide.

    A stratum without a decided item counts for nothing.
    """
    whole: dict[int, float] = {}
    left: dict[int, float] = {}
    for weights, each in ((whole, items), (left, decided)):
        for item in each:
            weights[item.stratum] = weights.get(item.stratum, 0.0) + item.weight
    return {item.number: item.weight * whole[item.stratum] / left[item.stratum] for item in decided}
