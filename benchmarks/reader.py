"""Reads the set in a folder again and again until its standard input closes, and prints what it met, as JSON.

    python -m benchmarks.reader FOLDER

A set is half if its tables do not keep the contract, or do not have the rows that their manifest counts. There is none
if a table or the manifest is absent. Both are counted only once a whole set has been read.
"""

import json
import sys
import threading
from collections import Counter
from pathlib import Path

from dashboard.errors import TablesAbsentError, TablesError
from dashboard.tables.checks import check_all
from dashboard.tables.files import read_set


def main() -> None:
    """Read until standard input closes."""
    folder, met, stop = Path(sys.argv[1]), Counter[str](), threading.Event()
    threading.Thread(target=_wait_for_end, args=(stop,), daemon=True).start()
    while not stop.is_set():
        found = look(folder)
        if found == "whole" or met["whole"]:
            met[found] += 1
    print(json.dumps(met))


def _wait_for_end(stop: threading.Event) -> None:
    sys.stdin.read()
    stop.set()


def look(folder: Path) -> str:
    """What a reader gets now: whole, half, or none."""
    try:
        found = read_set(folder)
        check_all(found.tables)
    except TablesAbsentError:
        return "none"
    except TablesError:
        return "half"
    counted = {name: table.num_rows for name, table in found.tables.items()}
    return "whole" if counted == found.manifest["counts"] else "half"


if __name__ == "__main__":
    main()
