"""Whether corrections are lost or doubled: many who save at once, most of them killed, on a disk that is too small.

    python -m benchmarks.attack.writers [--count 10] [--writers 100] [--killed 60] [--seed 0]

In each trial, every writer saves one correction of its own after the other, and tells the ids that it was told are
saved; and all try to save one that is the same for all. At random moments some writers are killed. In every second
trial a file may not grow beyond some size, as on a full disk. What was told as saved must be in the file once, what
was not told may be there once for each killed writer, the common one once at the most, and every line must be one that
can be read, but for one cut short for each killed writer.
"""

import argparse
import os
import random
import resource
import select
import signal
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.report import write_table
from dashboard.corrections.log import FILE, read_log, save
from dashboard.corrections.record import Correction
from dashboard.errors import CorrectionError

# Seconds that a trial takes, and bytes of the file in trials with a small disk: of about these, a line has 200.
SECONDS = 2.0
SMALL = (2_000, 60_000)

COMMON = Correction("hide", who="All", why="the same for all", actor="common")


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of one trial: corrections that were told as saved, refusals, and faults in words."""

    told: int
    refused: int
    faults: list[str]


def main(arguments: Sequence[str] | None = None) -> int:
    """Save, kill, and print what came out; 1 if anything was lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10)
    parser.add_argument("--writers", type=int, default=100)
    parser.add_argument("--killed", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    rows, failed = [], 0
    for number in range(options.count):
        rng = random.Random(f"{options.seed}-{number}")
        most = rng.randint(*SMALL) if number % 2 else None
        with TemporaryDirectory() as folder:
            trial = run_trial(Path(folder), options.writers, options.killed, options.seconds, most, rng)
        for fault in trial.faults:
            print(f"trial {number} of seed {options.seed}: {fault}")
        failed += bool(trial.faults)
        rows.append((number, "none" if most is None else most, trial.told, trial.refused, len(trial.faults)))
    print(write_table(("trial", "bytes allowed", "told as saved", "refused", "faults"), rows))
    return int(failed > 0)


def run_trial(folder: Path, writers: int, killed: int, seconds: float, most: int | None, rng: random.Random) -> Trial:
    """Let so many writers save for some seconds, kill some, and compare the file with what they were told."""
    doomed = set(rng.sample(range(writers), killed))
    ends = sorted((seconds * rng.random(), writer) for writer in doomed)
    pids, pipes = {}, {}
    began = time.monotonic()
    for writer in range(writers):
        pipes[writer], writing = os.pipe()
        pids[writer] = os.fork()
        if not pids[writer]:
            _write(folder, writer, writing, began + seconds, most)
        os.close(writing)
    said = dict.fromkeys(pipes, b"")
    while pipes:
        while ends and time.monotonic() - began >= ends[0][0]:
            os.kill(pids[ends.pop(0)[1]], signal.SIGKILL)
        for pipe in select.select([*pipes.values()], [], [], 0.01)[0]:
            writer = next(each for each, its in pipes.items() if its == pipe)
            if read := os.read(pipe, 65_536):
                said[writer] += read
            else:
                os.close(pipes.pop(writer))
    for pid in pids.values():
        os.waitpid(pid, 0)
    return _compare(folder, {writer: _lines(each) for writer, each in said.items()}, doomed)


def _write(folder: Path, writer: int, pipe: int, until: float, most: int | None) -> None:
    """Save until a moment, telling each id in one piece; never comes back."""
    if most is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    number = 0
    while time.monotonic() < until:
        number += 1
        proposed = (
            COMMON if number == 2 else Correction("hide", who=str(writer), why="x" * 99, actor=f"{writer}-{number}")
        )
        try:
            told = save(folder, proposed).id
        except CorrectionError as error:
            told = "-" if "said the same" in str(error) or "nothing was saved" in str(error) else f"?{error}"
            time.sleep(0.01)
        os.write(pipe, f"{told}\n".encode())
    os._exit(0)


def _lines(said: bytes) -> list[str]:
    """What a writer told; a last line that it was killed in does not count."""
    return said.decode().split("\n")[:-1]


def _compare(folder: Path, told: dict[int, list[str]], doomed: set[int]) -> Trial:
    log = read_log(folder)
    found = Counter(each.id for each in log.corrections)
    saved = [each for lines in told.values() for each in lines if each[0] not in "-?"]
    faults = [f"{writer} met {each[1:]}" for writer, lines in told.items() for each in lines if each[0] == "?"]
    faults += [f"{each} was told as saved and is lost" for each in saved if each not in found]
    untold = Counter(each.who for each in log.corrections if each.id not in {*saved})
    faults += [
        f"{who} has {count} corrections that nobody was told of"
        for who, count in untold.items()
        if count > 1 or (who != COMMON.who and int(who) not in doomed)
    ]
    faults += [
        f"{actor} is there {count} times"
        for actor, count in Counter(each.actor for each in log.corrections).items()
        if count > 1
    ]
    if log.ignored > len(doomed) or any("cut short" not in each for each in log.problems):
        faults.append(log.note)
    if (folder / FILE).exists() and len({each.id for each in log.corrections}) + log.ignored != log.lines:
        faults.append(f"{log.lines} lines hold {len(log.corrections)} corrections")
    refused = sum(each == "-" for lines in told.values() for each in lines)
    return Trial(len(saved), refused, faults)


if __name__ == "__main__":
    sys.exit(main())
