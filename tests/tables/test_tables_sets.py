"""Sets on disk: one is always current and whole, beside writers, after writers that died, and after a drop."""

import os
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.errors import InputError
from dashboard.tables.contract import TABLES
from dashboard.tables.files import read_set
from dashboard.tables.sets import (
    CURRENT,
    DRAFT,
    MANIFEST,
    SETS,
    draft,
    drop_sets,
    find_root,
    hold,
    list_sets,
    read_manifest,
    settle_draft,
    show,
)
from tests import rows as make
from tests.sets import write_set


def build(rows: int) -> dict[str, pa.Table]:
    """Tables of so many rejects; all others are empty."""
    return make.tables(rejects=(make.reject(f"{number}.txt", "", "empty: no text") for number in range(rows)))


def write(folder: Path, rows: int) -> str:
    """The id of a new current set with so many rejects."""
    write_set(folder, build(rows), {"rows": rows, "created": f"2024-12-{rows:02}T00:00:00+00:00"})
    return find_root(folder).name


def rows_of(folder: Path) -> int:
    """How many rejects the set has, which its manifest must say too."""
    found = read_set(folder)
    assert found.tables["rejects"].num_rows == found.manifest["rows"]
    return int(found.manifest["rows"])


def test_tables_have_the_same_path_in_every_set(tmp_path: Path) -> None:
    for rows in (1, 2):
        write(tmp_path, rows)
        assert pq.read_table(tmp_path / "rejects.parquet").num_rows == rows
        assert read_manifest(tmp_path)["rows"] == rows
    names = {MANIFEST, SETS, CURRENT, *(f"{name}.parquet" for name in TABLES)}
    assert {path.name for path in tmp_path.iterdir()} == names


def test_an_earlier_set_stays_and_can_be_shown_again(tmp_path: Path) -> None:
    first = write(tmp_path, 1)
    write(tmp_path, 2)
    assert rows_of(tmp_path / SETS / first) == 1
    assert rows_of(tmp_path) == 2
    show(tmp_path, first)
    assert rows_of(tmp_path) == 1


def test_sets_are_listed_newest_first_and_the_current_one_is_marked(tmp_path: Path) -> None:
    ids = [write(tmp_path, rows) for rows in (1, 2, 3)]
    show(tmp_path, ids[1])
    (tmp_path / SETS / "no set").mkdir()
    found = list_sets(tmp_path)
    assert [(each.path.name, each.is_current) for each in found] == [
        (ids[2], False), (ids[1], True), (ids[0], False),
    ]  # fmt: skip
    assert [each.manifest["rows"] for each in found] == [3, 2, 1]
    assert list_sets(tmp_path / "nowhere") == []


@pytest.mark.parametrize(("keep", "left"), [(9, {1, 2, 3, 4}), (2, {2, 4}), (1, {2}), (0, {2})])
def test_the_newest_and_the_current_set_are_kept(tmp_path: Path, keep: int, left: set[int]) -> None:
    ids = [write(tmp_path, rows) for rows in (1, 2, 3, 4)]
    show(tmp_path, ids[1])
    gone = drop_sets(tmp_path, keep)
    assert {each.manifest["rows"] for each in list_sets(tmp_path)} == left
    assert {each.manifest["rows"] for each in gone} == {1, 2, 3, 4} - left
    assert rows_of(tmp_path) == 2
    assert len(list((tmp_path / SETS).iterdir())) == len(left)


def test_tables_of_an_older_version_become_a_set(tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    write(tmp_path, 3)
    old = find_root(tmp_path).rename(folder)
    (old / "corrections.jsonl").write_text("{}\n", "utf-8")
    first = read_manifest(old)["set"]
    second = write(old, 4)
    assert {each.path.name for each in list_sets(old)} == {first, second}
    assert rows_of(old / SETS / first) == 3
    assert rows_of(old) == 4
    assert (old / MANIFEST).is_symlink() and (old / "rejects.parquet").is_symlink()
    assert (old / "corrections.jsonl").read_text("utf-8") == "{}\n"


def test_a_new_set_takes_the_place_of_tables_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text("{", "utf-8")
    (tmp_path / "rejects.parquet").mkdir()
    write(tmp_path, 4)
    assert rows_of(tmp_path) == 4
    assert len(list_sets(tmp_path)) == 1


def test_what_else_lies_in_the_folder_stays(tmp_path: Path) -> None:
    write(tmp_path, 1)
    (tmp_path / "corrections.jsonl").write_text('{"mine": true}\n', "utf-8")
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.txt").write_text("mine", "utf-8")
    with hold(tmp_path):
        write(tmp_path, 2)
    assert rows_of(tmp_path) == 2
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
            drop_sets(tmp_path, 1)

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


# Writes half of a set, says so, and waits to be killed.
HALF = """
    import sys, time
    from pathlib import Path
    from dashboard.tables.sets import SETS, draft, hold

    folder = Path(sys.argv[1])
    with hold(folder), draft(folder / SETS) as path:
        (path / "rejects.parquet").write_bytes(b"PAR1")
        print("half", flush=True)
        time.sleep(60)
"""


def test_a_run_that_is_killed_leaves_the_old_set_and_the_next_one_clears_up(tmp_path: Path) -> None:
    write(tmp_path, 2)
    code = textwrap.dedent(HALF)
    with subprocess.Popen([sys.executable, "-c", code, tmp_path], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "half\n"
        with pytest.raises(InputError, match=r"another run writes to .*; wait until it ends"), hold(tmp_path):
            pytest.fail("two runs hold one folder")
        os.kill(writer.pid, signal.SIGKILL)
    assert rows_of(tmp_path) == 2
    assert len(list((tmp_path / SETS).glob(f"{DRAFT}*"))) == 1
    with hold(tmp_path):
        assert not list((tmp_path / SETS).glob(f"{DRAFT}*"))
    assert rows_of(tmp_path) == 2


def test_what_a_killed_run_left_is_cleared_and_nothing_else(tmp_path: Path) -> None:
    write(tmp_path, 1)
    left = [tmp_path / SETS / f"{DRAFT}set" / "a", tmp_path / "parts" / "x" / f"{DRAFT}part" / "a"]
    mine = tmp_path / "articles" / f"{DRAFT}of-mine.txt"
    for path in (*left, mine):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / f"{DRAFT}{CURRENT}").symlink_to("nowhere")
    with hold(tmp_path):
        assert list(tmp_path.rglob(f"{DRAFT}*")) == [mine]
    assert rows_of(tmp_path) == 1


def test_a_draft_without_a_name_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), draft(tmp_path) as path:
        (path / "a").mkdir()
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_has_the_name_stays(tmp_path: Path) -> None:
    (tmp_path / "named").mkdir()
    (tmp_path / "named" / "first").touch()
    with draft(tmp_path) as path:
        (path / "second").touch()
        settle_draft(path, tmp_path / "named")
    assert [each.name for each in (tmp_path / "named").iterdir()] == ["first"]
    assert [each.name for each in tmp_path.iterdir()] == ["named"]


def test_a_set_is_not_current_before_all_of_it_is_there(tmp_path: Path) -> None:
    first = write(tmp_path, 1)
    with draft(tmp_path / SETS) as path:
        shutil.copytree(tmp_path / SETS / first, path, dirs_exist_ok=True)
        assert find_root(tmp_path).name == first
        assert [each.path.name for each in list_sets(tmp_path)] == [first]


@pytest.mark.parametrize("name", ["file", "file/below"])
def test_a_folder_that_cannot_be_one_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot be a folder of tables"), hold(tmp_path / name):
        pytest.fail("it was held")
