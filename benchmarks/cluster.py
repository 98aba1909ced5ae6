"""A Dask cluster on this machine: a scheduler and workers as processes of their own."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.processes import PREPROCESS, list_children, processor_seconds

# Seconds until a scheduler must have said its address.
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where the scheduler listens, and its worker processes."""

    address: str
    nannies: tuple[int, ...]

    def processor_seconds(self) -> float:
        """What the workers have taken so far."""
        return processor_seconds([*self.nannies, *(child for each in self.nannies for child in list_children(each))])


def find_obstacle() -> str:
    """Why no run on a cluster can be measured; "" if one can."""
    if find_spec("distributed") is None:
        return "dask.distributed is not installed"
    shown = subprocess.run([*PREPROCESS, "--help"], capture_output=True, text=True, check=True).stdout
    return "" if "--cluster" in shown else "preprocess has no option --cluster"


@contextmanager
def start_cluster(workers: int) -> Iterator[Cluster]:
    """A scheduler with so many workers of one thread each; they end with the context."""
    with TemporaryDirectory() as name:
        file = Path(name) / "scheduler.json"
        dask = [sys.executable, "-m", "distributed.cli"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": name}
        commands = [
            [f"{dask[0]}", "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0",
             "--no-dashboard", "--scheduler-file", str(file)],
            *[[f"{dask[0]}", "-m", "distributed.cli.dask_worker", "--nthreads", "1", "--no-dashboard",
               "--scheduler-file", str(file)]] * workers,
        ]  # fmt: skip
        started = [subprocess.Popen(command, **quiet) for command in commands]  # type: ignore[call-overload]
        try:
            deadline = time.monotonic() + PATIENCE
            while not file.exists() and time.monotonic() < deadline:
                time.sleep(0.1)
            yield Cluster(json.loads(file.read_text())["address"], tuple(each.pid for each in started[1:]))
        finally:
            for process in started:
                process.terminate()
            for process in started:
                process.wait()
