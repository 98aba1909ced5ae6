"""The store: tables are checked on the way in, readers are apart, days are days in UTC wherever the server stands."""

import os
import subprocess
import sys
import textwrap
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.corrections.changes import Changes
from dashboard.corrections.log import save
from dashboard.corrections.record import Correction
from dashboard.corrections.replay import Replay
from dashboard.errors import TablesAbsentError, TablesError
from dashboard.filters import Filters
from dashboard.queries.actors import count_actors
from dashboard.store import COLUMNS_FOLDER, LONGEST_WRITING, TABLES_FILE, Store, open_set, open_store
from dashboard.tables.contract import TABLES
from dashboard.tables.files import find_store, read_set
from dashboard.tables.sets import MANIFEST, find_root
from tests import rows as make
from tests.sets import write_set


def build(*articles: dict[str, Any]) -> dict[str, pa.Table]:
    """Tables of articles alone."""
    return make.tables(articles=[make.article(str(number), **each) for number, each in enumerate(articles)])


def test_every_table_can_be_asked(tmp_path: Path) -> None:
    write_set(tmp_path, build({}, {}), {"seconds": 1.5})
    store = open_store(tmp_path)
    assert store.manifest["seconds"] == 1.5
    for name, table in TABLES.items():
        found = store.reader().execute(f"SELECT * FROM {name}")
        columns = [column[0] for column in found.description or ()]
        more = {"locations": ["gazetteer_name", "has_namesake"], "entities": ["placed_id"]}.get(name, [])
        assert columns == [*(column.name for column in table.columns), *more]
        assert len(found.fetchall()) == (2 if name == "articles" else 0)


@pytest.mark.parametrize(
    ("feature", "surfaces", "name"),
    [
        ("PPL", ["Hama"] * 3 + ["Hamah"], "Hama"),
        ("PPLC", ["Hama"] * 3 + ["Hamah"] * 4, "Hamah"),
        ("PPL", ["Hama"] * 2, "Hamah"),
        ("PPL", ["HAMA"] * 4 + ["Hama"] * 3, "Hama"),
        ("PPL", ["حماة"] * 3, "حماة"),
        ("ADM1", ["Hama"] * 9, "Hamah"),
        ("PPL", [], "Hamah"),
    ],
)
def test_a_town_bears_the_name_that_the_articles_write(feature: str, surfaces: list[str], name: str) -> None:
    # Adjectives are no names of it, however often they are written.
    written = [*((surface, "place") for surface in surfaces), *[("Hamawi", "demonym")] * 9]
    mentions = [
        make.entity("0", number, surface, label="GPE", location_id="7", sense=sense)
        for number, (surface, sense) in enumerate(written)
    ]
    town = make.location("7", "Hamah", feature=feature)
    tables = make.tables(articles=[make.article("0")], entities=mentions, locations=[town])
    found = Store(tables, {}).reader().execute("SELECT name, gazetteer_name FROM locations").fetchall()
    assert found == [(name, "Hamah")]


def test_the_tables_of_the_sample_can_be_asked(sample_tables: Path) -> None:
    store = open_store(sample_tables)
    for name, count in store.manifest["counts"].items():
        assert store.reader().execute(f"SELECT count(*) FROM {name}").fetchall() == [(count,)]


def test_a_table_that_breaks_the_contract_does_not_come_in() -> None:
    tables = build({})
    tables["articles"] = tables["articles"].drop_columns("text")
    with pytest.raises(TablesError, match=r"^articles: columns are .*; run: dateline preprocess$"):
        Store(tables, {})


def test_a_folder_without_tables_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(TablesAbsentError, match=r"manifest\.json is absent; run: dateline preprocess"):
        open_store(tmp_path)


