"""Making the tables anew: from the inputs of the set that is shown, and from what was added in the browser."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dashboard import settings
from dashboard.additions.folder import ADDED, choose_inputs, list_additions
from dashboard.additions.run import IN_LINE, READING, Reporter
from dashboard.errors import BusyError, TablesError
from dashboard.pipeline.configuration import digest_configuration
from dashboard.pipeline.corpus import Summary, preprocess
from dashboard.tables.sets import find_root, hide, hold, read_manifest
from dashboard.wording import plural

# Seconds between two attempts while a run that was started elsewhere writes to the folder.
BETWEEN = 1.0


def remake(tables: Path, reporter: Reporter, say: Callable[[str], None]) -> Summary | None:
    """Make the tables anew, after any other run; None where nothing is left to read, and so no set is shown.

    Files of actors and places of one's own, and columns of tables that were named, are those of the settings, else
    those of the set that is shown; tables that had such a column may be gone. Raises what `preprocess` raises but
    BusyError.
    """
    while True:
        try:
            return _remake(tables, reporter, say)
        except BusyError:
            reporter.say(step=IN_LINE)
            time.sleep(BETWEEN)


def _remake(tables: Path, reporter: Reporter, say: Callable[[str], None]) -> Summary | None:
    manifest = _read_manifest(tables)
    inputs, gone = choose_inputs(tables, manifest)
    notes = tuple(f"{each} is not there any more; its articles left the tables" for each in gone)
    for each in notes:
        say(each)
    own = manifest.get("own", {})
    actors = settings.own_actors() or _path(own.get("actors"))
    places = settings.own_places() or _path(own.get("places"))
    columns = {**own.get("columns", {}), **settings.columns()}
    if not inputs:
        with hold(tables):
            hide(tables)
        reporter.say(notes=notes, gone=_count(manifest))
        return None
    is_other = digest_configuration(actors, places) != manifest.get("configuration")
    known = manifest.get("added", {})
    new = [each for each in list_additions(tables) if not each.taken_back and each.id not in known]
    counted = all(each.articles for each in new)
    expected = sum(each.articles for each in new) + (_count(manifest) if is_other else 0) if counted else 0
    reporter.say(step=READING, expected=expected, done=0, notes=notes)
    return preprocess(
        inputs, tables, actors=actors, places=places, columns=columns, must_have_columns=False,
        on_article=reporter.count, say=say,
    )  # fmt: skip


def describe_added(tables: Path) -> str:
    """What a run of other inputs reads besides, in a sentence."""
    count = plural(sum(not each.taken_back for each in list_additions(tables)), "addition")
    return f"Also read: {count} of the page Add articles, in {tables / ADDED}; that page takes them back."


def _count(manifest: dict[str, Any]) -> int:
    return int(manifest.get("counts", {}).get("articles", 0))


def _path(written: str | None) -> Path | None:
    return Path(written) if written else None


def _read_manifest(tables: Path) -> dict[str, Any]:
    try:
        return read_manifest(find_root(tables))
    except TablesError:
        return {}
