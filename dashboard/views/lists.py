"""Lists: which columns and links the tables of actors, places, articles and sentences have on every page.

A count leads to the sentences, articles or quotes that it counts, a name to the view that is filtered by it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

import pandas as pd

from dashboard.filters import Filters, write_link
from dashboard.tables.contract import SOURCINGS
from dashboard.views.markup import Column, Mark, highlight, link, table
from dashboard.views.markup import matrix as squares
from dashboard.wording import day, direction

# Ways of sourcing whose source has no name.
UNNAMED = ("unnamed official", "unnamed")

# What the tag beside a short name says that nothing resolves.
UNSURE = "Only a short name stands for it, which several people may bear"

NO_SHARE = "0\u00a0%"


class Linker(Protocol):
    """What a list needs of a page: its filters, and addresses that keep them."""

    @property
    def filters(self) -> Filters:
        """What the page's URL says."""

    def link(self, page: str, **changes: Any) -> str:
        """Address of a page with the corpus filters and these changes."""


def actors(page: Linker) -> list[Column]:
    """Name (filters by it; tagged when it is unsure whose it is), kind, and counts that open sentences."""
    return [
        Column("name", "Actor", href=lambda row: _to_actor(page, row["actor_id"]), flag="unsure", explained=UNSURE),
        Column("kind", "Kind", "word"),
        Column("mentions", "Mentions", "count", lambda row: page.link("sentences", named=(row["actor_id"],))),
        Column("articles", "Articles", "count",
               lambda row: page.link("sentences", named=(row["actor_id"],), unit=("article",))),
    ]  # fmt: skip


def places(page: Linker) -> list[Column]:
    """Name (filters by it), country, and counts that open sentences; mentions as an actor are counted apart."""
    return [
        Column("name", "Place", href=lambda row: _with(page, "locations", "locations", row["location_id"])),
        Column("country_code", "Country", "country"),
        Column("mentions", "Mentions", "count",
               lambda row: page.link("sentences", at=(row["location_id"],), senses=("place",))),
        Column("actor_mentions", "As an actor", "count",
               lambda row: page.link("sentences", at=(row["location_id"],), senses=("actor",))),
        Column("articles", "Articles", "count",
               lambda row: page.link("sentences", at=(row["location_id"],), unit=("article",))),
    ]  # fmt: skip


def unplaced(page: Linker) -> list[Column]:
    """The name, why it is not on the map, and how often; the count opens the first of its sentences."""
    return [
        Column("surface", "Name as written"),
        Column("reason", "Why it is not on the map"),
        Column("mentions", "Mentions", "count", lambda row: page.link("sentences", unplaced=(row["surface"],))),
    ]


def days(page: Linker) -> list[Column]:
    """First day of each bar and its articles, which the count lists."""
    return [
        Column("since", "From", "day"),
        Column("until", "To", "day"),
        Column("articles", "Articles", "count", lambda row: page.link("articles", **_narrowed(page, row))),
    ]


def mentions_by_day(page: Linker) -> list[Column]:
    """An actor's mentions in each bar, which the count lists."""
    return [
        Column("since", "From", "day"),
        Column("name", "Actor"),
        Column("mentions", "Mentions", "count",
               lambda row: page.link("sentences", named=(row["actor_id"],), **_narrowed(page, row))),
    ]  # fmt: skip


def shares_by_day(page: Linker) -> list[Column]:
    """An actor's share of the articles of each bar; the counts list the articles that name it, and all of them."""
    return [
        Column("since", "From", "day"),
        Column("name", "Actor"),
        Column("articles", "Articles", "count",
               lambda row: page.link("sentences", named=(row["actor_id"],), unit=("article",), **_narrowed(page, row))),
        Column("of", "Of articles", "count",
               lambda row: page.link("articles", actors=(), near=(), **_narrowed(page, row))),
        Column("percent", "Share", "word"),
    ]  # fmt: skip


