"""Mentions: the sentences behind a number, one row a mention, a sentence, an article or a story."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.columns.ascending import is_among, is_first
from dashboard.columns.columns import Array, Columns
from dashboard.columns.pairs import PLACED
from dashboard.filters import Filters
from dashboard.queries.articles import describe_articles, find_article
from dashboard.queries.selection import Selection, first_of_stories, make_keys, select_articles
from dashboard.reader import Reader
from dashboard.tables.contract import SENSES


def count_mentions(reader: Reader, filters: Filters) -> int:
    """How many rows `list_mentions` has in all."""
    return len(_listed(reader, filters))


def list_mentions(reader: Reader, filters: Filters, limit: int | None = None, offset: int = 0) -> pd.DataFrame:
    """Columns article_id, title, source, published, sentence, text (of the sentence), start and end (of the mention in
    that text), mention (its id), surface, role, actor_id, actor, location_id, placed_id (the same, of a mention that
    counts for its place), place, sense, others (start and end of each mention of a `with` actor in that text); the
    newest article first."""
    listed = _listed(reader, filters)[offset : None if limit is None else offset + limit]
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


def _listed(reader: Reader, filters: Filters) -> Array:
    """The numbers of the mentions that are listed: of those selected, the first of each unit."""
    wanted = filters.only("corpus", "list").without("screen")
    return reader.keep(("mentions", wanted, filters.within), lambda: _find_listed(reader, filters))


def _find_listed(reader: Reader, filters: Filters) -> Array:
    columns = reader.columns
    mentions = _narrow(reader, select_articles(reader, filters), filters)
    articles = columns["mentions.article"][mentions]
    match filters.unit[:1]:
        case ("sentence",):
            return mentions[is_first(make_keys(articles, columns["mentions.sentence"][mentions]))]
        case ("article",):
            return mentions[is_first(articles)]
        case ("story",):
            firsts = mentions[is_first(articles)]
            named_in = columns["mentions.article"][firsts]
            return firsts[is_among(named_in, first_of_stories(columns, named_in))]
    return mentions


def _narrow(reader: Reader, selection: Selection, filters: Filters) -> Array:
    """The numbers of the selected mentions that the filters of lists leave, ascending."""
    columns = selection.columns
    rows = _find_rows(reader, selection, filters)
    conditions = _list_conditions(selection, rows, filters)
    if filters.of or not filters.only("list").without("screen", "unit", "of", "story", "reasons", "why").active("list"):
        by_kind = {"actors": columns["mentions.actor"][rows] >= 0, "places": _is_placed(columns, rows)}
        conditions.append(np.any([by_kind[each] for each in filters.of or by_kind], axis=0))
    numbers = np.arange(rows.start, rows.stop, dtype=np.int32) if isinstance(rows, slice) else rows
    return numbers[np.all(conditions, axis=0)] if conditions else numbers


def _find_rows(reader: Reader, selection: Selection, filters: Filters) -> slice | Array:
    """The selected mentions that have the names, places and so on of the filters; all where these have none."""
    columns = selection.columns
    found: list[Array] = []
    for group, ids in (("actors", filters.named), ("locations", filters.at)):
        if ids:
            found.append(_join(columns, group, columns.find(group, ids)))
    for names in (filters.written, filters.unplaced):
        if names:
            numbers = [columns.texts["surfaces.name"].find(name) for name in names]
            found.append(_join(columns, "surfaces", [number for number in numbers if number >= 0]))
    if filters.inside:
        found.append(_in_articles(columns, filters.inside))
    if filters.mentions:
        found.append(find_mentions(columns, [_split_id(each) for each in filters.mentions]))
    if filters.corrections:
        found.append(_find_corrected(reader, filters.corrections))
    if not found:
        return selection.mentions
    common = found[0]
    for each in found[1:]:
        common = common[is_among(common, each)]
    return selection.among(common)


def _list_conditions(selection: Selection, rows: slice | Array, filters: Filters) -> list[Array]:
    """What else the filters ask of these mentions, each as truth values."""
    columns = selection.columns
    conditions = []
    if filters.unplaced:
        conditions.append(columns["mentions.unplaced"][rows] >= 0)
    if filters.roles:
        roles = [columns.texts["roles.name"].find(role) for role in filters.roles]
        conditions.append(np.isin(columns["mentions.role"][rows], [role for role in roles if role >= 0]))
    if filters.senses:
        conditions.append(np.isin(columns["mentions.sense"][rows], [SENSES.index(each) for each in filters.senses]))
    if filters.undated:
        conditions.append(~columns["articles.dated"][columns["mentions.article"][rows]])
    if filters.beside:
        beside = selection.among(_join(columns, "actors", columns.find("actors", filters.beside)))
        conditions.append(is_among(_units(columns, rows, filters), _units(columns, beside, filters)))
    return conditions


def _units(columns: Columns, rows: slice | Array, filters: Filters) -> Array:
    """What two mentions that stand together have in common: the sentence, or with `within` the article."""
    articles = columns["mentions.article"][rows]
    return articles if filters.within else make_keys(articles, columns["mentions.sentence"][rows])


def _join(columns: Columns, group: str, numbers: Sequence[int]) -> Array:
    """The mentions of any of these actors, places or names, ascending."""
    each = [columns.mentions_of(group, number) for number in numbers]
    if len(each) == 1:
        return each[0]
    return np.unique(np.concatenate(each)) if each else np.empty(0, np.int32)


def _in_articles(columns: Columns, article_ids: Sequence[str]) -> Array:
    """The mentions in these articles, ascending."""
    first = columns["articles.first_of_mentions"]
    numbers = sorted({find_article(columns, each) for each in article_ids} - {-1})
    ranges = [np.arange(first[number], first[number + 1], dtype=np.int32) for number in numbers]
    return np.concatenate(ranges) if ranges else np.empty(0, np.int32)


def _split_id(mention: str) -> tuple[str, int]:
    """The article and the start in the id of a mention."""
    article, _, start = mention.rpartition("@")
    return article, int(start) if start.isdecimal() else -1


def find_mentions(columns: Columns, named: Sequence[tuple[str, int]]) -> Array:
    """The mentions that begin at these places in these articles (article_id, start), ascending."""
    first = columns["articles.first_of_mentions"]
    found = []
    for article_id, start in named:
        article = find_article(columns, article_id)
        if article >= 0:
            low, high = first[article : article + 2]
            found.append(low + np.flatnonzero(columns["mentions.start"][low:high] == start))
    return np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)


def _find_corrected(reader: Reader, corrections: Sequence[str]) -> Array:
    """The mentions that these corrections changed, ascending."""
    rows = reader.execute(
        "SELECT DISTINCT article_id, start FROM corrected WHERE correction_id IN (SELECT unnest($1))", [corrections]
    )
    return find_mentions(reader.columns, rows.fetchall())


def _is_placed(columns: Columns, rows: slice | Array) -> Array:
    """Whether these mentions are drawn and counted for a place."""
    senses = columns["mentions.sense"][rows]  # numpy's isin takes ten times as long for so few
    counted = np.logical_or.reduce([senses == each for each in PLACED])
    return np.asarray((columns["mentions.location"][rows] >= 0) & counted)


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