def test_threads_ask_with_a_cursor_each() -> None:
    store = Store(build(*[{}] * 50), {})
    found: list[int] = []

    def ask(reader: Any) -> None:
        for _ in range(20):
            found.append(reader.execute("SELECT count(*) FROM articles").fetchall()[0][0])

    threads = [threading.Thread(target=ask, args=(store.reader(),)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [50] * 80


def test_a_moment_comes_out_as_it_went_in() -> None:
    store = Store(build({"published": datetime(2024, 12, 7, 23, 30, tzinfo=UTC)}, {}), {})
    found = store.reader().execute("SELECT published FROM articles ORDER BY article_id").fetchall()
    assert found == [(datetime(2024, 12, 7, 23, 30),), (None,)]


# Half an hour before midnight in UTC: the next day in Damascus.
ASK_DAYS = """
    import sys
    from datetime import date
    from pathlib import Path
    from dashboard.filters import Filters
    from dashboard.queries.articles import articles_over_time, count_articles
    from dashboard.store import open_store

    reader = open_store(Path(sys.argv[1])).reader().apart()
    days = [date(2024, 12, day) for day in (6, 7, 8)]
    print([count_articles(reader, Filters(since=day, until=day)) for day in days])
    print(articles_over_time(reader, Filters(), "day")["since"].dt.strftime("%Y-%m-%d").tolist())
"""


def test_days_are_of_utc_wherever_the_server_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_set(tmp_path, build({"published": datetime(2024, 12, 7, 23, 30, tzinfo=UTC)}), {})
    monkeypatch.setenv("TZ", "Asia/Damascus")
    code = textwrap.dedent(ASK_DAYS)
    run = subprocess.run([sys.executable, "-c", code, tmp_path], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == ["[0, 1, 0]", "['2024-12-07']"]
    assert run.stderr == ""


def hide(actor_id: str) -> Correction:
    return Correction("hide", who="Ada", why="no actor", actor=actor_id)


def test_what_a_killed_process_left_of_a_store_is_deleted_a_day_later(tmp_path: Path) -> None:
    write_set(tmp_path, build({}), {})
    root = find_root(tmp_path)
    for name, age in (("new", 60), ("old", 2 * LONGEST_WRITING)):
        (root / f".store-{name}").mkdir()
        os.utime(root / f".store-{name}", (time.time() - age,) * 2)
    open_store(tmp_path)
    assert [path.name for path in root.glob(".store-*")] == [".store-new"]


def test_a_page_run_goes_on_with_the_corrections_that_it_began_with(tmp_path: Path) -> None:
    mentions = [make.entity("0", 0, "Assad", actor_id="assad"), make.entity("0", 6, "Iran", actor_id="iran")]
    actors = [make.actor(each, each, mentions=1, articles=1) for each in ("assad", "iran")]
    write_set(tmp_path, make.tables(articles=[make.article("0", "Assad Iran")], entities=mentions, actors=actors), {})
    store = open_store(tmp_path)
    before = store.reader()
    save(tmp_path, hide("assad"))
    store.follow(tmp_path)
    for reader, left in ((before, 2), (store.reader(), 1)):
        assert reader.execute("SELECT count(*) FROM actors").fetchall() == [(left,)]
        assert count_actors(reader, Filters()) == left


def test_what_is_corrected_meanwhile_is_shown_by_every_cursor(tmp_path: Path) -> None:
    tables = make.tables(
        articles=[make.article("0", "Assad")],
        entities=[make.entity("0", 0, "Assad", actor_id="assad")],
        actors=[make.actor("assad", "Assad", aliases=["Assad"], mentions=1, articles=1)],
    )
    write_set(tmp_path, tables, {})
    store = open_store(tmp_path)
    reader = store.reader()
    counts = []
    store.follow(tmp_path)
    counts.append(reader.execute("SELECT count(*) FROM actors").fetchall()[0][0])
    hidden = save(tmp_path, hide("assad"))
    for _ in range(4):  # more often than schemas are kept
        store.follow(tmp_path)
        counts.append(reader.apart().execute("SELECT count(*) FROM actors").fetchall()[0][0])
        undo = save(tmp_path, Correction("undo", who="Ada", undoes=hidden.id))
        store.follow(tmp_path)
        counts.append(reader.execute("SELECT count(actor_id) FROM entities").fetchall()[0][0])
        save(tmp_path, Correction("undo", who="Ada", undoes=undo.id))
    assert counts == [1, 0, 1, 0, 1, 0, 1, 0, 1]
    assert store.log.not_taken_back() == []
    write_set(tmp_path, tables, {})
    assert open_store(tmp_path).log.not_taken_back() == [hidden], "a new set is corrected from the start"
    assert read_set(tmp_path).tables["actors"].num_rows == 1, "the tables stay as they were written"


def test_corrections_that_cannot_be_applied_leave_the_store_as_it_was(tmp_path: Path) -> None:
    quote = make.quote("0", [[0, 5]], "Assad", actor_id="assad", via_actor_id="assad")
    tables = make.tables(
        articles=[make.article("0", "Assad")],
        quotes=[quote],
        actors=[make.actor("assad", "Assad")],
    )
    tables["speakers"] = tables["speakers"].slice(0, 0)  # so that nothing says that the quote has another speaker now
    store = Store(tables, {})
    before = store.reader().execute("SELECT DISTINCT schema_name FROM duckdb_schemas()").fetchall()
    hidden = save(tmp_path, hide("assad"))
    for _ in range(3):
        with pytest.raises(TablesError, match=r"quotes\.actor_id: 1 ids are not in actors"):
            store.follow(tmp_path)
    after = store.reader().execute("SELECT DISTINCT schema_name FROM duckdb_schemas()").fetchall()
    assert sorted(after) == sorted(before)
    assert store.log.corrections == ()
    assert store.reader().execute("SELECT actor_id FROM quotes").fetchall() == [("assad",)]
    save(tmp_path, Correction("undo", who="Ada", undoes=hidden.id))
    store.follow(tmp_path)
    assert store.reader().execute("SELECT state FROM corrections").fetchall() == [("taken back",)]


def test_readers_beside_one_who_corrects_see_whole_tables(tmp_path: Path) -> None:
    write_set(tmp_path, build(*[{}] * 20), {})
    store = open_store(tmp_path)
    stop, seen, failed = threading.Event(), set(), []

    def read() -> None:
        while not stop.is_set():
            try:
                seen.add(
                    store.reader()
                    .execute("SELECT count(*) FROM articles ANTI JOIN entities USING (article_id)")
                    .fetchall()[0]
                )
                store.follow(tmp_path)
            except Exception as error:
                failed.append(error)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(8):
        save(tmp_path, hide(f"nobody-{number}"))
        store.follow(tmp_path)
    stop.set()
    for thread in threads:
        thread.join()
    assert failed == []
    assert seen == {(20,)}
    assert len(store.log.corrections) == 8


def test_a_viewer_does_not_wait_while_corrections_are_applied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_set(tmp_path, build({}), {})
    save(tmp_path, hide("nobody"))
    begun, may_end = threading.Event(), threading.Event()
    replay = Replay.apply

    def apply(*arguments: Any) -> Changes:
        begun.set()
        assert may_end.wait(60)
        return replay(*arguments)

    def count() -> int:
        return int(store.reader().execute("SELECT count(*) FROM corrections").fetchall()[0][0])

    store = open_set(find_root(tmp_path))
    monkeypatch.setattr(Replay, "apply", apply)
    first = threading.Thread(target=store.follow, args=(tmp_path,), kwargs={"wait": False})
    second = threading.Thread(target=store.follow, args=(tmp_path,), kwargs={"wait": False})
    first.start()
    assert begun.wait(60)
    second.start()
    second.join(0.2)
    assert second.is_alive(), "before any corrections are applied, the tables are not shown without them"
    may_end.set()
    for thread in (first, second):
        thread.join(60)
    assert count() == 1

    begun.clear()
    may_end.clear()
    save(tmp_path, hide("no one"))
    writer = threading.Thread(target=store.follow, args=(tmp_path,))
    writer.start()
    assert begun.wait(60)
    store.follow(tmp_path, wait=False)
    assert count() == 1, "the corrections of before are shown"
    may_end.set()
    store.follow(tmp_path)
    assert count() == 2, "who waits sees all"
    writer.join(60)


def test_a_store_without_corrections_shows_the_tables_themselves(tmp_path: Path) -> None:
    write_set(tmp_path, build({}), {})
    store = open_store(tmp_path)
    views = "SELECT sql FROM duckdb_views() WHERE view_name = 'entities'"
    plain = store.reader().execute(views).fetchall()
    assert "overlay" not in str(plain)
    save(tmp_path, hide("nobody"))
    store.follow(tmp_path)
    assert store.reader().execute(views).fetchall() == plain, "a correction that changes nothing lays nothing over it"


def test_the_tables_are_read_from_a_file_that_is_written_once(tmp_path: Path) -> None:
    write_set(tmp_path, build({"title": "Rain"}), {})
    root = find_root(tmp_path)
    assert find_store(root) is None
    open_store(tmp_path)
    path = find_store(root)
    assert path is not None
    written = path.stat()
    for name in TABLES:
        (root / f"{name}.parquet").unlink()
    again = open_store(tmp_path)
    assert again.reader().execute("SELECT title FROM articles").fetchall() == [("Rain",)]
    assert path.stat() == written
    assert not list(root.glob(".draft-*"))


@pytest.mark.parametrize("set_id", ["same", "other"])
def test_files_that_another_tool_writes_anew_are_read_anew(tmp_path: Path, set_id: str) -> None:
    for title, given in (("Rain", "same"), ("Snow", set_id)):
        for name, table in build({"title": title}).items():
            pq.write_table(table, tmp_path / f"{name}.parquet")
        (tmp_path / MANIFEST).write_text(f'{{"set": "{given}"}}', "utf-8")
        assert open_store(tmp_path).reader().execute("SELECT title FROM articles").fetchall() == [(title,)]
    assert len(list(tmp_path.glob("store-*"))) == 1


# Opens the store and asks it, while the test holds it open, too.
ASK = """
    import sys
    from pathlib import Path
    from dashboard.store import open_store

    print(open_store(Path(sys.argv[1])).reader().execute("SELECT count(*) FROM articles").fetchall())
"""


def test_several_processes_have_it_open_at_once(tmp_path: Path) -> None:
    write_set(tmp_path, build({}, {}), {})
    store = open_store(tmp_path)
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(ASK), tmp_path], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == str(store.reader().execute("SELECT count(*) FROM articles").fetchall()) == "[(2,)]"


@pytest.mark.parametrize("content", [b"", b"not a database", None])
def test_a_file_that_is_damaged_is_written_again(tmp_path: Path, content: bytes | None) -> None:
    write_set(tmp_path, build({}, {}), {})
    open_store(tmp_path)
    path = find_store(find_root(tmp_path))
    assert path is not None
    file = path / TABLES_FILE
    file.write_bytes(file.read_bytes()[:9_000] if content is None else content)
    assert open_store(tmp_path).reader().execute("SELECT count(*) FROM articles").fetchall() == [(2,)]


def test_a_column_that_was_cut_short_is_written_again(tmp_path: Path) -> None:
    write_set(tmp_path, build({}, {}), {})
    open_store(tmp_path)
    path = find_store(find_root(tmp_path))
    assert path is not None
    os.truncate(path / COLUMNS_FOLDER / "articles.story.int32", 5)
    assert open_store(tmp_path).columns.articles == 2


def test_who_may_read_the_set_may_read_what_the_pages_read(tmp_path: Path) -> None:
    write_set(tmp_path, build({}, {}), {})
    root = find_root(tmp_path)
    root.chmod(0o755)
    open_store(tmp_path)
    path = find_store(root)
    assert path is not None
    assert path.stat().st_mode & 0o777 == 0o755


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_where_no_file_can_be_written_the_tables_are_held_in_memory(tmp_path: Path) -> None:
    write_set(tmp_path, build({}, {}), {})
    root = find_root(tmp_path)
    root.chmod(0o555)
    try:
        assert open_store(tmp_path).reader().execute("SELECT count(*) FROM articles").fetchall() == [(2,)]
        assert find_store(root) is None
    finally:
        root.chmod(0o755)


def test_a_table_in_parts_is_read_whole(tmp_path: Path) -> None:
    write_set(tmp_path, build({}, {}, {}), {})
    root = find_root(tmp_path)
    whole = pq.read_table(root / "articles.parquet")
    (root / "articles.parquet").unlink()
    (root / "articles.parquet").mkdir()
    for number in range(3):
        pq.write_table(whole.slice(number, 1), root / "articles.parquet" / f"{number}.parquet")
    found = open_store(tmp_path).reader().execute("SELECT article_id FROM articles ORDER BY 1").fetchall()
    assert found == [("0",), ("1",), ("2",)]
