"""What a page is given, and the names of the ids in its URL."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import duckdb

from dashboard.corrections.log import Log
from dashboard.filters import Filters, corpus_mark, write_link
from dashboard.queries import corpus

# Fields of ids, and the names that these are checked against.
CHECKED = {
    "actors": "actors", "locations": "locations", "sources": "sources", "speakers": "actors", "via": "actors",
    "about": "actors", "places": "locations", "named": "actors", "at": "locations", "why": "locations",
    "beside": "actors", "card": "actors", "into": "actors",
}  # fmt: skip


@dataclass(frozen=True)
class Page:
    """What a page is given: a cursor, the filters that its URL says, how much they select, and what was corrected."""

    cursor: duckdb.DuckDBPyConnection
    filters: Filters
    counts: corpus.Counts
    manifest: Mapping[str, Any]
    names: Mapping[str, Mapping[str, str]]
    dark: bool
    log: Log

    @cached_property
    def bare(self) -> Filters:
        """The filters that narrow the corpus, with the mark of these tables; what a link to another page keeps."""
        kept = self.filters.only("corpus")
        return replace(kept, corpus=corpus_mark(self.manifest["input_digest"])) if kept != Filters() else kept

    @cached_property
    def _linked(self) -> Filters:
        """What every link keeps; a page has hundreds."""
        return replace(self.bare, corpus=corpus_mark(self.manifest["input_digest"]))

    def link(self, page: str, **changes: Any) -> str:
        """Address of a page with the corpus filters and these changes."""
        return write_link(page, replace(self._linked, **changes))

    def name(self, field: str, value: object) -> str:
        """The name of a value that the URL gives to a field; the value itself where it has none. An article, a story or
        a mention is called by the title."""
        if field in ("inside", "story", "mentions"):
            article = str(value).rpartition("@")[0] if field == "mentions" else str(value)
            return corpus.find_title(self.cursor, article) or str(value)
        names = self.names[CHECKED[field]] if field in CHECKED else {}
        return names.get(str(value), str(value))
