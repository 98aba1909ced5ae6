"""A set on disk is whole or it is refused: readers beside writers, writers that die, files that are strange."""

import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.errors import TablesAbsentError, TablesError
from dashboard.tables import files as tableset
from dashboard.tables.contract import TABLES
from dashboard.tables.files import MANIFEST, read_manifest, read_set, write_set
from tests import rows as make


def build(rows: int) -> dict[str, pa.Table]:
    """Tables of so many rejects; all others are empty."""
    return make.tables(rejects=(make.reject(f"{number}.txt", "", "empty: no text") for number in range(rows)))


def write(folder: Path, rows: int) -> Path:
    write_set(folder, build(rows), {"rows": rows})
    return folder


def rows_of(folder: Path) -> int:
    """How many rejects the set has, which its manifest must say too."""
    found = read_set(folder)
    assert found.tables["rejects"].num_rows == found.manifest["rows"]
    return int(found.manifest["rows"])


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tableset, "PATIENCE", 0.2)


def test_what_was_written_is_read(tmp_path: Path) -> None:
    folder = write(tmp_path / "new" / "tables", 3)
    found = read_set(folder)
    assert list(found.tables) == list(TABLES)
    for name, table in found.tables.items():
        assert table.schema.equals(TABLES[name].schema)
    assert found.tables["rejects"].to_pylist() == build(3)["rejects"].to_pylist()
    assert read_manifest(folder) == found.manifest
    assert sorted(path.name for path in folder.iterdir()) == sorted([MANIFEST, *(f"{name}.parquet" for name in TABLES)])


def test_each_set_has_an_id_of_its_own(tmp_path: Path) -> None:
    first = read_manifest(write(tmp_path, 1))["set"]
    assert read_manifest(write(tmp_path, 1))["set"] != first


def test_what_else_lies_in_the_folder_stays(tmp_path: Path) -> None:
    write(tmp_path, 1)
    (tmp_path / "corrections.jsonl").write_text('{"mine": true}\n', "utf-8")
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.txt").write_text("mine", "utf-8")
    assert rows_of(write(tmp_path, 2)) == 2
    assert (tmp_path / "corrections.jsonl").read_text("utf-8") == '{"mine": true}\n'
    assert (tmp_path / "notes" / "a.txt").read_text("utf-8") == "mine"


def test_a_reader_beside_a_writer_never_sees_a_mixed_set(tmp_path: Path) -> None:
    write(tmp_path, 1)
    stop = threading.Event()

    def keep_writing() -> None:
        rows = 1
        while not stop.wait(0.02):
            rows = 3 - rows
            write(tmp_path, rows)

    writer = threading.Thread(target=keep_writing)
    writer.start()
    seen: list[int] = []
    try:
        # A loaded machine may let all of the first reads pass before the first write.
        deadline = time.monotonic() + 60
        while len(seen) < 30 or (len(set(seen)) < 2 and time.monotonic() < deadline):
            seen.append(rows_of(tmp_path))
    finally:
        stop.set()
        writer.join()
    assert set(seen) == {1, 2}


