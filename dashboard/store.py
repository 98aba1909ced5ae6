"""The store: one set of tables as the pages read it, checked on the way in, with the analysts' corrections applied.

- It is a folder with the tables in a DuckDB file, the columns that pages count by, and the index of words. It is
  written once a set and opened read-only by every process, without a copy in memory.
- The server has one connection, each run of a page a cursor of its own: threads may not share one.
- Pages ask views. A view shows a table as it was read (database `read`), and laid over it the rows that corrections
  change. All views and the columns move to other corrections at once, or stay where they were.
- `locations.name` is the name that the articles write for a town; `gazetteer_name` is the one in the table.
  `has_namesake` is true where its country has another place of that name.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from shutil import rmtree
from tempfile import gettempdir, mkdtemp
from time import time
from typing import Any
from weakref import finalize

import duckdb
import pyarrow as pa

from dashboard import settings
from dashboard.columns.claims import write_claims
from dashboard.columns.columns import Columns
from dashboard.columns.corrected import WRITTEN, correct_columns
from dashboard.columns.credits import drop_credits, write_credits
from dashboard.columns.descriptions import write_descriptions
from dashboard.columns.disputes import write_disputes
from dashboard.columns.draft import KEPT, STATEMENTS
from dashboard.columns.drift import write_drift
from dashboard.columns.files import open_arrays, open_texts, open_writable, write_columns
from dashboard.columns.lineage import write_lineage
from dashboard.columns.origins import write_origins
from dashboard.columns.reversals import write_reversals
from dashboard.columns.sounds import write_sounds
from dashboard.columns.strings import Strings
from dashboard.columns.suspects import write_suspects
from dashboard.corrections.changes import Changes
from dashboard.corrections.log import NO_LOG, Log, read_log
from dashboard.corrections.lookup import Lookup
from dashboard.corrections.overlay import Overlay
from dashboard.corrections.record import read_moment
from dashboard.corrections.replay import Replay
from dashboard.countries import country_names
from dashboard.disk import describe_room, reason
from dashboard.errors import DiskError, TablesError
from dashboard.reader import Other, Reader
from dashboard.spellings import FOLDED, SLUG, prepare_spellings
from dashboard.tables.checks import check
from dashboard.tables.contract import PLACED_SENSES, TABLES, contract_digest
from dashboard.tables.files import STORE, find_store, list_files, read_parts, read_set, store_name
from dashboard.tables.sets import SETS, find_root, find_set, read_manifest, settle_draft
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

# "Homs, Syria", and with a region "Homs, Rif Dimashq, Syria"; a country is no part of its own name.
PLACE_NAME = """
    CREATE MACRO place_name(name, region, country_code) AS concat_ws(', ', name, nullif(region, name), nullif(
        coalesce((SELECT c.name FROM memory.main.countries c WHERE c.code = country_code), country_code), name))"""

# The files of a store, in its folder.
TABLES_FILE = "tables.duckdb"
COLUMNS_FOLDER = "columns"
WORDS_FILE = "words.sqlite"

# What DuckDB raises where the disk takes no more.
REFUSALS = (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.FatalException, duckdb.TransactionException)

# Kept sets that are compared with and stay open beside a store, those asked for last.
OTHERS = 2

# Seconds after which a draft of a store is no longer being written.
LONGEST_WRITING = 86_400


class Store:
    """A set of tables that can be asked, with its manifest and the log of corrections that they show.

    The tables are given, or are in a folder that `write_store` wrote, which many processes may have open.
    Raises TablesError where a given table breaks the contract.
    """

    def __init__(self, tables: Mapping[str, pa.Table] | Path, manifest: Mapping[str, Any], log: Log = NO_LOG) -> None:
        self.manifest = manifest
        self.log = log
        self._connection = _connect(_find_temporary())
        self._correcting = threading.Lock()
        self._opening = threading.Lock()
        self._others: OrderedDict[str, _Pair] = OrderedDict()
        self._showing = threading.Lock()
        self._replay: Replay | None = None
        self._has_followed = False
        names = country_names()
        self._connection.register("incoming", pa.table({"code": list(names), "name": list(names.values())}))
        self._connection.execute("CREATE TABLE countries AS FROM incoming")
        self._connection.unregister("incoming")
        for macro in (IS_PLACED, PLACE_NAME, FOLDED, SLUG):
            self._connection.execute(macro)
        if isinstance(tables, Path):
            self._connection.execute(f"ATTACH {_quoted(tables / TABLES_FILE)} AS read (READ_ONLY)")
            folder = tables / COLUMNS_FOLDER
            self._root: Path | None = tables.parent
        else:
            self._connection.execute("ATTACH ':memory:' AS read")
            self._connection.execute("ATTACH ':memory:' AS draft")
            folder = Path(mkdtemp(prefix="dateline-"))
            self._root = None
            finalize(self, rmtree, folder, ignore_errors=True)
            _fill(self._connection, [tables], folder)
        self._folder = folder
        self._read = self.columns = Columns(open_arrays(folder), open_texts(folder))
        self._words = (
            open_words(tables / WORDS_FILE)
            if isinstance(tables, Path)
            else hold_words(_all_texts(self.columns.texts["articles.text"]), _quote_texts(self._connection))
        )
        self._overlay = Overlay(self._connection, VIEWS)
        self._apply(log)

    def reader(self) -> Reader:
        """A reader for one page run: it goes on with the corrections that are shown now."""
        with self._showing:
            cursor = self._connection.cursor()
            cursor.execute("BEGIN")
            cursor.execute("SELECT count(*) FROM corrections").fetchall()  # from now on it sees the views as they are
            return Reader(
                cursor,
                self.columns,
                self._read,
                self._words,
                self._list_older,
                self.manifest,
                self._open_other,
                self._find_home(),
            )

    def follow(self, folder: Path, *, wait: bool = True) -> None:
        """Show the corrections in `folder` as they are now; without `wait`, not while others are being applied.

        Then those of before are still shown, but for a store that never followed any: it is always waited for.
        """
        if self._correcting.acquire(blocking=wait or not self._has_followed):
            try:
                log = read_log(folder, self.log)
                if log.digest != self.log.digest:
                    self._apply(log)
                self.log = log  # it may know by now that the file is as it was
                self._has_followed = True
            finally:
                self._correcting.release()

    def show(self, log: Log) -> None:
        """Show these corrections."""
        with self._correcting:
            if log.digest != self.log.digest:
                self._apply(log)
            self._has_followed = True

    def _open_other(self, mark: str) -> Other | None:
        """The kept set with this mark; None if there is none, if its tables have other columns, or cannot be read.

        Where it has no store yet, or an older one, that is written first, which takes a while.
        """
        root = find_set(self._root.parent.parent, mark) if self._root else None
        if root is None or read_manifest(root).get("contract") != contract_digest():
            return None
        with self._opening:
            pair = self._others.pop(root.name, None) or _Pair(root)
            self._others[root.name] = pair
            while len(self._others) > OTHERS:
                self._others.popitem(last=False)
        try:
            return pair.open()
        except (TablesError, DiskError):  # damaged, or no room for its store
            return None

    def _find_home(self) -> Path | None:
        """The folder of tables in which the set lies, or which is the set; None where the tables are in no folder."""
        root = self._root
        return root.parent.parent if root is not None and root.parent.name == SETS else root

    def _list_older(self, mark: str) -> list[str]:
        """The files of the articles of the kept set with this mark; none where there is none."""
        older = find_set(self._root.parent.parent, mark) if self._root else None
        return [str(each) for each in list_files(older, "articles")] if older else []

    def _apply(self, log: Log) -> None:
        """Show the tables with these corrections; where that fails, raise and go on showing what was shown before."""
        with self._connection.cursor() as cursor:
            lookup = Lookup(cursor, self._read)
            try:
                self._replay = self._replay or Replay(lookup)
                changes = self._replay.apply(lookup, log)
                columns = self._correct_columns(changes) if changes.rows else self._read
                with self._showing:
                    self._overlay.show(cursor, changes)
                    self.columns = columns
            except BaseException:
                self._replay = None
                raise
        self.log = log

    def _correct_columns(self, changes: Changes) -> Columns:
        quotes = changes.replaced["speakers"].to_pylist() if "speakers" in changes.rows else []
        arrays = {**self._read.arrays, **open_writable(self._folder, WRITTEN)}
        return correct_columns(Columns(arrays, self._read.texts), changes.rows, quotes)


class _Pair:
    """A kept set, opened with the corrections of now, and with those that were made before it was.

    Who asks for it first may wait until its store is written, and those who ask meanwhile; nobody else does.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._opening = threading.Lock()
        self._stores: tuple[Store, Store] | None = None

    def open(self) -> Other:
        """Readers on both, after the corrections that were made meanwhile. Raises TablesError or DiskError."""
        with self._opening:
            if self._stores is None:
                self._stores = open_set(self._root), open_set(self._root)
        shown, seen = self._stores
        shown.follow(self._root.parent.parent)
        reader, log = shown.reader(), shown.log
        before = log.until(read_moment(shown.manifest["created"]))
        key = f"{self._root.name} {log.digest}"
        if before.digest == log.digest:
            return Other(reader, reader, key)
        seen.show(before)
        return Other(reader, seen.reader(), key)


