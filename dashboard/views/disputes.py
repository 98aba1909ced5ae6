"""Disputes: each quote, and beside it what contradicts it, with the words that clash."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from dashboard.views.links import Page
from dashboard.views.markup import Mark, link, quiet
from dashboard.views.quotes import quotation

# Kind of a pair -> its name, and what stands above either side.
NAMES = {
    "numbers": ("Different numbers", "One says", "Another says"),
    "control": ("Taken or held", "Taken, or left", "Held, or not taken"),
    "denied": ("Denied", "Denied", "Said"),
}

LEGEND = quiet(Markup('<mark class="clash">words that clash</mark>'))


def disputes(page: Page, pairs: pd.DataFrame, quotes: Mapping[str, Mapping[Any, Any]]) -> Markup:
    """Each first quote of `pairs` with those that contradict it; `quotes` holds the row of each quote by its id."""
    groups = pairs.groupby(["kind", "one_id"], sort=False)
    return Markup().join(_dispute(page, rows.to_dict("records"), quotes) for _, rows in groups)


def _dispute(page: Page, pairs: Sequence[Mapping[Any, Any]], quotes: Mapping[str, Mapping[Any, Any]]) -> Markup:
    name, on_one, on_other = NAMES[pairs[0]["kind"]]
    one = {span for pair in pairs for span in pair["one_words"]}
    others = (
        quotation(page, quotes[pair["other_id"]], _mark(pair["other_words"])) + _nearness(page, pair) for pair in pairs
    )
    return Markup(
        '<h3 class="dl-kind">{}</h3><div class="dl-pair"><div class="dl-one"><p class="dl-side">{}</p>{}</div>'
        '<div><p class="dl-side">{}</p>{}</div></div>'
    ).format(name, on_one, quotation(page, quotes[pairs[0]["one_id"]], _mark(one)), on_other, Markup().join(others))


def _mark(spans: Sequence[tuple[int, int]] | set[tuple[int, int]]) -> Iterator[Mark]:
    return (Mark(start, end, "clash", "words that clash") for start, end in spans)


def _nearness(page: Page, pair: Mapping[Any, Any]) -> Markup:
    """The place of both quotes, and the days between them."""
    days = "the same day" if pair["days"] == 0 else "a day apart" if pair["days"] == 1 else f"{pair['days']} days apart"
    place = link(pair["place"], page.link("quotes", quote_locations=(pair["location_id"],)))
    return quiet(Markup("About {} · {}").format(place, days))
