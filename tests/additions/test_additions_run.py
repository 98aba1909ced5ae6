"""The run that reads additions: what it says of itself, who waits for whom, and how its end is seen."""

import errno
import fcntl
import os
import time
from pathlib import Path

import pytest

from dashboard.additions import run as runs
from dashboard.additions.folder import ADDED
from dashboard.additions.run import (
    ENDED,
    JOINING,
    LONGEST_START,
    READING,
    RUNNING,
    STARTING,
    STATE,
    WAITING,
    Reporter,
    Run,
    in_line,
    read_run,
    start_run,
)


def lock(path: Path) -> int:
    """A handle that locks a file, as another process does."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT)
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return handle


def test_where_nothing_was_ever_added_there_is_no_run(tmp_path: Path) -> None:
    assert read_run(tmp_path) == (None, False)


@pytest.mark.parametrize("written", ["", "{}", "[1]", '{"step": "x", "notes": null}'])
def test_a_state_that_cannot_be_read_is_none(tmp_path: Path, written: str) -> None:
    (tmp_path / ADDED).mkdir()
    (tmp_path / ADDED / STATE).write_text(written)
    assert read_run(tmp_path) == (None, False)


def test_a_run_says_how_far_it_is(tmp_path: Path) -> None:
    with in_line(tmp_path) as is_first:
        assert is_first
        reporter = Reporter(tmp_path)
        reporter.say(expected=2)
        run, is_alive = read_run(tmp_path)
        assert run and (run.step, run.done, run.expected, is_alive) == (READING, 0, 2, True)
        reporter.count()
        reporter.count()
        run, is_alive = read_run(tmp_path)
        assert run and (run.step, run.done, is_alive) == (JOINING, 2, True)
        reporter.say(step=ENDED, new=2)
        assert read_run(tmp_path)[1], "the process has not ended"
    run, is_alive = read_run(tmp_path)
    assert run and run.has_ended and (run.new, is_alive) == (2, False)
    assert [each.name for each in (tmp_path / ADDED).iterdir() if each.name.startswith(f"{STATE}.")] == []


def test_on_a_disk_without_locks_a_run_begins_and_fails_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(handle: int, how: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with in_line(tmp_path) as is_first:
        assert is_first, "no other run was seen"
        Reporter(tmp_path).say(error="the folder cannot be locked")
    assert read_run(tmp_path)[1] is False


def test_reports_are_bounded_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ADDED).mkdir()
    reporter = Reporter(tmp_path)
    written: list[Run] = []
    monkeypatch.setattr(runs, "_write_run", lambda path, run: written.append(run))
    for _ in range(1_000):
        reporter.count()
    assert len(written) < 10 and reporter.run.done == 1_000


def test_a_run_that_was_killed_has_not_ended_and_does_not_live(tmp_path: Path) -> None:
    with in_line(tmp_path):
        Reporter(tmp_path)
    run, is_alive = read_run(tmp_path)
    assert run and not run.has_ended and not is_alive


def test_one_run_that_waits_is_enough(tmp_path: Path) -> None:
    (tmp_path / ADDED).mkdir()
    waiting = lock(tmp_path / ADDED / WAITING)
    with in_line(tmp_path) as is_first:
        assert not is_first
    os.close(waiting)
    with in_line(tmp_path) as is_first:
        assert is_first
        os.close(lock(tmp_path / ADDED / WAITING))  # who comes now waits for a run of its own
        with pytest.raises(BlockingIOError):
            lock(tmp_path / ADDED / RUNNING)


def test_a_run_is_a_process_of_its_own_and_one_that_works_keeps_its_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []

    class Process:
        def __init__(self, command: list[str], **options: object) -> None:
            commands.append(command)
            assert options["start_new_session"]

        def poll(self) -> int:
            return 0

    monkeypatch.setattr("subprocess.Popen", Process)
    start_run(tmp_path)
    assert commands[0][1:] == ["-m", "dashboard", "remake", "--tables", str(tmp_path)]
    run, is_alive = read_run(tmp_path)
    assert run and run.step == STARTING and is_alive
    later = time.time() + LONGEST_START + 1
    monkeypatch.setattr(time, "time", lambda: later)
    assert read_run(tmp_path) == (run, False), "it never began"
    working = lock(tmp_path / ADDED / RUNNING)
    (tmp_path / ADDED / STATE).write_text("of the one that works")
    start_run(tmp_path)
    assert (tmp_path / ADDED / STATE).read_text() == "of the one that works" and len(commands) == 2
    os.close(working)
