"""Commands of Dateline that a page waits for, each in a process of its own: one that hangs, or fills the memory, ends
alone."""

import subprocess
import sys

from dashboard.errors import InputError


def run_command(*arguments: str, seconds: float, late: str) -> subprocess.CompletedProcess[str]:
    """A command that has ended, with what it wrote; raises InputError with `late` where it takes longer than that."""
    command = [sys.executable, "-m", "dashboard", *arguments]
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired as error:
        raise InputError(late) from error


def explain_end(said: str, code: int) -> str:
    """Why a command of Dateline failed: the one line that it wrote; of a fault of Dateline its last line, named so."""
    last = said.strip().rpartition("\n")[2]
    if last.startswith("dateline: "):
        return last.removeprefix("dateline: ")
    return f"this is a fault of Dateline ({last or f'the process ended with {code}'}); whoever runs it may report it"
