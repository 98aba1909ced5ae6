"""Typesetting: the process that makes a PDF of what lies in a folder; `pdf` starts it, and ends it if it takes long."""

import resource
import sys
from pathlib import Path

import typst

# Seconds of processor time and bytes of memory: an image of the largest size takes 160 MB when it is unpacked.
SECONDS, MEMORY = 60, 4_000_000_000


def main(folder: Path) -> None:
    """Write `pack.pdf` out of `pack.typ` and the files beside it."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        typst.compile(str(folder / "pack.typ"), output=str(folder / "pack.pdf"), root=str(folder))
    except typst.TypstError as error:
        raise SystemExit(" ".join(str(error).split())) from error


if __name__ == "__main__":
    main(Path(sys.argv[1]))