def undated(page: Linker) -> list[Column]:
    """An actor's mentions in articles without a date, which the counts list."""
    return [
        Column("name", "Actor"),
        Column("mentions", "Mentions", "count",
               lambda row: page.link("sentences", named=(row["actor_id"],), undated=("yes",))),
        Column("articles", "Articles", "count",
               lambda row: page.link("sentences", named=(row["actor_id"],), undated=("yes",), unit=("article",))),
    ]  # fmt: skip


def aliases(page: Linker, actor_id: str) -> list[Column]:
    """An actor's names as written, where and when; the counts list the sentences with exactly that name."""
    return _written(page, actor_id, "surface", "Written as", "written")


def roles(page: Linker, actor_id: str) -> list[Column]:
    """The titles written before an actor's names, where and when."""
    return _written(page, actor_id, "role", "Role", "roles")


def places_with(page: Linker, actor_id: str) -> list[Column]:
    """Places and the sentences and articles that name them and the actor, which the counts list."""

    def together(row: Mapping[str, Any], **unit: Any) -> str:
        return page.link("sentences", at=(row["location_id"],), senses=("place",), beside=(actor_id,), **unit)

    return [
        Column("name", "Place", href=lambda row: _with(page, "locations", "locations", row["location_id"])),
        Column("country_code", "Country", "country"),
        Column("sentences", "Sentences", "count", lambda row: together(row, unit=("sentence",))),
        Column("articles", "Articles", "count", lambda row: together(row, unit=("article",), within=("article",))),
    ]


def ties(page: Linker, unit: str) -> list[Column]:
    """Two actors, and the sentences or articles that name both, which the count lists."""
    return [
        Column("name", "Actor", href=lambda row: _to_actor(page, row["actor_id"])),
        Column("other", "Named with", href=lambda row: _to_actor(page, row["other_id"])),
        Column("together", f"{unit.capitalize()}s", "count",
               lambda row: _together(page, row["actor_id"], row["other_id"], unit)),
    ]  # fmt: skip


def matrix(page: Linker, actors: pd.DataFrame, ties: pd.DataFrame, unit: str) -> str:
    """The actors in rows and columns; a cell has the sentences or articles that name both, and lists them."""
    numbers = {actor: number for number, actor in enumerate(actors["actor_id"])}
    cells = {}
    for row in ties.to_dict("records"):
        for one, other in ((row["actor_id"], row["other_id"]), (row["other_id"], row["actor_id"])):
            cells[numbers[one], numbers[other]] = (row["together"], _together(page, one, other, unit))
    names = [(row["name"], _to_actor(page, row["actor_id"])) for row in actors.to_dict("records")]
    return squares(names, cells)


def show_actor(filters: Filters, actor_id: str) -> Filters:
    """The filters with this actor besides those that are chosen, and its card open."""
    chosen = filters.actors if actor_id in filters.actors else (*filters.actors, actor_id)
    return replace(filters, actors=chosen, card=(actor_id,) if len(chosen) > 1 else (), screen=None)


def articles(page: Linker) -> list[Column]:
    """Day, title (opens the reader), outlet, and how many articles carry the same story, in all of the corpus."""
    return [
        Column("published", "Day", "day"),
        Column("title", "Title", href=lambda row: page.link("articles", article=row["article_id"])),
        Column("source", "Source"),
        Column("copies", "Copies", "count",
               lambda row: write_link("articles", Filters(story=row["story_id"]))),
    ]  # fmt: skip


def facets(page: Linker, tables: Sequence[tuple[str, str, pd.DataFrame]]) -> str:
    """The values that quotes can be narrowed to, a table a filter (its attribute, its heading, its values).

    A name is taken into the filter or out of it; its number lists the quotes that it leaves alone.
    """
    return f'<div class="dl-facets">{"".join(_facet(page, *each) for each in tables if not each[2].empty)}</div>'


def quote_days(page: Linker, label: str) -> list[Column]:
    """First day of each bucket and its quotes, which both lead to."""

    def href(row: Mapping[str, Any]) -> str:
        return _quotes_link(page, since=row["since"].date(), until=row["until"].date())

    return [Column("since", label, "day", href), Column("quotes", "Quotes", "count", href)]


