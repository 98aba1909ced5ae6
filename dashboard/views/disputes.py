"""Disputes: each claim, and beside it what contradicts it, with the words that clash."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from dashboard.views.claims import claim
from dashboard.views.links import Page
from dashboard.views.markup import Mark, link, quiet
from dashboard.views.quotes import quotation

# Kind of a pair -> its name, and what stands above either side.
NAMES = {
    "numbers": ("Different numbers", "One says", "Another says"),
    "control": ("Taken or held", "Taken, entered or left", "Held"),
    "denied": ("Denied", "Denied", "Said"),
}

LEGEND = quiet(Markup('<mark class="clash">words that clash</mark>'))


def disputes(page: Page, pairs: pd.DataFrame, claims: Mapping[str, Mapping[Any, Any]]) -> Markup:
    """Each first claim of `pairs` with those that contradict it; `claims` holds the row of each claim by its id."""
    groups = pairs.groupby(["kind", "one_id"], sort=False)
    return Markup().join(_dispute(page, rows.to_dict("records"), claims) for _, rows in groups)


def _dispute(page: Page, pairs: Sequence[Mapping[Any, Any]], claims: Mapping[str, Mapping[Any, Any]]) -> Markup:
    name, on_one, on_other = NAMES[pairs[0]["kind"]]
    others = (_side(page, claims[pair["other_id"]]) + _nearness(page, pair) for pair in pairs)
    return Markup(
        '<h3 class="dl-kind">{}</h3><div class="dl-pair"><div class="dl-one"><p class="dl-side">{}</p>{}</div>'
        '<div><p class="dl-side">{}</p>{}</div></div>'
    ).format(name, on_one, _side(page, claims[pairs[0]["one_id"]]), on_other, Markup().join(others))


def _side(page: Page, row: Mapping[Any, Any]) -> Markup:
    """A claim in its quotation, or in its sentence where an outlet says it on its own word."""
    if row["quote"] is None:
        return claim(page, row, "clash")
    return quotation(page, row["quote"], [Mark(int(row["start"]), int(row["end"]), "clash", "words that clash")])


def _nearness(page: Page, pair: Mapping[Any, Any]) -> Markup:
    """The place of both claims, and the days between them."""
    days = "the same day" if pair["days"] == 0 else "a day apart" if pair["days"] == 1 else f"{pair['days']} days apart"
    place = link(pair["place"], page.link("claims", at=(pair["location_id"],)))
    return quiet(Markup("About {} · {}").format(place, days))
