"""Pages of an address, fetched by `dateline fetch` in a process of its own."""

import csv
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from dashboard.additions.command import explain_end, run_command
from dashboard.cells import restore
from dashboard.errors import InputError

# Pages of a feed that are fetched, the newest, and minutes: a host is asked once a second, and the user waits for it.
ENTRIES, MINUTES = 20, 1.0

# Seconds after which the process is ended: beyond the minutes above, one answer may still be on its way.
LONGEST = 120.0

# Where `dateline fetch` writes what came of each address.
REPORT = Path(".dateline") / "report.csv"


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page that was fetched: its address, the name of its file, and what is in it."""

    address: str
    name: str
    data: bytes


def fetch_pages(address: str) -> tuple[list[WebPage], list[str]]:
    """The pages of an address, of a feed the newest, and a line for each one that could not be had, with the reason.

    An address without http:// is taken for one with https://. Raises InputError where nothing can be asked for.
    """
    given = address.strip()
    given = given if re.match(r"[a-z][a-z0-9+.-]*:", given, re.IGNORECASE) else f"https://{given}"
    # What begins otherwise would be read as a file of addresses.
    if not re.match(r"https?://", given, re.IGNORECASE):
        raise InputError("only addresses that begin with http:// or https:// are fetched")
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        run = run_command(
            "fetch", "--into", folder, "--entries", str(ENTRIES), "--minutes", str(MINUTES), "--", given,
            seconds=LONGEST, late=f"{given} takes longer than {LONGEST:.0f} seconds; run dateline fetch in a shell",
        )  # fmt: skip
        try:
            with (Path(folder) / REPORT).open(encoding="utf-8-sig", newline="") as report:
                rows = [{key: restore(cell) for key, cell in row.items()} for row in csv.DictReader(report)]
        except OSError as error:
            raise InputError(explain_end(run.stderr, run.returncode)) from error
        pages = [
            WebPage(each["address"], Path(each["file"]).name, (Path(folder) / each["file"]).read_bytes())
            for each in rows if each["file"]
        ]  # fmt: skip
        return pages, [f"{each['address']}: {each['result']}" for each in rows if not each["file"]]
