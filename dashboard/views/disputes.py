"""Disputes: each claim, and beside it what contradicts it, with the words that clash."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from dashboard.tables.contract import CONTROLS
from dashboard.views.claims import claim, name_proposition
from dashboard.views.links import Page, quotes_address
from dashboard.views.markup import Mark, link, quiet
from dashboard.views.quotes import quotation
from dashboard.wording import plural

# Kind of a pair -> what stands above either side.
SIDES = {
    "numbers": ("One says", "Another says"),
    "control": ("Taken, entered or left", "Held"),
    "denied": ("Denied", "Said"),
}

LEGEND = quiet(Markup('<mark class="clash">words that clash</mark>'))


def disputes(page: Page, pairs: pd.DataFrame, claims: Mapping[str, Mapping[Any, Any]]) -> Markup:
    """Each first claim of `pairs` with those that contradict it; `claims` holds the row of each claim by its id."""
    groups = pairs.groupby(["kind", "one_id"], sort=False)
    return Markup().join(_dispute(page, rows.to_dict("records"), claims) for _, rows in groups)


def _dispute(page: Page, pairs: Sequence[Mapping[Any, Any]], claims: Mapping[str, Mapping[Any, Any]]) -> Markup:
    on_one, on_other = SIDES[pairs[0]["kind"]]
    others = (_side(page, claims[pair["other_id"]]) + _nearness(pair) for pair in pairs)
    return Markup(
        '<h3 class="dl-kind">{}</h3><div class="dl-pair"><div class="dl-one"><p class="dl-side">{}</p>{}</div>'
        '<div><p class="dl-side">{}</p>{}</div></div>'
    ).format(
        _name(page, pairs, claims), on_one, _side(page, claims[pairs[0]["one_id"]]), on_other, Markup().join(others)
    )  # fmt: skip


def _side(page: Page, row: Mapping[Any, Any]) -> Markup:
    """A claim in its quotation, or in its sentence where an outlet says it on its own word."""
    if row["quote"] is None:
        return claim(page, row, "clash")
    return quotation(page, row["quote"], [Mark(int(row["start"]), int(row["end"]), "clash", "words that clash")])


def _name(page: Page, pairs: Sequence[Mapping[Any, Any]], claims: Mapping[str, Mapping[Any, Any]]) -> Markup:
    """What these pairs are of, which leads to the grid of their days."""
    first, said = pairs[0], claims[pairs[0]["one_id"]]["matter"]
    matter = "control" if said in CONTROLS else said
    days = {"since": min(pair["first"] for pair in pairs).date(), "until": max(pair["last"] for pair in pairs).date()}
    address = quotes_address(page, "claims", matters=(matter,), at=(first["location_id"],), **days)
    return link(name_proposition(matter, first["place"]), address)


def _nearness(pair: Mapping[Any, Any]) -> Markup:
    """The days between both claims."""
    return quiet("The same day" if pair["days"] == 0 else f"{plural(pair['days'], 'day')} apart")
