"""The report of a fetch: a CSV file with a row for every address that was asked, and what came of it."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from dashboard.cells import defuse
from dashboard.disk import write_whole
from dashboard.fetch.ledger import FOLDER, REPORT
from dashboard.fetch.outcome import Failure, Page

COLUMNS = ("address", "status", "result", "file")


def report_path(folder: Path) -> Path:
    """Where the report of the last fetch into a folder lies."""
    return folder / FOLDER / REPORT


def write_report(folder: Path, results: Sequence[Page | Failure]) -> None:
    """Write the report of one fetch in place of the last one's."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for each in results:
        if isinstance(each, Page):
            row = [each.address, "", each.state, each.path.relative_to(folder).as_posix()]
        else:
            row = [each.address, "" if each.status is None else str(each.status), each.reason, ""]
        writer.writerow([defuse(cell) for cell in row])
    # The mark by which spreadsheets know UTF-8.
    write_whole(report_path(folder), text.getvalue().encode("utf-8-sig", "backslashreplace"))
