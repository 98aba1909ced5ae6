"""Measure how often the true number lies within the error bar of a place, on annotated articles.

    python -m tools.error_bars      prints it for each set of places and by the size of the number

Each set is preprocessed, and every place that is counted in it has its bar (`dashboard/queries/certainty.py`). The true
number counts the names that were recognised, that people have annotated, and that mean the place: of the candidates of
the name it is the likeliest within 161 km of the annotated point. A place with a name that has no annotated point is
left out. It prints, too, of how many pins another candidate is right, and how many are wrong by their confidence:
`AMONG_OTHERS`.

Limit: the confidence of pins was learned on the same articles, so the bars are better here than elsewhere. Points of
countries and regions differ between gazetteers; a place whose point lies far from the annotated one counts as wrong.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from geopy.distance import great_circle

from dashboard.filters import Filters
from dashboard.pipeline.corpus import preprocess
from dashboard.queries.unfolding import unfold
from dashboard.reader import Reader
from dashboard.store import open_store
from dashboard.tables.contract import PLACED_SENSES
from tools.floors import EVAL, PLACES
from tools.train_locations import RIGHT

# Sizes of numbers, from and to.
SIZES = ((1, 1), (2, 4), (5, 9), (10, 29), (30, sys.maxsize))

# Every candidate of a name that could be counted, the likeliest first of each.
CANDIDATES = f"""
    SELECT c.article_id, c.start, c."end", c.location_id, latitude, longitude, e.location_id AS pinned, confidence,
           count(*) OVER (PARTITION BY c.article_id, c.start)
    FROM read.candidates c JOIN read.entities e USING (article_id, start)
    WHERE sense IN {PLACED_SENSES} OR (sense IS NULL AND unplaced_reason IS NOT NULL)
    ORDER BY c.article_id, c.start, score DESC"""

type Key = tuple[str, int]  # the article and the start of a mention


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its bar, and what it should be."""

    shown: int
    low: int
    high: int
    true: int

    @property
    def is_within(self) -> bool:
        """Whether the true number lies within the bar."""
        return self.low <= self.true <= self.high


@dataclass(frozen=True, slots=True)
class Judged:
    """The place that each mention means, None where it is none of its candidates; where it is pinned; how likely the
    pin is to be wrong, of mentions with several candidates; and the mentions that nobody judged."""

    meant: dict[Key, str | None]
    pinned: dict[Key, str | None]
    doubts: dict[Key, float]
    unjudged: set[Key]


def judge(reader: Reader, gold: Iterable[dict[str, Any]]) -> Judged:
    """What the mentions with candidates mean, by the annotated articles."""
    articles = reader.execute("SELECT external_id, article_id, text FROM read.articles").fetchall()
    known = {external_id: (article_id, text) for external_id, article_id, text in articles}
    points: defaultdict[str, list[tuple[int, int, tuple[float, float] | None]]] = defaultdict(list)
    for each in gold:
        if each["id"] in known:
            article_id, text = known[each["id"]]
            shift = text.find(each["text"].strip()) - each["text"].find(each["text"].strip())
            for one in each["toponyms"]:
                point = None if one.get("lat") is None else (one["lat"], one["lon"])
                points[article_id].append((one["start"] + shift, one["end"] + shift, point))
    judged = Judged({}, {}, {}, set())
    for article_id, start, end, place, latitude, longitude, pinned, confidence, candidates in reader.execute(
        CANDIDATES
    ).fetchall():
        key = (article_id, start)
        judged.pinned[key] = pinned
        if pinned and candidates > 1:
            judged.doubts[key] = 1 - confidence
        over = [point for low, high, point in points[article_id] if low < end and start < high]
        found = next((point for point in over if point is not None), None)
        if over and found is None:
            judged.unjudged.add(key)
        is_meant = found is not None and great_circle(found, (latitude, longitude)).km <= RIGHT
        judged.meant[key] = judged.meant.get(key) or (place if is_meant else None)
    return judged


def measure(reader: Reader, judged: Judged) -> Iterator[Number]:
    """The number of each place that can be judged, with its bar."""
    true = Counter(place for place in judged.meant.values() if place is not None)
    unsure = {judged.pinned[key] for key in judged.unjudged}
    for place in sorted({place for place in judged.pinned.values() if place} - unsure):
        found = unfold(reader, Filters(at=(place,)))
        if found.certainty.low is not None and found.certainty.high is not None:
            yield Number(found.shown, found.certainty.low, found.certainty.high, true[place])


def count_others(judged: Judged) -> tuple[float, int]:
    """How many pins with a choice are wrong by their confidence, and of how many the right place is another one."""
    pins = judged.doubts.keys() - judged.unjudged
    others = [key for key in pins if judged.meant[key] not in (None, judged.pinned[key])]
    return sum(judged.doubts[key] for key in pins), len(others)


def describe(numbers: Sequence[Number]) -> str:
    """How many numbers have the true one within their bar, below it and above it."""
    within = sum(each.is_within for each in numbers)
    below = sum(each.true < each.low for each in numbers)
    return f"{len(numbers):5} numbers, within the bar {within / max(len(numbers), 1):.1%}, true one below it {below}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the exit status, which is 2 when there is nothing to measure."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args(
        arguments
    )
    files = [EVAL / f"{name}.jsonl" for name in PLACES]
    if absent := [str(each) for each in files if not each.is_file()]:
        print(f"error_bars: {absent[0]} is absent; CONTRIBUTING.md (Figures) says how to get it", file=sys.stderr)
        return 2
    everything: list[Number] = []
    doubts, among = 0.0, 0
    for file in files:
        with TemporaryDirectory() as folder:
            preprocess([file], Path(folder))
            reader = open_store(Path(folder)).reader()
            with file.open(encoding="utf-8") as lines:
                judged = judge(reader, map(json.loads, lines))
            numbers = list(measure(reader, judged))
        everything += numbers
        of_set, others = count_others(judged)
        doubts, among = doubts + of_set, among + others
        print(f"{file.stem:20} {describe(numbers)}")
    for low, high in SIZES:
        print(f"{f'{low} mentions or more':20} {describe([each for each in everything if low <= each.shown <= high])}")
    print(f"{'five or more':20} {describe([each for each in everything if each.shown >= 5])}")
    print(f"{'all':20} {describe(everything)}")
    print(
        f"{doubts:.0f} pins with a choice are wrong by their confidence; of {among} another candidate is right: ",
        end="",
    )
    print(f"{among / max(doubts, 1):.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
