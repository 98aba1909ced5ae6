"""Units: what a number counts: mentions, or the sentences, articles, stories, outlets or origins that have them."""

from dataclasses import dataclass

import numpy as np

from dashboard.columns.ascending import drop_repeated, is_among, is_first
from dashboard.columns.columns import Array, Columns
from dashboard.queries.selection import first_of_stories, make_keys


@dataclass(frozen=True, slots=True)
class Units:
    """How many of each the same mentions are. Articles of unknown outlets count as one outlet each."""

    mentions: int
    articles: int
    stories: int
    outlets: int
    origins: int


def count_units(columns: Columns, mentions: Array) -> Units:
    """The units of these mentions, which ascend."""
    articles = drop_repeated(columns["mentions.article"][mentions])
    stories, outlets, origins = (
        count_different(number_of_articles(columns, articles, unit)) for unit in ("story", "outlet", "origin")
    )
    return Units(len(mentions), len(articles), stories, outlets, origins)


def count_different(numbers: Array) -> int:
    """How many different numbers these are, which are small and not negative; no sorting."""
    return int(np.count_nonzero(np.bincount(numbers)))


def first_of_units(columns: Columns, rows: Array, unit: tuple[str, ...], group: str = "mentions") -> Array:
    """The first of these mentions, or rows of another group, which ascend, of each unit: of the newest article; of a
    story, of its earliest."""
    articles = columns[f"{group}.article"][rows]
    match unit[:1]:
        case ("sentence",):
            return rows[is_first(make_keys(articles, columns[f"{group}.sentence"][rows]))]
        case ("article",):
            return rows[is_first(articles)]
        case ("story",):
            firsts = rows[is_first(articles)]
            named_in = columns[f"{group}.article"][firsts]
            return firsts[is_among(named_in, first_of_stories(columns, named_in))]
        case ("outlet",) | ("origin",):
            firsts = rows[is_first(articles)]
            of = number_of_articles(columns, columns[f"{group}.article"][firsts], unit[0])
            return firsts[np.sort(np.unique(of, return_index=True)[1])]
    return rows


def number_units(columns: Columns, mentions: Array, unit: tuple[str, ...]) -> Array:
    """A number for the unit of each of these mentions, the same for those of one unit."""
    articles = columns["mentions.article"][mentions]
    match unit[:1]:
        case ("sentence",):
            return make_keys(articles, columns["mentions.sentence"][mentions])
        case ("article",):
            return articles
        case ("story",) | ("outlet",) | ("origin",):
            return number_of_articles(columns, articles, unit[0])
    return mentions


def number_of_articles(columns: Columns, articles: Array, unit: str) -> Array:
    """A number, not negative, for the story, the outlet or the origin of each of these articles."""
    if unit == "outlet":
        sources = columns["articles.source"][articles]
        return np.where(sources >= 0, sources, len(columns.texts["sources.name"]) + articles.astype(np.int64))
    return columns[f"articles.{unit}"][articles]
