"""False alarms of the page Silence: how many silences it lists where outlets are put into two groups at random.

    python -m benchmarks.silences TABLES [--times 100] [--seed 0]

Each time, half of the outlets are the first group and the others the other one. Prints the means for weeks by
themselves and for all weeks together: silences listed, as many as chance alone would list at most, sure ones, and the
share of times with none that is sure. Outlets differ, so some silences are true of whatever groups.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from dashboard.filters import Filters
from dashboard.queries.outlets import list_outlets
from dashboard.queries.silence import WHATS, Silences, find_silences
from dashboard.reader import Reader
from dashboard.store import open_store


def deal_groups(outlets: Sequence[str], times: int, seed: int, weeks: tuple[str, ...]) -> Iterator[Filters]:
    """Filters with half of the outlets, another half each time; the same ones for the same seed."""
    rng = random.Random(seed)
    for _ in range(times):
        yield Filters(one=tuple(rng.sample(outlets, len(outlets) // 2)), weeks=weeks)


def find_all(reader: Reader, filters: Filters) -> list[Silences]:
    """The silences of each kind."""
    return [find_silences(reader, filters, what) for what in WHATS]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the means."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tables", type=Path)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    store = open_store(options.tables)
    outlets = list_outlets(store.reader(), Filters())["source"].tolist()
    for weeks, label in (((), "weeks by themselves"), (("together",), "all weeks together")):
        found = [find_all(store.reader(), each) for each in deal_groups(outlets, options.times, options.seed, weeks)]
        listed = sum(len(each.rows) for kinds in found for each in kinds) / options.times
        by_chance = sum(each.by_chance for kinds in found for each in kinds) / options.times
        sure = [sum(int(each.rows["sure"].sum()) for each in kinds) for kinds in found]
        print(
            f"{label}: {listed:.2f} listed, by chance {by_chance:.2f} at most, {sum(sure) / options.times:.2f} sure;"
            f" none sure in {sure.count(0) / options.times:.0%} of {options.times} times"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
