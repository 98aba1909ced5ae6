"""How long the pages take: twenty filter sets a page through Streamlit's own WebSocket, cold and warm.

    python -m benchmarks.pages TABLES [--views "Overview" "Places, near"] [--corrections on] [--seed 0] [--pause 0.3]

Starts a server on TABLES. Each view of a page is asked for twenty filter sets, each as the first page of a new session
(first visit), and for twenty others, one after the other in one session (change). What was never asked before is cold;
the same again is warm. Without filters nothing is cold but the first page of all.
"""

import argparse
import asyncio
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from benchmarks.choices import VIEWS, Chooser, View, read_values
from benchmarks.report import describe_machine, percentile, write_table
from benchmarks.server import Memory, Server, start_server
from benchmarks.session import Alone, Run, Session, ask_alone

VISIT, CHANGE = "first visit", "change"

HEADINGS = (
    "page", "kind", "cold p50, ms", "cold p95", "warm p50", "warm p95", "processor p50, ms", "processor p95", "most KB",
    "errors",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measured:
    """The runs of a view, of one kind: cold, then the same warm."""

    view: str
    kind: str
    cold: list[Alone]
    warm: list[Alone]

    def row(self) -> tuple[object, ...]:
        """Its line of the table."""
        cold, warm = ([each.run.seconds for each in found] for found in (self.cold, self.warm))
        work = [each.work for each in self.cold]
        times = [round(1000 * percentile(seconds, share)) for seconds in (cold, warm, work) for share in (0.5, 0.95)]
        most = max(each.run.received for each in (*self.cold, *self.warm))
        return (self.view, self.kind, *times, round(most / 1000), len(self.errors()))

    def errors(self) -> list[str]:
        """What went wrong, in words."""
        return [error for each in (*self.cold, *self.warm) for error in each.run.errors]


def main() -> None:
    """Measure and print."""
    labels = [each.label for each in VIEWS]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tables", type=Path)
    parser.add_argument("--views", nargs="+", choices=labels, default=labels, metavar="VIEW", help=", ".join(labels))
    parser.add_argument("--corrections", choices=("on", "off"), default="off")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--pause", type=float, default=0.3, help="seconds between two runs, in which garbage is freed")
    options = parser.parse_args()
    views = [each for each in VIEWS if each.label in options.views]
    chooser = Chooser(read_values(options.tables), options.seed)
    with start_server(options.tables, corrections=options.corrections) as server:
        memory = [("started", server.memory())]
        first = asyncio.run(_visit(server, views[0].page))
        memory.append(("one page visited", server.memory()))
        found = asyncio.run(_measure(server, views, chooser, options.pause))
        memory.append(("all visited", server.memory()))
    print(write_table(HEADINGS, [each.row() for each in found]))
    print(f"\nThe first page of all, which opens the tables, took {first.seconds:.2f} s.\n")
    print(write_table(("memory of the server, MB", "its own", "of mapped files", "peak of both"), _rows(memory)))
    for error in dict.fromkeys(chain(first.errors, *(each.errors() for each in found))):
        print(f"\nError: {error}")
    print(f"\n{describe_machine()}")


async def _visit(server: Server, page: str) -> Run:
    async with aclosing(Session(server.address)) as session:
        return await session.ask(page, "")


async def _measure(server: Server, views: Sequence[View], chooser: Chooser, pause: float) -> list[Measured]:
    found = []
    for view in views:
        for kind in (VISIT, CHANGE):
            found.append(await measure_view(server, view, kind, view.draw(chooser), pause))
            print(*found[-1].row(), sep="\t", file=sys.stderr)
    return found


async def measure_view(server: Server, view: View, kind: str, queries: Sequence[str], pause: float) -> Measured:
    """The runs of one view under these queries, each in a new session or all in one."""
    async with aclosing(Session(server.address)) as session:

        async def ask(query: str) -> Alone:
            if kind == VISIT:
                await session.aclose()
            return await ask_alone(server, session, view.page, query, pause)

        await ask("")
        cold = [await ask(query) for query in queries]
        return Measured(view.label, kind, cold, [await ask(query) for query in queries])


def _rows(memory: Iterable[tuple[str, Memory]]) -> Iterator[tuple[object, ...]]:
    for moment, found in memory:
        yield moment, round(found.own), round(found.of_files), round(found.peak)


if __name__ == "__main__":
    main()
