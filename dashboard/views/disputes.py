"""Disputes: each denial, and beside it what others say of the same place."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from dashboard.views.links import Page
from dashboard.views.markup import link, quiet
from dashboard.views.quotes import quotation


def disputes(page: Page, pairs: pd.DataFrame, quotes: Mapping[str, Mapping[Any, Any]]) -> Markup:
    """Each denial of `pairs` with what contradicts it; `quotes` holds the row of each quote by its id."""
    denials = pairs.groupby("denial_id", sort=False)
    return Markup().join(_dispute(page, rows.to_dict("records"), quotes) for _, rows in denials)


def _dispute(page: Page, pairs: Sequence[Mapping[Any, Any]], quotes: Mapping[str, Mapping[Any, Any]]) -> Markup:
    others = (quotation(page, quotes[pair["other_id"]]) + _likeness(page, pair) for pair in pairs)
    return Markup(
        '<div class="dl-pair"><div class="dl-denial"><p class="dl-side">Denied</p>{}</div>'
        '<div><p class="dl-side">Said of the same place</p>{}</div></div>'
    ).format(quotation(page, quotes[pairs[0]["denial_id"]]), Markup().join(others))


def _likeness(page: Page, pair: Mapping[Any, Any]) -> Markup:
    """Why two quotes are a pair: the place, the days between them, the words they share."""
    days = "the same day" if pair["days"] == 0 else "a day apart" if pair["days"] == 1 else f"{pair['days']} days apart"
    parts = [link(pair["place"], page.link("quotes", quote_locations=(pair["location_id"],))), days]
    if shared := Markup(", ").join(link(f"{each}…", None) for each in pair["shared"]):
        parts.append("words in common: " + shared)
    return quiet(Markup(" · ").join(parts))
