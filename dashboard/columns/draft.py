"""The draft: the tables of a set with the numbers of their rows, from which the tables and the columns are written.

The statements expect the tables of the contract in a database that is attached as `draft`, those in `KEPT` in `read`,
and write the others into `read`, their rows in the order of the numbers and some with the numbers beside them.
"""

# The tables whose rows stay in the order in which they come.
KEPT = ("candidates", "rejects")

# The words that mentions and articles share: table of the draft -> the statement for them.
WORDS = {
    "source": "SELECT source AS word FROM draft.articles",
    "surface": "SELECT surface AS word FROM draft.entities",
    "candidate_place": "SELECT location_id AS word FROM read.candidates",
    "role": "SELECT role AS word FROM draft.entities",
    "counted": "SELECT unit AS word FROM draft.claims",
    "mover": "SELECT who AS word FROM draft.movements",
    "unplaced_reason": "SELECT unplaced_reason AS word FROM draft.entities",
    # The same reason, wherever in the article the other name stands.
    "actor_reason": "SELECT kind_of_reason(actor_reason) AS word FROM draft.entities",
}
KIND_OF_REASON = """
    CREATE MACRO kind_of_reason(reason) AS regexp_replace(reason, ', named in sentence [0-9]+$', '')"""


def _number_words(name: str) -> str:
    return f"""
        CREATE TABLE draft.{name}s AS
        SELECT word AS {name}, CAST(row_number() OVER (ORDER BY word) - 1 AS INTEGER) AS number
        FROM (SELECT DISTINCT word FROM ({WORDS[name]}) WHERE word IS NOT NULL) ORDER BY word"""


def _number_ids(table: str, key: str, number: str) -> str:
    return f"""
        CREATE TABLE draft.{number}_numbers AS SELECT {key}, CAST(rowid AS INTEGER) AS {number} FROM read.{table}"""


def _sort(table: str, select: str, number: str = "") -> tuple[str, ...]:
    """The statements that write a sorted table into `read`, and give it with the numbers of its rows to the draft."""
    numbered = f", CAST(rowid AS INTEGER) AS {number}" if number else ""
    return (
        f"CREATE TABLE read.{table} AS {select}",
        f"CREATE VIEW draft.{table}_sorted AS SELECT *{numbered} FROM read.{table}",
    )


def _at(prefix: str) -> str:
    """The number of the mention at PREFIX_start of a claim or a movement, -1 where it names none."""
    return f"coalesce({prefix}_at.mention, -1) AS {prefix}_mention"


def _join_mention(table: str, prefix: str) -> str:
    return f"""LEFT JOIN draft.mention_numbers {prefix}_at ON {prefix}_at.article_id = {table}.article_id
                   AND {prefix}_at.start = {prefix}_start AND {prefix}_at."end" = {prefix}_end"""


# A town has the name that the articles write most often: "Hama", not the gazetteer's "Hamah". Countries and regions
# keep the gazetteer's names, because articles also write "Britain" and "northern Syria" for them. A spelling counts
# only with three mentions or more, because recognition may have put a word too many into one. Names in capitals do not
# count: reports begin with them ("HAMA, Syria –").
AS_WRITTEN = """
    CREATE TABLE read.locations AS
    WITH spellings AS (SELECT location_id, surface, count(*) AS times FROM draft.entities
                       WHERE is_placed(sense) AND (surface <> upper(surface) OR surface = lower(surface))
                       GROUP BY ALL HAVING count(*) >= 3),
    written AS (SELECT location_id, arg_max(surface, (times, surface)) AS surface FROM spellings GROUP BY ALL)
    SELECT locations.* REPLACE (
               CASE WHEN feature LIKE 'PPL%' THEN coalesce(written.surface, name) ELSE name END AS name),
           name AS gazetteer_name,
           count(*) OVER (PARTITION BY name, country_code) > 1 AS has_namesake
    FROM draft.locations LEFT JOIN written USING (location_id) ORDER BY location_id"""

# Moments are in UTC without a time zone, because with one DuckDB would find the day in the server's own time zone.
ARTICLES = """
    CREATE TABLE read.articles AS
    SELECT * REPLACE (published AT TIME ZONE 'UTC' AS published) FROM draft.articles
    ORDER BY published DESC NULLS LAST, article_id"""

