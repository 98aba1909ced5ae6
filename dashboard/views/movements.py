"""Movements: each in its sentence, with who moves, from where, to where, on whose word; routes and kinds in tables."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
from markupsafe import Markup

from dashboard.filters import BY_KEY, NARROW_MOVEMENTS, Filters, write_link
from dashboard.views.evidence import sentence_ref, take
from dashboard.views.links import Page, link_article
from dashboard.views.markup import Column, Heading, Mark, bdi, highlight, lay_out_table, link, link_list, quiet, tag
from dashboard.views.quotes import dot_css
from dashboard.views.receipts import RECEIPT, sentence_forms
from dashboard.wording import direction, listed, plural, text_of

# Routes that the words for the map name.
MOST_TOLD = 5

# What is movement of which kind, as the legend says it.
KINDS = {
    "advance": "advance", "withdrawal": "withdrawal", "deployment": "forces sent", "flight": "people in flight",
    "convoy": "convoy, goods", "strike": "strike",
}  # fmt: skip

NOT_SAID = Markup('<span class="dl-quiet">not said</span>')

# What the lines of arrows mean; the classes are declared in style.css, with the colours of `charts.places.arrows`.
ARROW_LEGEND = Markup(
    '<p class="dl-quiet dl-legend"><span>Arrows:</span>{}<span>{} planned or ordered</span></p>'
).format(
    Markup().join(
        Markup('<span><i class="dl-move {}"></i> {}</span>').format(kind, name) for kind, name in KINDS.items()
    ),
    Markup('<i class="dl-move planned"></i>'),
)
END_LEGEND = Markup(
    '<p class="dl-quiet dl-legend"><span><strong>↓</strong> into the place, <strong>↑</strong> out of it: the other end'
    " is not said, so no arrow is drawn</span></p>"
)

EXPLAINED = (
    "An arrow joins two places that a sentence names as from and to; nobody said which way was taken. The wider, the"
    " more stories tell of it. What is denied alone is not drawn."
)


def show_route(filters: Filters, route: Sequence[str]) -> Filters:
    """The filters with a route alone: the ids of the places from and to, and the kind of movement."""
    origin, goal, kind = route
    cleared = filters.at_start().without("ends", "end_places")
    return replace(cleared, from_places=(origin,), to_places=(goal,), moves=(kind,))


def route_address(page: Page, route: Sequence[str]) -> str:
    """Address of the page of movements with a route alone: the ids of the places from and to, and the kind."""
    origin, goal, kind = route
    return page.link("movements", from_places=(origin,), to_places=(goal,), moves=(kind,))


def show_end(filters: Filters, location_id: str) -> Filters:
    """The filters with the movements from or to this place alone."""
    return replace(filters.at_start().without("from_places", "to_places"), end_places=(location_id,))


def movements_address(page: Page, **changes: Any) -> str:
    """Address of the page of movements with all filters of this page that narrow them, and these changes."""
    fields = [BY_KEY[key].field for key in NARROW_MOVEMENTS]
    return page.link("movements", **{**{field: getattr(page.filters, field) for field in fields}, **changes})


def describe_arrows(routes: pd.DataFrame, beside: str) -> str:
    """What the arrows of these routes show, for those who do not see them; `beside` says what to use instead."""
    if routes.empty:
        return "No arrow is drawn: no movement from one place to another is told."
    most = "; ".join(_say_route(row) for row in routes.head(MOST_TOLD).to_dict("records"))
    return f"{plural(len(routes), 'arrow')} of movements; the most told: {most}. {beside}"


def _say_route(row: Mapping[Any, Any]) -> str:
    said = f"{row['from_place']} to {row['to_place']}, {row['kind']}"
    return f"{said}, {plural(row['articles'], 'article')}"


def kinds(page: Page, counts: pd.DataFrame) -> Markup:
    """How many movements there are of each kind; a name adds its kind to the filter or takes it away."""
    chosen = page.filters.moves
    rows = []
    for row in counts.to_dict("records"):
        kind = row["kind"]
        left = tuple(each for each in chosen if each != kind)
        name = link(f"✓ {KINDS[kind]}" if kind in chosen else KINDS[kind],
                    movements_address(page, moves=left if kind in chosen else (*chosen, kind)))  # fmt: skip
        only = {"moves": (kind,)}
        numbers: tuple[tuple[str, dict[str, Any]], ...] = (
            ("movements", {}), ("articles", {"unit": ("article",)}), ("stories", {"unit": ("story",)}),
            ("planned", {"statuses": ("planned",)}), ("denied", {"statuses": ("denied",)}),
        )  # fmt: skip
        cells = (
            Markup('<td class="n">{}</td>').format(
                link(f"{row[number]:,}", movements_address(page, **only, **change) if row[number] else None)
            )
            for number, change in numbers
        )
        rows.append(
            Markup('<td><i class="dl-move {}"></i> {}</td>').format(kind, name) + Markup().join(cells)
        )  # fmt: skip
    labels = ("Movements", "Articles", "Stories", "Planned", "Denied")
    return lay_out_table([Heading("What it is"), *(Heading(each, "n") for each in labels)], rows)


def name_rows(routes: pd.DataFrame) -> pd.DataFrame:
    """The routes with the columns way, what, moving and telling: their ends, what it is, who moves, on whose word."""
    return routes.assign(
        way=[f"{text_of(row['from_place']) or '…'} → {text_of(row['to_place']) or '…'}"
             for row in routes.to_dict("records")],
        what=routes["kind"].map(KINDS), moving=[listed(each) for each in routes["movers"]],
        telling=["; ".join(each) for each in routes["told_by"]],
    )  # fmt: skip


def route_columns(page: Page) -> list[Column]:
    """Of `name_rows`: from where to where, what it is, who moves, how often it is told, by whom and when."""

    def address(row: Mapping[str, Any], **changes: Any) -> str:
        return movements_address(page, **_route_filters(row), **changes)

    return [
        Column("way", "From → to", href=address),
        Column("what", "What it is"),
        Column("movements", "Movements", "count", address),
        Column("articles", "Articles", "count", lambda row: address(row, unit=("article",))),
        Column("stories", "Stories", "count", lambda row: address(row, unit=("story",))),
        Column("planned", "Planned", "count", lambda row: address(row, statuses=("planned",))),
        Column("denied", "Denied", "count", lambda row: address(row, statuses=("denied",))),
        Column("first", "First", "day"),
        Column("last", "Last", "day"),
        Column("moving", "Who moves"),
        Column("telling", "On whose word"),
    ]


def _route_filters(row: Mapping[str, Any]) -> dict[str, Any]:
    """The filters that list the movements of a route, and no others."""
    origin, goal = text_of(row["from_location_id"]), text_of(row["to_location_id"])
    ends = "both" if origin and goal else "from" if origin else "to"
    return {
        "from_places": (origin,) if origin else (), "to_places": (goal,) if goal else (), "end_places": (),
        "ends": (ends,), "moves": (row["kind"],),
    }  # fmt: skip


def movements(page: Page, rows: pd.DataFrame) -> Markup:
    """Each movement in its sentence, with who moves, from where, to where and on whose word."""
    return Markup().join(_movement(page, row) for row in rows.to_dict("records"))


def _movement(page: Page, row: Mapping[Any, Any]) -> Markup:
    article, sentence = row["article_id"], int(row["sentence"])
    return Markup(
        '<div class="dl-item"><p dir="{direction}">{words}</p><p>{who}: {ways} {tags}</p><p>{teller}</p>'
        '<p class="dl-quiet">{links}</p>{forms}</div>'
    ).format(
        direction=direction(row["text"]),
        words=highlight(row["text"], _list_marks(row)),
        who=_who(page, row),
        ways=_way(page, row),
        tags=_tags(row),
        teller=_teller(page, row),
        links=Markup(" · ").join([
            link_article(page, row), *_correct(page, row), take(page, sentence_ref(article, sentence)), RECEIPT,
        ]),
        forms=sentence_forms(page, article, sentence, row["text"]),
    )  # fmt: skip


def _list_marks(row: Mapping[Any, Any]) -> list[Mark]:
    """Who moves, from where and to where, in the sentence; all that is said of it is underlined."""
    named = [
        Mark(int(row[f"{name}_start"]), int(row[f"{name}_end"]), css, title)
        for name, css, title in (
            ("who", "actor", "who moves"), ("from", "place", "from where"), ("to", "place", "to where"),
        )
        if not pd.isna(row[f"{name}_start"])
    ]  # fmt: skip
    return [Mark(int(row["start"]), int(row["end"]), "moves"), *named]


def _who(page: Page, row: Mapping[Any, Any]) -> Markup:
    """The actor who moves, and how the article writes it."""
    who, actor = text_of(row["who"]), text_of(row["actor"])
    if not actor:
        return bdi(who) if who else Markup("Who moves is not said")
    named = link(actor, movements_address(page, movers=(row["actor_id"],)))
    return named if who in ("", actor) else Markup("{}, as {}").format(named, bdi(f"“{who}”"))


def _way(page: Page, row: Mapping[Any, Any]) -> Markup:
    ends = (
        link(row[f"{end}_place"], page.link("movements", **{f"{end}_places": (row[f"{end}_location_id"],)}))
        if text_of(row[f"{end}_place"]) else NOT_SAID
        for end in ("from", "to")
    )  # fmt: skip
    return Markup("{} → {}").format(*ends)


def _tags(row: Mapping[Any, Any]) -> Markup:
    """Kind, whether it happens, and how its source is named."""
    swatch = Markup('<i class="dl-move {}"></i> ').format(row["kind"])
    tags = [tag(swatch + KINDS[row["kind"]])]
    if row["status"] != "reported":
        tags.append(tag(row["status"]))
    if sourcing := text_of(row["sourcing"]):
        tags.append(tag(Markup('<i class="dl-dot {}"></i>').format(dot_css(sourcing)) + sourcing))
    return Markup(" ").join(tags)


def _teller(page: Page, row: Mapping[Any, Any]) -> Markup:
    """On whose word it stands: the speakers of its quote, else the outlet."""
    if not text_of(row["quote_id"]):
        return Markup("{} on its own word").format(bdi(text_of(row["source"]) or "The outlet"))
    speaker, names = text_of(row["speaker"]) or "no speaker found", row["actors"]
    who = bdi(speaker)
    if len(names):
        known = zip(row["actor_ids"], names, strict=True)
        who = link_list([link(name, page.link("quotes", speakers=(actor,))) for actor, name in known])
        who = who if listed(names) == speaker else Markup("{}, as {}").format(who, bdi(f"“{speaker}”"))
    told = Markup()
    if via := text_of(row["via"]):
        told = Markup(", told to {}").format(link(via, page.link("quotes", via=(row["via_actor_id"],))))
    return Markup("On the word of {}{}").format(who, told)


def _correct(page: Page, row: Mapping[Any, Any]) -> list[Markup]:
    """Links where a reader says that a name means another place."""
    if not page.may_correct:
        return []
    return [
        link(f"wrong “{end}”?", write_link("review", Filters(
            mentions=(row[f"{end}_mention"],), change=("wrong-place",), back=page.here
        )))
        for end in ("from", "to") if text_of(row[f"{end}_mention"])
    ]  # fmt: skip


def lead_to_movements(page: Page, drawn: int, whole: int) -> Markup:
    """How many arrows a map of places has, of how many, with the page that lists what is behind them."""
    said = f"{drawn:,} most told of {plural(whole, 'route')}" if whole > drawn else plural(whole, "route")
    return quiet(
        Markup("The map has arrows for {}. {}").format(link(said, page.link("movements", ends=("both",))), EXPLAINED)
    )


def explain_left_out(page: Page, drawn: int, whole: int, one_ended: int) -> Markup:
    """What is listed and has no arrow: routes that are told less, and movements of which one end is said."""
    parts = []
    if whole > drawn:
        parts.append(Markup("The map has the {:,} most told of {}.").format(drawn, plural(whole, "route")))
    if one_ended:
        listed_only = link(plural(one_ended, "movement"), movements_address(page, ends=("from", "to")))
        parts.append(Markup("Of {} only from where or to where is said.").format(listed_only))
    return quiet(Markup(" ").join(parts)) if parts else Markup()
