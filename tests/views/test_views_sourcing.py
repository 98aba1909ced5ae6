"""Sourcing as HTML: whose word counts as without a name, and what the numbers list."""

import pandas as pd

from dashboard.views import sourcing
from tests.views.conftest import View, hrefs, shown


def test_the_share_is_of_both_kinds_of_source_without_a_name_and_lists_them() -> None:
    counts = {"quotes": [4], "named": [1], "organisation": [0], "unnamed official": [1], "unnamed": [2], "unknown": [0]}
    frame = sourcing.with_share(pd.DataFrame({"value": ["assad"], "name": ["Assad"], **counts}))
    share = sourcing.columns(View(), "about", "Actor")[2]
    assert frame["share"].tolist() == ["75\u00a0%"]
    assert share.href is not None
    assert (
        share.href({"value": "assad", "share": frame["share"][0]})
        == "quotes?sourcing=unnamed+official&sourcing=unnamed&about=assad"
    )
    assert share.href({"value": "assad", "share": sourcing.NO_SHARE}) is None


def test_the_big_numbers_have_every_way_of_sourcing_with_its_share_and_keep_the_filters_of_quotes() -> None:
    values = pd.DataFrame({"value": ["unnamed", "named"], "name": ["unnamed", "named"], "quotes": [3, 1]})
    drawn = sourcing.sourcing_counts(View(kinds=("direct",)), values)
    assert shown(drawn).replace("\u00a0", " ") == (
        "4quotes1named (25 %)0organisation (0 %)0unnamed official (0 %)3unnamed (75 %)0unknown (0 %)"
    )
    assert hrefs(drawn) == [
        "quotes?kind=direct", "quotes?sourcing=named&kind=direct", "quotes?sourcing=unnamed&kind=direct",
    ]  # fmt: skip
