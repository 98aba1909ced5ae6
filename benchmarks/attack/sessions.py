"""Many sessions at once, for minutes, with good and hostile links: errors, and the memory of the server.

    python -m benchmarks.attack.sessions [--tables TABLES] [--count 50] [--minutes 10] [--seed 0]

Each session opens a page, waits for five seconds on average, and opens the next; one in three links is one of
`benchmarks.attack.links`, and one in ten sessions ends with it and a new one begins. A fault is an error that a page
shows, a session that breaks off, and memory that still grows in the second half.
"""

import argparse
import asyncio
import time
from collections.abc import Sequence
from contextlib import aclosing
from itertools import count
from pathlib import Path

from benchmarks.attack.links import make_link
from benchmarks.choices import VIEWS, Chooser, Values, read_values
from benchmarks.people import MINUTE, Click, by_minute
from benchmarks.report import describe_machine, write_table
from benchmarks.server import Server, start_server
from benchmarks.session import Session
from dashboard import settings

# Seconds from a page to the next link of a session, on average; the share of hostile links; that of sessions that end.
THINK, HOSTILE, ENDS = 5.0, 1 / 3, 0.1

# MB of its own that the server may take more at the end than half way, when caches are full. Chosen, not measured.
MAY_GROW = 60.0


async def click_together(server: Server, values: Values, people: int, seconds: float, seed: int) -> list[Click]:
    """The clicks of so many sessions for so many seconds, in the order in which they were made."""
    began = time.monotonic()
    chooser, numbers = Chooser(values, seed), count()
    clicks: list[Click] = []

    async def click_along() -> None:
        async with aclosing(Session(server.address)) as session:
            while True:
                await asyncio.sleep(chooser.rng.expovariate(1 / THINK))
                at = time.monotonic() - began
                if at > seconds:
                    return
                if chooser.rng.random() < HOSTILE:
                    link = make_link(seed, next(numbers), values)
                    page, query = link.page, link.query
                else:
                    view = chooser.rng.choice(VIEWS)
                    page, query = view.page, view.draw_one(chooser)
                run = await session.ask(page, query)
                clicks.append(Click(at, run, server.memory()))
                if chooser.rng.random() < ENDS:
                    await session.aclose()

    await asyncio.gather(*(click_along() for _ in range(people)))
    return sorted(clicks, key=lambda each: each.at)


def main(arguments: Sequence[str] | None = None) -> int:
    """Click, and print what came of it; 1 where something was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tables", type=Path, default=settings.tables_folder())
    parser.add_argument("--count", type=int, default=50, help="sessions")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    values = read_values(options.tables)
    with start_server(options.tables) as server:
        seconds = options.minutes * MINUTE
        clicks = asyncio.run(click_together(server, values, options.count, seconds, options.seed))
    headings = ("minute", "clicks", "p50, ms", "p95, ms", "p99, ms", "errors", "own memory, MB", "mapped files, MB")
    print(f"{options.count} sessions for {options.minutes:g} minutes, seed {options.seed}: {len(clicks):,} clicks\n")
    print(write_table(headings, by_minute(clicks)))
    errors = [error for click in clicks for error in click.run.errors]
    for error in dict.fromkeys(errors):
        print(f"\nError: {error[:500]}")
    half = next((each.memory.own for each in clicks if each.at > seconds / 2), 0.0)
    grown = clicks[-1].memory.own - half
    print(f"\n{len(errors)} errors; {grown:.0f} MB more than half way, {MAY_GROW:.0f} may be.\n{describe_machine()}")
    return int(bool(errors) or (options.minutes >= 5 and grown > MAY_GROW))


if __name__ == "__main__":
    raise SystemExit(main())
