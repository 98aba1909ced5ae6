"""Measure how well copies of one report are found, on 150 pairs of articles that were read and labelled.

    python tools/stories.py     prints precision and recall on each half of the pairs

`tests/quality/stories.csv` has the pairs: the ids of two articles, and 1 where they carry the same report. Both do so
if most of the shorter one is the other's words on the same event: a copy, a cut, an edited or an updated version. Two
reports of one event in different words are two; so are two reports of one template or with one footer.

The pairs were drawn at random from bands of similarity, most of them from where it is hard to tell, and at most three
with one article. So the figures say how the rule decides hard cases; they are not those of a corpus. They were labelled
before the rule was made. Its thresholds were chosen on the first, third, fifth … pair; the others are held back.

The texts are 788 articles on the war in Syria, FA-KES, which CONTRIBUTING.md (Figures) describes. They are expected in
`../shared/articles`, or in the folder that DATELINE_ARTICLES names. Many of their dates are wrong by days or months, so
what is found is measured twice: with the dates as they are, and with copies allowed on any day. Quotations are left
out, because reading them takes minutes and decides one pair.
"""

import argparse
import csv
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from dashboard import settings
from dashboard.pipeline.articles import Article, read_articles
from dashboard.pipeline.stories import SIGNED, group_stories, sign

PAIRS = settings.CHECKOUT / "tests" / "quality" / "stories.csv"
FOLDER = Path(os.environ.get("DATELINE_ARTICLES") or settings.CHECKOUT.parent / "shared" / "articles")
ARTICLES = FOLDER / "fakes.jsonl"

HALVES = ("chosen on", "held back")
ANY_DAY = float("inf")


@dataclass(frozen=True, slots=True)
class Figures:
    """How many pairs are found, how many of them are right, and how many there are to find."""

    found: int
    right: int
    copies: int

    def __str__(self) -> str:
        """Both figures with their counts, since there are only 25 copies in a half."""
        return f"precision {self.right}/{self.found}  recall {self.right}/{self.copies}"


def find_missing() -> str | None:
    """What is missing, where it is expected and how to get it; None if nothing is."""
    if ARTICLES.is_file():
        return None
    return f"{ARTICLES} is absent; CONTRIBUTING.md (Figures) says how to get it; DATELINE_ARTICLES names another folder"


def read_signed() -> pa.Table:
    """The signatures of all the articles."""
    rows = [
        {
            "article_id": article.external_id,
            "published": article.published,
            "source": article.source,
            "agency": article.agency,
            **sign(article.text, ()),
        }
        for article in read_articles([ARTICLES])
        if isinstance(article, Article)
    ]
    return pa.Table.from_pylist(rows, SIGNED)


def measure(signed: pa.Table, days: float) -> dict[str, Figures]:
    """The figures of each half of the pairs, if copies come within so many days.

    Raises KeyError if an article of a pair is absent.
    """
    stories = dict(zip(signed["article_id"].to_pylist(), group_stories(signed, days).to_pylist(), strict=True))
    with PAIRS.open(encoding="utf-8", newline="") as lines:
        pairs = [(stories[row["one"]] == stories[row["other"]], row["same"] == "1") for row in csv.DictReader(lines)]
    halves = {half: pairs[start :: len(HALVES)] for start, half in enumerate(HALVES)}
    return {
        half: Figures(
            found=sum(found for found, _ in some),
            right=sum(found and same for found, same in some),
            copies=sum(same for _, same in some),
        )
        for half, some in halves.items()
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the exit status, which is 2 when there is nothing to measure."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args(
        arguments
    )
    if missing := find_missing():
        print(f"stories: {missing}", file=sys.stderr)
        return 2
    signed = read_signed()
    for name, days in ((f"within {settings.STORY_DAYS} days", settings.STORY_DAYS), ("on any day", ANY_DAY)):
        for half, figures in measure(signed, days).items():
            print(f"{name:16} {half:10} {figures}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
