"""The answers of the pages as plain SQL over the tables of a set, slow and simple: what quicker ones are compared with.

It knows neither columns nor the index of words: a search is one word in letters of ASCII.
"""

import re
from collections.abc import Mapping
from typing import Any

import duckdb
import pandas as pd

from dashboard.filters import Filters
from dashboard.tables.contract import SOURCINGS

# Filter of the corpus -> the condition on an article.
ARTICLES = {
    "actors": "article_id IN (SELECT article_id FROM entities WHERE actor_id IN (SELECT unnest($actors)))",
    "locations": "article_id IN (SELECT article_id FROM entities WHERE placed_id IN (SELECT unnest($locations)))",
    "sources": "source IN (SELECT unnest($sources))",
    "since": "published >= CAST($since AS DATE)",
    "until": "published < CAST($until AS DATE) + INTERVAL 1 DAY",
    "words": r"""regexp_matches(regexp_replace(strip_accents(lower(text)), '[^\pL\pN]+', ' ', 'g'),
                                '(^| )' || lower($words) || '( |$)')""",
}

# Filter of quotes -> the condition on a quote.
QUOTES = {
    "sourcings": "sourcing IN (SELECT unnest($sourcings))",
    "stances": "stance IN (SELECT unnest($stances))",
    "kinds": "kind IN (SELECT unnest($kinds))",
    "speakers": "quote_id IN (SELECT quote_id FROM speakers WHERE actor_id IN (SELECT unnest($speakers)))",
    "about": "quote_id IN (SELECT quote_id FROM about WHERE actor_id IN (SELECT unnest($about)))",
    "quote_locations": "quote_id IN (SELECT quote_id FROM placed"
    " WHERE location_id IN (SELECT unnest($quote_locations)))",
    "via": "via_actor_id IN (SELECT unnest($via))",
}

# Filter of lists of sentences -> the condition on a mention.
MENTIONS = {
    "named": "actor_id IN (SELECT unnest($named))",
    "at": "placed_id IN (SELECT unnest($at))",
    "written": "surface IN (SELECT unnest($written))",
    "roles": "role IN (SELECT unnest($roles))",
    "senses": "sense IN (SELECT unnest($senses))",
    "undated": "published IS NULL AND 'yes' IN (SELECT unnest($undated))",
    "unplaced": "unplaced_reason IS NOT NULL AND surface IN (SELECT unnest($unplaced))",
}

# Sentences that name every chosen actor and place.
TOGETHER = """
    SELECT article_id, sentence FROM entities
    WHERE actor_id IN (SELECT unnest($actors)) OR placed_id IN (SELECT unnest($locations))
    GROUP BY article_id, sentence
    HAVING count(DISTINCT actor_id) FILTER (actor_id IN (SELECT unnest($actors))) = len($actors)
       AND count(DISTINCT placed_id) FILTER (placed_id IN (SELECT unnest($locations))) = len($locations)
"""

# Filter -> the condition on a quote where it must be named in the quote; and the mentions that stand in such a quote.
IN_QUOTES = {
    "actors": "quote_id IN (SELECT quote_id FROM speakers WHERE actor_id IN (SELECT unnest($actors)))",
    "locations": """
        quote_id IN (SELECT quote_id FROM quotes q JOIN entities e USING (article_id)
                     WHERE e.placed_id IN (SELECT unnest($locations))
                       AND (e.sentence = q.sentence OR (q.start <= e.start AND e."end" <= q."end")))""",
}
STANDS_IN_QUOTE = """
    entities.article_id = said.article_id
    AND (entities.sentence = said.sentence OR (said.start <= entities.start AND entities."end" <= said."end"))
"""

# Of each story the earliest article.
FIRST_OF_STORIES = """
    QUALIFY row_number() OVER (PARTITION BY story_id ORDER BY published NULLS LAST, article_id) = 1
"""

BY_SOURCING = ", ".join(f"count(*) FILTER (sourcing = '{each}') AS \"{each}\"" for each in SOURCINGS)

