"""The layout of the columns: which there are, and the statement that gives each group of them.

A row is known by its number, from 0. Articles are numbered in the order in which pages list them, the newest first and
those without a date last; the rows of an article (mentions, sentences, quotes, claims …) in the order of the
articles, then of the text. Actors and places are numbered in the order of their ids. -1 stands for none.

The statements are run on a draft (`dashboard.store` writes it), whose tables have the columns of the contract, with
the numbers in `article`, `mention`, `quote`, `claim` and `movement`, and `actor`, `location` and so on for ids and
words.
"""

from dashboard.tables.contract import (
    BOUNDS,
    CONTROLS,
    FIGURES,
    LABELS,
    MOVES,
    QUOTE_KINDS,
    SENSES,
    SOURCINGS,
    STANCES,
    STATUSES,
)


def _code(column: str, values: tuple[str, ...]) -> str:
    """The position of a column's value in `values`, from 0."""
    return f"CAST(coalesce(list_position({list(values)}, {column}), 0) - 1 AS TINYINT) AS {column}"


def _names(column: str) -> str:
    return f"SELECT {column} AS name FROM draft.{column}s ORDER BY {column}"


# Group -> the statement for its columns, one row a row of the group. Texts become `Strings`, all else an array.
GROUPS: dict[str, str] = {
    "articles": """
        SELECT article_id AS id, title, text, url, coalesce(epoch_us(published), -1) AS published,
               published IS NOT NULL AS dated, md5_number_lower(text) AS digest, coalesce(sources.number, -1) AS source,
               story,
               CAST(row_number() OVER (ORDER BY published NULLS LAST, article_id) - 1 AS INTEGER) AS age,
               CAST(row_number() OVER (ORDER BY article_id) - 1 AS INTEGER) AS place_of_id,
               count(*) OVER (PARTITION BY story_id) = 1 AS alone
        FROM read.articles JOIN draft.numbered USING (article_id) LEFT JOIN draft.sources USING (source)
             JOIN (SELECT article_id AS story_id, article AS story FROM draft.numbered) USING (story_id)
        ORDER BY article""",
    # The articles in the order of their ids.
    "articles_by_id": "SELECT article FROM draft.numbered ORDER BY article_id",
    "sources": _names("source"),
    "surfaces": _names("surface"),
    "roles": _names("role"),
    "candidate_places": _names("candidate_place"),
    # What each mention was weighed against, the likeliest place first.
    "candidates": "SELECT mention, candidate, row, score FROM draft.candidates_sorted",
    "unplaced_reasons": _names("unplaced_reason"),
    "actors": """
        SELECT actor_id AS id, name, kind, country_code, unsure, NOT (unsure AND kind = 'other') AS ranked,
               CAST(row_number() OVER (ORDER BY name, actor_id) - 1 AS INTEGER) AS by_name
        FROM read.actors ORDER BY actor_id""",
    "locations": """
        SELECT location_id AS id, name, gazetteer_name, country_code, admin1, feature, latitude, longitude, population,
               CAST(row_number() OVER (ORDER BY name, location_id) - 1 AS INTEGER) AS by_name
        FROM read.locations ORDER BY location_id""",
    "sentences": 'SELECT sentence, start, "end" FROM draft.sentences_sorted',
    "mentions": f"""
        SELECT article, start, "end", sentence, surface_number AS surface, role_number AS role,
               unplaced_number AS unplaced, reason_number AS reason, actor, location, {_code("sense", SENSES)},
               {_code("label", LABELS)},
               coalesce(confidence, 'nan') AS confidence
        FROM draft.entities_sorted""",
    "quotes": f"""
        SELECT article, sentence, start, "end", via, {_code("sourcing", SOURCINGS)}, {_code("stance", STANCES)},
               {_code("kind", QUOTE_KINDS)}
        FROM draft.quotes_sorted""",
    "speakers": "SELECT quote, actor FROM draft.speakers_sorted",
    "counteds": _names("counted"),
    "movers": _names("mover"),
    # What a claim or a movement names is known by the numbers of the mentions, so that corrections of these reach it.
    "claims": f"""
        SELECT article, sentence, start, "end", quote, {_code("matter", (*FIGURES, *CONTROLS))}, unit_number AS unit,
               coalesce(low, 'nan') AS low, coalesce(high, 'nan') AS high, {_code("bound", BOUNDS)}, denied,
               place_mention AS place, actor_mention AS actor
        FROM draft.claims_sorted""",
    "movements": f"""
        SELECT article, sentence, start, "end", quote, {_code("kind", MOVES)}, {_code("status", STATUSES)},
               who_number AS who, actor_mention AS actor, from_mention AS origin, to_mention AS goal
        FROM draft.movements_sorted""",
    # The mentions within a quote's words (`inside`), or beside them in its sentence.
    "quote_mentions": "SELECT quote, mention, inside FROM draft.quote_mentions ORDER BY quote, mention",
    # The quotes whose words stand within the words of another one.
    "nested_quotes": "SELECT quote, within FROM draft.nested_quotes ORDER BY quote, within",
    "about": """
        SELECT DISTINCT quote, actor FROM draft.quote_mentions WHERE inside AND actor >= 0 ORDER BY quote, actor""",
    "quote_places": """
        SELECT quote, location, bool_or(itself) AS itself FROM draft.quote_mentions WHERE placed
        GROUP BY quote, location ORDER BY quote, location""",
    "actor_articles": """
        SELECT article, actor, CAST(count(*) AS INTEGER) AS times FROM draft.entities_sorted WHERE actor >= 0
        GROUP BY article, actor ORDER BY article, actor""",
    "location_articles": """
        SELECT article, location, CAST(count(*) FILTER (sense = 'place') AS INTEGER) AS as_place,
               CAST(count(*) FILTER (sense = 'actor') AS INTEGER) AS as_actor
        FROM draft.entities_sorted WHERE location >= 0 AND is_placed(sense)
        GROUP BY article, location ORDER BY article, location""",
    # The numbers of the mentions of an actor, of a place, of a name as written, one after the other.
    "actor_mentions": "SELECT mention FROM draft.entities_sorted WHERE actor >= 0 ORDER BY actor, mention",
    "location_mentions": """
        SELECT mention FROM draft.entities_sorted WHERE location >= 0 AND is_placed(sense)
        ORDER BY location, mention""",
    "surface_mentions": "SELECT mention FROM draft.entities_sorted ORDER BY surface_number, mention",
}

# Group -> how many of its rows each row of another group has, in the order of that group; from these counts follows
# where the rows of each begin.
SHARES: dict[str, str] = {
    "articles.sentences": "SELECT article, count(*) FROM draft.sentences_sorted GROUP BY article",
    "articles.mentions": "SELECT article, count(*) FROM draft.entities_sorted GROUP BY article",
    "articles.quotes": "SELECT article, count(*) FROM draft.quotes_sorted GROUP BY article",
    "articles.claims": "SELECT article, count(*) FROM draft.claims_sorted GROUP BY article",
    "articles.movements": "SELECT article, count(*) FROM draft.movements_sorted GROUP BY article",
    "actors.actor_mentions": "SELECT actor, count(*) FROM draft.entities_sorted WHERE actor >= 0 GROUP BY actor",
    "locations.location_mentions": """
        SELECT location, count(*) FROM draft.entities_sorted WHERE location >= 0 AND is_placed(sense)
        GROUP BY location""",
    "surfaces.surface_mentions": "SELECT surface_number, count(*) FROM draft.entities_sorted GROUP BY surface_number",
}
