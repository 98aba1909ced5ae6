"""Spellings: every name by which a box finds an actor, a place or an outlet; prepared once a set.

Names are folded, as typed words are: lower case, no accents, no apostrophes, one blank between two words. Of 457,000
spellings in a million articles, all that begin with what is typed are found in some 10 ms.

- `spelt` has a row for each spelling of each value of a filter: `field` (of the filter), `value` (the id), `spelling`
  (folded), `slug` (of an alias of several words: the id of an actor whose name it is) and `times`, the mentions that
  are spelt so: of the name itself all mentions, of an outlet its articles. Every outlet has a row; one of signs alone
  (“★★★”) has an empty spelling.
- `spelt_words` has the words of each spelling, sorted: `field`, `word`, `number` (of the row of `spelt`), `score`. They
  are those of the name, and the kind of an actor, and the region and country of a place, with a tenth of the score.
"""

import duckdb

from dashboard.countries import country_names

FOLDED = r"""
    CREATE MACRO folded(words) AS trim(regexp_replace(
        translate(strip_accents(lower(words)), '''‘’ʼ', ''), '[^\pL\pN]+', ' ', 'g'))"""

SLUG = r"""
    CREATE MACRO slug(alias) AS CASE WHEN contains(alias, ' ') THEN
        nullif(trim(regexp_replace(strip_accents(lower(alias)), '[^a-z0-9]+', '-', 'g'), '-'), '') END"""

NAMED = """
    CREATE TEMP TABLE named AS
    SELECT 'actors' AS field, actor_id AS value, name, mentions AS times, folded(kind) AS more FROM read.actors
    UNION ALL
    SELECT 'locations', location_id, unnest([name, gazetteer_name]), mentions + actor_mentions,
           folded(concat_ws(' ', admin1, country))
    FROM read.locations LEFT JOIN country_names ON code = country_code WHERE mentions + actor_mentions > 0
    UNION ALL
    SELECT 'sources', source, source, count(*), '' FROM read.articles WHERE source IS NOT NULL GROUP BY source"""

SPELT = """
    CREATE TABLE read.spelt AS
    WITH written AS (
        SELECT 'actors' AS field, actor_id AS value, surface, slug(surface) AS slug, count(*) AS times
        FROM read.entities WHERE actor_id IS NOT NULL GROUP BY ALL
        UNION ALL
        SELECT 'locations', location_id, surface, NULL, count(*)
        FROM read.entities WHERE location_id IS NOT NULL AND is_placed(sense) GROUP BY ALL
        UNION ALL
        SELECT field, value, name, NULL, times FROM named)
    SELECT field, value, folded(surface) AS spelling, max(slug) AS slug, max(times) AS times
    FROM written GROUP BY ALL HAVING spelling <> '' OR field = 'sources' ORDER BY field, times DESC, value, spelling"""

SPELT_WORDS = """
    CREATE TABLE read.spelt_words AS
    WITH words AS (
        SELECT field, unnest(string_split(spelling, ' ')) AS word, rowid AS number, 10 * (times + 1) AS score
        FROM read.spelt
        UNION ALL
        SELECT field, unnest(string_split(more, ' ')), s.rowid, s.times + 1
        FROM read.spelt s JOIN (SELECT DISTINCT field, value, more FROM named WHERE more <> '') USING (field, value))
    SELECT field, word, number, max(score) AS score FROM words GROUP BY ALL ORDER BY field, word, score DESC, number"""


def prepare_spellings(connection: duckdb.DuckDBPyConnection) -> None:
    """Write both tables into the database that is attached as `read`; the connection has the macros that they need."""
    connection.execute("CREATE TEMP TABLE country_names (code VARCHAR, country VARCHAR)")
    connection.executemany("INSERT INTO country_names VALUES ($1, $2)", list(country_names().items()))
    for statement in (NAMED, SPELT, SPELT_WORDS):
        connection.execute(statement)
    connection.execute("DROP TABLE country_names")
    connection.execute("DROP TABLE named")
