"""Downloads: the frames that pages offer as CSV and `dateline export` writes to files, each under the filters."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from dashboard.filters import BY_KEY, FILTERS, NARROW_QUOTES, Filters, find_near
from dashboard.queries.actors import actors_ranked
from dashboard.queries.articles import list_articles
from dashboard.queries.locations import places_ranked
from dashboard.queries.mentions import list_mentions
from dashboard.queries.quotes import list_quotes
from dashboard.reader import Reader


@dataclass(frozen=True, slots=True)
class Download:
    """A frame under filters, and the page that shows it; `reads` are the keys that narrow it besides those of the
    corpus."""

    page: str
    ask: Callable[[Reader, Filters], pd.DataFrame]
    reads: tuple[str, ...] = ()

    def narrowed_by(self, filters: Filters) -> Filters:
        """Those of the filters that narrow the frame, as the page takes them."""
        read = {BY_KEY[key].field for key in self.reads}
        return filters.without(
            *(each.field for each in FILTERS.values() if each.scope != "corpus" and each.field not in read)
        ).settled(find_near(self.page))


def quotes(reader: Reader, filters: Filters) -> pd.DataFrame:
    """The columns of `list_quotes` but the parts of each quote, of which only the page makes something."""
    return list_quotes(reader, filters).drop(columns="parts")


def sentences(reader: Reader, filters: Filters) -> pd.DataFrame:
    """The columns of `list_mentions` but those that only the page needs."""
    return list_mentions(reader, filters).drop(columns=["others", "placed_id"])


def _in_order(ask: Callable[..., pd.DataFrame]) -> Callable[[Reader, Filters], pd.DataFrame]:
    """The question with its rows in the order of the filters."""
    return lambda reader, filters: ask(reader, filters, sort="".join(filters.sort))


# Name of the file -> what is in it.
DOWNLOADS: dict[str, Download] = {
    "quotes": Download("quotes", quotes, NARROW_QUOTES["quotes"]),
    "sentences": Download(
        "sentences", sentences,
        ("named", "written", "role", "with", "within", "at", "of", "unplaced", "in", "mention", "correction", "sense",
         "undated", "unit"),
    ),
    "places": Download("locations", _in_order(places_ranked), ("sort",)),
    "actors": Download("actors", _in_order(actors_ranked), ("of-kind", "sort")),
    "articles": Download("articles", _in_order(list_articles), ("story", "unit", "sort")),
}  # fmt: skip
