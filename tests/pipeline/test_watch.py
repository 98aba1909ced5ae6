"""A watch runs when files have changed and nobody writes them, says so in one line, and stops when it is told to."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from dashboard.errors import InputError
from dashboard.pipeline import watch as watches
from dashboard.pipeline.corpus import Summary
from dashboard.pipeline.watch import PATIENCE, Watch, check_apart, list_files, watch
from dashboard.tables.files import read_set

SUMMARY = Summary(
    counts={"articles": 5}, rejects={"empty": 1, "too short": 2}, new=3, changed=1, unchanged=1, gone=4, read=4,
    seconds=1.25, geocoder=None,
)  # fmt: skip


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.txt").write_text("A")
    (folder / "deep" / "b.txt").write_text("B")
    return folder


def look(state: Watch, now: float) -> bool:
    """Whether it is time for a run, which then goes well."""
    files, _ = state.look(now)
    if files is not None:
        state.note(files)
    return files is not None


def test_files_run_once_they_are_the_same_at_two_looks(news: Path) -> None:
    state = Watch(news)
    assert [look(state, now) for now in range(4)] == [False, True, False, False]
    (news / "c.txt").write_text("C")
    assert [look(state, now) for now in range(4)] == [False, True, False, False]


def test_a_file_that_is_still_written_is_waited_for_however_long(news: Path) -> None:
    state = Watch(news)
    assert [look(state, now) for now in (0, 1)] == [False, True]
    with (news / "c.txt").open("w") as file:
        for now in (10, 20, 50, 100, 1000):
            print("more", file=file, flush=True)
            found, why = state.look(now)
            assert found is None
            assert why == ("" if now == 10 else f"waiting for {news / 'c.txt'}, which is still being written")
    assert look(state, 1001)


def test_a_trickle_of_whole_files_holds_a_run_up_for_a_while_only(news: Path) -> None:
    state = Watch(news)
    ran = []
    for number in range(10):
        (news / f"{number}.txt").write_text("whole")
        ran.append(look(state, number * PATIENCE / 3))
    assert ran == [False, False, False, True] * 2 + [False, False]


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "a.txt").unlink(),
        lambda folder: (folder / "a.txt").rename(folder / "z.txt"),
        lambda folder: os.utime(folder / "deep" / "b.txt", (1, 1)),
    ],
    ids=["gone", "renamed", "touched"],
)
def test_every_change_is_seen(news: Path, change: Callable[[Path], None]) -> None:
    state = Watch(news)
    assert [look(state, now) for now in (0, 1)] == [False, True]
    change(news)
    assert [look(state, now) for now in (2, 3, 4)].count(True) == 1


def test_files_that_changed_during_a_run_make_another(news: Path) -> None:
    state = Watch(news)
    state.look(0)
    files, _ = state.look(1)
    assert files is not None
    (news / "late.txt").write_text("late")
    state.note(files)
    assert [look(state, now) for now in (2, 3, 4)] == [False, True, False]


def test_only_what_a_run_reads_is_listed(news: Path) -> None:
    (news / ".half.txt").write_text("half")
    (news / ".hidden").mkdir()
    (news / ".hidden" / "c.txt").write_text("C")
    (news / "deep" / "up").symlink_to(news)
    (news / "lost.txt").symlink_to(news / "nowhere.txt")
    assert sorted(list_files(news)) == [str(news / "a.txt"), str(news / "deep" / "b.txt")]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere cannot be read .* give a folder of articles"):
        list_files(tmp_path / "nowhere")


@pytest.mark.parametrize("below", [".", "tables"])
def test_tables_may_not_lie_in_the_watched_folder(news: Path, below: str) -> None:
    with pytest.raises(InputError, match=r"lies in .*, which is watched"):
        check_apart(news, news / below)
    check_apart(news, news.parent / "tables")


class Stage:
    """A watch of `news` in this thread, with runs that a test writes; after the last it is told to stop."""

    def __init__(self, news: Path, *runs: Callable[[Callable[[], None]], Summary]) -> None:
        self.lines: list[str] = []
        self._runs = [*runs]
        watch(news, self._run, self.lines.append, 0.01)

    def _run(self, go_on: Callable[[], None]) -> Summary:
        run = self._runs.pop(0)
        if not self._runs:
            os.kill(os.getpid(), signal.SIGTERM)
        return run(go_on)


def succeed(go_on: Callable[[], None]) -> Summary:
    return SUMMARY


def fail(error: Exception) -> Callable[[Callable[[], None]], Summary]:
    def run(go_on: Callable[[], None]) -> Summary:
        raise error

    return run


def test_a_run_is_one_line(news: Path) -> None:
    [line, last] = Stage(news, succeed).lines
    assert line.endswith("UTC: 3 new, 1 unchanged, 1 changed, 4 gone, 3 rejected (1.2 s)")
    assert last == "stopped; the tables are those of the last run"


def test_a_failure_is_said_once_and_tried_again(news: Path) -> None:
    full = OSError(28, "No space left on device")
    held = InputError("another run holds the tables")
    lines = Stage(news, fail(held), fail(held), fail(full), succeed).lines
    assert [line.partition(";")[0] for line in lines[:2]] == [str(held), str(full)]
    assert lines[0].endswith("; trying again every 0.01 seconds")
    assert "3 new" in lines[2]
    assert len(lines) == 4


def test_a_bug_is_not_swallowed(news: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        Stage(news, fail(ZeroDivisionError()), succeed)


def test_a_signal_ends_a_run_after_the_article(news: Path) -> None:
    def read(go_on: Callable[[], None]) -> Summary:
        os.kill(os.getpid(), signal.SIGINT)
        for _ in range(500):
            go_on()
            time.sleep(0.01)  # a thread of a library may be the one that gets the signal, a little later
        return SUMMARY

    before = signal.getsignal(signal.SIGINT)
    lines = Stage(news, read, succeed).lines
    assert lines == ["stopped; the tables are those of the last run"]
    assert signal.getsignal(signal.SIGINT) is before


def list_blocked(_: int) -> set[int]:
    """The signals that do not reach the process that this is called in."""
    return {int(each) for each in signal.pthread_sigmask(signal.SIG_BLOCK, [])}


def test_an_interrupt_does_not_reach_the_workers_of_a_run(news: Path) -> None:
    blocked: list[set[int]] = []

    def start(go_on: Callable[[], None]) -> Summary:
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
            blocked.extend(pool.map(list_blocked, range(2)))
        return SUMMARY

    Stage(news, start)
    assert all(signal.SIGINT in each for each in blocked)
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


def test_a_watch_with_nothing_new_waits(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[Path] = []

    def look(folder: Path) -> watches.Files:
        looks.append(folder)
        return {}

    monkeypatch.setattr(watches, "list_files", look)
    threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGTERM)).start()
    watch(news, succeed, print, 0.1)
    assert 3 <= len(looks) <= 6


@pytest.mark.model
def test_new_files_become_articles_until_a_signal_comes(tmp_path: Path) -> None:
    news, tables = tmp_path / "news", tmp_path / "tables"
    news.mkdir()
    command = [sys.executable, "-m", "dashboard", "watch", str(news), "--tables", str(tables), "--every", "0.2"]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                               env=os.environ | {"PYTHONUNBUFFERED": "1"})  # fmt: skip
    assert running.stdout is not None
    try:
        for number in range(2):
            (news / f"{number}.txt").write_text(f"Storm {number}\n\nA storm closed the port of Beirut, {number} said.")
            line = running.stdout.readline()
            assert "1 new" in line or "2 new" in line, line
            assert read_set(tables).tables["articles"].num_rows == number + 1
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)
    finally:
        running.kill()
    assert (running.returncode, out, err) == (0, "stopped; the tables are those of the last run\n", "")
