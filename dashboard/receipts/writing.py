"""Writing: makes the receipt of a sentence, of a quote, of a number.

`root` is the dashboard's address, with "/" at its end, under which readers of the receipt find it; "" leaves the link
relative.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pandas as pd

from dashboard.columns.columns import Columns
from dashboard.errors import InputError
from dashboard.exports.origin import describe_filters
from dashboard.filters import Filters, Scope, corpus_mark, find_near, write_filters, write_link
from dashboard.queries.articles import count_articles, find_article
from dashboard.queries.mentions import count_mentions
from dashboard.queries.names import find_names
from dashboard.queries.quotes import count_quotes, read_quotes
from dashboard.reader import Reader
from dashboard.receipts.places import first_words
from dashboard.receipts.receipt import (
    BESIDE,
    LONGEST_EXACT,
    Article,
    Number,
    Passage,
    Receipt,
    Statement,
    Tables,
)
from dashboard.wording import text_of

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
    number = find_article(reader.columns, article_id)
    if number < 0:
        raise InputError(f"these tables have no article {article_id[:80]!r}; give the id of one that they have")
    if _find_sentence(reader.columns, number, sentence) is None:
        raise InputError(f"the article {article_id[:80]!r} has no sentence {sentence}; give the number of one it has")
    return _make(reader, number, sentence, None, root)


def quote_receipt(reader: Reader, quote_id: str, root: str = "") -> Receipt:
    """The receipt of a quote. Raises InputError where the quote is not there."""
    try:
        number = reader.columns.find_quote(quote_id)
    except ValueError:  # no id of a quote
        number = -1
    if number < 0:
        raise InputError(f"these tables have no quote {quote_id[:80]!r}; give the id of one that they have")
    [row] = read_quotes(reader, np.array([number])).to_dict("records")
    return _make(reader, int(reader.columns["quotes.article"][number]), int(row["sentence"]), row, root)


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
            filters_in_words=say_filters(reader, settled),
        ),
        tables=describe_tables(reader),
        link=root + write_link(page, replace(settled, corpus=describe_tables(reader).corpus)),
        made=_now(),
        dateline=find_version(),
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
    return usual if filters.step else "".join(filters.unit) or usual


def describe_tables(reader: Reader) -> Tables:
    """The set that a reader asks."""
    manifest = reader.manifest
    return Tables(
        set=str(manifest.get("set", "")),
        corpus=corpus_mark(str(manifest.get("input_digest", ""))),
        made=str(manifest.get("created", "")),
    )


def describe_article(reader: Reader, number: int) -> Article:
    """The article with this number, as a receipt describes it, without a sentence."""
    [row] = reader.read_rows("articles", WRITTEN, np.array([number])).to_dict("records")
    return Article(
        id=row["article_id"],
        external_id=row["external_id"],
        title=text_of(row["title"]) or None,
        outlet=text_of(row["source"]) or None,
        published=None if pd.isna(row["published"]) else f"{row['published'].isoformat()}+00:00",
        url=text_of(row["url"]) or None,
        sha256=digest(reader.columns.text("articles.text", number) or ""),
        sentence=0,
    )


def say_filters(reader: Reader, filters: Filters) -> tuple[str, ...]:
    """The filters in words, as a receipt has them: “mentions of: Hezbollah”."""
    return tuple(describe_filters(reader, filters, find_names(reader, filters)))


def digest(text: str) -> str:
    """The SHA-256 of a text in UTF-8."""
    return sha256(text.encode()).hexdigest()


def _make(reader: Reader, number: int, sentence: int, quote: Mapping[Any, Any] | None, root: str) -> Receipt:
    """The receipt of a sentence of an article, or of a quote that begins in it. Its link has the sentence's words."""
    article, text = describe_article(reader, number), reader.columns.text("articles.text", number) or ""
    start, end = _find_sentence(reader.columns, number, sentence) or (0, 0)
    tables = describe_tables(reader)
    place = Filters(article=article.id, sentence=sentence, exact=first_words(text[start:end]), corpus=tables.corpus)
    passage = _cut_passage(text, *((start, end) if quote is None else (int(quote["start"]), int(quote["end"]))))
    return Receipt(
        kind="sentence" if quote is None else "quote",
        passage=passage,
        article=replace(article, sentence=sentence),
        statement=None if quote is None else _state(quote, passage),
        tables=tables,
        link=root + write_link("articles", place),
        made=_now(),
        dateline=find_version(),
    )


def _find_sentence(columns: Columns, article: int, sentence: int) -> tuple[int, int] | None:
    """Start and end of a sentence of an article; None where it has none of this number."""
    low, high = columns["articles.first_of_sentences"][article : article + 2]
    row = low + int(np.searchsorted(columns["sentences.sentence"][low:high], sentence))
    if row >= high or columns["sentences.sentence"][row] != sentence:
        return None
    return int(columns["sentences.start"][row]), int(columns["sentences.end"][row])


def _find_count(page: str) -> tuple[Callable[[Reader, Filters], int], str]:
    found = COUNTS.get(SAME_AS.get(page, page))
    if found is None:
        raise InputError(f"the page {page[:40]!r} has no number with a receipt; take one of {', '.join(COUNTS)}")
    return found


def _cut_passage(text: str, start: int, end: int) -> Passage:
    """The words [start, end) of a text with what stands beside them; of very long ones the beginning."""
    if end - start > LONGEST_EXACT:
        blank = text.rfind(" ", start, start + LONGEST_EXACT)
        end = blank if blank > start else start + LONGEST_EXACT
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


@cache
def find_version() -> str:
    """The program's version; to look it up takes a millisecond."""
    return version("dateline")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
