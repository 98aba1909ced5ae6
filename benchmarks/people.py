"""How long many people wait who click at once, beside how long the cores alone would let them wait.

    python -m benchmarks.people TABLES [--people 50] [--minutes 5] [--think 5] [--seed 0]

Starts a server on TABLES. Each person has a session, and clicks again so many seconds after the last page was drawn:
`--think` on average, an exponential distribution. A click is one of the pages with a filter set that nobody asked for
before, by chance; half of the clicks stay on the page.

What the cores allow is worked out from clicks that one person makes alone before: the processor seconds of each, the
collection of garbage after it included. The clicks of the crowd are then queued, as they came, for so many cores, each
with the processor seconds of one of the clicks alone, first come, first served, and nothing else takes any time.
"""

import argparse
import asyncio
import heapq
import os
import random
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from benchmarks.choices import VIEWS, Chooser, View, read_values
from benchmarks.report import describe_machine, percentile, write_table
from benchmarks.server import Memory, Server, start_server
from benchmarks.session import Alone, Run, Session, ask_alone

# Clicks of one person alone on each view, and the seconds after each in which garbage is freed.
CLICKS_ALONE, PAUSE = 5, 0.3

SHARES = (0.5, 0.95, 0.99)

MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Click:
    """A click: seconds since the crowd began, what it took, and how much memory the server had afterwards."""

    at: float
    run: Run
    memory: Memory


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tables", type=Path)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--think", type=float, default=5.0, help="seconds, on average")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    chooser = Chooser(read_values(options.tables), options.seed)
    with start_server(options.tables) as server:
        alone = asyncio.run(click_alone(server, chooser))
        print(f"{len(alone)} clicks of one person alone", file=sys.stderr)
        before, own_before, began = server.processor_seconds(), time.process_time(), time.monotonic()
        clicks = asyncio.run(click_together(server, chooser, options.people, options.minutes * MINUTE, options.think))
        seconds = time.monotonic() - began
        taken, own = server.processor_seconds() - before, time.process_time() - own_before
    cores = os.cpu_count() or 1
    print(f"{options.people} people, {options.think:g} s from a page to the next click of one.\n")
    rows = (
        ("clicks a second", f"{len(clicks) / seconds:.1f}"),
        ("processor ms a click, together", _milliseconds(taken / len(clicks))),
        ("processor ms a click, alone", _milliseconds(sum(each.work for each in alone) / len(alone))),
        (f"of {cores} cores, the server", f"{taken / seconds / cores:.0%}"),
        (f"of {cores} cores, what measures", f"{own / seconds / cores:.0%}"),
    )
    print(write_table(("load", ""), rows))
    print()
    headings = ("minute", "clicks", "p50, ms", "p95, ms", "p99, ms", "errors", "own memory, MB", "mapped files, MB")
    print(write_table(headings, by_minute(clicks)))
    print()
    print(write_table(("time of a click", "p50, ms", "p95, ms", "p99, ms"), compare(clicks, alone, cores)))
    for error in dict.fromkeys(error for click in clicks for error in click.run.errors):
        print(f"\nError: {error}")
    print(f"\n{describe_machine()}")


async def click_alone(server: Server, chooser: Chooser) -> list[Alone]:
    """Clicks of one person: some on each view, after a visit that does not count."""
    found = []
    async with aclosing(Session(server.address)) as session:
        for view in VIEWS:
            await ask_alone(server, session, view.page, "", PAUSE)
            for _ in range(CLICKS_ALONE):
                found.append(await ask_alone(server, session, view.page, view.draw_one(chooser), PAUSE))
    return found


async def click_together(server: Server, chooser: Chooser, people: int, seconds: float, think: float) -> list[Click]:
    """The clicks of so many people for so many seconds, in the order in which they were made."""
    began = time.monotonic()
    clicks: list[Click] = []

    async def click_along() -> None:
        view = chooser.rng.choice(VIEWS)
        async with aclosing(Session(server.address)) as session:
            while True:
                await asyncio.sleep(chooser.rng.expovariate(1 / think))
                at = time.monotonic() - began
                if at > seconds:
                    return
                view = choose_view(chooser.rng, view)
                run = await session.ask(view.page, view.draw_one(chooser))
                clicks.append(Click(at, run, server.memory()))

    async with asyncio.TaskGroup() as crowd:
        for _ in range(people):
            crowd.create_task(click_along())
    return sorted(clicks, key=lambda click: click.at)


def choose_view(rng: random.Random, last: View) -> View:
    """The last view or another one, which are equally likely."""
    return last if rng.random() < 0.5 else rng.choice(VIEWS)


def by_minute(clicks: Sequence[Click]) -> Iterator[tuple[object, ...]]:
    """A row a minute in which there were clicks: how long they took, and the server's memory at its end."""
    for minute, within in groupby(clicks, lambda click: int(click.at / MINUTE)):
        found = list(within)
        times = _percentiles([click.run.seconds for click in found])
        memory, errors = found[-1].memory, sum(bool(click.run.errors) for click in found)
        yield minute + 1, len(found), *times, errors, round(memory.own), round(memory.of_files)


def compare(clicks: Sequence[Click], alone: Sequence[Alone], cores: int) -> Iterator[tuple[object, ...]]:
    """What was measured, together and alone, and what all cores and one core would allow."""
    arrivals = [click.at for click in clicks]
    work = random.Random(0).choices([each.work for each in alone], k=len(clicks))
    yield "together", *_percentiles([click.run.seconds for click in clicks])
    yield "alone", *_percentiles([each.run.seconds for each in alone])
    for number in dict.fromkeys((cores, 1)):
        name = f"{number} cores would allow" if number > 1 else "1 core would allow"
        yield name, *_percentiles(queue(arrivals, work, number))


def queue(arrivals: Sequence[float], work: Sequence[float], cores: int) -> list[float]:
    """Seconds from each arrival to its end where each takes a core for its work, first come, first served."""
    free = [0.0] * cores  # when each core is free; a heap
    found = []
    for at, seconds in zip(arrivals, work, strict=True):
        end = max(at, heapq.heappop(free)) + seconds
        heapq.heappush(free, end)
        found.append(end - at)
    return found


def _percentiles(seconds: Sequence[float]) -> list[int]:
    return [_milliseconds(percentile(seconds, share)) for share in SHARES]


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)


if __name__ == "__main__":
    main()
