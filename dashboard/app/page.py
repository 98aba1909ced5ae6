"""What a page is given: the filters that its URL says, and a way to ask questions under them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Concatenate

import duckdb

from dashboard.corrections.log import Log
from dashboard.filters import FILTERS, Filters, corpus_mark, write_link
from dashboard.queries import corpus


@dataclass(frozen=True)
class Page:
    """The filters of the page's URL, how much they select, and what was corrected."""

    _cursor: duckdb.DuckDBPyConnection
    filters: Filters
    counts: corpus.Counts
    manifest: Mapping[str, Any]
    names: Mapping[str, Mapping[str, str]]
    dark: bool
    log: Log

    def ask[**Arguments, Answer](
        self,
        question: Callable[Concatenate[duckdb.DuckDBPyConnection, Filters, Arguments], Answer],
        *arguments: Arguments.args,
        **named: Arguments.kwargs,
    ) -> Answer:
        """The answer to a question of `dashboard.queries` under this page's filters."""
        return question(self._cursor, self.filters, *arguments, **named)

    def look_up[**Arguments, Answer](
        self,
        question: Callable[Concatenate[duckdb.DuckDBPyConnection, Arguments], Answer],
        *arguments: Arguments.args,
        **named: Arguments.kwargs,
    ) -> Answer:
        """The answer to a question that no filter narrows."""
        return question(self._cursor, *arguments, **named)

    def under(self, filters: Filters) -> "Page":
        """This page with other filters, to ask one question under them."""
        return replace(self, filters=filters)

    def apart(self) -> "Page":
        """This page with a cursor of its own: for what is asked later, in another thread than the page's."""
        return replace(self, _cursor=self._cursor.cursor())

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
        declared = FILTERS[field]
        if declared.titled:
            article = str(value).rpartition("@")[0] if field == "mentions" else str(value)
            return self.look_up(corpus.find_title, article) or str(value)
        return self.names.get(declared.known or field, {}).get(str(value), str(value))
