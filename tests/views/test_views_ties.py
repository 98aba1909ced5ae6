"""Ties as HTML: a cell of the matrix lists what its number counts, from either side."""

import pandas as pd

from dashboard.views.ties import tie_matrix
from tests.views.conftest import View, hrefs, shown


def test_a_tie_stands_on_both_sides_of_the_matrix_and_lists_the_mentions_of_its_row() -> None:
    actors = pd.DataFrame({"actor_id": ["assad", "iraq"], "name": ["Assad", "Iraq"]})
    ties = pd.DataFrame({"actor_id": ["assad"], "other_id": ["iraq"], "together": [1204]})
    drawn = tie_matrix(View(), actors, ties, "article")
    assert shown(drawn) == "AssadIraqAssad1,204Iraq1,204"
    assert [each for each in hrefs(drawn) if each.startswith("sentences")] == [
        "sentences?named=assad&with=iraq&unit=article&within=article",
        "sentences?named=iraq&with=assad&unit=article&within=article",
    ]
