"""Exports: what the pages show under the filters of a link, as files: CSV, GeoJSON or Parquet.

The rows are those of the pages' downloads, with the corrections applied. Each file says within itself where it is
from (`dashboard.exports.origin`); `dateline-export.json` beside the files says it for all of them, and what in the link
was ignored.
"""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs

import pandas as pd

from dashboard import settings
from dashboard.errors import InputError
from dashboard.exports.geojson import write_geojson
from dashboard.exports.origin import Origin, describe
from dashboard.exports.spreadsheet import write_csv
from dashboard.exports.typed import write_parquet
from dashboard.filters import Filters, read_filters
from dashboard.links import drop_lost, drop_unknown, drop_unread, follow_renamed, note_other_tables, note_searches
from dashboard.queries.corpus import count_selected
from dashboard.queries.downloads import DOWNLOADS
from dashboard.queries.names import find_names
from dashboard.store import Store, open_set
from dashboard.tables.sets import find_root, find_set
from dashboard.wording import plural

# The file beside the others that says what they are of.
NOTE = "dateline-export.json"

# Format -> the frames that it can hold, and what writes one of them.
WRITERS: dict[str, tuple[tuple[str, ...], Callable[[pd.DataFrame, Origin], bytes]]] = {
    "csv": (tuple(DOWNLOADS), write_csv),
    "geojson": (("places",), write_geojson),
    "parquet": (tuple(DOWNLOADS), write_parquet),
}


@dataclass(frozen=True, slots=True)
class Export:
    """What was written: file -> rows, and a note for each thing in the link that was ignored or replaced."""

    rows: dict[Path, int]
    notes: list[str]


def export_set(tables: Path, into: Path, form: str, link: str = "") -> Export:
    """Write what the pages would show under the filters of `link` to files in the folder `into`.

    `form` is a key of `WRITERS`. A link to a kept set is answered by that set. Files of these names that are there are
    replaced. Raises TablesError where the tables cannot be read, InputError where the folder cannot be written to.
    """
    kept, _ = read_filters(_split(link))
    store = open_set(find_set(tables, kept.kept) or find_root(tables))
    store.follow(tables)
    reader = store.reader()
    filters, notes = read_link(link, store)
    undated = count_selected(reader, filters).undated
    if undated:
        notes.append(f"{plural(undated, 'article')} without a date cannot match the days and are left out.")
    names, write = WRITERS[form]
    origins: dict[str, Origin] = {}
    rows: dict[Path, int] = {}
    try:
        into.mkdir(parents=True, exist_ok=True)
        for name in names:
            download = DOWNLOADS[name]
            narrowing = download.narrowed_by(filters)
            frame = download.ask(reader, narrowing)
            path = into / f"dateline-{name}.{form}"
            origin = describe(
                reader, narrowing, find_names(reader, narrowing), settings.public_url(), download.page, store.manifest,
                len(store.log.not_taken_back()),
            )  # fmt: skip
            _replace(path, write(frame, origin))
            rows[path] = len(frame)
            origins[path.name] = {**origin, "rows": len(frame)}
        note = {"files": origins, "notes": notes}
        _replace(into / NOTE, f"{json.dumps(note, indent=1, ensure_ascii=False)}\n".encode())
    except OSError as error:
        raise InputError(f"{into} cannot be written to ({error.strerror}); give another folder with --out") from error
    return Export(rows, notes)


def read_link(link: str, store: Store) -> tuple[Filters, list[str]]:
    """The filters of a link, or of the part of it after "?", as the pages would read it, and a note for each thing that
    was ignored or replaced."""
    filters, unreadable = read_filters(_split(link))
    names = find_names(store.reader(), filters)
    filters, renamed = follow_renamed(filters, names)
    filters, unknown = drop_unknown(filters, names)
    filters, unread = drop_unread(filters, {key for each in DOWNLOADS.values() for key in each.reads}, "in an export")
    filters, lost = drop_lost(filters, is_kept=bool(store.reader().list_older(filters.new)))
    others = note_other_tables(filters.kept or filters.corpus, _digest(store))
    return filters, [*unreadable, *renamed, *unknown, *unread, *lost, *note_searches(filters), *others]


def _split(link: str) -> dict[str, list[str]]:
    """The values of each key of a link, or of the part of it after "?"."""
    head, mark, query = link.partition("#")[0].partition("?")
    return parse_qs(query if mark and "=" not in head else head + mark + query)


def _digest(store: Store) -> str:
    return str(store.manifest.get("input_digest", ""))


def _replace(path: Path, written: bytes) -> None:
    """Write the file as a whole: who opens it has the old one or the new one."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(written)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
