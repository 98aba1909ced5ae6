"""The store: one set of tables in an in-memory DuckDB, checked on the way in, with the analysts' corrections applied.

One connection an app, one cursor a page run: threads may not share a connection. A town bears the name that the
articles write, wherever it is shown: `locations.name` of the store is that, `gazetteer_name` what the table says.

The tables as they were read stand in the schema `read`. What is asked are views: of those, or of the four tables that
corrections change, copied into a schema of their own and corrected there. To apply a new correction costs a copy of
these four, not of the texts, and moves all views at once.
"""

import threading
from pathlib import Path

import duckdb

from dashboard.corrections.log import Log, read_digest, read_log
from dashboard.corrections.replay import CORRECTED, TOLD, replay
from dashboard.tables.contract import PLACED_SENSES, TABLES, check
from dashboard.tables.files import TableSet, read_set

# UTC without a zone: a moment with one is cut into days by the zone of its cursor, which is the server's.
PUBLISHED = "ALTER TABLE read.articles ALTER published TYPE TIMESTAMP USING published AT TIME ZONE 'UTC'"

# Whether a mention with a location_id is drawn and counted. Asked of the store's views it is said shorter: `placed_id`
# of `entities` is the location_id of a mention that is, and null for others.
IS_PLACED = f"CREATE MACRO read.is_placed(sense) AS sense IN {PLACED_SENSES}"
ENTITIES = "SELECT *, CASE WHEN read.is_placed(sense) THEN location_id END AS placed_id"

# Whether a text, lower case without accents, has a whole word or phrase, in any script, with any white space between
# its words and any sign that is written for an apostrophe. `\\b` and `\\s` would say it shorter, but know ASCII only.
HAS_WORD = r"""
    CREATE MACRO has_word(searched, word) AS regexp_matches(searched, '(?:^|[^\pL\pN])' || regexp_replace(
        replace(regexp_escape(strip_accents(lower(word))), '\ ', '[\s\pZ]+'),
        '\\?[''‘’ʼ]', '[''‘’ʼ]', 'g') || '(?:$|[^\pL\pN])')"""

# What word search looks in: lower case, no accents; the title is the text's beginning or stands before it.
SEARCHED = "CREATE TABLE searched AS SELECT article_id, strip_accents(lower(text)) AS words FROM read.articles"

NOTHING = Log()

# "Hama" as the articles write it, not the gazetteer's "Hamah". Of towns only: "Britain" and "northern Syria" are no
# names for a country or a region. Three mentions, since the surface of one may have a word too many; not the
# "HAMA" that reports begin with.
AS_WRITTEN = """
    CREATE OR REPLACE TABLE read.locations AS
    WITH spellings AS (SELECT location_id, surface, count(*) AS times FROM read.entities
                       WHERE read.is_placed(sense) AND (surface <> upper(surface) OR surface = lower(surface))
                       GROUP BY ALL HAVING count(*) >= 3),
    written AS (SELECT location_id, arg_max(surface, (times, surface)) AS surface FROM spellings GROUP BY ALL)
    SELECT locations.* REPLACE (
               CASE WHEN feature LIKE 'PPL%' THEN coalesce(written.surface, name) ELSE name END AS name),
           name AS gazetteer_name
    FROM read.locations LEFT JOIN written USING (location_id)"""


class Store:
    """A set of tables that can be asked; `manifest` is what the run that made them says, `log` what was corrected."""

    def __init__(self, tableset: TableSet, log: Log = NOTHING) -> None:
        self.manifest = tableset.manifest
        self.log = log
        self._connection = duckdb.connect()
        self._correcting = threading.Lock()
        self._schemas: list[str] = []
        self._connection.execute("CREATE SCHEMA read")
        self._connection.execute(IS_PLACED)
        self._connection.execute(HAS_WORD)
        for name, table in tableset.tables.items():
            check(name, table)
            self._connection.register("incoming", table)
            self._connection.execute(f"CREATE TABLE read.{name} AS SELECT * FROM incoming")
            self._connection.unregister("incoming")
        self._connection.execute(PUBLISHED)
        self._connection.execute(SEARCHED)
        self._connection.execute(AS_WRITTEN)
        self._apply(log)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor for one page run."""
        return self._connection.cursor()

    def follow(self, folder: Path) -> None:
        """Apply what the corrections in `folder` say now, if it is not what they said before."""
        if read_digest(folder) == self.log.digest:
            return
        with self._correcting:
            log = read_log(folder)  # again: whoever waited here may have read an older one
            if log.digest != self.log.digest:
                self._apply(log)
                self.log = log

    def _apply(self, log: Log) -> None:
        """Show the tables with these corrections; where that fails, raise and go on showing what was shown before."""
        schema = f"corrected_{len(self._schemas)}"
        try:
            with self._connection.cursor() as cursor:
                self._correct(cursor, schema, log)
        except BaseException:
            self._connection.cursor().execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
            raise
        self._schemas.append(schema)
        for old in self._schemas[-3:-2]:  # the one before may still be asked
            self._connection.cursor().execute(f"DROP SCHEMA {old} CASCADE")

    def _correct(self, cursor: duckdb.DuckDBPyConnection, schema: str, log: Log) -> None:
        """Correct copies of the tables in a new schema, then let all views show them at once."""
        cursor.execute(f"CREATE SCHEMA {schema}")
        copied = CORRECTED if log.standing() else ()
        for name in copied:
            cursor.execute(f"CREATE TABLE {schema}.{name} AS FROM read.{name}")
        cursor.execute(f"SET search_path = '{schema},read'")
        replay(cursor, log)
        cursor.execute("BEGIN")
        for name in (*TABLES, *TOLD):
            source = schema if name in (*copied, *TOLD) else "read"
            columns = ENTITIES if name == "entities" else "SELECT *"
            cursor.execute(f"CREATE OR REPLACE VIEW main.{name} AS {columns} FROM {source}.{name}")
        cursor.execute("COMMIT")


def open_store(folder: Path) -> Store:
    """The store of the tables in `folder`, with its corrections; raises TablesError or TablesAbsentError."""
    return Store(read_set(folder), read_log(folder))
