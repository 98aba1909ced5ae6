"""Origins: where each article has its report from, found once, when a store is written.

An article has one origin, by the first of these that holds:

- *agency*: the news agency that it credits.
- *told*: the medium that most of its quotes were told to (“told Reuters”).
- *copy*: that of the first article of its story, of which it is a copy.
- *quote*: that of the earliest article of the `settings.ORIGIN_DAYS` before it that has the same words between
  quotation marks: `QUOTE_WORDS` or more, compared by the first so many.
- *own*: its outlet.
- *unknown*: itself, where its outlet is unknown.

Links lead from an article to an earlier one and are followed to the first: two outlets that once shared a quote stay
two. An agency, a medium and an outlet of one name are one origin, and so are the names of one actor of the kind media:
the outlet "AFP", the agency "Agence France-Presse" and the medium that was told.

The columns are `origins.id` and `origins.name`, one row an origin in the order of the ids, and one row an article:
`articles.origin`, `articles.origin_why` (the position in `WHYS`) and `articles.repeats` (the article whose origin it
has; -1 for none).

Limits: two outlets that tell the same in their own words, without a credit, are two origins. Words that an outlet
prints on `settings.FORMULA_DAYS` days are a saying or a template and link nothing. Corrections change no origin.
"""

from collections.abc import Mapping
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from dashboard import settings
from dashboard.columns.columns import Array
from dashboard.columns.credits import GIVEN
from dashboard.columns.files import open_arrays, write_array, write_texts

WHYS = ("agency", "told", "copy", "quote", "own", "unknown")
AGENCY, TOLD, COPY, QUOTE, OWN, UNKNOWN = range(len(WHYS))

# Words of a quotation that are compared. Outlets cut quotations at the end; shorter ones are what anybody says.
QUOTE_WORDS = 8

# Of each article the earliest of the days before it with the same words, where there is one.
SHARED = f"""
    WITH said AS (
        SELECT DISTINCT article, array_to_string(words[1:{QUOTE_WORDS}], ' ') AS words
        FROM (SELECT article, string_split(folded(text), ' ') AS words FROM draft.quotes_sorted WHERE kind = 'direct')
        WHERE len(words) >= {QUOTE_WORDS}),
    aged AS (SELECT article_id, published, source, row_number() OVER (ORDER BY published, article_id) AS age
             FROM read.articles WHERE published IS NOT NULL),
    dated AS (SELECT words, article, age, published, source
              FROM said JOIN draft.numbered USING (article) JOIN aged USING (article_id)),
    formulas AS (
        SELECT DISTINCT words FROM dated WHERE source IS NOT NULL
        GROUP BY words, source HAVING count(DISTINCT CAST(published AS DATE)) >= {settings.FORMULA_DAYS})
    SELECT article, arg_min(first, first_age) AS first FROM (
        SELECT article, age, arg_min(article, age) OVER before AS first, min(age) OVER before AS first_age
        FROM dated ANTI JOIN formulas USING (words)
        WINDOW before AS (PARTITION BY words ORDER BY published
                          RANGE BETWEEN INTERVAL {settings.ORIGIN_DAYS} DAYS PRECEDING AND CURRENT ROW))
    WHERE first_age < age GROUP BY article ORDER BY article"""


def write_origins(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Find the origins by the attached `read` and `draft`, the table `credited` and the columns in this folder, and
    write theirs there."""
    credited = connection.sql("SELECT * FROM credited").to_arrow_table()
    repeats, why = _find_links(connection, credited, open_arrays(folder))
    names = _name(credited, follow(repeats), why)
    ids = sorted(set(names))  # in the order of their letters, by which they are found
    numbers = {each: number for number, each in enumerate(ids)}
    write_array(folder, "articles.origin", np.array([numbers[each] for each in names], np.int32))
    write_array(folder, "articles.origin_why", why.astype(np.int8))
    write_array(folder, "articles.repeats", repeats.astype(np.int32))
    write_texts(folder, "origins.id", ids)
    write_texts(folder, "origins.name", _describe(connection, ids))


def follow(links: Array) -> Array:
    """The first of the articles that each leads to, itself where its link is -1; no link leads back."""
    roots = np.where(links >= 0, links, np.arange(len(links)))
    while not np.array_equal(further := roots[roots], roots):
        roots = further
    return roots


def _find_links(
    connection: duckdb.DuckDBPyConnection, credited: pa.Table, arrays: Mapping[str, Array]
) -> tuple[Array, Array]:
    """The earlier article that each repeats, -1 for none, and why it has its origin."""
    stories, ages = arrays["articles.story"], arrays["articles.age"]
    shared = connection.sql(SHARED).fetchnumpy()
    earlier = np.full(len(stories), -1, np.int32)
    earlier[shared["article"]] = shared["first"]
    by_agency, by_told, by_source = (credited[name].is_valid().to_numpy() for name in GIVEN)
    is_copy = ages[stories] < ages
    why = np.select([by_agency, by_told, is_copy, earlier >= 0, by_source], [AGENCY, TOLD, COPY, QUOTE, OWN], UNKNOWN)
    return np.select([why == COPY, why == QUOTE], [stories, earlier], -1), why


def _name(credited: pa.Table, roots: Array, why: Array) -> list[str]:
    """The id of each article's origin: that of the article that it leads back to."""
    by = {reason: credited[name].to_pylist() for reason, name in zip((AGENCY, TOLD, OWN), GIVEN, strict=True)}
    ids = credited["article_id"].to_pylist()
    return [
        by[reason][root] if reason in by else f"article:{ids[root]}"
        for root, reason in zip(roots.tolist(), why[roots].tolist(), strict=True)
    ]


def _describe(connection: duckdb.DuckDBPyConnection, ids: list[str]) -> list[str]:
    """What each origin is called: the medium's name, what the articles write for the outlet, the article's title."""
    found = connection.execute(
        """
        WITH written AS (
            SELECT 'outlet:' || folded(name) AS id, arg_max(name, (times, name)) AS name
            FROM (SELECT name, count(*) AS times FROM (SELECT unnest([source, agency]) AS name FROM credited)
                  WHERE name IS NOT NULL GROUP BY name)
            GROUP BY ALL),
        media AS (SELECT 'medium:' || actor_id AS id, name FROM read.actors),
        alone AS (SELECT 'article:' || article_id AS id, title AS name FROM read.articles)
        SELECT id, coalesce(written.name, media.name, alone.name) FROM (SELECT unnest($1) AS id)
               LEFT JOIN written USING (id) LEFT JOIN media USING (id) LEFT JOIN alone USING (id)""",
        [ids],
    ).fetchall()
    names = dict(found)
    return [names[each] or each.partition(":")[2] for each in ids]
