"""What each morning costs: a corpus of days, run once, again, with a new day, and with a day gone.

    python -m benchmarks.daily FILE [--articles 10000] [--workers N]

FILE is JSON Lines of real articles with the field text; they are repeated with other words, so that none is a copy.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from itertools import batched, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.articles import Article, read_articles, vary_articles, write_articles
from benchmarks.processes import PREPROCESS, Measured, measure
from benchmarks.report import describe_machine, write_table

# Articles a day, a file each day.
A_DAY = 20


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--real", type=int, default=500, help="how many real articles are repeated")
    parser.add_argument("--workers", type=int, default=min(8, os.cpu_count() or 1))
    options = parser.parse_args()
    real = read_articles(options.file, options.real)
    rows = []
    first = 0.0
    with TemporaryDirectory() as folder:
        for name, found in measure_days(real, options.articles, Path(folder), options.workers):
            print(f"{name}: {found.seconds:.1f} s", file=sys.stderr)
            first = first or found.seconds
            rows.append((name, found.seconds, f"{found.seconds / first:.1%}", found.processor_seconds))
    print(f"{options.articles:,} articles in files of {A_DAY}; {options.workers} processes.\n")
    print(write_table(("run", "seconds", "of the first", "processor seconds"), rows))
    print(f"\n{describe_machine()}")


def measure_days(real: list[Article], number: int, folder: Path, workers: int) -> Iterator[tuple[str, Measured]]:
    """The runs of some mornings, in their order."""
    news = folder / "news"
    variants = vary_articles(real)
    for day, articles in enumerate(batched(islice(variants, number), A_DAY)):
        write_articles(news / f"day-{day:05}.jsonl", articles)
    run = [*PREPROCESS, news, "--workers", workers, "--tables", folder / "tables"]
    yield "first", measure(run)
    yield "unchanged", measure(run)
    write_articles(news / "new-day.jsonl", islice(variants, A_DAY))
    yield f"{A_DAY} new", measure(run)
    (news / "day-00000.jsonl").unlink()
    yield f"{A_DAY} gone", measure(run)


if __name__ == "__main__":
    main()
