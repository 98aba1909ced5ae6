"""What a page is given: the filters that its URL says, and a way to ask questions under them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Concatenate

from dashboard import settings
from dashboard.corrections.log import Log
from dashboard.exports.origin import Origin, describe
from dashboard.filters import NARROW_QUOTES, Filters, corpus_mark, find_near, write_link
from dashboard.links import write_back
from dashboard.queries import corpus
from dashboard.queries.names import name_value
from dashboard.reader import Reader


@dataclass(frozen=True)
class Page:
    """The filters of the page's URL, how much they select, and the tables that they select from.

    `names` holds what `queries.names.find_names` says of the ids in the URL. `dark` says whether the user sees the
    dark theme. `log` holds the corrections that are applied. `root` is the dashboard's address in the user's browser,
    with "/" at its end; `address` is the page's own part of it, "" on the overview. `may_correct` says whether whoever
    sees it may save corrections, `may_add` whether they may add articles. `taken` are the refs of what is in the pack
    of evidence that the browser fills.
    """

    _reader: Reader
    filters: Filters
    counts: corpus.Counts
    manifest: Mapping[str, Any]
    names: Mapping[str, Mapping[str, str]]
    dark: bool
    log: Log
    root: str
    address: str
    may_correct: bool
    may_add: bool
    taken: frozenset[str] = frozenset()

    @property
    def near(self) -> str:
        """Where chosen actors and places must be named if the URL does not say."""
        return find_near(self.address)

    @cached_property
    def asked(self) -> Filters:
        """The filters under which questions are asked: those of the URL, and `near` where it does not say."""
        return self.filters.settled(self.near)

    def ask[**Arguments, Answer](
        self,
        question: Callable[Concatenate[Reader, Filters, Arguments], Answer],
        *arguments: Arguments.args,
        **named: Arguments.kwargs,
    ) -> Answer:
        """The answer to a question of `dashboard.queries` under this page's filters."""
        return question(self._reader, self.asked, *arguments, **named)

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

    def menu_filters(self, page: str) -> Filters:
        """What the menu's link to a page keeps: a kept set, filters of the corpus, and those of quotes that it reads.

        `near` stays unsaid where the URL does not say it, so that the next page takes its own.
        """
        reads = NARROW_QUOTES.get(page, ())
        kept = [each for each in self.filters.active("corpus", "quotes") if each.scope == "corpus" or each.key in reads]
        if not (kept or self.filters.kept):
            return Filters()
        mark = corpus_mark(self.manifest["input_digest"])
        values: dict[str, Any] = {each.field: getattr(self.filters, each.field) for each in kept}
        return Filters(**values, corpus=mark, kept=self.filters.kept)

    @cached_property
    def _linked(self) -> Filters:
        """What all other links keep: the filters of the corpus and the corpus mark. Cached for hundreds of links."""
        mark = corpus_mark(self.manifest["input_digest"])
        return replace(self.asked.only("corpus"), corpus=mark, kept=self.filters.kept)

    def offset(self, name: str, size: int) -> int:
        """The rows before the part of this list, one of `filters.LISTS`, that the page shows."""
        return size * (max(1, self.filters.part or 1) - 1) if self.filters.turned == (name,) else 0

    def link(self, page: str, **changes: Any) -> str:
        """The URL of a page with the corpus filters and these changes."""
        return write_link(page, replace(self._linked, **changes))

    @property
    def here(self) -> str:
        """The address of this page, for links that come back to it."""
        return write_back(self.address, self.filters)

    def cited(self, link: str) -> str:
        """The absolute address of a relative link, for a citation: below `DATELINE_PUBLIC_URL`, else below `root`."""
        return f"{settings.public_url() or self.root}{link}"

    def name(self, field: str, value: object) -> str:
        """The name of a filter's value, as `queries.names.name_value` says."""
        return self.look_up(name_value, self.names, field, value)

    def describe(self) -> Origin:
        """Where a file is from that holds what this page shows."""
        corrections = len(self.log.not_taken_back())
        return describe(self._reader, self.asked, self.names, self.cited(""), self.address, self.manifest, corrections)
