"""Whether a run may meet a disk that takes no more: full, filled meanwhile, read-only, or no larger files allowed.

    python -m benchmarks.attack.disks [--count 40] [--seed 0]

Each trial has a whole set, a new article, and a disk of its own in memory (`unshare` and `mount`; where this machine
allows no mounts, only the size of files is limited). The run must end well or with one line and exit code 2, without a
traceback, and leave a whole set. When there is room again, the next run must go well and its set hold all articles.
A pipeline of rules stands in for the model, so that most of a run is writing.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.memory import write_rules
from benchmarks.processes import PREPROCESS
from benchmarks.reader import look
from benchmarks.report import write_table
from dashboard import settings
from dashboard.tables.sets import read_manifest

# Set in the process that may mount disks.
MAY_MOUNT = "DATELINE_ATTACK_MOUNTS"
NAMESPACE = ("unshare", "--map-root-user", "--mount")

# Bytes of a disk with room for everything, and seconds that a run takes at the most.
ROOM, LONGEST = 64_000_000, 120


def main(arguments: Sequence[str] | None = None) -> int:
    """Try, and print what came out; 1 if a trial failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    if MAY_MOUNT not in os.environ and may_mount():
        again = [*NAMESPACE, sys.executable, "-m", "benchmarks.attack.disks", f"--count={options.count}"]
        return subprocess.run(
            [*again, f"--seed={options.seed}"], env=os.environ | {MAY_MOUNT: "1"}, check=False
        ).returncode
    kinds = [*TRIALS] if MAY_MOUNT in os.environ else ["file size"]
    tried, ended, failed = Counter[str](), Counter[tuple[str, int]](), Counter[str]()
    with TemporaryDirectory() as folder:
        trials = Trials(Path(folder))
        for number in range(options.count):
            kind = kinds[number % len(kinds)]
            code, faults = trials.run(kind, random.Random(f"{options.seed}-{number}"))
            tried[kind] += 1
            ended[kind, code] += 1
            failed[kind] += bool(faults)
            for fault in faults:
                print(f"trial {number} of seed {options.seed} ({kind}): {fault}")
    rows = [(kind, tried[kind], ended[kind, 0], ended[kind, 2], failed[kind]) for kind in kinds]
    print(write_table(("disk", "tried", "ended well", "ended with a line", "failed"), rows))
    return int(failed.total() > 0)


def may_mount() -> bool:
    """Whether this machine lets a process mount disks that only it sees."""
    if shutil.which(NAMESPACE[0]) is None:
        return False
    command = [*NAMESPACE, "sh", "-c", "mount -t tmpfs tmpfs /mnt"]
    return not subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode


class Trials:
    """Runs over the sample articles and one more, each on a disk with the set of the sample articles."""

    def __init__(self, folder: Path) -> None:
        self._news, self._base, self.disk = folder / "news", folder / "base", folder / "disk"
        self.tables = self.disk / "tables"
        self.disk.mkdir()
        shutil.copytree(settings.SAMPLE, self._news)
        os.environ["DATELINE_MODEL"] = str(write_rules(folder / "rules"))
        code, said = self.preprocess(self._base)
        assert code == 0, said
        self._before = read_manifest(self._base)["set"]

    def run(self, kind: str, rng: random.Random) -> tuple[int, list[str]]:
        """How the run ended on a disk of this kind, and what was wrong."""
        text = (
            f"Storm {rng.random()}\n\nA storm closed the port of Beirut for {rng.randint(2, 99)} days, the mayor said."
        )
        (self._news / "storm.txt").write_text(text, "utf-8")
        if MAY_MOUNT in os.environ:
            self.mount("tmpfs", "-t", "tmpfs", "-o", f"size={ROOM}")
        try:
            shutil.copytree(self._base, self.tables, symlinks=True)
            code, said = TRIALS[kind](self, rng)
            faults = list(self._find_faults(code, said))
            (self.disk / "filler").unlink(missing_ok=True)
            code_after, said = self.preprocess(self.tables)
            articles = read_manifest(self.tables)["counts"]["articles"]
            if code_after or articles != len([*self._news.iterdir()]):
                faults.append(f"the next run ended with {code_after}, its set has {articles} articles: {said}")
        finally:
            if MAY_MOUNT in os.environ:
                subprocess.run(["umount", str(self.disk)], check=True)
            else:
                shutil.rmtree(self.tables)
        return code, faults

    def _find_faults(self, code: int, said: str) -> list[str]:
        faults = []
        lines = [line for line in said.splitlines() if line.startswith("dateline: ")]
        if "Traceback" in said or code not in (0, 2) or (code == 2 and len(lines) != 1):
            faults.append(f"ended with {code}: {said}")
        if (met := look(self.tables)) != "whole":
            faults.append(f"the set is {met} afterwards")
        if code and read_manifest(self.tables)["set"] != self._before:
            faults.append("another set is shown")
        return faults

    def preprocess(
        self, tables: Path, limit: int | None = None, meanwhile: Callable[[], None] | None = None
    ) -> tuple[int, str]:
        """The exit code of a run, and what it says; `limit` is in bytes a file."""
        command = [*PREPROCESS, str(self._news), "--tables", str(tables), "--workers", "1"]
        limited = [] if limit is None else ["prlimit", f"--fsize={limit}"]
        # Python 3.12 would write a part of a compiled module, too, which no later process could read.
        around = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
        with subprocess.Popen([*limited, *command], stderr=subprocess.PIPE, text=True, env=around) as process:
            if meanwhile is not None:
                meanwhile()
            said = process.communicate(timeout=LONGEST)[1]
        return process.returncode, said

    def mount(self, *options: str) -> None:
        """Mount, or mount anew with these options, the disk of the trial."""
        subprocess.run(["mount", *options[1:], options[0], str(self.disk)], check=True)

    def fill(self, left: int) -> None:
        """Fill the disk but for so many bytes."""
        free = shutil.disk_usage(self.disk).free
        with (self.disk / "filler").open("wb") as filler:
            os.posix_fallocate(filler.fileno(), 0, max(1, free - left))


def meet_full(trials: Trials, rng: random.Random) -> tuple[int, str]:
    """A run on a disk with less than 5 MB left."""
    trials.fill(int(5_000_000 * rng.random() ** 2))
    return trials.preprocess(trials.tables)


def meet_filling(trials: Trials, rng: random.Random) -> tuple[int, str]:
    """A run whose disk another program fills meanwhile, but for less than 200 KB."""
    wait, left = 1 + 4 * rng.random(), int(200_000 * rng.random() ** 2)

    def meanwhile() -> None:
        time.sleep(wait)
        trials.fill(left)

    return trials.preprocess(trials.tables, meanwhile=meanwhile)


def meet_read_only(trials: Trials, rng: random.Random) -> tuple[int, str]:
    """A run on a disk that may only be read."""
    trials.mount("tmpfs", "-o", "remount,ro")
    try:
        return trials.preprocess(trials.tables)
    finally:
        trials.mount("tmpfs", "-o", "remount,rw")


def meet_limit(trials: Trials, rng: random.Random) -> tuple[int, str]:
    """A run that may write no file of more than so many bytes, fewer than 5 million."""
    return trials.preprocess(trials.tables, limit=int(5_000_000 * rng.random() ** 2))


TRIALS: dict[str, Callable[[Trials, random.Random], tuple[int, str]]] = {
    "full": meet_full,
    "filled meanwhile": meet_filling,
    "read-only": meet_read_only,
    "file size": meet_limit,
}


if __name__ == "__main__":
    sys.exit(main())