# Unit of a list of sentences -> the columns of which it has one row.
UNITS = {
    (): 'article_id, start, "end"',
    ("sentence",): "article_id, sentence",
    ("article",): "article_id",
    ("story",): "story_id",
}


def ask(cursor: duckdb.DuckDBPyConnection, filters: Filters, select: str, **more: object) -> pd.DataFrame:
    """What a SELECT gives over `chosen` articles and their `mentions`, `quoted` and `listed` quotes."""
    parameters: dict[str, Any] = dict(more)
    quotes = _conditions(QUOTES, filters, parameters)
    clauses, together = [], ""
    near, quoted, mentioned = "true", "quotes", "true"
    if filters.near == ("quote",) and (filters.actors or filters.locations):
        clauses.append(f"said AS (SELECT * FROM quotes WHERE {_conditions(IN_QUOTES, filters, parameters)})")
        articles = _conditions(ARTICLES, filters.without("actors", "locations"), parameters)
        near = "article_id IN (SELECT article_id FROM said)"
        quoted, mentioned = "said", f"EXISTS (SELECT 1 FROM said WHERE {STANDS_IN_QUOTE})"
    else:
        articles = _conditions(ARTICLES, filters, parameters)
    if filters.near == ("sentence",) and (filters.actors or filters.locations):
        parameters |= {"actors": list(filters.actors), "locations": list(filters.locations)}
        clauses.append(f"together AS ({TOGETHER})")
        near = "article_id IN (SELECT article_id FROM together)"
        together = "SEMI JOIN together USING (article_id, sentence)"
    clauses += [
        f"first AS (SELECT * FROM articles WHERE {articles} {FIRST_OF_STORIES if filters.copies else ''})",
        f"chosen AS (SELECT * FROM first WHERE {near})",
        f"mentions AS (SELECT * FROM entities SEMI JOIN chosen USING (article_id) {together} WHERE {mentioned})",
        f"quoted AS (SELECT * FROM {quoted} SEMI JOIN chosen USING (article_id) {together})",
        """about AS (
            SELECT DISTINCT quote_id, e.actor_id FROM quoted q JOIN entities e USING (article_id)
            WHERE e.actor_id IS NOT NULL
              AND len(list_filter(q.parts, lambda part: part[1] <= e.start AND e."end" <= part[2])) > 0)""",
        """placed AS (
            SELECT DISTINCT quote_id, e.placed_id AS location_id FROM quoted q JOIN entities e USING (article_id)
            WHERE e.placed_id IS NOT NULL
              AND (e.sentence = q.sentence OR (q.start <= e.start AND e."end" <= q."end")))""",
        f"listed AS (SELECT * FROM quoted WHERE {quotes})",
    ]
    statement = f"WITH {', '.join(clauses)} {select}"
    named = set(re.findall(r"\$(\w+)", statement))
    return cursor.execute(statement, {name: value for name, value in parameters.items() if name in named}).df()


def _conditions(declared: Mapping[str, str], filters: Filters, parameters: dict[str, Any]) -> str:
    """The conditions that these filters set; their values become parameters."""
    conditions = ["true"]
    for field, condition in declared.items():
        value = getattr(filters, field)
        if value:
            conditions.append(condition)
            parameters[field] = list(value) if isinstance(value, tuple) else value
    return " AND ".join(conditions)


def counts(cursor: duckdb.DuckDBPyConnection, filters: Filters) -> pd.DataFrame:
    """One row: articles, stories, actor_mentions, place_mentions, actors, places, quotes."""
    return ask(cursor, filters, """
        SELECT (SELECT count(*) FROM chosen) AS articles, (SELECT count(DISTINCT story_id) FROM chosen) AS stories,
               count(actor_id) AS actor_mentions, count(placed_id) AS place_mentions,
               count(DISTINCT actor_id) AS actors, count(DISTINCT placed_id) AS places,
               (SELECT count(*) FROM quoted) AS quotes
        FROM mentions""")  # fmt: skip


