"""The store: one set of tables in a DuckDB file, checked on the way in, with the analysts' corrections applied.

- The file is written once a set, and opened read-only by every process: in no time, and without a copy in memory.
- The server has one connection, each run of a page a cursor of its own: threads may not share one.
- Pages ask views. A view shows a table as it was read (database `read`), or its corrected copy (schema `corrected_N`).
- A new correction costs a copy of the five tables that corrections change, not of the texts. All views move to the new
  copies at once, or stay where they were.
- `locations.name` is the name that the articles write for a town; `gazetteer_name` is the one in the table.
  `has_namesake` is true where its country has another place of that name.
"""

import threading
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any
from weakref import finalize

import duckdb
import pyarrow as pa

from dashboard import settings
from dashboard.columns.columns import Columns
from dashboard.columns.draft import KEPT, STATEMENTS
from dashboard.columns.files import open_arrays, open_texts, write_columns
from dashboard.columns.strings import Strings
from dashboard.corrections.log import Log, read_digest, read_log
from dashboard.corrections.replay import CORRECTED_TABLES, REPORT_TABLES, replay
from dashboard.countries import country_names
from dashboard.reader import Reader
from dashboard.spellings import FOLDED, SLUG, prepare_spellings
from dashboard.tables.checks import check
from dashboard.tables.contract import PLACED_SENSES, TABLES
from dashboard.tables.files import STORE, find_store, read_parts, read_set, store_name
from dashboard.tables.sets import find_root, read_manifest
from dashboard.words.index import hold_words, open_words, write_words

# Whether a mention with a location_id is drawn and counted. The view of `entities` has it as a column: `placed_id` is
# the location_id of such a mention, and null for all others.
IS_PLACED = f"CREATE MACRO is_placed(sense) AS sense IN {PLACED_SENSES}"
MORE = {
    "entities": "CASE WHEN is_placed(sense) THEN location_id END AS placed_id",
    "locations": "gazetteer_name, has_namesake",
}

# The tables that can be asked, each with the columns of its view: those of the contract, and a few more.
VIEWS = {
    name: ", ".join([*(f'"{column.name}"' for column in table.columns), *([MORE[name]] if name in MORE else [])])
    for name, table in TABLES.items()
}

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

# The files of a store, in its folder.
TABLES_FILE = "tables.duckdb"
COLUMNS_FOLDER = "columns"
WORDS_FILE = "words.sqlite"


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
        for macro in (IS_PLACED, HAS_WORD, PLACE_NAME, FOLDED, SLUG):
            self._connection.execute(macro)
        if isinstance(tables, Path):
            self._connection.execute(f"ATTACH {_quoted(tables / TABLES_FILE)} AS read (READ_ONLY)")
            folder = tables / COLUMNS_FOLDER
        else:
            self._connection.execute("ATTACH ':memory:' AS read")
            self._connection.execute("ATTACH ':memory:' AS draft")
            folder = Path(mkdtemp(prefix="dateline-"))
            finalize(self, rmtree, folder, ignore_errors=True)
            _fill(self._connection, [tables], folder)
        self.columns = Columns(open_arrays(folder), open_texts(folder))
        self._words = (
            open_words(tables / WORDS_FILE)
            if isinstance(tables, Path)
            else hold_words(_all_texts(self.columns.texts["articles.text"]), _quote_texts(self._connection))
        )
        self._apply(log)

    def reader(self) -> Reader:
        """A reader for one page run."""
        return Reader(self._connection.cursor(), self.columns, self._words)

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
            cursor.execute(
                f"CREATE OR REPLACE VIEW memory.main.{name} AS SELECT {VIEWS.get(name, '*')} FROM {source}.{name}"
            )
        cursor.execute("COMMIT")


def open_store(folder: Path) -> Store:
    """The store of the current set of `folder`, with its corrections; raises TablesError or TablesAbsentError."""
    store = open_set(find_root(folder))
    store.follow(folder)
    return store


