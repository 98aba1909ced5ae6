"""Whether any file ends or holds up a run: articles in every format, broken by chance, each read as a run reads it.

    python -m benchmarks.attack.reading [--count 10000] [--seed 0] [--show NUMBER]

Every file must give an article or a reject, in 5 seconds of processor time and little memory; where the number of
records is known, each must give one of the two, unless the file as a whole is a reject. Every value must be one that a
link can hold.
`--show` writes one input into the current folder instead, so that it can be looked at.
"""

import argparse
import json
import select
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.attack.mutations import Input, make_input
from benchmarks.processes import processor_seconds

# Processor seconds after which a file is one that holds a run up, and that one of 100 kB may take. Those of the clock
# say little on a machine that does other things; without them, a file that is waited for would never be given up.
LIMIT, CLOCK_LIMIT = 30.0, 600.0
SLOW = 5.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Read, count and print; returns 1 if anything failed, else 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", type=int, metavar="NUMBER")
    options = parser.parse_args(arguments)
    if options.show is not None:
        shown = make_input(options.seed, options.show)
        Path(shown.name).write_bytes(shown.data)
        print(f"{shown.name}: {shown.how}, {shown.records} records")
        return 0
    counts, failures, slowest = Counter[str](), [], (0.0, 0)
    for number, found in read_inputs(options.seed, range(options.count)):
        counts.update({name: found.get(name, 0) for name in ("articles", "rejects")})
        slowest = max(slowest, (found.get("seconds", LIMIT), number.number))
        if fault := find_fault(number, found):
            failures.append(fault)
            print(f"input {number.number} ({number.name[-20:]}; {number.how}): {fault}")
    print(
        f"{options.count:,} inputs of seed {options.seed}: {counts['articles']:,} articles, {counts['rejects']:,}"
        f" rejects, {len(failures):,} failures; the slowest, {slowest[1]}, took {slowest[0]:.1f} s of processor time"
    )
    return int(bool(failures))


def find_fault(given: Input, found: dict[str, Any]) -> str:
    """What is wrong with what an input gave; "" if nothing is."""
    if found["fault"]:
        return str(found["fault"])
    if found["seconds"] > SLOW:
        return f"{found['seconds']:.1f} s of processor time"
    told = found["articles"] + found["rejects"]
    if given.records is not None and not found["whole"] and told != given.records:
        return f"{given.records} records gave {found['articles']} articles and {found['rejects']} rejects"
    return ""


def read_inputs(seed: int, numbers: Sequence[int], *options: str) -> Iterator[tuple[Input, dict[str, Any]]]:
    """Each input and what a reader said of it; a reader that it ends or holds up is started again for the next.

    `options` are those of `benchmarks.attack.readers`.
    """
    waiting = list(reversed(numbers))
    while waiting:
        with _reader(*options) as reader, TemporaryDirectory() as folder:
            is_alive = True
            while waiting and is_alive:
                given = make_input(seed, waiting.pop())
                path = Path(folder) / given.name
                path.write_bytes(given.data)
                found = _ask(reader, path)
                path.unlink()
                is_alive = "seconds" in found
                yield given, found


@contextmanager
def _reader(*options: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "benchmarks.attack.readers", *options]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        reader.stdout.readline()  # until it has loaded what it needs, which is not to be timed
        try:
            yield reader
        finally:
            reader.kill()


def _ask(reader: subprocess.Popen[str], path: Path) -> dict[str, Any]:
    """What the reader says of a file; without "seconds" if it says nothing."""
    assert reader.stdin is not None and reader.stdout is not None
    reader.stdin.write(f"{path}\n")
    reader.stdin.flush()
    began, used = time.monotonic(), processor_seconds([reader.pid])
    while not select.select([reader.stdout], [], [], 1.0)[0]:
        taken, waited = processor_seconds([reader.pid]) - used, time.monotonic() - began
        if taken > LIMIT or waited > CLOCK_LIMIT:
            return {"fault": f"nothing after {taken:.0f} s of processor time and {waited:.0f} s of the clock"}
    line = reader.stdout.readline()
    if not line:
        return {"fault": f"the reader ended with {reader.wait()}"}
    found: dict[str, Any] = json.loads(line)
    return found


if __name__ == "__main__":
    raise SystemExit(main())
