"""Lists: which columns and links the tables of actors, places, articles, sentences and quotes have on every page.

A count leads to the sentences, articles or quotes that it counts, a name to the view that is filtered by it.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

import pandas as pd

from dashboard.filters import Filters, write_link
from dashboard.markup import Column, Mark, day, highlight, link


class Linker(Protocol):
    """What a list needs of a page: its filters, and addresses that keep them."""

    @property
    def filters(self) -> Filters:
        """What the page's URL says."""

    def link(self, page: str, **changes: Any) -> str:
        """Address of a page with the corpus filters and these changes."""


def actors(page: Linker) -> list[Column]:
    """Name (filters by it), kind, and counts that open sentences."""
    return [
        Column("name", "Actor", href=lambda row: _with(page, "actors", "actors", row["actor_id"])),
        Column("kind", "Kind", "word"),
        Column("mentions", "Mentions", "count", lambda row: page.link("sentences", named=(row["actor_id"],))),
        Column("articles", "Articles", "count",
               lambda row: page.link("sentences", named=(row["actor_id"],), unit=("article",))),
    ]  # fmt: skip


def places(page: Linker) -> list[Column]:
    """Name (filters by it), country, and counts that open sentences; mentions as an actor are counted apart."""
    return [
        Column("name", "Place", href=lambda row: _with(page, "locations", "locations", row["location_id"])),
        Column("country_code", "Country", "word"),
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


def articles(page: Linker) -> list[Column]:
    """Day, title (opens the reader), outlet, and how many articles carry the same story, in all of the corpus."""
    return [
        Column("published", "Day", "day"),
        Column("title", "Title", href=lambda row: page.link("articles", article=row["article_id"])),
        Column("source", "Source"),
        Column("copies", "Copies", "count",
               lambda row: write_link("articles", Filters(story=row["story_id"]))),
    ]  # fmt: skip


def sourcings(page: Linker) -> list[Column]:
    """On whose word the quotes stand, and how many, which the count lists."""
    return [
        Column("value", "On whose word"),
        Column("quotes", "Quotes", "count",
               lambda row: write_link("quotes", replace(page.filters, sourcings=(row["value"],), screen=None))),
    ]  # fmt: skip


def rejects(page: Linker) -> list[Column]:
    """Why inputs gave no article, and how many, which the count lists."""
    return [
        Column("reason", "Reason"),
        Column("rejects", "Rejects", "count", lambda row: page.link("about", reasons=(row["reason"],))),
    ]


def sentences(page: Linker, rows: pd.DataFrame) -> str:
    """Each sentence with its mention lit, and the article it stands in."""
    return "".join(_sentence(page, row) for row in rows.to_dict("records"))


def quotes(page: Linker, rows: pd.DataFrame) -> str:
    """Each quotation with its speaker, on whose word it stands, and the sentence it leads to."""
    return "".join(_quote(page, row) for row in rows.to_dict("records"))


def _sentence(page: Linker, row: Mapping[Any, Any]) -> str:
    mark = Mark(row["start"], row["end"], "hit", _text(row["actor"]) or _text(row["place"]))
    return (
        f'<div class="dl-item"><p dir="auto">{highlight(row["text"], [mark])}</p>'
        f'<p class="dl-quiet">{_whence(page, row)} · {link("correct", _correction(page, row))}</p></div>'
    )


def _correction(page: Linker, row: Mapping[Any, Any]) -> str:
    """Where a reader says that this mention is of another place, or of another actor."""
    if _text(row["actor_id"]) and not _text(row["location_id"]):
        return write_link("review", Filters(actors=(row["actor_id"],), surfaces=(row["surface"],), change=("split",)))
    return write_link("review", Filters(mentions=(row["mention"],), change=("wrong-place",)))


def _quote(page: Linker, row: Mapping[Any, Any]) -> str:
    opening, closing = ("“", "”") if row["kind"] == "direct" else ("", "")
    said = highlight(f"{opening}{row['text']}{closing}", [])
    speaker = _text(row["speaker"]) or "no speaker found"
    href = page.link("quotes", speakers=(row["actor_id"],)) if _text(row["actor_id"]) else None
    via = f" · told to {link(row['via'], page.link('quotes', via=(row['via_actor_id'],)))}" if _text(row["via"]) else ""
    cue = f" <i>{link(row['cue'], None)}</i>" if _text(row["cue"]) else ""
    tags = " ".join(f'<span class="dl-tag">{tag}</span>' for tag in (row["kind"], row["sourcing"]))
    return (
        f'<div class="dl-item"><p class="dl-said" dir="auto">{said}</p>'
        f"<p>{link(speaker, href)}{cue}{via} {tags}</p>"
        f'<p class="dl-quiet">{_whence(page, row)}</p></div>'
    )


def _whence(page: Linker, row: Mapping[Any, Any]) -> str:
    """Day, outlet and title of the article; the title opens the reader at the sentence."""
    href = page.link("articles", article=row["article_id"], sentence=int(row["sentence"]))
    source = f" · {link(row['source'], None)}" if _text(row["source"]) else ""
    return f"{day(row['published'])}{source} · {link(_text(row['title']) or row['article_id'], href)}"


def _with(page: Linker, target: str, field: str, value: str) -> str:
    """The target page, filtered by this value besides the ones that are chosen already."""
    chosen = getattr(page.filters, field)
    return page.link(target, **{field: (*chosen, value) if value not in chosen else chosen})


def _narrowed(page: Linker, row: Mapping[Any, Any]) -> dict[str, Any]:
    """The days of a bar, as far as the page's own days let it reach."""
    since, until = row["since"].date(), row["until"].date()
    filters = page.filters
    return {
        "since": max(since, filters.since) if filters.since else since,
        "until": min(until, filters.until) if filters.until else until,
    }


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)
