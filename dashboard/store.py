"""The store: one set of tables in a DuckDB file, checked on the way in, with the analysts' corrections applied.

- The file is written once a set, and opened read-only by every process: in no time, and without a copy in memory.
- The server has one connection, each run of a page a cursor of its own: threads may not share one.
- Pages ask views. A view shows a table as it was read (database `read`), or its corrected copy (schema `corrected_N`).
- A new correction costs a copy of the five tables that corrections change, not of the texts. All views move to the new
  copies at once, or stay where they were.
- `locations.name` is the name that the articles write for a town; `gazetteer_name` is the one in the table.
"""

import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb
import pyarrow as pa

from dashboard import settings
from dashboard.corrections.log import Log, read_digest, read_log
from dashboard.corrections.replay import CORRECTED_TABLES, REPORT_TABLES, replay
from dashboard.countries import country_names
from dashboard.reader import Reader
from dashboard.tables.checks import check
from dashboard.tables.contract import PLACED_SENSES, TABLES
from dashboard.tables.files import STORE, find_store, read_parts, read_set, store_name
from dashboard.tables.sets import find_root, read_manifest

# Moments are in UTC without a time zone, because with one DuckDB would find the day in the server's own time zone.
PUBLISHED = "ALTER TABLE read.articles ALTER published TYPE TIMESTAMP USING published AT TIME ZONE 'UTC'"

# Whether a mention with a location_id is drawn and counted. The view of `entities` has it as a column: `placed_id` is
# the location_id of such a mention, and null for all others.
IS_PLACED = f"CREATE MACRO is_placed(sense) AS sense IN {PLACED_SENSES}"
ENTITIES = "SELECT *, CASE WHEN is_placed(sense) THEN location_id END AS placed_id"

# Whether a text, lower case without accents, has a whole word or phrase, in any script, with any white space between
# its words and any sign that is written for an apostrophe. `\b` and `\s` would be shorter, but know ASCII only.
HAS_WORD = r"""
    CREATE MACRO has_word(searched, word) AS regexp_matches(searched, '(?:^|[^\pL\pN])' || replace(replace(
        regexp_escape(translate(strip_accents(lower(word)), '‘’ʼ', repeat('''', 3))),
        '\ ', '[\s\pZ]+'), '\''', '[''‘’ʼ]') || '(?:$|[^\pL\pN])')"""

# "Homs, Syria", and with a region "Homs, Rif Dimashq, Syria"; a country is no part of its own name.
PLACE_NAME = """
    CREATE MACRO place_name(name, region, country_code) AS concat_ws(', ', name, nullif(region, name), nullif(
        coalesce((SELECT c.name FROM memory.main.countries c WHERE c.code = country_code), country_code), name))"""

# What the search for words looks in: lower case, no accents. A text begins with its title.
SEARCHED = "CREATE TABLE read.searched AS SELECT article_id, strip_accents(lower(text)) AS words FROM read.articles"

NO_CORRECTIONS = Log()

# A town has the name that the articles write most often: "Hama", not the gazetteer's "Hamah". Countries and regions
# keep the gazetteer's names, because articles also write "Britain" and "northern Syria" for them. A spelling counts
# only with three mentions or more, because recognition may have put a word too many into one. Names in capitals do not
# count: reports begin with them ("HAMA, Syria –").
AS_WRITTEN = """
    CREATE OR REPLACE TABLE read.locations AS
    WITH spellings AS (SELECT location_id, surface, count(*) AS times FROM read.entities
                       WHERE is_placed(sense) AND (surface <> upper(surface) OR surface = lower(surface))
                       GROUP BY ALL HAVING count(*) >= 3),
    written AS (SELECT location_id, arg_max(surface, (times, surface)) AS surface FROM spellings GROUP BY ALL)
    SELECT locations.* REPLACE (
               CASE WHEN feature LIKE 'PPL%' THEN coalesce(written.surface, name) ELSE name END AS name),
           name AS gazetteer_name
    FROM read.locations LEFT JOIN written USING (location_id)"""


