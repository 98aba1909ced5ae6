"""The tables of a set are read whole or refused: tables in one file, in parts, absent, damaged."""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.errors import TablesAbsentError, TablesError
from dashboard.tables.contract import TABLES
from dashboard.tables.files import LATER, SPEAKERS, list_files, read_parts, read_set
from dashboard.tables.sets import MANIFEST, find_root, read_manifest
from tests import rows as make
from tests.sets import write_set


def build(rows: int) -> dict[str, pa.Table]:
    """Tables of so many rejects; all others are empty."""
    return make.tables(rejects=(make.reject(f"{number}.txt", "", "empty: no text") for number in range(rows)))


def write(folder: Path, rows: int) -> Path:
    """The folder of a set with so many rejects."""
    write_set(folder, build(rows), {"rows": rows})
    return find_root(folder)


def rows_of(folder: Path) -> int:
    """How many rejects the set has, which its manifest must say too."""
    found = read_set(folder)
    assert found.tables["rejects"].num_rows == found.manifest["rows"]
    return int(found.manifest["rows"])


def test_what_was_written_is_read(tmp_path: Path) -> None:
    root = write(tmp_path, 3)
    found = read_set(tmp_path)
    assert list(found.tables) == list(TABLES)
    for name, table in found.tables.items():
        assert table.schema.equals(TABLES[name].schema)
    assert found.tables["rejects"].to_pylist() == build(3)["rejects"].to_pylist()
    assert read_manifest(tmp_path) == found.manifest == read_set(root).manifest


def test_tables_that_lie_in_the_folder_itself_are_read(tmp_path: Path) -> None:
    assert rows_of(write(tmp_path, 2).rename(tmp_path / "flat")) == 2


@pytest.fixture(params=["rejects.parquet", "rejects"])
def split(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A set of seven rejects in a folder of three parts, which has either of the two names that it may have."""
    root = write(tmp_path, 7)
    whole = pq.read_table(root / "rejects.parquet")
    (root / "rejects.parquet").unlink()
    folder: Path = root / request.param
    folder.mkdir()
    for number in range(3):
        pq.write_table(whole.slice(number * 3, 3), folder / f"{number:05}.parquet")
    return folder


def test_a_table_may_be_a_folder_of_parts(split: Path, tmp_path: Path) -> None:
    (split / "_SUCCESS").touch()
    assert rows_of(tmp_path) == 7
    assert read_set(tmp_path).tables["rejects"].to_pylist() == build(7)["rejects"].to_pylist()
    assert [path.name for path in list_files(split.parent, "rejects")] == [f"{n:05}.parquet" for n in range(3)]


def test_parts_of_different_columns_are_refused(split: Path, tmp_path: Path) -> None:
    part = pq.read_table(split / "00001.parquet")
    pq.write_table(part.drop_columns("reason"), split / "00001.parquet")
    with pytest.raises(TablesError, match=r"rejects: its parts differ in their columns; run: dateline preprocess"):
        read_set(tmp_path)


def test_a_folder_without_parts_is_an_absent_table(split: Path, tmp_path: Path) -> None:
    for part in split.iterdir():
        part.unlink()
    with pytest.raises(TablesAbsentError, match=r"rejects\.parquet is absent"):
        read_set(tmp_path)


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


@pytest.mark.parametrize("name", [name for name in TABLES if name not in (SPEAKERS, *LATER)])
def test_a_table_that_is_absent_is_named(tmp_path: Path, name: str) -> None:
    (write(tmp_path, 1) / f"{name}.parquet").unlink()
    remedy = f"run: dateline preprocess INPUT --tables {tmp_path}"
    with pytest.raises(TablesAbsentError, match=rf"{name}\.parquet is absent; {remedy}$"):
        read_set(tmp_path)


def test_a_set_without_speakers_has_those_that_its_quotes_name(tmp_path: Path) -> None:
    said = make.quote("a", [(0, 9)], "It is so.", actor_id="lavrov", speaker="Lavrov", speaker_start=10, speaker_end=16)
    tables = make.tables(quotes=[said, make.quote("a", [(20, 29)], "It is not")])
    write_set(tmp_path, tables, {})
    (find_root(tmp_path) / "speakers.parquet").unlink()
    assert read_set(tmp_path).tables["speakers"].to_pylist() == [
        {"quote_id": said["quote_id"], "actor_id": "lavrov", "start": 10, "end": 16}
    ]


@pytest.mark.parametrize("name", LATER)
def test_a_set_that_is_older_than_a_table_has_no_row_of_it(tmp_path: Path, name: str) -> None:
    (write(tmp_path, 1) / f"{name}.parquet").unlink()
    assert read_set(tmp_path).tables[name].equals(TABLES[name].schema.empty_table())
    assert name not in {each for part in read_parts(find_root(tmp_path)) for each in part}


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
