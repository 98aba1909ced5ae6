"""Runs commands and measures them: seconds, processor seconds, and the peak memory of each process. Linux only."""

import os
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

PREPROCESS = (sys.executable, "-m", "dashboard", "preprocess")

# Seconds between two looks at the memory of the processes. What is read is the highest so far, so only the last look
# before a process ends matters.
LOOK = 0.1

# In Linux, the clock of the processor time of process `pid` is `~pid << 3 | 2`; see clock_getcpuclockid(3).
PROCESSOR_CLOCK = 2


@dataclass(frozen=True, slots=True)
class Measured:
    """What a command took. Seconds of the processor are of the command and all that it started; memory is in MB."""

    seconds: float
    processor_seconds: float
    parent_memory: float
    worker_memory: float  # of the largest process that it started


def measure(command: Sequence[object]) -> Measured:
    """Run a command to its end; RuntimeError with its last words if it fails."""
    began = time.monotonic()
    with subprocess.Popen(
        [str(each) for each in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        peaks: dict[int, float] = {}
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            for each in (process.pid, *list_children(process.pid)):
                peaks[each] = max(peaks.get(each, 0.0), _peak(each))
            time.sleep(LOOK)
        seconds = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.stderr is not None
        said = process.stderr.read().decode(errors="replace")
    if process.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))} ended with {process.returncode}: {said.strip()[-500:]}")
    parent = peaks.pop(process.pid, 0.0)
    return Measured(seconds, usage.ru_utime + usage.ru_stime, parent, max(peaks.values(), default=0.0))


def list_children(pid: int) -> list[int]:
    """The processes that a process started and that still run, and theirs."""
    found = []
    for file in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [int(each) for each in file.read_text().split()]
        except OSError:
            continue
    return [*found, *(below for each in found for below in list_children(each))]


def processor_seconds(pids: Iterable[int]) -> float:
    """The seconds that the processor has spent on these processes so far, to the microsecond."""
    return sum(time.clock_gettime((~pid << 3) | PROCESSOR_CLOCK) for pid in pids)


def _peak(pid: int) -> float:
    """The most memory that a process has had, in MB; 0 if it has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    lines = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(lines[0].split()[1]) / 1024 if lines else 0.0