class Store:
    """A set of tables that can be asked, with its manifest and the log of corrections that they show.

    The tables are given, or are in a file that `write_store` wrote, which many processes may have open.
    Raises TablesError where a given table breaks the contract.
    """

    def __init__(
        self, tables: Mapping[str, pa.Table] | Path, manifest: Mapping[str, Any], log: Log = NO_CORRECTIONS
    ) -> None:
        self.manifest = manifest
        self.log = log
        self._connection = duckdb.connect(config={"memory_limit": settings.STORE_MEMORY})
        self._correcting = threading.Lock()
        self._schemas: list[str] = []
        self._connection.execute("CREATE TABLE countries (code VARCHAR, name VARCHAR)")
        self._connection.executemany("INSERT INTO countries VALUES ($1, $2)", list(country_names().items()))
        for macro in (IS_PLACED, HAS_WORD, PLACE_NAME):
            self._connection.execute(macro)
        if isinstance(tables, Path):
            self._connection.execute(f"ATTACH {_quoted(tables)} AS read (READ_ONLY)")
        else:
            self._connection.execute("ATTACH ':memory:' AS read")
            _fill(self._connection, [tables])
        self._apply(log)

    def reader(self) -> Reader:
        """A reader for one page run."""
        return Reader(self._connection.cursor())

    def follow(self, folder: Path) -> None:
        """Apply the corrections in `folder` if they have changed since they were last applied."""
        if read_digest(folder) == self.log.digest:
            return
        with self._correcting:
            log = read_log(folder)  # only now: another thread may have applied a newer log while this one waited
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
        for old in self._schemas[-3:-2]:  # not the one before, which a page run may still be reading
            self._connection.cursor().execute(f"DROP SCHEMA {old} CASCADE")

    def _correct(self, cursor: duckdb.DuckDBPyConnection, schema: str, log: Log) -> None:
        """Correct copies of the tables in a new schema, then let all views show them at once."""
        cursor.execute(f"CREATE SCHEMA {schema}")
        copied = CORRECTED_TABLES if log.not_taken_back() else ()
        for name in copied:
            cursor.execute(f"CREATE TABLE {schema}.{name} AS FROM read.{name}")
        cursor.execute(f"SET search_path = '{schema},read'")
        replay(cursor, log)
        cursor.execute("BEGIN")
        for name in (*TABLES, *REPORT_TABLES, "searched"):
            source = schema if name in (*copied, *REPORT_TABLES) else "read"
            columns = ENTITIES if name == "entities" else "SELECT *"
            cursor.execute(f"CREATE OR REPLACE VIEW memory.main.{name} AS {columns} FROM {source}.{name}")
        cursor.execute("COMMIT")


def open_store(folder: Path) -> Store:
    """The store of the current set of `folder`, with its corrections; raises TablesError or TablesAbsentError."""
    store = open_set(find_root(folder))
    store.follow(folder)
    return store


def open_set(root: Path) -> Store:
    """The store of the set whose files are in `root`, without corrections. Raises TablesError or TablesAbsentError.

    Its tables are read from a file beside them, which is written first if it is not there or damaged. Where it cannot
    be written, they are held in memory.
    """
    manifest = read_manifest(root)
    try:
        path = find_store(root) or write_store(root)
        try:
            return Store(path, manifest)
        except duckdb.IOException:  # cut short, or of another version of DuckDB
            return Store(write_store(root), manifest)
    except OSError:
        return Store(read_set(root).tables, manifest)


def write_store(root: Path) -> Path:
    """Write the file that `open_set` opens, one part of the tables after the other, and return its path.

    Raises TablesError where a table breaks the contract, OSError where the file cannot be written.
    """
    draft = root / f".{STORE}{uuid4().hex}"
    try:
        with duckdb.connect(config={"memory_limit": settings.STORE_MEMORY}) as connection:
            connection.execute(f"ATTACH {_quoted(draft)} AS read")
            connection.execute(IS_PLACED)
            _fill(connection, read_parts(root))
            connection.execute("DETACH read")
        path = draft.rename(root / store_name(read_manifest(root)["set"]))
        for older in root.glob(f"{STORE}*"):
            if older != path:
                older.unlink(missing_ok=True)
        return path
    except duckdb.IOException as error:
        raise OSError(f"{root} cannot hold the file of the pages ({error})") from error
    finally:
        draft.unlink(missing_ok=True)


def _fill(connection: duckdb.DuckDBPyConnection, parts: Iterable[Mapping[str, pa.Table]]) -> None:
    """Write the tables, part by part, and what is derived from them, into the database that is attached as `read`."""
    for name, declared in TABLES.items():
        connection.register("incoming", declared.schema.empty_table())
        connection.execute(f"CREATE TABLE read.{name} AS SELECT * FROM incoming")
        connection.unregister("incoming")
    for part in parts:
        for name, table in part.items():
            check(name, table)
            connection.register("incoming", table)
            connection.execute(f"INSERT INTO read.{name} SELECT * FROM incoming")
            connection.unregister("incoming")
    for statement in (PUBLISHED, SEARCHED, AS_WRITTEN):
        connection.execute(statement)


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
