"""Agreement: how far two people who judged the same items say the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from dashboard.judgements.audit import Audit
from dashboard.judgements.record import CANNOT_TELL


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two judges, on the items that both could decide: how many these are, of how many they say the same, Cohen's
    kappa, and the items on which they differ. Where both call all of them right, or all wrong, kappa is None."""

    judges: tuple[str, str]
    items: int
    same: int
    kappa: float | None
    differing: tuple[int, ...]


def compare_judges(audit: Audit) -> list[Agreement]:
    """The agreement of each two judges who finished, by what they said blind."""
    found = []
    for first, second in combinations(audit.finished, 2):
        one, other = audit.verdicts[first], audit.verdicts[second]
        pairs = {
            number: (one[number].verdict, other[number].verdict) for number in sorted(audit.items)
            if CANNOT_TELL not in (one[number].verdict, other[number].verdict)
        }  # fmt: skip
        differing = tuple(number for number, (mine, yours) in pairs.items() if mine != yours)
        kappa = find_kappa([*pairs.values()])
        found.append(Agreement((first, second), len(pairs), len(pairs) - len(differing), kappa, differing))
    return found


def find_kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of pairs of verdicts: 1 where all are alike, 0 where no more are than by chance; None where chance
    alone would make all alike, or where there are none.

    (observed - expected) / (1 - expected). Source: Cohen, *A Coefficient of Agreement for Nominal Scales*, Educational
    and Psychological Measurement 20, 1960.
    """
    if not pairs:
        return None
    size = len(pairs)
    observed = sum(mine == yours for mine, yours in pairs) / size
    firsts, seconds = zip(*pairs, strict=True)
    expected = sum(firsts.count(each) * seconds.count(each) for each in {*firsts}) / size**2
    return None if expected == 1 else (observed - expected) / (1 - expected)
