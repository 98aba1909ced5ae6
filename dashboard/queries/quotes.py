"""Quotes: who said what, on whose word."""

import duckdb
import pandas as pd

from dashboard.filters import Filters
from dashboard.queries.selection import Selection, escape_words, has_word, select_articles, split_words

CONDITIONS = {
    "speakers": "actor_id IN (SELECT unnest($speakers))",
    "kinds": "kind IN (SELECT unnest($kinds))",
    "sourcings": "sourcing IN (SELECT unnest($sourcings))",
    "via": "via_actor_id IN (SELECT unnest($via))",
    "stances": "stance IN (SELECT unnest($stances))",
    # A quotation is about whoever is named within one of its parts.
    "about": """quote_id IN (
        SELECT quote_id FROM (SELECT quote_id, article_id, unnest(parts) AS part FROM quotes)
               JOIN (SELECT article_id, start, "end" FROM entities WHERE actor_id IN (SELECT unnest($about)))
               USING (article_id)
        WHERE part[1] <= start AND "end" <= part[2])""",
}


def count_quotes(cursor: duckdb.DuckDBPyConnection, filters: Filters) -> int:
    """How many rows `list_quotes` has in all."""
    return _listed(filters).count(cursor, "SELECT count(*) FROM listed")


def list_quotes(
    cursor: duckdb.DuckDBPyConnection, filters: Filters, limit: int | None = None, offset: int = 0
) -> pd.DataFrame:
    """Columns quote_id, article_id, title, source, published, sentence, text, kind, speaker, actor_id, actor, sourcing,
    cue, stance, via_actor_id, via; the newest article first."""
    return _listed(filters).ask(cursor, """
        SELECT quote_id, article_id, title, source, published, sentence, listed.text, listed.kind, speaker,
               listed.actor_id, spoke.name AS actor, sourcing, cue, stance, via_actor_id, heard.name AS via
        FROM listed JOIN (SELECT article_id, title, source, published FROM chosen) USING (article_id)
             LEFT JOIN actors spoke ON spoke.actor_id = listed.actor_id
             LEFT JOIN actors heard ON heard.actor_id = listed.via_actor_id
        ORDER BY published DESC NULLS LAST, article_id, listed.start LIMIT $limit OFFSET $offset""",
        limit=limit, offset=offset)  # fmt: skip


def speakers_ranked(cursor: duckdb.DuckDBPyConnection, filters: Filters) -> pd.DataFrame:
    """Columns actor_id, name, quotes: who can be chosen as a speaker, whoever is chosen now."""
    return _listed(filters.without("speakers")).ask(cursor, """
        SELECT actor_id, any_value(name) AS name, count(*) AS quotes
        FROM (SELECT actor_id FROM listed) JOIN actors USING (actor_id)
        GROUP BY actor_id ORDER BY quotes DESC, name""")  # fmt: skip


def outlets_ranked(cursor: duckdb.DuckDBPyConnection, filters: Filters) -> pd.DataFrame:
    """Columns actor_id, name, quotes: to whom things were told, whichever outlet is chosen now."""
    return _listed(filters.without("via")).ask(cursor, """
        SELECT via_actor_id AS actor_id, any_value(name) AS name, count(*) AS quotes
        FROM listed JOIN actors ON actors.actor_id = via_actor_id
        GROUP BY via_actor_id ORDER BY quotes DESC, name""")  # fmt: skip


def quotes_by(cursor: duckdb.DuckDBPyConnection, filters: Filters, column: str) -> pd.DataFrame:
    """Columns value and quotes for `sourcing`, `kind` or `stance`, the most frequent first."""
    return _listed(filters).ask(cursor, f"""
        SELECT {column} AS value, count(*) AS quotes FROM listed WHERE {column} IS NOT NULL
        GROUP BY ALL ORDER BY quotes DESC, value""")  # fmt: skip


def _listed(filters: Filters) -> Selection:
    """The selection with `listed`: the quotes that the quote keys leave; `said` looks in the quotation itself."""
    selection = select_articles(filters)
    conditions = ["true"]
    for attribute, condition in CONDITIONS.items():
        if value := getattr(filters, attribute):
            conditions.append(condition)
            selection.parameters[attribute] = list(value)
    for number, words in enumerate(split_words(filters.said)):
        conditions.append(has_word("strip_accents(lower(text))", f"said{number}"))
        selection.parameters[f"said{number}"] = escape_words(words)
    selection.clauses.append(f"listed AS (SELECT * FROM quoted WHERE {' AND '.join(conditions)})")
    return selection