def sourcing(page: Linker, field: str, label: str) -> list[Column]:
    """An actor or outlet (filters by it), and its quotes by the way they are sourced, which the counts list."""
    return [
        Column("name", label, href=lambda row: _sourcing_link(page, **{field: (row["value"],)})),
        *_by_sourcing(page, lambda row: {field: (row["value"],)}),
    ]


def sourcing_by_day(page: Linker) -> list[Column]:
    """First and last day of each bucket, and its quotes by the way they are sourced, which the counts list."""
    return [
        Column("since", "From", "day"),
        Column("until", "To", "day"),
        *_by_sourcing(page, lambda row: _narrowed(page, row)),
    ]


def sourcing_counts(page: Linker, values: pd.DataFrame) -> list[tuple[int, str, str, str]]:
    """The big numbers: all quotes, and those of each way of sourcing with their share, what lists them, and the class
    of the dot by which the charts' colours are known."""
    found = dict(zip(values["value"], values["quotes"], strict=True))
    whole = int(values["quotes"].sum())
    numbers = [(whole, "quotes", _quotes_link(page), "")]
    for each in SOURCINGS:
        count = int(found.get(each, 0))
        unit = f"{each} ({_share(count, whole)})"
        numbers.append((count, unit, _quotes_link(page, sourcings=(each,)), dot(each)))
    return numbers


def rejects(page: Linker) -> list[Column]:
    """Why inputs gave no article, and how many, which the count lists."""
    return [
        Column("reason", "Reason"),
        Column("rejects", "Rejects", "count", lambda row: page.link("about", reasons=(row["reason"],))),
    ]


def sentences(page: Linker, rows: pd.DataFrame) -> str:
    """Each sentence with its mention lit, and the article it stands in."""
    return "".join(_sentence(page, row) for row in rows.to_dict("records"))


def _sentence(page: Linker, row: Mapping[Any, Any]) -> str:
    mark = Mark(row["start"], row["end"], "hit", text_of(row["actor"]) or text_of(row["place"]))
    others = [] if row["others"] is None else [Mark(int(start), int(end), "actor") for start, end in row["others"]]
    return (
        f'<div class="dl-item"><p dir="{direction(row["text"])}">{highlight(row["text"], [mark, *others])}</p>'
        f'<p class="dl-quiet">{whence(page, row)}{_evidence(page, row)}'
        f" · {link('correct', _correction(page, row))}</p></div>"
    )


def _evidence(page: Linker, row: Mapping[Any, Any]) -> str:
    """A link to what the place of a mention was weighed against; nothing for a mention without a place."""
    place = text_of(row["location_id"])
    if not _is_placed(row):
        return ""
    return f" · {link('why here', page.link('locations', why=(place,), article=row['article_id']))}"


def _correction(page: Linker, row: Mapping[Any, Any]) -> str:
    """Where a reader says that this mention is of another place, or of another actor."""
    if text_of(row["actor_id"]) and not _is_placed(row):
        return write_link("review", Filters(actors=(row["actor_id"],), written=(row["surface"],), change=("split",)))
    return write_link("review", Filters(mentions=(row["mention"],), change=("wrong-place",)))


def _is_placed(row: Mapping[Any, Any]) -> bool:
    """Whether a mention counts for a place: an adjective or a people has one, and does not."""
    return bool(text_of(row["placed_id"]))


def _facet(page: Linker, field: str, label: str, frame: pd.DataFrame) -> str:
    if "since" in frame:
        return table(frame, quote_days(page, label))
    chosen = getattr(page.filters, field)

    def toggle(row: Mapping[str, Any]) -> str:
        value = row["value"]
        left = tuple(each for each in chosen if each != value)
        return _quotes_link(page, **{field: left if value in chosen else (*chosen, value)})

    ticked = frame["name"].where(~frame["value"].isin(chosen), "✓ " + frame["name"])
    only = Column("quotes", "Quotes", "count", lambda row: _quotes_link(page, **{field: (row["value"],)}))
    return table(frame.assign(name=ticked), [Column("name", label, href=toggle), only])