def actors(cursor: duckdb.DuckDBPyConnection, filters: Filters) -> pd.DataFrame:
    """Columns actor_id, mentions, articles, stories."""
    return ask(cursor, filters, """
        SELECT actor_id, count(*) AS mentions, count(DISTINCT article_id) AS articles,
               count(DISTINCT story_id) AS stories
        FROM mentions JOIN actors USING (actor_id) JOIN (SELECT article_id, story_id FROM chosen) USING (article_id)
        WHERE NOT (unsure AND kind = 'other') GROUP BY actor_id""")  # fmt: skip


def places(cursor: duckdb.DuckDBPyConnection, filters: Filters) -> pd.DataFrame:
    """Columns location_id, mentions, actor_mentions, articles, stories."""
    return ask(cursor, filters, """
        SELECT placed_id AS location_id, count(*) FILTER (sense = 'place') AS mentions,
               count(*) FILTER (sense = 'actor') AS actor_mentions, count(DISTINCT article_id) AS articles,
               count(DISTINCT story_id) AS stories
        FROM mentions JOIN (SELECT article_id, story_id FROM chosen) USING (article_id)
        WHERE placed_id IS NOT NULL GROUP BY placed_id""")  # fmt: skip


def unplaced(cursor: duckdb.DuckDBPyConnection, filters: Filters) -> pd.DataFrame:
    """Columns surface, reason, mentions."""
    return ask(cursor, filters, """
        SELECT surface, string_agg(DISTINCT unplaced_reason, '; ' ORDER BY unplaced_reason) AS reason,
               count(*) AS mentions
        FROM mentions WHERE unplaced_reason IS NOT NULL GROUP BY surface""")  # fmt: skip


def days(cursor: duckdb.DuckDBPyConnection, filters: Filters, bucket: str) -> pd.DataFrame:
    """Columns since, articles: each `day`, `week` or `month` that has an article."""
    return ask(cursor, filters, f"""
        SELECT CAST(date_trunc('{bucket}', published) AS DATE) AS since, count(*) AS articles
        FROM chosen WHERE published IS NOT NULL GROUP BY since""")  # fmt: skip


def actor_days(cursor: duckdb.DuckDBPyConnection, filters: Filters, shown: list[str], bucket: str) -> pd.DataFrame:
    """Columns actor_id, since, mentions, articles: each bucket in which an article names one of these actors."""
    return ask(cursor, filters, f"""
        SELECT actor_id, CAST(date_trunc('{bucket}', published) AS DATE) AS since, count(*) AS mentions,
               count(DISTINCT article_id) AS articles
        FROM mentions JOIN (SELECT article_id, published FROM chosen) USING (article_id)
        WHERE actor_id IN (SELECT unnest($shown)) AND published IS NOT NULL GROUP BY ALL""", shown=shown)  # fmt: skip


def ties(cursor: duckdb.DuckDBPyConnection, filters: Filters, among: list[str], unit: str) -> pd.DataFrame:
    """Columns actor_id, other_id (of the two the one that comes later in `among`), together."""
    units = {"sentence": "article_id, sentence", "article": "article_id"}[unit]
    return ask(cursor, filters, f"""
        , named AS (SELECT DISTINCT actor_id, {units} FROM mentions WHERE actor_id IN (SELECT unnest($among)))
        SELECT one.actor_id, other.actor_id AS other_id, count(*) AS together
        FROM named one JOIN named other USING ({units})
        WHERE list_position($among, one.actor_id) < list_position($among, other.actor_id) GROUP BY ALL""",
        among=among)  # fmt: skip