def open_store(folder: Path) -> Store:
    """The store of the current set of `folder`, with its corrections; raises TablesError or TablesAbsentError."""
    store = open_set(find_root(folder))
    store.follow(folder)
    return store


def open_set(root: Path) -> Store:
    """The store of the set whose files are in `root`, without corrections. Raises TablesError or TablesAbsentError.

    It is read from a folder beside the tables, which is written first if it is not there or damaged. Where it cannot be
    written, the tables are held in memory, and the columns written into the system's folder for temporary files; raises
    DiskError where these cannot be written either.
    """
    manifest = read_manifest(root)
    try:
        path = find_store(root) or write_store(root)
        try:
            return Store(path, manifest)
        except (duckdb.IOException, OSError, KeyError, ValueError):  # cut short, or of another version of DuckDB
            return Store(write_store(root), manifest)
    except OSError as beside:
        try:
            return Store(read_set(root).tables, manifest)
        except OSError as error:
            if isinstance(error, TablesError):
                raise
            raise DiskError(
                f"{beside} Nor can they be kept in the folder for temporary files ({reason(error)}); make room there, "
                "or name another with TMPDIR"
            ) from error


def write_store(root: Path) -> Path:
    """Write the folder that `open_set` opens, one part of the tables after the other, and return its path.

    Raises TablesError where a table breaks the contract, DiskError where the files cannot be written.
    """
    try:
        return _write_store(root)
    except TablesError:
        raise
    except (OSError, *REFUSALS) as error:
        raise DiskError(
            f"{root} cannot hold the files that pages read ({reason(error)}; {describe_room(root)}): make room there "
            "and let this user write."
        ) from error


