"""Columns and links of the tables that quotes are narrowed and counted by."""

import html
import re
from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard.filters import Filters, write_link
from dashboard.views import lists


class View:
    """A page with these filters."""

    def __init__(self, **filters: Any) -> None:
        self.filters = Filters(**filters)

    def link(self, page: str, **changes: Any) -> str:
        return write_link(page, replace(self.filters.only("corpus"), **changes))


def shown(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


def hrefs(markup: str) -> list[str]:
    return [html.unescape(each) for each in re.findall(r'href="([^"]*)"', markup)]


def test_a_value_is_taken_in_and_out_and_its_number_lists_it_alone() -> None:
    kinds = pd.DataFrame({"value": ["direct", "mixed"], "name": ["direct", "mixed"], "quotes": [5, 2]})
    view = View(kinds=("direct",), about=("assad",), since=pd.Timestamp("2024-12-01").date())
    drawn = lists.facets(view, [("kinds", "Kind", kinds)])
    kept = "quotes?from=2024-12-01"
    assert hrefs(drawn) == [
        f"{kept}&about=assad", f"{kept}&kind=direct&about=assad",
        f"{kept}&kind=direct&kind=mixed&about=assad", f"{kept}&kind=mixed&about=assad",
    ]  # fmt: skip
    assert "✓ direct" in shown(drawn) and "✓ mixed" not in shown(drawn)
    assert lists.facets(view, [("kinds", "Kind", kinds.iloc[:0])]) == '<div class="dl-facets"></div>'


def test_the_share_is_of_both_kinds_of_source_without_a_name_and_lists_them() -> None:
    counts = {"quotes": [4], "named": [1], "organisation": [0], "unnamed official": [1], "unnamed": [2], "unknown": [0]}
    frame = lists.with_share(pd.DataFrame({"value": ["assad"], "name": ["Assad"], **counts}))
    share = lists.sourcing(View(), "about", "Actor")[2]
    assert frame["share"].tolist() == ["75\u00a0%"]
    assert share.href is not None
    assert (
        share.href({"value": "assad", "share": frame["share"][0]})
        == "quotes?sourcing=unnamed+official&sourcing=unnamed&about=assad"
    )


def test_a_people_is_corrected_as_an_actor_and_what_stands_for_one_as_a_place() -> None:
    row = {"article_id": "a", "title": "T", "source": None, "published": pd.NaT, "sentence": 1, "text": "Syrians left.",
           "start": 0, "end": 7, "mention": "a@9", "surface": "Syrians", "actor_id": "syrians", "actor": "Syrians",
           "location_id": "163843", "place": "Syria", "others": None}  # fmt: skip
    rows = pd.DataFrame([{**row, "placed_id": each} for each in (None, "163843")])
    drawn = hrefs(lists.sentences(View(), rows))
    assert [each for each in drawn if each.startswith("review")] == [
        "review?actor=syrians&written=Syrians&change=split", "review?mention=a%409&change=wrong-place",
    ]  # fmt: skip
    assert [each for each in drawn if each.startswith("locations")] == ["locations?why=163843&article=a"]
