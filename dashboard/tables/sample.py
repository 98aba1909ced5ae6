"""The tables of the sample articles: whether they must be made, and making them beside a running server."""

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from dashboard import settings
from dashboard.errors import TablesAbsentError, TablesError
from dashboard.tables.contract import contract_digest
from dashboard.tables.files import MANIFEST, read_manifest


def is_stale(folder: Path) -> bool:
    """Whether `folder` holds no tables, or tables of the sample that this Dateline would make otherwise.

    They were made under another contract, by another version, or before an article was changed. Never true of tables
    that were made of something else.
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
    """Make them in a process of its own, which takes its 1 GB along; raises TablesError with what it printed."""
    run = subprocess.run([sys.executable, "-m", "dashboard", "sample"], capture_output=True, text=True, check=False)
    if run.returncode:
        raise TablesError(f"the tables of {settings.SAMPLE} could not be made: {run.stderr.strip()}")
