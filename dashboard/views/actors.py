"""Actors: the columns of their tables, and the card of one, with links to what each number counts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

import pandas as pd
from markupsafe import Markup

from dashboard.countries import name_country
from dashboard.filters import Filters
from dashboard.queries.card import Card
from dashboard.views.links import Page, days_of, link_article, place_address, sortable
from dashboard.views.markup import Column, Count, Mark, bdi, counts, highlight, link, quiet, tag
from dashboard.wording import plural, text_of

CORRECTED = "a correction says so"

UNSURE = "Only a short name stands for it, which several people may bear"


def columns(page: Page) -> list[Column]:
    """Name (filters by it; tagged where it is unsure who is meant), kind, mentions and articles."""
    listed = [
        Column("name", "Actor", href=lambda row: actor_address(page, row["actor_id"]), flag="unsure", explained=UNSURE),
        Column("kind", "Kind", "word"),
        Column("mentions", "Mentions", "count", lambda row: page.link("sentences", named=(row["actor_id"],))),
        Column("articles", "Articles", "count",
               lambda row: page.link("sentences", named=(row["actor_id"],), unit=("article",))),
    ]  # fmt: skip
    return sortable(page, "actors", listed, "-mentions")


def trend_columns(page: Page, bucket: str) -> list[Column]:
    """Name (adds it to the filters of this page), its mentions over time as a line, and its mentions."""

    def narrowed(row: Mapping[str, Any]) -> str:
        return page.link("", actors=tuple(dict.fromkeys((*page.filters.actors, row["actor_id"]))))

    return [
        Column("name", "Actor", href=narrowed),
        Column("trend", f"By {bucket}", "line"),
        Column("mentions", "Mentions", "count", lambda row: page.link("sentences", named=(row["actor_id"],))),
    ]


def mention_columns(page: Page) -> list[Column]:
    """An actor's mentions in the days of a row."""
    return [
        Column("since", "From", "day"),
        Column("name", "Actor"),
        Column("mentions", "Mentions", "count",
               lambda row: page.link("sentences", named=(row["actor_id"],), **days_of(page, row))),
    ]  # fmt: skip


def share_columns(page: Page) -> list[Column]:
    """In the days of a row: the articles that name an actor, all articles, and the share of the first in the second."""
    return [
        Column("since", "From", "day"),
        Column("name", "Actor"),
        Column("articles", "Articles", "count",
               lambda row: page.link("sentences", named=(row["actor_id"],), unit=("article",), **days_of(page, row))),
        Column("of", "Of articles", "count",
               lambda row: page.link("articles", actors=(), near=(), **days_of(page, row))),
        Column("percent", "Share", "word"),
    ]  # fmt: skip


def undated_columns(page: Page) -> list[Column]:
    """An actor's mentions in articles without a date."""
    return [
        Column("name", "Actor"),
        Column("mentions", "Mentions", "count",
               lambda row: page.link("sentences", named=(row["actor_id"],), undated=("yes",))),
        Column("articles", "Articles", "count",
               lambda row: page.link("sentences", named=(row["actor_id"],), undated=("yes",), unit=("article",))),
    ]  # fmt: skip


def alias_columns(page: Page, actor_id: str) -> list[Column]:
    """The names that an actor is written by, how often, and when first and last."""
    return _written_columns(page, actor_id, "surface", "Written as", "written")


def role_columns(page: Page, actor_id: str) -> list[Column]:
    """The titles before an actor's names, how often, and when first and last."""
    return _written_columns(page, actor_id, "role", "Role", "roles")


def place_columns(page: Page, actor_id: str) -> list[Column]:
    """A place, and the sentences and articles that name it together with the actor."""

    def together(row: Mapping[str, Any], **unit: Any) -> str:
        return page.link("sentences", at=(row["location_id"],), senses=("place",), beside=(actor_id,), **unit)

    return [
        Column("name", "Place", href=lambda row: place_address(page, row["location_id"])),
        Column("country_code", "Country", "country"),
        Column("sentences", "Sentences", "count", lambda row: together(row, unit=("sentence",))),
        Column("articles", "Articles", "count", lambda row: together(row, unit=("article",), within=("article",))),
    ]


