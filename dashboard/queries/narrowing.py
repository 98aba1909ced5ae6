"""Narrowing: the mentions that the filters of lists leave, which stand behind a number."""

from collections.abc import Sequence

import numpy as np

from dashboard.columns.ascending import is_among
from dashboard.columns.columns import Array, Columns
from dashboard.columns.pairs import PLACED
from dashboard.filters import Filters
from dashboard.queries.articles import find_article
from dashboard.queries.selection import Selection, make_keys, select_articles
from dashboard.reader import Reader
from dashboard.tables.contract import SENSES


def narrow(reader: Reader, filters: Filters, *, every_sense: bool = False) -> Array:
    """The numbers of the mentions that these filters list, ascending.

    With `every_sense`, those that name a place are listed in whatever sense, also where it is not counted.
    """
    selection = select_articles(reader, filters)
    return narrow_rows(
        selection, _find_rows(reader, selection, filters, every_sense=every_sense), filters, every_sense=every_sense
    )


def narrow_rows(selection: Selection, rows: slice | Array, filters: Filters, *, every_sense: bool = False) -> Array:
    """Those of these selected mentions, ascending, that pass the filters on sense, role, origin and date."""
    columns = selection.columns
    conditions = _list_conditions(selection, rows, filters)
    if kinds := list_kinds(filters):
        by_kind = {"actors": columns["mentions.actor"][rows] >= 0, "places": _is_place(columns, rows, every_sense)}
        conditions.append(np.any([by_kind[each] for each in kinds], axis=0))
    numbers = np.arange(rows.start, rows.stop, dtype=np.int32) if isinstance(rows, slice) else rows
    return numbers[np.all(conditions, axis=0)] if conditions else numbers


def list_kinds(filters: Filters) -> tuple[str, ...]:
    """The kinds of names that are listed, "actors" and "places"; none where filters say which names are."""
    said = filters.only("list").without("screen", "unit", "of", "story", "reasons", "why", "origins", "step")
    return filters.of or (() if said.active("list") else ("actors", "places"))


def _find_rows(reader: Reader, selection: Selection, filters: Filters, *, every_sense: bool) -> slice | Array:
    """The selected mentions that have the names, places and so on of the filters; all where these have none."""
    columns = selection.columns
    found: list[Array] = []
    if filters.named:
        found.append(join_mentions(columns, "actors", columns.find("actors", filters.named)))
    if filters.at:
        places = columns.find("locations", filters.at)
        found.append(
            _at_in_every_sense(columns, places) if every_sense else join_mentions(columns, "locations", places)
        )
    for names in (filters.written, filters.unplaced):
        if names:
            numbers = [columns.texts["surfaces.name"].find(name) for name in names]
            found.append(join_mentions(columns, "surfaces", [number for number in numbers if number >= 0]))
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
    if filters.origins:
        origins = [columns.texts["origins.id"].find(each) for each in filters.origins]
        conditions.append(np.isin(columns["articles.origin"][columns["mentions.article"][rows]], origins))
    if filters.undated:
        conditions.append(~columns["articles.dated"][columns["mentions.article"][rows]])
    if filters.beside:
        beside = selection.among(join_mentions(columns, "actors", columns.find("actors", filters.beside)))
        conditions.append(is_among(_units(columns, rows, filters), _units(columns, beside, filters)))
    return conditions


def _units(columns: Columns, rows: slice | Array, filters: Filters) -> Array:
    """What two mentions that stand together have in common: the sentence, or with `within` the article."""
    articles = columns["mentions.article"][rows]
    return articles if filters.within else make_keys(articles, columns["mentions.sentence"][rows])


def join_mentions(columns: Columns, group: str, numbers: Sequence[int]) -> Array:
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


def _at_in_every_sense(columns: Columns, places: Sequence[int]) -> Array:
    """The mentions that mean one of these places, ascending; also in senses that do not count for it."""
    located = columns["mentions.location"]
    return np.flatnonzero(np.logical_or.reduce([located == each for each in places] or [np.zeros(0, bool)]))


def _is_place(columns: Columns, rows: slice | Array, every_sense: bool) -> Array:
    """Whether these mentions are drawn and counted for a place; with `every_sense`, whether they mean one."""
    if every_sense:
        return np.asarray(columns["mentions.location"][rows] >= 0)
    senses = columns["mentions.sense"][rows]  # numpy's isin takes ten times as long for so few
    counted = np.logical_or.reduce([senses == each for each in PLACED])
    return np.asarray((columns["mentions.location"][rows] >= 0) & counted)