def open_set(root: Path) -> Store:
    """The store of the set whose files are in `root`, without corrections. Raises TablesError or TablesAbsentError.

    It is read from a folder beside the tables, which is written first if it is not there or damaged. Where it cannot be
    written, it is written into the system's folder for temporary files.
    """
    manifest = read_manifest(root)
    try:
        path = find_store(root) or write_store(root)
        try:
            return Store(path, manifest)
        except (duckdb.IOException, OSError, KeyError):  # cut short, or of another version of DuckDB
            return Store(write_store(root), manifest)
    except OSError:
        return Store(read_set(root).tables, manifest)


def write_store(root: Path) -> Path:
    """Write the folder that `open_set` opens, one part of the tables after the other, and return its path.

    Raises TablesError where a table breaks the contract, OSError where the files cannot be written.
    """
    draft = Path(mkdtemp(prefix=f".{STORE}", dir=root))
    path = root / store_name(read_manifest(root)["set"])
    try:
        _write(draft, read_parts(root))
        rmtree(path, ignore_errors=True)  # a damaged one
        draft.rename(path)
    except OSError:
        if not path.exists():  # else another process has just written it
            raise
    except duckdb.IOException as error:
        raise OSError(f"{root} cannot hold the files of the pages ({error})") from error
    finally:
        rmtree(draft, ignore_errors=True)
    for older in root.glob(f"{STORE}*"):
        if older != path:
            rmtree(older, ignore_errors=True)
    return path


def _write(folder: Path, parts: Iterable[Mapping[str, pa.Table]]) -> None:
    """Write the tables, part by part, and what is derived from them, into an empty folder."""
    draft = folder / "draft.duckdb"
    spill: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": settings.STORE_MEMORY,
        "temp_directory": str(folder / "spill"),
    }
    with duckdb.connect(config=spill) as connection:
        connection.execute(f"ATTACH {_quoted(draft)} AS draft")
        connection.execute(f"ATTACH {_quoted(folder / TABLES_FILE)} AS read")
        for macro in (IS_PLACED, FOLDED, SLUG):
            connection.execute(macro)
        (folder / COLUMNS_FOLDER).mkdir()
        _fill(connection, parts, folder / COLUMNS_FOLDER)
        texts = open_texts(folder / COLUMNS_FOLDER)["articles.text"]
        write_words(folder / WORDS_FILE, _all_texts(texts), _quote_texts(connection))
        connection.execute("DETACH read")
    draft.unlink()
    rmtree(folder / "spill", ignore_errors=True)


def _fill(connection: duckdb.DuckDBPyConnection, parts: Iterable[Mapping[str, pa.Table]], columns: Path) -> None:
    """Write the tables, part by part, into the attached databases, and the columns into their folder."""
    for name, declared in TABLES.items():
        connection.register("incoming", declared.schema.empty_table())
        connection.execute(f"CREATE TABLE {_first_home(name)} AS SELECT * FROM incoming")
        connection.unregister("incoming")
    for part in parts:
        for name, table in part.items():
            check(name, table)
            connection.register("incoming", table)
            connection.execute(f"INSERT INTO {_first_home(name)} SELECT * FROM incoming")
            connection.unregister("incoming")
    for statement in STATEMENTS:
        connection.execute(statement)
    connection.execute(SEARCHED)
    prepare_spellings(connection)
    write_columns(connection, columns)
    connection.execute("DETACH draft")


def _all_texts(texts: Strings) -> Iterator[str]:
    """Every text in the order of its number."""
    return (texts[number] or "" for number in range(len(texts)))


def _quote_texts(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """The text of every quote in the order of its number."""
    for batch in connection.sql("SELECT text FROM read.quotes ORDER BY rowid").to_arrow_reader():
        yield from batch.column(0).to_pylist()


def _first_home(name: str) -> str:
    """Where the rows of a table go first."""
    return f"{'read' if name in KEPT else 'draft'}.{name}"


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
