"""Whether a cell of an exported CSV file can be run by a spreadsheet, however that splits the file.

    python -m benchmarks.attack.cells [--count 100000] [--seed 0]

Each text is made of signs, separators, blanks, quotation marks and words. It is written beside others, and the file is
split as programs of several countries do it: at commas, semicolons, tabs or bars, with quotation marks heeded or not,
and at each line break. No cell of what comes out may begin with a sign, and each text must come back as it was.
"""

import argparse
import csv
import io
import random
import sys
import unicodedata
from collections.abc import Iterator, Sequence

import pandas as pd

from dashboard.cells import SEPARATORS, restore
from dashboard.exports.origin import Origin
from dashboard.exports.spreadsheet import list_head, write_csv

PIECES = (
    *("=", "+", "-", "@", "−", "＝", "＋", "－", "＠", "﹦", "⁼", "|", "!", "%"),
    *sorted(SEPARATORS),
    *(" ", "\u00a0", "\u3000", "\u200b", "\u200e", "\u202e", "\u2060", "\ufeff", "\x00", "\x08", "\x1b", "\x7f"),
    *("'", "''", '"', '""', "“", "’"),
    *("1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://x","y")', "Homs", "é", "حمص", "-1.5", "1,5", "#", "\\", "\r\n"),
)
LONGEST = 8  # pieces of a text

# What spreadsheets run, once wide and small forms are made plain.
RUN = ("=", "+", "-", "@")

ORIGIN: Origin = {
    "dateline": "", "link": "", "filters_in_words": [], "corpus": "", "tables_made": None, "corrections": 0,
    "downloaded": None,
}  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Write and split, and print what began with a sign or did not come back; 1 if anything did."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    failed = 0
    for number in range(options.count):
        text = make_text(options.seed, number)
        for fault in find_faults(text):
            failed += 1
            print(f"text {number} of seed {options.seed}, {text!r}: {fault}")
    print(f"{options.count:,} texts of seed {options.seed}: {failed:,} faults")
    return int(failed > 0)


def make_text(seed: int, number: int) -> str:
    """The text with this number, the same each time."""
    rng = random.Random(f"{seed}-{number}")
    return "".join(rng.choices(PIECES, k=rng.randint(1, LONGEST)))


def find_faults(text: str) -> Iterator[str]:
    """What a program would run of the text or lose of it, in words."""
    frame = pd.DataFrame({"a": ["x", text], "b": [text, "y"], "c": [-1.5, 2.0]})
    written = write_csv(frame, ORIGIN).decode("utf-8-sig")
    rows = [*csv.reader(io.StringIO(written, newline=""))][len([*list_head(ORIGIN)]) :]
    if [restore(rows[1][1]), restore(rows[2][0])] != [text, text]:
        yield f"comes back as {restore(rows[1][1])!r}"
    for delimiter in (",", ";", "\t", "|"):
        for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
            for lines in (written, "\n".join(written.splitlines())):
                for cell in split(lines, delimiter, quoting):
                    if is_run(cell):
                        yield f"split at {delimiter!r}, quoting {quoting}, there is a cell {cell!r}"


def split(written: str, delimiter: str, quoting: int) -> Iterator[str]:
    """Every cell of the file as a program with this delimiter finds it."""
    reader = csv.reader(io.StringIO(written, newline=""), delimiter=delimiter, quoting=quoting)  # type: ignore[arg-type]
    for row in reader:
        yield from row


def is_run(cell: str) -> bool:
    """Whether a spreadsheet would run a cell rather than show it; a number is shown."""
    shown = unicodedata.normalize("NFKC", cell).replace("−", "-")
    while shown and (shown[0].isspace() or not shown[0].isprintable()):
        shown = shown[1:]
    return shown.startswith(RUN) and shown.rstrip() != "-1.5"


if __name__ == "__main__":
    sys.exit(main())