STATEMENTS = (
    KIND_OF_REASON,
    ARTICLES,
    "CREATE TABLE draft.numbered AS SELECT article_id, CAST(rowid AS INTEGER) AS article FROM read.articles",
    "CREATE TABLE read.actors AS FROM draft.actors ORDER BY actor_id",
    AS_WRITTEN,
    _number_ids("actors", "actor_id", "actor"),
    _number_ids("locations", "location_id", "location"),
    *(_number_words(name) for name in WORDS),
    *_sort("sentences", "SELECT sentences.*, article FROM draft.sentences JOIN draft.numbered USING (article_id)"
                        " ORDER BY article, sentence"),
    *_sort("entities", """
        SELECT entities.*, article, coalesce(actor, -1) AS actor, coalesce(location, -1) AS location,
               surfaces.number AS surface_number, coalesce(roles.number, -1) AS role_number,
               coalesce(unplaced_reasons.number, -1) AS unplaced_number,
               coalesce(actor_reasons.number, -1) AS reason_number
        FROM draft.entities JOIN draft.numbered USING (article_id) LEFT JOIN draft.actor_numbers USING (actor_id)
             LEFT JOIN draft.location_numbers USING (location_id) LEFT JOIN draft.surfaces USING (surface)
             LEFT JOIN draft.roles USING (role) LEFT JOIN draft.unplaced_reasons USING (unplaced_reason)
             LEFT JOIN draft.actor_reasons ON actor_reasons.actor_reason = kind_of_reason(entities.actor_reason)
        ORDER BY article, start, "end\"""", "mention"),
    "CREATE TABLE draft.mention_numbers AS SELECT article_id, start, \"end\", mention FROM draft.entities_sorted",
    """
    CREATE TABLE draft.candidates_sorted AS
    SELECT mention, number AS candidate, CAST(candidates.rowid AS INTEGER) AS row, CAST(score AS FLOAT) AS score
    FROM read.candidates JOIN draft.mention_numbers USING (article_id, start, "end")
         JOIN draft.candidate_places ON candidate_place = location_id
    ORDER BY mention, candidates.score DESC, location_id""",
    *_sort("quotes", """
        SELECT quotes.*, article, coalesce(actor, -1) AS via
        FROM draft.quotes JOIN draft.numbered USING (article_id)
             LEFT JOIN draft.actor_numbers vias ON vias.actor_id = via_actor_id
        ORDER BY article, start, quote_id""", "quote"),
    "CREATE TABLE draft.quote_numbers AS SELECT quote_id, quote FROM draft.quotes_sorted",
    *_sort("speakers", """
        SELECT speakers.*, quote, actor FROM draft.speakers JOIN draft.quote_numbers USING (quote_id)
               JOIN draft.actor_numbers USING (actor_id) ORDER BY quote, start, actor_id"""),
    *_sort("claims", f"""
        SELECT claims.*, article, coalesce(quote, -1) AS quote, coalesce(counteds.number, -1) AS unit_number,
               {_at("place")}, {_at("actor")}
        FROM draft.claims JOIN draft.numbered USING (article_id) LEFT JOIN draft.quote_numbers USING (quote_id)
             LEFT JOIN draft.counteds ON counted = unit {_join_mention("claims", "place")}
             {_join_mention("claims", "actor")}
        ORDER BY article, start, claim_id""", "claim"),
    *_sort("movements", f"""
        SELECT movements.*, article, coalesce(quote, -1) AS quote, coalesce(movers.number, -1) AS who_number,
               {_at("from")}, {_at("to")}, {_at("actor")}
        FROM draft.movements JOIN draft.numbered USING (article_id) LEFT JOIN draft.quote_numbers USING (quote_id)
             LEFT JOIN draft.movers ON mover = who {_join_mention("movements", "from")}
             {_join_mention("movements", "to")} {_join_mention("movements", "actor")}
        ORDER BY article, start, movement_id""", "movement"),
    """
    CREATE TABLE draft.quote_mentions AS
    SELECT quote, mention, actor, location, location >= 0 AND is_placed(sense) AS placed, sense = 'place' AS itself,
           len(list_filter(parts, lambda part: part[1] <= beside.start AND beside.finish <= part[2])) > 0 AS inside
    FROM (SELECT quote, mention, actor, location, sense, parts, e.start AS start, e."end" AS finish
          FROM draft.quotes_sorted q JOIN draft.entities_sorted e USING (article)
          WHERE e.sentence = q.sentence OR (q.start <= e.start AND e."end" <= q."end")) beside""",
    """
    CREATE TABLE draft.nested_quotes AS
    SELECT "inner".quote AS quote, "outer".quote AS within
    FROM draft.quotes_sorted "outer" JOIN draft.quotes_sorted "inner"
         ON "outer".article = "inner".article AND "outer".quote <> "inner".quote
            AND "outer".start <= "inner".start AND "inner"."end" <= "outer"."end"
    WHERE len(list_filter("outer".parts, lambda part: part[1] <= "inner".start AND "inner"."end" <= part[2])) > 0""",
)  # fmt: skip
