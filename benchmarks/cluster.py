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

# Seconds until a scheduler must have said its address, and until its workers must be ready.
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
    """A scheduler with so many workers of one thread each, all ready; they end with the context."""
    from distributed import Client  # not at the top: it may not be installed

    with TemporaryDirectory() as name:
        file = Path(name) / "scheduler.json"
        alike = ["--no-dashboard", "--scheduler-file", str(file)]
        python = [sys.executable, "-m"]
        scheduler = [*python, "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", *alike]
        worker = [*python, "distributed.cli.dask_worker", "--nthreads", "1", *alike]
        started = [
            subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=name)
            for command in (scheduler, *[worker] * workers)
        ]
        try:
            deadline = time.monotonic() + PATIENCE
            while not file.exists() and time.monotonic() < deadline:
                time.sleep(0.1)
            address = json.loads(file.read_text())["address"]
            with Client(address) as client:  # type: ignore[no-untyped-call]
                client.wait_for_workers(workers, timeout=PATIENCE)
            yield Cluster(address, tuple(each.pid for each in started[1:]))
        finally:
            for process in started:
                process.terminate()
            for process in started:
                process.wait()
