"""The origin of a file: what it says of itself when nobody remembers where it came from."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from dashboard.filters import Filters, corpus_mark, write_link
from dashboard.queries.names import name_value
from dashboard.reader import Reader

# The link that shows the same, the filters, the set, the corrections that were applied, and when the file was made.
type Origin = Mapping[str, Any]

# Filters that say which part of a list, or which drawing of it, the page shows; a file holds the whole.
OF_THE_SCREEN = ("screen", "turned", "part", "drawn")


def describe(
    reader: Reader, filters: Filters, names: Mapping[str, Mapping[str, str]], root: str, page: str,
    manifest: Mapping[str, Any], corrections: int,
) -> Origin:  # fmt: skip
    """The origin of what a page shows under these filters, whose values `names` names.

    `root` is the dashboard's address, "" where it is not known. `corrections` is how many were applied to the set with
    this manifest.
    """
    mark = corpus_mark(str(manifest.get("input_digest", "")))
    return {
        "link": root + write_link(page, replace(filters, corpus=mark)).removeprefix("./"),
        "filters": write_link(page, replace(filters, corpus="", kept="")).partition("?")[2],
        "filters_in_words": describe_filters(reader, filters, names),
        "set": manifest.get("set"),
        "corpus": mark,
        "tables_made": manifest.get("created"),
        "corrections": corrections,
        "downloaded": datetime.now(UTC).isoformat(timespec="seconds"),
        "dateline": version("dateline"),
    }


def describe_filters(reader: Reader, filters: Filters, names: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Each value of a filter that narrows, or changes what is counted, as its chip has it: “place: Homs, Syria”."""
    active = filters.active("corpus", "quotes", "list", "view")
    return [
        each.say(name_value(reader, names, each.field, value))
        for each in active
        if each.field not in OF_THE_SCREEN
        for value in filters.values(each)
    ]