def card_heading(page: Page, card: Card) -> Markup:
    """Name, kind and country of an actor, and when it was named first and last, with links to those sentences."""
    known = [link(text, None) for text in (card.kind, name_country(card.country_code)) if text]
    about = Markup(" · ").join(known) + (Markup(" {}").format(tag("unsure", UNSURE)) if card.unsure else "")
    return Markup('<h2 class="dl-name">{}</h2>{}{}').format(link(card.name, None), quiet(about), _when(page, card))


def card_counts(page: Page, card: Card) -> Markup:
    """The mentions, articles, stories and quotes of an actor as big numbers, and where the first is explained."""
    named = (card.actor_id,)
    why = quiet(link("Why this number of mentions?", page.link("number", named=named))) if card.mentions else Markup()
    numbers = counts((
        Count(card.mentions, "mentions", page.link("sentences", named=named)),
        Count(card.articles, "articles", page.link("sentences", named=named, unit=("article",))),
        Count(card.stories, "stories", page.link("sentences", named=named, unit=("story",))),
        Count(card.quotes_by, "quotes by it", page.link("quotes", speakers=named)),
        Count(card.quotes_about, "quotes that name it", page.link("quotes", about=named)),
    ))  # fmt: skip
    return numbers + why


def explain(page: Page, actor_id: str, reasons: pd.DataFrame) -> Markup:
    """For each name as written how often it stands for the actor, what says so, and a sentence with it.

    `reasons` is what `queries.card.why_actor` gives.
    """
    rows = reasons.to_dict("records")
    parts = [_name(page, actor_id, list(each)) for _, each in groupby(rows, key=lambda row: row["surface"])]
    if rows and (left := int(rows[0]["surfaces"]) - len(parts)) > 0:
        sentences = link("all its sentences", page.link("sentences", named=(actor_id,)))
        parts.append(quiet(Markup("{}, each written less often: {}.").format(plural(left, "more name"), sentences)))
    return Markup().join(parts)


def show_actor(filters: Filters, actor_id: str) -> Filters:
    """The filters with this actor besides those that are chosen, and its card open."""
    chosen = filters.actors if actor_id in filters.actors else (*filters.actors, actor_id)
    return replace(filters, actors=chosen, card=(actor_id,) if len(chosen) > 1 else (), screen=None)


def actor_address(page: Page, actor_id: str) -> str:
    """Address of the page of actors with this actor's card, and otherwise drawn as this page is."""
    shown = show_actor(page.filters.only("corpus", "view"), actor_id)
    return page.link("actors", **{each.field: getattr(shown, each.field) for each in shown.active("corpus", "view")})


def _name(page: Page, actor_id: str, rows: Sequence[Mapping[Any, Any]]) -> Markup:
    """A name as written, its mentions, and each thing that says whose it is with the first sentence of its kind."""
    first = rows[0]
    address = page.link("sentences", named=(actor_id,), written=(first["surface"],))
    mentions = (
        Markup('<div class="dl-item"><p>{}</p><p dir="auto">{}</p>{}</div>').format(
            text_of(row["reason"]) or CORRECTED,
            highlight(row["text"], [Mark(row["start"], row["end"], "hit")]),
            quiet(link_article(page, row)),
        )
        for row in rows
    )
    return Markup('<div class="dl-why"><h3>“{}”</h3><p>{}</p>{}</div>').format(
        bdi(first["surface"]), link(plural(int(first["mentions"]), "mention"), address), Markup().join(mentions)
    )


def _when(page: Page, card: Card) -> Markup:
    """The articles that named the actor first and last, and how many mentions have no day."""
    rows = card.ends.to_dict("records")
    ends = (("First named", rows[0]), ("Last named", rows[-1])) if rows else ()
    lines = [Markup("{} {}").format(label, link_article(page, row)) for label, row in ends]
    if card.undated:
        href = page.link("sentences", named=(card.actor_id,), undated=("yes",))
        only = "" if rows else "Named only in articles without a date: "
        lines.append(only + link(f"{plural(card.undated, 'mention')} without a date", href))
    return quiet(Markup("<br>").join(lines)) if lines else Markup()


def _written_columns(page: Page, actor_id: str, column: str, label: str, field: str) -> list[Column]:
    def among(row: Mapping[str, Any], **unit: Any) -> str:
        return page.link("sentences", named=(actor_id,), **{field: (row[column],)}, **unit)

    return [
        Column(column, label),
        Column("mentions", "Mentions", "count", among),
        Column("articles", "Articles", "count", lambda row: among(row, unit=("article",))),
        Column("first", "First", "day"),
        Column("last", "Last", "day"),
    ]
