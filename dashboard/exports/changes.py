"""Changes as plain text: what the page What changed shows, for a terminal or a mail."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from dashboard.corrections.record import one_line
from dashboard.errors import InputError
from dashboard.filters import Filters, corpus_mark
from dashboard.queries.changes import CAUSES, change_of, count_changes, list_first, list_moved
from dashboard.store import Store
from dashboard.tables.contract import contract_digest
from dashboard.tables.sets import find_older, find_set, read_manifest
from dashboard.wording import day, made, plural, signed

# Rows of each list.
ROWS = 10

# Cause -> what stands behind its number.
BECAUSE = {
    "corrected": "by corrections", "new": "in new articles", "gone": "in articles that are gone",
    "changed": "in changed articles", "same": "found otherwise in the same articles",
}  # fmt: skip


def read_since(folder: Path, manifest: Mapping[str, Any], given: str) -> Filters:
    """The filters that say what is compared with: a day, a kept set by its mark, or, where nothing is given, the newest
    kept set of other articles. Raises InputError where there is none.
    """
    try:
        return Filters(since_day=date.fromisoformat(given))
    except ValueError:
        pass
    if given:
        root = find_set(folder, given)
        if root is None or read_manifest(root).get("contract") != contract_digest():
            raise InputError(f"{folder} keeps no set {given} that can be compared with; run: dateline sets")
        return Filters(since_set=corpus_mark(str(read_manifest(root)["input_digest"])))
    older = find_older(folder, manifest)
    if older is not None:
        return Filters(since_set=corpus_mark(str(older["input_digest"])))
    raise InputError(f"{folder} keeps no older set to compare with; give --since a day, such as 2024-12-07")


def describe_changes(store: Store, folder: Path, filters: Filters) -> Iterator[str]:
    """The lines that say what is other than in the set, or than up to the day, of these filters."""
    reader = store.reader()
    changed = count_changes(reader, filters)
    if changed is None:
        raise InputError(f"{folder} keeps no set {filters.since_set} that can be compared with; run: dateline sets")
    root = find_set(folder, filters.since_set)
    since = f"the end of {filters.since_day}" if root is None else made(read_manifest(root)["created"])
    others = f", {changed.changed:,} changed, {changed.gone:,} gone" if root else ""
    yield f"Since {since}: {plural(changed.new, 'new article')}{others}"
    if changed.undated:
        yield f"{plural(changed.undated, 'article')} without a date left out"
    for row in changed.totals.to_dict("records"):
        yield f"  {row['what']}: {_describe(row)}"
    for group, heading in (("actors", "Actors"), ("locations", "Places")):
        rows = list_moved(reader, filters, "actors" if group == "actors" else "locations", ROWS)
        yield from ("", f"{heading} whose mentions changed most")
        yield from [f"  {one_line(row['name'])}: {_describe(row)}" for row in rows.to_dict("records")] or ["  none"]
    for what, heading in (
        ("actors", "Actors named for the first time"), ("locations", "Places named for the first time"),
        ("speakers", "Speakers quoted for the first time"),
    ):  # fmt: skip
        rows = list_first(reader, filters, what, ROWS)
        yield from ("", heading)
        yield from [_first(row) for row in rows.to_dict("records")] or ["  none"]


def _describe(row: Mapping[Any, Any]) -> str:
    """Then, now, and the difference by cause."""
    causes = [f"{signed(change)} {BECAUSE[cause]}" for cause in CAUSES if (change := change_of(row, cause))]
    numbers = f"{row['seen']:,} → {row['now']:,}"
    return f"{numbers} ({', '.join(causes)})" if causes else numbers


def _first(row: Mapping[Any, Any]) -> str:
    kind = f", {row['kind']}" if row["kind"] else ""
    text, name = one_line(row["text"]), one_line(row["name"])  # no sign of an article reaches a terminal
    return f"  {name}{kind} ({row['times']:,}): {text} [{day(row['published'])}, {row['article_id']}]"
