"""Whether any file ends or holds up the whole pipeline: the inputs of `benchmarks.attack.reading`, annotated, too.

    python -m benchmarks.attack.whole [--count 1000] [--seed 0] [--keep FOLDER]

Each input is first read and annotated alone, so that one which ends the process or takes more than 30 seconds of
processor time is known by its number. One run of `dateline preprocess` then makes tables of all others: every file must
be in them, as an article or a reject, they must keep the contract, and links must be able to hold what they list.
`--keep` names a folder for the inputs that failed.
"""

import argparse
import resource
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.attack.mutations import Input, make_input
from benchmarks.attack.readers import MEMORY_TO_ANNOTATE, find_link_faults
from benchmarks.attack.reading import SLOW, read_inputs
from benchmarks.processes import PREPROCESS
from dashboard.tables.audit import audit_set
from dashboard.tables.files import read_set

# Table -> columns whose values pages write into links.
LINKED = {
    "articles": ("article_id", "source"), "entities": ("surface", "actor_id", "location_id", "role", "unplaced_reason"),
    "quotes": ("quote_id", "actor_id", "via_actor_id"), "actors": ("actor_id",), "locations": ("location_id",),
}  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Annotate, run and print; returns 1 if anything failed, else 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    options = parser.parse_args(arguments)
    failed, slow, good = 0, 0, []
    for given, found in read_inputs(options.seed, range(options.count), "annotate"):
        fault = str(found["fault"])
        is_slow = not fault and found["seconds"] > SLOW * max(1, found["articles"])
        if fault or is_slow:
            said = fault or f"{found['seconds']:.1f} s of processor time for {found['articles']} articles"
            print(f"input {given.number} ({given.name[-20:]}; {given.how}): {said}", flush=True)
            _keep(given, options.keep)
        failed += bool(fault)
        slow += is_slow
        good += [] if fault else [given.number]
    faults = list(find_faults(options.seed, good))
    print("\n".join(faults[:100]))
    print(
        f"{options.count:,} inputs of seed {options.seed}: {failed:,} ended or held up the process, {slow:,} took more"
        f" than {SLOW:g} s of processor time an article; {len(faults):,} faults in the tables of the others"
    )
    return int(bool(failed or faults))


def find_faults(seed: int, numbers: Sequence[int]) -> Iterator[str]:
    """What is wrong with the tables that one run makes of these inputs."""
    with TemporaryDirectory() as folder:
        news, tables = Path(folder) / "news", Path(folder) / "tables"
        news.mkdir()
        names = {_write(make_input(seed, number), news): number for number in numbers}
        command = [*PREPROCESS, str(news), "--tables", str(tables), "--workers", "1"]
        ran = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=_bound_memory)
        if ran.returncode:
            yield f"the run ended with {ran.returncode}: {ran.stderr.strip()[-2_000:]}"
            return
        yield from (f"{broken.first} ({broken.times:,} times)" for broken in audit_set(tables).broken.values())
        found = read_set(tables).tables
        paths = {Path(path).name for name in ("articles", "rejects") for path in found[name]["path"].to_pylist()}
        yield from (f"input {number} is nowhere in the tables" for name, number in names.items() if name not in paths)
        yield from _find_lost_links(found)


def _find_lost_links(tables: Mapping[str, Any]) -> Iterator[str]:
    for name, columns in LINKED.items():
        for column in columns:
            for value in tables[name][column].unique().drop_null().to_pylist():
                yield from (f"{name}.{column}: {fault}" for fault in find_link_faults(value))


def _write(given: Input, folder: Path) -> str:
    """Write an input under a name of its own, which is returned."""
    name = f"{given.number}-{given.name}"
    (folder / name).write_bytes(given.data)
    return name


def _keep(given: Input, folder: Path | None) -> None:
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        _write(given, folder)


def _bound_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_TO_ANNOTATE, MEMORY_TO_ANNOTATE))


if __name__ == "__main__":
    raise SystemExit(main())
