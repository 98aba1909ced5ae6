"""Writing: makes the receipt of a sentence, of a quote, of a number.

`root` is the dashboard's address, with "/" at its end, under which readers of the receipt find it; "" leaves the link
relative.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pandas as pd

from dashboard.columns.columns import Array
from dashboard.errors import InputError
from dashboard.filters import Filters, Scope, corpus_mark, find_near, write_filters, write_link
from dashboard.queries.articles import count_articles, find_article
from dashboard.queries.mentions import count_mentions
from dashboard.queries.quotes import count_quotes, read_quotes
from dashboard.reader import Reader
from dashboard.receipts.places import plain
from dashboard.receipts.receipt import (
    BESIDE,
    LONGEST_EXACT,
    Article,
    Kind,
    Number,
    Passage,
    Receipt,
    Statement,
    Tables,
)
from dashboard.wording import text_of

# Characters of the first words in a link to a sentence, which find it again in other tables.
FIRST_WORDS = 60

# Page -> how its rows are counted, and what one row is where the filters do not say (`unit`).
COUNTS: Mapping[str, tuple[Callable[[Reader, Filters], int], str]] = {
    "sentences": (count_mentions, "mention"),
    "quotes": (count_quotes, "quote"),
    "articles": (count_articles, "article"),
}

# Pages on which the number of another one is explained.
SAME_AS = {"number": "sentences"}

# Scopes of the filters that a number depends on.
NARROWING: tuple[Scope, ...] = ("corpus", "quotes", "list")

# Columns of an article.
WRITTEN = ("article_id", "external_id", "title", "published", "source", "url")


def sentence_receipt(reader: Reader, article_id: str, sentence: int, root: str = "") -> Receipt:
    """The receipt of a sentence. Raises InputError where the article or the sentence is not there."""
    columns = reader.columns
    number = find_article(columns, article_id)
    if number < 0:
        raise InputError(f"these tables have no article {article_id[:80]!r}; give the id of one that they have")
    low, high = columns["articles.first_of_sentences"][number : number + 2]
    row = low + int(np.searchsorted(columns["sentences.sentence"][low:high], sentence))
    if row >= high or columns["sentences.sentence"][row] != sentence:
        raise InputError(f"the article {article_id[:80]!r} has no sentence {sentence}; give the number of one it has")
    start, end = int(columns["sentences.start"][row]), int(columns["sentences.end"][row])
    [article] = _describe(reader, np.array([number]))
    text = columns.text("articles.text", number) or ""
    return _make(
        reader, "sentence", _cut_passage(text, start, end), replace(article, sentence=sentence, sha256=digest(text)),
        None, root,
    )  # fmt: skip


def quote_receipt(reader: Reader, quote_id: str, root: str = "") -> Receipt:
    """The receipt of a quote. Raises InputError where the quote is not there."""
    try:
        number = reader.columns.find_quote(quote_id)
    except ValueError:  # no id of a quote
        number = -1
    if number < 0:
        raise InputError(f"these tables have no quote {quote_id[:80]!r}; give the id of one that they have")
    [receipt] = quote_receipts(reader, np.array([number]), root)
    return receipt


def quote_receipts(reader: Reader, numbers: Array, root: str = "") -> list[Receipt]:
    """The receipts of the quotes with these numbers, which ascend."""
    columns = reader.columns
    rows = read_quotes(reader, numbers).to_dict("records")
    articles = columns["quotes.article"][numbers]
    several, places = np.unique(articles, return_inverse=True)
    described = _describe(reader, several)
    texts = [columns.text("articles.text", int(each)) or "" for each in several]
    digests = [digest(each) for each in texts]
    made = []
    for row, place in zip(rows, places, strict=True):
        article = replace(described[place], sentence=int(row["sentence"]), sha256=digests[place])
        passage = _cut_passage(texts[place], int(row["start"]), int(row["end"]))
        made.append(_make(reader, "quote", passage, article, _state(row, passage), root))
    return made


def number_receipt(reader: Reader, filters: Filters, page: str, root: str = "") -> Receipt:
    """The receipt of the number of rows that a page of `COUNTS` lists under these filters.

    Raises InputError for another page.
    """
    settled = settle(filters, page)
    return Receipt(
        kind="number",
        number=Number(
            value=count_rows(reader, settled, page),
            unit=unit_of(settled, page),
            page=page,
            filters=urlencode(write_filters(settled), doseq=True),
        ),
        tables=describe_tables(reader),
        link=root + write_link(page, replace(settled, corpus=describe_tables(reader).corpus)),
        made=_now(),
        dateline=version("dateline"),
    )


def settle(filters: Filters, page: str) -> Filters:
    """Those of the filters that the number of rows of a page depends on, and `near` where they do not say it."""
    return replace(filters.only(*NARROWING).without("screen"), within=filters.within).settled(find_near(page))


def count_rows(reader: Reader, filters: Filters, page: str) -> int:
    """How many rows a page of `COUNTS` lists under the filters. Raises InputError for another page."""
    count, _ = _find_count(page)
    return int(count(reader, filters))


def unit_of(filters: Filters, page: str) -> str:
    """What one row of a page of `COUNTS` is. Raises InputError for another page."""
    _, usual = _find_count(page)
    return "".join(filters.unit) or usual


def first_words(text: str) -> str:
    """The first words of a text, in one line, as a link to its sentence carries them."""
    words = plain(text)
    if len(words) <= FIRST_WORDS:
        return words
    cut = words[: FIRST_WORDS + 1].rfind(" ")
    return words[: cut if cut > 0 else FIRST_WORDS]


def describe_tables(reader: Reader) -> Tables:
    """The set that a reader asks."""
    manifest = reader.manifest
    return Tables(
        set=str(manifest.get("set", "")),
        corpus=corpus_mark(str(manifest.get("input_digest", ""))),
        made=str(manifest.get("created", "")),
    )


def digest(text: str) -> str:
    """The SHA-256 of a text in UTF-8."""
    return sha256(text.encode()).hexdigest()


def _find_count(page: str) -> tuple[Callable[[Reader, Filters], int], str]:
    found = COUNTS.get(SAME_AS.get(page, page))
    if found is None:
        raise InputError(f"the page {page[:40]!r} has no number with a receipt; take one of {', '.join(COUNTS)}")
    return found


def _describe(reader: Reader, numbers: Array) -> list[Article]:
    """The articles with these numbers, which ascend, as yet without a sentence and a digest."""
    rows = reader.read_rows("articles", WRITTEN, numbers).to_dict("records")
    return [
        Article(
            id=row["article_id"],
            external_id=row["external_id"],
            title=text_of(row["title"]) or None,
            outlet=text_of(row["source"]) or None,
            published=None if pd.isna(row["published"]) else f"{row['published'].isoformat()}+00:00",
            url=text_of(row["url"]) or None,
            sha256="",
            sentence=0,
        )
        for row in rows
    ]


def _cut_passage(text: str, start: int, end: int) -> Passage:
    """The words [start, end) of a text with what stands beside them; of very long ones the beginning."""
    end = min(end, start + LONGEST_EXACT)
    return Passage(
        exact=text[start:end],
        prefix=text[max(0, start - BESIDE) : start],
        suffix=text[end : end + BESIDE],
        start=start,
        end=end,
    )


def _state(row: Mapping[Any, Any], passage: Passage) -> Statement:
    """Who says the quote of a row of `read_quotes`."""
    parts: Sequence[tuple[int, int]] = [(int(start), int(end)) for start, end in row["parts"]]
    return Statement(
        quote=row["quote_id"],
        wording=row["kind"],
        parts=tuple(
            (start - passage.start, min(end, passage.end) - passage.start)
            for start, end in parts
            if start < passage.end
        ),
        speaker=text_of(row["speaker"]) or None,
        actors=tuple(row["actor_ids"]),
        actor_names=tuple(row["actors"]),
        sourcing=row["sourcing"],
        stance=text_of(row["stance"]) or None,
    )


def _make(
    reader: Reader, kind: Kind, passage: Passage, article: Article, statement: Statement | None, root: str
) -> Receipt:
    tables = describe_tables(reader)
    said = passage.exact
    if statement is not None and statement.parts:
        start, end = statement.parts[0]
        said = said[start:end]
    place = Filters(
        article=article.id, sentence=article.sentence, exact=first_words(said), corpus=tables.corpus
    )  # fmt: skip
    return Receipt(
        kind=kind,
        passage=passage,
        article=article,
        statement=statement,
        tables=tables,
        link=root + write_link("articles", place),
        made=_now(),
        dateline=version("dateline"),
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
