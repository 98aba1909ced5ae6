"""The tables of the sample articles: tells whether they must be made, and makes them in a process of its own."""

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from dashboard import settings
from dashboard.errors import TablesAbsentError, TablesError
from dashboard.tables.contract import contract_digest
from dashboard.tables.files import MANIFEST, read_manifest


def is_stale(folder: Path) -> bool:
    """Whether `folder` holds no tables, or out-of-date tables of the sample.

    They are out of date if they were made under another contract, by another version of Dateline, or before an article
    of the sample changed. Tables of other articles are never stale.
    """
    try:
        manifest = read_manifest(folder)
    except TablesAbsentError:
        return True
    if [Path(path).resolve() for path in manifest.get("inputs", ())] != [settings.SAMPLE]:
        return False
    made_by = manifest.get("contract"), manifest.get("annotators", {}).get("dateline")
    if made_by != (contract_digest(), version("dateline")):
        return True
    made = (folder / MANIFEST).stat().st_mtime
    return any(path.stat().st_mtime > made for path in (settings.SAMPLE, *settings.SAMPLE.iterdir()))


def make_tables() -> None:
    """Make the tables in a process of its own, so that its memory, 1 GB, is freed; raises TablesError if that fails."""
    run = subprocess.run([sys.executable, "-m", "dashboard", "sample"], capture_output=True, text=True, check=False)
    if run.returncode:
        raise TablesError(f"the tables of {settings.SAMPLE} could not be made: {run.stderr.strip()}")
