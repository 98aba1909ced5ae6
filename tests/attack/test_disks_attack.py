"""Disks that take no more: what is said before a run, and what stays."""

import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from dashboard.errors import DiskError
from dashboard.pipeline.articles import find_inputs
from dashboard.pipeline.room import check_room_for
from dashboard.tables.sets import LOCK, SETS, check_usable, find_root, hold

Usage = namedtuple("Usage", "total used free")


def run(code: str, *arguments: object, most: int) -> str:
    """What a script prints that may write no file of more than so many bytes."""
    command = ["prlimit", f"--fsize={most}", sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_a_folder_that_takes_no_more_is_known_before_a_run(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from dashboard.errors import DiskError
from dashboard.tables.sets import check_usable, hold
try:
    with hold(Path(sys.argv[1])):
        check_usable(Path(sys.argv[1]))
except DiskError as error:
    print(error)
"""
    said = run(code, tmp_path, most=500_000)
    assert said.startswith(f"{tmp_path} cannot be written to (File too large; ") and "make room there" in said
    assert [*(tmp_path / SETS).iterdir()] == [], "the probe is gone"


def test_a_folder_that_can_be_used_is_left_as_it_was(tmp_path: Path) -> None:
    with hold(tmp_path):
        check_usable(tmp_path)
    assert {each.name for each in tmp_path.iterdir()} == {LOCK, SETS} and not any((tmp_path / SETS).iterdir())


@pytest.mark.model
def test_pages_that_can_be_kept_nowhere_say_so(sample_tables: Path) -> None:
    code = """
import sys
from pathlib import Path
from dashboard.errors import DiskError
from dashboard.store import open_set
try:
    open_set(Path(sys.argv[1]))
except DiskError as error:
    print(error)
"""
    root = find_root(sample_tables)
    said = run(code, copy_without_store(root, sample_tables.parent / "bare"), most=1_000)
    assert "cannot hold the files that pages read (" in said and "Nor can they be kept in the folder for" in said


def copy_without_store(root: Path, into: Path) -> Path:
    """The files of a set, without those that pages read."""
    into.mkdir()
    for path in root.iterdir():
        if path.is_file():
            (into / path.name).write_bytes(path.read_bytes())
    return into


def test_a_disk_that_is_too_small_is_known_before_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    article = tmp_path / "news" / "a.txt"
    article.parent.mkdir()
    article.write_text("Rain fell on Homs. " * 500_000)
    files = find_inputs([article.parent])
    free = 100_000_000
    monkeypatch.setattr("shutil.disk_usage", lambda path: Usage(0, 0, free))
    assert check_room_for(tmp_path, files, (), tmp_path / "parts") == ""
    free = 10_000_000
    note = check_room_for(tmp_path, files, (), tmp_path / "parts")
    assert f"{tmp_path} has 10.0 MB free. The tables may take 15.2 MB" in note
    free = 3_000_000
    with pytest.raises(
        DiskError, match=r"has 3\.0 MB free, and tables of these files, 9\.5 MB of text, take at least 3\.8"
    ):
        check_room_for(tmp_path, files, (), tmp_path / "parts")
    assert "may take 0.0 MB" in check_room_for(tmp_path, files, [str(article)], tmp_path / "parts"), "read before"
