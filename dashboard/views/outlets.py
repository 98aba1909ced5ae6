"""Outlets: how many articles the tables have of each, on how many days, and the groups in which they are compared."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from dashboard.filters import FILTERS, default
from dashboard.queries.outlets import Groups
from dashboard.views.links import Page, days_of
from dashboard.views.markup import Column, link, quiet
from dashboard.wording import listed, plural

# What stands before an outlet of each group, on the axis of a chart and in a table.
SIGNS = {"one": "①", "other": "②", "": ""}

# Outlets whose articles one link lists; of larger groups the link would be too long for some mail programs.
MOST_LINKED = 60

# Outlets that a sentence names; of more it says how many.
MOST_NAMED = 3


def columns(page: Page) -> list[Column]:
    """An outlet, its group, its articles, which the count lists, its days, and how many of these are not collected."""
    return [
        Column("source", "Outlet", href=lambda row: _against_the_rest(page, row["source"])),
        Column("sign", "Group", "word"),
        Column("articles", "Articles", "count", lambda row: collected_address(page, sources=(row["source"],))),
        Column("first", "First", "day"),
        Column("last", "Last", "day"),
        Column("days", "Days with articles", "number"),
        Column("missing", "Days not collected", "number"),
        Column("weeks", "Weeks", "number"),
    ]


def with_signs(outlets: pd.DataFrame) -> pd.DataFrame:
    """The frame of `list_outlets` with the sign of each outlet's group."""
    return outlets.assign(sign=[SIGNS[side] for side in outlets["side"]])


def collected_address(page: Page, **changes: Any) -> str:
    """Address of the articles that the page's days leave, whatever else its filters say, with these changes."""
    others = {each.field: default(each) for each in FILTERS.values() if each.scope == "corpus"}
    return page.link("articles", **{**others, "since": page.filters.since, "until": page.filters.until, **changes})


def silence_address(page: Page, **changes: Any) -> str:
    """Address of the page Silence with the groups of this one and these changes."""
    kept = {name: getattr(page.filters, name) for name in ("one", "other", "weeks")}
    return page.link("silence", **{**kept, **changes})


def sources_of(page: Page, outlets: tuple[str, ...]) -> tuple[str, ...] | None:
    """The filter for articles of these outlets, as far as those of the page reach; None for more than a link lists."""
    chosen = page.filters.sources
    found = tuple(each for each in outlets if each in chosen) if chosen else outlets
    return found if len(found) <= MOST_LINKED else None


def describe_groups(page: Page, groups: Groups) -> Markup:
    """Which outlets are compared with which, with a link that exchanges them, and that one in both counts for the
    first."""
    both = [each for each in page.filters.other if each in groups.one]
    said = f" An outlet in both counts for the first: {listed(both)}." if both else ""
    swapped = silence_address(page, one=groups.other, other=groups.one) if len(groups.other) <= MOST_LINKED else None
    exchange = Markup(" · {}").format(link("exchange them", swapped)) if groups.other and swapped else ""
    return quiet(Markup("{} {} · {} {}{}{}").format(
        SIGNS["one"], _name(groups.one), SIGNS["other"], _name(groups.other), exchange, said
    ))  # fmt: skip


def _name(outlets: tuple[str, ...]) -> str:
    if len(outlets) > MOST_NAMED:
        return plural(len(outlets), "outlet")
    return listed(outlets) or "no outlet"


def _against_the_rest(page: Page, source: str) -> str:
    return page.link("silence", one=(source,), weeks=page.filters.weeks)


def left_out(unknown: int, undated: int) -> Markup:
    """How many articles are in no group, because their outlet is unknown, and how many in no week; empty for none."""
    parts = [f"{plural(unknown, 'article')} of unknown outlets: in no group"] if unknown else []
    parts += [f"{plural(undated, 'article')} without a date: in no week"] if undated else []
    return quiet("; ".join(parts) + ".") if parts else Markup()


def start(page: Page, outlets: pd.DataFrame) -> Markup:
    """What to do first, with a link that compares each of the largest of these outlets with all others."""
    largest = outlets.nlargest(5, "articles")["source"].tolist()
    links = Markup(" · ").join(link(each, _against_the_rest(page, each)) for each in largest)
    return Markup(
        '<div class="dl-rule"><p>Choose the outlets of the first group. The page then lists which actors, places and'
        " stories they carry in a week, and none of the other group does.</p><p>Or begin with one outlet against all"
        " others: {}.</p></div>"
    ).format(links)


def describe_calendar(outlets: int, bucket: str) -> str:
    """What the calendar shows, for those who do not see it."""
    return (
        f"Calendar of {plural(outlets, 'outlet')}: a cell for each {bucket}, blue where there are articles, grey where"
        " the outlet is not collected. The table beside it has the numbers."
    )


def week_columns(page: Page, groups: Groups) -> list[Column]:
    """A week, the articles of both groups in it, on how many of its days each is not collected, and its silences."""

    def list_of(outlets: tuple[str, ...]) -> Any:
        def address(row: Mapping[str, Any]) -> str | None:
            sources = sources_of(page, outlets)
            return None if sources is None else page.link("articles", sources=sources, **days_of(page, row))

        return address

    narrowed = Column(
        "silences", "Silences", "number", lambda row: silence_address(page, weeks=(), **days_of(page, row))
    )
    return [
        Column("since", "Week from", "day", lambda row: silence_address(page, weeks=(), **days_of(page, row))),
        Column("one", "① Articles", "count", list_of(groups.one)),
        Column("one_missing", "① Not collected", "share"),
        Column("other", "② Articles", "count", list_of(groups.other)),
        Column("other_missing", "② Not collected", "share"),
        *([] if page.filters.weeks else [narrowed]),
    ]


def with_missing(weeks: pd.DataFrame) -> pd.DataFrame:
    """The frame of `list_weeks` with the days on which each group is not collected, in words."""
    return weeks.assign(**{
        f"{side}_missing": list(map(_say_missing, weeks[f"{side}_days"], weeks["of_days"])) for side in ("one", "other")
    })  # fmt: skip


def _say_missing(collected: int, days: int) -> str:
    if collected == 0:
        return "not collected"
    return plural(days - collected, "day") if days > collected else "–"
