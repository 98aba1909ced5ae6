"""The tables of the sample: made where there are none or they are old, and never in place of somebody's own."""

import json
import os
import shutil
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from dashboard import settings
from dashboard.errors import TablesError
from dashboard.tables.contract import TABLES, contract_digest
from dashboard.tables.files import MANIFEST, write_set
from dashboard.tables.sample import is_stale, make_tables
from tests import rows as make


@pytest.fixture
def articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample's folder of this test: two articles of yesterday."""
    folder = tmp_path / "sample"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text("Two ferries met off Orlin, and both went on.", "utf-8")
    for path in (*folder.iterdir(), folder):
        os.utime(path, (1e9, 1e9))
    monkeypatch.setattr(settings, "SAMPLE", folder)
    return folder


def write(folder: Path, *inputs: Path, contract: str | None = None, version: str = version("dateline")) -> Path:
    made_by = {"contract": contract or contract_digest(), "annotators": {"dateline": version}}
    write_set(folder, make.tables(), {"inputs": [str(path) for path in inputs], **made_by})
    return folder


def age(folder: Path, seconds: float) -> None:
    """Let the tables be of this moment, in seconds since 1970."""
    os.utime(folder / MANIFEST, (seconds, seconds))


@pytest.mark.usefixtures("articles")
def test_where_there_are_no_tables_they_must_be_made(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert is_stale(tmp_path / "empty")
    assert is_stale(tmp_path / "nowhere")


def test_tables_that_are_newer_than_the_articles_stay(tmp_path: Path, articles: Path) -> None:
    assert not is_stale(write(tmp_path / "tables", articles))
    age(tmp_path / "tables", 1e9)
    assert not is_stale(tmp_path / "tables")


def test_tables_of_another_contract_or_version_are_old(tmp_path: Path, articles: Path) -> None:
    assert is_stale(write(tmp_path / "tables", articles, contract="another"))
    assert is_stale(write(tmp_path / "tables", articles, version="0.0.1"))
    assert not is_stale(write(tmp_path / "tables", articles))
    assert not is_stale(write(tmp_path / "tables", articles / "a.txt", contract="another"))


def test_tables_that_say_nothing_of_their_contract_are_old(tmp_path: Path, articles: Path) -> None:
    manifest = {"inputs": [str(articles)], "annotators": {"dateline": version("dateline")}}
    write_set(tmp_path, make.tables(), manifest)
    assert is_stale(tmp_path)


@pytest.mark.parametrize("change", [{"name": "tone"}, {"type": pa.int32()}, {"null": True}, {"values": ("a",)}])
def test_a_changed_column_makes_the_tables_old(
    tmp_path: Path, articles: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any]
) -> None:
    tables = write(tmp_path / "tables", articles)
    first, *others = TABLES["quotes"].columns
    for changed, is_old in ((replace(first, meaning="said otherwise"), False), (replace(first, **change), True)):
        monkeypatch.setitem(TABLES, "quotes", replace(TABLES["quotes"], columns=(changed, *others)))
        assert is_stale(tables) is is_old


def test_an_article_that_is_newer_makes_the_tables_old(tmp_path: Path, articles: Path) -> None:
    tables = write(tmp_path / "tables", articles)
    age(tables, 1e9 + 60)
    os.utime(articles / "b.txt", (1e9 + 120, 1e9 + 120))
    assert is_stale(tables)


def test_an_article_that_is_gone_makes_the_tables_old(tmp_path: Path, articles: Path) -> None:
    tables = write(tmp_path / "tables", articles)
    age(tables, 1e9 + 60)
    assert not is_stale(tables)
    (articles / "b.txt").unlink()
    assert is_stale(tables)


def test_the_same_folder_by_another_path_is_the_sample(tmp_path: Path, articles: Path) -> None:
    tables = write(tmp_path / "tables", articles / ".." / articles.name)
    age(tables, 0)
    assert is_stale(tables)


@pytest.mark.parametrize("inputs", [("mine",), ("sample", "mine"), ("sample/a.txt",), ()])
def test_tables_of_anything_else_are_never_old(tmp_path: Path, articles: Path, inputs: tuple[str, ...]) -> None:
    tables = write(tmp_path / "tables", *(articles.parent / name for name in inputs))
    age(tables, 0)
    assert not is_stale(tables)


@pytest.mark.usefixtures("articles")
def test_tables_that_do_not_say_what_they_were_made_of_stay(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text(json.dumps({"set": "x"}), "utf-8")
    assert not is_stale(tmp_path)
    (tmp_path / MANIFEST).write_text("{", "utf-8")
    with pytest.raises(TablesError, match="cannot be read"):
        is_stale(tmp_path)


def test_the_tables_of_the_sample_are_fresh(tmp_path: Path, sample_tables: Path) -> None:
    tables = Path(shutil.copytree(sample_tables, tmp_path / "tables"))
    os.utime(tables / MANIFEST)
    assert not is_stale(tables)
    age(tables, 1e9)
    assert is_stale(tables)


def test_what_went_wrong_in_a_process_of_its_own_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("DATELINE_TABLES", str(tmp_path / "file"))
    with pytest.raises(TablesError) as caught:
        make_tables()
    assert f"the tables of {settings.SAMPLE} could not be made: " in str(caught.value)
    assert f"{tmp_path / 'file'} cannot be a folder of tables" in str(caught.value)
