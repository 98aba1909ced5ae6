"""Links that several views draw, and what views need of the page that they are drawn on."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal, Protocol

from markupsafe import Markup

from dashboard.filters import Filters
from dashboard.queries.time import clip_days
from dashboard.views.markup import Column, link
from dashboard.wording import day, text_of


class Page(Protocol):
    """A page with its filters, and with addresses that keep those of the corpus."""

    @property
    def filters(self) -> Filters:
        """What the page's URL says."""

    def link(self, page: str, **changes: Any) -> str:
        """Address of a page with the corpus filters and these changes."""

    @property
    def here(self) -> str:
        """The address of this page, for links that come back to it."""

    @property
    def may_correct(self) -> bool:
        """Whether whoever sees the page may save corrections; otherwise nothing leads to one."""

    @property
    def taken(self) -> Collection[str]:
        """What is in the pack of evidence that this browser fills."""

    def cited(self, link: str) -> str:
        """The absolute address of a relative link, for a citation."""


def link_article(page: Page, row: Mapping[Any, Any]) -> Markup:
    """Day, outlet and title of a row's article; the title opens the reader at the row's sentence."""
    href = page.link("articles", article=row["article_id"], sentence=int(row["sentence"]))
    source = text_of(row["source"])
    parts = [day(row["published"]), *([link(source, None)] if source else [])]
    return Markup(" · ").join([*parts, link(text_of(row["title"]) or row["article_id"], href)])


def place_address(page: Page, location_id: str) -> str:
    """Address of the map, filtered by this place besides those that are chosen, and drawn as it is now."""
    filters = page.filters
    chosen = tuple(dict.fromkeys((*filters.locations, location_id)))
    return page.link(
        "locations", moment=filters.moment, drawn=filters.drawn, arrows=filters.arrows, hollow=filters.hollow,
        locations=chosen,
    )  # fmt: skip


def quotes_address(page: Page, target: str = "quotes", /, **changes: Any) -> str:
    """Address of a page of quotes with all filters of this page that narrow quotes, and these changes."""
    kept = {each.field: getattr(page.filters, each.field) for each in page.filters.active("quotes")}
    return page.link(target, **{**kept, **changes})


def sortable(page: Page, target: str, columns: Sequence[Column], usual: str) -> list[Column]:
    """The columns with headings that sort the list of this page, `target`; `usual` is the order without a choice.

    An order is the name of a column, with a hyphen before it where the highest come first, as counts do at first.
    """
    now = "".join(page.filters.sort) or usual
    return [replace(each, sort_href=_sorted(page, target, each, now), order=_order(each, now)) for each in columns]


def _sorted(page: Page, target: str, column: Column, now: str) -> str:
    """Address of the list sorted by a column; the other way round where it is sorted by it now."""
    orders = [column.name, f"-{column.name}"]
    if column.kind in ("count", "number", "day"):
        orders.reverse()
    wanted = orders[1] if now == orders[0] else orders[0]
    kept = {each.field: getattr(page.filters, each.field) for each in page.filters.active("list", "view")}
    return page.link(target, **{**kept, "screen": None, "sort": (wanted,)})


def _order(column: Column, now: str) -> Literal["", "ascending", "descending"]:
    if now.removeprefix("-") != column.name:
        return ""
    return "descending" if now.startswith("-") else "ascending"


def days_of(page: Page, row: Mapping[Any, Any]) -> dict[str, Any]:
    """The filters for the days of a row, from `since` to `until`, as far as those of the page reach."""
    since, until = clip_days(row, page.filters)
    return {"since": since, "until": until}
