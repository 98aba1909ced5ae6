"""Mentions as HTML: where each is checked and corrected."""

import pandas as pd

from dashboard.views.mentions import sentences
from tests.views.conftest import View, hrefs, pieces

# The way back from a correction to the page that the views are drawn on.
BACK = "back=quotes%3Fsaid%3Dx"

ROW = {
    "article_id": "a", "title": "T", "source": None, "published": pd.NaT, "sentence": 1, "text": "Syrians left Homs.",
    "start": 0, "end": 7, "mention": "a@9", "surface": "Syrians", "actor_id": "syrians", "actor": "Syrians",
    "location_id": "163843", "place": "Syria", "others": None,
}  # fmt: skip


def test_a_people_is_corrected_as_an_actor_and_what_stands_for_one_as_a_place() -> None:
    rows = pd.DataFrame([
        {**ROW, "sense": "demonym", "placed_id": None}, {**ROW, "sense": "actor", "placed_id": "163843"},
    ])  # fmt: skip
    drawn = hrefs(sentences(View(), rows))
    assert [each for each in drawn if each.startswith("review")] == [
        f"review?actor=syrians&written=Syrians&change=split&{BACK}", f"review?mention=a%409&change=wrong-place&{BACK}",
    ]  # fmt: skip
    assert "review" not in sentences(View(), rows, correctable=False)
    assert [each for each in drawn if each.startswith("locations")] == ["locations?why=163843&article=a"]


def test_the_mention_and_those_beside_it_are_marked() -> None:
    row = {**ROW, "sense": "demonym", "placed_id": None, "others": [[13, 17]]}
    drawn = sentences(View(), pd.DataFrame([row]))
    assert pieces(drawn, 'mark class="hit"') == ["Syrians"]
    assert pieces(drawn, 'mark class="actor"') == ["Homs"]
