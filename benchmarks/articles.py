"""Articles to measure with: real ones, and variants of them that are no copies."""

import json
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any

type Article = dict[str, Any]

# A word that is no name: in lower case, of four letters or more.
PLAIN_WORD = re.compile(r"\b[a-z]{4,}\b")

# How many of the plain words are exchanged. Of three words in a row, a quarter of the runs is then as it was: far below
# what makes two articles copies of one story.
EXCHANGED = 0.5


def read_articles(path: Path, number: int) -> list[Article]:
    """The first articles of a JSON Lines file; ValueError if it has fewer."""
    with path.open(encoding="utf-8") as file:
        found = [json.loads(line) for _, line in zip(range(number), file, strict=False)]
    if len(found) < number:
        raise ValueError(f"{path} has {len(found)} articles; {number} are needed: lower the number")
    return found


def vary_articles(articles: Sequence[Article], seed: int = 0) -> Iterator[Article]:
    """The articles again and again without an end, each time with other words in them and an id of its own.

    Words are exchanged for others of their length, so that texts are as long as real ones, and names stay.
    """
    rng = random.Random(seed)
    by_length: dict[int, list[str]] = defaultdict(list)
    for word in sorted({word for each in articles for word in PLAIN_WORD.findall(each["text"])}):
        by_length[len(word)].append(word)

    def exchange(match: re.Match[str]) -> str:
        return rng.choice(by_length[len(match[0])]) if rng.random() < EXCHANGED else match[0]

    for number in count():
        article = articles[number % len(articles)]
        yield {**article, "id": f"variant-{seed}-{number}", "text": PLAIN_WORD.sub(exchange, article["text"])}


def shorten(articles: Iterable[Article], characters: int) -> list[Article]:
    """The articles with only the first sentences of their texts, of about so many characters together."""
    return [
        each | {"text": each["text"][:characters].rpartition(". ")[0] or each["text"][:characters]} for each in articles
    ]


def write_articles(path: Path, articles: Iterable[Article]) -> None:
    """Write the articles to a JSON Lines file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(each, ensure_ascii=False)}\n" for each in articles)
