"""Suspects: names whose pin may be wrong, and what says so.

What makes a mention one says `dashboard.columns.suspects`, whatever the filters. Here the selected suspects that are
written alike and put at the same place are one row: what is wrong with them is most often put right at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from dashboard import settings
from dashboard.columns.ascending import drop_repeated, is_among, join_ranges
from dashboard.columns.columns import Array, Columns
from dashboard.columns.pairs import PLACED
from dashboard.countries import name_country
from dashboard.filters import Filters
from dashboard.queries.articles import describe_articles
from dashboard.queries.locations import describe_places
from dashboard.queries.mentions import read_sentences
from dashboard.queries.selection import Selection, select_articles
from dashboard.reader import Reader

# Of a row, the newest articles that are named, and the countries that these name most.
ARTICLES, COUNTRIES = 10, 3


@dataclass(frozen=True, slots=True)
class _Found:
    """The selected suspects, and of each the number of its row in the order of `list_suspects`; `rows` of them."""

    mentions: Array
    km: Array
    unnamed: Array
    row: Array
    rows: int


def count_suspects(reader: Reader, filters: Filters) -> int:
    """How many rows `list_suspects` has in all: names with the place where they were put."""
    return _find(reader, filters).rows


def list_suspects(reader: Reader, filters: Filters, limit: int | None = None, offset: int = 0) -> pd.DataFrame:
    """Columns surface, location_id, name, gazetteer_name, admin1, country_code, feature, latitude, longitude (of the
    place), km (to the nearest other place that is named in the article, the least; null where none is), unnamed
    (whether an article does not name the country), confidence (the least; null where it was not judged), mentions and
    articles (that are suspects), all_mentions (with this name at this place), article_ids (of the newest ten articles),
    countries (that these name most often, this place aside). Of the newest suspect: article_id, title, source,
    published, sentence, text (of the sentence), start and end (in that text).

    Unnamed and unsure ones come first, then unnamed ones, each with the least confidence first.
    """
    found = _find(reader, filters)
    last = found.rows if limit is None else min(offset + limit, found.rows)
    order = np.lexsort((found.mentions, found.row))
    begins = np.searchsorted(found.row[order], np.arange(offset, max(offset, last) + 1))
    rows = [order[low:high] for low, high in pairwise(begins)]
    newest = np.array([found.mentions[each[0]] for each in rows], np.int64)
    columns = reader.columns
    frames = (
        _describe_pins(columns, newest),
        _describe_doubts(select_articles(reader, filters), found, rows),
        _describe_sentences(columns, newest),
    )
    return pd.concat(frames, axis=1)


def _describe_pins(columns: Columns, mentions: Array) -> pd.DataFrame:
    """What these mentions are written as, and where they were put."""
    places = columns["mentions.location"][mentions]
    written = columns.texts["surfaces.name"].take(columns["mentions.surface"][mentions])
    frame = describe_places(columns, places)
    frame.insert(0, "surface", pd.Series(written, dtype="str"))
    return frame


def _describe_doubts(selection: Selection, found: _Found, rows: Sequence[Array]) -> pd.DataFrame:
    """What is doubtful about the suspects of each row, and how many they are."""
    columns = selection.columns
    described = []
    for suspects in rows:
        mentions = found.mentions[suspects]
        articles = drop_repeated(columns["mentions.article"][mentions])
        newest, km = articles[:ARTICLES], found.km[suspects].min()
        described.append({
            "km": km if np.isfinite(km) else None, "unnamed": found.unnamed[suspects].any(),
            "confidence": np.fmin.reduce(columns["mentions.confidence"][mentions]),
            "mentions": len(mentions), "articles": len(articles), "all_mentions": _count_alike(selection, mentions[0]),
            "article_ids": columns.texts["articles.id"].take(newest),
            "countries": _find_countries(columns, newest, columns["mentions.location"][mentions[0]]),
        })  # fmt: skip
    kinds = {"km": float, "unnamed": bool, "confidence": float, "mentions": int, "articles": int, "all_mentions": int}
    return pd.DataFrame(described, columns=[*kinds, "article_ids", "countries"]).astype(kinds)


def _describe_sentences(columns: Columns, mentions: Array) -> pd.DataFrame:
    """The article and the sentence of each of these mentions."""
    begins, sentences = read_sentences(columns, mentions)
    return describe_articles(columns, columns["mentions.article"][mentions]).assign(
        sentence=columns["mentions.sentence"][mentions],
        text=pd.Series(sentences, dtype="str"),
        start=columns["mentions.start"][mentions] - begins,
        end=columns["mentions.end"][mentions] - begins,
    )


def _find(reader: Reader, filters: Filters) -> _Found:
    corpus = filters.only("corpus")
    return reader.keep(("suspects", corpus), lambda: _group(select_articles(reader, corpus)))


def _group(selection: Selection) -> _Found:
    """The selected suspects, in rows."""
    columns = selection.columns
    blocks = columns.blocks("suspects")
    mentions, km, unnamed = (
        np.concatenate([columns[f"{block}.{name}"] for block in blocks]) for name in ("mention", "km", "unnamed")
    )
    left = np.flatnonzero(mentions >= 0)
    left = left[np.argsort(mentions[left])]
    left = left[is_among(mentions[left], selection.among(mentions[left]))]
    mentions, km, unnamed = mentions[left], km[left], unnamed[left]
    names, places = columns["mentions.surface"][mentions], columns["mentions.location"][mentions]
    keys, row = np.unique(names * np.int64(len(columns.texts["locations.id"])) + places, return_inverse=True)
    confidence = np.full(len(keys), np.inf)
    np.fmin.at(confidence, row, columns["mentions.confidence"][mentions])
    is_unnamed = np.zeros(len(keys), bool)
    is_unnamed[row[unnamed]] = True
    sure = confidence >= settings.SUSPECT_CONFIDENCE
    ranked = np.lexsort((keys, confidence, sure, ~is_unnamed))
    return _Found(mentions, km, unnamed, np.argsort(ranked)[row], len(keys))


def _count_alike(selection: Selection, mention: int) -> int:
    """How many selected mentions are written as this one and put at the same place."""
    columns = selection.columns
    alike = selection.among(columns.mentions_of("surfaces", columns["mentions.surface"][mention]))
    here = columns["mentions.location"][alike] == columns["mentions.location"][mention]
    return int(np.count_nonzero(here & np.isin(columns["mentions.sense"][alike], PLACED)))


def _find_countries(columns: Columns, articles: Array, place: int) -> list[str]:
    """The countries that these articles name most often, themselves or by places in them other than this
    one; the most frequent first."""
    first = columns["articles.first_of_mentions"]
    places = columns["mentions.location"][join_ranges(first[articles], first[articles + 1])]
    numbers, times = np.unique(places[(places >= 0) & (places != place)], return_counts=True)
    counts: dict[str, int] = {}
    for code, count in zip(columns.texts["locations.country_code"].take(numbers), times.tolist(), strict=True):
        if code:
            counts[code] = counts.get(code, 0) + count
    return [name_country(code) for code in sorted(counts, key=lambda code: (-counts[code], code))[:COUNTRIES]]
