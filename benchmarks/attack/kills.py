"""Whether a run may be killed at any time: `kill -9` of `dateline preprocess`, beside a reader of the set.

    python -m benchmarks.attack.kills [--count 100] [--seed 0] [--aim-from 1] [--pipeline rules|model] [--minutes 60]

Of the kills, every fifth is aimed, the others are random. Random kills come at points of time that are spread over
what a run does after it was started and has imported its modules. An aimed kill comes right after a file has appeared
or was replaced in the folder of tables; the aims are spread over all such changes of a run, or over those from
`--aim-from` on. The reader opens the set in a loop. Each run has an article that no run before it has read, and makes a
new set. After each kill another run must go well, and its set must hold all articles. A pipeline of rules stands in for
the model, unless it is asked for: then most of a run is writing. After so many minutes no further kill is begun.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.memory import write_rules
from benchmarks.processes import PREPROCESS
from benchmarks.report import describe_machine, write_table
from dashboard import settings
from dashboard.errors import TablesError
from dashboard.tables.files import read_set
from dashboard.tables.sets import read_manifest

# When to kill a run: its folder of tables, and a function that says whether it has ended -> nothing, at that time.
type Wait = Callable[[Path, Callable[[], bool]], None]

HALF, NONE, FAILED, KILLED = "half sets", "times without a set", "next runs that failed", "killed while it ran"
TRIED = "tried"


def main(arguments: Sequence[str] | None = None) -> int:
    """Kill, read, and print; 1 if a reader met half a set or none, or a next run failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--aim-from", type=int, default=1)
    parser.add_argument("--pipeline", choices=("rules", "model"), default="rules")
    parser.add_argument("--minutes", type=float, default=60)
    options = parser.parse_args(arguments)
    until = time.monotonic() + 60 * options.minutes
    rng = random.Random(options.seed)
    aims = options.count // 5
    with TemporaryDirectory() as folder:
        if options.pipeline == "rules":
            os.environ["DATELINE_MODEL"] = str(write_rules(Path(folder) / "rules"))
        trials = Trials(Path(folder))
        whole, working, changes = trials.time_run()
        by_chance = [wait_seconds(whole - working * rng.random()) for _ in range(options.count - aims)]
        aimed = [wait_changes(number) for number in spread(options.aim_from, changes, aims)]
        rows, failed = [], 0
        for name, waits in (("random", by_chance), ("aimed", aimed)):
            met = trials.kill(name, waits, until)
            failed += met[HALF] + met[NONE] + met[FAILED]
            rows.append((name, met[TRIED], *(met[each] for each in (KILLED, HALF, NONE, FAILED)), met["whole"]))
    print(write_table(("kills", TRIED, KILLED, HALF, NONE, FAILED, "whole sets read"), rows))
    print(f"\nA run took {whole:.1f} s, of which {working:.1f} s after its start, and made {changes} changes of files.")
    print(describe_machine())
    return int(failed > 0)


class Trials:
    """Runs over the sample articles and one more, in a folder; each kill is followed by a run that is left alone."""

    def __init__(self, folder: Path) -> None:
        self._news, self._tables = folder / "news", folder / "tables"
        self._written = 0
        shutil.copytree(settings.SAMPLE, self._news)
        self._run_whole()

    def time_run(self) -> tuple[float, float, int]:
        """Seconds of a whole run with a new article, those that it counts itself, after its start, and how many
        changes it makes in the folder of tables."""
        self._write_article()
        began = time.monotonic()
        process = self._start()
        changes = count_changes(self._tables, lambda: process.poll() is not None)
        process.communicate()
        return time.monotonic() - began, float(read_manifest(self._tables)["seconds"]), changes

    def kill(self, name: str, waits: list[Wait], until: float) -> Counter[str]:
        """What a reader met and what failed, over a killed run for each of these that begins until a moment."""
        met: Counter[str] = Counter()
        for number, wait in enumerate(waits):
            if time.monotonic() > until:
                break
            met[TRIED] += 1
            self._write_article()
            with _reading(self._tables, met):
                met[KILLED] += self._run_killed(wait)
                met[FAILED] += not self._run_whole()
            print(f"{name} {number + 1}: {dict(met)}", file=sys.stderr)
        met[HALF], met[NONE] = met["half"], met["none"]
        return met

    def _write_article(self) -> None:
        """One article in place of the last one, which no run has read."""
        self._written += 1
        text = f"Storm {self._written}\n\nA storm closed the port of Beirut for {self._written} days, the mayor said."
        (self._news / "storm.txt").write_text(text, "utf-8")

    def _run_killed(self, wait: Wait) -> bool:
        """Whether the run was killed before its end."""
        process = self._start()
        wait(self._tables, lambda: process.poll() is not None)
        was_running = process.poll() is None
        process.kill()
        process.communicate()
        _end_group(process.pid)
        return was_running

    def _run_whole(self) -> bool:
        """Whether a run that is left alone goes well, and its set holds all articles."""
        process = self._start()
        said = process.communicate()[1]
        articles = len([*self._news.iterdir()])
        try:
            is_good = not process.returncode and read_set(self._tables).tables["articles"].num_rows == articles
        except TablesError:
            is_good = False
        if not is_good:
            print(said.decode(errors="replace")[-2000:], file=sys.stderr)
        return is_good

    def _start(self) -> subprocess.Popen[bytes]:
        command = [*PREPROCESS, str(self._news), "--tables", str(self._tables), "--workers", "1"]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)


def wait_seconds(seconds: float) -> Wait:
    """Until so many seconds have passed since the start."""

    def wait(tables: Path, has_ended: Callable[[], bool]) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not has_ended():
            time.sleep(0.001)

    return wait


def wait_changes(number: int) -> Wait:
    """Until so many files and folders have appeared in the folder of tables, or were replaced there."""

    def wait(tables: Path, has_ended: Callable[[], bool]) -> None:
        count_changes(tables, has_ended, number)

    return wait


def count_changes(tables: Path, has_ended: Callable[[], bool], most: int = sys.maxsize) -> int:
    """How many files and folders appear or are replaced below `tables`, until the run has ended or `most` have."""
    seen = list_entries(tables)
    changes = 0
    while changes < most and not has_ended():
        now = list_entries(tables)
        changes += len(now - seen)
        seen |= now
    return changes


def spread(first: int, last: int, number: int) -> list[int]:
    """So many whole numbers, or as many as there are, spread evenly from `first` to `last`."""
    there = last - first + 1
    number = max(0, min(number, there))
    return [first + index * there // number for index in range(number)]


def list_entries(folder: Path) -> set[tuple[str, int]]:
    """Path and inode of everything below a folder."""
    found: set[tuple[str, int]] = set()
    waiting = [str(folder)]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    found.add((entry.path, entry.inode()))
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
        except OSError:
            continue
    return found


@contextmanager
def _reading(tables: Path, met: Counter[str]) -> Iterator[None]:
    """A reader in a process of its own, from before the context until after it; what it met is added to `met`."""
    command = [sys.executable, "-m", "benchmarks.reader", str(tables)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as reader:
        yield
        said, _ = reader.communicate()
    met.update(json.loads(said))


def _end_group(group: int) -> None:
    """End what the killed process has left running."""
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


if __name__ == "__main__":
    sys.exit(main())
