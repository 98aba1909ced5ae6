"""Movements as HTML: what is marked and said of each, and where names and numbers lead."""

from typing import Any

import pandas as pd

from dashboard.filters import Filters
from dashboard.tables.contract import MOVES
from dashboard.views import movements
from dashboard.views.markup import table
from tests.views.conftest import View, hrefs, pieces, shown

TEXT = "<Ada> & co. left Orlin for Dvar, a guard said."
ROW: dict[str, Any] = {
    "movement_id": "a-0-30-16-26", "article_id": "a", "title": "T", "source": "Wire", "published": pd.NaT,
    "sentence": 2, "kind": "withdrawal", "status": "reported", "who": "<Ada> & co.", "actor_id": "ada", "actor": "Ada",
    "from_location_id": "1", "from_place": "Orlin", "from_mention": "a@116", "to_location_id": "2",
    "to_place": "Dvar", "to_mention": "a@126", "quote_id": "a-0-30", "speaker": "a guard", "actor_ids": [],
    "actors": [], "sourcing": "unnamed", "via_actor_id": "afp", "via": "AFP", "text": TEXT, "start": 0, "end": 31,
    "who_start": 0.0, "who_end": 11.0, "from_start": 17.0, "from_end": 22.0, "to_start": 27.0, "to_end": 31.0,
}  # fmt: skip
ROUTE: dict[str, Any] = {
    "from_location_id": "1", "from_place": "Orlin", "to_location_id": None, "to_place": None, "kind": "flight",
    "movements": 3, "articles": 2, "stories": 1, "origins": 1, "planned": 0, "denied": 1, "first": pd.NaT,
    "last": pd.NaT, "movers": ["Ada", "the <guard>"], "told_by": ["Wire itself"],
}  # fmt: skip


def item(page: View | None = None, **columns: Any) -> str:
    return movements.movements(page or View(), pd.DataFrame([{**ROW, **columns}]))


def test_who_moves_and_both_places_are_marked_in_the_sentence() -> None:
    drawn = item()
    assert pieces(drawn, 'mark class="actor moves"') == ["<Ada> & co."]
    assert pieces(drawn, 'mark class="place moves"') == ["Orlin", "Dvar"]
    assert "<Ada>" not in drawn
    assert "Ada, as “<Ada> & co.”: Orlin → Dvar" in shown(drawn)


def test_a_movement_stands_on_the_word_of_its_source_else_of_its_outlet() -> None:
    assert "On the word of a guard, told to AFP" in shown(item())
    assert "On the word of Bo, as “a guard”" in shown(item(actor_ids=["bo"], actors=["Bo"], via=None))
    assert "Wire on its own word" in shown(item(quote_id=None, speaker=None, sourcing=None, via=None))
    assert "unnamed" in shown(item()) and "planned" in shown(item(status="planned"))


def test_an_end_that_is_not_said_is_said_to_be_so() -> None:
    nothing = dict.fromkeys(("to_location_id", "to_place", "to_mention", "to_start", "to_end"))
    drawn = item(**nothing, actor=None, actor_id=None, who=None, who_start=None, who_end=None)
    assert "Who moves is not said: Orlin → not said" in shown(drawn)
    assert pieces(drawn, 'mark class="place moves"') == ["Orlin"]


def test_links_lead_to_the_sentence_and_to_what_else_moves_so() -> None:
    found = hrefs(item(View(sources=("Wire",))))
    assert "articles?source=Wire&article=a&sentence=2" in found
    assert {f"review?mention=a%40{start}&change=wrong-place&back=quotes%3Fsaid%3Dx" for start in (116, 126)} <= {*found}
    assert "movements?source=Wire&from-place=1" in found and "movements?source=Wire&to-place=2" in found
    assert 'data-ref="sentence:a:2"' in item()


def test_numbers_of_a_route_list_its_movements_and_no_others() -> None:
    rows = movements.name_rows(pd.DataFrame([ROUTE]))
    drawn = table(rows, movements.route_columns(View(words="dam", statuses=("planned",))))
    address = "movements?q=dam&move=flight&status=planned&ends=from&from-place=1"
    listed = [each for each in hrefs(drawn) if "status=planned" in each]
    by_unit = [address.replace("&move", f"&unit={unit}&move") for unit in ("article", "story")]
    assert listed == [address, address, *by_unit], "the way, its movements, one an article, one a story"
    assert address.replace("status=planned", "status=denied") in hrefs(drawn), "denied ones are others"
    assert "Orlin → …" in shown(drawn) and "Ada and the <guard>" in shown(drawn)


def test_a_click_on_an_arrow_shows_its_route_and_one_on_a_place_what_leaves_or_reaches_it() -> None:
    before = Filters(words="dam", ends=("to",), end_places=("9",), screen=2)
    shown_route = movements.show_route(before, ("1", "2", "flight"))
    assert shown_route == Filters(words="dam", from_places=("1",), to_places=("2",), moves=("flight",))
    assert movements.show_end(shown_route, "3") == Filters(words="dam", moves=("flight",), end_places=("3",))
    assert movements.route_address(View(words="dam"), ("1", "2", "flight")) == (
        "movements?q=dam&move=flight&from-place=1&to-place=2"
    )


def test_kinds_are_taken_into_the_filter_and_out_of_it() -> None:
    counts = pd.DataFrame([{"kind": kind, "movements": 2, "articles": 1, "stories": 1, "planned": 0, "denied": 0}
                           for kind in MOVES])  # fmt: skip
    drawn = hrefs(movements.kinds(View(moves=("flight",)), counts))
    assert "movements" in drawn and "movements?move=flight&move=strike" in drawn
    assert "movements?move=strike" in drawn, "the number is of its kind alone"
    assert set(movements.KINDS) == set(MOVES)


def test_the_map_in_words_names_the_most_told_routes() -> None:
    routes = pd.DataFrame([{**ROUTE, "to_place": "Dvar"}] * 7)
    said = movements.describe_arrows(routes, "The table below.")
    assert said.startswith("7 arrows of movements; the most told: Orlin to Dvar, flight, 2 articles; ")
    assert said.count("Orlin") == movements.MOST_TOLD and said.endswith("The table below.")
    assert movements.describe_arrows(routes.head(0), "").startswith("No arrow is drawn")


def test_what_has_no_arrow_is_said() -> None:
    left_out = shown(movements.explain_left_out(View(), 30, 41, 12))
    assert left_out == "The map has the 30 most told of 41 routes. Of 12 movements only from where or to where is said."
    assert movements.explain_left_out(View(), 3, 3, 0) == ""
