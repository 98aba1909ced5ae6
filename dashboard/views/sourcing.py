"""Sourcing: on whose word quotes stand, as columns of tables and as big numbers."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from dashboard.tables.contract import SOURCINGS
from dashboard.views.links import Page, days_of, quotes_address
from dashboard.views.markup import Column, Count, counts
from dashboard.views.quotes import dot_css

# Ways of sourcing whose source has no name.
UNNAMED = ("unnamed official", "unnamed")

NO_SHARE = "0\u00a0%"


def columns(page: Page, field: str, heading: str) -> list[Column]:
    """An actor or outlet (filters by it), and its quotes by the way they are sourced."""
    return [
        Column("name", heading, href=lambda row: quotes_address(page, "sourcing", **{field: (row["value"],)})),
        *_count_columns(page, lambda row: {field: (row["value"],)}),
        *([Column("without", "Without it", "word", lambda row: _leave_out(page, row))] if field == "sources" else []),
    ]


def _leave_out(page: Page, row: Mapping[str, Any]) -> str:
    """The address of this page without the outlet of a row."""
    return quotes_address(page, "sourcing", not_sources=(*page.filters.not_sources, row["value"]))


def day_columns(page: Page) -> list[Column]:
    """First and last day of a bar, and its quotes by the way they are sourced."""
    return [
        Column("since", "From", "day"),
        Column("until", "To", "day"),
        *_count_columns(page, lambda row: days_of(page, row)),
    ]


def sourcing_counts(page: Page, values: pd.DataFrame) -> Markup:
    """All quotes, and those of each way of sourcing with their share, as big numbers with the charts' colours."""
    found = dict(zip(values["value"], values["quotes"], strict=True))
    whole = int(values["quotes"].sum())
    numbers = [Count(whole, "quotes", quotes_address(page))]
    for each in SOURCINGS:
        number = int(found.get(each, 0))
        address = quotes_address(page, sourcings=(each,))
        numbers.append(Count(number, f"{each} ({_share(number, whole)})", address, dot_css(each)))
    return counts(numbers)


def with_share(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame of `count_sourcing` or `count_days` with the share of quotes whose source has no name,
    and in the column without the words of the link that leaves an outlet out."""
    unnamed = frame[list(UNNAMED)].sum(axis=1)
    shares = [_share(part, whole) for part, whole in zip(unnamed, frame["quotes"], strict=True)]
    return frame.assign(share=shares, without="leave out")


def _count_columns(page: Page, narrow: Callable[[Mapping[str, Any]], dict[str, Any]]) -> list[Column]:
    """All quotes of a row, the share of those whose source has no name, and those of each way of sourcing.

    `narrow` gives the filters that select the row.
    """

    def count(label: str, name: str, sourcings: tuple[str, ...]) -> Column:
        return Column(name, label, "count", lambda row: quotes_address(page, **narrow(row), sourcings=sourcings))

    def unnamed(row: Mapping[str, Any]) -> str | None:
        return None if row["share"] == NO_SHARE else quotes_address(page, **narrow(row), sourcings=UNNAMED)

    return [
        count("Quotes", "quotes", ()),
        Column("share", "Share unnamed", "share", unnamed),
        *(count(each.capitalize(), each, (each,)) for each in SOURCINGS),
    ]


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}\u00a0%" if whole else NO_SHARE
