"""Closed and full outputs, and Ctrl-C: one line at most, and no traceback."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks.processes import list_children

DATELINE = (sys.executable, "-m", "dashboard")


def test_a_reader_that_goes_away_is_no_fault() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with subprocess.Popen([*DATELINE, "--help"], stdout=writing, stderr=subprocess.PIPE, text=True) as ran:
        os.close(writing)
        assert ran.communicate(timeout=60)[1] == ""


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="this machine has no device that is always full")
def test_an_output_that_is_full_is_one_line() -> None:
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run([*DATELINE, "--help"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ran.returncode == 2
    assert ran.stderr.startswith("dateline: what it says cannot be written (No space left on device)")
    assert ran.stderr.count("\n") == 1


def test_an_output_that_is_closed_is_no_fault() -> None:
    ran = subprocess.run(
        ["sh", "-c", '"$@" >&-', "sh", *DATELINE, "--help"], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")


@contextmanager
def run_with_workers(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A run whose two workers are being started, in a group of its own, to which a terminal's Ctrl-C goes."""
    for number in range(80):
        text = f"Storm {number}\n\nA storm closed the port of Beirut for {number} days, the mayor of Tyre said. "
        (folder / f"{number}.txt").write_text(text * 30)
    command = [*DATELINE, "preprocess", str(folder), "--tables", str(folder / "tables"), "--workers", "2"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as ran:
        deadline = time.monotonic() + 60
        while len(list_children(ran.pid)) < 3 and time.monotonic() < deadline:
            time.sleep(0.05)
        yield ran


@pytest.mark.model
def test_ctrl_c_is_one_line_with_workers_too(tmp_path: Path) -> None:
    with run_with_workers(tmp_path) as ran:
        time.sleep(1)
        os.killpg(ran.pid, signal.SIGINT)
        said = ran.communicate(timeout=60)[1]
    assert ran.returncode == 130
    assert said == "dateline: stopped by Ctrl-C; what was finished stays, and the same command goes on\n"


@pytest.mark.model
def test_a_run_that_is_killed_leaves_no_worker(tmp_path: Path) -> None:
    with run_with_workers(tmp_path) as ran:
        ran.kill()
        ran.communicate(timeout=60)  # its workers have the other end of this pipe, which closes with the last of them
