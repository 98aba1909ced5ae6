"""What a page is given: the filters that its URL says, and a way to ask questions under them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Concatenate

from dashboard import settings
from dashboard.corrections.log import Log
from dashboard.filters import FILTERS, Filters, corpus_mark, write_link
from dashboard.queries import corpus
from dashboard.reader import Reader


@dataclass(frozen=True)
class Page:
    """The filters of the page's URL, how much they select, and the tables that they select from.

    `names` holds what `queries.names.find_names` says of the ids in the URL. `dark` says whether the user sees the
    dark theme. `log` holds the corrections that are applied. `root` is the dashboard's address in the user's browser,
    with "/" at its end.
    """

    _reader: Reader
    filters: Filters
    counts: corpus.Counts
    manifest: Mapping[str, Any]
    names: Mapping[str, Mapping[str, str]]
    dark: bool
    log: Log
    root: str

    def ask[**Arguments, Answer](
        self,
        question: Callable[Concatenate[Reader, Filters, Arguments], Answer],
        *arguments: Arguments.args,
        **named: Arguments.kwargs,
    ) -> Answer:
        """The answer to a question of `dashboard.queries` under this page's filters."""
        return question(self._reader, self.filters, *arguments, **named)

    def look_up[**Arguments, Answer](
        self,
        question: Callable[Concatenate[Reader, Arguments], Answer],
        *arguments: Arguments.args,
        **named: Arguments.kwargs,
    ) -> Answer:
        """The answer to a question that no filter narrows."""
        return question(self._reader, *arguments, **named)

    def under(self, filters: Filters) -> "Page":
        """This page with other filters, to ask one question under them."""
        return replace(self, filters=filters)

    def apart(self) -> "Page":
        """This page with a reader of its own: for what is asked later, in another thread than the page's."""
        return replace(self, _reader=self._reader.apart())

    @property
    def menu_filters(self) -> Filters:
        """What the links of the menu keep: a kept set and the filters of the corpus, if there are any of them."""
        return self._linked if self.filters.active("corpus") or self.filters.kept else Filters()

    @cached_property
    def _linked(self) -> Filters:
        """What all other links keep: the filters of the corpus and the corpus mark. Cached for hundreds of links."""
        mark = corpus_mark(self.manifest["input_digest"])
        return replace(self.filters.only("corpus"), corpus=mark, kept=self.filters.kept)

    def offset(self, name: str, size: int) -> int:
        """The rows before the part of this list, one of `filters.LISTS`, that the page shows."""
        return size * (max(1, self.filters.part or 1) - 1) if self.filters.turned == (name,) else 0

    def link(self, page: str, **changes: Any) -> str:
        """The URL of a page with the corpus filters and these changes."""
        return write_link(page, replace(self._linked, **changes))

    def cited(self, link: str) -> str:
        """The absolute address of a relative link, for a citation: below `DATELINE_PUBLIC_URL`, else below `root`."""
        return f"{settings.public_url() or self.root}{link}"

    def name(self, field: str, value: object) -> str:
        """The name of a filter's value; the value itself where it has none.

        An article, a story or a mention is named by the article's title.
        """
        declared = FILTERS[field]
        if declared.titled:
            article = str(value).rpartition("@")[0] if field == "mentions" else str(value)
            return self.look_up(corpus.find_title, article) or str(value)
        return self.names.get(declared.known or field, {}).get(str(value), str(value))
