"""The tables of the sample: made where there are none or only theirs, and never in place of somebody's own."""

import json
from pathlib import Path

import pytest

from dashboard import settings
from dashboard.errors import TablesError
from dashboard.tables.sample import make_tables, may_be_made
from dashboard.tables.sets import MANIFEST
from tests import rows as make
from tests.sets import write_set


@pytest.fixture
def articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample's folder of this test."""
    folder = tmp_path / "sample"
    folder.mkdir()
    monkeypatch.setattr(settings, "SAMPLE", folder)
    return folder


def write(folder: Path, *inputs: Path) -> Path:
    write_set(folder, make.tables(), {"inputs": [str(path) for path in inputs]})
    return folder


@pytest.mark.usefixtures("articles")
def test_where_there_are_no_tables_they_may_be_made(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert may_be_made(tmp_path / "empty")
    assert may_be_made(tmp_path / "nowhere")


def test_tables_of_the_sample_may_be_made_again(tmp_path: Path, articles: Path) -> None:
    assert may_be_made(write(tmp_path / "tables", articles))
    assert may_be_made(write(tmp_path / "others", articles / ".." / articles.name))


@pytest.mark.parametrize("inputs", [("mine",), ("sample", "mine"), ("sample/a.txt",), ()])
def test_tables_of_anything_else_stay(tmp_path: Path, articles: Path, inputs: tuple[str, ...]) -> None:
    assert not may_be_made(write(tmp_path / "tables", *(articles.parent / name for name in inputs)))


@pytest.mark.usefixtures("articles")
def test_tables_that_do_not_say_what_they_were_made_of_stay(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text(json.dumps({"set": "x"}), "utf-8")
    assert not may_be_made(tmp_path)
    (tmp_path / MANIFEST).write_text("{", "utf-8")
    with pytest.raises(TablesError, match="cannot be read"):
        may_be_made(tmp_path)


def test_what_went_wrong_in_a_process_of_its_own_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("DATELINE_TABLES", str(tmp_path / "file"))
    with pytest.raises(TablesError) as caught:
        make_tables()
    assert f"the tables of {settings.SAMPLE} could not be made: " in str(caught.value)
    assert f"{tmp_path / 'file'} cannot be a folder of tables" in str(caught.value)
