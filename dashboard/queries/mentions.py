"""Mentions: the sentences behind a number, one row a mention or a larger unit, from a sentence to an origin."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.columns.columns import Array, Columns
from dashboard.columns.pairs import PLACED
from dashboard.filters import Filters
from dashboard.queries.articles import describe_articles
from dashboard.queries.steps import count, find_step
from dashboard.queries.units import first_of_units
from dashboard.reader import Reader
from dashboard.tables.contract import SENSES


def count_mentions(reader: Reader, filters: Filters) -> int:
    """How many rows `list_mentions` has in all."""
    return len(find_listed(reader, filters))


def list_mentions(reader: Reader, filters: Filters, limit: int | None = None, offset: int = 0) -> pd.DataFrame:
    """Columns article_id, title, source, published, sentence, text (of the sentence), start and end (of the mention in
    that text), mention (its id), surface, role, actor_id, actor, location_id, placed_id (the same, of a mention that
    counts for its place), place, sense, others (start and end of each mention of a `with` actor in that text); the
    newest article first."""
    listed = find_listed(reader, filters)[offset : None if limit is None else offset + limit]
    return read_mentions(reader.columns, listed, filters.beside)


def read_mentions(columns: Columns, listed: Array, beside: Sequence[str] = ()) -> pd.DataFrame:
    """The columns of `list_mentions` for these mentions, in this order; `beside` are the `with` actors."""
    articles, actors = columns["mentions.article"][listed], columns["mentions.actor"][listed]
    places, senses = columns["mentions.location"][listed], columns["mentions.sense"][listed]
    placed = np.where(np.isin(senses, PLACED), places, -1)
    starts, ends = columns["mentions.start"][listed], columns["mentions.end"][listed]
    frame = describe_articles(columns, articles).assign(sentence=columns["mentions.sentence"][listed])
    begins, texts = read_sentences(columns, listed)
    ids = columns.texts["articles.id"].take(articles)
    strings = {
        "text": texts,
        "mention": [f"{article}@{start}" for article, start in zip(ids, starts, strict=True)],
        "surface": columns.texts["surfaces.name"].take(columns["mentions.surface"][listed]),
        "role": columns.texts["roles.name"].take(columns["mentions.role"][listed]),
        "actor_id": columns.texts["actors.id"].take(actors), "actor": columns.texts["actors.name"].take(actors),
        "location_id": columns.texts["locations.id"].take(places),
        "placed_id": columns.texts["locations.id"].take(placed),
        "place": columns.texts["locations.name"].take(places),
        "sense": [SENSES[sense] if sense >= 0 else None for sense in senses],
    }  # fmt: skip
    frame = frame.assign(**{name: pd.Series(values, dtype="str") for name, values in strings.items()})
    frame = frame.assign(
        start=starts - begins,
        end=ends - begins,
        others=pd.Series(_find_others(columns, listed, beside), dtype=object),
    )
    return frame[[
        "article_id", "title", "source", "published", "sentence", "text", "start", "end", "mention", "surface", "role",
        "actor_id", "actor", "location_id", "placed_id", "place", "sense", "others",
    ]]  # fmt: skip


def read_sentences(columns: Columns, mentions: Array) -> tuple[Array, list[str]]:
    """Where the sentence of each mention begins in its article, and its text; a name that goes on after it, too."""
    begins = np.zeros(len(mentions), np.int32)
    texts = []
    for position, mention in enumerate(mentions):
        article = columns["mentions.article"][mention]
        sentence = find_sentence(columns, article, columns["mentions.sentence"][mention])
        begins[position] = columns["sentences.start"][sentence]
        end = max(columns["sentences.end"][sentence], columns["mentions.end"][mention])
        texts.append((columns.text("articles.text", article) or "")[begins[position] : end])
    return begins, texts


def find_sentence(columns: Columns, article: int, sentence: int) -> int:
    """The row in `sentences` of an article's sentence."""
    low, high = columns["articles.first_of_sentences"][article : article + 2]
    return int(low + np.searchsorted(columns["sentences.sentence"][low:high], sentence))


def find_listed(reader: Reader, filters: Filters) -> Array:
    """The numbers of the mentions that are listed: the first of each unit, or those of a step of the unfolding."""
    wanted = filters.only("corpus", "list").without("screen")
    return reader.keep(("mentions", wanted, filters.within), lambda: _find_listed(reader, filters))


def _find_listed(reader: Reader, filters: Filters) -> Array:
    if filters.step:
        return find_step(reader, filters)
    return first_of_units(reader.columns, count(reader, filters), filters.unit)


def _find_others(columns: Columns, mentions: Array, beside: Sequence[str]) -> list[list[list[int]]]:
    """For each mention, start and end of each mention of one of these actors in its sentence, from its beginning."""
    actors = columns.find("actors", beside)
    first = columns["articles.first_of_mentions"]
    found = []
    for mention in mentions if actors else ():
        article, sentence = columns["mentions.article"][mention], columns["mentions.sentence"][mention]
        near = np.arange(*first[article : article + 2])
        near = near[(columns["mentions.sentence"][near] == sentence) & np.isin(columns["mentions.actor"][near], actors)]
        begin = columns["sentences.start"][find_sentence(columns, article, sentence)]
        found.append([
            [int(columns["mentions.start"][each] - begin), int(columns["mentions.end"][each] - begin)] for each in near
        ])  # fmt: skip
    return found or [[] for _ in mentions]
