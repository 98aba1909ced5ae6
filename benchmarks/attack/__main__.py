"""All attacks, one after the other, at full length: some hours of two cores. Ends with 1 where one of them failed."""

import sys
import time
from collections.abc import Callable, Mapping, Sequence

from benchmarks.attack import addresses, cells, disks, fields, kills, links, reading, sessions, shapes, whole, writers

# The cheapest first.
ATTACKS: Mapping[str, Callable[[Sequence[str]], int]] = {
    "cells": cells.main,
    "writers": writers.main,
    "addresses": addresses.main,
    "fields": fields.main,
    "disks": disks.main,
    "reading": reading.main,
    "sessions": sessions.main,
    "shapes": shapes.main,
    "links": links.main,
    "kills": kills.main,
    "whole": whole.main,
}


def main() -> int:
    """Run every attack with its own defaults, and say which failed."""
    failed = []
    for name, attack in ATTACKS.items():
        print(f"\n# {name}\n", flush=True)
        began = time.monotonic()
        if attack([]):
            failed.append(name)
        print(f"\n{name}: {'failed' if name in failed else 'nothing failed'}, {time.monotonic() - began:.0f} s")
    print(f"\nFailed: {', '.join(failed) or 'none'}")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