def test_two_writers_leave_one_whole_set(tmp_path: Path) -> None:
    writers = [threading.Thread(target=lambda rows=rows: [write(tmp_path, rows) for _ in range(10)]) for rows in (1, 2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert rows_of(tmp_path) in (1, 2)
    assert not list(tmp_path.glob(".draft-*"))


# Writes the first tables of a set, says so, and waits to be killed.
HALF = """
    import sys, time
    from pathlib import Path
    from dashboard.tables.files import write_set
    from dashboard.tables.contract import TABLES

    class Half(dict):
        def items(self):
            for number, pair in enumerate(super().items()):
                if number == 3:
                    print("half", flush=True)
                    time.sleep(60)
                yield pair

    write_set(Path(sys.argv[1]), Half({n: t.schema.empty_table() for n, t in TABLES.items()}), {"rows": 0})
"""


def test_a_writer_that_is_killed_leaves_the_old_set(tmp_path: Path) -> None:
    write(tmp_path, 2)
    code = textwrap.dedent(HALF)
    with subprocess.Popen([sys.executable, "-c", code, tmp_path], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "half\n"
        os.kill(writer.pid, signal.SIGKILL)
    assert rows_of(tmp_path) == 2
    assert rows_of(write(tmp_path, 3)) == 3


def test_a_writer_that_fails_leaves_the_old_set_and_nothing_else(tmp_path: Path) -> None:
    write(tmp_path, 2)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(TypeError):
        write_set(tmp_path, build(3), {"rows": object()})
    assert rows_of(tmp_path) == 2
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("mixed", ["articles.parquet", "rejects.parquet", MANIFEST])
def test_a_file_of_another_set_is_refused_with_the_remedy(tmp_path: Path, mixed: str) -> None:
    folder, other = write(tmp_path / "a", 1), write(tmp_path / "b", 1)
    shutil.copy(other / mixed, folder / mixed)
    with pytest.raises(TablesError) as caught:
        read_set(folder)
    assert str(caught.value) == f"{folder} holds tables of two runs; run: dateline preprocess INPUT --tables {folder}"
    assert rows_of(write(folder, 2)) == 2, "the remedy works"


def test_a_mixed_set_is_waited_for(tmp_path: Path) -> None:
    folder, other = write(tmp_path / "a", 1), write(tmp_path / "b", 2)
    shutil.copy(other / "rejects.parquet", folder / "rejects.parquet")
    rest = threading.Timer(0.3, lambda: [file.replace(folder / file.name) for file in sorted(other.iterdir())])
    rest.start()
    assert rows_of(folder) == 2
    rest.join()


def split(folder: Path, rows: int, parts: int) -> Path:
    """A set whose rejects are a folder of parts."""
    write(folder, rows)
    whole = pq.read_table(folder / "rejects.parquet")
    (folder / "rejects").mkdir()
    size = -(-rows // parts)
    for number in range(parts):
        pq.write_table(whole.slice(number * size, size), folder / "rejects" / f"{number:05}.parquet")
    (folder / "rejects.parquet").unlink()
    return folder


def test_a_table_may_be_a_folder_of_parts(tmp_path: Path) -> None:
    folder = split(tmp_path, 7, 3)
    (folder / "rejects" / "_SUCCESS").touch()
    assert rows_of(folder) == 7
    assert read_set(folder).tables["rejects"].to_pylist() == build(7)["rejects"].to_pylist()


@pytest.mark.usefixtures("impatient")
def test_each_part_belongs_to_the_set(tmp_path: Path) -> None:
    folder, other = split(tmp_path / "a", 4, 2), split(tmp_path / "b", 4, 2)
    shutil.copy(other / "rejects" / "00001.parquet", folder / "rejects" / "00001.parquet")
    with pytest.raises(TablesError, match="two runs"):
        read_set(folder)


def test_parts_of_different_columns_are_refused(tmp_path: Path) -> None:
    folder = split(tmp_path, 4, 2)
    part = pq.read_table(folder / "rejects" / "00001.parquet")
    pq.write_table(part.drop_columns("reason"), folder / "rejects" / "00001.parquet")
    with pytest.raises(TablesError, match=r"rejects: its parts differ in their columns; run: dateline preprocess"):
        read_set(folder)


def test_a_new_set_takes_the_place_of_parts(tmp_path: Path) -> None:
    assert rows_of(write(split(tmp_path, 4, 2), 9)) == 9


@pytest.mark.parametrize("read", [read_set, read_manifest])
@pytest.mark.parametrize("name", ["nowhere", "empty", "file.txt"])
def test_a_folder_without_tables_names_the_command(tmp_path: Path, read: Callable[[Path], object], name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file.txt").touch()
    folder = tmp_path / name
    with pytest.raises(TablesAbsentError) as caught:
        read(folder)
    remedy = f"run: dateline preprocess INPUT --tables {folder}"
    assert str(caught.value) == f"{folder / MANIFEST} is absent; {remedy}"


@pytest.mark.parametrize("name", [name for name in TABLES if name != "speakers"])
def test_a_table_that_is_absent_is_named(tmp_path: Path, name: str) -> None:
    (write(tmp_path, 1) / f"{name}.parquet").unlink()
    with pytest.raises(TablesAbsentError, match=f"{name}.parquet is absent; run: dateline preprocess INPUT"):
        read_set(tmp_path)


def test_a_set_without_speakers_has_those_that_its_quotes_name(tmp_path: Path) -> None:
    said = make.quote("a", [(0, 9)], "It is so.", actor_id="lavrov", speaker="Lavrov", speaker_start=10, speaker_end=16)
    tables = make.tables(quotes=[said, make.quote("a", [(20, 29)], "It is not")])
    write_set(tmp_path, tables, {})
    (tmp_path / "speakers.parquet").unlink()
    assert read_set(tmp_path).tables["speakers"].to_pylist() == [
        {"quote_id": said["quote_id"], "actor_id": "lavrov", "start": 10, "end": 16}
    ]


def test_a_folder_without_parts_is_an_absent_table(tmp_path: Path) -> None:
    folder = split(tmp_path, 4, 1)
    (folder / "rejects" / "00000.parquet").unlink()
    with pytest.raises(TablesAbsentError, match=r"rejects\.parquet is absent"):
        read_set(folder)


def test_a_table_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    file = write(tmp_path, 1) / "quotes.parquet"
    file.write_bytes(file.read_bytes()[:40])
    with pytest.raises(TablesError, match=r"quotes\.parquet cannot be read \(.*\); run: dateline preprocess"):
        read_set(tmp_path)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\x00", b"[1]", b"null", b'"set"', b'{"rows": 1}'])
def test_a_manifest_that_is_none_is_refused(tmp_path: Path, content: bytes) -> None:
    (write(tmp_path, 1) / MANIFEST).write_bytes(content)
    for read in (read_set, read_manifest):
        with pytest.raises(
            TablesError, match=r"manifest\.json (cannot be read as JSON|names no set).*; run: dateline preprocess"
        ):
            read(tmp_path)


def test_the_manifest_is_written_as_it_was_given(tmp_path: Path) -> None:
    write_set(tmp_path, build(0), {"rows": 0, "inputs": ["/news/حمص"], "counts": {"articles": 0}})
    manifest = json.loads((tmp_path / MANIFEST).read_text("utf-8"))
    assert manifest.pop("set")
    assert manifest == {"rows": 0, "inputs": ["/news/حمص"], "counts": {"articles": 0}}
