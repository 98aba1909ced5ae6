"""How long a run takes beside spaCy alone, on the same real articles.

    python -m benchmarks.speed FILE [--articles 500] [--rounds 3]

FILE is JSON Lines with the field text. Every run is a process of its own, start and loading of the model included.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.articles import Article, read_articles, vary_articles, write_articles
from benchmarks.cluster import find_obstacle, start_cluster
from benchmarks.processes import PREPROCESS, Measured, measure
from benchmarks.report import describe_machine, write_table

STOCK = "stock nlp.pipe"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    articles = read_articles(options.file, options.articles)
    obstacle = find_obstacle()
    measured: dict[str, list[Measured]] = {}
    for number in range(options.rounds):
        with TemporaryDirectory() as folder:
            for name, each in measure_round(articles, Path(folder), with_cluster=not obstacle):
                print(f"round {number + 1}: {name} {each.seconds:.1f} s", file=sys.stderr)
                measured.setdefault(name, []).append(each)
    words = sum(len(each["text"].split()) for each in articles)
    print(f"{len(articles):,} articles, {words:,} words; medians of {options.rounds} rounds.\n")
    print(write_table(("run", "seconds", "of stock", "processor seconds", "of stock"), compare(measured)))
    print(f"\n{f'Without --cluster: {obstacle}. ' if obstacle else ''}{describe_machine()}")


def measure_round(articles: list[Article], folder: Path, *, with_cluster: bool) -> Iterator[tuple[str, Measured]]:
    """Each kind of run once, in a fresh folder."""
    news = folder / "news"
    write_articles(news / "articles.jsonl", articles)
    yield STOCK, measure([sys.executable, "-m", "benchmarks.stock", news / "articles.jsonl"])
    once = [*PREPROCESS, news, "--workers", 1, "--tables", folder / "one"]
    yield "preprocess, one process", measure(once)
    yield "preprocess, two processes", measure([*PREPROCESS, news, "--workers", 2, "--tables", folder / "two"])
    if with_cluster:
        with start_cluster(2) as cluster:
            before = cluster.processor_seconds()
            found = measure([*PREPROCESS, news, "--cluster", cluster.address, "--tables", folder / "cluster"])
            of_workers = cluster.processor_seconds() - before
        yield "--cluster, two workers", replace(found, processor_seconds=found.processor_seconds + of_workers)
    yield "again, unchanged", measure(once)
    write_articles(news / "later.jsonl", islice(vary_articles(articles), max(1, len(articles) // 100)))
    yield "again, 1 % new", measure(once)


def compare(measured: dict[str, list[Measured]]) -> Iterator[tuple[str, float, float, float, float]]:
    """A row a run: medians of the seconds and the processor seconds, each also as a multiple of stock's."""
    seconds = {name: median(each.seconds for each in found) for name, found in measured.items()}
    processor = {name: median(each.processor_seconds for each in found) for name, found in measured.items()}
    for name in measured:
        yield name, seconds[name], seconds[name] / seconds[STOCK], processor[name], processor[name] / processor[STOCK]


if __name__ == "__main__":
    main()