def sentences(cursor: duckdb.DuckDBPyConnection, filters: Filters) -> pd.DataFrame:
    """Column mention: the ids of the mentions that a list has, the first of each unit, in the order of the list."""
    parameters: dict[str, Any] = {"beside": list(filters.beside)}
    wanted = _conditions(MENTIONS, filters, parameters)
    if filters.beside:
        same = "" if filters.within else "AND other.sentence = mentions.sentence"
        wanted += f""" AND EXISTS (SELECT 1 FROM mentions other WHERE other.actor_id IN (SELECT unnest($beside))
                                   AND other.article_id = mentions.article_id {same})"""
    of = {"actors": "actor_id IS NOT NULL", "places": "placed_id IS NOT NULL"}
    if filters.of or (wanted == "true"):
        wanted += f" AND ({' OR '.join(of[each] for each in filters.of or of)})"
    return ask(cursor, filters, f"""
        SELECT article_id || '@' || start AS mention FROM (
            SELECT mentions.*, published, story_id
            FROM mentions JOIN (SELECT article_id, story_id, published FROM chosen) USING (article_id)
            WHERE {wanted} QUALIFY row_number() OVER (PARTITION BY {UNITS[filters.unit[:1]]}
                                                      ORDER BY published, article_id, start, "end") = 1)
        ORDER BY published DESC NULLS LAST, article_id, start, "end\"""", **parameters)  # fmt: skip


def quotes(cursor: duckdb.DuckDBPyConnection, filters: Filters) -> pd.DataFrame:
    """Column quote_id, in the order of the list."""
    return ask(cursor, filters, """
        SELECT quote_id FROM listed JOIN (SELECT article_id, published FROM chosen) USING (article_id)
        ORDER BY published DESC NULLS LAST, article_id, start, quote_id""")  # fmt: skip


def facet(cursor: duckdb.DuckDBPyConnection, filters: Filters, field: str) -> pd.DataFrame:
    """Columns value, quotes: how many quotes each value of a filter of quotes would leave alone."""
    values = {
        "sourcings": "SELECT sourcing AS value FROM listed",
        "stances": "SELECT stance AS value FROM listed",
        "kinds": "SELECT kind AS value FROM listed",
        "speakers": "SELECT actor_id AS value FROM speakers SEMI JOIN listed USING (quote_id)",
        "about": "SELECT actor_id AS value FROM about SEMI JOIN listed USING (quote_id)",
        "quote_locations": "SELECT location_id AS value FROM placed SEMI JOIN listed USING (quote_id)",
        "via": "SELECT via_actor_id AS value FROM listed",
    }[field]
    return ask(cursor, filters.without(field), f"""
        SELECT value, count(*) AS quotes FROM ({values}) WHERE value IS NOT NULL GROUP BY value""")  # fmt: skip


def sourcing(cursor: duckdb.DuckDBPyConnection, filters: Filters, group: str) -> pd.DataFrame:
    """Columns value, quotes and one for each way of sourcing, by actor (`about`) or by outlet (`sources`)."""
    groups = {
        "about": "SELECT quote_id, actor_id AS value FROM about"
                 " WHERE len($wanted) = 0 OR actor_id IN (SELECT unnest($wanted))",
        "sources": "SELECT quote_id, source AS value FROM quoted JOIN chosen USING (article_id)"
                   " WHERE source IS NOT NULL AND len($wanted) >= 0",
    }[group]  # fmt: skip
    return ask(cursor, filters, f"""
        SELECT value, count(*) AS quotes, {BY_SOURCING} FROM ({groups}) JOIN listed USING (quote_id) GROUP BY value""",
        wanted=list(filters.about))  # fmt: skip


def card(cursor: duckdb.DuckDBPyConnection, filters: Filters, actor: str) -> pd.DataFrame:
    """Columns location_id, sentences, articles: the places that articles with the actor name, and how near to it."""
    return ask(cursor, filters, """
        , named AS (SELECT article_id, sentence FROM mentions WHERE actor_id = $actor)
        SELECT location_id, count(together) AS sentences, count(DISTINCT article_id) AS articles
        FROM (SELECT DISTINCT article_id, sentence, location_id FROM mentions
              WHERE sense = 'place' AND article_id IN (SELECT article_id FROM named))
             LEFT JOIN (SELECT DISTINCT article_id, sentence, true AS together FROM named) USING (article_id, sentence)
        GROUP BY location_id""", actor=actor)  # fmt: skip
