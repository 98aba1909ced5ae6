"""Credits: which media each article gives as its outlet, as its agency, and as what most of its quotes were told to.

The ids are `medium:` with that of an actor of the kind media, else `outlet:` with the folded name. So an agency, a
medium and an outlet of one name have one id: the outlet "AFP", the agency "Agence France-Presse" and who was told.
"""

import duckdb

# What an article gives itself, in the order in which its origin is looked for: its agency, the medium told, its outlet.
GIVEN = ("by_agency", "by_told", "by_source")

# The spellings of media, each with the one that is written so most often; "www.reuters.com" is Reuters.
MEDIA = """
    CREATE TEMP TABLE media AS
    SELECT spelling, arg_max(actor_id, (times, actor_id)) AS actor_id
    FROM read.spelt JOIN read.actors ON actor_id = value
    WHERE field = 'actors' AND kind = 'media' GROUP BY spelling"""

# Of each article the medium that it credits, that most of its quotes were told to, and that it is printed by.
CREDITED = """
    CREATE TEMP TABLE credited AS
    WITH told AS (
        SELECT article, arg_max(via_actor_id, (times, via_actor_id)) AS actor_id
        FROM (SELECT article, via_actor_id, count(*) AS times, sum(count(*)) OVER (PARTITION BY article) AS of
              FROM draft.quotes_sorted GROUP BY article, via_actor_id)
        WHERE via_actor_id IS NOT NULL AND 2 * times > of GROUP BY article)
    SELECT article, article_id, source, agency,
           CASE WHEN folded(agency) <> '' THEN coalesce('medium:' || wire.actor_id, 'outlet:' || folded(agency))
           END AS by_agency,
           'medium:' || told.actor_id AS by_told,
           CASE WHEN folded(source) <> '' THEN coalesce('medium:' || paper.actor_id, 'outlet:' || folded(source))
           END AS by_source
    FROM read.articles JOIN draft.numbered USING (article_id) LEFT JOIN told USING (article)
         LEFT JOIN media wire ON wire.spelling = folded(agency)
         LEFT JOIN media paper ON paper.spelling = folded(outlet_of(source))
    ORDER BY article"""

# "www.reuters.com" -> "reuters"; a name with blanks is no address.
OUTLET_OF = r"""
    CREATE MACRO outlet_of(source) AS
    CASE WHEN contains(source, ' ') THEN source ELSE regexp_replace(regexp_replace(source, '^www\.', ''), '\..*$', '')
    END"""


def write_credits(connection: duckdb.DuckDBPyConnection) -> None:
    """Write the table `credited`, one row an article in the order of their numbers, by the attached `read` and `draft`;
    it is there as long as the connection, or until `drop_credits`."""
    for statement in (OUTLET_OF, MEDIA, CREDITED):
        connection.execute(statement)


def drop_credits(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop what `write_credits` wrote."""
    for table in ("media", "credited"):
        connection.execute(f"DROP TABLE {table}")
