"""How long the data of the pages takes: every frame under twenty filter sets, asked of a server.

    python -m benchmarks.data TABLES [--frames quotes sentences] [--seed 0]

Each filter set is new to the server when 50 rows of a frame are asked for as JSON, what a screen of a page has. Then
all rows are asked for in each form, as far as one answer holds them (10,000).
"""

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import urllib3

from benchmarks.choices import MIXES, Chooser, read_values
from benchmarks.report import describe_machine, percentile, write_table
from benchmarks.server import Server, start_server
from dashboard.exports.answers import write_address
from dashboard.exports.forms import FORMS
from dashboard.filters import Filters
from dashboard.queries.downloads import DOWNLOADS
from dashboard.settings import ROWS_A_SCREEN

# Forms that are measured with all rows; GeoJSON for those frames that have points.
WHOLE = ("json", "csv", "parquet", "geojson")

HEADINGS = (
    "frame", "50 rows p50, ms", "p95", "processor p50, ms", "p95",
    *(f"all as {FORMS[form].name}, processor p95" for form in WHOLE), "most KB", "errors",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """One answer: seconds until its last byte, the server's processor seconds, its bytes, and whether it is no rows."""

    seconds: float
    work: float
    size: int
    refused: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """The answers of a frame: a screen of it, and all by the form."""

    frame: str
    screen: list[Asked]
    whole: dict[str, list[Asked]]

    def row(self) -> tuple[object, ...]:
        """Its line of the table."""
        every = [*self.screen, *(each for found in self.whole.values() for each in found)]
        waited, worked = ([getattr(each, name) for each in self.screen] for name in ("seconds", "work"))
        whole = ([each.work for each in self.whole.get(form, [])] for form in WHOLE)
        return (
            self.frame, *(_milliseconds(times, share) for times in (waited, worked) for share in (0.5, 0.95)),
            *(_milliseconds(times, 0.95) if times else "" for times in whole),
            round(max(each.size for each in every) / 1000), sum(each.refused for each in every),
        )  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tables", type=Path)
    parser.add_argument("--frames", nargs="+", choices=DOWNLOADS, default=list(DOWNLOADS), metavar="FRAME")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    chooser = Chooser(read_values(options.tables), options.seed)
    with start_server(options.tables) as server, urllib3.PoolManager() as pool:
        first = _ask(pool, server, "overview.json")
        found = []
        for frame in options.frames:
            found.append(measure(pool, server, frame, chooser))
            print(frame, file=sys.stderr)
        memory = server.memory()
    print(write_table(HEADINGS, [each.row() for each in found]))
    print(f"\nThe first answer of all, which opens the tables, took {first.seconds:.2f} s.")
    print(f"The server's own memory was {memory.own:.0f} MB at the end, with mapped files {memory.peak:.0f} at most.")
    print(f"\n{describe_machine()}")


def measure(pool: urllib3.PoolManager, server: Server, frame: str, chooser: Chooser) -> Measured:
    """The answers of one frame under a filter set of each kind."""
    download = DOWNLOADS[frame]
    forms = [form for form in WHOLE if FORMS[form].holds(frame)]
    drawn = [_complete(each, frame, chooser) for each in chooser.draw(MIXES)]
    screen = [_ask(pool, server, write_address(download.page, "json", each, frame, ROWS_A_SCREEN)) for each in drawn]
    whole = {
        form: [_ask(pool, server, write_address(download.page, form, each, frame)) for each in drawn] for form in forms
    }
    return Measured(frame, screen, whole)


def _complete(filters: Filters, frame: str, chooser: Chooser) -> Filters:
    """The filters with what the frame needs to have rows: a card its actor, an article its id."""
    reads = DOWNLOADS[frame].reads
    if "card" in reads and not filters.actors:
        filters = replace(filters, actors=(chooser.frequent(chooser.values.actors),))
    if "article" in reads:
        filters = Filters(article=chooser.rng.choice(chooser.values.articles))
    return DOWNLOADS[frame].narrowed_by(filters)


def _ask(pool: urllib3.PoolManager, server: Server, address: str) -> Asked:
    begun, worked = time.perf_counter(), server.processor_seconds()
    answer = pool.request("GET", f"{server.address}{address}")
    seconds = time.perf_counter() - begun
    return Asked(seconds, server.processor_seconds() - worked, len(answer.data), answer.status != 200)


def _milliseconds(seconds: Sequence[float], share: float) -> int:
    return round(1000 * percentile(seconds, share))


if __name__ == "__main__":
    main()
