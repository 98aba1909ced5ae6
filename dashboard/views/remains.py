"""Remains: what stands without what the filters leave out, beside the full picture."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from dashboard.filters import EXCLUDING
from dashboard.queries.remains import Remains
from dashboard.views.links import Page
from dashboard.views.markup import Column, bdi, link, quiet
from dashboard.wording import plural, text_of

# Names that the block has of those that are gone.
FIRST = 6

# Field of the filters -> what it leaves out, behind “Left out:”.
EXPLAINED = {
    "not_sources": "the outlet's articles",
    "not_via": "the articles that have their report from the agency, and the quotes that it was told or that it says",
    "not_sourcings": "the quotes of such sources, and the names in the sentences in which these begin",
    "not_actors": "what the actor says, not what is said of it",
}

# The filters of the full picture.
FULL: Mapping[str, Any] = dict.fromkeys(EXCLUDING, ())


def remains(
    page: Page,
    address: str,
    said: str,
    found: Remains,
    places: pd.DataFrame,
    actors: pd.DataFrame,
    gone: tuple[int, int],
) -> Markup:
    """What stands of what, which places and actors are gone, and a link to the full picture.

    `said` says what is left out: “without AFP”; `address` is the page's own. `places` and `actors` are the first of
    those that are gone, `gone` how many each are.
    """
    numbers = Markup(" · ").join(_of(page, *each) for each in _count(found))
    names = [
        _gone(page, gone[0], "place", "locations", places, lambda row: {"at": (row["location_id"],)}),
        _gone(page, gone[1], "actor", "actors", actors, lambda row: {"named": (row["actor_id"],)}),
    ]
    explained = [EXPLAINED[each.field] for each in page.filters.active("corpus") if each.excludes]
    left_out = f"Left out: {'; '.join(explained)}."
    if found.standing == found.full:
        left_out += " Here this changes no number."
    full = link("See the full picture", full_address(page, address))
    return Markup(
        '<section class="dl-remains" aria-label="{said}"><p><b>{head}</b> · {full}</p>'
        "<p>{numbers}</p>{names}{explained}</section>"
    ).format(
        said=said, head=bdi(said[:1].upper() + said[1:]), full=full, numbers=numbers,
        names=Markup().join(names), explained=quiet(left_out),
    )  # fmt: skip


def full_address(page: Page, address: str) -> str:
    """The address of this page, `address`, with nothing left out."""
    own = page.filters.active("quotes", "list", "reader", "view")
    kept = {each.field: getattr(page.filters, each.field) for each in own}
    return page.link(address, **{**kept, "screen": None, "turned": (), "part": None}, **FULL)


def with_all(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with the column all: every mention of its actors or places, those as an actor among them."""
    return frame.assign(all=frame["mentions"] + frame.get("actor_mentions", 0))


def gone_place_columns(page: Page) -> list[Column]:
    """A place that is gone, and its numbers in the full picture."""
    return _columns(page, "Place", "location_id", "at", [Column("country_code", "Country", "country")])


def gone_actor_columns(page: Page) -> list[Column]:
    """An actor that is gone, and its numbers in the full picture."""
    return _columns(page, "Actor", "actor_id", "named", [Column("kind", "Kind", "word")])


def _columns(page: Page, heading: str, key: str, field: str, more: list[Column]) -> list[Column]:
    def address(row: Mapping[str, Any], *unit: str) -> str:
        return page.link("sentences", **{field: (row[key],)}, unit=unit, **FULL)

    return [
        Column("name", heading, href=address),
        *more,
        Column("all", "Mentions", "count", address),
        Column("articles", "Articles", "count", lambda row: address(row, "article")),
    ]


def _count(found: Remains) -> list[tuple[int, int, str, str, dict[str, Any]]]:
    """Each number that stands, the full one, its unit, and the page and the filters that list it; nothing of what the
    full picture has none."""
    now, full = found.standing.counts, found.full.counts
    numbers = [
        (now.articles, full.articles, "article", "articles", {}),
        (now.actor_mentions, full.actor_mentions, "mention of actors", "sentences", {"of": ("actors",)}),
        (now.place_mentions, full.place_mentions, "mention of places", "sentences", {"of": ("places",)}),
        (now.actors, full.actors, "actor", "actors", {}),
        (now.places, full.places, "place", "locations", {}),
        (now.quotes, full.quotes, "quote", "quotes", {}),
        (found.standing.disputes, found.full.disputes, "dispute", "disputes", {}),
        (found.standing.movements, found.full.movements, "movement", "movements", {}),
    ]
    return [each for each in numbers if each[1]]


def _of(page: Page, standing: int, full: int, unit: str, address: str, filters: Mapping[str, Any]) -> Markup:
    """“9 of 14 articles”, each number with its link; zero leads nowhere."""
    noun, _, rest = unit.partition(" ")
    said = " ".join(part for part in (plural(full, noun), rest) if part)
    here = page.link(address, **filters) if standing else None
    there = page.link(address, **filters, **FULL) if full else None
    return Markup('<span class="dl-of"><b>{}</b> of {}</span>').format(link(f"{standing:,}", here), link(said, there))


def _gone(
    page: Page,
    number: int,
    noun: str,
    address: str,
    frame: pd.DataFrame,
    narrow: Callable[[Mapping[Any, Any]], dict[str, Any]],
) -> Markup:
    """The first names that are gone, each with its sentences in the full picture, and where all are; nothing where none
    is."""
    if not number:
        return Markup()
    names = [
        link(text_of(row["name"]), page.link("sentences", **narrow(row), **FULL))
        for row in frame.head(FIRST).to_dict("records")
    ]
    more = Markup(", … {}").format(link(f"see all {number:,}", f"{page.link(address)}#{gone_anchor(address)}"))
    verb = "is" if number == 1 else "are"
    return Markup('<p class="dl-gone">{} {} named no more: {}{}</p>').format(
        plural(number, noun), verb, Markup(", ").join(names), more if number > len(names) else ""
    )


def gone_anchor(address: str) -> str:
    """Where on its page the list of those is that are gone."""
    return f"gone-{address}"
