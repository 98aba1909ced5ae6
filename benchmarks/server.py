"""A server of the dashboard on a folder of tables, as `streamlit run` starts it, and the memory that it takes."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

from benchmarks.processes import processor_seconds
from dashboard import settings
from dashboard.tables.sets import find_root, read_manifest

# Seconds until a server must have answered.
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Memory:
    """What a process has in memory, in MB: pages of its own, pages of files that are mapped, and the peak of both.

    Pages of files are shared by all processes that map them, and the system may drop them at any time.
    """

    own: float
    of_files: float
    peak: float


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its address, which ends with "/", and its process."""

    address: str
    pid: int

    def memory(self) -> Memory:
        """What it has in memory now."""
        return read_memory(self.pid)

    def processor_seconds(self) -> float:
        """The seconds that the processor has spent on it so far."""
        return processor_seconds([self.pid])


@contextmanager
def start_server(tables: Path, *options: str, corrections: str = "off") -> Iterator[Server]:
    """A server that shows these tables to this machine and answers; it ends with the context.

    `options` are further ones of `streamlit run`. Raises TablesAbsentError where there are no tables, RuntimeError with
    the server's last words if it does not start.
    """
    read_manifest(find_root(tables))
    port = find_port()
    command = [
        sys.executable, "-m", "streamlit", "run", f"--server.port={port}", "--client.showErrorDetails=full", *options,
    ]  # fmt: skip
    environment = {**os.environ, "DATELINE_TABLES": str(tables.absolute()), "DATELINE_CORRECTIONS": corrections}
    with TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                command, cwd=settings.CHECKOUT, env=environment, stdout=out, stderr=subprocess.STDOUT
            )
        try:
            address = f"http://localhost:{port}/"
            _wait(f"{address}_stcore/health", process, log)
            yield Server(address, process.pid)
        finally:
            process.terminate()
            process.wait()


def find_port() -> int:
    """A port of this machine on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def read_memory(pid: int) -> Memory:
    """What a process has in memory now."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    said = {name: value for name, _, value in (line.partition(":") for line in lines)}
    own, of_files, peak = (int(said[name].split()[0]) / 1024 for name in ("RssAnon", "RssFile", "VmHWM"))
    return Memory(own, of_files, peak)


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(address, timeout=5):
                return
        except OSError:  # no answer yet, or none in time
            time.sleep(0.1)
    raise RuntimeError(f"no answer from {address} within {PATIENCE:.0f} s: {log.read_text()[-500:]}")
