"""Exports: what the pages show under the filters of a link, as files: JSON, CSV, GeoJSON or Parquet.

The rows are those of the pages, with the corrections applied. Each file says within itself where it is from
(`dashboard.exports.origin`); `dateline-export.json` beside the files says it for all of them, and what in the link was
ignored.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qs

from dashboard import settings
from dashboard.disk import write_whole
from dashboard.errors import InputError
from dashboard.exports.forms import FORMS
from dashboard.exports.origin import Origin, describe
from dashboard.filters import Filters, corpus_mark, read_filters
from dashboard.links import drop_lost, drop_unknown, drop_unread, follow_renamed, note_other_tables, note_searches
from dashboard.queries.corpus import count_undated
from dashboard.queries.downloads import DOWNLOADS
from dashboard.queries.names import find_names
from dashboard.reader import Reader
from dashboard.store import Store, open_set
from dashboard.tables.sets import find_root, find_set
from dashboard.wording import plural

# The file beside the others that says what they are of.
NOTE = "dateline-export.json"


@dataclass(frozen=True, slots=True)
class Export:
    """What was written: file -> rows, and a note for each thing in the link that was ignored or replaced."""

    rows: dict[Path, int]
    notes: list[str]


def export_set(tables: Path, into: Path, form: str, link: str = "") -> Export:
    """Write what the pages would show under the filters of `link` to files in the folder `into`.

    `form` is a key of `FORMS`. A link to a kept set is answered by that set. Files of these names that are there are
    replaced. Raises TablesError where the tables cannot be read, InputError where the folder cannot be written to.
    """
    store = open_linked(tables, link)
    reader = store.reader()
    filters, notes = read_link(link, store, reader)
    notes += note_undated(reader, filters)
    origins: dict[str, Origin] = {}
    rows: dict[Path, int] = {}
    try:
        into.mkdir(parents=True, exist_ok=True)
        for name, download in DOWNLOADS.items():
            if not FORMS[form].holds(name):
                continue
            narrowing = download.narrowed_by(filters)
            frame = download.ask(reader, narrowing)
            path = into / f"dateline-{name}.{form}"
            origin = describe_frame(store, reader, name, narrowing, settings.public_url())
            write_whole(path, FORMS[form].write(frame, origin))
            rows[path] = len(frame)
            origins[path.name] = {**origin, "rows": len(frame)}
        note = {"files": origins, "notes": notes}
        write_whole(into / NOTE, f"{json.dumps(note, indent=1, ensure_ascii=False)}\n".encode())
    except OSError as error:
        raise InputError(f"{into} cannot be written to ({error.strerror}); give another folder with --out") from error
    return Export(rows, notes)


def open_linked(tables: Path, link: str) -> Store:
    """The store of the set that a link names, else of the current one, with the corrections as they are now."""
    kept, _ = read_filters(split_link(link))
    store = open_set(find_set(tables, kept.kept) or find_root(tables))
    store.follow(tables)
    return store


def describe_frame(store: Store, reader: Reader, name: str, filters: Filters, root: str) -> Origin:
    """The origin of a frame under filters that `narrowed_by` returned; `root` is the address of the dashboard."""
    origin = describe(
        reader, filters, find_names(reader, filters), root, DOWNLOADS[name].page, store.manifest,
        len(store.log.not_taken_back()),
    )  # fmt: skip
    return {**origin, "frame": name}


def read_link(
    link: str, store: Store, reader: Reader | None = None, reads: Collection[str] | None = None,
    where: str = "in an export",
) -> tuple[Filters, list[str]]:  # fmt: skip
    """The filters of a link, or of the part of it after "?", as the pages would read it, and a note for each thing that
    was ignored or replaced.

    `reads` are the keys that have a meaning besides those of the corpus, by default those of all frames; `where` says
    in the notes of other keys where they have none.
    """
    reader = reader or store.reader()
    filters, unreadable = read_filters(split_link(link))
    made_on = filters.kept or filters.corpus
    digest = str(store.manifest.get("input_digest", ""))
    if filters.kept:  # of a set that is kept no more, the current one is asked
        filters = replace(filters, kept=corpus_mark(digest) if digest.startswith(filters.kept) else "")
    names = find_names(reader, filters)
    filters, renamed = follow_renamed(filters, names)
    filters, unknown = drop_unknown(filters, names)
    read = {key for each in DOWNLOADS.values() for key in each.reads} if reads is None else reads
    filters, unread = drop_unread(filters, read, where)
    filters, lost = drop_lost(filters, reader.list_older)
    others = note_other_tables(made_on, digest)
    return filters, [*unreadable, *renamed, *unknown, *unread, *lost, *note_searches(filters), *others]


def note_undated(reader: Reader, filters: Filters) -> list[str]:
    """A note where articles without a date are left out."""
    undated = count_undated(reader, filters)
    if not undated:
        return []
    return [f"{plural(undated, 'article')} without a date cannot match the days and are left out."]


def split_link(link: str) -> dict[str, list[str]]:
    """The values of each key of a link, or of the part of it after "?"."""
    head, mark, query = link.partition("#")[0].partition("?")
    return parse_qs(query if mark and "=" not in head else head + mark + query)
