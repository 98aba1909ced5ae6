"""The digest of a run: it is made once a set, and whatever fails in it costs no run."""

import sys
from pathlib import Path

import pytest

from dashboard import __main__ as command
from dashboard import store
from dashboard.digests.files import FEED, html_path
from dashboard.tables.sets import find_root
from dashboard.watches.log import FILE


def test_a_run_makes_the_digest_of_a_set_once(folder: Path) -> None:
    said: list[str] = []
    command._make_digest(folder, said.append)
    path = html_path(folder, find_root(folder).name)
    assert said == [f"2 of 3 watches fired (Homs, Denials): {path}"] and path.exists() and (folder / FEED).exists()
    command._make_digest(folder, said.append)
    assert len(said) == 1


def test_without_watches_nothing_is_said_or_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / FILE).unlink()
    monkeypatch.setattr(store, "open_store", None)
    said: list[str] = []
    command._make_digest(folder, said.append)
    assert said == []


def test_a_failure_is_one_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(folder: Path) -> None:
        raise KeyError("a fault of the program")

    monkeypatch.setattr(store, "open_store", fail)
    said: list[str] = []
    command._make_digest(folder, said.append)
    [line] = said
    assert line.startswith("The tables are made, but not the digest of the watches ('a fault of the program')")
    (folder / "digests").write_text("a file in the way")
    monkeypatch.undo()
    command._make_digest(folder, said.append)
    assert "not the digest" in said[1]


def test_the_command_makes_it_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said: list[str] = []
    monkeypatch.setattr(command, "_say", said.append)
    monkeypatch.setattr(sys, "argv", ["dateline", "digest", "--tables", str(folder)])
    for _ in range(2):
        with pytest.raises(SystemExit) as ended:
            command.main()
        assert not ended.value.code
    assert [each.startswith("2 of 3 watches fired") for each in said] == [True, True]
