"""The tables of the sample articles: tells whether they may be made, and makes them in a process of its own."""

import subprocess
import sys
from pathlib import Path

from dashboard import settings
from dashboard.errors import TablesAbsentError, TablesError
from dashboard.tables.sets import read_manifest


def may_be_made(folder: Path) -> bool:
    """Whether `folder` holds no tables, or tables of the sample: those of other articles are never replaced."""
    try:
        manifest = read_manifest(folder)
    except TablesAbsentError:
        return True
    return [Path(path).resolve() for path in manifest.get("inputs", ())] == [settings.SAMPLE]


def make_tables() -> None:
    """Make the tables in a process of its own, so that its memory, 1 GB, is freed; raises TablesError if that fails."""
    run = subprocess.run([sys.executable, "-m", "dashboard", "sample"], capture_output=True, text=True, check=False)
    if run.returncode:
        raise TablesError(f"the tables of {settings.SAMPLE} could not be made: {run.stderr.strip()}")
