"""How much memory a run takes, and how much more for each article more.

    python -m benchmarks.memory FILE [--sizes 1000 10000 50000] [--pipeline rules|model]

FILE is JSON Lines of real articles with the field text; they are repeated with other words, so that none is a copy.
A model would take hours for the largest size. So by default texts are cut to two sentences or three, and a pipeline of
two rules stands in for the model: a sentence ends at a full stop, and words with a capital are a name. What a run holds
of an article is then as always, but a worker takes less memory than with the model: `--pipeline model` shows how much.
"""

import argparse
import os
import sys
from itertools import islice, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import spacy

from benchmarks.articles import read_articles, shorten, vary_articles, write_articles
from benchmarks.processes import PREPROCESS, Measured, measure
from benchmarks.report import describe_machine, write_table

# Characters of a text that is cut.
SHORT = 400


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 50_000])
    parser.add_argument("--pipeline", choices=("rules", "model"), default="rules")
    parser.add_argument("--real", type=int, default=500, help="how many real articles are repeated")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    real = read_articles(options.file, options.real)
    measured: dict[int, Measured] = {}
    with TemporaryDirectory() as name:
        folder = Path(name)
        if options.pipeline == "rules":
            real = shorten(real, SHORT)
            os.environ["DATELINE_MODEL"] = str(write_rules(folder / "rules"))
        for size in sorted(options.sizes):
            news = folder / f"{size}.jsonl"
            write_articles(news, islice(vary_articles(real), size))
            run = [*PREPROCESS, news, "--workers", options.workers, "--tables", folder / f"tables-{size}"]
            measured[size] = measure(run)
            print(f"{size:,}: {measured[size].seconds:.1f} s", file=sys.stderr)
    texts = f"texts of about {SHORT} characters, a pipeline of rules" if options.pipeline == "rules" else "whole texts"
    print(f"Peak resident memory; {texts}; {options.workers} workers.\n")
    print(
        write_table(("articles", "parent, MB", "largest worker, MB", "parent, KB an article more"), compare(measured))
    )
    print(f"\n{describe_machine()}")


def compare(measured: dict[int, Measured]) -> list[tuple[object, ...]]:
    """A row a size: the peaks, and how much the parent grew for each article more than in the row before."""
    grown = [
        1024 * (measured[more].parent_memory - measured[fewer].parent_memory) / (more - fewer)
        for fewer, more in pairwise(measured)
    ]
    return [
        (size, each.parent_memory, each.worker_memory, growth)
        for (size, each), growth in zip(measured.items(), ["", *grown], strict=True)
    ]


def write_rules(folder: Path) -> Path:
    """A spaCy pipeline of two rules in place of parser and entity recogniser, written to a folder."""
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer", name="parser")
    names = nlp.add_pipe("entity_ruler", name="ner")
    capital = {"SHAPE": {"REGEX": "^Xxx"}, "IS_STOP": False}
    names.add_patterns([  # type: ignore[attr-defined]
        {"label": "PERSON", "pattern": [capital, capital]},
        {"label": "GPE", "pattern": [capital]},
    ])  # fmt: skip
    nlp.to_disk(folder)
    return folder


if __name__ == "__main__":
    main()
