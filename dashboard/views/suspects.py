"""Suspects: each name whose pin may be wrong, where it was put, and what says that it may be wrong."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from dashboard import settings
from dashboard.countries import name_country
from dashboard.filters import Filters, write_link
from dashboard.views.links import Page, link_article, place_address
from dashboard.views.markup import Mark, bdi, highlight, link, tag
from dashboard.wording import direction, plural, text_of


def rule() -> Markup:
    """What makes a pin a suspect, in words."""
    return Markup(
        '<div class="dl-rule"><p>Here are the pins that may be wrong. Each lies {km:,.0f} km or more from every other'
        " place that its article names, and either the article does not name its country, or Dateline is unsure of it."
        " The most doubtful come first.</p><details><summary>What makes a pin doubtful</summary><ul>"
        "<li><strong>Country not named</strong>: the article names neither the country, nor its people, nor another"
        " place in it.</li><li><strong>Low confidence</strong>: Dateline gives the pin less than {least:.2f}, on a"
        " scale from 0 to 1.</li><li>A name is listed only if it is doubtful in more than half of its mentions at the"
        " place.</li><li>Capitals and cities of {people:,}"
        " people or more are listed only if both hold, since news names them from everywhere; countries, continents,"
        " seas and wide regions never are, since their point is a convention.</li>"
        "<li>What a colleague has put right is not doubtful any more.</li></ul>"
        "</details></div>"
    ).format(km=settings.SUSPECT_KM, people=settings.LARGE_CITY, least=settings.SUSPECT_CONFIDENCE)


def none_left(page: Page) -> Markup:
    """That there are no suspects, and a way on."""
    return Markup("<p>None of these articles has one: {}.</p>").format(
        link("see all pins on the map", page.link("locations"))
    )


def suspects(page: Page, rows: pd.DataFrame) -> Markup:
    """Each row of `queries.suspects.list_suspects`: where the name was put, why that is doubtful, a sentence, links."""
    return Markup().join(_suspect(page, row) for row in rows.to_dict("records"))


def _suspect(page: Page, row: Mapping[Any, Any]) -> Markup:
    why = page.link("locations", why=(row["location_id"],), article=row["article_id"])
    right = [link("put it right", _correct(page, row))] if page.may_correct else []
    links = [*right, link("why here", why), _mentions(page, row)]
    return Markup(
        '<div class="dl-item dl-suspect"><div><h3>“{}”</h3><p>is put at {}</p><p>{}</p><p class="dl-quiet">{}</p>'
        '<p>{}</p></div><div><p dir="{}">{}</p><p class="dl-quiet">{}</p></div></div>'
    ).format(
        bdi(row["surface"]),
        link(_place(row), place_address(page, row["location_id"])),
        Markup(" ").join(_tags(row)),
        _distance(row),
        Markup(" · ").join(links),
        direction(row["text"]),
        highlight(row["text"], [Mark(row["start"], row["end"], "hit", _place(row))]),
        link_article(page, row),
    )


def _place(row: Mapping[Any, Any]) -> str:
    """Name, region and country of the place, as the gazetteer has them."""
    parts = (row["gazetteer_name"], text_of(row["admin1"]), name_country(row["country_code"]))
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _tags(row: Mapping[Any, Any]) -> list[Markup]:
    """What makes it a suspect, and how sure Dateline is of it."""
    confidence = "unknown" if pd.isna(row["confidence"]) else f"{row['confidence']:.2f}"
    word = "low confidence" if row["confidence"] < settings.SUSPECT_CONFIDENCE else "confidence"
    return [*([tag("country not named")] if row["unnamed"] else []), tag(f"{word} {confidence}")]


def _distance(row: Mapping[Any, Any]) -> str:
    """How far it is from the other places of its articles, and the countries that these name most."""
    several = row["articles"] > 1
    where = f"its {row['articles']:,} articles" if several else "its article"
    if pd.isna(row["km"]):
        return f"No other place is named in {where}."
    distance = f"{row['km']:,.0f} km from the nearest other place of {where}"
    named = f" Named most there: {', '.join(row['countries'])}." if row["countries"] else ""
    return f"{'At least ' if several else ''}{distance}.{named}"


def _mentions(page: Page, row: Mapping[Any, Any]) -> Markup:
    """How many mentions are doubtful, of how many; the number opens all of them."""
    count = link(
        plural(row["all_mentions"], "mention"),
        page.link("sentences", at=(row["location_id"],), written=(row["surface"],)),
    )
    return count if row["mentions"] == row["all_mentions"] else Markup("{:,} of {}").format(row["mentions"], count)


def _correct(page: Page, row: Mapping[Any, Any]) -> str:
    """Address where a reader says what the name is; where other mentions of it are no suspects, in these articles."""
    inside = () if row["mentions"] == row["all_mentions"] else tuple(row["article_ids"])
    return write_link("review", Filters(
        locations=(row["location_id"],), written=(row["surface"],), inside=inside, change=("wrong-place",),
        back=page.here,
    ))  # fmt: skip