def _by_sourcing(page: Linker, narrow: Callable[[Mapping[str, Any]], dict[str, Any]]) -> list[Column]:
    """All quotes of a row, the share of the unnamed, and those of each way of sourcing; `narrow` says what they are."""

    def count(label: str, name: str, sourcings: tuple[str, ...]) -> Column:
        return Column(name, label, "count", lambda row: _quotes_link(page, **narrow(row), sourcings=sourcings))

    return [
        count("Quotes", "quotes", ()),
        Column("share", "Share unnamed", "share",
               lambda row: _quotes_link(page, **narrow(row), sourcings=UNNAMED) if row["share"] != NO_SHARE else None),
        *(count(each.capitalize(), each, (each,)) for each in SOURCINGS),
    ]  # fmt: skip


def with_share(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame of `count_sourcing` or `count_days` with the share of quotes whose source has no name."""
    unnamed = frame[list(UNNAMED)].sum(axis=1)
    return frame.assign(share=[_share(part, whole) for part, whole in zip(unnamed, frame["quotes"], strict=True)])


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}\u00a0%" if whole else NO_SHARE


def _quotes_link(page: Linker, **changes: Any) -> str:
    """The quotes that the filters of this page leave, with these changes."""
    return page.link("quotes", **{**_kept(page), **changes})


def _sourcing_link(page: Linker, **changes: Any) -> str:
    return page.link("sourcing", **{**_kept(page), **changes})


def _kept(page: Linker) -> dict[str, Any]:
    return {key.field: getattr(page.filters, key.field) for key in page.filters.active("quotes")}


def dot(sourcing: str) -> str:
    """The class by which the style gives a way of sourcing its colour."""
    return sourcing.replace(" ", "-")


def whence(page: Linker, row: Mapping[Any, Any]) -> str:
    """Day, outlet and title of the article; the title opens the reader at the sentence."""
    href = page.link("articles", article=row["article_id"], sentence=int(row["sentence"]))
    source = f" · {link(row['source'], None)}" if text_of(row["source"]) else ""
    return f"{day(row['published'])}{source} · {link(text_of(row['title']) or row['article_id'], href)}"


def _written(page: Linker, actor_id: str, column: str, label: str, field: str) -> list[Column]:
    def among(row: Mapping[str, Any], **unit: Any) -> str:
        return page.link("sentences", named=(actor_id,), **{field: (row[column],)}, **unit)

    return [
        Column(column, label),
        Column("mentions", "Mentions", "count", among),
        Column("articles", "Articles", "count", lambda row: among(row, unit=("article",))),
        Column("first", "First", "day"),
        Column("last", "Last", "day"),
    ]


def _together(page: Linker, one: str, other: str, unit: str) -> str:
    """The mentions of one actor beside the other, one row a sentence or an article."""
    within = ("article",) if unit == "article" else ()
    return page.link("sentences", named=(one,), beside=(other,), within=within, unit=(unit,))


def _to_actor(page: Linker, actor_id: str) -> str:
    """The actors page with this actor's card, as the page shows things now."""
    shown = show_actor(page.filters.only("corpus", "view"), actor_id)
    changed = {key.field: getattr(shown, key.field) for key in shown.active("corpus", "view")}
    return page.link("actors", **changed)


def _with(page: Linker, target: str, field: str, value: str) -> str:
    """The target page, filtered by this value besides the ones that are chosen already; a map stays as it is drawn."""
    chosen = getattr(page.filters, field)
    drawn = {"drawn": page.filters.drawn, "hollow": page.filters.hollow}
    return page.link(target, **drawn, **{field: (*chosen, value) if value not in chosen else chosen})


def _narrowed(page: Linker, row: Mapping[Any, Any]) -> dict[str, Any]:
    """The days of a bar, as far as the page's own days let it reach."""
    since, until = row["since"].date(), row["until"].date()
    filters = page.filters
    return {
        "since": max(since, filters.since) if filters.since else since,
        "until": min(until, filters.until) if filters.until else until,
    }


def text_of(value: Any) -> str:
    """The text of a cell, nothing for a null."""
    return "" if pd.isna(value) else str(value)