def _write_store(root: Path) -> Path:
    for left in root.glob(f".{STORE}*"):  # by a process that was killed
        if time() - left.stat().st_mtime > LONGEST_WRITING:
            rmtree(left, ignore_errors=True)
    draft = Path(mkdtemp(prefix=f".{STORE}", dir=root))
    path = root / store_name(read_manifest(root)["set"])
    try:
        _write(draft, read_parts(root))
        rmtree(path, ignore_errors=True)  # a damaged one
        draft.chmod(root.stat().st_mode & 0o777)  # a temporary folder is its owner's alone, the server may be another
        settle_draft(draft, path)
    finally:
        rmtree(draft, ignore_errors=True)
    for older in root.glob(f"{STORE}*"):
        if older != path:
            rmtree(older, ignore_errors=True)
    return path


def _write(folder: Path, parts: Iterable[Mapping[str, pa.Table]]) -> None:
    """Write the tables, part by part, and what is derived from them, into an empty folder."""
    draft = folder / "draft.duckdb"
    with _connect(folder / "spill") as connection:
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
    prepare_spellings(connection)
    write_columns(connection, columns)
    write_suspects(columns)
    write_credits(connection)
    write_origins(connection, columns)
    write_lineage(connection, columns)
    write_drift(connection, columns)
    drop_credits(connection)
    write_sounds(columns)
    write_claims(columns)
    write_descriptions(connection, columns)
    write_disputes(connection, columns)
    write_reversals(columns)
    connection.execute("DETACH draft")


def _find_temporary() -> Path | None:
    """The system's folder for temporary files; None where none can be written to."""
    try:
        return Path(gettempdir())
    except OSError:
        return None


def _connect(spill: Path | None) -> duckdb.DuckDBPyConnection:
    """A database in memory; what takes more of it than it may goes to files in the folder `spill`, if there is one."""
    return duckdb.connect(config={"memory_limit": settings.STORE_MEMORY, "temp_directory": str(spill or "")})


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
